"""A country's armed forces and its government: one entity for all the ways to describe them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kg.claims.model import DocumentEntity
from kg.gazetteers import Entry, Gazetteer

Body = Literal["", "force", "government"]

_TYPES: dict[Body, str] = {"force": "MilitaryForce", "government": "Government"}
_HEADS: dict[Body, frozenset[str]] = {
    "force": frozenset("army military forces troops soldiers servicemen servicemembers".split()),
    "government": frozenset("government regime authorities".split()),
}
_BESIDE = frozenset("the a its his armed government state regular national own of".split())
_BARE_ARMIES = frozenset(["army", "military", "armed forces", "government forces", "government troops"])
_WAYS_TO_PUT_IT = {
    "force": ("{} armed forces", "{} army", "{} military", "{} forces"),
    "government": ("{} government", "{} regime"),
}
_OF = {"force": "armed forces of {}", "government": "government of {}"}
_NOW = 2026
_SINCE = 1990  # what news on paper says little of; a body without a date is one of these years


def described_body(entity: DocumentEntity, gazetteer: Gazetteer) -> Body:
    """Tell whether all names of an entity merely describe a country's army or government."""
    if entity.whole or entity.generic:
        return entity.whole
    body: Body = next((body for body, type_ in _TYPES.items() if type_ == entity.type), "")
    return body if body and all(_describes(name, body, gazetteer) for name in entity.names) else ""


def country_of_body(entity: DocumentEntity, body: Body, gazetteer: Gazetteer) -> str:
    """Return the country that the text says: by itself, or in the names; empty: none."""
    if entity.countries:
        return entity.countries[0]
    found = {
        code
        for name in entity.names
        for code in _countries_of(_without_heads(name, body), gazetteer)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def find_national_body(
    entity: DocumentEntity, body: Body, country: str, year: int, gazetteer: Gazetteer
) -> Entry | None:
    """Return the armed forces or the government of a country in a year; None: there is no such entry.

    Parameters
    ----------
    year
        0: not known; then it is the body that stood longest in recent decades, the same in each document.
    """
    state = gazetteer.get(f"state:{country}")
    if state is None:
        return None
    own = {
        entry.id: entry
        for name in sorted({entity.name, *entity.names})
        if _is_name_of_its_own(name, body, gazetteer)
        for entry in gazetteer.lookup(name)
        if not entry.is_place and entry.type != "Person" and not gazetteer.is_ambiguous(name, entry)
    }
    if len(own) == 1:
        return next(iter(own.values()))  # "the Asad regime" is one regime, whatever the day
    if not is_of_country(entity, body, country, gazetteer):
        return None
    return body_of_state(state, body, year, gazetteer)


def is_of_country(entity: DocumentEntity, body: Body, country: str, gazetteer: Gazetteer) -> bool:
    """Tell whether the names let it be the country's own: a breakaway republic's forces are not."""
    rests = {_without_heads(name, body) for name in entity.names} - {""}
    return not rests or any(_speaks_of(country, rest, gazetteer) for rest in rests)


def body_of_state(state: Entry, body: Body, year: int, gazetteer: Gazetteer) -> Entry | None:
    """Return the armed forces or the government of a state in a year (0: not known), or None."""
    wanted = _TYPES[body]
    for way in _WAYS_TO_PUT_IT[body]:
        names = [way.format(word) for word in state.adjectives]
        if way == _WAYS_TO_PUT_IT[body][0]:
            names.append(_OF[body].format(state.name))
        found = {
            entry.id: entry
            for name in names
            for entry in gazetteer.lookup(name)
            if entry.type == wanted and (entry.country == state.country or state.end)
        }
        if found:
            return min(found.values(), key=lambda entry: (_distance(entry, year), entry.id))
    return None


def find_bare_armies(
    entities: Sequence[DocumentEntity],
    entries: Sequence[Entry | None],
    country: str,
    year: int,
    gazetteer: Gazetteer,
) -> list[Entry | None]:
    """Return the entries, with one for "the army" where the document has one army.

    Parameters
    ----------
    country
        Where all its places lie; empty: in several countries.
    """
    armies = {
        entry
        for entity, entry in zip(entities, entries, strict=True)
        if entry is not None and entry.type == "MilitaryForce" and described_body(entity, gazetteer)
    }
    state = gazetteer.get(f"state:{country}") if country else None
    if not armies and state is not None:
        army = body_of_state(state, "force", year, gazetteer)
        armies = {army} if army is not None else set()
    only = armies.pop() if len(armies) == 1 else None
    return [
        only if entry is None and entity.generic and _is_bare_army(entity) else entry
        for entity, entry in zip(entities, entries, strict=True)
    ]


def _is_bare_army(entity: DocumentEntity) -> bool:
    names = (entity.name, *entity.names)
    return entity.type == "MilitaryForce" and not entity.parent and _BARE_ARMIES.issuperset(names)


def _distance(entry: Entry, year: int) -> tuple[int, bool, int]:
    """Return how far a body is from a year: of two that meet in it, the old one; of nested ones, the later."""
    begin, end = _year(entry.begin, 0), _year(entry.end, 9999)
    rebel = not entry.parent.startswith("state:")  # it claims to be the country's
    if not year:
        return 0, rebel, max(begin, _SINCE) - min(end, _NOW)
    if begin < year <= end:
        return 0, rebel, -begin
    return (1 if begin == year else 1 + (begin - year if year < begin else year - end)), rebel, 0


def _year(text: str, default: int) -> int:
    return int(text[:4]) if text[:4].isdigit() else default


def _is_name_of_its_own(name: str, body: Body, gazetteer: Gazetteer) -> bool:
    """Tell the name of a body ("British Army", "Iraqi Security Forces") from a description ("British army")."""
    if not _describes(name, body, gazetteer):
        return True
    last = name.split()[-1]
    return body == "force" and last[:1].isupper() and " " in name


def _describes(name: str, body: Body, gazetteer: Gazetteer) -> bool:
    if _HEADS[body].isdisjoint(word.lower() for word in name.split()):
        return False
    country = _without_heads(name, body)
    return not country or bool(_countries_of(country, gazetteer))


def _without_heads(name: str, body: Body) -> str:
    """Return what is left of a description; the case of its words tells "US" from "us"."""
    words = re.sub(r"['’]s?(?=\s|$)", "", name).split()
    return " ".join(word for word in words if word.lower() not in _BESIDE | _HEADS[body])


def _countries_of(words: str, gazetteer: Gazetteer) -> set[str]:
    found = (*gazetteer.by_adjective(words), *gazetteer.lookup(words)) if words else ()
    return {entry.country for entry in found if entry.type in ("State", "Country")}


def _speaks_of(country: str, words: str, gazetteer: Gazetteer) -> bool:
    """Tell whether words name a country, by itself, its adjective or somebody of it: "Assad's brutal"."""
    found = _countries_of(words, gazetteer)
    for word in words.split():
        found |= _countries_of(word, gazetteer)
        found |= {entry.country for entry in gazetteer.lookup(word) if entry.type == "Person"}
    return country in found
