"""Reads the ontology, and a user's additions to it, for people: a table of relations and a readable page.

A user's own relations stand in a Turtle file of their own: properties with a label, a domain and a range
among the classes of ``conflict.ttl``. Their local names are what the frame lexicon calls them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Triple

from kg.errors import DataFileError, InputMissingError
from kg.resources import find_resource
from kg.vocab import CK, OWL, PARENT_CLASS, RDF, RDFS, RELATIONS, SKOS

_CLASSES = frozenset(PARENT_CLASS) | {"Entity", "HeritageStatus"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation as the ontology describes it; classes by their local names."""

    name: str
    iri: str
    label: str
    domain: str
    range: str
    meaning: str
    example: str
    symmetric: bool = False
    own: bool = False
    """True for a relation of the user's own."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a file says of its terms, by IRI and property."""

    values: dict[tuple[str, str], tuple[str, ...]]

    def all(self, iri: str, predicate: NamedNode) -> tuple[str, ...]:
        return self.values.get((iri, predicate.value), ())

    def one(self, iri: str, predicate: NamedNode) -> str:
        return next(iter(self.all(iri, predicate)), "")

    def typed(self, class_: NamedNode) -> Iterator[str]:
        """Yield the IRIs of a class's members, in the order of the file."""
        for (iri, predicate), values in self.values.items():
            if predicate == RDF.type.value and class_.value in values:
                yield iri


def read_ontology(extra: Path | None = None) -> list[Triple]:
    """Return the triples of the shipped ontology, with those of the user's file behind them."""
    shipped = _parse(find_resource("ontology", "conflict.ttl"))
    return shipped if extra is None else shipped + _parse(extra)


def list_relations(extra: Path | None = None) -> tuple[Relation, ...]:
    """Return the relations in the ontology's order, then those of the user's file by name.

    Raises
    ------
    DataFileError
        The file is no Turtle, or one of its relations lacks a domain or range, has one that is no class of
        the ontology, or takes a name that the ontology uses.
    InputMissingError
        There is no such file.
    """
    terms = _index(read_ontology())
    relations = [_relation(terms, CK[name].value) for name in RELATIONS]
    if extra is not None:
        relations += _own_relations(extra)
    return tuple(relations)


def own_relations(extra: Path) -> dict[str, str]:
    """Return the names of the relations that a user's file declares, to their IRIs."""
    return {relation.name: relation.iri for relation in _own_relations(extra)}


def render_page(extra: Path | None = None) -> str:
    """Return a page in Markdown that shows all relations, classes, properties and values."""
    terms = _index(read_ontology())
    title = CK.iri.rstrip("#")
    lines = [f"# {terms.one(title, RDFS.label)}", "", terms.one(title, RDFS.comment), ""]
    lines += [f"Terms lie under `{CK.iri}`, written `ck:` here.", "", "## Relations", ""]
    rows = [
        (f"`{_short(one.iri)}`", one.domain, one.range, one.meaning, one.example)
        for one in list_relations(extra)
    ]
    lines += _table(("relation", "from", "to", "meaning", "example"), rows)
    classes = [iri for iri in terms.typed(OWL.Class) if iri.startswith(CK.iri)]
    rows_of_classes = [
        (
            f"`{_short(iri)}`",
            ", ".join(f"`{_short(parent)}`" for parent in terms.all(iri, RDFS.subClassOf)),
            terms.one(iri, RDFS.comment),
        )
        for iri in classes
    ]
    lines += ["", "## Classes", "", *_table(("class", "is a", "meaning"), rows_of_classes)]
    shown = {CK[name].value for name in RELATIONS}
    properties = [iri for iri in _having(terms, RDFS.domain) if iri.startswith(CK.iri) and iri not in shown]
    rows_of_properties = [
        (
            f"`{_short(iri)}`",
            _short(terms.one(iri, RDFS.domain)),
            _short(terms.one(iri, RDFS.range)),
            terms.one(iri, RDFS.comment),
        )
        for iri in properties
    ]
    lines += ["", "## Properties", "", *_table(("property", "of", "value", "meaning"), rows_of_properties)]
    rows_of_values = [
        (f"`{_short(iri)}`", kind.value.removeprefix(CK.iri).lower(), terms.one(iri, RDFS.comment))
        for kind in (CK.Polarity, CK.Modality, CK.Phase, CK.TimeAnchor, CK.Fate, CK.Exactness)
        for iri in terms.typed(kind)
    ]
    lines += ["", "## Values", "", *_table(("value", "of", "meaning"), rows_of_values), ""]
    return "\n".join(lines)


def _parse(path: Path) -> list[Triple]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputMissingError(str(path), error.strerror or "it cannot be read") from error
    try:
        return [quad.triple for quad in pyoxigraph.parse(data, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise DataFileError(str(path), error.lineno or 0, f"this is not Turtle: {error.msg}") from error


def _index(triples: Iterable[Triple]) -> _Terms:
    values: dict[tuple[str, str], list[str]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, Triple):
            found = values.setdefault((triple.subject.value, triple.predicate.value), [])
            found.append(triple.object.value)
    return _Terms({key: tuple(found) for key, found in values.items()})


def _having(terms: _Terms, predicate: NamedNode) -> Iterator[str]:
    return (iri for iri, property_ in terms.values if property_ == predicate.value)


def _relation(terms: _Terms, iri: str, *, own: bool = False) -> Relation:
    name = _local(iri)
    return Relation(
        name=name,
        iri=iri,
        label=terms.one(iri, RDFS.label) or name,
        domain=terms.one(iri, RDFS.domain).removeprefix(CK.iri),
        range=terms.one(iri, RDFS.range).removeprefix(CK.iri),
        meaning=terms.one(iri, RDFS.comment),
        example=terms.one(iri, SKOS.example),
        symmetric=OWL.SymmetricProperty.value in terms.all(iri, RDF.type),
        own=own,
    )


def _own_relations(path: Path) -> list[Relation]:
    terms = _index(_parse(path))
    declared = {*terms.typed(CK.Relation), *terms.typed(OWL.ObjectProperty)}
    relations: dict[str, Relation] = {}
    for iri in sorted(declared):
        relation = _relation(terms, iri, own=True)
        if relation.name in CK or relation.name in relations:
            raise _problem(path, relation, "the name is taken")
        for part, class_ in (("rdfs:domain", relation.domain), ("rdfs:range", relation.range)):
            if class_ not in _CLASSES:
                found = f"{class_} is none" if class_ else "there is none"
                raise _problem(path, relation, f"{part} must be a class of the ontology, and {found}")
        relations[relation.name] = relation
    if not relations:
        raise DataFileError(str(path), 0, "it declares no relation (a ck:Relation or an owl:ObjectProperty)")
    return list(relations.values())


def _problem(path: Path, relation: Relation, problem: str) -> DataFileError:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if relation.name in text), 0)
    return DataFileError(str(path), line, f"relation {relation.name!r}: {problem}")


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


_SHOWN_PREFIXES = {
    CK.iri: "ck",
    RDF.iri: "rdf",
    RDFS.iri: "rdfs",
    OWL.iri: "owl",
    SKOS.iri: "skos",
    "http://www.w3.org/2001/XMLSchema#": "xsd",
    "http://www.w3.org/ns/prov#": "prov",
    "https://schema.org/": "schema",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://www.opengis.net/ont/geosparql#": "geo",
}


def _short(iri: str) -> str:
    for start, prefix in _SHOWN_PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in cells),
    ]
