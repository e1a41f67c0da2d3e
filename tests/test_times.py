"""The valid times of 150 sentences, through the whole product: built, exported, and read from the graph."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from times_cases import Verdict, judge_cases, read_cases

from kg.claims.extract import extract_documents
from kg.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language

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


@pytest.mark.parametrize(
    ("text", "relation", "begin", "end"),
    [
        ("The coalition launched an offensive on Monday to recapture Mosul.", "attacks", "2016-12-12", "2016-12-12"),
        ("Rebels captured Hama on 3 May 2016 and held it for ten days.", "controls Holds", "2016-05-03", "2016-05-13"),
        ("IS held Homs for two weeks before losing it on 27 March 2016.", "controls Holds", "2016-03-13", "2016-03-27"),
        ("The army captured Hama on Sunday and held it.", "controls Holds", "", ""),
        ("The army took Palmyra in a raid on 3 May 2016.", "controls Begins", "2016-05-03", ""),
        ("During the 1991 Gulf War, Iraq attacked Israel.", "attacks", "1991", "1991"),
        ("During the 1991 war, rebels held Hama.", "controls Holds", "1991", "1991"),
        ("Palmyra was inscribed on the World Heritage List in 1980.", "hasHeritageStatus", "1980", ""),
        ("Abu Bakr al-Baghdadi has led Islamic State since 2010.", "leads", "2010", ""),
        ("Islamic State attacked Kobani while the army bombed Homs on Sunday.", "attacks", "", ""),
    ],
)  # fmt: skip
def test_times_go_to_the_predicate_that_they_date(
    nlp: Language, text: str, relation: str, begin: str, end: str
) -> None:
    document = Document(id="a", text=text, published=datetime.date(2016, 12, 12))
    ((_, extraction),) = extract_documents([document], nlp)
    claims = [c for c in extraction.claims if f"{c.relation} {c.phase}".strip() == relation]
    assert (claims[0].begin, claims[0].end) == (begin, end)
