"""Maps what was found in a document, and the entities behind it, to RDF quads.

Pure: the same values give the same quads in the same order, and nothing is read, written or dated here.

One named graph holds what one document says (the document's node, its claims, the direct triples that they
support, the surface forms seen in it), one holds the consolidated entities. There are no blank nodes.
"""
# ruff: noqa: D102  the members of the protocol are described where the entity is made

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import IriError, UnknownNameError
from kg.iris import (
    DEFAULT_BASE,
    document_graph_iri,
    entities_graph_iri,
    geometry_iri,
    is_iri,
    mint_build_iri,
    mint_claim_iri,
    mint_document_iri,
)
from kg.rdf.figures import claims_of, figure_iri, figure_rows, word_rows
from kg.rdf.literals import Row, date_literal, decimal_literal, integer_literal, partial_date, text_literal
from kg.vocab import CK, DCTERMS, GEO, PARENT_CLASS, PROV, RDF, RDFS, RELATIONS, SCHEMA, SKOS, XSD

if TYPE_CHECKING:
    from kg.claims.model import Claim, Extraction, Figure
    from kg.documents import Document

SOFTWARE = "conflict-kg"
VERSION = "0.1.0"

_EVENTFUL = frozenset({"attacks", "damages", "controls"})
"""Relations whose claims a figure may belong to."""
_NO_RELATIONS: Mapping[str, str] = MappingProxyType({})


class StandingLike(Protocol):
    """A heritage status in the years in which it holds; ``kg.linking.model.Standing`` has it."""

    @property
    def iri(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def begin(self) -> str: ...
    @property
    def end(self) -> str: ...


class EntityLike(Protocol):
    """What of a linked entity the graph shows; ``kg.linking.Entity`` has it."""

    @property
    def iri(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def generic(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def matches(self) -> tuple[str, ...]: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def territory(self) -> str: ...
    @property
    def standings(self) -> Sequence[StandingLike]: ...


def document_quads(
    document: Document,
    extraction: Extraction,
    entities: Sequence[EntityLike],
    *,
    base: str = DEFAULT_BASE,
    relations: Mapping[str, str] = _NO_RELATIONS,
) -> list[Quad]:
    """Return the graph of one document.

    Parameters
    ----------
    document, extraction
        The document, and what was found in it.
    entities : sequence
        The linked entities, aligned with ``extraction.entities``; several may share one IRI.
    relations : mapping
        Names of relations of the user's own to their IRIs.

    Raises
    ------
    IriError
        The document has a blank identifier.
    UnknownNameError
        A claim or entity names a relation or class that no ontology has.

    Notes
    -----
    The same statement told twice by a text is one claim, with the first words for it. A claim whose two ends
    were linked to one entity is left out: nothing supports or holds itself.
    """
    if len(entities) != len(extraction.entities):
        raise ValueError(f"{len(entities)} linked entities for {len(extraction.entities)} in the document")
    document_node = NamedNode(mint_document_iri(document.id, base=base))
    graph = NamedNode(document_graph_iri(document_node.value))
    build = NamedNode(mint_build_iri(SOFTWARE, VERSION, base=base))
    iris = [NamedNode(entity.iri) for entity in entities]
    rows = [*_document_rows(document, document_node)]
    seen: set[str] = set()
    told: dict[tuple[int, bool], NamedNode] = {}
    evoked: dict[tuple[int, bool], list[NamedNode]] = {}
    anchored: list[tuple[NamedNode, Claim | Figure]] = []
    for claim in sorted(extraction.claims, key=_by_place):
        predicate = relation_term(claim.relation, relations)
        subject, object_ = iris[claim.subject.entity], iris[claim.object.entity]
        iri = claim_iri(document.id, claim, subject.value, predicate.value, object_.value, base=base)
        if subject == object_:
            continue
        node = NamedNode(iri)
        told.setdefault((claim.trigger_start, claim.in_title), node)
        if iri in seen:
            continue
        seen.add(iri)
        if claim.relation in _EVENTFUL:
            evoked.setdefault((claim.trigger_start, claim.in_title), []).append(node)
        if claim.time_anchor != -1:
            anchored.append((node, claim))
        source = iris[claim.source.entity] if claim.source else None
        rows += _claim_rows(node, claim, subject, predicate, object_, source)
        rows += ((node, PROV.wasDerivedFrom, document_node), (node, PROV.wasGeneratedBy, build))
        if document.published:
            rows.append((node, CK.reportedOn, date_literal(document.published)))
        if supports_direct_triple(claim):
            rows.append((subject, predicate, object_))
    for figure in extraction.figures:
        node = NamedNode(figure_iri(document.id, figure, iris, base))
        if node.value in seen:
            continue
        seen.add(node.value)
        if figure.time_anchor != -1:
            anchored.append((node, figure))
        rows += figure_rows(node, figure, iris)
        claims = claims_of(figure, evoked)
        rows += [(node, CK.figureOf, claim) for claim in claims]
        rows += ((node, PROV.wasDerivedFrom, document_node), (node, PROV.wasGeneratedBy, build))
        if document.published:
            rows.append((node, CK.reportedOn, date_literal(document.published)))
    for node, timed in anchored:
        anchor = told.get((timed.time_anchor, timed.in_title), CK.EarlierInText)
        rows.append((node, CK.timeInferredFrom, anchor if anchor != node else CK.EarlierInText))
    if seen:
        rows += _build_rows(build, base)
    rows += _surface_rows(extraction, entities, iris)
    return [Quad(*row, graph) for row in dict.fromkeys(rows)]


def entity_quads(entities: Iterable[EntityLike], *, base: str = DEFAULT_BASE) -> list[Quad]:
    """Return the descriptions of consolidated entities, in the graph of entities; consumes the iterable."""
    graph = NamedNode(entities_graph_iri(base))
    rows: dict[Row, None] = {}
    for entity in sorted(entities, key=lambda entity: entity.iri):
        rows.update(dict.fromkeys(_entity_rows(entity, base)))
    return [Quad(*row, graph) for row in rows]


def claim_iri(
    document_id: str, claim: Claim, subject: str, predicate: str, object_: str, *, base: str = DEFAULT_BASE
) -> str:
    """Return the IRI of a claim: of its document, its quote's words and what it says, not where it stands."""
    content = (subject, predicate, object_, claim.polarity, claim.modality, claim.phase)
    return mint_claim_iri(document_id, " ".join(claim.quote.split()), *content, base=base)


def supports_direct_triple(claim: Claim) -> bool:
    """Tell whether the claim is affirmed, neither planned nor denied, and not about an end of control."""
    told = claim.polarity == "Affirmed" and claim.modality in ("Actual", "Claimed")
    return told and claim.phase != "Ends"


def relation_term(name: str, relations: Mapping[str, str] = _NO_RELATIONS) -> NamedNode:
    """Return the property that a relation's name stands for: one of ours, or one of the user's own."""
    if name in RELATIONS:
        return CK[name]
    if name in relations:
        return NamedNode(relations[name])
    raise UnknownNameError("relation", name, get_close_matches(name, (*RELATIONS, *relations)))


def _by_place(claim: Claim) -> tuple[int, int, float, str]:
    """Order claims by the place of their words, the surest first; the rest by content, so no tie is left."""
    return claim.quote_start, claim.quote_end, -claim.confidence, repr(claim)


def _document_rows(document: Document, node: NamedNode) -> Iterator[Row]:
    yield node, RDF.type, CK.Document
    yield node, DCTERMS.identifier, text_literal(document.id)
    if document.title:
        yield node, DCTERMS.title, text_literal(document.title)
    if document.published:
        yield node, DCTERMS.issued, date_literal(document.published)
    if document.publisher:
        yield node, DCTERMS.publisher, text_literal(document.publisher)
    if document.url:
        # A literal, so that an address with a blank in it is kept as it was given.
        yield node, SCHEMA.url, Literal(text_literal(document.url).value, datatype=XSD.anyURI)


def _build_rows(build: NamedNode, base: str) -> Iterator[Row]:
    agent = NamedNode(mint_build_iri(SOFTWARE, "software", base=base))
    yield build, RDF.type, PROV.Activity
    yield build, RDFS.label, Literal(f"{SOFTWARE} {VERSION}")
    yield build, PROV.wasAssociatedWith, agent
    yield agent, RDF.type, PROV.SoftwareAgent
    yield agent, RDFS.label, Literal(SOFTWARE)


def _claim_rows(
    node: NamedNode,
    claim: Claim,
    subject: NamedNode,
    predicate: NamedNode,
    object_: NamedNode,
    source: NamedNode | None,
) -> Iterator[Row]:
    yield node, RDF.type, CK.Claim
    yield node, RDF.subject, subject
    yield node, RDF.predicate, predicate
    yield node, RDF.object, object_
    yield node, CK.polarity, CK[claim.polarity]
    yield node, CK.modality, CK[claim.modality]
    if claim.phase:
        yield node, CK.phase, CK[claim.phase]
    yield from word_rows(node, claim, source)
    yield node, CK.confidence, decimal_literal(claim.confidence, 4)
    yield node, CK.subjectText, text_literal(claim.subject.text)
    yield node, CK.subjectBegin, integer_literal(claim.subject.start)
    yield node, CK.objectText, text_literal(claim.object.text)
    yield node, CK.objectBegin, integer_literal(claim.object.start)
    yield node, CK.frame, text_literal(claim.frame)
    yield node, CK.construction, text_literal(claim.construction)


def _surface_rows(
    extraction: Extraction, entities: Sequence[EntityLike], iris: Sequence[NamedNode]
) -> Iterator[Row]:
    for seen, entity, node in zip(extraction.entities, entities, iris, strict=True):
        yield node, CK.typeSeen, _class_term(seen.type)
        for name in seen.names or (seen.name,):
            yield node, SKOS.altLabel, text_literal(name)
        if entity.generic:
            yield node, CK.generic, Literal(True)
        if entity.reason:
            yield node, CK.linkReason, text_literal(entity.reason)


def _entity_rows(entity: EntityLike, base: str) -> Iterator[Row]:
    node = NamedNode(entity.iri)
    yield node, RDF.type, _class_term(entity.type)
    yield node, SKOS.prefLabel, text_literal(entity.name)
    yield node, RDFS.label, text_literal(entity.name)
    for name in sorted(entity.names):
        if name != entity.name:
            yield node, SKOS.altLabel, text_literal(name)
    for match in sorted(entity.matches):
        if not is_iri(match):
            raise IriError(match, f"it is given as a match of {entity.name!r}, and is no absolute IRI")
        yield node, SKOS.exactMatch, NamedNode(match)
    if entity.generic:
        yield node, CK.generic, Literal(True)
    if entity.territory:
        yield node, CK.territory, NamedNode(entity.territory)
    for standing in entity.standings:
        yield from _standing_rows(node, standing)
    if entity.longitude is not None and entity.latitude is not None:
        longitude, latitude = decimal_literal(entity.longitude, 5), decimal_literal(entity.latitude, 5)
        geometry = NamedNode(geometry_iri(entity.iri, base=base))
        point = f"POINT({longitude.value} {latitude.value})"
        yield node, GEO.hasGeometry, geometry
        yield geometry, RDF.type, GEO.Geometry
        yield geometry, GEO.asWKT, Literal(point, datatype=GEO.wktLiteral)
        # Also as bare numbers, for stores that rewrite or refuse WKT.
        yield node, SCHEMA.latitude, latitude
        yield node, SCHEMA.longitude, longitude


def _standing_rows(place: NamedNode, standing: StandingLike) -> Iterator[Row]:
    """The gazetteer's knowledge, not a text's: no claim, and the years are the list's."""
    node = NamedNode(standing.iri)
    yield place, CK.hasHeritageStatus, node
    yield node, RDF.type, CK.HeritageStatus
    yield node, SKOS.prefLabel, text_literal(standing.name)
    yield node, RDFS.label, text_literal(standing.name)
    if standing.status != standing.name:
        yield node, SKOS.altLabel, text_literal(standing.status)
    for term, year in ((SCHEMA.startDate, standing.begin), (SCHEMA.endDate, standing.end)):
        typed = partial_date(year)
        if typed is not None:
            yield node, term, typed


def _class_term(name: str) -> NamedNode:
    if name in PARENT_CLASS or name == "HeritageStatus":
        return CK[name]
    raise UnknownNameError("class", name, get_close_matches(name, (*PARENT_CLASS, "HeritageStatus")))
