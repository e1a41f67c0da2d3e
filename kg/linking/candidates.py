"""Scores what a name may denote; nothing is better than the wrong thing."""

from __future__ import annotations

import math

from kg.claims.model import DocumentEntity
from kg.gazetteers import PLACE_TYPES, Entry, Gazetteer
from kg.linking.context import Context

THRESHOLD = 0.6
MARGIN = 0.05
"""How far the best candidate must lead the next one."""

GROUP_TYPES = frozenset(
    {"Government", "MilitaryForce", "ArmedGroup", "Organization", "Coalition", "PopulationGroup"}
)
_OLD_NAMES_LIVE = 3  # years for which the press goes on using the name of what has ended


def choose_entry(
    entity: DocumentEntity, gazetteer: Gazetteer, context: Context, *, within: str = ""
) -> Entry | None:
    """Return the entry that the entity's names denote, or None (NIL).

    Parameters
    ----------
    within
        Country in which the text itself puts it; empty: not said.
    """
    given = gazetteer.get(entity.gazetteer) if entity.gazetteer else None
    if given is not None:
        given = fit_type(given, entity.type, gazetteer)
    if given is not None and (entity.generic or not given.id.startswith("place:")):
        return given
    if entity.type == "HeritageStatus" or entity.generic:
        return None
    scores: dict[str, tuple[float, Entry]] = {}
    for name in dict.fromkeys((entity.name, *entity.aliases_announced, *_proper_forms(entity))):
        for entry in gazetteer.lookup(name):
            if not is_compatible(entry, entity.type):
                continue
            score = score_entry(entry, name, entity, gazetteer, context, within=within)
            if name not in (entity.name, *entity.aliases_announced):
                score -= 0.1
            if score > scores.get(entry.id, (-1.0, entry))[0]:
                scores[entry.id] = (score, entry)
    ranked = sorted(scores.values(), key=lambda pair: (-pair[0], pair[1].id))
    if not ranked or ranked[0][0] < THRESHOLD:
        return None
    if (
        len(ranked) > 1
        and ranked[0][0] - ranked[1][0] < MARGIN
        and not _same_thing(ranked[0][1], ranked[1][1])
    ):
        return None
    return ranked[0][1]


def fit_type(entry: Entry, type_: str, gazetteer: Gazetteer) -> Entry | None:
    """Return the entry, or its twin that the type asks for (the state for the country); None if none fits."""
    source, _, key = entry.id.partition(":")
    if source == "country" and type_ == "State":
        return gazetteer.get(f"state:{key}")
    if source == "state" and type_ in PLACE_TYPES:
        return gazetteer.get(f"country:{key}")
    return entry if is_compatible(entry, type_) else None


def is_compatible(entry: Entry, type_: str) -> bool:
    """Tell whether an entry can be what the text calls a thing of this type; an actor is never a place."""
    if type_ in PLACE_TYPES or type_ in ("Place", "HeritageSite"):
        if not entry.is_place:
            return False
        return type_ != "Country" or entry.type in ("Country", "Region")
    if type_ == "Person":
        return entry.type == "Person"
    if type_ == "State":
        return entry.type in ("State", "Coalition", "Government") and not (
            entry.type == "Government" and entry.parent.startswith("state:")
        )
    return entry.type in GROUP_TYPES if type_ in GROUP_TYPES else False


def score_entry(
    entry: Entry,
    name: str,
    entity: DocumentEntity,
    gazetteer: Gazetteer,
    context: Context,
    *,
    within: str = "",
) -> float:
    """Return in [0, 1] how well the entry answers to the name in this document."""
    ambiguous = gazetteer.is_ambiguous(name, entry)
    score = 0.45 if ambiguous else 0.75
    if entry.type in ("Settlement", "Site") or (entry.type == "Region" and entry.geonames):
        score = 0.3 if ambiguous else 0.4
        score += min(0.2, math.log10(max(entry.population, 1)) / 32)
    if entry.type == entity.type:
        score += 0.1
    countries = set(entry.countries or ((entry.country,) if entry.country else ()))
    said = {within} if within else set(entity.countries)
    if said and countries:
        score += 0.3 if said & countries else -0.5
    elif countries:
        share = sum(context.shares.get(country, 0.0) for country in countries)
        score += 0.25 * min(1.0, 2 * share) if share else -0.05
    score += _time_score(entry, context)
    return max(0.0, min(1.0, score))


def _time_score(entry: Entry, context: Context) -> float:
    if not context.year:
        return -0.02 if entry.end else 0.0
    begin, end = entry.begin[:4], entry.end[:4]
    if begin.isdigit() and context.year < int(begin):
        return -0.2
    if end.isdigit() and context.year > int(end) + (_OLD_NAMES_LIVE if entry.type != "Person" else 0):
        return -0.15
    if entry.offices:
        in_office = any(
            (not o.begin or int(o.begin[:4]) <= context.year)
            and (not o.end or context.year <= int(o.end[:4]))
            for o in entry.offices
        )
        return 0.05 if in_office else -0.1
    return 0.0


def _proper_forms(entity: DocumentEntity) -> list[str]:
    return sorted(
        (n for n in entity.names if n[:1].isupper() and n != entity.name), key=lambda n: (-len(n), n)
    )


def _same_thing(one: Entry, other: Entry) -> bool:
    """A town and the site that bears its name, or its region: the better type already leads."""
    return one.is_place and other.is_place and bool(one.country) and one.country == other.country
