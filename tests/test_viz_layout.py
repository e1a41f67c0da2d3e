from __future__ import annotations

import sys

import pytest

from kg.viz.layout import bend_edges, place_nodes


def overlaps(positions, boxes):
    nodes = sorted(positions)
    return [
        (a, b)
        for a in nodes
        for b in nodes
        if a < b
        and abs(positions[a][0] - positions[b][0]) + 1 < (boxes[a][0] + boxes[b][0]) / 2
        and abs(positions[a][1] - positions[b][1]) + 1 < (boxes[a][1] + boxes[b][1]) / 2
    ]


def ring(count):
    return {(min(a, (a + 1) % count), max(a, (a + 1) % count)): 1.0 for a in range(count)}


@pytest.mark.parametrize("count", [2, 3, 12, 60])
def test_layout_no_label_covers_another(count):
    boxes = [(120.0, 60.0)] * count
    positions = place_nodes(count, ring(count), boxes)
    assert sorted(positions) == list(range(count))
    assert overlaps(positions, boxes) == []


def test_layout_is_the_same_again():
    boxes = [(100.0, 50.0)] * 20
    assert place_nodes(20, ring(20), boxes) == place_nodes(20, dict(reversed(ring(20).items())), boxes)


def test_layout_parts_without_a_link_stay_near():
    boxes = [(100.0, 50.0)] * 12
    pairs = {(number, number + 1): 1.0 for number in range(0, 12, 2)}
    positions = place_nodes(12, pairs, boxes)
    assert overlaps(positions, boxes) == []
    assert max(x for x, _ in positions.values()) < 1500
    assert max(y for _, y in positions.values()) < 1500


@pytest.mark.parametrize("count", [0, 1, 900])
def test_layout_any_size_without_scipy(count, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)  # it is not among the project's dependencies
    assert len(place_nodes(count, ring(count) if count > 1 else {}, [(90.0, 40.0)] * count)) == count


def test_bend_lone_edge_is_straight():
    assert bend_edges([(0, 1), (1, 2)]) == [0.0, 0.0]


def test_bend_edges_of_one_pair_lie_apart():
    # Seen from one end, so that an edge back bows to the other side of its own way.
    there, back, again = bend_edges([(0, 1), (1, 0), (0, 1)])
    assert len({there, -back, again}) == 3
