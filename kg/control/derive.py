"""Writes what is computed from claims into the derived graph: copies, events, intervals of control.

After documents came or went only what they touch is computed again; the outcome is the same as of all at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad

from kg.control.answer import count_evidence, make_timeline
from kg.control.model import ControlClaim, Interval
from kg.control.read import MANY, Reader, Values, read_claims
from kg.events import Event, EventClaim, cluster_claims, group_copies
from kg.events.clusters import EVENT_RELATIONS, day_of
from kg.events.days import read_span, write_day
from kg.iris import DEFAULT_BASE, derived_graph_iri, mint_derived_iri
from kg.query.names import local_name, parts_of
from kg.rdf import partial_date
from kg.store import Store
from kg.vocab import CK, PROV, RDF, SYMMETRIC, XSD

Pair = tuple[str, str, str]
"""Relation, subject and object: what the claims of one event share."""


@dataclass(slots=True)
class Touched:
    """What documents that came or went tell of."""

    places: set[str] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    def add_graph(self, store: Store, document: str, graph: str) -> None:
        """Add what a document's graph says, before it goes or after it came."""
        self.documents.add(document)
        for quad in store.quads(None, RDF.predicate, None, NamedNode(graph)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                self._add(store, quad.subject, quad.object.value.removeprefix(CK.iri))

    def add_entity(self, store: Store, iri: str) -> None:
        """Add the places of which an entity's name or class may change the history."""
        self.places.add(iri)
        for claim in {q.subject for q in store.quads(None, RDF.subject, NamedNode(iri))}:
            relations = {q.object for q in store.quads(claim, RDF.predicate)}
            if relations & {CK.controls, CK.attacks}:
                places = (q.object for q in store.quads(claim, RDF.object))
                self.places.update(place.value for place in places if isinstance(place, NamedNode))

    def _add(self, store: Store, claim: NamedNode, relation: str) -> None:
        ends = [
            [q.object.value for q in store.quads(claim, term) if isinstance(q.object, NamedNode)]
            for term in (RDF.subject, RDF.object)
        ]
        for subject in ends[0]:
            for object_ in ends[1]:
                if relation in ("controls", "attacks"):
                    self.places.add(object_)
                if relation == "locatedIn":
                    self.places.add(subject)
                if relation in EVENT_RELATIONS:
                    self.pairs.add(_pair(relation, subject, object_))


def _pair(relation: str, subject: str, object_: str) -> Pair:
    if relation in SYMMETRIC:
        subject, object_ = min(subject, object_), max(subject, object_)
    return relation, subject, object_


def refresh_derived(store: Store, touched: Touched | None = None, *, base: str = DEFAULT_BASE) -> None:
    """Compute copies, events and intervals again: of what is touched, or of everything.

    Entities must have been put together before.
    """
    graph = NamedNode(derived_graph_iri(base))
    remove, add = _copies(store, graph)
    reader = Reader(store)
    if touched is None:
        store.replace_graph(graph.value, add)
        reader.read_all()
        touched = _everything(reader)
    else:
        changed = {q.subject.value for q in {*remove} ^ {*add} if isinstance(q.subject, NamedNode)}
        for document in sorted(changed - touched.documents):
            for quad in list(store.quads(NamedNode(document), RDF.type, CK.Document)):
                if isinstance(quad.graph_name, NamedNode):
                    touched.add_graph(store, document, quad.graph_name.value)
        store.exchange(remove, add)
        if len(touched.places) > MANY:
            reader.read_all()
    remove, add = [], []
    places = touched.places | {p for place in touched.places for p in parts_of(store, place)}
    for place in sorted(places):
        remove += _of(store, graph, CK.heldPlace, place)
        add += _interval_quads(reader, place, graph, base)
    remove += _event_quads_of(store, graph, touched.pairs)
    add += _events(reader, touched.pairs, graph, base)
    store.exchange(remove, add)


def _everything(reader: Reader) -> Touched:
    touched = Touched()
    for values in reader.all_claims().values():
        relation = values["predicate"].removeprefix(CK.iri)
        subject, object_ = values.get("subject", ""), values.get("object", "")
        if relation == "controls":
            touched.places.add(object_)
        if relation in EVENT_RELATIONS:
            touched.pairs.add(_pair(relation, subject, object_))
    return touched


def _copies(store: Store, graph: NamedNode) -> tuple[list[Quad], list[Quad]]:
    signatures = {
        q.subject.value: q.object.value
        for q in store.quads(None, CK.textSignature)
        if isinstance(q.subject, NamedNode) and isinstance(q.object, Literal)
    }
    new = [
        Quad(NamedNode(name), CK.copyOf, NamedNode(first), graph)
        for name, first in group_copies(signatures).items()
    ]
    return list(store.quads(None, CK.copyOf, None, graph)), new


def _of(store: Store, graph: NamedNode, term: NamedNode, value: str) -> list[Quad]:
    nodes = {q.subject for q in store.quads(None, term, NamedNode(value), graph)}
    return [quad for node in nodes for quad in store.quads(node, None, None, graph)]


# intervals


def place_claims(reader: Reader, place: str) -> list[ControlClaim]:
    """Return the claims that make a place's timeline: its own, and the gains of the whole that it is a part of."""
    own = read_claims(reader, [place])[place]
    if not any(not claim.fighting for claim in own):
        return own
    if reader.describe(place)[1] in ("Site", "HeritageSite"):
        return own
    quads = reader.store.quads(NamedNode(place), CK.locatedIn)
    for whole in sorted({q.object.value for q in quads if isinstance(q.object, NamedNode)}):
        if reader.describe(whole)[1] != "Country":
            told = read_claims(reader, [whole])[whole]
            own += [replace(claim, place=place) for claim in told if claim.phase == "Begins"]
    return own


def _interval_quads(reader: Reader, place: str, graph: NamedNode, base: str) -> list[Quad]:
    timeline = make_timeline(reader, place, place_claims(reader, place))
    rows: list[Quad] = []
    seen: dict[tuple[str, int | None], int] = {}
    for interval in timeline.intervals:
        key = interval.actor, interval.first
        seen[key] = seen.get(key, 0) + 1
        if interval.first is not None and interval.first == interval.stop:
            continue  # it did not last to the end of its day
        number = str(seen[key]) if seen[key] > 1 else ""
        content = (place, interval.actor, str(interval.first), number)
        rows += _quads_of_interval(
            NamedNode(mint_derived_iri("interval", *content, base=base)), interval, graph
        )
    return rows


def _quads_of_interval(node: NamedNode, interval: Interval, graph: NamedNode) -> list[Quad]:
    counts = count_evidence(interval.supporting)
    rows: list[tuple[NamedNode, NamedNode | Literal | None]] = [
        (RDF.type, CK.ControlInterval),
        (CK.heldPlace, NamedNode(interval.place)),
        (CK.holder, NamedNode(interval.actor)),
        (CK.begin, partial_date(interval.begin)),
        (CK.end, partial_date(interval.end)),
        (CK.firstDay, _day(interval.first)),
        (CK.lastDay, _day(interval.stop - 1 if interval.stop is not None else None)),
        (CK.eventCount, _number(counts.events)),
        (CK.reportCount, _number(counts.reports)),
        (CK.sourceCount, _number(counts.sources)),
    ]
    if interval.disputed:
        stops = [stop for _, stop in interval.disputed]
        last = None if None in stops else max(stop for stop in stops if stop is not None) - 1
        rows += [(CK.disputedBegin, _day(interval.disputed[0][0])), (CK.disputedEnd, _day(last))]
    rows += [(PROV.wasDerivedFrom, NamedNode(claim.iri)) for claim in interval.supporting]
    rows += [(CK.opposedBy, NamedNode(claim.iri)) for claim in interval.opposing]
    return [Quad(node, term, value, graph) for term, value in rows if value is not None]


def _day(day: int | None) -> Literal | None:
    return None if day is None or day < 1 else Literal(write_day(day), datatype=XSD.date)


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


# events


def _event_quads_of(store: Store, graph: NamedNode, pairs: set[Pair]) -> list[Quad]:
    found = []
    for object_ in sorted({object_ for _, _, object_ in pairs}):
        for quad in list(store.quads(None, CK.eventObject, NamedNode(object_), graph)):
            node = quad.subject
            relation, subject = (
                min(
                    q.object.value
                    for q in store.quads(node, term, None, graph)
                    if isinstance(q.object, NamedNode)
                )
                for term in (CK.eventRelation, CK.eventSubject)
            )
            if (relation.removeprefix(CK.iri), subject, object_) in pairs:
                found += [*store.quads(node, None, None, graph), *store.quads(None, CK.reports, node, graph)]
    return found


def _events(reader: Reader, pairs: set[Pair], graph: NamedNode, base: str) -> list[Quad]:
    ends = {object_ for _, _, object_ in pairs}
    ends |= {subject for relation, subject, _ in pairs if relation in SYMMETRIC}
    claims = set()
    for object_ in sorted(ends):
        for iri in reader.claims_on(object_):
            values = reader.values(iri)
            relation = values.get("predicate", "").removeprefix(CK.iri)
            if _pair(relation, values.get("subject", ""), object_) in pairs:
                claims.add(_event_claim(reader, iri, relation, values))
    told = (claim for claim in claims if claim is not None)
    return [quad for event in cluster_claims(told) for quad in _quads_of_event(event, graph, base)]


def _event_claim(reader: Reader, iri: str, relation: str, values: Values) -> EventClaim | None:
    modality = local_name(values.get("modality", "Actual"))
    if local_name(values.get("polarity", "")) == "Negated" or modality not in ("Actual", "Claimed"):
        return None
    document = values.get("wasDerivedFrom", "")
    begin, end = read_span(values.get("begin", "")), read_span(values.get("end", ""))
    spans = [span for span in (begin, end) if span is not None]
    return EventClaim(
        relation=relation,
        phase=local_name(values.get("phase", "")),
        subject=values["subject"],
        object=values["object"],
        iri=iri,
        begin=values.get("begin", ""),
        end=values.get("end", ""),
        span=(min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None,
        reported=day_of(reader.document(document)[0] or values.get("reportedOn", "")),
        document=document,
        text=reader.copies_of(document) or document or iri,
    )


def _quads_of_event(event: Event, graph: NamedNode, base: str) -> list[Quad]:
    content = (event.relation, event.phase, event.subject, event.object, str(event.first))
    undated = min(claim.iri for claim in event.claims) if event.first is None else ""
    node = NamedNode(mint_derived_iri("event", *content, undated, base=base))
    rows: list[tuple[NamedNode, NamedNode | Literal | None]] = [
        (RDF.type, CK.Event),
        (CK.eventRelation, CK[event.relation]),
        (CK.eventPhase, CK[event.phase] if event.phase else None),
        (CK.eventSubject, NamedNode(event.subject)),
        (CK.eventObject, NamedNode(event.object)),
        (CK.begin, partial_date(event.begin)),
        (CK.end, partial_date(event.end)),
        (CK.reportCount, _number(event.reports)),
        (CK.sourceCount, _number(event.sources)),
    ]
    quads = [Quad(node, term, value, graph) for term, value in rows if value is not None]
    return quads + [Quad(NamedNode(claim.iri), CK.reports, node, graph) for claim in event.claims]
