"""The gold of linking: which mentions of small documents denote one thing, and which towns they denote.

``cases/linking.jsonl`` has a case in each line: documents in which ``[words](key)`` marks a mention. All pairs of a
case's mentions are gold pairs: the same key, the same thing. A key that begins with ``land-`` leaves open whether
the text speaks of a state or of its territory. ``cases/linking-places.jsonl`` has a document in each line, the keys
are GeoNames numbers or ``nil`` for what GeoNames doesn't have. The half ``held out`` was written before anything
was measured, and its errors are not looked at.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from kg.claims.model import Extraction
from kg.documents import Document
from kg.gazetteers import Gazetteer
from kg.linking import Entity, link_entities
from kg.workers import Extract

CASES = Path(__file__).parent / "cases"
HALVES = ("dev", "held out")
_MARKED = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_TWINS = re.compile(r"/(?:actor/state|place/country)\.")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """Words of a document, what they denote, and the entity to which they were linked (None: not found)."""

    case: str
    half: str
    hard: bool
    document: str
    start: int
    text: str
    key: str
    entity: Entity | None = None


@dataclass(slots=True)
class PairScore:
    """Counts over pairs of mentions."""

    pairs: int = 0
    same: int = 0
    linked: int = 0
    right: int = 0
    both_found: int = 0
    same_found: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the pairs that got one IRI, the share that is one thing."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one thing, the share that got one IRI."""
        return self.right / self.same if self.same else 1.0

    @property
    def recall_of_found(self) -> float:
        """The same, of the pairs whose both mentions are in the graph: what linking itself misses."""
        return self.right / self.same_found if self.same_found else 1.0

    def __str__(self) -> str:
        return (
            f"{self.pairs} pairs ({self.same} same), precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.recall_of_found:.3f} of what was found), "
            f"both mentions found {self.both_found / max(1, self.pairs):.3f}"
        )


@dataclass(slots=True)
class PlaceScore:
    """Counts over mentions of places."""

    with_number: int = 0
    linked: int = 0
    right: int = 0
    found: int = 0
    found_with_number: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def share_right(self) -> float:
        """Of the places that GeoNames has, the share that is linked to the right number."""
        return self.right / max(1, self.with_number)

    @property
    def share_right_of_found(self) -> float:
        """The same, of those that are in the graph."""
        return self.right / max(1, self.found_with_number)

    @property
    def share_wrong(self) -> float:
        """Of the links to GeoNames, the share that is wrong."""
        return (self.linked - self.right) / max(1, self.linked)

    def __str__(self) -> str:
        return (
            f"{self.with_number} places in GeoNames, {self.share_right:.3f} linked right "
            f"({self.share_right_of_found:.3f} of what was found), {self.linked} links, "
            f"{self.share_wrong:.3f} of them wrong, mentions found {self.found}"
        )


def unmark(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Return the text without marks, and for each mark its offset, words and key."""
    text, found, end = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[end : match.start()]
        found.append((len(text), match[1], match[2]))
        text += match[1]
        end = match.end()
    return text + marked[end:], found


def read_pairs() -> tuple[list[Document], list[GoldMention]]:
    """Return the documents of all cases and their mentions."""
    documents, mentions = [], []
    for row in _rows("linking.jsonl"):
        for number, source in enumerate(row["documents"], 1):
            name = f"{row['half']}/{row['case']}/{number}"
            text, marks = unmark(source["text"])
            documents.append(_document(name, text, source["published"]))
            mentions += [
                GoldMention(row["case"], row["half"], row["hard"], name, start, words, key)
                for start, words, key in marks
            ]
    return documents, mentions


def read_places() -> tuple[list[Document], list[GoldMention]]:
    """Return the documents with places and their mentions."""
    documents, mentions = [], []
    for number, row in enumerate(_rows("linking-places.jsonl"), 1):
        name = f"places/{number}"
        text, marks = unmark(row["text"])
        documents.append(_document(name, text, row["published"]))
        mentions += [
            GoldMention("places", row["half"], False, name, start, words, key) for start, words, key in marks
        ]
    return documents, mentions


def link_mentions(
    documents: Sequence[Document], mentions: Iterable[GoldMention], extract: Extract, gazetteer: Gazetteer
) -> list[GoldMention]:
    """Return the mentions with the entities to which the whole product links them."""
    found: dict[str, tuple[Extraction, Sequence[Entity]]] = {}
    for document, extraction in extract(documents):
        found[document.id] = extraction, link_entities(extraction, document, gazetteer)
    return [
        replace(mention, entity=_entity_at(mention.start, mention.text, *found[mention.document]))
        for mention in mentions
    ]


def score_pairs(mentions: Iterable[GoldMention]) -> PairScore:
    """Compare all pairs of mentions of each case."""
    score = PairScore()
    by_case: dict[tuple[str, str], list[GoldMention]] = {}
    for mention in mentions:
        by_case.setdefault((mention.half, mention.case), []).append(mention)
    for group in by_case.values():
        for one, other in combinations(group, 2):
            same = one.key == other.key
            linked = _are_linked(one, other)
            score.pairs += 1
            score.same += same
            score.linked += linked
            score.right += same and linked
            score.same_found += same and one.entity is not None and other.entity is not None
            score.both_found += one.entity is not None and other.entity is not None
            if same != linked:
                score.errors.append(f"{'MISSED' if same else 'WRONG '} {_show(one)} | {_show(other)}")
    return score


def score_places(mentions: Iterable[GoldMention]) -> PlaceScore:
    """Compare the GeoNames numbers of the mentions."""
    score = PlaceScore()
    for mention in mentions:
        numbers = {
            match.rstrip("/").rpartition("/")[2]
            for match in (mention.entity.matches if mention.entity is not None else ())
            if "geonames.org" in match
        }
        right = mention.key in numbers
        score.with_number += mention.key.isdigit()
        score.linked += bool(numbers)
        score.right += right
        score.found += mention.entity is not None
        score.found_with_number += mention.key.isdigit() and mention.entity is not None
        if not right and (numbers or mention.key.isdigit()):
            score.errors.append(f"{'WRONG ' if numbers else 'MISSED'} {_show(mention)}")
    return score


def _rows(name: str) -> Iterator[dict]:  # type: ignore[type-arg]
    with (CASES / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _document(name: str, text: str, published: str) -> Document:
    return Document(id=name, text=text, published=datetime.date.fromisoformat(published))


def _entity_at(start: int, words: str, extraction: Extraction, entities: Sequence[Entity]) -> Entity | None:
    """Return what the mention with these words denotes: the same span, or else the longest with the same end."""
    end = start + len(words)
    same_end = [mention for mention in extraction.mentions if mention.end == end]
    exact = [mention for mention in same_end if mention.start == start]
    best = exact or sorted(same_end, key=lambda mention: (abs(mention.start - start), mention.start))
    return entities[best[0].entity] if best else None


def _are_linked(one: GoldMention, other: GoldMention) -> bool:
    if one.entity is None or other.entity is None:
        return False
    first, second = one.entity.iri, other.entity.iri
    if one.key.startswith("land-") and other.key == one.key:
        first, second = _TWINS.sub("/land/", first), _TWINS.sub("/land/", second)
    return first == second


def _show(mention: GoldMention) -> str:
    iri = mention.entity.iri.partition("/id/")[2] if mention.entity is not None else "not found"
    return f"{mention.document} {mention.text!r} ({mention.key}) -> {iri}"
