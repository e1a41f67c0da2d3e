"""Reads the marked passages of ``cases/coreference.jsonl`` and judges what the resolver made of each mark.

A mark is a pronoun or a nominal anaphor with its antecedent: words of the passage that name or describe what is meant.
"|" parts antecedents that are equally right, "&" those that are meant together, and null stands where no actor, place
or site of the passage is meant. A state and its territory count as one, and so does a plain noun that nothing was
said of before as not linked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg.nlp.entities import EntityDraft
from kg.nlp.mention import Key, MentionSpan

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PASSAGES = Path(__file__).parent / "cases" / "coreference.jsonl"
KINDS = ("pronoun", "nominal")
Outcome = Literal["right", "wrong", "unresolved"]


@dataclass(frozen=True)
class Judged:
    """What the resolver made of one mark; ``linked`` where it gave an antecedent."""

    passage: str
    kind: str
    text: str
    context: str
    meant: str
    got: str
    outcome: Outcome
    linked: bool


@dataclass(frozen=True)
class Score:
    """The counts of one kind of mark."""

    marks: int
    right: int
    wrong: int
    unresolved: int
    linked_right: int

    @property
    def accuracy(self) -> float:
        """The share of marks that are right: linked to what is meant, or left alone where nothing is."""
        return self.right / self.marks

    @property
    def precision(self) -> float:
        """The share of links that are right."""
        return self.linked_right / (self.linked_right + self.wrong)


def read_passages() -> list[dict[str, Any]]:
    """Return the passages, each a dictionary as the file has it."""
    return [json.loads(line) for line in PASSAGES.read_text("utf-8").splitlines()]


def alternatives(antecedent: str | None) -> list[list[str]]:
    """Return the antecedents that are equally right, each a list of what is meant together; none for null."""
    return [part.split(" & ") for part in antecedent.split("|")] if antecedent else []


def occurrences(words: str, text: str) -> list[int]:
    """Return where words stand in a text, not inside of longer words."""
    return [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def judge_passages(nlp: Language, passages: Iterable[dict[str, Any]]) -> list[Judged]:
    """Run the passages through the pipeline and judge every mark."""
    return [judged for passage in passages for judged in _judge(nlp(passage["text"]), passage)]


def score(judged: Iterable[Judged]) -> Score:
    """Count the outcomes."""
    marks = list(judged)
    count = Counter(mark.outcome for mark in marks)
    linked_right = sum(mark.linked and mark.outcome == "right" for mark in marks)
    return Score(len(marks), count["right"], count["wrong"], count["unresolved"], linked_right)


def _judge(doc: Doc, passage: dict[str, Any]) -> Iterator[Judged]:
    text, drafts = passage["text"], doc._.kg_entities.drafts
    marked = {mark["start"] for mark in passage["marks"]}
    for mark in passage["marks"]:
        start, end = mark["start"], mark["start"] + len(mark["text"])
        mention = _mention_at(doc, start, end)
        got = _linked_entities(doc, mention)
        meant = [
            [
                {
                    _identity(drafts[entity])
                    for at in occurrences(words, text)
                    if at not in marked
                    for entity in _entities_of(doc, _mention_at(doc, at, at + len(words)))
                }
                for words in together
            ]
            for together in alternatives(mark["antecedent"])
        ]
        found = {_identity(drafts[entity]) for entity in got}
        right = not found if not meant else any(_is_match(found, together) for together in meant)
        yield Judged(
            passage["id"],
            mark["kind"],
            mark["text"],
            text[max(0, start - 40) : start] + "[" + mark["text"] + "]" + text[end : end + 30],
            mark["antecedent"] or "nothing",
            " & ".join(drafts[entity].name or drafts[entity].first for entity in sorted(got)) or "nothing",
            "right" if right else "wrong" if found else "unresolved",
            bool(found),
        )


def _is_match(found: set[Key], together: list[set[Key]]) -> bool:
    if len(together) == 1:
        return len(found) == 1 and found <= together[0]
    return len(found) == len(together) and all(found & options for options in together)


def _mention_at(doc: Doc, start: int, end: int) -> MentionSpan | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    return doc._.kg_mentions.by_head.get(span.root.i) or doc._.kg_mentions.name_over(span.root.i)


def _entities_of(doc: Doc, mention: MentionSpan | None) -> set[int]:
    if mention is None:
        return set()
    others = (doc._.kg_mentions.by_head[head] for head in mention.also)
    return {m.entity for m in (mention, *others) if m.entity >= 0}


def _linked_entities(doc: Doc, mention: MentionSpan | None) -> set[int]:
    """The entities that a mark was linked to; one that it brings into the passage itself is no link."""
    drafts = doc._.kg_entities.drafts
    return {
        entity
        for entity in _entities_of(doc, mention)
        if mention is not None
        and (mention.kind == "pronoun" or min(drafts[entity].heads, default=mention.head) < mention.head)
    }


def _identity(draft: EntityDraft) -> Key:
    """A key that a state shares with its territory, which are two entities in the graph."""
    return ("state", *draft.key[1:]) if draft.key[0] == "country" else draft.key
