"""Reads from a store what timelines need: the claims of control and fights, lean, because there are many."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kg.control.marks import is_of_part
from kg.control.model import ControlClaim
from kg.query.names import describe_entity, local_name
from kg.store import Store
from kg.vocab import CK, DCTERMS, RDF

_FROM_AFAR = re.compile(
    r"\b(air|airstrike|strike|bomb|bombard|shell|pound|missile|rocket|drone|kill|murder|execut|assassinat|behead"
    r"|shoot|raid|mortar|artillery|hit|pummel|blast|explo)",
    re.I,
)
"""Frames of attacks that are no fight for a place."""


def read_claims(
    store: Store, places: Iterable[str], documents: DocumentReader
) -> dict[str, list[ControlClaim]]:
    """Return the claims of control of each place, and of fights for it; places without any have an empty list."""
    found: dict[str, list[ControlClaim]] = {}
    for place in places:
        label = describe_entity(store, place)[0]
        subjects = {q.subject for q in store.quads(None, RDF.object, ox.NamedNode(place))}
        rows = (_claim(store, s, place, documents) for s in subjects if isinstance(s, ox.NamedNode))
        found[place] = sorted(row for row in rows if row is not None and not is_of_part(row, label))
    return found


def control_places(store: Store) -> list[str]:
    """Return the places that claims of control are about, sorted."""
    found = set()
    for quad in store.quads(None, RDF.predicate, CK.controls):
        for other in store.quads(quad.subject, RDF.object):
            if isinstance(other.object, ox.NamedNode):
                found.add(other.object.value)
    return sorted(found)


class DocumentReader:
    """Day, publisher and group of copies of documents, each looked up once."""

    def __init__(self, store: Store) -> None:
        """Begin with nothing known."""
        self._store = store
        self._copies: dict[str, str] = {}
        self._known: dict[str, tuple[str, str]] = {}

    def copies_of(self, document: str) -> str:
        """Return the first of the near copies that a document is one of; empty: it is alone."""
        if document and document not in self._copies:
            found = self._store.quads(ox.NamedNode(document), CK.copyOf)
            firsts = (q.object.value for q in found if isinstance(q.object, ox.NamedNode))
            self._copies[document] = min(firsts, default="")
        return self._copies.get(document, "")

    def __call__(self, document: str) -> tuple[str, str]:
        """Return the day and the publisher of a document, empty where not known."""
        if document not in self._known:
            node = ox.NamedNode(document)
            issued, publisher = (
                {q.object.value for q in self._store.quads(node, term) if isinstance(q.object, ox.Literal)}
                for term in (DCTERMS.issued, DCTERMS.publisher)
            )
            self._known[document] = min(issued, default=""), min(publisher, default="")
        return self._known[document]


_WANTED = frozenset({"controls", "attacks"})


def _claim(store: Store, node: ox.NamedNode, place: str, documents: DocumentReader) -> ControlClaim | None:
    values: dict[str, str] = {}
    after = []
    for quad in store.quads(node):
        if isinstance(quad.object, ox.Literal | ox.NamedNode):
            name = local_name(quad.predicate.value)
            if name == "timeInferredFrom":
                after.append(quad.object.value)
            values[name] = quad.object.value
    relation = values.get("predicate", "").removeprefix(CK.iri)
    frame = values.get("frame", "")
    if relation not in _WANTED or "subject" not in values:
        return None
    fighting = relation == "attacks"
    if fighting and _FROM_AFAR.search(frame.split(":")[1] if ":" in frame else values.get("quote", "")):
        return None
    document = values.get("wasDerivedFrom", "")
    issued, publisher = documents(document) if document else ("", "")
    source = values.get("attributedTo", "")
    return ControlClaim(
        place=place,
        actor=values["subject"],
        phase="" if fighting else local_name(values.get("phase", "Holds")),
        iri=node.value,
        polarity=local_name(values.get("polarity", "Affirmed")),
        modality=local_name(values.get("modality", "Actual")),
        begin=values.get("begin", ""),
        end=values.get("end", ""),
        begin_latest=values.get("beginLatest", ""),
        somewhere_within=values.get("somewhereWithin") == "true",
        after=tuple(sorted(iri for iri in after if iri != CK.PublicationDate.value)),
        reported=issued or values.get("reportedOn", ""),
        document=document,
        copies=documents.copies_of(document),
        publisher=publisher,
        source=source,
        source_label=values.get("sourceText", ""),
        quote=values.get("quote", ""),
        quote_begin=int(values.get("quoteBegin") or -1),
        object_text=values.get("objectText", ""),
        time_expression=values.get("timeExpression", ""),
        frame=frame,
        fighting=fighting,
        sentence=f"{document}#{values.get('quoteEnd', '')}",
    )
