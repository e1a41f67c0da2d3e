"""The entities of a store with what speaks for each: names, mentions, claims, documents, reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.gazetteers import normalise_name
from kg.linking.names import is_listed_status
from kg.query.names import fold
from kg.store import Store
from kg.vocab import CK, DCTERMS, PARENT_CLASS, PROV, RDF, SKOS, subclasses

ENDS = (
    (RDF.subject, CK.subjectBegin, CK.subjectText),
    (RDF.object, CK.objectBegin, CK.objectText),
    (CK.attributedTo, CK.sourceBegin, CK.sourceText),
)
"""The ends of a claim, with where the mention of each begins and its words."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class ListedEntity:
    """An entity and what speaks for it; ordered by name."""

    name: str
    type: str
    """Local name of its class."""
    iri: str
    names: tuple[str, ...] = ()
    """All other names, sorted."""
    mentions: int = 0
    """Places in texts at which a claim names it."""
    claims: int = 0
    documents: int = 0
    reason: str = ""
    """Why its mentions were put together."""
    generic: bool = False


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class ListedMention:
    """A place in a text at which claims name an entity."""

    document: str
    """The document's own identifier."""
    in_title: bool = False
    offset: int
    """First character; in the title where ``in_title``."""
    text: str
    quote: str
    """Of one of the claims: the first by its words."""

    @property
    def spot(self) -> str:
        """The place as ``kg split --mentions`` takes it."""
        return f"{self.document}:{'title:' if self.in_title else ''}{self.offset}"


def list_entities(store: Store, *, like: str = "", type: str = "") -> tuple[ListedEntity, ...]:
    """Return the entities of a store, sorted by name.

    Parameters
    ----------
    like
        Only those of which some name has this in it; case, accents and hyphens make no difference.
    type
        Only those of this class (local name) and of the classes below it.
    """
    names = _names(store)
    counts = _counts(store)
    wanted = set(subclasses(type)) if type else None
    found = []
    for iri, class_ in sorted(_classes(store).items()):
        if wanted is not None and class_ not in wanted:
            continue
        label, others = names.get(iri, ("", ()))
        if like and not is_like(like, (label, *others, iri)):
            continue
        node = ox.NamedNode(iri)
        rows = {quad.graph_name for quad in store.quads(node, CK.typeSeen)}
        reasons = {part for q in store.quads(node, CK.linkReason) for part in _text(q.object).split("; ")}
        mentions, claims = counts.get(iri, (set(), set()))
        found.append(
            ListedEntity(
                name=label or iri,
                type=class_,
                iri=iri,
                names=others,
                mentions=len(mentions),
                claims=len(claims),
                documents=len(rows),
                reason="; ".join(sorted(reasons - {""})),
                generic=any(_text(q.object) == "true" for q in store.quads(node, CK.generic)),
            )
        )
    return tuple(sorted(found, key=lambda one: (fold(one.name), one)))


def list_mentions(store: Store, iri: str) -> tuple[ListedMention, ...]:
    """Return the places at which claims name an entity, sorted by document and place."""
    node = ox.NamedNode(iri)
    found: dict[tuple[str, bool, int], ListedMention] = {}
    for term, begin, words in ENDS:
        for quad in store.quads(None, term, node):
            claim = quad.subject
            if not isinstance(claim, ox.NamedNode):
                continue
            document = ox.NamedNode(_value(store, claim, PROV.wasDerivedFrom))
            mention = ListedMention(
                document=_value(store, document, DCTERMS.identifier),
                in_title=_value(store, claim, CK.quoteIn) == "title",
                offset=int(_value(store, claim, begin) or -1),
                text=_value(store, claim, words),
                quote=_value(store, claim, CK.quote),
            )
            key = (mention.document, mention.in_title, mention.offset)
            found[key] = min(found.get(key, mention), mention)
    return tuple(sorted(found.values()))


def is_like(text: str, names: tuple[str, ...]) -> bool:
    """Tell whether one of the names has the text in it, spellings apart."""
    folded, normal = fold(text), normalise_name(text).casefold()
    return any(
        folded in fold(name) or (normal and normal in normalise_name(name).casefold()) for name in names
    )


def _classes(store: Store) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name in (*PARENT_CLASS, "HeritageStatus"):
        for quad in store.quads(None, RDF.type, CK[name]):
            if isinstance(quad.subject, ox.NamedNode) and not is_listed_status(quad.subject.value):
                found.setdefault(quad.subject.value, set()).add(name)
    return {iri: min(names, key=lambda name: (-_depth(name), name)) for iri, names in found.items()}


def _depth(name: str) -> int:
    return 1 + _depth(PARENT_CLASS[name]) if name in PARENT_CLASS else 0


def _names(store: Store) -> dict[str, tuple[str, tuple[str, ...]]]:
    labels: dict[str, str] = {}
    for quad in store.quads(None, SKOS.prefLabel):
        iri = _text(quad.subject)
        labels[iri] = min(labels.get(iri, _text(quad.object)), _text(quad.object))
    others: dict[str, set[str]] = {}
    for quad in store.quads(None, SKOS.altLabel):
        others.setdefault(_text(quad.subject), set()).add(_text(quad.object))
    return {
        iri: (label := labels.get(iri, ""), tuple(sorted(others.get(iri, set()) - {label})))
        for iri in labels.keys() | others.keys()
    }


def _counts(store: Store) -> dict[str, tuple[set[tuple[str, str, bool]], set[str]]]:
    """Return for each IRI the places that name it, and the claims."""
    titles = {quad.subject for quad in store.quads(None, CK.quoteIn)}
    counts: dict[str, tuple[set[tuple[str, str, bool]], set[str]]] = {}
    for term, begin, _ in ENDS:
        begins = {quad.subject: _text(quad.object) for quad in store.quads(None, begin)}
        for quad in store.quads(None, term):
            claim = quad.subject
            mentions, claims = counts.setdefault(_text(quad.object), (set(), set()))
            mentions.add((str(quad.graph_name), begins.get(claim, ""), claim in titles))
            claims.add(_text(claim))
    return counts


def iterate_claims(store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield subject, relation and object of each claim."""
    subjects = {quad.subject: _text(quad.object) for quad in store.quads(None, RDF.subject)}
    relations = {quad.subject: _text(quad.object) for quad in store.quads(None, RDF.predicate)}
    for quad in store.quads(None, RDF.object):
        if quad.subject in subjects:
            yield subjects[quad.subject], relations.get(quad.subject, ""), _text(quad.object)


def _value(store: Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
    return min((_text(quad.object) for quad in store.quads(subject, predicate)), default="")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
