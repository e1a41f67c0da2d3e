"""All places at once: for maps, for what changed between two days, for what an actor held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.control.answer import group_places, make_timeline, moved
from kg.control.derive import place_claims
from kg.control.model import Interval, Timeline
from kg.control.read import MANY, Reader, control_places
from kg.events.days import write_day
from kg.query.names import describe_entity, fold
from kg.store import Store
from kg.vocab import CK, RDF, SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place with its timeline and, where known, its position in degrees."""

    iri: str
    label: str
    timeline: Timeline
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class ChangeOfHands:
    """A place that others hold on a later day."""

    place: str
    label: str
    before: tuple[str, ...]
    """Labels of the holders on the first day, sorted; none: nobody known."""
    after: tuple[str, ...]
    disputed_before: bool = False
    disputed_after: bool = False


def read_places(store: Store, *, as_of: str = "") -> list[PlaceView]:
    """Return every place with a name of which claims of control tell, sorted by label.

    Nodes of one name that stand for one place are one, as in ``kg.control.answer.group_places``.
    """
    return _views(store, control_places(store), as_of)


def read_holdings(store: Store, actors: Sequence[str]) -> list[PlaceView]:
    """Return the places with a name that some actors hold or held, with their own intervals alone."""
    claims = {q.subject for actor in actors for q in store.quads(None, RDF.subject, ox.NamedNode(actor))}
    controls = {claim for claim in claims if any(store.quads(claim, RDF.predicate, CK.controls))}
    objects = (q.object for claim in controls for q in store.quads(claim, RDF.object))
    places = {o.value for o in objects if isinstance(o, ox.NamedNode)}
    # A seizure from nobody that a node of the name alone tells of belongs to the place that is known.
    names = {fold(describe_entity(store, place)[0]) for place in places}
    places.update(p for p in control_places(store) if fold(describe_entity(store, p)[0]) in names)
    found = []
    for view in _views(store, sorted(places)):
        own = tuple(i for i in view.timeline.intervals if i.actor in actors)
        if own:
            found.append(replace(view, timeline=replace(view.timeline, intervals=own)))
    return found


def _views(store: Store, places: Iterable[str], as_of: str = "") -> list[PlaceView]:
    reader = Reader(store)
    given = list(places)
    if len(given) > MANY:
        reader.read_all()
    by_label: dict[str, list[str]] = defaultdict(list)
    for place in given:
        if not reader.is_generic(place):
            by_label[fold(reader.describe(place)[0])].append(place)
    found = []
    for group in (g for same in by_label.values() for g in group_places(store, same)):
        place = group[0]
        claims = [moved(c, place) for one in group for c in place_claims(reader, one)]
        timeline = make_timeline(reader, place, claims, as_of)
        if timeline.intervals:
            latitude, longitude = (
                _number(store, place, term) for term in (SCHEMA.latitude, SCHEMA.longitude)
            )
            label = reader.describe(place)[0]
            found.append(
                PlaceView(iri=place, label=label, timeline=timeline, latitude=latitude, longitude=longitude)
            )
    return sorted(found, key=lambda view: (view.label.casefold(), view.iri))


def compare_days(
    places: Iterable[PlaceView], labels: dict[str, str], first: int, last: int
) -> list[ChangeOfHands]:
    """Return the places whose holders differ between two days, ordinals as in ``kg.events.days``."""
    found = []
    for view in places:
        days = [view.timeline.holders(day) for day in (first, last)]
        if {i.actor for i in days[0]} != {i.actor for i in days[1]}:
            before, after = (tuple(sorted({labels[i.actor] for i in of})) for of in days)
            disputed = [
                any(i.is_disputed(day) for i in of) for of, day in zip(days, (first, last), strict=True)
            ]
            found.append(
                ChangeOfHands(
                    place=view.iri,
                    label=view.label,
                    before=before,
                    after=after,
                    disputed_before=disputed[0],
                    disputed_after=disputed[1],
                )
            )
    return sorted(found, key=lambda change: (change.label.casefold(), change.place))


def actor_labels(store: Store, places: Iterable[PlaceView]) -> dict[str, str]:
    """Return the labels of all holders."""
    actors = {interval.actor for view in places for interval in view.timeline.intervals}
    return {actor: describe_entity(store, actor)[0] for actor in sorted(actors)}


def describe_days(interval: Interval) -> str:
    """Return when, in words: "2015-05-20 to 2016-03-27", "until 2013-03", "since 2014"."""
    end = interval.end or (write_day(interval.stop) if interval.stop is not None else "")
    if interval.begin and end:
        return f"{interval.begin} to {end}"
    return f"since {interval.begin}" if interval.begin else f"until {end}" if end else "at all times"


def _number(store: Store, place: str, term: ox.NamedNode) -> float | None:
    values = (
        q.object.value for q in store.quads(ox.NamedNode(place), term) if isinstance(q.object, ox.Literal)
    )
    try:
        return float(min(values))
    except ValueError:
        return None
