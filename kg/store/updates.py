"""Quads as the lines of a SPARQL update."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox


def in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    """Return a quad of the default graph as one of ``graph``; ValueError for a quad of another graph."""
    if quad.graph_name == graph:
        return quad
    if not isinstance(quad.graph_name, ox.DefaultGraph):
        raise ValueError(f"a quad of {quad.graph_name} was given for {graph}")
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def is_blank(quad: ox.Quad) -> bool:
    """Tell whether a quad has a blank node."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def update_lines(verb: str, quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield an update for each graph; N-Triples, as the library writes and escapes it, is SPARQL's syntax too."""
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    for graph, triples in graphs.items():
        body = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        yield f"{verb} DATA {{ GRAPH {graph} {{\n{body}}} }}"
