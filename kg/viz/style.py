"""Colours, shapes and words of the pictures.

Blue against vermilion (Okabe and Ito) stays apart for colour-blind readers; lines that differ in meaning
also differ in dash, and node types in shape, so that no meaning hangs on colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1f2933"
PAPER = "#ffffff"
ALERT = "#b3261e"

BLUE, VERMILION, GREY = "#0067a5", "#d1480b", "#7b8794"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStyle:
    """How the nodes of one type look; ``shape`` is vis-network's name of it."""

    type: str
    words: str
    shape: str
    fill: str
    line: str = INK


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeStyle:
    """How the edges of one relation, or one phase of control, look."""

    name: str
    words: str
    """Stands between the two labels: "A attacks B"."""
    colour: str
    dashes: tuple[int, ...] = ()
    directed: bool = True


ACTOR_STYLES = (
    NodeStyle(type="State", words="State", shape="square", fill="#3d5a80"),
    NodeStyle(type="Government", words="Government", shape="diamond", fill="#8fa9c9"),
    NodeStyle(type="MilitaryForce", words="Military force", shape="triangle", fill="#5f7a3d"),
    NodeStyle(type="ArmedGroup", words="Armed group", shape="triangleDown", fill="#e3b23c"),
    NodeStyle(type="Coalition", words="Coalition", shape="star", fill="#7f5a94"),
    NodeStyle(type="Organization", words="Organization", shape="hexagon", fill="#c3abd0"),
    NodeStyle(type="Person", words="Person", shape="dot", fill="#f3ede2"),
    NodeStyle(type="PopulationGroup", words="Population group", shape="dot", fill="#b9a284"),
    NodeStyle(type="Actor", words="Other actor", shape="dot", fill="#cbd2d9"),
)
PLACE_STYLES = (
    NodeStyle(type="Settlement", words="Town or city", shape="box", fill="#ffffff", line="#52606d"),
    NodeStyle(type="Region", words="Region", shape="box", fill="#eef2e6", line="#52606d"),
    NodeStyle(type="Country", words="Country", shape="box", fill="#e4e7eb", line="#52606d"),
    NodeStyle(type="HeritageSite", words="Heritage site", shape="box", fill="#fbeecb", line="#52606d"),
    NodeStyle(type="Site", words="Site", shape="box", fill="#f6f1ea", line="#52606d"),
    NodeStyle(type="Place", words="Other place", shape="box", fill="#ffffff", line="#9aa5b1"),
)
ALLIANCE_STYLES = (
    EdgeStyle(name="supports", words="supports", colour=BLUE),
    EdgeStyle(name="alliedWith", words="is allied with", colour=BLUE, dashes=(8, 6), directed=False),
    EdgeStyle(name="memberOf", words="belongs to", colour=BLUE, dashes=(2, 4)),
    EdgeStyle(name="attacks", words="attacks", colour=VERMILION),
    EdgeStyle(name="opposes", words="opposes", colour=VERMILION, dashes=(8, 6)),
    EdgeStyle(name="negotiatesWith", words="negotiates with", colour=GREY, dashes=(4, 3), directed=False),
)
CONTROL_STYLES = (
    EdgeStyle(name="Begins", words="takes", colour=BLUE),
    EdgeStyle(name="Holds", words="holds", colour=INK, dashes=(9, 4)),
    EdgeStyle(name="Ends", words="loses", colour=VERMILION, dashes=(3, 4)),
)
