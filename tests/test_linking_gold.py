"""Floors of linking on its gold: pairs of mentions, and places with their GeoNames numbers."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from linking_gold import (
    GoldMention,
    link_mentions,
    read_pairs,
    read_places,
    score_pairs,
    score_places,
    unmark,
)
from linking_towns import score_towns

from kg.builder import build_store
from kg.gazetteers import load_gazetteer
from kg.store import Store
from kg.workers import PipelineOptions, load_extract

model = pytest.mark.model


@pytest.fixture(scope="module")
def pairs() -> list[GoldMention]:
    return link_mentions(*read_pairs(), load_extract(PipelineOptions()), load_gazetteer())


@pytest.fixture(scope="module")
def places() -> list[GoldMention]:
    return link_mentions(*read_places(), load_extract(PipelineOptions()), load_gazetteer())


def test_linking_gold_marks_lead_to_the_words_they_stand_for() -> None:
    text, marks = unmark("In [Homs](town) and [Homs province](region).")
    assert text == "In Homs and Homs province."
    assert [text[start : start + len(words)] for start, words, _ in marks] == ["Homs", "Homs province"]


def test_linking_gold_is_large_hard_and_half_held_out() -> None:
    _, mentions = read_pairs()
    assert score_pairs(mentions).pairs >= 300
    assert score_pairs(m for m in mentions if m.hard).pairs >= 60
    assert score_pairs(m for m in mentions if m.half == "held out").pairs >= 150


@model
@pytest.mark.parametrize("half", ["dev", "held out"])
def test_linking_gold_pairs_that_get_one_iri_are_one_thing(pairs: list[GoldMention], half: str) -> None:
    score = score_pairs(m for m in pairs if m.half == half)
    assert score.precision >= 0.97, score


@model
@pytest.mark.parametrize("half", ["dev", "held out"])
def test_linking_gold_pairs_of_one_thing_get_one_iri(pairs: list[GoldMention], half: str) -> None:
    score = score_pairs(m for m in pairs if m.half == half)
    assert score.recall >= 0.9, score
    assert score.recall_of_found >= 0.93, score


@model
def test_linking_gold_places_get_the_right_number_or_none(places: list[GoldMention]) -> None:
    score = score_places(places)
    assert score.share_wrong <= 0.02, score
    assert score.share_right >= 0.95, score


def test_linking_gold_towns_are_found_at_home_and_not_guessed_abroad() -> None:
    score = score_towns(load_gazetteer())
    assert score.right >= 0.94, score
    assert score.wrong <= 0.01, score
    assert score.abroad <= 0.02, score


@model
@pytest.mark.slow
def test_linking_and_consolidation_cost_a_tenth_of_a_build_at_most(tmp_path: Path) -> None:
    texts = [document.text for document in (*read_pairs()[0], *read_places()[0])]
    rng = random.Random(1)
    rows = [{"id": f"d{i}", "text": "\n\n".join(rng.sample(texts, 8))} for i in range(100)]
    path = tmp_path / "documents.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    extract = load_extract(PipelineOptions())
    shares = []
    for _ in range(2):  # the first one also reads the towns
        with Store.in_memory() as store:
            seconds = build_store([path], store, extract=extract).seconds
        work = sum(spent for step, spent in seconds.items() if step != "load")
        shares.append((seconds["link"] + seconds["consolidate"]) / work)
    assert min(shares) <= 0.1, shares
