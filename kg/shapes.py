"""Checks a graph against the shapes of ``ontology/shapes.ttl``, which are SHACL Core (https://www.w3.org/TR/shacl/).

A SHACL processor that finds no node to check calls the graph valid; here that is a failure. Large graphs are
checked in pieces, so memory stays bounded by the piece, and above a limit a sample of the claims is checked,
which the report says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.ontology import list_relations, read_ontology
from kg.resources import find_resource
from kg.vocab import CK, DCTERMS, GEO, PROV, RDF, RELATIONS, SKOS, subclasses

if TYPE_CHECKING:
    import rdflib

DEFAULT_LIMIT = 20_000
"""Claims that are checked at most, unless told otherwise: about half a minute's work."""

_BATCH = 1_000
_ENDS = (RDF.subject, RDF.predicate, RDF.object, CK.attributedTo, PROV.wasDerivedFrom)
_FIGURE_ENDS = (
    CK.victim, CK.perpetrator, CK.figurePlace, CK.figureOf, CK.attributedTo, PROV.wasDerivedFrom,
)  # fmt: skip

_Subject = NamedNode | BlankNode
_Node = NamedNode | BlankNode | Literal | Triple


@runtime_checkable
class HasQuads(Protocol):
    """A store, or whatever else can list its quads."""

    def quads(self) -> Iterable[Quad]:
        """Return all quads of all graphs."""
        ...


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Violation:
    """One thing that is wrong with one node."""

    focus: str
    """IRI of the node: for what is wrong with a claim, the claim."""
    message: str
    path: str = ""
    """IRI of the property that is wrong; empty: none in particular."""
    value: str = ""
    quote: str = ""
    """The claim's words, where the node is a claim that has some."""

    def __str__(self) -> str:
        """Return one line for people."""
        words = f' in "{self.quote}"' if self.quote else ""
        value = f" (found: {self.value})" if self.value and self.value != self.focus else ""
        return f"{self.focus}{words}: {self.message}{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a validation found."""

    conforms: bool
    checked: int
    """Nodes that were checked: claims, documents and entities."""
    claims: int
    """Claims that were checked."""
    claims_found: int
    """Claims that the graph holds."""
    results: tuple[Violation, ...]

    @property
    def sampled(self) -> bool:
        """True when not all claims were checked."""
        return self.claims < self.claims_found

    def __str__(self) -> str:
        """Return the outcome as one line for people."""
        if not self.checked:
            return "no node was checked: the graph holds no claim, document or entity of the ontology"
        sample = f", a sample of {self.claims} of {self.claims_found} claims" if self.sampled else ""
        if self.conforms:
            return f"the graph conforms: {self.checked} nodes were checked{sample}"
        count = len(self.results)
        problems = f"{count} problem{'s' if count != 1 else ''}"
        return f"the graph does not conform: {problems}, {self.checked} nodes checked{sample}"


def validate(
    data: HasQuads | Iterable[Quad], *, extra: Path | None = None, limit: int = DEFAULT_LIMIT
) -> Report:
    """Check the union of all graphs against the shapes.

    Parameters
    ----------
    data : HasQuads or iterable of Quad
        The graph; an iterable is consumed.
    extra : Path, optional
        A Turtle file with relations of the user's own: their claims must keep to its domains and ranges.
    limit : int
        How many claims to check at most, spread evenly over the graph; 0: all of them.

    Notes
    -----
    One core checks some 600 claims a second. A claim that points at nothing the graph describes fails.
    """
    graph, unknown = _load(data.quads() if isinstance(data, HasQuads) else data)
    claims = _members(graph, "Claim")
    things = _members(graph, "Document", *subclasses("Entity"), "HeritageStatus")
    if not claims and not things:
        missing = "no node was checked: the graph holds no claim, document or entity of the ontology"
        nothing = Violation(focus="", message=missing)
        return Report(conforms=False, checked=0, claims=0, claims_found=0, results=(nothing, *unknown))
    statements = _subjects(graph, [RDF.predicate]) - claims
    related = _subjects(graph, [CK.territory, *(CK[name] for name in RELATIONS)]) - things
    sample = _spread(sorted(claims, key=_by_value), limit)
    checker = _Checker(graph, extra)
    results = set(unknown)
    for batch in _batches(sample + sorted(statements, key=_by_value), _BATCH):
        results |= checker.check(batch, _ENDS)
    figures = _members(graph, "Casualties", "Displacement", "AttackCount")
    for batch in _batches(_spread(sorted(figures, key=_by_value), limit), _BATCH):
        results |= checker.check(batch, _FIGURE_ENDS)
    for batch in _batches(sorted(things | related, key=_by_value), _BATCH):
        results |= checker.check(batch, checker.links)
    return Report(
        conforms=not results,
        checked=len(sample) + len(things),
        claims=len(sample),
        claims_found=len(claims),
        results=tuple(sorted(results)),
    )


class _Checker:
    """Validates pieces of a graph, each with what its shapes have to know of its neighbours."""

    def __init__(self, graph: Store, extra: Path | None) -> None:
        import rdflib

        self._graph = graph
        self._ontology = [_to_rdflib(triple) for triple in read_ontology(extra)]
        self._shapes = rdflib.Graph().parse(find_resource("ontology", "shapes.ttl"))
        own = [relation for relation in list_relations(extra) if relation.own]
        for relation in own:
            self._shapes.parse(data=_relation_shapes(relation.iri, relation.domain, relation.range))
            # The property may be declared as an owl:ObjectProperty only.
            declared = Triple(NamedNode(relation.iri), RDF.type, CK.Relation)
            self._ontology.append(_to_rdflib(declared))
        self.links = (
            *(CK[name] for name in RELATIONS),
            *(NamedNode(relation.iri) for relation in own),
            CK.territory,
        )

    def check(self, batch: Sequence[_Subject], links: Sequence[NamedNode]) -> set[Violation]:
        """Return what is wrong with these nodes; ``links`` lead to the nodes whose classes matter."""
        import pyshacl
        import rdflib
        from rdflib.namespace import SH

        piece = rdflib.Graph()
        for known in self._ontology:
            piece.add(known)
        for triple in self._piece(batch, links):
            piece.add(_to_rdflib(triple))
        conforms, report, text = pyshacl.validate(piece, shacl_graph=self._shapes, inplace=True)
        if conforms:
            return set()
        if not isinstance(report, rdflib.Graph):  # pyshacl gives its errors in place of a report
            raise RuntimeError(f"the shapes cannot be used: {text}")
        nodes = {_value(node): node for node in batch}
        found = set()
        for result in report.objects(None, SH.result):
            focus, value = (report.value(result, term) for term in (SH.focusNode, SH.value))
            message = str(report.value(result, SH.resultMessage) or "")
            path = report.value(result, SH.resultPath)
            if str(value) in nodes and str(focus) not in nodes:
                node = nodes[str(value)]
                message = f"{message} {self._describe(node)}"
                shown, path = "", None
            elif str(focus) in nodes:
                node = nodes[str(focus)]
                shown = "" if value is None else str(value)
            else:  # a neighbour, of which only a part is here; its own turn comes
                continue
            found.add(
                Violation(
                    focus=_value(node),
                    message=message,
                    path=str(path) if isinstance(path, rdflib.URIRef) else "",
                    value=shown,
                    quote=self._text(node, CK.quote),
                )
            )
        return found

    def _piece(self, batch: Sequence[_Subject], links: Sequence[NamedNode]) -> Iterator[Triple]:
        neighbours: dict[_Node, None] = {}
        for node in batch:
            for quad in self._graph.quads_for_pattern(node, None, None):
                yield quad.triple
                if quad.predicate in links or quad.predicate == GEO.hasGeometry:
                    neighbours[quad.object] = None
        for neighbour in neighbours:
            if isinstance(neighbour, NamedNode | BlankNode):
                for predicate in (RDF.type, SKOS.prefLabel, DCTERMS.identifier, GEO.asWKT):
                    for quad in self._graph.quads_for_pattern(neighbour, predicate, None):
                        yield quad.triple

    def _describe(self, claim: _Subject) -> str:
        """Say what a claim says, with the classes of its ends."""
        ends = []
        for predicate in (RDF.subject, RDF.object):
            end = next((quad.object for quad in self._graph.quads_for_pattern(claim, predicate, None)), None)
            if not isinstance(end, NamedNode | BlankNode):
                ends.append("nothing" if end is None else _value(end))
                continue
            classes = sorted(
                _value(quad.object).removeprefix(CK.iri)
                for quad in self._graph.quads_for_pattern(end, RDF.type, None)
            )
            name = self._text(end, SKOS.prefLabel) or _value(end)
            ends.append(f"{name} ({', '.join(classes) or 'no class'})")
        relation = self._text(claim, RDF.predicate).removeprefix(CK.iri)
        return f"Here: {ends[0]} {relation} {ends[1]}."

    def _text(self, node: _Subject, predicate: NamedNode) -> str:
        return min(
            (_value(quad.object) for quad in self._graph.quads_for_pattern(node, predicate, None)), default=""
        )


def _load(quads: Iterable[Quad]) -> tuple[Store, list[Violation]]:
    """Return the union of all graphs, and the terms under our namespace that the ontology does not have."""
    graph = Store()
    unknown: set[str] = set()

    def union() -> Iterator[Quad]:
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(CK.iri):
                    name = term.value.removeprefix(CK.iri)
                    if name not in CK:
                        unknown.add(term.value)
            yield Quad(quad.subject, quad.predicate, quad.object)

    graph.bulk_extend(union())
    message = "The ontology has no such term."
    return graph, [Violation(focus=iri, message=message) for iri in sorted(unknown)]


def _members(graph: Store, *classes: str) -> set[_Subject]:
    found: set[_Subject] = set()
    for name in classes:
        for quad in graph.quads_for_pattern(None, RDF.type, CK[name]):
            if isinstance(quad.subject, NamedNode | BlankNode):
                found.add(quad.subject)
    return found


def _subjects(graph: Store, predicates: Iterable[NamedNode]) -> set[_Subject]:
    return {
        quad.subject
        for predicate in predicates
        for quad in graph.quads_for_pattern(None, predicate, None)
        if isinstance(quad.subject, NamedNode | BlankNode)
    }


def _spread(items: list[_Subject], limit: int) -> list[_Subject]:
    if not limit or len(items) <= limit:
        return items
    return [items[position * len(items) // limit] for position in range(limit)]


def _batches(items: Iterable[_Subject], size: int) -> Iterator[list[_Subject]]:
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def _by_value(node: _Node) -> str:
    return _value(node)


def _value(node: _Node) -> str:
    return str(node) if isinstance(node, Triple) else node.value


def _relation_shapes(iri: str, domain: str, range_: str) -> str:
    """Return the two shapes that hold claims and direct triples of a relation to its domain and range."""
    relation, domain, range_ = f"<{iri}>", f"<{CK[domain].value}>", f"<{CK[range_].value}>"
    return f"""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        [] a sh:NodeShape ; sh:targetNode {relation} ; sh:property [
            sh:path [ sh:inversePath rdf:predicate ] ;
            sh:node [ sh:property [ sh:path rdf:subject ; sh:class {domain} ] ,
                                  [ sh:path rdf:object ; sh:class {range_} ] ] ;
            sh:message "The subject or object is not of the relation's domain or range." ] .
        [] a sh:NodeShape ; sh:targetSubjectsOf {relation} ; sh:class {domain} ;
            sh:property [ sh:path {relation} ; sh:class {range_} ] .
    """


def _to_rdflib(triple: Triple) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return _term(triple.subject), _term(triple.predicate), _term(triple.object)


def _term(node: _Node) -> rdflib.term.Node:
    import rdflib

    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, Literal):
        if node.language:
            return rdflib.Literal(node.value, lang=node.language)
        # Not normalised: what is checked is what stands in the graph.
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value), normalize=False)
    return rdflib.BNode(_value(node))
