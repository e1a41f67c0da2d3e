"""The entities of one document while its mentions are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.nlp.mention import Key, MentionSpan


@dataclass(slots=True)
class EntityDraft:
    """An entity of the document while its mentions are gathered."""

    index: int
    key: Key
    type: str
    name: str = ""
    entry: str = ""
    surfaces: dict[str, None] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    announced: set[str] = field(default_factory=set)
    heads: list[int] = field(default_factory=list)
    generic: bool = True
    plural: bool = False
    parent: str = ""
    first: str = ""
    """The first description in the text; it names what bears no proper name."""


class EntityTable:
    """The document's entities by key."""

    def __init__(self) -> None:
        self.drafts: list[EntityDraft] = []
        self.by_key: dict[Key, int] = {}
        self.topic: Key = ()
        """Key of what the text is about: what its first sentence says what it is."""

    def get(self, key: Key, type_: str) -> EntityDraft:
        """Return the entity with a key; it is made at the first call."""
        if key not in self.by_key:
            self.by_key[key] = len(self.drafts)
            self.drafts.append(EntityDraft(len(self.drafts), key, type_))
        return self.drafts[self.by_key[key]]

    def add(self, key: Key, mention: MentionSpan) -> EntityDraft:
        """Put a mention to the entity with the key."""
        draft = self.get(key, mention.type)
        mention.entity = draft.index
        draft.heads.append(mention.head)
        draft.surfaces.update(dict.fromkeys(mention.surfaces))
        draft.countries.update(mention.countries)
        draft.plural |= mention.plural
        if mention.noun:
            draft.nouns.add(mention.noun)
        draft.nouns.update(mention.titles)
        if mention.category:
            draft.categories.add(mention.category)
        if mention.surfaces and not draft.first:
            draft.first = mention.surfaces[0]
        if mention.kind == "name":
            draft.generic = False
            if len(mention.name) > len(draft.name):
                draft.name = mention.name
        if mention.entry and not draft.entry:
            draft.entry = mention.entry
        return draft
