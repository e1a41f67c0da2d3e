"""Gives a document's entities their IRIs."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.claims.model import DocumentEntity, Extraction
from kg.documents import Document
from kg.gazetteers import PLACE_TYPES, Entry, Gazetteer, HeritageRecord, normalise_name
from kg.iris import DEFAULT_BASE
from kg.linking.candidates import choose_entry, fit_towns, has_settled_entry
from kg.linking.context import (
    NO_CONTEXT,
    Context,
    find_only_country,
    keep_said_countries,
    places_within,
    read_context,
)
from kg.linking.model import ANNOUNCED, GAZETTEER, LOCAL, QUALIFIED, SAME_NAME, Entity, Standing
from kg.linking.names import entry_iri, listed_status_iri, own_iri, status_iri
from kg.linking.national import find_bare_armies, is_of_country

_COMMON = frozenset(
    ("coalition alliance army government ministry ministries parliament council opposition police navy marines "
     "regime authorities state party front union command force forces brigade battalion division security air "
     "armed interim transitional national general central supreme federal high public foreign defence defense "
     "interior health justice finance education information culture antiquities oil affairs court bank office "
     "department directorate administration commission committee agency assembly guard guards coast border "
     "regiment corps squadron company platoon fleet wing infantry armoured armored mechanised mechanized "
     "republican presidential special operations intelligence military joint staff cabinet presidency senate "
     "congress house ground land of the and for in old city town new districts district quarter").split()
)  # fmt: skip
"""Words of names that every country has: what bears no other is known by its country or document alone."""
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
_WINGS = frozenset(["wing", "branch"])
_OF_ONE_PLACE = frozenset(["embassy", "consulate"])
_REBELS = frozenset(
    ["rebel", "rebels", "rebel fighters", "rebel forces", "rebel groups", "insurgents", "rebel fighter"]
)
_HOW_MANY = frozenset(
    ("some several many more most other all both few dozens hundreds thousands scores of one two three four "
     "five six seven eight nine ten the").split()
)  # fmt: skip


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
    settled = [has_settled_entry(entity, gazetteer) for entity in extraction.entities]
    extraction = replace(
        extraction,
        entities=tuple(
            keep_said_countries(entity, gazetteer, settled=is_settled)
            for entity, is_settled in zip(extraction.entities, settled, strict=True)
        ),
    )
    # First what needs no context, then the rest in the context that this gives.
    sure = [
        choose_entry(entity, gazetteer, NO_CONTEXT, within=within.get(index, ""), settled=settled[index])
        for index, entity in enumerate(extraction.entities)
    ]
    context = read_context(extraction, document, sure, gazetteer)
    entries = [
        choose_entry(entity, gazetteer, context, within=within.get(index, ""), settled=settled[index])
        for index, entity in enumerate(extraction.entities)
    ]
    entries = fit_towns(extraction, entries, gazetteer)
    only_country = find_only_country(entries, context)
    entries = find_bare_armies(extraction.entities, entries, only_country, context.year, gazetteer)
    entities = []
    for entity, entry in zip(extraction.entities, entries, strict=True):
        if entity.type == "HeritageStatus":
            entities.append(_entity(entity, status_iri(entity.name, base=base), SAME_NAME))
        elif entry is not None:
            reason = _reason(entity, entry)
            entities.append(entity_of_entry(entry, gazetteer, names=_names(entity), reason=reason, base=base))
        elif entity.generic:
            entities.append(_generic_entity(entity, document, gazetteer, only_country, base))
        else:
            entities.append(_own_entity(entity, document, gazetteer, context, base))
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
        countries=entry.countries,
        gazetteer=entry.id,
        matches=tuple(sorted(matches)),
        longitude=entry.longitude,
        latitude=entry.latitude,
        territory=entry_iri(country, base=base) if country is not None else "",
        parent=entry_iri(parent, base=base) if parent is not None else "",
        standings=tuple(sorted(_standing(record, base) for record in entry.heritage)),
    )


def _standing(record: HeritageRecord, base: str) -> Standing:
    words = f"{record.begin}–{record.end}" if record.end else f"since {record.begin}"
    return Standing(
        iri=listed_status_iri(record.status, record.begin, record.end, base=base),
        name=f"{record.status} {words}" if record.begin else record.status,
        status=record.status,
        begin=record.begin,
        end=record.end,
    )


def _reason(entity: DocumentEntity, entry: Entry) -> str:
    own = {normalise_name(name) for name in (*entry.names, *entry.ambiguous, entry.name)}
    announced = any(normalise_name(name) not in own for name in entity.aliases_announced)
    return f"{GAZETTEER}; {ANNOUNCED}" if announced else GAZETTEER


def _generic_entity(
    entity: DocumentEntity, document: Document, gazetteer: Gazetteer, only_country: str, base: str
) -> Entity:
    country = entity.countries[0] if len(entity.countries) == 1 else ""
    bare = _without_country(entity, gazetteer)
    if not country and bare in _REBELS:
        country = only_country
    one_person = entity.type == "Person" and not entity.name.endswith("s")
    if country and not entity.parent and not one_person and entity.type not in PLACE_TYPES:
        bare = "rebels" if bare in _REBELS else bare
        iri = own_iri(entity.type, bare, country=country, generic=True, base=base)
        return replace(_entity(entity, iri, QUALIFIED), countries=(country,))
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


def _own_entity(
    entity: DocumentEntity, document: Document, gazetteer: Gazetteer, context: Context, base: str
) -> Entity:
    country = entity.countries[0] if len(entity.countries) == 1 else ""
    country = country or _country_at_end(entity.name, gazetteer)
    reason = ANNOUNCED if entity.aliases_announced else SAME_NAME
    key = normalise_name(entity.name)
    words = key.casefold().split()
    local = own_iri(entity.type, entity.name, document=document.id, base=base)
    if wing := _wing_of_known(entity.name, gazetteer):
        return _entity(entity, own_iri(entity.type, wing, base=base), SAME_NAME)
    if (key.isascii() and key.islower() and entity.name[:1].islower()) or not _OF_ONE_PLACE.isdisjoint(words):
        return _entity(entity, local, LOCAL)
    if entity.type == "Person":
        if len(words) < 2:
            return _entity(entity, local, LOCAL)  # a surname is borne by many
        if gazetteer.is_common_name(entity.name):
            country = country or context.main_country
            iri = own_iri(entity.type, entity.name, country=country, base=base) if country else local
            return _entity(entity, iri, reason if country else LOCAL)
        return _entity(entity, own_iri(entity.type, entity.name, base=base), reason)
    if entity.whole and country and is_of_country(entity, entity.whole, country, gazetteer):
        # However it is put, it is that country's; no gazetteer has it.
        name = "armed forces" if entity.whole == "force" else "government"
        return _entity(entity, own_iri(entity.type, name, country=country, base=base), QUALIFIED)
    if all(word in _COMMON or _NUMBER.fullmatch(word) for word in words):
        # What every country has: known by its country, where the text gives one, or in its document alone.
        iri = own_iri(entity.type, entity.name, country=country, base=base) if country else local
        return _entity(entity, iri, reason if country else LOCAL)
    if entity.type == "Site" and not country and not _names_a_place(words, gazetteer):
        return _entity(entity, local, LOCAL)  # there is a Great Mosque in each town
    if len(words) > 1 and entity.type not in PLACE_TYPES:
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


def _wing_of_known(name: str, gazetteer: Gazetteer) -> str:
    """Return "armed wing of Hezbollah" for all spellings of a group that is known without context; else nothing."""
    kind, of, group = name.partition(" of ")
    if not of or kind.rpartition(" ")[2] not in _WINGS:
        return ""
    found = {
        entry.id: entry
        for entry in gazetteer.lookup(group)
        if not entry.is_place and not gazetteer.is_ambiguous(group, entry)
    }
    return f"{kind} of {found.popitem()[1].name}" if len(found) == 1 else ""


def _country_at_end(name: str, gazetteer: Gazetteer) -> str:
    """Return the country that a name ends with: "Southern Iraq", "Central Bank of Libya"."""
    words = name.split()
    for start in range(1, len(words)):
        found = {e.country for e in gazetteer.lookup(" ".join(words[start:])) if e.type == "Country"}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _names_a_place(words: list[str], gazetteer: Gazetteer) -> bool:
    return any(
        entry.type in ("Settlement", "Region") and not gazetteer.is_ambiguous(word, entry)
        for word in words
        if word not in _COMMON
        for entry in gazetteer.lookup(word)
    )


def _without_country(entity: DocumentEntity, gazetteer: Gazetteer) -> str:
    """Return a description without its country: "Syrian rebels" and "rebels" (of Syria) are one."""
    words = normalise_name(entity.name.replace("'s ", " ").replace("’s ", " ")).split()
    while len(words) > 1 and (words[0].isdigit() or words[0].lower() in _HOW_MANY):
        del words[0]
    rest = [
        word
        for word in words
        if not any(entry.country in entity.countries for entry in gazetteer.by_adjective(word))
    ]
    for code in entity.countries:
        country = gazetteer.get(f"country:{code}")
        for name in country.names if country is not None else ():
            part = normalise_name(name).casefold().split()
            if part and [word.casefold() for word in rest[: len(part)]] == part:
                rest = rest[len(part) :]
    return " ".join(rest) or entity.name


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
