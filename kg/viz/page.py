"""A scene as one self-contained page: pyvis's data and its vis-network, in a template of our own.

pyvis's own template asks a CDN, writes headings and ids unescaped, and lays out in the browser. This one
holds all it needs, lets nothing else in (Content-Security-Policy: the page's own two scripts and its
style by their hashes, no connection at all), and gets its data as JSON that it shows as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import ResourceMissingError
from kg.viz.scene import Scene, SceneEdge, SceneNode
from kg.viz.style import ALERT, INK

if TYPE_CHECKING:
    from kg.query.claims import ClaimRow

MAX_QUOTES = 40
"""How many quotes an edge carries in the page; the newest are kept, the rest is counted."""

_TEMPLATES = Path(__file__).parent / "templates"
_VIS_NETWORK = Path("templates", "lib", "vis-9.1.2", "vis-network.min.js")

_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 0, "improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 100000000,  # the page has a tooltip of its own
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "hideEdgesOnDrag": False,
        "zoomSpeed": 0.6,
    },
    "nodes": {
        "borderWidth": 1.2,
        "borderWidthSelected": 3,
        "font": {"size": 14, "face": "system-ui, sans-serif", "color": INK, "strokeWidth": 4},
        "scaling": {"label": {"enabled": False}},
    },
    "edges": {
        "arrowStrikethrough": False,
        "selectionWidth": 2,
        "hoverWidth": 1.5,
        "font": {"size": 0},
    },
}


def render_page(scene: Scene) -> bytes:
    """Return the page, in UTF-8."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    scripts = [_fit_script(_read_vis_network()), _fit_script(_read("page.js"))]
    style = _read("page.css")
    page = environment.get_template("page.html.j2").render(
        title=scene.title,
        summary=scene.summary,
        empty_words=scene.empty_words,
        scene=scene,
        policy=_state_policy(scripts, style),
        scripts=[Markup(script) for script in scripts],
        style=Markup(style),
        data=Markup(_escape_json(_describe(scene))),
    )
    return page.encode("utf-8", "replace")  # a lone surrogate cannot be written


def _describe(scene: Scene) -> dict[str, Any]:
    """Return what the page's script reads: pyvis's nodes, edges and options, and the claims beside them."""
    from pyvis.network import Network  # imports IPython: slow, and needed only here

    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    for number, node in enumerate(scene.nodes):
        network.add_node(number, **_draw_node(node))
    for number, edge in enumerate(scene.edges):
        network.add_edge(edge.source, edge.target, id=number, **_draw_edge(edge))
    return {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": network.options,
        "noun": scene.noun,
        "actors": [
            {
                "iri": node.iri,
                "label": node.label,
                "type": node.style.words,
                "weight": node.weight,
                "disputed": node.disputed,
                "above": node.above,
                "labelBox": None if node.style.shape == "box" else node.label_box,
            }
            for node in scene.nodes
        ],
        "links": [
            {
                "style": edge.style.name,
                "weight": edge.weight,
                "count": len(edge.claims),
                "claims": [_describe_claim(row) for row in edge.claims[:MAX_QUOTES]],
            }
            for edge in scene.edges
        ],
        "styles": {
            style.name: {"words": style.words, "colour": style.colour, "directed": style.directed}
            for style in scene.edge_styles
        },
    }


def _describe_claim(row: ClaimRow) -> dict[str, str | float]:
    told = {
        "quote": row.quote,
        "said": row.source_label,
        "publisher": row.publisher,
        "published": row.published,
        "title": row.document_title or row.document,
        "when": row.time_expression,
        "begin": row.begin,
        "hedge": "reported as a claim" if row.modality == "Claimed" and not row.source_label else "",
    }
    return {key: value for key, value in told.items() if value} | {"confidence": round(row.confidence, 2)}


def _draw_node(node: SceneNode) -> dict[str, Any]:
    style = node.style
    border = ALERT if node.disputed else style.line
    drawn: dict[str, Any] = {
        "label": "\n".join(node.lines),
        "shape": style.shape,
        "size": node.size,
        "x": node.x,
        "y": node.y,
        "color": {
            "background": style.fill,
            "border": border,
            "highlight": {"background": style.fill, "border": INK},
            "hover": {"background": style.fill, "border": INK},
        },
    }
    if node.above:
        drawn["font"] = {"vadjust": -round(2 * node.size + 15 * len(node.lines) + 17)}
    if style.shape == "box":
        drawn["font"] = {"size": node.size, "strokeWidth": 0}
        drawn["margin"] = 6
        drawn["borderWidth"] = 2.5 if node.disputed else 1
        drawn["shapeProperties"] = {"borderDashes": [6, 3] if node.disputed else False, "borderRadius": 3}
    return drawn


def _draw_edge(edge: SceneEdge) -> dict[str, Any]:
    style = edge.style
    turn = "curvedCCW" if edge.bend > 0 else "curvedCW"
    return {
        "color": {"color": style.colour, "highlight": style.colour, "hover": style.colour, "opacity": 0.8},
        "width": edge.width,
        "dashes": list(style.dashes) or False,
        "arrows": {"to": {"enabled": style.directed, "scaleFactor": _scale_arrow(edge)}},
        "smooth": {"enabled": True, "type": turn, "roundness": abs(edge.bend)} if edge.bend else False,
    }


def _scale_arrow(edge: SceneEdge) -> float:
    return round(0.75 / max(1.0, edge.width / 3.0), 2)  # vis scales arrows by the width too


def _read_vis_network() -> str:
    """Return the vis-network that pyvis ships, licence comment included, found without importing pyvis."""
    spec = find_spec("pyvis")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / _VIS_NETWORK
        if path.is_file():
            lines = path.read_text("utf-8").split("\n")  # the script holds other line separators in strings
            # A source map's address would have the browser's developer tools ask for another file.
            return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))
    raise ResourceMissingError("pyvis", _VIS_NETWORK.as_posix())


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _fit_script(script: str) -> str:
    """Return the script as the browser's parser will see it, for its hash to be right."""
    script = script.replace("\r\n", "\n").replace("\r", "\n")
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("a script with </script or <!-- in it cannot stand in a page")
    return script


def _state_policy(scripts: list[str], style: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _escape_json(data: dict[str, Any]) -> str:
    """Return JSON that can stand in a script element: no character of it means anything to HTML."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
