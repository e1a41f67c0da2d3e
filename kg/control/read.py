"""Reads from a store what timelines and events need: claims, lean, because there are many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import pyoxigraph as ox

from kg.control.marks import is_of_part
from kg.control.model import ControlClaim
from kg.events.clusters import EVENT_RELATIONS, day_of
from kg.query.names import describe_entity, local_name
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF, SKOS

_FROM_AFAR = re.compile(
    r"\b(air|airstrike|strike|bomb|bombard|shell|pound|missile|rocket|drone|kill|murder|execut|assassinat|behead"
    r"|shoot|raid|mortar|artillery|hit|pummel|blast|explo)",
    re.I,
)
"""Frames of attacks that are no fight for a place."""

_ENTERING = re.compile(r"operatesIn:(?:enter|storm|march|push|pour|break|roll|sweep|fight way)(?::|$)")
"""Frames of going into a place: where it was taken as well, that is the day on which it was."""
_LOCAL_OFFICE = re.compile(r"(?:the )?(?:\w+ )?(?:governor|mayor) of \w", re.I)
_ENTRY_DAYS = 7
"""Days before the report on which who has taken the place may have entered it."""

_TERMS = (
    PROV.wasDerivedFrom, CK.phase, CK.polarity, CK.modality, CK.begin, CK.end, CK.beginLatest, CK.somewhereWithin,
    CK.timeInferredFrom, CK.timeExpression, CK.reportedOn, CK.attributedTo, CK.sourceText, CK.quote, CK.quoteBegin,
    CK.quoteEnd, CK.objectText, CK.frame,
)  # fmt: skip
_ISO_DAY = 10
MANY = 100
"""For so many places it is faster to read all claims in one go."""

Values = dict[str, str]


class Reader:
    """Looks up claims, documents and names in a store, each once; for use while the store does not change."""

    def __init__(self, store: Store) -> None:
        """Begin with nothing known."""
        self.store = store
        self._copies: dict[str, str] = {}
        self._documents: dict[str, tuple[str, str]] = {}
        self._labels: dict[str, tuple[str, str]] = {}
        self._generic: dict[str, bool] = {}
        self._officials: dict[str, bool] = {}
        self._all: dict[str, Values] | None = None

    def read_all(self) -> None:
        """Read the claims that tell of events and of control now, in one query for each relation."""
        names = [local_name(term.value) for term in _TERMS]
        optional = " ".join(
            f"OPTIONAL {{ ?claim {term} ?{name} }}" for term, name in zip(_TERMS, names, strict=True)
        )
        columns = ("subject", "object", *names)
        found: dict[str, Values] = {}
        for relation in (*sorted(EVENT_RELATIONS), "operatesIn"):
            only = f"FILTER(REGEX(?frame, '{_ENTERING.pattern}'))" if relation == "operatesIn" else ""
            rows = self.store.query(
                f"SELECT ?claim ?{' ?'.join(columns)} WHERE {{ ?claim {RDF.predicate} {CK[relation]} ; "
                f"{RDF.subject} ?subject ; {RDF.object} ?object . {optional} {only} }}"
            )
            assert isinstance(rows, ox.QuerySolutions)
            for row in rows:
                claim, *told = row
                if not isinstance(claim, ox.NamedNode):
                    continue
                values = found.setdefault(claim.value, {"predicate": CK.iri + relation})
                for name, term in zip(columns, told, strict=True):
                    if isinstance(term, ox.NamedNode | ox.Literal):
                        _put(values, name, term.value)
        self._all = found
        self._read_documents()

    def _read_documents(self) -> None:
        """Read day, publisher and copies of all documents."""
        rows = self.store.query(
            f"SELECT ?document ?issued ?publisher ?first WHERE {{ ?document a {CK.Document} . "
            f"OPTIONAL {{ ?document {DCTERMS.issued} ?issued }} "
            f"OPTIONAL {{ ?document {DCTERMS.publisher} ?publisher }} "
            f"OPTIONAL {{ ?document {CK.copyOf} ?first }} }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for document, *values in rows:
            if isinstance(document, ox.NamedNode):
                day, publisher, first = (
                    value.value if isinstance(value, ox.Literal | ox.NamedNode) else "" for value in values
                )
                told[document.value].append((day, publisher, first))
        for iri, of in told.items():
            day, publisher, first = (min(column) for column in zip(*of, strict=True))
            self._documents[iri] = day, publisher
            self._copies[iri] = first

    @cached_property
    def _by_object(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, values in (self._all or {}).items():
            found[values.get("object", "")].append(iri)
        return found

    def all_claims(self) -> dict[str, Values]:
        """Return what all claims say, after ``read_all``."""
        return self._all or {}

    def claims_on(self, entity: str) -> list[str]:
        """Return the IRIs of the claims that have an entity as their object."""
        if self._all is not None:
            return self._by_object.get(entity, [])
        quads = self.store.quads(None, RDF.object, ox.NamedNode(entity))
        return list({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})

    def values(self, claim: str) -> Values:
        """Return what a claim says by local names; several values of ``timeInferredFrom`` are split by a space."""
        if self._all is not None:
            return self._all.get(claim, {})
        values: Values = {}
        for quad in self.store.quads(ox.NamedNode(claim)):
            if isinstance(quad.object, ox.Literal | ox.NamedNode):
                _put(values, local_name(quad.predicate.value), quad.object.value)
        return values

    def copies_of(self, document: str) -> str:
        """Return the first of the near copies that a document is one of; empty: it is alone."""
        if document and document not in self._copies:
            found = self.store.quads(ox.NamedNode(document), CK.copyOf)
            firsts = (q.object.value for q in found if isinstance(q.object, ox.NamedNode))
            self._copies[document] = min(firsts, default="")
        return self._copies.get(document, "")

    def document(self, iri: str) -> tuple[str, str]:
        """Return the day and the publisher of a document, empty where not known."""
        if not iri:
            return "", ""
        if iri not in self._documents:
            node = ox.NamedNode(iri)
            issued, publisher = (
                {q.object.value for q in self.store.quads(node, term) if isinstance(q.object, ox.Literal)}
                for term in (DCTERMS.issued, DCTERMS.publisher)
            )
            self._documents[iri] = min(issued, default=""), min(publisher, default="")
        return self._documents[iri]

    def describe(self, iri: str) -> tuple[str, str]:
        """Return an entity's label and the local name of its class; empty for no IRI."""
        if iri and iri not in self._labels:
            self._labels[iri] = describe_entity(self.store, iri)
        return self._labels.get(iri, ("", ""))

    def is_local_official(self, iri: str) -> bool:
        """Tell whether texts call a person governor or mayor of some place."""
        if iri not in self._officials:
            titles = self.store.quads(ox.NamedNode(iri), SKOS.altLabel) if iri else ()
            self._officials[iri] = self.describe(iri)[1] == "Person" and any(
                isinstance(q.object, ox.Literal) and _LOCAL_OFFICE.match(q.object.value) for q in titles
            )
        return self._officials[iri]

    def is_generic(self, iri: str) -> bool:
        """Tell whether an entity has no name of its own."""
        if iri not in self._generic:
            self._generic[iri] = any(True for _ in self.store.quads(ox.NamedNode(iri), CK.generic))
        return self._generic[iri]


def _put(values: Values, name: str, text: str) -> None:
    """Keep a value; of times counted from several things all, split by a space, else the smallest."""
    known = values.get(name)
    if name == "timeInferredFrom" and known is not None:
        text = " ".join(sorted({*known.split(), text}))
    values[name] = text if known is None or name == "timeInferredFrom" else min(known, text)


def read_claims(reader: Reader, places: Iterable[str]) -> dict[str, list[ControlClaim]]:
    """Return the claims of control of each place, and of fights for it; places without any have an empty list."""
    found: dict[str, list[ControlClaim]] = {}
    for place in places:
        label = reader.describe(place)[0]
        told = reader.claims_on(place)
        entries = _entries(reader, told)
        rows = (_claim(reader, iri, place, entries) for iri in told)
        kept = (row for row in rows if row is not None and not is_of_part(row, label))
        found[place] = sorted(kept, key=lambda row: row.iri)
    return found


def control_places(store: Store) -> list[str]:
    """Return the places that claims of control are about, sorted."""
    rows = store.query(
        f"SELECT DISTINCT ?place WHERE {{ ?claim {RDF.predicate} {CK.controls} ; {RDF.object} ?place }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(row[0].value for row in rows if isinstance(row[0], ox.NamedNode))


def _last(iri: str) -> str:
    """Return the local name of one of our own terms."""
    return iri.removeprefix(CK.iri)


def _entries(reader: Reader, claims: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the first day on which a document says that an actor entered a place, by document and actor."""
    found: dict[tuple[str, str], str] = {}
    for iri in claims:
        values = reader.values(iri)
        day = values.get("begin", "")
        if (
            values.get("predicate") != CK.operatesIn.value
            or not _ENTERING.match(values.get("frame", ""))
            or len(day) != _ISO_DAY
            or day != values.get("end")
            or _last(values.get("polarity", "Affirmed")) != "Affirmed"
            or _last(values.get("modality", "Actual")) not in ("Actual", "Claimed")
        ):
            continue
        key = values.get("wasDerivedFrom", ""), values.get("subject", "")
        found[key] = min(found.get(key, day), day)
    return found


def _day_of_entry(entries: Mapping[tuple[str, str], str], values: Values, reported: str) -> str:
    """Return the day of a gain that its document tells without one, where it tells the day of the entry."""
    if values.get("begin") or values.get("end") or values.get("beginLatest"):
        return ""
    day = entries.get((values.get("wasDerivedFrom", ""), values.get("subject", "")), "")
    entered, told = day_of(day), day_of(reported)
    if entered is None or told is None or not told - _ENTRY_DAYS <= entered <= told:
        return ""
    return day


def _claim(
    reader: Reader, iri: str, place: str, entries: Mapping[tuple[str, str], str]
) -> ControlClaim | None:
    values = reader.values(iri)
    relation = values.get("predicate", "")
    fighting = relation == CK.attacks.value
    if not (fighting or relation == CK.controls.value) or "subject" not in values:
        return None
    frame = values.get("frame", "")
    if fighting and _FROM_AFAR.search(frame.split(":")[1] if ":" in frame else values.get("quote", "")):
        return None
    document = values.get("wasDerivedFrom", "")
    issued, publisher = reader.document(document)
    reported = issued or values.get("reportedOn", "")
    phase = "" if fighting else _last(values.get("phase", "Holds"))
    entered = _day_of_entry(entries, values, reported) if phase == "Begins" and entries else ""
    counted_from = values.get("timeInferredFrom", "").split()
    return ControlClaim(
        place=place,
        actor=values["subject"],
        phase=phase,
        iri=iri,
        polarity=_last(values.get("polarity", "Affirmed")),
        modality=_last(values.get("modality", "Actual")),
        begin=values.get("begin", "") or entered,
        end=values.get("end", ""),
        begin_latest=values.get("beginLatest", ""),
        somewhere_within=values.get("somewhereWithin") == "true",
        after=tuple(sorted(one for one in counted_from if not one.startswith(CK.iri))),
        reported=reported,
        document=document,
        copies=reader.copies_of(document),
        publisher=publisher,
        source=values.get("attributedTo", ""),
        source_label=values.get("sourceText", ""),
        quote=values.get("quote", ""),
        quote_begin=int(values.get("quoteBegin") or -1),
        object_text=values.get("objectText", ""),
        time_expression=values.get("timeExpression", ""),
        frame=frame,
        fighting=fighting,
        sentence=f"{document}#{values.get('quoteEnd', '')}",
    )
