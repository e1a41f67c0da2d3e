"""Figures of harm at a place, put together by event: a range over sources, never a sum of reports.

Figures of one place and kind whose times overlap are of one event, as claims are (``kg.events.clusters``): one
without a time joins the last event in the seven days before its report. A figure that covers months or years is a
total, and stands alone. In an event, figures of one fate and one kind of people are compared, text by text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.events.clusters import NEWS_DAYS, day_of
from kg.events.days import read_span
from kg.events.spans import group_spans
from kg.query.names import describe_entity, local_name, parts_of
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF, is_subclass

TOTAL_DAYS = 31
"""What covers more days is a total over a time, and no figure of one event."""
_SAME = {
    word: key
    for key, words in (
        ("people", "people persons person others other victims passengers"),
        ("soldiers", "soldiers soldier troops servicemen service-members members-of-the-army personnel peacekeepers"),
        ("fighters", "fighters militants rebels insurgents gunmen jihadists terrorists jihadis guerrillas militiamen"),
        ("civilians", "civilians civilian residents villagers inhabitants"),
        ("attacks", "airstrikes strikes raids attacks bombings sorties"),
    )
    for word in words.split()
}  # fmt: skip
_OPEN_END = 1 << 62


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class FigureRow:
    """A stored figure; what is not known is empty or None."""

    published: str
    document: str
    quote: str
    iri: str
    kind: str
    """"Casualties", "Displacement" or "AttackCount"."""
    fate: str = ""
    number: int | None = None
    lower: int | None = None
    upper: int | None = None
    exactness: str = ""
    words: str = ""
    counted: str = ""
    place: str = ""
    victim: str = ""
    perpetrator: str = ""
    source: str = ""
    begin: str = ""
    end: str = ""
    publisher: str = ""
    text: str = ""
    """The text of its own that tells it: near copies are one."""

    @property
    def lowest(self) -> int | None:
        """The smallest number that it may mean; None: the words set none."""
        return self.lower if self.exactness in ("AtMost", "Roughly", "Between") else self.lower or self.number

    @property
    def highest(self) -> int | None:
        """The largest number that it may mean; None: the words set none."""
        return (
            self.upper if self.exactness in ("AtLeast", "Roughly", "Between") else self.upper or self.number
        )

    @property
    def people(self) -> str:
        """Who is counted, roughly: words for the same kind of people are one; empty words mean people."""
        last = self.counted.split()[-1].casefold() if self.counted else "people"
        return _SAME.get(last, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the sources of one event tell of one fate and kind of people."""

    fate: str
    people: str
    lowest: int | None
    """The smallest number that some source allows; None: all say "up to"."""
    highest: int | None
    """The largest; None: some source says "at least" and none a larger number."""
    reports: int
    sources: int
    figures: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmEvent:
    """One event with its tallies; ``first`` and ``last`` are ordinals of days."""

    kind: str
    place: str
    first: int | None
    last: int | None
    dated: bool
    """False: known by the day of the reports alone."""
    tallies: tuple[Tally, ...] = ()


@dataclass(slots=True)
class _Group:
    """Figures of one event while it is being put together."""

    first: int | None
    last: int | None
    dated: bool
    rows: list[FigureRow] = field(default_factory=list)


def read_figures(store: Store, places: Sequence[str]) -> list[FigureRow]:
    """Return the figures of a place, given by all nodes that stand for it, and of all that lies in it, sorted."""
    found: dict[str, FigureRow] = {}
    for place in sorted(_with_parts(store, places)):
        node = ox.NamedNode(place)
        figures = {q.subject for q in store.quads(None, CK.figurePlace, node)}
        for quad in store.quads(None, RDF.object, node):
            figures |= {
                q.subject
                for q in store.quads(None, CK.figureOf, quad.subject)
                if not any(True for _ in store.quads(q.subject, CK.figurePlace))
                and not any(True for _ in store.quads(q.subject, CK.victim, node))
            }
        for figure in figures:
            if isinstance(figure, ox.NamedNode):
                found[figure.value] = _row(store, figure, places[0] if place in places else place)
    return sorted(found.values())


def group_figures(rows: Iterable[FigureRow], *, first: str = "", last: str = "") -> list[HarmEvent]:
    """Return the events of which the figures tell, by day; their order does not matter.

    Parameters
    ----------
    first, last
        ISO dates: only events that may lie between them, both included; empty: open. What has no day at all is
        left out where one is given.
    """
    by_key: dict[tuple[str, str], list[FigureRow]] = defaultdict(list)
    for row in sorted(rows):
        by_key[row.place, row.kind].append(row)
    events = [_event(place, kind, group) for (place, kind), of in by_key.items() for group in _groups(of)]
    low, high = day_of(first), day_of(last)
    kept = [event for event in events if _is_between(event, low, high)]
    return sorted(kept, key=lambda e: (e.first or 0, e.place, e.kind, e.last or 0, e.tallies[0].figures[0]))


def _is_between(event: HarmEvent, low: int | None, high: int | None) -> bool:
    if low is None and high is None:
        return True
    if event.first is None and event.last is None:
        return False
    begins = event.first if event.first is not None else event.last
    ends = event.last if event.last is not None else _OPEN_END
    return (low is None or ends >= low) and (high is None or begins is None or begins <= high)


def _groups(rows: Sequence[FigureRow]) -> list[_Group]:
    exact: list[tuple[tuple[int, int], FigureRow]] = []
    loose: list[FigureRow] = []
    groups: list[_Group] = []
    for row in rows:
        begin, end = read_span(row.begin), read_span(row.end)
        if begin is None and end is None:
            loose.append(row)
        elif begin is None or end is None or end[1] - begin[0] >= TOTAL_DAYS:
            span = begin[0] if begin else None, end[1] if end else None
            same = next((g for g in groups if (g.first, g.last) == span), None)
            if same is None:
                groups.append(same := _Group(*span, True))
            same.rows.append(row)
        else:
            exact.append(((begin[0], end[1]), row))
    totals = list(groups)
    for members in group_spans([span for span, _ in exact]):
        spans = [exact[place][0] for place in members]
        best = min(spans, key=lambda span: (span[1] - span[0], span))
        groups.append(_Group(*best, True, [exact[place][1] for place in members]))
    events = [group for group in groups if group not in totals]
    undated: list[tuple[int, FigureRow]] = []
    for row in loose:
        day = day_of(row.published)
        near = [
            g for g in events
            if day is not None and g.first is not None and g.last is not None
            and day - NEWS_DAYS <= g.last and g.first <= day
        ]  # fmt: skip
        if near:
            max(near, key=lambda g: g.first or 0).rows.append(row)
        elif day is None:
            groups.append(_Group(None, None, False, [row]))
        else:
            undated.append((day, row))
    for members in group_spans([(day - NEWS_DAYS // 2, day) for day, _ in undated]) if undated else []:
        days = [undated[place][0] for place in members]
        groups.append(_Group(min(days), max(days), False, [undated[place][1] for place in members]))
    return groups


def _event(place: str, kind: str, group: _Group) -> HarmEvent:
    by_people: dict[tuple[str, str], list[FigureRow]] = defaultdict(list)
    for row in sorted(group.rows):
        by_people[row.fate, row.people].append(row)
    return HarmEvent(
        kind=kind,
        place=place,
        first=group.first,
        last=group.last,
        dated=group.dated,
        tallies=tuple(_tally(*key, rows) for key, rows in sorted(by_people.items())),
    )


def _tally(fate: str, people: str, rows: Sequence[FigureRow]) -> Tally:
    lows = [row.lowest for row in rows if row.lowest is not None]
    highs = [row.highest for row in rows if row.highest is not None]
    open_from = [row.lowest for row in rows if row.highest is None and row.lowest is not None]
    highest = max(highs, default=None)
    if highest is not None and open_from and max(open_from) >= highest:
        highest = None
    return Tally(
        fate=fate,
        people=people,
        lowest=min(lows, default=None),
        highest=highest,
        reports=len({row.document for row in rows}),
        sources=len({row.text for row in rows}),
        figures=tuple(rows),
    )


def _with_parts(store: Store, places: Iterable[str]) -> set[str]:
    """Return the places and all that lies in them, as far as texts say."""
    found, queue = set(places), list(places)
    while queue:
        inside = parts_of(store, queue.pop()) - found
        found |= inside
        queue += inside
    return {iri for iri in found if is_subclass(describe_entity(store, iri)[1] or "Place", "Place")}


def _row(store: Store, figure: ox.NamedNode, place: str) -> FigureRow:
    values: dict[str, str] = {}
    for quad in store.quads(figure):
        if isinstance(quad.object, ox.Literal | ox.NamedNode):
            name, value = local_name(quad.predicate.value), quad.object.value
            values[name] = min(values.get(name, value), value)

    def number(name: str) -> int | None:
        return int(values[name]) if name in values else None

    def of_document(term: ox.NamedNode) -> str:
        node = ox.NamedNode(document)
        told = (
            q.object.value for q in store.quads(node, term) if isinstance(q.object, ox.Literal | ox.NamedNode)
        )
        return min(told, default="")

    document = values[local_name(PROV.wasDerivedFrom.value)]
    return FigureRow(
        iri=figure.value,
        kind=local_name(values.get("type", "")),
        fate=local_name(values.get("fate", "")),
        number=number("number"),
        lower=number("lowerBound"),
        upper=number("upperBound"),
        exactness=local_name(values.get("exactness", "")),
        words=values.get("numberText", ""),
        counted=values.get("countedText", ""),
        place=place,
        victim=values.get("victim", ""),
        perpetrator=values.get("perpetrator", ""),
        source=values.get("attributedTo", ""),
        quote=values.get("quote", ""),
        begin=values.get("begin", ""),
        end=values.get("end", ""),
        document=document,
        published=of_document(DCTERMS.issued) or values.get("reportedOn", ""),
        publisher=of_document(DCTERMS.publisher),
        text=of_document(CK.copyOf) or document,
    )
