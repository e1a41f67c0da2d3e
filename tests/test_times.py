"""The valid times of 150 sentences, through the whole product: built, exported, and read from the graph."""

from __future__ import annotations

import pytest
from times_cases import Verdict, judge_cases, read_cases

pytestmark = pytest.mark.model
FLOOR_RIGHT = 0.95
FLOOR_FOUND = 0.90
"""As measured, of the claims found and of all; raise them when it gets better."""


CASES = read_cases()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    found = judge_cases(CASES, tmp_path_factory.mktemp("times"))
    return [found[case["id"]] for case in CASES]


def test_times_are_right_of_most_claims(verdicts: list[Verdict]) -> None:
    expected, found, right = (
        sum(getattr(v, key) for v in verdicts) for key in ("expected", "found", "right")
    )
    print(f"found {found} of {expected} claims, times right of {right}")
    assert len({case["id"] for case in CASES}) == len(CASES) == 150
    assert found / expected >= FLOOR_FOUND
    assert right / found >= FLOOR_RIGHT


def test_times_keep_the_very_words_where_they_stand(verdicts: list[Verdict]) -> None:
    assert [words for verdict in verdicts for words in verdict.misplaced] == []
