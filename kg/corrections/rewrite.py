"""Rewrites the graph of one document by the corrections; pure, and nothing changes where none applies.

Claims keep their IRIs, so what cites them stays right. A claim is left out while the corrections stand if they
make its two ends one thing, if they make it the same as one before it, or if a class that they give does
not fit its relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyoxigraph as ox

from kg.corrections.identity import Identity, Spot
from kg.linking.model import CORRECTION
from kg.linking.names import kind_of
from kg.ontology import list_relations
from kg.vocab import CK, RDF, SKOS, subclasses

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Values = dict[str, _Term]
_Triple = tuple[str, str, str]
_ENDS = ((RDF.subject, CK.subjectBegin), (RDF.object, CK.objectBegin), (CK.attributedTo, CK.sourceBegin))
_TEXTS = {RDF.subject: CK.subjectText, RDF.object: CK.objectText, CK.attributedTo: CK.sourceText}
_ROWS = (CK.typeSeen, SKOS.altLabel, CK.generic, CK.linkReason)


def correct_quads(quads: list[ox.Quad], identity: Identity) -> list[ox.Quad]:
    """Return the graph of a document with its corrections.

    Parameters
    ----------
    quads
        All of the document's graph, as it is without corrections.

    Returns
    -------
    list of Quad
        The same list where no correction touches the document.
    """
    document = next(
        (_text(q.subject) for q in quads if q.predicate == RDF.type and q.object == CK.Document), ""
    )
    entities = entities_of(quads)
    if not any(identity.touches(document, iri) for iri in entities):
        return quads
    return list(dict.fromkeys(_Rewriting(quads, identity, document, entities).run()))


def entities_of(quads: Iterable[ox.Quad]) -> list[str]:
    """Return the IRIs of the entities that a document's graph tells of, sorted."""
    return sorted({_text(quad.subject) for quad in quads if quad.predicate == CK.typeSeen})


class _Rewriting:
    def __init__(self, quads: list[ox.Quad], identity: Identity, document: str, entities: list[str]) -> None:
        self.quads, self.identity, self.document = quads, identity, document
        self.graph = quads[0].graph_name
        self.whole = {iri: identity.of_document(document, iri) for iri in entities}
        self.claims = _claims(quads)
        self.split_off: dict[tuple[str, str], set[str]] = {}
        """(entity before, entity now) of single mentions, with their words."""

    def run(self) -> Iterator[ox.Quad]:
        told, direct, kept = set[_Triple](), set[_Triple](), dict[str, dict[ox.NamedNode, str]]()
        said: set[tuple[str, ...]] = set()
        for claim in sorted(self.claims, key=self._by_place):
            values = self.claims[claim]
            ends = {term: _value(values, term) for term, _ in _ENDS if term.value in values}
            relation = _value(values, RDF.predicate)
            if _supports(values):
                told.add((ends[RDF.subject], relation, ends[RDF.object]))
            now = {term: self._mention(values, term, begin) for term, begin in _ENDS if term in ends}
            subject, object_ = now[RDF.subject], now[RDF.object]
            content = tuple(_value(values, term) for term in (CK.polarity, CK.modality, CK.phase))
            content += (" ".join(_value(values, CK.quote).split()), subject, relation, object_)
            if subject == object_ or content in said or not self._fits(relation, ends, now):
                continue
            said.add(content)
            kept[claim] = now
            if _supports(values):
                direct.add((subject, relation, object_))
        for quad in self.quads:
            yield from self._quad(quad, told, kept)
        for subject, relation, object_ in sorted(direct):
            yield self._new(subject, ox.NamedNode(relation), ox.NamedNode(object_))
        yield from self._split_rows()

    def _quad(
        self, quad: ox.Quad, told: set[_Triple], kept: Mapping[str, Mapping[ox.NamedNode, str]]
    ) -> Iterator[ox.Quad]:
        subject, predicate, object_ = quad.subject, quad.predicate, quad.object
        name, value = _text(subject), _text(object_)
        if name in self.claims:
            if name not in kept:
                return
            if predicate in kept[name]:
                object_ = ox.NamedNode(kept[name][predicate])
            elif isinstance(object_, ox.NamedNode):
                if value in self.claims and value not in kept:
                    return
                object_ = ox.NamedNode(self.whole.get(value, value))
            yield self._new(name, predicate, object_)
            return
        if isinstance(object_, ox.NamedNode):
            if (name, predicate.value, value) in told:
                return
            if value in self.claims and value not in kept:
                return
            object_ = ox.NamedNode(self.whole.get(value, value))
        target = self.whole.get(name, name)
        if target == name or predicate not in _ROWS:
            yield self._new(target, predicate, object_)
            return
        yield from self._row(name, target, predicate, object_)

    def _row(self, name: str, target: str, predicate: ox.NamedNode, object_: _Term) -> Iterator[ox.Quad]:
        """Yield what a row of an entity becomes that is now another, or part of another."""
        identity = self.identity
        apart = target in identity.made
        if predicate == CK.typeSeen:
            type_ = _text(object_).removeprefix(CK.iri)
            kind = identity.kind_of_iri(target)
            if kind_of(type_) != kind:  # it had the wrong class, and what it is now has another
                type_ = identity.types.get(target) or _ANY_TYPE[kind]
            yield self._new(target, predicate, CK[type_])
            yield self._new(target, CK.linkReason, ox.Literal(CORRECTION))
        elif apart or predicate == SKOS.altLabel:
            if predicate != CK.linkReason:
                yield self._new(target, predicate, object_)
        elif predicate != CK.generic:
            yield self._new(target, predicate, object_)

    def _split_rows(self) -> Iterator[ox.Quad]:
        """Yield what the document says of things that only single mentions of it stand for."""
        rows: dict[str, dict[ox.NamedNode, set[_Term]]] = {}
        for quad in self.quads:
            if quad.predicate in _ROWS:
                rows.setdefault(_text(quad.subject), {}).setdefault(quad.predicate, set()).add(quad.object)
        for (before, now), words in sorted(self.split_off.items()):
            names = rows[before].get(SKOS.altLabel, set())
            # "it" and "the town" name nothing: for such mentions the names of the rest are taken.
            for label in {name for name in names if _text(name) in words} or names:
                yield self._new(now, SKOS.altLabel, label)
            yield self._new(now, CK.linkReason, ox.Literal(CORRECTION))
            for term in (CK.typeSeen, CK.generic):
                for value in rows[before].get(term, ()):
                    yield self._new(now, term, value)

    def _mention(self, values: _Values, term: ox.NamedNode, begin: ox.NamedNode) -> str:
        iri = _value(values, term)
        now = self.identity.of_mention(self.document, iri, _spot(values, begin))
        if now != self.whole.get(iri, iri):
            self.split_off.setdefault((iri, now), set()).add(_value(values, _TEXTS[term]))
        return now

    def _fits(self, relation: str, ends: Mapping[ox.NamedNode, str], now: Mapping[ox.NamedNode, str]) -> bool:
        """Tell whether what the ends are by the corrections fits the relation."""
        allowed = _allowed_kinds().get(relation.removeprefix(CK.iri))
        for term, iri in now.items():
            if iri == ends[term] and iri not in self.identity.types:
                continue
            kinds: tuple[str, ...] = ("actor", "person") if term == CK.attributedTo else ()
            if allowed is not None and term != CK.attributedTo:
                kinds = allowed[term == RDF.object]
            if kinds and self.identity.kind(iri) not in kinds:
                return False
        return True

    def _by_place(self, claim: str) -> tuple[int, int, float, str]:
        values = self.claims[claim]
        begin, end = int(_value(values, CK.quoteBegin) or -1), int(_value(values, CK.quoteEnd) or -1)
        return begin, end, -float(_value(values, CK.confidence) or 0), claim

    def _new(self, subject: str, predicate: ox.NamedNode, object_: _Term) -> ox.Quad:
        return ox.Quad(ox.NamedNode(subject), predicate, object_, self.graph)


_ANY_TYPE = {"actor": "Actor", "person": "Person", "place": "Place", "status": "HeritageStatus"}


def _claims(quads: Iterable[ox.Quad]) -> dict[str, _Values]:
    claims: dict[str, _Values] = {
        _text(quad.subject): {} for quad in quads if quad.predicate == RDF.type and quad.object == CK.Claim
    }
    for quad in quads:
        if (values := claims.get(_text(quad.subject))) is not None:
            values[quad.predicate.value] = quad.object
    return claims


def _supports(values: _Values) -> bool:
    """As ``kg.rdf.supports_direct_triple``, of a claim that is stored."""
    told = _value(values, CK.polarity) == CK.Affirmed.value
    told = told and _value(values, CK.modality) in (CK.Actual.value, CK.Claimed.value)
    return told and _value(values, CK.phase) != CK.Ends.value


def _spot(values: _Values, begin: ox.NamedNode) -> Spot:
    return int(_value(values, begin) or -2), _value(values, CK.quoteIn) == "title"


def _value(values: _Values, term: ox.NamedNode) -> str:
    return _text(values.get(term.value))


def _text(term: _Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


@cache
def _allowed_kinds() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return for each relation of ours the kinds of things that it may go from, and to."""
    return {one.name: (_kinds(one.domain), _kinds(one.range)) for one in list_relations()}


def _kinds(class_: str) -> tuple[str, ...]:
    return tuple({kind_of(name) for name in subclasses(class_) if name not in ("Actor", "Entity")})
