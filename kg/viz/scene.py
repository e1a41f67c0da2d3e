"""What a picture shows: which nodes and edges, where, how large, in which style, and what it leaves out.

A scene knows neither HTML nor matplotlib; the page and the still picture both draw it.
"""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from kg.alliances import PLACE_TYPES
from kg.viz.layout import Positions, bend_edges, place_nodes, spread_nodes
from kg.viz.style import (
    ACTOR_STYLES,
    ALLIANCE_STYLES,
    CONTROL_STYLES,
    PLACE_STYLES,
    EdgeStyle,
    NodeStyle,
)

if TYPE_CHECKING:
    from kg.query.claims import ClaimRow

LABEL_WIDTH = 22
"""Labels are broken into lines of about so many characters."""

_WEIGHTY = 8  # in a small network no node is drawn large for a weight below this


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneNode:
    """An actor or a place; x points right, y down, in pixels at natural size."""

    iri: str
    label: str
    lines: tuple[str, ...]
    weight: int
    size: float
    """Half the width of its shape; of a box, the height of its letters."""
    x: float
    y: float
    style: NodeStyle
    above: bool = False
    """Whether the label stands above the shape, as fewer lines pass there."""
    disputed: bool = False

    @property
    def label_box(self) -> tuple[float, float, float]:
        """Half the width of its label, and how far from its middle that begins and ends."""
        half = max(len(line) for line in self.lines) * 3.6 + 2
        return round(half, 1), self.size + 4, self.size + 7 + 16 * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneEdge:
    """What one actor is said to do to another, or with a place; ends are indexes of ``Scene.nodes``."""

    source: int
    target: int
    weight: int
    width: float
    bend: float
    gap: float
    """How much earlier than at the shape the arrow ends, so as not to lie beneath the label."""
    style: EdgeStyle
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A picture before it is drawn."""

    title: str
    noun: str
    """What the nodes are: "actors"."""
    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    all_nodes: int
    all_claims: int
    empty_words: str

    @property
    def claims(self) -> int:
        """Number of claims shown."""
        return sum(len(edge.claims) for edge in self.edges)

    @property
    def node_styles(self) -> tuple[NodeStyle, ...]:
        """Styles of the nodes that occur, in the legend's order."""
        used = {node.style for node in self.nodes}
        return tuple(style for style in (*ACTOR_STYLES, *PLACE_STYLES) if style in used)

    @property
    def edge_styles(self) -> tuple[EdgeStyle, ...]:
        """Styles of the edges that occur, in the legend's order."""
        used = {edge.style for edge in self.edges}
        return tuple(style for style in (*ALLIANCE_STYLES, *CONTROL_STYLES) if style in used)

    @property
    def summary(self) -> str:
        """What is shown and what is not, in one or two sentences."""
        if not self.nodes:
            return ""
        hidden_nodes, hidden_claims = self.all_nodes - len(self.nodes), self.all_claims - self.claims
        if not hidden_nodes and not hidden_claims:
            return f"{len(self.nodes):,} {self.noun}, {self.claims:,} {_plural('claim', self.claims)}."
        return (
            f"The {len(self.nodes):,} most reported of {self.all_nodes:,} {self.noun}, with "
            f"{self.claims:,} of {self.all_claims:,} claims. "
            f"Hidden: {hidden_nodes:,} {self.noun} and {hidden_claims:,} claims; "
            "draw again with a greater limit to see more (--limit 0 draws all)."
        )


def set_alliances(graph: nx.MultiDiGraph, *, title: str, limit: int) -> Scene:
    """Set the scene of an alliance network."""
    return _set_scene(
        graph,
        title=title,
        limit=limit,
        noun="actors",
        styles={style.name: style for style in ALLIANCE_STYLES},
        attribute="relation",
        empty_words=(
            "No alliances to draw: no claim says that one actor supports, joins, negotiates with, "
            "opposes or attacks another. Negated, planned and denied claims are not drawn."
        ),
    )


def set_control(graph: nx.MultiDiGraph, *, title: str, limit: int) -> Scene:
    """Set the scene of a network of control."""
    return _set_scene(
        graph,
        title=title,
        limit=limit,
        noun="actors and places",
        styles={style.name: style for style in CONTROL_STYLES},
        attribute="phase",
        empty_words=(
            "No control to draw: no claim says that an actor takes, holds or loses a place. "
            "Negated, planned and denied claims are not drawn."
        ),
    )


def _set_scene(
    graph: nx.MultiDiGraph,
    *,
    title: str,
    limit: int,
    noun: str,
    styles: dict[str, EdgeStyle],
    attribute: str,
    empty_words: str,
) -> Scene:
    chosen = choose_nodes(graph, limit)
    index = {iri: number for number, iri in enumerate(chosen)}
    shown = [
        (index[source], index[target], data)
        for source, target, data in graph.edges(data=True)
        if source in index and target in index
    ]
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    for source, target, data in shown:
        # Who fights is linked too, but stands farther apart than who stands together.
        pulls[min(source, target), max(source, target)] += _pull(data)
    nodes = _make_nodes(graph, chosen)
    boxes = [_measure(node) for node in nodes]
    places = place_nodes(len(nodes), pulls, boxes)
    bends = bend_edges([(source, target) for source, target, _ in shown])
    placed = _put(nodes, places, pulls)
    return Scene(
        title=title,
        noun=noun,
        nodes=placed,
        edges=tuple(
            SceneEdge(
                source=source,
                target=target,
                weight=data["weight"],
                width=round(min(9.0, 1.2 + 1.5 * math.log2(data["weight"])), 2),
                bend=bend,
                gap=_clear_label(placed[source], placed[target], bend),
                style=styles[data[attribute]],
                claims=tuple(data["claims"]),
            )
            for (source, target, data), bend in zip(shown, bends, strict=True)
        ),
        all_nodes=len(graph),
        all_claims=sum(len(claims) for _, _, claims in graph.edges(data="claims")),
        empty_words=empty_words,
    )


def choose_nodes(graph: nx.MultiDiGraph, limit: int) -> list[str]:
    """Return at most ``limit`` nodes (0: all), the heaviest first, none of them without a neighbour.

    A node that would stand alone brings its heaviest neighbour along.
    """

    def rank(iri: str) -> tuple[int, str]:
        return -graph.nodes[iri]["weight"], iri

    ranked = sorted(graph, key=rank)
    if not limit or len(ranked) <= limit:
        return ranked
    chosen: set[str] = set()
    for iri in ranked:
        neighbours = {*graph.successors(iri), *graph.predecessors(iri)}
        needed = {iri} if neighbours & chosen else {iri, min(neighbours, key=rank)}
        if len(chosen | needed) <= max(limit, 2):
            chosen |= needed
    return sorted(chosen, key=rank)


def _pull(data: dict[str, object]) -> float:
    sign, weight = data.get("sign", 1), data["weight"]
    assert isinstance(sign, int)
    assert isinstance(weight, int)
    return (1.0 if sign > 0 else 0.35) * (1 + math.log2(weight))


def _make_nodes(graph: nx.MultiDiGraph, chosen: Sequence[str]) -> list[SceneNode]:
    styles = {style.type: style for style in (*ACTOR_STYLES, *PLACE_STYLES)}
    heaviest = max([graph.nodes[iri]["weight"] for iri in chosen] + [_WEIGHTY])
    nodes = []
    for iri in chosen:
        data = graph.nodes[iri]
        spare = styles["Place" if data["type"] in PLACE_TYPES else "Actor"]
        style = styles.get(data["type"], spare)
        share = math.sqrt(data["weight"] / heaviest)
        nodes.append(
            SceneNode(
                iri=iri,
                label=data["label"],
                lines=_break_label(data["label"]),
                weight=data["weight"],
                size=round(11 + 7 * share if style.shape == "box" else 8 + 18 * share, 1),
                x=0.0,
                y=0.0,
                style=style,
                disputed=bool(data.get("disputed")),
            )
        )
    return nodes


def _put(
    nodes: Sequence[SceneNode], places: Positions, pairs: Iterable[tuple[int, int]]
) -> tuple[SceneNode, ...]:
    """Give the nodes their places, and their labels the side where fewer lines pass."""
    crowd = [0] * len(nodes)  # lines that leave steeply: those down less those up
    for first, second in pairs:
        across, down = (places[second][axis] - places[first][axis] for axis in (0, 1))
        if abs(across) < 1.2 * abs(down):
            crowd[first] += 1 if down > 0 else -1
            crowd[second] -= 1 if down > 0 else -1
    turned = [replace(node, above=crowd[number] > 0) for number, node in enumerate(nodes)]
    # A shape and its label have their middle off the node: make room once more around that.
    shifts = [_shift(node) for node in turned]
    middles = {number: (x, y + shifts[number]) for number, (x, y) in places.items()}
    spread = spread_nodes(middles, [_measure(node) for node in turned])
    return tuple(
        replace(node, x=round(spread[number][0], 1), y=round(spread[number][1] - shifts[number], 1))
        for number, node in enumerate(turned)
    )


def _shift(node: SceneNode) -> float:
    if node.style.shape == "box":
        return 0.0
    _, near, far = node.label_box
    return (near - far) / 2 if node.above else (far - near) / 2


def _clear_label(source: SceneNode, target: SceneNode, bend: float) -> float:
    """Return how far before the target's shape an arrow has to end so that the label does not cover it."""
    if target.style.shape == "box":
        return 0.0
    along = target.x - source.x, target.y - source.y
    length = math.hypot(*along) or 1.0
    # The way back from the target, as the curve leaves it.
    back = (-along[0] / 2 - bend * along[1]) / length, (-along[1] / 2 + bend * along[0]) / length
    across, down = (abs(part) / math.hypot(*back) for part in back)
    half, near, far = target.label_box
    if (back[1] < 0) != target.above or down < 0.05 or across / down * near > half:
        return 0.0
    leaves = min(far / down, half / across if across else math.inf)
    return round(min(leaves - target.size, length / 2, 80.0), 1)


def _break_label(label: str) -> tuple[str, ...]:
    lines = textwrap.wrap(label, LABEL_WIDTH, break_on_hyphens=False, replace_whitespace=False)
    return tuple(lines) or (label,)


def _measure(node: SceneNode) -> tuple[float, float]:
    """Return the width and height that a node takes with its label, and some air."""
    letters = max(len(line) for line in node.lines)
    if node.style.shape == "box":
        return letters * node.size * 0.58 + 44, len(node.lines) * node.size * 1.25 + 44
    return max(letters * 7.4, 2 * node.size) + 24, 2 * node.size + len(node.lines) * 16 + 34


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
