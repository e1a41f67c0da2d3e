"""Puts together what the documents say of each entity; knows no order and no clock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.gazetteers import PLACE_TYPES, Entry, Gazetteer
from kg.iris import DEFAULT_BASE
from kg.linking.linker import entity_of_entry
from kg.linking.model import GAZETTEER, Entity, EntityRecord, Given
from kg.linking.names import entry_of_iri, is_generic, name_part

_STATUS_NAMES = {
    "status/world-heritage": "World Heritage",
    "status/world-heritage-in-danger": "World Heritage in Danger",
    "status/tentative-list": "Tentative List",
}

_NOTHING = Given()


def consolidate(
    records: Iterable[EntityRecord],
    gazetteer: Gazetteer | None = None,
    *,
    given: Given = _NOTHING,
    base: str = DEFAULT_BASE,
) -> tuple[Entity, ...]:
    """Return one entity for each IRI, sorted by IRI.

    Parameters
    ----------
    records
        What each document contributes, in any order; consumed. Their IRIs are those that are left by ``given``.
    gazetteer
        Gives names, types, coordinates and matches to the IRIs that were made from it. None: none are added.
    given
        Names, classes and merges that people gave.

    Notes
    -----
    The name is the one that was given, else the gazetteer's; else, of the forms that the IRI was made of, the
    one in most documents (ties: the longest, then the first in order of code points); else that of what was
    merged into it. The type is the one that was given, else the gazetteer's, else the one that most documents
    saw. What was merged into it adds coordinates, matches, territory and statuses. A State brings the Country that is
    its territory, a site the statuses that the gazetteer gives it.
    """
    by_iri: defaultdict[str, set[EntityRecord]] = defaultdict(set)
    for record in records:
        by_iri[record.iri].add(record)
    made = _Consolidation(gazetteer, given, base)
    found = {iri: made.entity(iri, sorted(group)) for iri, group in by_iri.items()}
    for entity in list(found.values()):
        if not entity.territory:
            continue
        land = found.get(entity.territory) or made.entity(entity.territory, [])
        if land.type == "Country":
            found[land.iri] = land
        else:  # somebody gave it another class
            found[entity.iri] = replace(entity, territory="")
    return tuple(found[iri] for iri in sorted(found))


class _Consolidation:
    def __init__(self, gazetteer: Gazetteer | None, given: Given, base: str) -> None:
        self.gazetteer, self.given, self.base = gazetteer, given, base
        self.left = {old: new for new, olds in given.merged.items() for old in olds}

    def entity(self, iri: str, records: list[EntityRecord]) -> Entity:
        entity = self._described(iri, records)
        given = self.given
        type_ = given.types.get(iri, entity.type)
        territory = self.left.get(entity.territory, entity.territory) if type_ == "State" else ""
        name = given.names.get(iri, entity.name)
        names = {*entity.names, *given.more_names.get(iri, ())}
        if name != entity.name:
            names.add(entity.name)
        if len(names) != len(entity.names):
            entity = replace(entity, names=tuple(sorted(names)))
        standings = entity.standings if type_ in PLACE_TYPES else ()
        return replace(entity, name=name, type=type_, territory=territory, standings=standings)

    def _described(self, iri: str, records: list[EntityRecord]) -> Entity:
        names = tuple(sorted({name for record in records for name in record.names if name.strip()}))
        reasons = sorted({part for record in records for part in record.reason.split("; ") if part})
        entry = self._entry(iri)
        others = [one for one in map(self._entry, self.given.merged.get(iri, ())) if one is not None]
        if entry is not None:
            reason = "; ".join(reasons) or GAZETTEER
            entity = self._of_entry(entry, names=names, reason=reason)
        else:
            others_name = others[0].name if others else ""
            entity = Entity(
                iri=iri,
                name=_STATUS_NAMES.get(iri.removeprefix(self.base))
                or _best_name(iri, records, self.gazetteer, others_name)
                or iri.rsplit("/", 1)[-1],
                type=_vote(Counter(record.type for record in records)),
                names=names,
                generic=is_generic(iri, base=self.base) or any(record.generic for record in records),
                reason="; ".join(reasons),
            )
        for other in others:
            entity = _filled(entity, self._of_entry(other))
        return entity

    def _entry(self, iri: str) -> Entry | None:
        return entry_of_iri(iri, self.gazetteer, base=self.base) if self.gazetteer is not None else None

    def _of_entry(self, entry: Entry, *, names: tuple[str, ...] = (), reason: str = GAZETTEER) -> Entity:
        assert self.gazetteer is not None
        return entity_of_entry(entry, self.gazetteer, names=names, reason=reason, base=self.base)


def _filled(entity: Entity, other: Entity) -> Entity:
    """Return the entity with what it lacks and the other has."""
    here = entity.longitude is not None
    return replace(
        entity,
        type=entity.type or other.type,
        names=tuple(sorted({*entity.names, other.name} - {entity.name})),
        reason=entity.reason or other.reason,
        matches=tuple(sorted({*entity.matches, *other.matches})),
        longitude=entity.longitude if here else other.longitude,
        latitude=entity.latitude if here else other.latitude,
        territory=entity.territory or other.territory,
        standings=tuple(sorted({*entity.standings, *other.standings})),
    )


def _best_name(iri: str, records: list[EntityRecord], gazetteer: Gazetteer | None, other: str = "") -> str:
    counts = Counter(name for record in records for name in set(record.names) if name.strip())
    parts = iri.rsplit("/", 1)[-1].split(".")
    own = {name: n for name, n in counts.items() if _made_of(name, parts)}
    if not own and other:
        return other  # what was merged into it has a name, and nothing else is known
    pool = own or dict(counts)
    country = (
        gazetteer.get(f"country:{parts[-1][3:].upper()}")
        if gazetteer and parts[-1].startswith("in-")
        else None
    )
    if country is not None and parts[0] == "generic":
        # "rebels" of Syria are better called "Syrian rebels", where a text does so.
        qualified = {
            n: c for n, c in counts.items() if any(word in n for word in (*country.adjectives, country.name))
        }
        pool = qualified or pool
    return min(pool, key=lambda name: (-pool[name], -len(name), name), default="")


def _made_of(name: str, parts: list[str]) -> bool:
    part = name_part(name)
    return len(parts) > 1 and (
        parts[1] == part or parts[1].rpartition("_")[0] == part.lower().replace(" ", "-")
    )


def _vote(types: Counter[str]) -> str:
    # "Actor" and "Place" stand for a class that was corrected: any other says more.
    return min(types, key=lambda type_: (type_ in ("Actor", "Place"), -types[type_], type_), default="")
