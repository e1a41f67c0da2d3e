"""The valid times of 150 sentences, through the whole product: built, exported, and read from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from times_cases import judge_cases, read_cases

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model
FLOOR_RIGHT = 0.95
FLOOR_FOUND = 0.90
"""As measured, of the claims found and of all; raise them when it gets better."""


def test_times_are_right_of_most_claims(tmp_path: Path) -> None:
    cases = read_cases()
    verdicts = judge_cases(cases, tmp_path).values()
    expected, found, right = (
        sum(getattr(v, key) for v in verdicts) for key in ("expected", "found", "right")
    )
    print(f"found {found} of {expected} claims, times right of {right}")
    assert len({case["id"] for case in cases}) == len(cases)
    assert found / expected >= FLOOR_FOUND
    assert right / found >= FLOOR_RIGHT
