"""What a mention is, before and after coreference: values that the components share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kg.nlp.name_types import Name

Kind = Literal["name", "description", "generic", "pronoun"]
Key = tuple[str, ...]
"""What a mention names; mentions with equal keys denote one entity of the document."""


@dataclass(slots=True)
class MentionSpan:
    """A mention, in tokens of its ``Doc``; half-open."""

    head: int
    start: int
    end: int
    kind: Kind
    type: str
    key: Key = ()
    surfaces: tuple[str, ...] = ()
    """Surface forms that name or describe the entity; none for pronouns and anaphoric descriptions."""
    name: str = ""
    noun: str = ""
    category: str = ""
    entry: str = ""
    countries: tuple[str, ...] = ()
    plural: bool = False
    definite: bool = False
    titles: tuple[str, ...] = ()
    """Nouns of the offices and ranks before a person's name: "Prime Minister", "Colonel"."""
    within: Key = ()
    """Key of the place that it is a part of: "eastern Aleppo" of Aleppo."""
    also: tuple[int, ...] = ()
    """Heads of further mentions that the same phrase stands for: "Russian and US officials"."""
    entity: int = -1
    """Index of the document's entity; coreference sets it."""
    antecedent: int = -1
    """Head of the mention that an anaphor was resolved to."""


@dataclass(slots=True)
class Mentions:
    """All mentions of a document by head token, with the names that they rest on."""

    by_head: dict[int, MentionSpan] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)

    def __iter__(self) -> Iterator[MentionSpan]:
        """Yield the mentions in the order of the text."""
        return iter(sorted(self.by_head.values(), key=lambda m: (m.head, m.start)))

    def name_over(self, index: int) -> MentionSpan | None:
        """Return the resolved name that the token at ``index`` is a part of, or None."""
        return next(
            (
                mention
                for mention in self.by_head.values()
                if mention.start <= index < mention.end and mention.kind == "name" and mention.entity >= 0
            ),
            None,
        )
