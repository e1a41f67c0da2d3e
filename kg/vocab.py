"""The terms of the ontology, and those of other vocabularies that the graph uses.

Each namespace is closed: a name that it does not list raises ``AttributeError``, and mypy sees it earlier.
``tests/test_vocab.py`` holds ``CK`` against ``ontology/conflict.ttl``, both ways.
"""
# ruff: noqa: N815  the names are those of the vocabularies

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from inspect import get_annotations
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode


class _ClosedNamespace(type):
    """Makes a term of each annotated name of a class, and nothing else."""

    iri: str

    def __new__(
        mcs, name: str, bases: tuple[type, ...], members: dict[str, object], iri: str = ""
    ) -> _ClosedNamespace:
        new = super().__new__(mcs, name, bases, members)
        new.iri = iri
        for term in get_annotations(new):
            setattr(new, term, NamedNode(iri + term))
        return new

    def __init__(cls, name: str, bases: tuple[type, ...], members: dict[str, object], iri: str = "") -> None:
        super().__init__(name, bases, members)

    def __iter__(cls) -> Iterator[NamedNode]:
        return (getattr(cls, name) for name in get_annotations(cls))

    def __contains__(cls, name: object) -> bool:
        return name in get_annotations(cls)

    def __getitem__(cls, name: str) -> NamedNode:
        """Return a term by its local name, where the name comes from data."""
        if name not in cls:
            raise AttributeError(_unknown(cls, name))
        term: NamedNode = getattr(cls, name)
        return term

    if not TYPE_CHECKING:  # the type checker is to refuse unknown names by itself

        def __getattr__(cls, name: str) -> NamedNode:
            raise AttributeError(_unknown(cls, name))


def _unknown(cls: _ClosedNamespace, name: str) -> str:
    near = get_close_matches(name, get_annotations(cls))
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"{cls.__name__} has no term {name!r}{hint}"


class CK(metaclass=_ClosedNamespace, iri="https://w3id.org/conflict-kg/ontology#"):
    """The conflict ontology."""

    # classes
    Entity: NamedNode
    Actor: NamedNode
    State: NamedNode
    Government: NamedNode
    MilitaryForce: NamedNode
    ArmedGroup: NamedNode
    Organization: NamedNode
    Coalition: NamedNode
    Person: NamedNode
    PopulationGroup: NamedNode
    Place: NamedNode
    Country: NamedNode
    Settlement: NamedNode
    Region: NamedNode
    Site: NamedNode
    HeritageSite: NamedNode
    HeritageStatus: NamedNode
    Claim: NamedNode
    Document: NamedNode
    Timed: NamedNode
    Told: NamedNode
    Figure: NamedNode
    Casualties: NamedNode
    Displacement: NamedNode
    AttackCount: NamedNode
    Fate: NamedNode
    Exactness: NamedNode
    Event: NamedNode
    ControlInterval: NamedNode
    Relation: NamedNode
    Polarity: NamedNode
    Modality: NamedNode
    Phase: NamedNode
    TimeAnchor: NamedNode
    PartialDate: NamedNode

    # relations
    supports: NamedNode
    alliedWith: NamedNode
    attacks: NamedNode
    opposes: NamedNode
    controls: NamedNode
    operatesIn: NamedNode
    locatedIn: NamedNode
    memberOf: NamedNode
    leads: NamedNode
    negotiatesWith: NamedNode
    damages: NamedNode
    hasHeritageStatus: NamedNode

    # properties of claims
    polarity: NamedNode
    modality: NamedNode
    phase: NamedNode
    attributedTo: NamedNode
    begin: NamedNode
    end: NamedNode
    beginLatest: NamedNode
    somewhereWithin: NamedNode
    timeExpression: NamedNode
    timeExpressionBegin: NamedNode
    timeInferredFrom: NamedNode
    reportedOn: NamedNode
    confidence: NamedNode
    quote: NamedNode
    quoteBegin: NamedNode
    quoteEnd: NamedNode
    quoteIn: NamedNode
    subjectText: NamedNode
    subjectBegin: NamedNode
    objectText: NamedNode
    objectBegin: NamedNode
    sourceText: NamedNode
    sourceBegin: NamedNode
    frame: NamedNode
    construction: NamedNode

    # properties of figures
    number: NamedNode
    lowerBound: NamedNode
    upperBound: NamedNode
    exactness: NamedNode
    numberText: NamedNode
    fate: NamedNode
    countedText: NamedNode
    victim: NamedNode
    perpetrator: NamedNode
    figurePlace: NamedNode
    figureOf: NamedNode

    # properties of documents, and of what is computed from claims
    textSignature: NamedNode
    copyOf: NamedNode
    reports: NamedNode
    eventRelation: NamedNode
    eventSubject: NamedNode
    eventObject: NamedNode
    eventPhase: NamedNode
    holder: NamedNode
    heldPlace: NamedNode
    firstDay: NamedNode
    lastDay: NamedNode
    disputedBegin: NamedNode
    disputedEnd: NamedNode
    opposedBy: NamedNode
    eventCount: NamedNode
    reportCount: NamedNode
    sourceCount: NamedNode

    # properties of entities
    generic: NamedNode
    linkReason: NamedNode
    territory: NamedNode
    typeSeen: NamedNode

    # individuals
    Affirmed: NamedNode
    Negated: NamedNode
    Actual: NamedNode
    Claimed: NamedNode
    Planned: NamedNode
    Denied: NamedNode
    PublicationDate: NamedNode
    EarlierInText: NamedNode
    Begins: NamedNode
    Holds: NamedNode
    Ends: NamedNode
    Killed: NamedNode
    Wounded: NamedNode
    Captured: NamedNode
    Missing: NamedNode
    Displaced: NamedNode
    Exactly: NamedNode
    AtLeast: NamedNode
    AtMost: NamedNode
    About: NamedNode
    Between: NamedNode
    Roughly: NamedNode


class RDF(metaclass=_ClosedNamespace, iri="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF 1.1."""

    type: NamedNode
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    Statement: NamedNode


class RDFS(metaclass=_ClosedNamespace, iri="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema."""

    label: NamedNode
    comment: NamedNode
    domain: NamedNode
    range: NamedNode
    subClassOf: NamedNode
    subPropertyOf: NamedNode


class OWL(metaclass=_ClosedNamespace, iri="http://www.w3.org/2002/07/owl#"):
    """OWL 2."""

    Class: NamedNode
    ObjectProperty: NamedNode
    SymmetricProperty: NamedNode
    sameAs: NamedNode


class XSD(metaclass=_ClosedNamespace, iri="http://www.w3.org/2001/XMLSchema#"):
    """XML Schema datatypes."""

    boolean: NamedNode
    date: NamedNode
    gYearMonth: NamedNode
    gYear: NamedNode
    decimal: NamedNode
    integer: NamedNode
    string: NamedNode
    anyURI: NamedNode


class SKOS(metaclass=_ClosedNamespace, iri="http://www.w3.org/2004/02/skos/core#"):
    """Labels and matches."""

    prefLabel: NamedNode
    altLabel: NamedNode
    exactMatch: NamedNode
    closeMatch: NamedNode
    example: NamedNode


class PROV(metaclass=_ClosedNamespace, iri="http://www.w3.org/ns/prov#"):
    """Provenance."""

    Activity: NamedNode
    SoftwareAgent: NamedNode
    wasDerivedFrom: NamedNode
    wasGeneratedBy: NamedNode
    wasAssociatedWith: NamedNode


class DCTERMS(metaclass=_ClosedNamespace, iri="http://purl.org/dc/terms/"):
    """Document metadata."""

    identifier: NamedNode
    title: NamedNode
    issued: NamedNode
    publisher: NamedNode


class SCHEMA(metaclass=_ClosedNamespace, iri="https://schema.org/"):
    """schema.org."""

    url: NamedNode
    latitude: NamedNode
    longitude: NamedNode
    startDate: NamedNode
    endDate: NamedNode


class GEO(metaclass=_ClosedNamespace, iri="http://www.opengis.net/ont/geosparql#"):
    """GeoSPARQL."""

    Geometry: NamedNode
    hasGeometry: NamedNode
    asWKT: NamedNode
    wktLiteral: NamedNode


RELATIONS: tuple[str, ...] = (
    "supports",
    "alliedWith",
    "attacks",
    "opposes",
    "controls",
    "operatesIn",
    "locatedIn",
    "memberOf",
    "leads",
    "negotiatesWith",
    "damages",
    "hasHeritageStatus",
)
"""Local names of the relations, in the ontology's order."""

SYMMETRIC: frozenset[str] = frozenset({"alliedWith", "negotiatesWith"})

PARENT_CLASS: MappingProxyType[str, str] = MappingProxyType(
    {
        "Actor": "Entity",
        "State": "Actor",
        "Government": "Actor",
        "MilitaryForce": "Actor",
        "ArmedGroup": "Actor",
        "Organization": "Actor",
        "Coalition": "Actor",
        "Person": "Actor",
        "PopulationGroup": "Actor",
        "Place": "Entity",
        "Country": "Place",
        "Settlement": "Place",
        "Region": "Place",
        "Site": "Place",
        "HeritageSite": "Place",
    }
)
"""Local name of each entity class to that of the class above it."""

PREFIXES: MappingProxyType[str, str] = MappingProxyType(
    {
        "ck": CK.iri,
        "rdf": RDF.iri,
        "rdfs": RDFS.iri,
        "owl": OWL.iri,
        "xsd": XSD.iri,
        "skos": SKOS.iri,
        "prov": PROV.iri,
        "dcterms": DCTERMS.iri,
        "schema": SCHEMA.iri,
        "geo": GEO.iri,
    }
)
"""Prefixes for exports and queries."""

DATA_KINDS: tuple[str, ...] = (
    "actor", "place", "status", "document", "claim", "geometry", "build", "event", "interval",
    "figure",
)  # fmt: skip
"""First path steps of the data's IRIs; with a prefix for each, no local name holds a slash."""


def data_prefixes(base: str) -> dict[str, str]:
    """Return the prefixes of the data under a base, one for each kind of thing.

    Local names then need no backslash, which one store keeps as part of the name.
    """
    return {kind: f"{base}{kind}/" for kind in DATA_KINDS}


def is_subclass(name: str, parent: str) -> bool:
    """Tell whether an entity class is the other one or lies under it.

    Examples
    --------
    >>> is_subclass("ArmedGroup", "Actor"), is_subclass("Country", "Actor")
    (True, False)
    """
    while name != parent and name in PARENT_CLASS:
        name = PARENT_CLASS[name]
    return name == parent


def subclasses(parent: str) -> tuple[str, ...]:
    """Return the local names of a class and of all that lie under it, in the ontology's order."""
    return tuple(name for name in (*PARENT_CLASS, "Entity", "HeritageStatus") if is_subclass(name, parent))
