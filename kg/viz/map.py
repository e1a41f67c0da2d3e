"""A map of who holds what on a day, with a slider through time; it asks no tile server, or anyone else.

Outlines are those of Natural Earth (public domain), see ``kg.viz.build_world``. The projection is equirectangular,
true to scale along the middle latitude of the places.
"""

from __future__ import annotations

import gzip
import json
import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.control.model import Interval
from kg.control.overview import PlaceView, describe_days
from kg.events.days import write_day
from kg.viz.files import page_path, write_whole
from kg.viz.secure import render_safely
from kg.viz.timeline import COLOURS

_DATA = Path(__file__).parent / "data" / "world.json.gz"
_SCALE = 100
_WIDTH = 1000.0
QUOTES = 4
"""Quotes of an interval that the page carries, the newest first."""
_OTHERS = "#8d99a6"


def draw_map(
    places: Sequence[PlaceView],
    path: str | os.PathLike[str],
    *,
    day: int,
    labels: Mapping[str, str],
    title: str,
) -> Path:
    """Draw the places that have a position, coloured by their holder on a day; the slider changes the day.

    Parameters
    ----------
    day
        Ordinal of the day that is shown first.
    labels
        Of actors and sources, by IRI.

    Raises
    ------
    UnknownNameError
        The path does not end in .html.
    """
    target = page_path(path, "map format")
    drawn = [v for v in places if v.latitude is not None and v.longitude is not None]
    view = _View(drawn)
    actors = Counter(i.actor for v in drawn for i in v.timeline.intervals)
    order = sorted(actors, key=lambda actor: (-actors[actor], labels.get(actor, actor)))
    colours = {actor: COLOURS[n] if n < len(COLOURS) else _OTHERS for n, actor in enumerate(order)}
    numbers = {actor: n for n, actor in enumerate(order)}
    first, last = _days(drawn, day)
    data = {
        "day": day,
        "first": first,
        "last": last,
        "actors": [{"label": labels.get(a, a), "colour": colours[a]} for a in order],
        "places": [
            {
                "label": v.label,
                "x": view.x(v.longitude or 0.0),
                "y": view.y(v.latitude or 0.0),
                "held": [_held(i, numbers, labels) for i in v.timeline.intervals],
            }
            for v in drawn
        ],
    }
    page = render_safely(
        "map.html.j2",
        style="map.css",
        script="map.js",
        data=data,
        title=title,
        day=write_day(day),
        summary=_summary(len(drawn), len(places)),
        countries=view.countries(),
        width=_WIDTH,
        height=view.height,
    )
    write_whole(target, page.encode("utf-8", "replace"))
    return target


def _held(interval: Interval, numbers: Mapping[str, int], labels: Mapping[str, str]) -> dict[str, Any]:
    newest = sorted(interval.supporting, key=lambda c: (c.reported, c.iri), reverse=True)[:QUOTES]
    return {
        "actor": numbers[interval.actor],
        "first": interval.first,
        "stop": interval.stop,
        "disputed": [list(stretch) for stretch in interval.disputed],
        "words": describe_days(interval),
        "quotes": [
            {
                "quote": c.quote,
                "origin": ", ".join(
                    filter(None, (c.publisher, labels.get(c.source, ""), c.reported or "no date"))
                ),
            }
            for c in newest
        ],
    }


def _summary(drawn: int, known: int) -> str:
    text = f"{drawn} places"
    if known > drawn:
        text += f"; {known - drawn} more have no known position"
    return text + ". Outlines: Natural Earth."


def _days(places: Sequence[PlaceView], day: int) -> tuple[int, int]:
    """Return the first and the last day of the slider."""
    days = {d for v in places for i in v.timeline.intervals for d in (i.first, i.stop) if d is not None}
    days.add(day)
    return min(days) - 1, max(days) + 1


class _View:
    """The part of the world that is shown, and how degrees become its pixels."""

    def __init__(self, places: Sequence[PlaceView]) -> None:
        """Take in all places, with some room around them."""
        longitudes = [v.longitude or 0.0 for v in places] or [-170.0, 170.0]
        latitudes = [v.latitude or 0.0 for v in places] or [-58.0, 78.0]
        room = max((max(longitudes) - min(longitudes)) * 0.15, (max(latitudes) - min(latitudes)) * 0.15, 1.5)
        self.west, self.east = max(min(longitudes) - room, -180.0), min(max(longitudes) + room, 180.0)
        self.south, self.north = max(min(latitudes) - room, -89.0), min(max(latitudes) + room, 89.0)
        self.squeeze = max(math.cos(math.radians((self.south + self.north) / 2)), 0.2)
        # A page is wider than high: what is too narrow or too flat gets more land around it.
        wide, high = (self.east - self.west) * self.squeeze, self.north - self.south
        if wide < high * 1.4:
            more = (high * 1.4 - wide) / self.squeeze / 2
            self.west, self.east = max(self.west - more, -180.0), min(self.east + more, 180.0)
        elif high < wide * 0.45:
            more = (wide * 0.45 - high) / 2
            self.south, self.north = max(self.south - more, -89.0), min(self.north + more, 89.0)
        self.scale = _WIDTH / (self.east - self.west)
        self.height = round((self.north - self.south) * self.scale / self.squeeze, 1)

    def x(self, longitude: float) -> float:
        """Return the pixel from the left."""
        return round((longitude - self.west) * self.scale, 1)

    def y(self, latitude: float) -> float:
        """Return the pixel from the top."""
        return round((self.north - latitude) * self.scale / self.squeeze, 1)

    def countries(self) -> list[tuple[str, str]]:
        """Return the names and outlines, as paths of SVG, of countries in sight and a window's width around."""
        wide, high = self.east - self.west, self.north - self.south
        found = []
        for name, rings in _read_world():
            paths = []
            for ring in rings:
                xs, ys = [x / _SCALE for x, _ in ring], [y / _SCALE for _, y in ring]
                beside = max(xs) < self.west - wide or min(xs) > self.east + wide
                if beside or max(ys) < self.south - high or min(ys) > self.north + high:
                    continue
                paths.append(self._path(ring))
            if paths:
                found.append((name, "".join(paths)))
        return found

    def _path(self, ring: Sequence[tuple[int, int]]) -> str:
        points = [(self.x(x / _SCALE), self.y(y / _SCALE)) for x, y in ring]
        kept = [points[0]]
        for point in points[1:]:
            if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 0.7:  # nothing finer can be seen
                kept.append(point)
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "z"


@lru_cache(maxsize=1)
def _read_world() -> list[tuple[str, list[list[tuple[int, int]]]]]:
    countries = json.loads(gzip.decompress(_DATA.read_bytes()))
    found = []
    for name, rings in countries:
        read = []
        for flat in rings:
            x, y = flat[0], flat[1]
            points = [(x, y)]
            for place in range(2, len(flat), 2):
                x, y = x + flat[place], y + flat[place + 1]
                points.append((x, y))
            read.append(points)
        found.append((name, read))
    return found
