"""Claims as typed rows: what pictures, timelines and tables are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.query.names import describe_entity, local_name, resolve_relation
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF, SCHEMA


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with the names of its parts; what is not known is empty.

    Ordered by report date, document and place in the text.
    """

    published: str
    """ISO date of the document; empty: not known."""
    document_id: str
    quote_in: str
    """"text" or "title": where the offsets of the quote count."""
    quote_begin: int
    """First character of the quote in the document's text; -1: not known."""
    relation: str
    """Local name, such as "controls"; for a relation of the user's own vocabulary its IRI."""
    subject_label: str
    object_label: str
    iri: str
    subject: str
    subject_type: str
    """Local name of the ontology class, the most specific one."""
    object: str
    object_type: str
    polarity: str
    """"Affirmed" or "Negated"."""
    modality: str
    """"Actual", "Claimed", "Planned" or "Denied"."""
    phase: str = ""
    """Of control: "Begins", "Holds" or "Ends"."""
    quote: str
    quote_end: int = -1
    subject_text: str = ""
    object_text: str = ""
    source: str = ""
    """IRI of whom the text names as source."""
    source_label: str = ""
    confidence: float = 0.0
    time_expression: str = ""
    begin: str = ""
    """Valid time as ISO date, year-month or year."""
    end: str = ""
    begin_latest: str = ""
    """It had begun by then: "by 12 May"."""
    somewhere_within: bool = False
    """True where begin and end only bound it: "last week"."""
    time_inferred_from: tuple[str, ...] = ()
    """What the valid time was computed from: "PublicationDate", "EarlierInText", or IRIs of claims; sorted."""
    document: str = ""
    document_title: str = ""
    publisher: str = ""
    url: str = ""


def claim_rows(
    store: Store, *, relations: Iterable[str] | None = None, entity: str | None = None
) -> Iterator[ClaimRow]:
    """Yield the claims of a store, sorted.

    Parameters
    ----------
    relations
        Only these, by local name, label or IRI; None: all.
    entity
        Only claims whose subject or object has this IRI; see ``resolve_name`` for names.
    """
    wanted = None if relations is None else {resolve_relation(store, name) for name in relations}
    labels: dict[str, tuple[str, str]] = {}
    documents: dict[str, dict[str, str]] = {}
    rows = (_row(store, claim, labels, documents) for claim in _claims(store, wanted, entity))
    yield from sorted(row for row in rows if row is not None)


def _claims(store: Store, relations: set[str] | None, entity: str | None) -> set[ox.NamedNode]:
    found: set[ox.NamedNode] = set()
    if entity is not None:
        node = ox.NamedNode(entity)
        quads = [*store.quads(None, RDF.subject, node), *store.quads(None, RDF.object, node)]
    else:
        quads = list(store.quads(None, RDF.type, CK.Claim))
    found.update(quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))
    if relations is None:
        return found
    kept = {
        quad.subject
        for relation in relations
        for quad in store.quads(None, RDF.predicate, ox.NamedNode(relation))
    }
    return {claim for claim in found if claim in kept}


def _row(
    store: Store,
    claim: ox.NamedNode,
    labels: dict[str, tuple[str, str]],
    documents: dict[str, dict[str, str]],
) -> ClaimRow | None:
    values = _values(store, claim)

    def get(term: ox.NamedNode) -> str:
        return values.get(term.value, "")

    subject, predicate, object_ = get(RDF.subject), get(RDF.predicate), get(RDF.object)
    if not (subject and predicate and object_):
        return None
    for iri in (subject, object_, source := get(CK.attributedTo)):
        if iri and iri not in labels:
            labels[iri] = describe_entity(store, iri)
    document = get(PROV.wasDerivedFrom)
    if document and document not in documents:
        documents[document] = _values(store, ox.NamedNode(document))
    about = documents.get(document, {})
    return ClaimRow(
        iri=claim.value,
        subject=subject,
        subject_label=labels[subject][0],
        subject_type=labels[subject][1],
        relation=predicate.removeprefix(CK.iri),
        object=object_,
        object_label=labels[object_][0],
        object_type=labels[object_][1],
        polarity=local_name(get(CK.polarity)),
        modality=local_name(get(CK.modality)),
        phase=local_name(get(CK.phase)),
        quote=get(CK.quote),
        quote_in=get(CK.quoteIn) or "text",
        quote_begin=int(get(CK.quoteBegin) or -1),
        quote_end=int(get(CK.quoteEnd) or -1),
        subject_text=get(CK.subjectText),
        object_text=get(CK.objectText),
        source=source,
        source_label=labels[source][0] if source else "",
        confidence=float(get(CK.confidence) or 0),
        time_expression=get(CK.timeExpression),
        begin=get(CK.begin),
        end=get(CK.end),
        begin_latest=get(CK.beginLatest),
        somewhere_within=get(CK.somewhereWithin) == "true",
        time_inferred_from=_inferred_from(store, claim) if get(CK.timeInferredFrom) else (),
        document=document,
        document_id=about.get(DCTERMS.identifier.value, ""),
        document_title=about.get(DCTERMS.title.value, ""),
        publisher=about.get(DCTERMS.publisher.value, ""),
        published=about.get(DCTERMS.issued.value, "") or get(CK.reportedOn),
        url=about.get(SCHEMA.url.value, ""),
    )


def _inferred_from(store: Store, claim: ox.NamedNode) -> tuple[str, ...]:
    found = {
        q.object.value for q in store.quads(claim, CK.timeInferredFrom) if isinstance(q.object, ox.NamedNode)
    }
    return tuple(sorted(value.removeprefix(CK.iri) for value in found))


def _values(store: Store, subject: ox.NamedNode) -> dict[str, str]:
    """Return one value for each property: the smallest, where there are several."""
    values: dict[str, str] = {}
    for quad in store.quads(subject):
        if isinstance(quad.object, ox.Literal | ox.NamedNode):
            value = quad.object.value
            values[quad.predicate.value] = min(values.get(quad.predicate.value, value), value)
    return values
