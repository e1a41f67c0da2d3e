"""Linking on the evaluation texts beside a working copy, which name entities over documents; skipped without them."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from kg.documents import read_documents
from kg.gazetteers import load_gazetteer
from kg.linking import link_entities
from kg.workers import PipelineOptions, load_extract

EVAL = Path(__file__).parent.parent.parent / "shared" / "eval"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not (EVAL / "dev-docs.jsonl").is_file(), reason="the evaluation data are not here"),
]

ONE_THING = {
    "Daesh": "IS",
    "ISIL": "IS",
    "ArRaqqah": "Raqqah",
    "AssadRegime": "SyrianGov",
    "AsadRegime": "SyrianGov",
}
ONE_THING |= {"Asad": "Assad"}
"""Identifiers of the gold that differ between documents and denote one thing."""
NOT_ONE = frozenset(
    "Civilians Hospital Territory Marines IntCommunity Opposition US_forces Syrians Heritage Coalition".split()
)
"""Identifiers that documents share and that denote no one thing (or, the coalition, several by its words)."""


def gold_iris() -> list[tuple[str, str, str]]:
    """Return document, gold identifier with its type, and IRI, for what was found under one of its names."""
    documents = list(read_documents([EVAL / "dev-docs.jsonl"], on_error=lambda error: None))
    gold = {}
    for line in (EVAL / "dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        gold[row["id"]] = row["entities"]
    gazetteer = load_gazetteer()
    found = []
    for document, extraction in load_extract(PipelineOptions())(documents):
        linked = link_entities(extraction, document, gazetteer)
        for entity in gold[document.id]:
            kind = "place" if entity["type"] in ("Place", "Site") else "actor"
            named = {
                got.iri
                for got in linked
                if entity["names"][0] in got.names and ("/place/" in got.iri) == (kind == "place")
            }
            if len(named) == 1 and entity["id"] not in NOT_ONE and not entity["names"][0].islower():
                found.append(
                    (document.id, f"{ONE_THING.get(entity['id'], entity['id'])} {kind}", named.pop())
                )
    return found


def test_linking_pairs_of_the_evaluation_texts_are_one_thing_or_two() -> None:
    same = linked = right = 0
    errors = []
    for one, other in combinations(gold_iris(), 2):
        is_same, is_linked = one[1] == other[1], one[2] == other[2]
        same += is_same
        linked += is_linked
        right += is_same and is_linked
        if is_same != is_linked:
            errors.append((one, other))
    print(f"{same} same pairs, precision {right / linked:.3f}, recall {right / same:.3f}", *errors, sep="\n")
    assert same >= 150
    assert right / linked >= 0.97, errors
    assert right / same >= 0.95, errors
