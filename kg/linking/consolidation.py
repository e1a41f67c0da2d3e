"""Puts together what the documents say of each entity; knows no order and no clock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.gazetteers import Gazetteer
from kg.iris import DEFAULT_BASE
from kg.linking.linker import entity_of_entry
from kg.linking.model import GAZETTEER, Entity, EntityRecord
from kg.linking.names import entry_of_iri, is_generic, name_part

_STATUS_NAMES = {
    "status/world-heritage": "World Heritage",
    "status/world-heritage-in-danger": "World Heritage in Danger",
    "status/tentative-list": "Tentative List",
}


def consolidate(
    records: Iterable[EntityRecord], gazetteer: Gazetteer | None = None, *, base: str = DEFAULT_BASE
) -> tuple[Entity, ...]:
    """Return one entity for each IRI, sorted by IRI.

    Parameters
    ----------
    records
        What each document contributes, in any order; consumed.
    gazetteer
        Gives names, types, coordinates and matches to the IRIs that were made from it. None: none are added.

    Notes
    -----
    The name is the gazetteer's; else, of the forms that the IRI was made of, the one in most documents (ties:
    the longest, then the first in order of code points). The type is the gazetteer's, else the one that most
    documents saw. A State brings the Country that is its territory.
    """
    by_iri: defaultdict[str, set[EntityRecord]] = defaultdict(set)
    for record in records:
        by_iri[record.iri].add(record)
    found = {iri: _consolidate_one(iri, sorted(group), gazetteer, base) for iri, group in by_iri.items()}
    if gazetteer is not None:
        for entity in list(found.values()):
            country = entry_of_iri(entity.territory, gazetteer, base=base) if entity.territory else None
            if country is not None and entity.territory not in found:
                found[entity.territory] = entity_of_entry(country, gazetteer, base=base)
    return tuple(found[iri] for iri in sorted(found))


def _consolidate_one(iri: str, records: list[EntityRecord], gazetteer: Gazetteer | None, base: str) -> Entity:
    names = tuple(sorted({name for record in records for name in record.names if name.strip()}))
    reasons = sorted({part for record in records for part in record.reason.split("; ") if part})
    entry = entry_of_iri(iri, gazetteer, base=base) if gazetteer is not None else None
    if entry is not None and gazetteer is not None:
        reason = "; ".join(reasons) or GAZETTEER
        return entity_of_entry(entry, gazetteer, names=names, reason=reason, base=base)
    return Entity(
        iri=iri,
        name=_STATUS_NAMES.get(iri.removeprefix(base))
        or _best_name(iri, records, gazetteer)
        or iri.rsplit("/", 1)[-1],
        type=_vote(Counter(record.type for record in records)),
        names=names,
        generic=is_generic(iri, base=base) or any(record.generic for record in records),
        reason="; ".join(reasons),
    )


def _best_name(iri: str, records: list[EntityRecord], gazetteer: Gazetteer | None) -> str:
    counts = Counter(name for record in records for name in set(record.names) if name.strip())
    parts = iri.rsplit("/", 1)[-1].split(".")
    own = {name: n for name, n in counts.items() if _made_of(name, parts)}
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
    return min(types, key=lambda type_: (-types[type_], type_), default="")
