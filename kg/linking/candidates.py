"""Scores what a name may denote; nothing is better than the wrong thing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from kg.claims.model import DocumentEntity, Extraction
from kg.gazetteers import ACTOR_TYPES, PLACE_TYPES, REGION_WORDS, Entry, Gazetteer, Office, normalise_name
from kg.linking.context import METROPOLIS, Context
from kg.linking.national import country_of_body, described_body, find_national_body

THRESHOLD = 0.7
MARGIN = 0.05
"""How far the best candidate must lead the next one."""

GROUP_TYPES = ACTOR_TYPES - {"Actor", "State", "Person"}
_BETWEEN = frozenset(["of", "in", "at", "the", "city", "town", "s"])
_SOURCES_DIFFER = 1  # years by which founding dates are uncertain
_GUEST = 0.4  # share of a document's countries up to which one may only take sides, far from home
_LIVES_ON = 3  # years for which the press goes on using the name of what has ended
_TITLES = frozenset(
    ("mr mrs ms dr sir lord president vice prime minister foreign defence defense secretary general gen lt "
     "lieutenant major maj colonel col brigadier captain capt admiral sheikh sheik king queen prince emir imam "
     "ayatollah mullah leader commander chief former late then chancellor ambassador spokesman spokeswoman "
     "envoy governor senator state of chairman judge pope dictator strongman warlord caliph us un eu").split()
)  # fmt: skip
_DESCRIPTORS = frozenset(
    ("group groups organisation organization movement militants fighters forces rebels terror terrorist jihadists "
     "jihadist militia militias party army network and the extremist extremists insurgents led backed").split()
)  # fmt: skip
_MEMBERS = frozenset("terrorists militants fighters jihadists insurgents gunmen extremists".split())
_BODIES = frozenset({"Government", "MilitaryForce", "ArmedGroup"})
_CROWDS = frozenset(["rebels", "insurgents", "militias", "militants", "fighters", "jihadists"])
_HEADS = ("president", "prime minister", "king", "supreme leader", "chancellor", "emir", "crown prince")


def choose_entry(
    entity: DocumentEntity,
    gazetteer: Gazetteer,
    context: Context,
    *,
    within: str = "",
    settled: bool | None = None,
) -> Entry | None:
    """Return the entry that the entity's names denote, or None (NIL).

    Parameters
    ----------
    within
        Country in which the text itself puts it; empty: not said.
    settled
        What ``has_settled_entry`` says of it; None: it is asked here.
    """
    given = gazetteer.get(entity.gazetteer) if entity.gazetteer else None
    if given is not None:
        given = fit_type(given, entity.type, gazetteer)
    if body := described_body(entity, gazetteer):
        country = country_of_body(entity, body, gazetteer) or context.main_country
        return find_national_body(entity, body, country, context.year, gazetteer)
    if given is not None and given.type == "Country" and within not in ("", given.country):
        given = None  # "Georgia, USA"
    if given is not None and _is_yet_to_be(given, context.year):
        given = None
    if given is not None and (
        entity.generic or (_is_settled(given, entity, gazetteer) if settled is None else settled)
    ):
        return _region_of_that_name(given, gazetteer, context) or given
    if entity.type in PLACE_TYPES and (region := _named_region(entity, gazetteer)) is not None:
        return region
    if entity.type == "HeritageStatus":
        return None
    if entity.generic:
        return _named_after_all(entity, gazetteer)
    scores: dict[str, tuple[float, Entry]] = {}
    for name, penalty in _names_to_try(entity, gazetteer):
        found = [
            entry
            for entry in gazetteer.lookup(name)
            if is_compatible(entry, entity.type) and not _is_yet_to_be(entry, context.year)
        ]
        for entry in found:
            score = _score(entry, found, name, entity, gazetteer, context, within) - penalty
            if score > scores.get(entry.id, (-1.0, entry))[0]:
                scores[entry.id] = (score, entry)
    if not scores and entity.type in PLACE_TYPES:
        countries = [within] if within else [*entity.countries, context.main_country]
        return next((e for c in countries if c and (e := gazetteer.similar_place(entity.name, c))), None)
    return _pick(scores.values())


def fit_towns(
    extraction: Extraction, entries: Sequence[Entry | None], gazetteer: Gazetteer
) -> list[Entry | None]:
    """Return the entries, without regions where the text puts the place in a town: the ruins of Nineveh, in Mosul."""
    fitted = list(entries)
    for claim in extraction.claims:
        inner, outer = entries[claim.subject.entity], entries[claim.object.entity]
        if claim.relation != "locatedIn" or claim.polarity == "Negated" or inner is None or outer is None:
            continue
        if inner.type == "Region" and outer.type == "Settlement":
            name = extraction.entities[claim.subject.entity].name
            sites = [entry for entry in gazetteer.lookup(name) if entry.type == "Site"]
            fitted[claim.subject.entity] = sites[0] if len(sites) == 1 else None
    return fitted


def has_settled_entry(entity: DocumentEntity, gazetteer: Gazetteer) -> bool:
    """Tell whether the entity comes with the entry that it denotes, and not with a guess at one."""
    given = gazetteer.get(entity.gazetteer) if entity.gazetteer else None
    return given is not None and (entity.generic or _is_settled(given, entity, gazetteer))


def _is_settled(given: Entry, entity: DocumentEntity, gazetteer: Gazetteer) -> bool:
    """Tell whether the entry that typed the mentions is the one that they denote, whatever the context."""
    if given.is_place:
        # Which town of a name it is, or whether its province, is for the whole document to say; that it is no
        # country ("the American state of Georgia"), the text has said.
        return (
            not given.geonames
            or given.type == "Country"
            or (
                given.type == entity.type == "Region"
                and any(other.type == "Country" for other in gazetteer.lookup(entity.name))
            )
        )
    if given.type == "State":
        return True
    rivals: set[str] = set()
    for name in entity.names:
        bearers = [entry for entry in gazetteer.lookup(name) if is_compatible(entry, entity.type)]
        if given in bearers and not gazetteer.is_ambiguous(name, given):
            return True
        rivals.update(entry.id for entry in bearers)
    return len(rivals) <= 1


def _is_yet_to_be(entry: Entry, year: int) -> bool:
    """Tell whether an actor was founded after a document was published, by more than sources differ."""
    if not year or entry.is_place or entry.type in ("State", "Person"):
        return False
    return entry.begin[:4].isdigit() and int(entry.begin[:4]) > year + _SOURCES_DIFFER


def _region_of_that_name(given: Entry, gazetteer: Gazetteer, context: Context) -> Entry | None:
    """Return the region that bears a country's name where a document names places there, and none in the country.

    That a text speaks of the United States says nothing (they may have taken sides); that it names Atlanta does.
    """
    if given.type != "Country" or given.country in context.countries_of_places:
        return None
    found = [
        entry
        for entry in gazetteer.lookup(given.name)
        if entry.type == "Region" and entry.geonames and entry.country in context.countries_of_places
    ]
    return found[0] if len(found) == 1 else None


def _named_after_all(entity: DocumentEntity, gazetteer: Gazetteer) -> Entry | None:
    """Return what a seeming description names: "the March 23 Movement"."""
    found = {
        entry.id: entry
        for name in entity.names
        if " " in name and all(word[:1].isupper() or word[:1].isdigit() for word in name.split())
        for entry in gazetteer.lookup(name)
        if is_compatible(entry, entity.type) and not gazetteer.is_ambiguous(name, entry)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _named_region(entity: DocumentEntity, gazetteer: Gazetteer) -> Entry | None:
    """Return the region that one of the names says it is: "the province of Latakia"."""
    for name in sorted(entity.names, key=lambda name: (-len(name), name)):
        words = name.split()
        ends = {word.lower() for word in (words[0], words[-1])}
        if "district" in ends and name != entity.name:
            continue  # a city's, more often than a country's
        if len(words) > 1 and not REGION_WORDS.isdisjoint(ends):
            found = [entry for entry in gazetteer.lookup(name) if entry.type == "Region"]
            if len(found) == 1:
                return found[0]
    return None


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
    if type_ in PLACE_TYPES:
        if not entry.is_place:
            return False
        return type_ != "Country" or entry.type in ("Country", "Region")
    if type_ == "Person":
        return entry.type == "Person"
    if type_ == "State":
        return entry.type in ("State", "Coalition")
    return entry.type in GROUP_TYPES if type_ in GROUP_TYPES else False


def _pick(scored: Iterable[tuple[float, Entry]]) -> Entry | None:
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].id))
    if not ranked or ranked[0][0] < THRESHOLD:
        return None
    best = ranked[0][1]
    rival = next((pair for pair in ranked[1:] if not _are_one(best, pair[1])), None)
    return None if rival is not None and ranked[0][0] - rival[0] < MARGIN else best


def _are_one(one: Entry, other: Entry) -> bool:
    """Town, its province and the site that bears its name: the type that the text gives has decided."""
    return one.is_place and other.is_place and one.type != other.type and one.country == other.country != ""


def _score(
    entry: Entry,
    rivals: Sequence[Entry],
    name: str,
    entity: DocumentEntity,
    gazetteer: Gazetteer,
    context: Context,
    within: str,
) -> float:
    """Return how well the entry answers to the name in this document; what is sure is near 1."""
    ambiguous = gazetteer.is_ambiguous(name, entry)
    if ambiguous and name.split()[-1].lower() in _CROWDS:
        return 0.0  # "Syrian rebels" may be many groups, though some headline meant one
    if entry.type in ("Settlement", "Site") or (entry.type == "Region" and entry.geonames):
        score = _prior_of_place(entry, rivals) - 0.1 * (ambiguous and entry.type == "Settlement")
    else:
        score = 0.45 if ambiguous else 0.75
    guessed = bool(entity.gazetteer) and not entry.is_place  # the type is then a guess too
    score += 0.1 * (guessed or entry.type == entity.type)
    if not entry.parent.startswith("country:"):  # that it lies in the country is counted below
        score += (0.03 if entry.offices else 0.15) * (entry.parent in context.entries)
    countries = set(entry.countries)
    said = {within} if within else set(entity.countries)
    share = sum(context.shares.get(country, 0.0) for country in countries)
    if (
        ambiguous
        and not guessed
        and entry.type in _BODIES
        and entity.type in _BODIES
        and entry.type != entity.type
    ):
        score -= 0.2
    if said and countries:
        # "the Britain-based Syrian Observatory": a name of its own stands against a country beside it.
        score += 0.3 if said & countries else (-0.5 if ambiguous or entry.is_place else -0.05)
    elif countries and context.shares:
        score += 0.25 * min(1.0, 2 * share) if share else (-0.1 if context.main_country else -0.05)
    if ambiguous and not entry.is_place:
        alone = all(rival.id == entry.id for rival in rivals)
        # "Security Council": of the one thing in the world that bears the name, or of one at war here.
        score += 0.1 * (alone and (bool(share) or not countries))
        # named in full elsewhere in the document, or by somebody of it
        score += 0.2 * (entry.id in context.entries or entry.id in context.of_people)
        score -= 0.3 * (
            not alone and entry.type != "Person" and not _is_named_for(entry, name, gazetteer, context)
        )
    elif ambiguous and entry.type == "Site":
        score += 0.2 if _is_beside(entry, name, context) else -0.3
    if entry.type == "Settlement" and not said and not entry.notable:
        if not share:
            score -= 0.2 * (
                entry.population < METROPOLIS
            )  # news of one war does not go to another's small towns
        elif context.main_country not in ("", entry.country) and share <= _GUEST:
            score -= 0.2 * (
                entry.country not in context.countries_of_places
            )  # nor to those of who takes part in it
    if entry.notable and (share or said & countries or not context.shares):
        score += 0.1
    return score + _score_of_time(entry, context.year)


def _is_beside(entry: Entry, name: str, context: Context) -> bool:
    """Tell whether the document names the town that tells a site from its namesakes: "Great Mosque"."""
    key = normalise_name(name)
    rests = [set(normalise_name(full).replace(key, "").split()) - _BETWEEN for full in entry.names]
    named = {word for place in context.places for word in place.split()}
    return any(not named.isdisjoint(rest) for rest in rests)


def _is_named_for(entry: Entry, name: str, gazetteer: Gazetteer, context: Context) -> bool:
    """Tell whether the document names what tells an actor from its namesakes: Manipur, of "PLA" for PLA Manipur.

    True where nothing does: no full name is made of this name and a place's.
    """
    words = set(normalise_name(name).casefold().split())
    places: list[Entry] = []
    for full in dict.fromkeys((entry.name, *entry.names)):
        whole = normalise_name(full).casefold().split()
        rest = " ".join(word for word in whole if word not in words | _BETWEEN)
        if words < set(whole):
            places += [place for place in gazetteer.lookup(rest) if place.is_place]
    return not places or any(
        context.shares.get(place.country) if place.type == "Country"
        else normalise_name(place.name) in context.all_places
        for place in places
    )  # fmt: skip


def _prior_of_place(entry: Entry, rivals: Sequence[Entry]) -> float:
    if entry.type != "Settlement":
        return 0.5
    others = [r.population for r in rivals if r.type == "Settlement" and r.id != entry.id]
    dominant = all(entry.population >= 10 * population for population in others)
    return 0.35 + min(0.2, math.log10(max(entry.population, 1)) / 32) + 0.1 * dominant


def _score_of_time(entry: Entry, year: int) -> float:
    """Return a bonus or malus for what existed, or was in office, when the document was published."""
    if entry.offices:
        heads = [office for office in entry.offices if office.role.startswith(_HEADS)]
        ends = [int(o.end[:4]) if o.end else 9999 for o in entry.offices]
        if not year:
            return (0.06 if heads else 0.0) if max(ends) > 2000 else -0.1
        in_office = any(_is_in_office(office, year) for office in entry.offices)
        head = 0.06 if any(_is_in_office(office, year) for office in heads) else 0.0
        return head + (0.05 if in_office else -0.1)
    begin, end = entry.begin[:4], entry.end[:4]
    if not year:
        return -0.02 if end else 0.0
    if begin.isdigit() and year < int(begin):
        return -0.2
    return -0.15 if end.isdigit() and year > int(end) + _LIVES_ON else 0.0


def _is_in_office(office: Office, year: int) -> bool:
    return int(office.begin[:4] or 0) <= year <= int(office.end[:4] or 9999)


def _names_to_try(entity: DocumentEntity, gazetteer: Gazetteer) -> list[tuple[str, float]]:
    """Return names with what is to be taken off their score.

    A shorter form that is part of the full name says little: the Vermont National Guard is not the National
    Guard, and not each Assad is the president.
    """
    full = entity.name
    names = dict.fromkeys((full, *entity.aliases_announced), 0.0)
    if entity.type == "Person":
        names[_without_titles(full, gazetteer)] = 0.0
    whole = normalise_name(_without_titles(full, gazetteer) if entity.type == "Person" else full).split()
    for name in sorted(entity.names):
        if not name[:1].isupper() or name in names:
            continue
        words = normalise_name(_without_titles(name, gazetteer) if entity.type == "Person" else name).split()
        rest = [word for word in whole if word not in words]
        if len(rest) < len(whole) and set(words) <= set(whole) and rest:
            if entity.type == "Person":
                continue
            if entity.type in GROUP_TYPES and not all(
                word in _DESCRIPTORS or gazetteer.by_adjective(word) for word in rest
            ):
                continue
        names[_without_titles(name, gazetteer) if entity.type == "Person" else name] = 0.1
    words = full.split()
    if entity.type in GROUP_TYPES and len(words) > 1 and words[-1].lower() in _MEMBERS:
        names.setdefault(" ".join(words[:-1]), 0.1)  # a headline's "ISIL Terrorists"
    return [(name, penalty) for name, penalty in names.items() if name]


def _without_titles(name: str, gazetteer: Gazetteer) -> str:
    """Return a person's name without what stands before it: "Russian Foreign Minister Lavrov"."""
    words = name.split()
    titled = any(word.lower().strip(".") in _TITLES for word in words[:-1])
    while len(words) > 1 and (
        words[0].lower().strip(".") in _TITLES or (titled and gazetteer.by_adjective(words[0]))
    ):
        del words[0]
    return " ".join(words)
