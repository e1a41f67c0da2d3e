"""Puts together what the documents of a store say of each entity, with what people gave."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.corrections.file import read_corrections
from kg.corrections.identity import Identity
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.iris import DEFAULT_BASE, entities_graph_iri, geometry_iri
from kg.linking import EntityRecord, Given, consolidate, entry_iri, entry_of_iri
from kg.rdf import entity_quads
from kg.store import Store
from kg.vocab import CK


def refresh_entities(
    store: Store,
    gazetteer: Gazetteer | None = None,
    *,
    identity: Identity | None = None,
    only: Iterable[str] | None = None,
    base: str = DEFAULT_BASE,
) -> int:
    """Put together what all documents of a store say of each entity; return how many were put together.

    Needed after documents came or went. It reads every document's entities, so that the outcome depends on
    what the store holds and not on the order in which it came there.

    Parameters
    ----------
    gazetteer
        None: the shipped one, with the user's own that the store was last built with.
    identity
        What the corrections say; None: those of the store.
    only
        IRIs of what has changed: the rest is left as it is. The outcome is the same.
    """
    if identity is None:
        identity = read_corrections(store, base=base).identity
    if gazetteer is None:
        gazetteer = load_gazetteer(store.sidecar.gazetteer_path)
    given = _given(identity)
    graph = ox.NamedNode(entities_graph_iri(base))
    if only is None:
        entities = consolidate(_records(store, None), gazetteer, given=given, base=base)
        store.replace_graph(graph.value, entity_quads(entities, base=base))
        return len(entities)
    changed = _with_territories(set(only), identity, gazetteer, base)
    entities = consolidate(_records(store, changed), gazetteer, given=given, base=base)
    old = {quad for iri in changed for quad in _quads_of(store, iri, graph, base)}
    old |= set(_quads_of_statuses(store, old, changed, graph))
    new = set(entity_quads(entities, base=base))
    store.exchange(old, new)
    return len(entities)


def _given(identity: Identity) -> Given:
    return Given(
        names=identity.names,
        types=identity.types,
        merged={iri: tuple(sorted(olds)) for iri, olds in identity.merged.items()},
        more_names={iri: tuple(names) for iri, names in identity.former_names.items()},
    )


def _records(store: Store, iris: Iterable[str] | None) -> Iterable[EntityRecord]:
    return (
        EntityRecord(
            iri=row.iri,
            document=row.document_graph,
            type=type_,
            names=row.names,
            generic=row.generic,
            reason="; ".join(row.reasons),
        )
        for row in store.document_entity_rows(iris)
        for type_ in row.types
    )


def _with_territories(iris: set[str], identity: Identity, gazetteer: Gazetteer, base: str) -> set[str]:
    """Return the IRIs with the lands of the states among them, and the states of the lands."""
    found: set[str] = set()
    waiting = set(iris)
    while waiting:
        found |= waiting
        left = {identity.find(iri) for iri in waiting}
        same = left.union(*(identity.merged.get(iri, ()) for iri in left), waiting)
        entries = [entry_of_iri(iri, gazetteer, base=base) for iri in same]
        countries = {e.country for e in entries if e is not None and e.type in ("State", "Country")}
        joined = [gazetteer.get(f"{kind}:{code}") for code in countries for kind in ("state", "country")]
        joined += [entry for entry in gazetteer.extra_entries() if entry.country in countries]
        waiting = (same | {entry_iri(entry, base=base) for entry in joined if entry is not None}) - found
    return found


def _quads_of(store: Store, iri: str, graph: ox.NamedNode, base: str) -> Iterable[ox.Quad]:
    yield from store.quads(ox.NamedNode(iri), None, None, graph)
    yield from store.quads(ox.NamedNode(geometry_iri(iri, base=base)), None, None, graph)


def _quads_of_statuses(
    store: Store, old: Iterable[ox.Quad], changed: set[str], graph: ox.NamedNode
) -> Iterable[ox.Quad]:
    """Yield what is said of the heritage statuses that no other place has; the new places bring theirs again."""
    for node in {q.object for q in old if q.predicate == CK.hasHeritageStatus}:
        users = {q.subject for q in store.quads(None, CK.hasHeritageStatus, node, graph)}
        if isinstance(node, ox.NamedNode) and not any(
            isinstance(user, ox.NamedNode) and user.value not in changed for user in users
        ):
            yield from store.quads(node, None, None, graph)
