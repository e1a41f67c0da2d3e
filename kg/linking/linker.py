"""Gives a document's entities their IRIs."""

from __future__ import annotations

from kg.claims.model import DocumentEntity, Extraction
from kg.documents import Document
from kg.gazetteers import Entry, Gazetteer, normalise_name
from kg.iris import DEFAULT_BASE
from kg.linking.candidates import choose_entry
from kg.linking.context import NO_CONTEXT, Context, places_within, read_context
from kg.linking.model import ANNOUNCED, GAZETTEER, LOCAL, QUALIFIED, SAME_NAME, Entity
from kg.linking.names import entry_iri, own_iri, status_iri

_COMMON = frozenset(
    ("coalition alliance army government ministry parliament council opposition police navy marines regime "
     "authorities state party front union command force forces brigade battalion division the coalition").split()
) | {"air force", "security forces", "armed forces", "interim government", "foreign ministry", "old city"}  # fmt: skip
"""Names that every country has: what bears one is known in its document alone."""


def link_entities(
    extraction: Extraction, document: Document, gazetteer: Gazetteer, *, base: str = DEFAULT_BASE
) -> tuple[Entity, ...]:
    """Link what a document names to the gazetteer, or to entities of our own.

    Parameters
    ----------
    extraction, document
        What was found, and where: the countries that it names and its date decide between namesakes.
    base
        Under which IRIs are minted.

    Returns
    -------
    tuple[Entity, ...]
        Aligned with ``extraction.entities``; several may share one IRI.
    """
    within = places_within(extraction, gazetteer)
    # First what needs no context, then the rest in the context that this gives.
    sure = [
        choose_entry(entity, gazetteer, NO_CONTEXT, within=within.get(index, ""))
        for index, entity in enumerate(extraction.entities)
    ]
    context = read_context(extraction, document, sure)
    entities = []
    for index, entity in enumerate(extraction.entities):
        if entity.type == "HeritageStatus":
            entities.append(_entity(entity, status_iri(entity.name, base=base), SAME_NAME))
            continue
        entry = choose_entry(entity, gazetteer, context, within=within.get(index, ""))
        if entry is not None:
            entities.append(
                entity_of_entry(
                    entry, gazetteer, names=_names(entity), reason=_reason(entity, entry), base=base
                )
            )
        elif entity.generic:
            entities.append(_generic_entity(entity, document, base))
        else:
            entities.append(_own_entity(entity, document, context, base))
    return tuple(entities)


def entity_of_entry(
    entry: Entry,
    gazetteer: Gazetteer,
    *,
    names: tuple[str, ...] = (),
    reason: str = GAZETTEER,
    base: str = DEFAULT_BASE,
) -> Entity:
    """Return the entity that a gazetteer's entry describes."""
    matches = list(entry.matches)
    if entry.geonames:
        matches.append(f"https://sws.geonames.org/{entry.geonames}/")
    if entry.wikidata:
        matches.append(f"http://www.wikidata.org/entity/{entry.wikidata}")
    country = gazetteer.get(f"country:{entry.country}") if entry.type == "State" else None
    parent = gazetteer.get(entry.parent) if entry.parent else None
    return Entity(
        iri=entry_iri(entry, base=base),
        name=entry.name,
        type=entry.type,
        names=names or (entry.name,),
        reason=reason,
        countries=entry.countries or ((entry.country,) if entry.country else ()),
        gazetteer=entry.id,
        matches=tuple(sorted(matches)),
        longitude=entry.longitude,
        latitude=entry.latitude,
        territory=entry_iri(country, base=base) if country is not None else "",
        parent=entry_iri(parent, base=base) if parent is not None else "",
    )


def _reason(entity: DocumentEntity, entry: Entry) -> str:
    own = {normalise_name(name) for name in (*entry.names, *entry.ambiguous, entry.name)}
    announced = any(normalise_name(name) not in own for name in entity.aliases_announced)
    return f"{GAZETTEER}; {ANNOUNCED}" if announced else GAZETTEER


def _generic_entity(entity: DocumentEntity, document: Document, base: str) -> Entity:
    place = entity.type in ("Settlement", "Region", "Site", "Country", "Place")
    country = entity.countries[0] if len(entity.countries) == 1 else ""
    if country and not place and not entity.parent:
        return _entity(
            entity, own_iri(entity.type, _bare(entity), country=country, generic=True, base=base), QUALIFIED
        )
    iri = own_iri(
        entity.type,
        entity.name,
        country=country,
        parent=entity.parent,
        document=document.id,
        generic=True,
        base=base,
    )
    return _entity(entity, iri, LOCAL)


def _own_entity(entity: DocumentEntity, document: Document, context: Context, base: str) -> Entity:
    country = entity.countries[0] if len(entity.countries) == 1 else ""
    reason = ANNOUNCED if entity.aliases_announced else SAME_NAME
    key = normalise_name(entity.name)
    if key in _COMMON or (key.isascii() and key.islower() and entity.name[:1].islower()):
        return _entity(entity, own_iri(entity.type, entity.name, document=document.id, base=base), LOCAL)
    if " " in key and entity.type == "Person":
        return _entity(entity, own_iri(entity.type, entity.name, base=base), reason)
    if " " in key and kind_is_wide(entity.type):
        return _entity(entity, own_iri(entity.type, entity.name, country=country, base=base), reason)
    # One word, or the name of a place, is borne by many: it holds in one country, or in one document.
    country = country or context.main_country
    iri = own_iri(
        entity.type,
        entity.name,
        country=country,
        document="" if country else document.id,
        parent=entity.parent,
        base=base,
    )
    return _entity(entity, iri, reason if country else LOCAL)


def kind_is_wide(type_: str) -> bool:
    """Tell whether a name of several words is taken to be one thing's the world over."""
    return type_ not in ("Settlement", "Region", "Site", "Place", "HeritageSite")


def _bare(entity: DocumentEntity) -> str:
    """Return the words without the country: "Syrian rebels" and "rebels" (of Syria) are one."""
    shortest = min(
        (n for n in entity.names if n), key=lambda n: (len(n.split()), len(n), n), default=entity.name
    )
    head = normalise_name(entity.name).split()
    return shortest if normalise_name(shortest).split()[-1:] == head[-1:] else entity.name


def _entity(entity: DocumentEntity, iri: str, reason: str) -> Entity:
    return Entity(
        iri=iri,
        name=entity.name,
        type=entity.type,
        names=_names(entity),
        generic=entity.generic,
        reason=reason,
        countries=entity.countries,
    )


def _names(entity: DocumentEntity) -> tuple[str, ...]:
    return tuple(sorted({name for name in (*entity.names, *entity.aliases_announced) if name.strip()})) or (
        entity.name,
    )
