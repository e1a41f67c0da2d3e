"""Claims to networks: who stands with whom, and who is said to hold what.

Both networks are built from rows, one per claim, so a store, a query or a list made by hand will do.
Only a claim that affirms something which happened (``Actual``) or is said to have happened
(``Claimed``) draws an edge: what was negated, planned or denied never does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from kg.query.claims import ClaimRow

SIGNS: dict[str, int] = {
    "supports": 1,
    "alliedWith": 1,
    "memberOf": 1,  # a faction stands with its coalition
    "negotiatesWith": 0,
    "opposes": -1,
    "attacks": -1,
}
"""Relations of the alliance network, and whether they put two actors on one side (+1) or on two (-1)."""

SYMMETRIC = frozenset({"alliedWith", "negotiatesWith"})
PLACE_TYPES = frozenset({"Place", "Country", "Settlement", "Region", "Site", "HeritageSite"})
_NO_ACTOR = PLACE_TYPES | {"HeritageStatus"}
_DRAWN_MODALITIES = frozenset({"Actual", "Claimed"})


def name_source(row: ClaimRow) -> str:
    """Return who vouches for a claim.

    The person or body that the text names for it, else the publisher, else the document: two papers
    that quote the same observatory are one source, not two.
    """
    return row.source_label or row.publisher or row.document


def build_alliances(
    rows: Iterable[ClaimRow], *, min_sources: int = 1, min_confidence: float = 0.0
) -> nx.MultiDiGraph:
    """Link actors that are said to support, join, talk to, oppose or attack one another.

    Parameters
    ----------
    rows
        Claims; consumed once. Claims of other relations, on places (an attack on a town), and of an
        actor on itself are passed over.
    min_sources
        Leave out edges with fewer independent sources.
    min_confidence
        Leave out claims below it, in [0, 1].

    Returns
    -------
    nx.MultiDiGraph
        Nodes are entity IRIs with ``label``, ``type`` and ``weight`` (sum of the weights of its edges).
        One edge per subject, object and relation, its key the relation: ``relation``, ``sign`` (see
        ``SIGNS``), ``weight`` (independent sources, see ``name_source``), ``sources`` (sorted names) and
        ``claims`` (the rows, newest report first). A symmetric relation is one edge, from the smaller
        IRI to the greater. Nodes and edges come in sorted order.
    """
    kept: dict[tuple[str, str, str], list[ClaimRow]] = defaultdict(list)
    for row in _drawable(rows, min_confidence):
        if row.relation not in SIGNS or {row.subject_type, row.object_type} & _NO_ACTOR:
            continue
        ends = row.subject, row.object
        if row.relation in SYMMETRIC:
            ends = min(ends), max(ends)
        kept[(*ends, row.relation)].append(row)
    graph = _build(kept, min_sources)
    for _, _, relation, data in graph.edges(keys=True, data=True):
        data.update(relation=relation, sign=SIGNS[relation])
    return graph


def build_control(
    rows: Iterable[ClaimRow], *, min_sources: int = 1, min_confidence: float = 0.0
) -> nx.MultiDiGraph:
    """Link actors to the places that they are said to take, hold or lose.

    Parameters and results are those of ``build_alliances``, but for these:

    Returns
    -------
    nx.MultiDiGraph
        One edge per actor, place and phase, its key the phase (also in ``phase``; a claim without a
        phase says that the actor holds the place). Places have ``disputed``: more than one actor is
        said to hold it at once. A claim older than the last taking, or not newer than the actor's own
        loss, no longer counts, and actors whom one sentence names together count as one.
    """
    kept: dict[tuple[str, str, str], list[ClaimRow]] = defaultdict(list)
    for row in _drawable(rows, min_confidence):
        if row.relation == "controls" and row.subject_type not in _NO_ACTOR:
            kept[row.subject, row.object, row.phase or "Holds"].append(row)
    graph = _build(kept, min_sources)
    for _, _, phase, data in graph.edges(keys=True, data=True):
        data.update(relation="controls", phase=phase)
    for place in {end for _, end in graph.edges()}:
        graph.nodes[place]["disputed"] = _count_holders(graph, place) > 1
    return graph


def _drawable(rows: Iterable[ClaimRow], min_confidence: float) -> Iterator[ClaimRow]:
    for row in rows:
        if (
            row.polarity == "Affirmed"
            and row.modality in _DRAWN_MODALITIES
            and row.confidence >= min_confidence
            and row.subject != row.object
        ):
            yield row


def _build(kept: dict[tuple[str, str, str], list[ClaimRow]], min_sources: int) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    edges = []
    names: dict[str, tuple[str, str]] = {}
    for key, claims in sorted(kept.items()):
        sources = sorted({name_source(row) for row in claims})
        if len(sources) < min_sources:
            continue
        claims.sort(key=lambda row: row.iri)
        claims.sort(key=lambda row: row.published, reverse=True)
        edges.append((key, claims, sources))
        for row in claims:
            for iri, name in (
                (row.subject, (row.subject_label, row.subject_type)),
                (row.object, (row.object_label, row.object_type)),
            ):
                # Rows of one entity should agree; where they don't, the order of rows must not decide.
                names[iri] = min(names.get(iri, name), name)
    for iri, (label, type_) in sorted(names.items()):
        graph.add_node(iri, label=label or iri, type=type_, weight=0)
    for (subject, object_, kind), claims, sources in edges:
        weight = len(sources)
        graph.add_edge(subject, object_, key=kind, weight=weight, sources=tuple(sources), claims=claims)
        for end in (subject, object_):
            graph.nodes[end]["weight"] += weight
    return graph


def _count_holders(graph: nx.MultiDiGraph, place: str) -> int:
    """Count who is said to hold the place now, actors of one and the same sentence as one."""
    gained: dict[str, str] = {}
    lost: dict[str, str] = {}
    sentences: dict[str, set[tuple[str, str]]] = defaultdict(set)
    taken = ""
    for actor, _, phase, data in graph.in_edges(place, keys=True, data=True):
        side = lost if phase == "Ends" else gained
        for row in data["claims"]:
            # Who holds it does so when the report is made; a change has a time of its own.
            day = row.published if phase == "Holds" else row.begin or row.published
            side[actor] = max(side.get(actor, ""), day)
            if phase == "Begins":
                taken = max(taken, day)
            if phase != "Ends":
                sentences[actor].add((row.document, row.quote))
    groups: list[set[tuple[str, str]]] = []
    for actor, day in sorted(gained.items()):
        outdated = day < taken and not taken.startswith(day)
        if outdated or (actor in lost and lost[actor] >= day):
            continue
        joint = [group for group in groups if group & sentences[actor]]
        groups = [group for group in groups if group not in joint]
        groups.append(sentences[actor].union(*joint))
    return len(groups)
