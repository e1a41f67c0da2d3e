"""Small graphs made by hand, in the layout of the ontology, to test what reads them without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import (
    DEFAULT_BASE,
    document_graph_iri,
    entities_graph_iri,
    mint_claim_iri,
    mint_document_iri,
    mint_entity_iri,
)
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF, RDFS, SKOS, XSD

ENTITIES = {
    "Islamic State": ("actor", "ArmedGroup", ("IS", "Daesh")),
    "Syrian Army": ("actor", "MilitaryForce", ("the army",)),
    "rebels": ("actor", "ArmedGroup", ()),
    "Russia": ("actor", "State", ("Russian",)),
    "Turkey": ("actor", "State", ()),
    "residents": ("actor", "PopulationGroup", ()),
    "defence ministry": ("actor", "Organization", ()),
    "Palmyra": ("place", "Settlement", ("Tadmur",)),
    "Temple of Bel": ("place", "Site", ()),
    "Dresk": ("place", "Settlement", ()),
    "Lipa": ("place", "Settlement", ()),
    "Saint-Étienne": ("place", "Settlement", ()),
    "O'Brien \"} DELETE .": ("place", "Settlement", ()),
    "World Heritage": ("status", "HeritageStatus", ()),
}


def iri_of(name: str) -> str:
    return mint_entity_iri(ENTITIES[name][0], name)


def node(name: str) -> NamedNode:
    return NamedNode(iri_of(name))


def entity_graph(names: Iterable[str] = ENTITIES) -> Iterator[Quad]:
    graph = NamedNode(entities_graph_iri(DEFAULT_BASE))
    for name in names:
        _, type_, aliases = ENTITIES[name]
        yield Quad(node(name), RDF.type, CK[type_], graph)
        for label in (SKOS.prefLabel, RDFS.label):
            yield Quad(node(name), label, Literal(name), graph)
        for alias in aliases:
            yield Quad(node(name), SKOS.altLabel, Literal(alias), graph)


def graph_of(document_id: str) -> NamedNode:
    return NamedNode(document_graph_iri(mint_document_iri(document_id)))


def document_graph(document_id: str, published: str = "", publisher: str = "The Paper") -> Iterator[Quad]:
    document, graph = NamedNode(mint_document_iri(document_id)), graph_of(document_id)
    yield Quad(document, RDF.type, CK.Document, graph)
    yield Quad(document, DCTERMS.identifier, Literal(document_id), graph)
    yield Quad(document, DCTERMS.title, Literal(f"Report {document_id}"), graph)
    yield Quad(document, DCTERMS.publisher, Literal(publisher), graph)
    if published:
        yield Quad(document, DCTERMS.issued, Literal(published, datatype=XSD.date), graph)


def claim(
    document_id: str,
    subject: str,
    relation: str,
    object_: str,
    quote: str,
    *,
    source: str = "",
    phase: str = "",
    polarity: str = "Affirmed",
    modality: str = "Actual",
    begin: str = "",
    published: str = "",
    start: int = 0,
) -> Iterator[Quad]:
    document, graph = NamedNode(mint_document_iri(document_id)), graph_of(document_id)
    content = (subject, relation, object_, quote, polarity, modality, phase)
    this = NamedNode(mint_claim_iri(document_id, *content))
    rows: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, CK.Claim),
        (RDF.subject, node(subject)),
        (RDF.predicate, CK[relation]),
        (RDF.object, node(object_)),
        (CK.polarity, CK[polarity]),
        (CK.modality, CK[modality]),
        (CK.quote, Literal(quote)),
        (CK.quoteBegin, Literal(start)),
        (CK.quoteEnd, Literal(start + len(quote))),
        (CK.confidence, Literal("0.86", datatype=XSD.decimal)),
        (PROV.wasDerivedFrom, document),
    ]
    if phase:
        rows.append((CK.phase, CK[phase]))
    if source:
        rows.append((CK.attributedTo, node(source)))
    if published:
        rows.append((CK.reportedOn, Literal(published, datatype=XSD.date)))
    if begin:
        types = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
        rows.append((CK.begin, Literal(begin, datatype=types[len(begin)])))
    yield from (Quad(this, predicate, value, graph) for predicate, value in rows)
    if polarity == "Affirmed" and modality in ("Actual", "Claimed") and phase != "Ends":
        yield Quad(node(subject), CK[relation], node(object_), graph)
    for name in (subject, object_):
        yield Quad(node(name), CK.typeSeen, CK[ENTITIES[name][1]], graph)
        yield Quad(node(name), SKOS.altLabel, Literal(name), graph)


def sample_quads() -> list[Quad]:
    """Two documents on Palmyra that contradict each other, with support, alliance, attack and damage."""
    a, b = {"published": "2016-12-12"}, {"published": "2016-12-13"}
    return [
        *entity_graph(),
        *document_graph("a", "2016-12-12", "The Paper"),
        *claim("a", "Islamic State", "controls", "Palmyra", "IS seized Palmyra", phase="Begins",
               begin="2016-12-11", **a),
        *claim("a", "Islamic State", "damages", "Temple of Bel", "IS blew up the temple", start=40, **a),
        *claim("a", "Russia", "supports", "Syrian Army", "the army, backed by Russia", start=80, **a),
        *claim("a", "Temple of Bel", "locatedIn", "Palmyra", "the temple in Palmyra", start=120, **a),
        *claim("a", "Palmyra", "hasHeritageStatus", "World Heritage", "Palmyra, a World Heritage site", start=160, **a),
        *claim("a", "Turkey", "supports", "Syrian Army", "no Turkish help", polarity="Negated", start=200, **a),
        *document_graph("b", "2016-12-13", "The Gazette"),
        *claim(
            "b", "Syrian Army", "controls", "Palmyra", "the army holds Palmyra", phase="Holds",
            source="defence ministry", modality="Claimed", **b,
        ),
        *claim("b", "Russia", "attacks", "Islamic State", "Russian jets struck IS", start=40, **b),
        *claim("b", "Russia", "alliedWith", "Syrian Army", "Russia and the army, allies", start=80, **b),
        *claim("b", "Russia", "supports", "Syrian Army", "Russia gives the army arms", start=120, **b),
        *claim("b", "Islamic State", "controls", "Lipa", "IS plans to take Lipa", modality="Planned", start=160, **b),
    ]  # fmt: skip


def sample_store() -> Store:
    return Store.in_memory(sample_quads())
