"""One test for each sentence of ``cases/constructions.jsonl``: constructions of English, in words of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from constructions import Verdict, judge_all, known_failures, read_cases

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model
CASES = read_cases()
FLOOR_FOUND = 0.87
CEILING_WRONG = 0.02
"""As measured; raise the one and lower the other when the extraction gets better."""


@pytest.fixture(scope="module")
def verdicts(nlp: Language) -> dict[str, Verdict]:
    return judge_all(nlp, CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_constructions_give_the_claims_that_the_words_make(
    case: dict[str, Any], verdicts: dict[str, Verdict], request: pytest.FixtureRequest
) -> None:
    reason = known_failures().get(case["id"])
    if reason is not None:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    verdict = verdicts[case["id"]]
    assert not verdict.missing, f"missing {verdict.missing}, got {verdict.got}"
    assert not verdict.wrong, f"wrong {verdict.wrong}"


def test_constructions_known_failures_are_cases() -> None:
    assert set(known_failures()) <= {case["id"] for case in CASES}


def test_constructions_most_is_found_and_little_is_wrong(verdicts: dict[str, Verdict]) -> None:
    expected = sum(verdict.expected for verdict in verdicts.values())
    found = expected - sum(len(verdict.missing) for verdict in verdicts.values())
    wrong = sum(len(verdict.wrong) for verdict in verdicts.values())
    claims = sum(len(verdict.got) for verdict in verdicts.values())
    print(f"found {found} of {expected} expected claims, wrong {wrong} of {claims} extracted")
    assert found / expected >= FLOOR_FOUND
    assert wrong / claims <= CEILING_WRONG
