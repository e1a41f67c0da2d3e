"""Proposes entities that may be one, with reasons, best first; a person decides.

Only things of one kind are compared, and only those that share a key of some name or stand beside each other
when names are sorted: the work grows with the number of names, not with its square (blocking and the sorted
neighbourhood method: Hernández and Stolfo 1995, "The merge/purge problem for large databases"). Two things
that the gazetteer tells apart are never proposed, nor a pair that a correction blocks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import pyoxigraph as ox
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from kg.corrections.file import read_corrections
from kg.corrections.listing import ListedEntity, iterate_claims, list_entities
from kg.gazetteers import consonant_skeleton, normalise_name
from kg.iris import DEFAULT_BASE
from kg.linking.model import GAZETTEER
from kg.linking.names import kind_of
from kg.store import Store
from kg.vocab import SCHEMA

WINDOW = 4
"""How many names behind each, in sorted order, it is compared with."""
LARGEST_BLOCK = 40
"""A key that more names share says little: of its names only neighbours in sorted order are compared."""
LEAST_SCORE = 0.7
SAME_NAME = 0.9
FAR = 50.0
"""Kilometres from which two places are two."""

_COUNTRY = re.compile(r"\.in-([a-z]{2})(?:\.|$)")
_OPPOSITES = (
    ("north", "northern"), ("south", "southern"), ("east", "eastern"), ("west", "western"), ("old",), ("new",),
    ("upper",), ("lower",), ("former",), ("first",), ("second",), ("third",), ("fourth",), ("fifth",), ("deputy",),
)  # fmt: skip
_SIDE = {word: words[0] for words in _OPPOSITES for word in words}
_NO_INITIAL = frozenset("of the and for in on to a an al el de la du des".split())
_ARMED = frozenset(["ArmedGroup", "MilitaryForce", "Organization", "Coalition"])
"""Classes that one thing is often taken for in turn."""
_WHAT_IT_IS = frozenset(
    ("brigade brigades army front movement party forces force council ministry government group union province "
     "governorate district city town village region state republic national free islamic people mosque temple "
     "church museum bridge airport hospital university committee organization organisation").split()
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Two entities that may be one."""

    score: float
    """In [0, 1]: how much speaks for it; an order, not a probability."""
    keep: ListedEntity
    """The better known: ``kg merge KEEP DROP`` makes them one."""
    drop: ListedEntity
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Thing:
    entity: ListedEntity
    kind: str
    country: str
    place: tuple[float, float] | None
    neighbours: set[str]
    names: dict[str, str]
    """Normalised names with the spelling of each."""


def find_duplicates(
    store: Store, *, limit: int = 50, least: float = LEAST_SCORE, base: str = DEFAULT_BASE
) -> tuple[Duplicate, ...]:
    """Return pairs of entities that may be one, best first.

    Parameters
    ----------
    limit
        How many at most; 0: all.
    least
        Lowest score to return.
    """
    identity = read_corrections(store, base=base).identity
    things = _things(store)
    labels = {thing.entity.iri: thing.entity.name for thing in things}
    found = []
    for one, other in sorted(_pairs(things)):
        here, there = things[one], things[other]
        if identity.is_blocked(here.entity.iri, there.entity.iri):
            continue
        judged = _judge(here, there, labels)
        if judged is not None and judged[0] >= least:
            keep, drop = sorted((here.entity, there.entity), key=_standing)
            score = min(max(round(judged[0], 2), 0.0), 1.0)
            found.append(Duplicate(score=score, keep=keep, drop=drop, reasons=judged[1]))
    found.sort(key=lambda pair: (-pair.score, -pair.drop.claims, pair.keep, pair.drop))
    return tuple(found[:limit] if limit else found)


def _standing(entity: ListedEntity) -> tuple[bool, int, int, int, str]:
    known = GAZETTEER in entity.reason
    return not known, -entity.claims, -entity.documents, -len(entity.name), entity.iri


def _things(store: Store) -> list[_Thing]:
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for subject, _, object_ in iterate_claims(store):
        neighbours[subject].add(object_)
        neighbours[object_].add(subject)
    things = []
    for entity in list_entities(store):
        if entity.generic:
            continue
        names = {
            key: name
            for name in sorted((*entity.names, entity.name), reverse=True)
            if not name[:1].islower() and (key := normalise_name(name))
        }
        found = _COUNTRY.search(entity.iri)
        things.append(
            _Thing(
                entity=entity,
                kind=kind_of(entity.type),
                country=found[1] if found else "",
                place=_point(store, entity.iri),
                neighbours=neighbours[entity.iri],
                names=names,
            )
        )
    return things


def _point(store: Store, iri: str) -> tuple[float, float] | None:
    node = ox.NamedNode(iri)
    values = []
    for term in (SCHEMA.latitude, SCHEMA.longitude):
        quad = next(store.quads(node, term), None)
        if quad is None or not isinstance(quad.object, ox.Literal):
            return None
        values.append(float(quad.object.value))
    return values[0], values[1]


def _pairs(things: list[_Thing]) -> set[tuple[int, int]]:
    blocks: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    lists: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, thing in enumerate(things):
        for key, name in thing.names.items():
            for shared in _keys(key, name):
                blocks[thing.kind, shared].add(number)
            lists[f"{thing.kind} forwards"].append((key.casefold(), number))
            lists[f"{thing.kind} backwards"].append((key.casefold()[::-1], number))
    found: set[tuple[int, int]] = set()
    for block, numbers in blocks.items():
        if len(numbers) <= LARGEST_BLOCK:
            found.update(combinations(sorted(numbers), 2))
        elif block[1][:1] != "w":
            found.update(_beside(sorted((things[number].entity.name, number) for number in numbers)))
    for names in lists.values():
        found.update(_beside(sorted(names)))
    return {
        (one, other)
        for one, other in found
        if one != other and not _told_apart(things[one].entity, things[other].entity)
    }


def _keys(key: str, name: str) -> Iterator[str]:
    words = key.split()
    yield f"n{key.casefold()}"
    if len(words) > 1:
        yield f"o{' '.join(_ordered(words))}"
        yield f"a{_initials(words)}"
        for word in words:
            if len(word) > 3 and word not in _WHAT_IT_IS:
                yield f"w{word}"
    elif key.isupper():
        yield f"a{key.casefold()}"
    if skeleton := consonant_skeleton(name):
        yield f"s{skeleton}"


def _ordered(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if word not in _NO_INITIAL)


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in _NO_INITIAL).casefold()


def _beside(names: list[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    for place, (_, one) in enumerate(names):
        for _, other in names[place + 1 : place + 1 + WINDOW]:
            yield min(one, other), max(one, other)


def _told_apart(one: ListedEntity, other: ListedEntity) -> bool:
    return GAZETTEER in one.reason and GAZETTEER in other.reason


def _judge(one: _Thing, other: _Thing, labels: dict[str, str]) -> tuple[float, tuple[str, ...]] | None:
    """Return how much speaks for two things being one, and what; None where something excludes it."""
    score, reason = 0.0, ""
    for key, name in one.names.items():
        for key2, name2 in other.names.items():
            if (likeness := _likeness(key, name, key2, name2))[0] > score:
                score, reason = likeness
    if not score or (score < SAME_NAME and one.entity.type != other.entity.type and _apart(one, other)):
        return None
    reasons = [reason]
    if one.entity.type == other.entity.type:
        score += 0.03
        reasons.append(f"both {one.entity.type}")
    else:
        score -= 0.03 if {one.entity.type, other.entity.type} <= _ARMED else 0.06
    if one.country and other.country:
        if one.country != other.country:
            score -= 0.25
        else:
            score += 0.03
            reasons.append(f"both of {one.country.upper()}")
    if one.place and other.place:
        distance = _kilometres(one.place, other.place)
        if distance > FAR:
            return None
        reasons.append(f"{distance:.0f} km apart")
    if other.entity.iri in one.neighbours:
        score -= 0.2  # what a claim joins are two
    shared = sorted(labels.get(iri, iri) for iri in one.neighbours & other.neighbours)
    if shared:
        score += min(0.02 * len(shared), 0.08)
        more = f" and {len(shared) - 3} more" if len(shared) > 3 else ""
        reasons.append(f"both with {', '.join(shared[:3])}{more}")
    return score, tuple(reasons)


def _apart(one: _Thing, other: _Thing) -> bool:
    """Tell whether one is a land, its state or its people, which are called alike and are several things."""
    return not {one.entity.type, other.entity.type}.isdisjoint(("State", "Country", "PopulationGroup"))


def _likeness(key: str, name: str, key2: str, name2: str) -> tuple[float, str]:
    if key.casefold() == key2.casefold():
        return (
            SAME_NAME,
            "same name" if name == name2 else f"same name but for the spelling: {name} / {name2}",
        )
    words, words2 = key.casefold().split(), key2.casefold().split()
    if _digits(key) != _digits(key2) or _sides(words) != _sides(words2):
        return 0.0, ""
    both = f"{name} / {name2}"
    if _ordered(words) == _ordered(words2):
        return 0.88, f"same words in another order: {both}"
    for short, long in ((key, words2), (key2, words)):
        if short.isupper() and len(short) > 1 and len(long) > 1 and short.casefold() == _initials(long):
            return 0.72 + 0.05 * min(len(short) - 1, 3), f"acronym: {both}"
    likeness = JaroWinkler.similarity(" ".join(words), " ".join(words2))
    skeleton = consonant_skeleton(name)
    if skeleton and skeleton == consonant_skeleton(name2) and likeness > 0.75:
        return 0.65 + 0.03 * min(len(skeleton), 7), f"one transliteration or the other: {both}"
    ratio = fuzz.token_sort_ratio(" ".join(words), " ".join(words2)) / 100
    if min(len(key), len(key2)) > 4 and ratio > 0.84 and _words_alike(words, words2):
        return 0.95 * ratio, f"alike: {both}"
    few, many = sorted((set(words), set(words2)), key=len)
    if few < many and any(len(word) > 3 and word not in _WHAT_IT_IS for word in few):
        return 0.64 + 0.15 * len(few) / len(many), f"one name within the other: {both}"
    return 0.0, ""


def _words_alike(words: list[str], words2: list[str]) -> bool:
    """Tell whether words that only one name has are spellings of one another, and no other words."""
    mine, theirs = sorted(set(words) - set(words2)), sorted(set(words2) - set(words))
    if len(mine) != len(theirs):
        return "".join(words) == "".join(words2) or len("".join((*mine, *theirs))) <= 3
    return all(max(fuzz.ratio(a, b) for b in theirs) >= 70 for a in mine)


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)


def _sides(words: Iterable[str]) -> set[str]:
    return {_SIDE[word] for word in words if word in _SIDE}


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat, lon), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 12742 * asin(sqrt(half))
