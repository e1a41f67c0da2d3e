"""Positions, computed beforehand so that nothing moves when a picture opens.

Deterministic: the same network gives the same positions, whatever was drawn before.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np

ROOM = 135.0
"""Length that an edge should have, in pixels of a page at natural size."""

_SPRUNG = 400  # a spring layout of more nodes takes long, and networkx then wants scipy
_CORNERS = 60  # where the next part may be set: the latest ones, so that packing stays quick
_STRETCH = 1.35  # screens are wider than high
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Box = tuple[float, float]
Positions = dict[int, tuple[float, float]]


def place_nodes(
    count: int, pulls: Mapping[tuple[int, int], float], boxes: Sequence[Box], *, seed: int = 7
) -> Positions:
    """Place nodes: linked ones near, each in a box of its own, parts without a link side by side.

    Parameters
    ----------
    count
        Nodes are the numbers from 0 to it, the most important first.
    pulls
        How strongly two nodes draw each other together, above 0.
    boxes
        Width and height that each node needs with its label, in pixels.
    seed
        Of the spring layout's random beginnings.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((*pair, pull) for pair, pull in sorted(pulls.items()))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p))
    laid = [spread_nodes(_lay_part(graph.subgraph(part), part, boxes, seed), boxes) for part in parts]
    return _pack(laid, boxes)


def _lay_part(graph: nx.Graph, part: list[int], boxes: Sequence[Box], seed: int) -> Positions:
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    if len(part) == 2:
        return {part[0]: (-ROOM * 0.6, 0.0), part[1]: (ROOM * 0.6, 0.0)}
    core = part[:_SPRUNG]
    inner = nx.Graph()
    inner.add_nodes_from(core)
    inner.add_edges_from(graph.subgraph(core).edges(data=True))
    start = {
        node: (math.cos(turn * _GOLDEN_ANGLE) * turn, math.sin(turn * _GOLDEN_ANGLE) * turn)
        for turn, node in enumerate(core, start=1)
    }
    scale = len(core)
    start = {node: (x / scale, y / scale) for node, (x, y) in start.items()}
    sprung = nx.spring_layout(
        inner, pos=start, k=1.6 / math.sqrt(len(core)), iterations=300, seed=seed, method="force"
    )
    points = np.array([sprung[node] for node in core], dtype=float)
    points -= points.mean(axis=0)
    points = _turn_flat(points)
    # Scale so that a typical edge gets its room.
    place = dict(zip(core, points, strict=True))
    lengths = [float(np.hypot(*(place[a] - place[b]))) for a, b in inner.edges()]
    points *= ROOM / max(float(np.median(lengths)) if lengths else 1.0, 1e-6)
    # Draw in what strays far from the middle: the rest would shrink for its sake.
    radii = np.hypot(points[:, 0], points[:, 1])
    usual = max(float(np.median(radii)), 1e-6)
    points *= np.where(radii > usual, (usual / np.maximum(radii, usual)) ** 0.35, 1.0)[:, None]
    points *= _fit_screen(points)
    # Many labels need more ground than their edges ask for; pushing alone would tear the cloud about.
    crowding = sum(width * height for width, height in (boxes[node] for node in core))
    ground = 4 * math.pi * float(points.std(axis=0).prod())
    points *= max(1.0, math.sqrt(crowding / max(ground, crowding / 9)))
    positions = {node: (float(x), float(y)) for node, (x, y) in zip(core, points, strict=True)}
    return _lay_around(graph, part[_SPRUNG:], positions)


def _turn_flat(points: np.ndarray) -> np.ndarray:
    """Turn the cloud so that its longest extent lies level."""
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    axes = axes * np.where(axes[:, :1] < 0, -1.0, 1.0)  # the sign of an axis is arbitrary: fix it
    turned: np.ndarray = points @ axes.T
    return turned


def _fit_screen(points: np.ndarray) -> np.ndarray:
    """Return factors for x and y that bring the cloud nearer to a screen's proportions, within bounds."""
    across, down = (max(float(extent), 1e-6) for extent in points.std(axis=0))
    factor = min(max(math.sqrt(_STRETCH * down / across), 0.65), 1.5)
    return np.array([factor, 1 / factor])


def _lay_around(graph: nx.Graph, rest: list[int], positions: Positions) -> Positions:
    """Put the minor nodes of a large network on a growing spiral around its centre, in order of weight."""
    if not rest:
        return positions
    radius = max(math.hypot(x, y) for x, y in positions.values())
    first = int((radius / (ROOM * 0.6)) ** 2) + 1
    for turn, node in enumerate(rest, start=first):
        away, angle = ROOM * 0.6 * math.sqrt(turn), turn * _GOLDEN_ANGLE
        positions[node] = (math.cos(angle) * away * _STRETCH, math.sin(angle) * away)
    return positions


def spread_nodes(positions: Positions, boxes: Sequence[Box], *, rounds: int = 400) -> Positions:
    """Push nodes apart until no label covers another node or label, or the rounds are over."""
    order = sorted(positions)
    if not 1 < len(order) <= _SPRUNG * 2:
        return positions
    points = np.array([positions[node] for node in order])
    sizes = np.array([boxes[node] for node in order])
    need_x = (sizes[:, None, 0] + sizes[None, :, 0]) / 2
    need_y = (sizes[:, None, 1] + sizes[None, :, 1]) / 2
    sign_of_order = np.sign(np.arange(len(order))[:, None] - np.arange(len(order))[None, :])
    for _ in range(rounds):
        gap_x = points[:, None, 0] - points[None, :, 0]
        gap_y = points[:, None, 1] - points[None, :, 1]
        over_x, over_y = need_x - np.abs(gap_x), need_y - np.abs(gap_y)
        hit = (over_x > 0.5) & (over_y > 0.5)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        sideways = hit & (over_x / need_x < over_y / need_y)  # not over_x < over_y: labels are wide
        upright = hit & ~sideways
        way_x = np.where(gap_x == 0, sign_of_order, np.sign(gap_x))
        way_y = np.where(gap_y == 0, sign_of_order, np.sign(gap_y))
        points[:, 0] += (np.where(sideways, over_x * way_x, 0.0) * 0.35).sum(axis=1)
        points[:, 1] += (np.where(upright, over_y * way_y, 0.0) * 0.35).sum(axis=1)
    return {node: (float(x), float(y)) for node, (x, y) in zip(order, points, strict=True)}


def _pack(parts: Sequence[Positions], boxes: Sequence[Box]) -> Positions:
    """Set the parts beside and below one another, the greatest first, in about a screen's proportions."""
    gap = ROOM * 0.3
    packed: Positions = {}
    set_: list[tuple[float, float, float, float]] = []  # left, top, right, bottom
    corners = [(0.0, 0.0)]
    for part in parts:
        left, top, right, bottom = _frame(part, boxes)
        width, height = right - left + gap, bottom - top + gap
        x, y = _choose_corner(corners, width, height, set_)
        set_.append((x, y, x + width, y + height))
        corners = [*corners, (x + width, y), (x, y + height)][-_CORNERS:]
        for node, (node_x, node_y) in part.items():
            packed[node] = (round(node_x - left + x, 1), round(node_y - top + y, 1))
    return packed


def _frame(part: Positions, boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[node][0] / 2 for node, (x, _) in part.items()),
        min(y - boxes[node][1] / 2 for node, (_, y) in part.items()),
        max(x + boxes[node][0] / 2 for node, (x, _) in part.items()),
        max(y + boxes[node][1] / 2 for node, (_, y) in part.items()),
    )


def _choose_corner(
    corners: Sequence[tuple[float, float]],
    width: float,
    height: float,
    taken: Sequence[tuple[float, float, float, float]],
) -> tuple[float, float]:
    """Return the free corner at which the whole grows least."""
    whole_x = max((right for _, _, right, _ in taken), default=0.0)
    whole_y = max((bottom for _, _, _, bottom in taken), default=0.0)
    best = (math.inf, 0.0, 0.0)
    for x, y in corners:
        grown = max(whole_x, x + width) / _STRETCH, max(whole_y, y + height)
        cost = (max(grown) + 0.05 * min(grown), y, x)
        if cost < best and not any(
            x < right and left < x + width and y < bottom and top < y + height
            for left, top, right, bottom in taken
        ):
            best = cost
    return (best[2], best[1]) if best[0] < math.inf else (0.0, whole_y)


def bend_edges(ends: Sequence[tuple[int, int]]) -> list[float]:
    """Say how far each edge bows, so that edges between the same two nodes lie side by side.

    0 is straight; positive bows to the right of the way from the first end to the second (y points
    down), in shares of the edge's length.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for index, (source, target) in enumerate(ends):
        groups.setdefault((min(source, target), max(source, target)), []).append(index)
    bends = [0.0] * len(ends)
    for (first, _), members in groups.items():
        for rank, index in enumerate(members):
            bend = (rank - (len(members) - 1) / 2) * 0.22
            bends[index] = round(bend if ends[index][0] == first else -bend, 3)
    return bends
