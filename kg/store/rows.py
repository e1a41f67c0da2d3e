"""What a store tells of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class StoredDocument:
    """A document that the store holds."""

    identifier: str
    """The input's own identifier."""
    iri: str
    graph: str
    """IRI of the graph that holds what it says; empty: the default graph."""
    title: str = ""
    publisher: str = ""
    published: str = ""
    """ISO date; empty: not known."""
    claims: int = 0


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class EntityRow:
    """What one document contributes to one entity: consolidation is computed from all of these."""

    iri: str
    document_graph: str
    types: tuple[str, ...]
    """Local names of the ontology classes that the document saw it as, sorted."""
    names: tuple[str, ...]
    """Surface forms in the document, sorted."""
    reasons: tuple[str, ...] = ()
    """Why the document's mentions were put together, sorted."""
    generic: bool = False
