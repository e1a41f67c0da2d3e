"""From what a document names to entities with IRIs, and from many documents' entities to one graph's."""

from __future__ import annotations

from kg.linking.consolidation import consolidate
from kg.linking.linker import entity_of_entry, link_entities
from kg.linking.model import Entity, EntityRecord, Given
from kg.linking.names import entry_iri, entry_of_iri

__all__ = [
    "Entity",
    "EntityRecord",
    "Given",
    "consolidate",
    "entity_of_entry",
    "entry_iri",
    "entry_of_iri",
    "link_entities",
]
