"""Networks to pictures: one self-contained page, or a still picture.

network (kg.alliances) --scene--> what is drawn, where, how --page--> HTML
                                                            --still--> SVG, PNG
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownNameError
from kg.viz.files import write_whole

if TYPE_CHECKING:
    import networkx as nx

    from kg.viz.scene import Scene

__all__ = ["DEFAULT_LIMIT", "FORMATS", "draw_alliances", "draw_control"]

FORMATS: dict[str, str] = {
    ".html": "a page to search, filter and read the quotes in",
    ".svg": "a still picture that scales",
    ".png": "a still picture",
}
"""Endings of the files that can be drawn."""

DEFAULT_LIMIT = 60
"""How many nodes are drawn unless asked otherwise."""


def draw_alliances(
    graph: nx.MultiDiGraph,
    path: str | os.PathLike[str],
    *,
    title: str = "Who stands with whom",
    limit: int = DEFAULT_LIMIT,
) -> Path:
    """Draw an alliance network (``kg.alliances.build_alliances``); the path's ending names the format.

    Parameters
    ----------
    graph
        The network.
    path
        Where to write; an older file there is replaced, at once and whole.
    title
        Heading of the picture.
    limit
        How many actors to draw at most, the most reported ones first; 0 draws all.

    Raises
    ------
    UnknownNameError
        There is no such format.
    ExtraMissingError
        A still picture was asked for, and matplotlib is not installed.
    """
    from kg.viz.scene import set_alliances

    ending = _find_format(path)
    return _draw(set_alliances(graph, title=title, limit=limit), Path(path), ending)


def draw_control(
    graph: nx.MultiDiGraph,
    path: str | os.PathLike[str],
    *,
    title: str = "Who is said to hold what",
    limit: int = DEFAULT_LIMIT,
) -> Path:
    """Draw a network of control (``kg.alliances.build_control``), as ``draw_alliances`` does."""
    from kg.viz.scene import set_control

    ending = _find_format(path)
    return _draw(set_control(graph, title=title, limit=limit), Path(path), ending)


def _find_format(path: str | os.PathLike[str]) -> str:
    ending = Path(path).suffix.lower()
    if ending not in FORMATS:
        nearest = get_close_matches(ending, FORMATS) or list(FORMATS)
        raise UnknownNameError("picture format", ending or Path(path).name, nearest)
    return ending


def _draw(scene: Scene, path: Path, ending: str) -> Path:
    if ending == ".html":
        from kg.viz.page import render_page

        data = render_page(scene)
    else:
        from kg.viz.still import render_still

        data = render_still(scene, ending[1:])
    write_whole(path, data)
    return path
