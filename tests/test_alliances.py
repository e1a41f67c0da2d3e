from __future__ import annotations

import random

import pytest
from viz_rows import make_row, sample_alliances

from kg.alliances import SIGNS, build_alliances, build_control, name_source


def edges_of(graph):
    return [
        (source.rpartition("/")[2], key, target.rpartition("/")[2])
        for source, target, key in graph.edges(keys=True)
    ]


def test_alliances_one_edge_per_subject_object_relation():
    graph = build_alliances(sample_alliances())
    assert graph.number_of_edges() == 5
    data = graph.edges["https://example.org/Army", "https://example.org/Militia", "supports"]
    assert (data["sign"], data["weight"], data["sources"]) == (1, 2, ("AP", "Reuters"))
    assert [row.published for row in data["claims"]] == ["2016-12-13", "2016-12-12"]
    assert graph.nodes["https://example.org/Army"] == {"label": "Army", "type": "ArmedGroup", "weight": 5}


@pytest.mark.parametrize(("relation", "sign"), SIGNS.items())
def test_alliances_sign_by_relation(relation, sign):
    graph = build_alliances([make_row("A", relation, "B")])
    assert [data["sign"] for _, _, data in graph.edges(data=True)] == [sign]


@pytest.mark.parametrize(
    "other",
    [
        {"polarity": "Negated"},
        {"modality": "Planned"},
        {"modality": "Denied"},
        {"confidence": 0.2},
        {"object_type": "Settlement"},
        {"object": "https://example.org/A"},
    ],
)
def test_alliances_left_out(other):
    graph = build_alliances([make_row("A", "attacks", "B", **other)], min_confidence=0.5)
    assert len(graph) == 0


def test_alliances_claimed_draws_an_edge():
    assert build_alliances([make_row("A", "attacks", "B", modality="Claimed")]).number_of_edges() == 1


def test_alliances_other_relations_are_passed_over():
    rows = [make_row("A", "leads", "B"), make_row("A", "https://example.org/own", "B")]
    assert len(build_alliances(rows)) == 0


def test_alliances_symmetric_relation_is_one_edge():
    graph = build_alliances([make_row("B", "alliedWith", "A"), make_row("A", "alliedWith", "B")])
    assert edges_of(graph) == [("A", "alliedWith", "B")]


def test_alliances_direction_is_kept():
    rows = [make_row("B", "attacks", "A"), make_row("A", "attacks", "B")]
    assert edges_of(build_alliances(rows)) == [("A", "attacks", "B"), ("B", "attacks", "A")]


def test_alliances_two_papers_that_quote_one_source_are_one():
    rows = [
        make_row("A", "attacks", "B", number=number, publisher=publisher, source_label="Observatory")
        for number, publisher in enumerate(["AP", "Reuters"])
    ]
    assert [name_source(row) for row in rows] == ["Observatory", "Observatory"]
    assert build_alliances(rows, min_sources=2).number_of_edges() == 0


def test_alliances_document_stands_for_an_unknown_publisher():
    rows = [make_row("A", "attacks", "B", number=number, publisher="") for number in (1, 2)]
    assert build_alliances(rows, min_sources=2).number_of_edges() == 1


def test_alliances_order_of_rows_does_not_matter():
    rows = sample_alliances()
    expected = build_alliances(rows)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        graph = build_alliances(rows)
        assert list(graph.nodes(data=True)) == list(expected.nodes(data=True))
        assert list(graph.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))


def control(actor, phase, day, **other):
    return make_row(actor, "controls", "Palmyra", phase=phase, published=day, **other)


@pytest.mark.parametrize(
    ("rows", "disputed"),
    [
        ([control("A", "Holds", "2016-12-12")], False),
        ([control("A", "Holds", "2016-12-12"), control("B", "Holds", "2016-12-12")], True),
        # It changed hands: what was reported before the last taking is over.
        ([control("A", "Holds", "2016-12-10"), control("B", "Begins", "2016-12-12")], False),
        ([control("A", "Holds", "2016-12-13"), control("B", "Begins", "2016-12-12")], True),
        # The old holder is said to have lost it.
        (
            [
                control("A", "Holds", "2016-12-12"),
                control("A", "Ends", "2016-12-12"),
                control("B", "Begins", ""),
            ],
            False,
        ),
        # The time that the text gives counts, not the report's: it was lost in March, taken in December.
        (
            [
                control("B", "Ends", "2016-12-12", begin="2016-03"),
                control("B", "Begins", "2016-12-12", begin="2016-12-11"),
                control("A", "Holds", "2016-12-12"),
            ],
            True,
        ),
        # One sentence that names two who took it together.
        (
            [
                control("A", "Begins", "", quote="A and B took it"),
                control("B", "Begins", "", quote="A and B took it"),
            ],
            False,
        ),
        ([], False),
    ],
)
def test_control_disputed(rows, disputed):
    graph = build_control([*rows, make_row("C", "controls", "Aleppo")])
    assert graph.nodes.get("https://example.org/Palmyra", {"disputed": False})["disputed"] is disputed
    assert graph.nodes["https://example.org/Aleppo"]["disputed"] is False


def test_control_one_edge_per_phase():
    rows = [control("A", "Begins", ""), control("A", "Ends", ""), control("A", "", "")]
    graph = build_control(rows)
    assert edges_of(graph) == [
        ("A", "Begins", "Palmyra"),
        ("A", "Ends", "Palmyra"),
        ("A", "Holds", "Palmyra"),
    ]
    assert {data["relation"] for _, _, data in graph.edges(data=True)} == {"controls"}
    assert "disputed" not in graph.nodes["https://example.org/A"]


def test_control_negated_draws_nothing():
    assert len(build_control([control("A", "Holds", "", polarity="Negated")])) == 0
