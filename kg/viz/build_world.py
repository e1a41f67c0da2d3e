"""Makes ``data/world.json.gz``, the outlines of countries, from a TopoJSON file of Natural Earth.

Run it as ``python -m kg.viz.build_world countries-50m.json`` with that file of the npm package world-atlas 2.0.2.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

SCALE = 100
"""Positions are kept in hundredths of a degree: about a kilometre."""
TARGET = Path(__file__).parent / "data" / "world.json.gz"

Ring = list[list[int]]


def read_rings(topology: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Yield the countries with their rings of longitude and latitude, in ``SCALE``."""
    arcs = _arcs(topology)
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"], [])
        rings = [_ring(places, arcs) for polygon in polygons or [] for places in polygon or []]
        yield shape["properties"]["name"], [ring for ring in rings if len(ring) > 3]


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = [round((x * sx + tx) * SCALE), round((y * sy + ty) * SCALE)]
            if not points or points[-1] != point:
                points.append(point)
        found.append(points)
    return found


def _ring(places: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for place in places:
        arc = arcs[place] if place >= 0 else arcs[~place][::-1]
        ring += arc[1:] if ring and ring[-1] == arc[0] else arc
    return ring


def main(source: Path) -> None:
    """Write the outlines, each ring as steps from its first point, the same bytes each time."""
    countries = []
    for name, rings in sorted(read_rings(json.loads(source.read_text("utf-8")))):
        steps = []
        for ring in rings:
            flat = list(ring[0])
            for before, after in pairwise(ring):
                flat += [after[0] - before[0], after[1] - before[1]]
            steps.append(flat)
        countries.append([name, steps])
    data = json.dumps(countries, ensure_ascii=False, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
