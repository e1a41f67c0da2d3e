"""Ten articles of our own in ten styles, whose facts were written down first; ``articles_report.py`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from articles_report import Reading, judge_articles, read_articles, summarise

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model
ARTICLES = read_articles()
FLOOR_RECALL = 0.42
FLOOR_PRECISION = 0.80
"""A little under what was measured; raise them when the extraction gets better."""


@pytest.fixture(scope="module")
def readings(nlp: Language) -> list[Reading]:
    return list(judge_articles(nlp, ARTICLES))


def test_articles_are_of_ten_styles() -> None:
    assert len({article["style"] for article in ARTICLES}) == len(ARTICLES) == 10


def test_articles_much_is_found_and_most_is_right(readings: list[Reading]) -> None:
    figures = summarise(readings)
    print(figures)
    assert figures["recall"] >= FLOOR_RECALL
    assert figures["precision"] >= FLOOR_PRECISION


def test_articles_give_something_in_every_style(readings: list[Reading]) -> None:
    assert [r.article["id"] for r in readings if not r.found] == []
