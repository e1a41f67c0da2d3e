"""Which IRI an entity gets: from the gazetteer's identifier, or from its own name and context.

actor/islamic-state  actor/state.sy  actor/people.kurds  person/bashar-al-assad
place/country.sy  place/aleppo.170063  place/raqqa.region.sy-04  place/temple-of-bel  place/….whc-23
actor/named.NAME[.in-sy]  place/named.NAME…  person/named.NAME      an entity of our own
status/world-heritage  status/listed.world-heritage.since-1980   as a text, as the list says
actor/generic.rebels.in-sy  actor/generic.rebels.local.DOCUMENT     no name of its own
"""

from __future__ import annotations

from kg.gazetteers import PLACE_TYPES, Entry, Gazetteer, normalise_name
from kg.gazetteers.tables import slug
from kg.iris import DEFAULT_BASE, mint_entity_iri


def entry_iri(entry: Entry, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a gazetteer's entry."""
    source, _, key = entry.id.partition(":")
    if source == "own":
        return mint_entity_iri(kind_of(entry.type), "own", key, base=base)
    if source in ("state", "people"):
        return mint_entity_iri("actor", source, key.lower(), base=base)
    if source in ("actor", "person"):
        return mint_entity_iri(source, key, base=base)
    if source == "country":
        return mint_entity_iri("place", source, key.lower(), base=base)
    if source == "place" and not key.isdigit():
        return mint_entity_iri("place", key, base=base)
    if source == "place":
        return mint_entity_iri("place", slug(entry.name) or "place", key, base=base)
    if source == "region" and "." in key:
        return mint_entity_iri(
            "place", slug(entry.name) or "region", "region", key.lower().replace(".", "-"), base=base
        )
    if source in ("region", "site"):
        short = slug(entry.name)[:50].strip("-") or "site"
        return (
            mint_entity_iri("place", short, key.lower(), base=base)
            if key.startswith("WHC-")
            else (mint_entity_iri("place", key, base=base))
        )
    raise ValueError(f"an entry with the unknown id {entry.id!r}")


def entry_of_iri(iri: str, gazetteer: Gazetteer, *, base: str = DEFAULT_BASE) -> Entry | None:
    """Return the gazetteer's entry that has this IRI; None for an entity of our own."""
    kind, _, tail = iri.removeprefix(base).partition("/")
    parts = tail.split(".")
    last = parts[-1]
    ids: list[str] = []
    if kind == "person":
        ids = [f"person:{last}"]
    elif kind == "actor":
        ids = [f"state:{last.upper()}", f"people:{last}"] if len(parts) == 2 else [f"actor:{last}"]
    elif kind == "place" and len(parts) == 1:
        ids = [f"region:{last}", f"site:{last}", f"place:{last}"]
    elif kind == "place":
        code, _, number = last.partition("-")
        ids = [
            f"country:{last.upper()}",
            f"place:{last}",
            f"site:WHC-{number}",
            f"region:{code.upper()}.{number.upper()}",
        ]
    for entry_id in ids:
        entry = gazetteer.get(entry_id)
        if entry is not None and entry_iri(entry, base=base) == iri:
            return entry
    if len(parts) == 2 and parts[0] == "own":
        return next((e for e in gazetteer.extra_entries() if entry_iri(e, base=base) == iri), None)
    return None


def own_iri(
    type_: str, name: str, *, country: str = "", document: str = "", parent: str = "", generic: bool = False,
    base: str = DEFAULT_BASE,
) -> str:  # fmt: skip
    """Return the IRI of an entity that no gazetteer has, from its name and what bounds it."""
    parts = ["generic" if generic else "named", name_part(name)]
    if parent:
        parts += ["of", name_part(parent)]
    if country:
        parts.append(f"in-{country.lower()}")
    if document:
        parts += ["local", document]
    return mint_entity_iri(kind_of(type_), *parts, base=base)


def status_iri(name: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a heritage status: the ways to say "World Heritage" are one."""
    key = normalise_name(name)
    if "danger" in key.split() or "endangered" in key.split():
        return mint_entity_iri("status", "world-heritage-in-danger", base=base)
    if "tentative" in key.split():
        return mint_entity_iri("status", "tentative-list", base=base)
    if "world heritage" in key or key in ("unesco site", "unesco listed", "unesco list"):
        return mint_entity_iri("status", "world-heritage", base=base)
    return mint_entity_iri("status", "named", name_part(name), base=base)


def listed_status_iri(name: str, begin: str, end: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a status as a list gives it, with its years: no text names it, no correction changes it."""
    years = [f"{begin}-{end}" if end else f"since-{begin}"] if begin else []
    return mint_entity_iri("status", "listed", name_part(name), *years, base=base)


def is_listed_status(iri: str) -> bool:
    """Tell whether the IRI is that of a status as a list gives it, under whatever base."""
    return "/status/listed." in iri


def kind_of(type_: str) -> str:
    """Return the first step of the IRI's path: what can never be one thing differs here."""
    if type_ == "HeritageStatus":
        return "status"
    if type_ == "Person":
        return "person"
    return "place" if type_ in PLACE_TYPES else "actor"


def name_part(name: str) -> str:
    """Return the form of a name that spellings share, as a slug where it is plain ASCII."""
    key = normalise_name(name)
    if key.isupper():
        return key if key.isascii() else name  # an acronym is not the word
    return key.replace(" ", "-") or name.strip() or "…"


def is_generic(iri: str, *, base: str = DEFAULT_BASE) -> bool:
    """Tell whether the IRI is that of a thing without a name of its own."""
    return iri.removeprefix(base).partition("/")[2].startswith("generic.")
