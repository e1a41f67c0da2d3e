"""Maps what was found in a document, and the entities behind it, to RDF quads."""

from kg.rdf.document import (
    SOFTWARE,
    VERSION,
    EntityLike,
    claim_iri,
    document_quads,
    entity_quads,
    relation_term,
    supports_direct_triple,
)
from kg.rdf.literals import partial_date

__all__ = [
    "SOFTWARE",
    "VERSION",
    "EntityLike",
    "claim_iri",
    "document_quads",
    "entity_quads",
    "partial_date",
    "relation_term",
    "supports_direct_triple",
]
