"""Pipeline component ``conflict_coreference``: which mentions of a document denote one entity.

Three steps, from sure to less sure: names that equal or announce each other (here), definite descriptions by noun
and type (``definites``), pronouns by agreement, syntax and salience (``pronouns``).
"""

from __future__ import annotations

import itertools

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.aliases import announced_aliases, is_acronym_of, is_short_for
from kg.nlp.definites import place_description
from kg.nlp.entities import EntityTable
from kg.nlp.mention import Key, Mentions
from kg.nlp.pronouns import resolve_pronoun
from kg.nlp.roles import surface_subjects


class Coreference:
    """Groups the mentions of a document; keeps the entities in ``doc._.kg_entities``."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        doc._.kg_entities = resolve(doc, doc._.kg_mentions)
        return doc


def resolve(doc: Doc, mentions: Mentions) -> EntityTable:
    """Give every mention that can be resolved its entity, in the order of the text."""
    table = EntityTable()
    canonical = _canonical_keys(doc, mentions, table)
    table.topic = _topic(doc, mentions, canonical)
    ordered = list(mentions)
    sentence_of = _sentence_numbers(doc)
    for mention in ordered:
        if mention.kind == "pronoun":
            continue
        place_description(doc, mention, mentions, table, canonical)
    for mention in ordered:
        if mention.kind == "pronoun":
            resolve_pronoun(doc, mention, mentions, table, sentence_of)
    return table


def _topic(doc: Doc, mentions: Mentions, canonical: dict[Key, Key]) -> Key:
    """The key of "X" in a text that begins "X is a rebel group", "X was an Afghan commander"; else empty."""
    for sent in itertools.islice(doc.sents, 3):
        if sent.root.lemma_ != "be":
            continue
        for subject in surface_subjects(sent.root):
            mention = mentions.by_head.get(subject.i)
            if (
                mention is not None
                and mention.kind == "name"
                and any(c.dep_ == "attr" for c in sent.root.children)
            ):
                return canonical.get(mention.key, mention.key)
        break
    return ()


def _sentence_numbers(doc: Doc) -> list[int]:
    return [number for number, sent in enumerate(doc.sents) for _ in range(sent.start, sent.end)]


def _canonical_keys(doc: Doc, mentions: Mentions, table: EntityTable) -> dict[Key, Key]:
    """Map the keys of names that denote one thing to one key: by gazetteer, announcement, acronym, short form."""
    named = [m for m in mentions if m.kind == "name"]
    parent: dict[Key, Key] = {m.key: m.key for m in mentions if m.key}

    def find(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    def union(a: Key, b: Key) -> None:
        ra, rb = find(a), find(b)
        if ra != rb:
            parent[max(ra, rb)] = min(ra, rb)

    by_entry: dict[str, Key] = {}
    for mention in named:
        if mention.entry and mention.key[0] == "name":
            union(by_entry.setdefault(mention.entry, mention.key), mention.key)
    for a, b in announced_aliases(doc, mentions):
        if a.key[0] in ("name", "force", "government") and b.key[0] == "name":
            union(a.key, b.key)
            table.get(find(a.key), a.type).announced.add(b.name)
    distinct = {m.key: m for m in reversed(named) if m.key[0] == "name"}
    long_first = sorted(distinct.values(), key=lambda m: (-len(m.name), m.head))
    for short in long_first:
        hosts = [
            full for full in long_first
            if full is not short and len(full.name) > len(short.name) and _types_agree(full.type, short.type)
            and not (short.entry and full.entry and short.entry != full.entry)
            and (is_short_for(short.name, full.name, full.type) or is_acronym_of(short.name, full.name))
        ]  # fmt: skip
        roots = {find(h.key) for h in hosts}
        if len(roots) == 1 and find(short.key) not in roots:
            union(hosts[0].key, short.key)
    return {key: find(key) for key in list(parent)}


_GROUPS = frozenset(("ArmedGroup", "Organization", "Coalition", "MilitaryForce", "Government"))
_AREAS = frozenset(("Settlement", "Region"))


def _types_agree(a: str, b: str) -> bool:
    if a == b:
        return True
    return (
        (a in _GROUPS and b in _GROUPS)
        or (a in _AREAS and b in _AREAS)
        or (
            "Person" in (a, b)
            and ({a, b} <= {"Person", "Organization"} or {a, b} <= {"Person", "PopulationGroup"})
        )
    )


@Language.factory("conflict_coreference", requires=["doc._.kg_mentions"], assigns=["doc._.kg_entities"])
def make_coreference(nlp: Language, name: str) -> Coreference:
    """Create the component."""
    return Coreference()
