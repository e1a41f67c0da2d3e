"""A scene as a still picture (SVG, PNG), by matplotlib: the same bytes for the same scene."""

from __future__ import annotations

import io
import textwrap
import warnings
from typing import TYPE_CHECKING, Any

from kg.errors import ExtraMissingError
from kg.viz.scene import Scene, SceneEdge, SceneNode
from kg.viz.style import ALERT, INK, PAPER, EdgeStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

MAX_INCHES = 40.0
_INCH = 100.0  # pixels of a scene in an inch of a picture whose size is not bounded
_LEGEND_INCHES = 2.6
_HEAD_INCHES = 0.75
_SOFT = "#52606d"
_MARKERS = {
    "square": "s",
    "diamond": "D",
    "triangle": "^",
    "triangleDown": "v",
    "star": "*",
    "hexagon": "h",
    "dot": "o",
    "box": "s",
}
_FULLNESS = {"star": 1.35, "diamond": 0.6}  # markers of one size do not look of one size
_SETTINGS: Any = {
    "svg.hashsalt": "conflict-kg",  # identifiers inside the file come from content, not from chance
    "svg.fonttype": "none",  # text stays text: searchable, and shaped by the viewer (Arabic)
    "font.family": ["DejaVu Sans", "sans-serif"],
    "path.simplify": False,
}


def render_still(scene: Scene, ending: str) -> bytes:
    """Return the picture in the format that the ending names, "svg" or "png".

    Raises
    ------
    ExtraMissingError
        matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise ExtraMissingError("a still picture", "pictures") from error
    metadata = {"svg": {"Date": None, "Creator": "conflict-kg"}, "png": {"Software": None}}[ending]
    file = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box: no reason to trouble the caller.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        figure = _draw(scene, dpi=72 if ending == "svg" else 150)
        figure.savefig(file, format=ending, dpi=figure.dpi, metadata=metadata, facecolor=PAPER)
    return file.getvalue()


def _draw(scene: Scene, dpi: int) -> Figure:
    from matplotlib.figure import Figure

    margin = 60.0
    xs = [node.x for node in scene.nodes] or [0.0]
    ys = [node.y for node in scene.nodes] or [0.0]
    left, right = min(xs) - margin * 1.6, max(xs) + margin * 1.6
    top, bottom = min(ys) - margin, max(ys) + margin
    shrink = min(1.0, MAX_INCHES * _INCH / max(right - left, bottom - top))
    width = max((right - left) * shrink / _INCH, 5.0)
    height = max((bottom - top) * shrink / _INCH, 4.2)
    whole = width + _LEGEND_INCHES, height + _HEAD_INCHES
    figure = Figure(figsize=whole, dpi=dpi)
    axes = figure.add_axes((0, 0, width / whole[0], height / whole[1]))
    axes.set_axis_off()
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    half_x, half_y = width * _INCH / shrink / 2, height * _INCH / shrink / 2
    axes.set_xlim(middle_x - half_x, middle_x + half_x)
    axes.set_ylim(middle_y + half_y, middle_y - half_y)  # y points down, as on the page
    point = 72 / _INCH * shrink  # points in a pixel of the scene
    _write_head(figure, scene, whole)
    if not scene.nodes:
        words = "\n".join(textwrap.wrap(scene.empty_words, 60))
        axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color=_SOFT)
        return figure
    boxes = [_draw_node(axes, node, point) for node in scene.nodes]
    figure.draw_without_rendering()  # gives the boxes the size at which lines to them end
    for edge in scene.edges:
        _draw_edge(axes, scene, edge, boxes, point)
    _write_legend(figure, scene, width / whole[0], height / whole[1])
    return figure


def _draw_node(axes: Axes, node: SceneNode, point: float) -> Any:
    """Draw the node and return the patch at which lines to it end; ``None`` where its size says so."""
    style, words = node.style, "\n".join(node.lines)
    border = ALERT if node.disputed else style.line
    if style.shape == "box":
        frame = {
            "boxstyle": "round,pad=0.4,rounding_size=0.2",
            "facecolor": style.fill,
            "edgecolor": border,
            "linewidth": (2.5 if node.disputed else 1) * point,
            "linestyle": (0, (3, 1.5)) if node.disputed else "-",
        }
        text = axes.text(
            node.x,
            node.y,
            words,
            fontsize=node.size * point,
            color=INK,
            ha="center",
            va="center",
            bbox=frame,
            parse_math=False,
            zorder=3,
        )
        return text.get_bbox_patch()
    axes.scatter(
        [node.x],
        [node.y],
        s=(2 * node.size * point) ** 2 * _FULLNESS.get(style.shape, 0.9),
        marker=_MARKERS[style.shape],
        facecolor=style.fill,
        edgecolor=border,
        linewidth=0.9 * point,
        zorder=3,
    )
    axes.text(
        node.x,
        node.y + (node.size + 5) * (-1 if node.above else 1),
        words,
        fontsize=13 * point,
        color=INK,
        ha="center",
        va="bottom" if node.above else "top",
        parse_math=False,
        zorder=4,
        linespacing=1.05,
        # Lines that pass beneath leave the words legible (a halo would turn an SVG's text into outlines).
        bbox={"facecolor": PAPER, "alpha": 0.75, "edgecolor": "none", "boxstyle": "square,pad=0.06"},
    )
    return None


def _draw_edge(axes: Axes, scene: Scene, edge: SceneEdge, boxes: list[Any], point: float) -> None:
    from matplotlib.patches import FancyArrowPatch

    source, target = scene.nodes[edge.source], scene.nodes[edge.target]
    style = edge.style
    start = 2 * point if boxes[edge.source] else (source.size + 2) * point
    end = 2 * point if boxes[edge.target] else (target.size + 3 + edge.gap) * point
    scale = (13 + 2 * edge.width) * point
    line: dict[str, Any] = {
        "arrowstyle": "-",
        "linewidth": edge.width * point,
        "linestyle": _dash(style, 1 / edge.width),
    }
    parts = [line | {"shrinkB": end + (0.5 * scale if style.directed else 0)}]
    if style.directed:  # a patch of its own: dashes would fray it
        head = "-|>,head_length=0.6,head_width=0.27"
        parts.append({"arrowstyle": head, "linewidth": 0, "shrinkB": end})
    for part in parts:
        patch = FancyArrowPatch(
            (source.x, source.y),
            (target.x, target.y),
            patchA=boxes[edge.source],
            patchB=boxes[edge.target],
            shrinkA=start,
            mutation_scale=scale,
            connectionstyle=f"arc3,rad={edge.bend}",
            color=style.colour,
            alpha=0.9,
            zorder=2,
            capstyle="butt",
            joinstyle="miter",
            **part,
        )
        axes.add_patch(patch)


def _dash(style: EdgeStyle, scale: float) -> Any:
    return (0, tuple(dash * scale for dash in style.dashes)) if style.dashes else "-"


def _write_head(figure: Figure, scene: Scene, whole: tuple[float, float]) -> None:
    letters = int(whole[0] * 11)
    figure.text(
        0.25 / whole[0],
        1 - 0.2 / whole[1],
        textwrap.shorten(scene.title, letters, placeholder=" …"),
        fontsize=13,
        fontweight="bold",
        color=INK,
        ha="left",
        va="top",
        parse_math=False,
    )
    figure.text(
        0.25 / whole[0],
        1 - 0.46 / whole[1],
        "\n".join(textwrap.wrap(scene.summary, int(whole[0] * 15))),
        fontsize=8,
        color=_SOFT,
        ha="left",
        va="top",
        parse_math=False,
    )


def _write_legend(figure: Figure, scene: Scene, left: float, top: float) -> None:
    from matplotlib.lines import Line2D

    def add(label: str, **look: Any) -> None:
        handles.append(Line2D([], [], label=label, **look))

    handles: list[Line2D] = []
    for style in scene.edge_styles:
        words = f"{style.words} \N{RIGHTWARDS ARROW}" if style.directed else style.words
        add(words, color=style.colour, linewidth=2, linestyle=_dash(style, 0.5))
    for kind in scene.node_styles:
        look: dict[str, Any] = {
            "marker": _MARKERS[kind.shape],
            "markerfacecolor": kind.fill,
            "markeredgecolor": kind.line,
        }
        add(kind.words, linestyle="none", markersize=9, **look)
    if any(node.disputed for node in scene.nodes):
        look = {"marker": "s", "markerfacecolor": PAPER, "markeredgecolor": ALERT, "markeredgewidth": 1.8}
        add("Disputed: reports\nname several holders", linestyle="none", markersize=9, **look)
    add("Width: independent sources\nSize: how much is reported", linestyle="none")
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(left, top),
        frameon=False,
        fontsize=9,
        labelcolor=INK,
        handlelength=2.6,
        labelspacing=0.7,
    )
