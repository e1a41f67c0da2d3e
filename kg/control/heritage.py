"""Heritage at risk: each site with its status, who held it when, and what was done to it, according to whom."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.control.answer import make_timeline
from kg.control.derive import place_claims
from kg.control.model import Timeline
from kg.control.read import Reader
from kg.linking.names import is_listed_status
from kg.query import ClaimRow, claim_rows
from kg.query.names import describe_entity, parts_of
from kg.store import Store
from kg.vocab import CK, RDF, SKOS, is_subclass

ACTS = ("damages", "attacks")
"""Relations that tell of what was done to a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A report of damage or attack: on the site, or on a part of it."""

    where: str
    """Label of what was hit."""
    row: ClaimRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """What a heritage officer would file on one site."""

    iri: str
    label: str
    statuses: tuple[str, ...]
    """Labels, sorted; none: the texts call it heritage, and tell no status."""
    lies_in: tuple[str, ...]
    held_as: str
    """Label of the place that the timeline is of: the site, or the town that it lies in; empty: of neither."""
    timeline: Timeline
    acts: tuple[Act, ...]
    """By day of the report."""


def read_sites(store: Store) -> list[SiteFile]:
    """Return the sites with a heritage status, or of the class, sorted by label."""
    reader = Reader(store)
    nodes = {q.subject for q in store.quads(None, CK.hasHeritageStatus)}
    nodes |= {q.subject for q in store.quads(None, RDF.type, CK.HeritageSite)}
    found = [_file(store, reader, node) for node in nodes if isinstance(node, ox.NamedNode)]
    return sorted(found, key=lambda site: (site.label.casefold(), site.iri))


def _file(store: Store, reader: Reader, node: ox.NamedNode) -> SiteFile:
    statuses = {
        q.object.value for q in store.quads(node, CK.hasHeritageStatus) if isinstance(q.object, ox.NamedNode)
    }
    wholes = {q.object.value for q in store.quads(node, CK.locatedIn) if isinstance(q.object, ox.NamedNode)}
    towns = sorted(iri for iri in wholes if describe_entity(store, iri)[1] == "Settlement")
    timeline, held_as = Timeline(place=node.value), ""
    for place in (node.value, *towns):
        timeline = make_timeline(reader, place, place_claims(reader, place))
        if timeline.intervals:
            held_as = reader.describe(place)[0]
            break
    acts = [
        Act(where=reader.describe(where)[0], row=row)
        for where in (node.value, *_parts(store, node))
        for row in claim_rows(store, relations=ACTS, entity=where)
        if row.object == where and row.modality != "Planned"
    ]
    return SiteFile(
        iri=node.value,
        label=reader.describe(node.value)[0],
        statuses=tuple(sorted(_labels(store, reader, statuses))),
        lies_in=tuple(sorted(reader.describe(iri)[0] for iri in wholes)),
        held_as=held_as,
        timeline=timeline,
        acts=tuple(sorted(acts, key=lambda act: (act.row.published, act.row.iri))),
    )


def _labels(store: Store, reader: Reader, statuses: set[str]) -> set[str]:
    """Return the labels of statuses, without "World Heritage" beside "World Heritage since 1980"."""
    plain = {
        q.object.value
        for iri in statuses
        if is_listed_status(iri)
        for q in store.quads(ox.NamedNode(iri), SKOS.altLabel)
        if isinstance(q.object, ox.Literal)
    }
    return {reader.describe(iri)[0] for iri in statuses} - plain


def _parts(store: Store, node: ox.NamedNode) -> list[str]:
    """Return the sites that lie in it: a temple of a city that is heritage."""
    return sorted(
        iri
        for iri in parts_of(store, node.value)
        if is_subclass(type_ := describe_entity(store, iri)[1], "Site") or type_ == "HeritageSite"
    )
