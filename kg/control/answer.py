"""Answers who held a place, from a store: as values, and in the JSON shape that programs are promised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyoxigraph as ox

from kg.control.model import ControlClaim, Interval, Timeline
from kg.control.read import Reader, read_claims
from kg.control.sides import find_sides, find_vague
from kg.control.timeline import build_timeline
from kg.errors import UnknownNameError
from kg.events import group_spans
from kg.events.days import read_span
from kg.query.names import describe_entity, fold, parts_of, resolve_name
from kg.store import Store
from kg.vocab import CK, RDF, SKOS, is_subclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many events are told, in how many documents, by how many texts of their own."""

    events: int
    reports: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHistory:
    """The timelines of a place and its parts."""

    iri: str
    label: str
    timeline: Timeline
    parts: tuple[PlaceHistory, ...] = ()


def find_places(store: Store, text: str) -> list[list[str]]:
    """Return the places that a name, an alias, an IRI or words of a text mean, in groups of one real place.

    A node that a document made of a name alone stands for the known place of that name, if there is one only.
    The place with most claims of control comes first.

    Raises
    ------
    UnknownNameError
        Nothing is called so.
    """
    try:
        found = resolve_name(store, text, kind="Place")
    except UnknownNameError:
        found = tuple(_by_words(store, text))
        if not found:
            raise
    places = [iri for iri in found if is_subclass(describe_entity(store, iri)[1] or "Place", "Place")]
    if not places:
        raise UnknownNameError("place called", text)
    if text.strip().strip("<>") in places:
        return [places]
    return group_places(store, places)


def group_places(store: Store, places: Iterable[str]) -> list[list[str]]:
    """Put nodes of one name together that stand for one place; the group with most claims comes first.

    Each that is matched with a place of the world is its own; a generic one ("the airport") is never another's. The
    rest, made by a document of the name alone, goes with the known one that has most claims.
    """
    known, loose, generic = [], [], []
    for iri in places:
        node = ox.NamedNode(iri)
        if any(True for _ in store.quads(node, SKOS.exactMatch)):
            known.append(iri)
        elif any(True for _ in store.quads(node, CK.generic)):
            generic.append(iri)
        else:
            loose.append(iri)
    nodes = (*known, *loose, *generic)
    weights = {iri: _weight(store, iri) if len(nodes) > 1 else 0 for iri in nodes}
    groups = [[iri] for iri in sorted(known, key=lambda iri: (-weights[iri], iri))]
    loose.sort(key=lambda iri: (-weights[iri], iri))
    if groups and loose:
        groups[0] += loose
    elif loose:
        groups = [loose]
    return groups + [[iri] for iri in sorted(generic, key=lambda iri: (-weights[iri], iri))]


_KIND_OF = re.compile(r"^(?:the )?(?:town|city|village|port|district|province|region|area) of ")


def _by_words(store: Store, text: str) -> list[str]:
    """Return places that a text called so, also as "the village of …", where no entity bears the name."""
    wanted = _KIND_OF.sub("", fold(text))
    nodes = {
        q.subject
        for term in (CK.objectText, SKOS.altLabel)
        for q in store.quads(None, term)
        if isinstance(q.object, ox.Literal) and _KIND_OF.sub("", fold(q.object.value)) == wanted
    }
    objects = (q.object for node in nodes for q in store.quads(node, RDF.object))
    found = {o.value for o in (*objects, *nodes) if isinstance(o, ox.NamedNode)}
    return sorted(iri for iri in found if is_subclass(describe_entity(store, iri)[1], "Place"))


def _weight(store: Store, iri: str) -> int:
    return sum(1 for _ in store.quads(None, None, ox.NamedNode(iri)))


def read_history(
    store: Store, places: Sequence[str], *, as_of: str = "", with_parts: bool = True
) -> PlaceHistory:
    """Compute the timeline of a place, given by all nodes that stand for it, and those of its parts."""
    reader = Reader(store)
    iri = places[0]
    claims = _claims_of(reader, places)
    parts = set().union(*(parts_of(store, one) for one in places)) - set(places) if with_parts else set()
    told = {part: _claims_of(reader, [part]) for part in sorted(parts)}
    whole_gains = [c for c in claims if c.phase == "Begins"]
    histories = []
    for part, own in told.items():
        if any(not c.fighting for c in own):
            label, type_ = reader.describe(part)
            # Who takes the whole takes its districts; an airport or a base may hold out.
            inherited = [] if type_ in ("Site", "HeritageSite") else whole_gains
            given = [*own, *(replace(c, place=part) for c in inherited)]
            timeline = make_timeline(reader, part, given, as_of)
            histories.append(PlaceHistory(iri=part, label=label, timeline=timeline))
    return PlaceHistory(
        iri=iri,
        label=reader.describe(iri)[0],
        timeline=make_timeline(reader, iri, claims, as_of),
        parts=tuple(histories),
    )


def _claims_of(reader: Reader, places: Sequence[str]) -> list[ControlClaim]:
    found = read_claims(reader, places)
    return [moved(claim, places[0]) for place in places for claim in found[place]]


def moved(claim: ControlClaim, place: str) -> ControlClaim:
    """Return the claim as one about another node of the place."""
    return claim if claim.place == place else replace(claim, place=place)


def make_timeline(reader: Reader, place: str, claims: Iterable[ControlClaim], as_of: str = "") -> Timeline:
    """Compute a timeline of claims as they stand in a store: who is of one side, and who is told vaguely."""
    given = list(claims)
    actors = {c.actor for c in given if not c.fighting}
    labels = {actor: reader.describe(actor)[0] for actor in actors}
    generic = [actor for actor in sorted(actors) if reader.is_generic(actor)]
    vague = find_vague(labels, generic) if len(actors) > 1 else {}
    merged = [replace(c, actor=vague[c.actor]) if c.actor in vague else c for c in given]
    sources = {c.source for c in given if c.source}
    sides = find_sides(actors | sources)
    states = {sides[actor] for actor in actors if sides.get(actor, "").startswith("state:")}
    if len(states) == 1:  # a governor speaks for the state that has held the place
        sides |= {source: min(states) for source in sorted(sources) if reader.is_local_official(source)}
    return build_timeline(place, merged, as_of=as_of, sides=sides)


def count_evidence(claims: Iterable[ControlClaim]) -> Counts:
    """Count the events, the documents and the independent sources of some claims."""
    given = list(claims)
    events = 0
    for key in {(c.phase, c.actor) for c in given}:
        of = [c for c in given if (c.phase, c.actor) == key]
        spans = [span for c in of if (span := read_span(c.end if c.phase == "Ends" else c.begin)) is not None]
        events += len(group_spans(spans)) if spans else 1
    return Counts(
        events=events, reports=len({c.document for c in given}), sources=len({c.text for c in given})
    )


class Answerer:
    """Turns histories into the promised JSON; looks labels up once."""

    def __init__(self, store: Store) -> None:
        """Begin with no label known."""
        self._store = store
        self._labels: dict[str, str] = {}

    def label(self, iri: str) -> str:
        """Return the label of an entity; empty for none."""
        if iri and iri not in self._labels:
            self._labels[iri] = describe_entity(self._store, iri)[0]
        return self._labels.get(iri, "")

    def describe(self, history: PlaceHistory, on: date | None, as_of: str) -> dict[str, Any]:
        """Return the answer for a day, or with ``on=None`` the whole history, as JSON values."""
        day = on.toordinal() if on else None
        timeline = history.timeline
        held = timeline.holders(day) if day is not None else timeline.intervals
        disputed = any(i.is_disputed(day) if day is not None else i.disputed for i in held)
        contested = timeline.is_contested(day) if day is not None else bool(timeline.fighting)
        return {
            "place": {"iri": history.iri, "label": history.label},
            "on": on.isoformat() if on else None,
            "as_of": as_of or None,
            "disputed": bool(disputed),
            "contested": contested,
            "holders": [self._holder(interval) for interval in held],
            "parts": [self.describe(part, on, as_of) for part in history.parts],
        }

    def _holder(self, interval: Interval) -> dict[str, Any]:
        counts = count_evidence(interval.supporting)
        return {
            "actor": {"iri": interval.actor, "label": self.label(interval.actor)},
            "begin": interval.begin or None,
            "end": interval.end or None,
            "events": counts.events,
            "reports": counts.reports,
            "sources": counts.sources,
            "for": [self._claim(claim) for claim in interval.supporting],
            "against": [self._claim(claim) for claim in interval.opposing],
        }

    def _claim(self, claim: ControlClaim) -> dict[str, Any]:
        return {
            "iri": claim.iri,
            "quote": claim.quote,
            "document": claim.document,
            "published": claim.reported or None,
            "publisher": claim.publisher or None,
            "attributed_to": self.label(claim.source) or None,
        }
