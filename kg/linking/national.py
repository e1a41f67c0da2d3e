"""A country's armed forces and its government: one entity for all the ways to describe them."""

from __future__ import annotations

from typing import Literal

from kg.claims.model import DocumentEntity
from kg.gazetteers import Entry, Gazetteer, normalise_name

Body = Literal["", "force", "government"]

_TYPES = {"force": "MilitaryForce", "government": "Government"}
_HEADS = {
    "force": frozenset("army military forces troops soldiers servicemen servicemembers".split()),
    "government": frozenset("government regime authorities".split()),
}
_BESIDE = frozenset("the a its his armed government state regular national own regime of 's".split())
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
    for body, type_ in _TYPES.items():
        if entity.type == type_ and all(_describes(name, body, gazetteer) for name in entity.names):
            return "force" if body == "force" else "government"
    return ""


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
    wanted = _TYPES[body]
    for way in _WAYS_TO_PUT_IT[body]:
        names = [way.format(word) for word in state.adjectives]
        if way == _WAYS_TO_PUT_IT[body][0]:
            names.append(_OF[body].format(state.name))
        found = {
            entry.id: entry
            for name in names
            for entry in gazetteer.lookup(name)
            if entry.type == wanted and entry.country == state.country
        }
        if found:
            return min(found.values(), key=lambda entry: (_distance(entry, year), entry.id))
    return None


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


def _is_name_of_its_own(name: str, body: str, gazetteer: Gazetteer) -> bool:
    """Tell the name of a body ("British Army", "Iraqi Security Forces") from a description ("British army")."""
    if not _describes(name, body, gazetteer):
        return True
    last = name.split()[-1]
    return body == "force" and last[:1].isupper() and " " in name


def _describes(name: str, body: str, gazetteer: Gazetteer) -> bool:
    words = normalise_name(name.replace("'s ", " ").replace("’s ", " ")).split()
    rest = [word for word in words if word.lower() not in _BESIDE]
    if _HEADS[body].isdisjoint(word.lower() for word in words):
        return False
    country = " ".join(word for word in rest if word.lower() not in _HEADS[body])
    return (
        not country
        or any(entry.type in ("State", "Country") for entry in gazetteer.by_adjective(country))
        or any(entry.type in ("State", "Country") for entry in gazetteer.lookup(country))
    )
