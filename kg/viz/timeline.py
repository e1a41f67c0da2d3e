"""A timeline of control as a page or a still picture: one lane an actor, or for an actor one a place.

Bars are intervals; what is disputed is hatched; marks are reports, with their quote and source.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.control.model import ControlClaim, Interval, Timeline
from kg.control.overview import PlaceView, describe_days
from kg.errors import UnknownNameError
from kg.events.days import read_span, write_day
from kg.viz.files import write_whole
from kg.viz.secure import TEMPLATES, render_safely

COLOURS = (
    "#0067a5", "#d1480b", "#2e8b57", "#9b59a6", "#b8860b", "#4a5a6a", "#c2417a", "#1f9aa8", "#7a5230", "#6b8e23",
    "#e58fa8", "#5b4fb5", "#e0b000", "#0f5a3c", "#8fb8de", "#8c1c13", "#a6c36f", "#d39b6a", "#6d2e6b", "#30343b",
)  # fmt: skip
"""Colours of holders, by their order; they repeat after the last."""
FORMATS = (".html", ".svg")
_WIDTH, _LEFT, _RIGHT, _TOP, _LANE, _BAR = 1120, 230, 44, 34, 44, 20
_TICKS_AT_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval in its lane; x in pixels."""

    x: float
    width: float
    colour: str
    words: str
    open_left: bool
    open_right: bool
    disputed: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAt:
    """A report on a lane."""

    x: float
    number: int
    against: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One actor, or one place, from top to bottom."""

    label: str
    y: int
    bars: tuple[Bar, ...]
    marks: tuple[MarkAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A claim as the list below the picture shows it."""

    number: int
    day: str
    quote: str
    origin: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is drawn."""

    title: str
    summary: str
    width: int
    height: int
    left: int
    right: int
    bottom: int
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    reports: tuple[Report, ...]
    bar: int = _BAR


def draw_timeline(
    lanes: Sequence[tuple[str, Sequence[Interval]]],
    path: str | os.PathLike[str],
    *,
    title: str,
    labels: Mapping[str, str],
) -> Path:
    """Draw lanes of intervals to a page (.html) or a still picture (.svg).

    Parameters
    ----------
    lanes
        Labels with the intervals of each, from top to bottom.
    labels
        Of actors and sources, by IRI.

    Raises
    ------
    UnknownNameError
        The path's ending names no such format.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise UnknownNameError("picture format", ending or target.name, FORMATS)
    picture = lay_out(lanes, title=title, labels=labels)
    if ending == ".html":
        data = render_safely("timeline.html.j2", style="timeline.css", script="timeline.js", picture=picture)
    else:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        data = environment.get_template("timeline.svg.j2").render(picture=picture)
    write_whole(target, data.encode("utf-8", "replace"))
    return target


def lanes_of_place(timeline: Timeline, labels: Mapping[str, str]) -> list[tuple[str, list[Interval]]]:
    """Return a lane for each actor, who came first on top."""
    lanes: dict[str, list[Interval]] = {}
    for interval in timeline.intervals:
        lanes.setdefault(interval.actor, []).append(interval)
    return [(labels.get(actor, actor), intervals) for actor, intervals in lanes.items()]


def lanes_of_actor(places: Sequence[PlaceView]) -> list[tuple[str, list[Interval]]]:
    """Return a lane for each place."""
    return [(view.label, list(view.timeline.intervals)) for view in places]


def lay_out(
    lanes: Sequence[tuple[str, Sequence[Interval]]], *, title: str, labels: Mapping[str, str]
) -> Picture:
    """Return where all goes; the same intervals give the same picture."""
    intervals = [interval for _, of in lanes for interval in of]
    first, last = _range(intervals)
    scale = (_WIDTH - _LEFT - _RIGHT) / max(last - first, 1)

    def at(day: int | None, otherwise: int) -> float:
        return round(_LEFT + (min(max(otherwise if day is None else day, first), last) - first) * scale, 1)

    actors = list(dict.fromkeys(interval.actor for interval in intervals))
    colours = {actor: COLOURS[n % len(COLOURS)] for n, actor in enumerate(actors)}
    claims = sorted(
        {c for i in intervals for c in (*i.supporting, *i.opposing)}, key=lambda c: (c.reported, c.iri)
    )
    numbers = {claim.iri: number for number, claim in enumerate(claims, 1)}
    drawn = []
    for row, (label, of) in enumerate(lanes):
        bars = tuple(
            Bar(
                x=at(i.first, first),
                width=max(round(at(i.stop, last) - at(i.first, first), 1), 2),
                colour=colours[i.actor],
                words=f"{labels.get(i.actor, i.actor)}: {describe_days(i)}",
                open_left=i.first is None,
                open_right=i.stop is None,
                disputed=tuple(
                    (at(a, first), max(round(at(b, last) - at(a, first), 1), 2)) for a, b in i.disputed
                ),
            )
            for i in of
        )
        told = {
            (c, against)
            for i in of
            for against, side in ((False, i.supporting), (True, i.opposing))
            for c in side
        }
        marks = _place_marks(told, numbers, labels, lambda claim: at(_day(claim), last))
        drawn.append(Lane(label=_shorten(label), y=_TOP + row * _LANE, bars=bars, marks=marks))
    bottom = _TOP + len(lanes) * _LANE
    return Picture(
        title=title,
        summary=_summary(intervals, claims),
        width=_WIDTH,
        height=bottom + 30,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        bottom=bottom,
        lanes=tuple(drawn),
        ticks=tuple((at(day, first), words) for day, words in _ticks(first, last)),
        reports=tuple(
            Report(
                number=numbers[c.iri],
                day=c.reported or "no date",
                quote=c.quote,
                origin=_origin(c, labels),
                about=f"{labels.get(c.actor, c.actor)} {_PHASES.get(c.phase, '')}{_rejected(c)}".strip(),
            )
            for c in claims
        ),
    )


def _place_marks(
    told: set[tuple[ControlClaim, bool]],
    numbers: Mapping[str, int],
    labels: Mapping[str, str],
    at: Callable[[ControlClaim], float],
) -> tuple[MarkAt, ...]:
    """Return the marks of a lane; those of one day stand side by side."""
    marks: list[MarkAt] = []
    taken: dict[bool, float] = {}
    for claim, against in sorted(told, key=lambda pair: (pair[1], numbers[pair[0].iri])):
        x = max(at(claim), taken.get(against, 0) + 10)
        taken[against] = x
        marks.append(
            MarkAt(x=round(x, 1), number=numbers[claim.iri], against=against, words=_words(claim, labels))
        )
    return tuple(marks)


_PHASES = {"Begins": "takes it", "Holds": "holds it", "Ends": "loses it"}


def _rejected(claim: ControlClaim) -> str:
    return ", denied" if claim.modality == "Denied" else ", negated" if claim.polarity == "Negated" else ""


def _origin(claim: ControlClaim, labels: Mapping[str, str]) -> str:
    said = labels.get(claim.source, "")
    return ", ".join(filter(None, (claim.publisher, f"according to {said}" if said else "")))


def _words(claim: ControlClaim, labels: Mapping[str, str]) -> str:
    return f"“{claim.quote}” — {_origin(claim, labels) or 'no publisher'}, {claim.reported or 'no date'}"


def _day(claim: ControlClaim) -> int | None:
    span = read_span(claim.reported) or read_span(claim.begin or claim.end)
    return span[0] if span else None


def _summary(intervals: Sequence[Interval], claims: Sequence[ControlClaim]) -> str:
    if not intervals:
        return "Nobody is known to have held it."
    documents, texts = {c.document for c in claims}, {c.text for c in claims}
    told = f"{len(claims)} claims in {len(documents)} documents, {len(texts)} of them texts of their own"
    return f"{len(intervals)} intervals, from {told}."


def _range(intervals: Sequence[Interval]) -> tuple[int, int]:
    """Return the first and last day of the axis: all that is known, with some room where it is open."""
    days = {day for i in intervals for day in (i.first, i.stop) if day is not None}
    days |= {day for i in intervals for c in (*i.supporting, *i.opposing) if (day := _day(c)) is not None}
    if not days:
        return date(2000, 1, 1).toordinal(), date(2001, 1, 1).toordinal()
    room = max((max(days) - min(days)) // 20, 3)
    return max(min(days) - room, 1), min(max(days) + room, date.max.toordinal())


def _ticks(first: int, last: int) -> list[tuple[int, str]]:
    """Return days to name on the axis: years, months or days, as there is room."""
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 600):
        found: list[tuple[int, str]] = []
        start = date.fromordinal(first)
        number = (start.year * 12 + start.month - 1) // months * months
        while (year := number // 12) <= date.max.year and len(found) <= _TICKS_AT_MOST:
            day = date(max(year, 1), number % 12 + 1, 1).toordinal()
            if day > last:
                break
            if day >= first:
                found.append((day, write_day(day)[: 4 if months >= 12 else 7]))
            number += months
        if len(found) <= _TICKS_AT_MOST:
            if len(found) >= 2:
                return found
            step = max((last - first) // 8, 1)
            return [(day, write_day(day)) for day in range(first, last + 1, step)]
    return []


def _shorten(label: str) -> str:
    return label if len(label) <= 30 else label[:29].rstrip() + "…"
