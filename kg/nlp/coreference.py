"""Pipeline component ``conflict_coreference``: which mentions of a document denote one entity.

Three steps, from sure to less sure: names that equal or announce each other, definite descriptions by noun and
type, pronouns by agreement, syntax and salience. The weights follow the salience factors of Lappin and Leass (1994),
reduced to those that a dependency parse gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.nlp.aliases import announced_aliases, is_acronym_of, is_short_for
from kg.nlp.mentions import Key, Mentions, MentionSpan
from kg.nlp.names import ACTOR_TYPES, PLACE_TYPES
from kg.nlp.roles import surface_subjects

_ACTOR_PRONOUN_TYPES = ACTOR_TYPES - {"Person"}
_GROUP_NOUNS = frozenset(
    "group organisation organization movement militia faction network rebel_group armed_group militant_group terrorist_group "
    "coalition alliance party militant fighter terrorist insurgent rebel jihadist".split()
)
_SYNONYMS = (
    frozenset({"rebel", "insurgent", "rebel_group", "rebel_fighter", "opposition_fighter", "rebel_official"}),
    frozenset({"civilian", "people", "person"}),
    frozenset({"army", "military", "troop", "force", "soldier", "government_force"}),
    frozenset({"government", "regime", "authority"}),
    frozenset({"terrorist", "militant", "jihadist", "jihadi", "extremist", "islamist"}),
    frozenset({"citizen", "resident", "inhabitant", "local"}),
)
_CANONICAL = {noun: min(group) for group in _SYNONYMS for noun in group}
_FIGHTING = frozenset({"ArmedGroup", "MilitaryForce", "Coalition", "Organization"})
_CONTROL_VERBS = frozenset(
    "hold seize capture take retake recapture lose control enter storm overrun besiege occupy liberate defend leave surround free".split()
)
_STATIVE = frozenset("be lie stand remain become sit seem contain".split())


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


class EntityTable:
    """The document's entities by key."""

    def __init__(self) -> None:
        self.drafts: list[EntityDraft] = []
        self.by_key: dict[Key, int] = {}

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
        if mention.category:
            draft.categories.add(mention.category)
        if mention.kind == "name":
            draft.generic = False
            if len(mention.name) > len(draft.name):
                draft.name = mention.name
        if mention.entry and not draft.entry:
            draft.entry = mention.entry
        return draft


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
    ordered = list(mentions)
    sentence_of = _sentence_numbers(doc)
    for mention in ordered:
        if mention.kind == "pronoun":
            continue
        _place_mention(doc, mention, mentions, table, canonical)
    for mention in ordered:
        if mention.kind == "pronoun":
            _resolve_pronoun(doc, mention, mentions, table, sentence_of)
    return table


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers, number = [0] * len(doc), -1
    for token in doc:
        if token.is_sent_start or token.i == 0:
            number += 1
        numbers[token.i] = number
    return numbers


# -- names ------------------------------------------------------------------------------------------------------


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


def _types_agree(a: str, b: str) -> bool:
    if a == b:
        return True
    groups = {"ArmedGroup", "Organization", "Coalition", "MilitaryForce", "Government"}
    places = {"Settlement", "Region", "Site"}
    return (a in groups and b in groups) or (a in places and b in places and "Site" not in (a, b)) or "Person" in (a, b) and (
        {a, b} <= {"Person", "Organization"} or {a, b} <= {"Person", "PopulationGroup"}
    )


# -- descriptions -----------------------------------------------------------------------------------------------


def _place_mention(
    doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable, canonical: dict[Key, Key]
) -> None:
    key = mention.key
    if key and key[0] == "of":  # "the town of Palmyra" is Palmyra
        target = mentions.by_head.get(int(key[1]))
        if target is not None and target.key and target.type in PLACE_TYPES:
            draft = table.add(canonical.get(target.key, target.key), mention)
            if target.type not in ("Country",):
                draft.type = mention.type if not draft.entry else draft.type
            name = target.name
            draft.surfaces[f"{mention.surfaces[0]} of {name}"] = None
            if len(mention.surfaces) > 1:
                draft.surfaces[f"{mention.noun.replace('_', ' ')} of {name}"] = None
            return
        key = ()
    if key == ("force", "government"):
        key = _force_of_government(table)
    if len(key) > 1 and key[0] in ("force", "government") and ("name", key[1]) in canonical:
        key = (key[0], canonical["name", key[1]][1], *key[2:])  # "al-Masri's men" are the forces of Ahmad al-Masri
    if key:
        draft = table.add(canonical.get(key, key), mention)
        if mention.kind == "description" and key[0] in ("force", "government"):
            draft.generic = False
            draft.name = max((draft.name, mention.surfaces[0]), key=len)
        return
    antecedent = _apposed(doc, mention, mentions, table) or _antecedent(mention, table, doc)
    if antecedent is not None:
        mention.antecedent = antecedent.heads[-1] if antecedent.heads else -1
        anaphoric = not antecedent.generic and mention.kind == "generic"
        surfaces = mention.surfaces
        if anaphoric:
            mention.surfaces = ()
        table.add(antecedent.key, mention)
        if anaphoric and mention.category in ("fighters", "force", "government", "settlement"):
            # "militants", "the army": what the text calls it, kept as a description
            antecedent.surfaces.update(dict.fromkeys(s for s in surfaces[-1:] if mention.category != "settlement"))
        return
    table.add(_generic_key(mention, table), mention)


def _force_of_government(table: EntityTable) -> Key:
    forces = [d for d in table.drafts if d.key[0] == "force" and len(d.key) == 2]
    if forces:
        return max(forces, key=lambda d: d.heads[-1] if d.heads else -1).key
    governments = [d for d in table.drafts if d.key[0] == "government" and len(d.key) == 2]
    return ("force", governments[-1].key[1]) if governments else ("force", "")


def _generic_key(mention: MentionSpan, table: EntityTable) -> Key:
    noun = _CANONICAL.get(mention.noun, mention.noun)
    country = mention.countries[0] if mention.countries else ""
    if mention.category in ("force", "government") and mention.noun in ("army", "military", "troop", "force", "soldier", "government",
                                                                       "regime", "authority", "administration", "junta"):  # fmt: skip
        return (mention.category, country)
    if mention.type in PLACE_TYPES or mention.type == "Person":
        return ("mention", noun, str(mention.head))
    if mention.category == "coalition" and mention.noun == "coalition" and not country:
        return ("generic", "coalition", "")
    if mention.category == "force" and len(mention.surfaces[0].split()) > 1:
        return ("generic", mention.surfaces[0].casefold(), country)
    if mention.category in ("fighters", "people", "force"):
        return ("generic", noun, country)
    return ("mention", noun, str(mention.head))


def _apposed(doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable) -> EntityDraft | None:
    """Return the named entity beside which a description stands: "the SDF, mainly Arab fighters", "Joseph Votel, commander of"."""
    token = doc[mention.head]
    others = [token.head] if token.dep_ == "appos" else [c for c in token.children if c.dep_ == "appos"]
    for other in others:
        named = mentions.by_head.get(other.i)
        if named is None or named.kind != "name":
            continue
        if named.entity < 0:
            if not named.key:
                continue
            index = table.by_key.get(named.key)
            draft = table.drafts[index] if index is not None else None
        else:
            draft = table.drafts[named.entity]
        if draft is not None and (_compatible(draft.type, mention.type) or {draft.type, mention.type} <= _FIGHTING):
            return draft
    return None


def _antecedent(mention: MentionSpan, table: EntityTable, doc: Doc) -> EntityDraft | None:
    """Return the entity that a description takes up, or None when it brings in a new one."""
    noun = _CANONICAL.get(mention.noun, mention.noun)
    drafts = [d for d in table.drafts if d.heads and d.type]

    def latest(options: Iterable[EntityDraft]) -> EntityDraft | None:
        return max(options, key=lambda d: d.heads[-1], default=None)

    country = set(mention.countries)
    same_noun = [
        d for d in drafts
        if noun in {_CANONICAL.get(n, n) for n in d.nouns} and (not country or not d.countries or country & d.countries)
    ]  # fmt: skip
    same_type = [d for d in same_noun if _compatible(d.type, mention.type)]
    modified = bool(mention.surfaces) and len(mention.surfaces[0].split()) > 1
    if mention.category == "force" and modified:  # "ground forces", "anti-coalition forces": not the army of before
        return latest(d for d in same_type if mention.surfaces[0] in d.surfaces)
    if mention.category in ("fighters", "force", "government") and (mention.definite or mention.plural):
        named = [d for d in same_type if not d.generic]
        if mention.category in ("force", "government") or mention.definite or not any(c in mention.surfaces[0] for c in " "):
            if named and mention.surfaces and len(mention.surfaces[0].split()) == 1:
                return latest(named)
        if same_type and not country:
            return latest(same_type)
        if mention.definite and mention.category == "government" and not country:
            return latest(d for d in drafts if d.key[0] == "government" and len(d.key) == 2)
        if mention.category == "force" and not country and mention.noun in ("army", "military", "troop", "force", "soldier"):
            return latest(d for d in drafts if d.key[0] == "force" and len(d.key) == 2)
    if not mention.definite or any(c.dep_ == "poss" for c in doc[mention.head].lefts) and mention.type not in PLACE_TYPES:
        return None
    if mention.category == "officials":
        return latest(d for d in same_noun if d.type == "Person")
    if mention.type in PLACE_TYPES:
        if mention.category in ("settlement", "region", "site", "part") and same_type and mention.noun not in ("area", "part", "side"):
            exact = [d for d in same_type if _is_restated(mention, d) and (d.generic or mention.category != "settlement")]
            if exact:
                return latest(exact)
        if mention.category == "settlement" and mention.noun not in ("capital", "suburb"):
            return _described_town(mention, [d for d in drafts if d.type == "Settlement" and not d.generic], doc)
        if mention.category == "country" and not any(c.dep_ == "poss" for c in doc[mention.head].lefts):
            return latest(d for d in drafts if d.type == "Country")
        return None
    capital = [d for d in drafts if not d.generic and mention.surfaces and mention.surfaces[-1][:1].isupper()
               and mention.surfaces[-1] in d.name.split()]  # fmt: skip
    if capital:
        return latest(capital)
    if mention.noun in _GROUP_NOUNS and len(mention.surfaces[0].split()) <= 2:
        wanted = {"Coalition"} if mention.category == "coalition" else {"ArmedGroup", "Organization"}
        named = [d for d in drafts if not d.generic and d.type in wanted]
        if mention.category == "fighters":
            named = [d for d in named if d.type == "ArmedGroup"]
        if named:
            return latest(named)
    if same_type:
        return latest(same_type)
    return None


def _described_town(mention: MentionSpan, towns: list[EntityDraft], doc: Doc) -> EntityDraft | None:
    """Return the town that "the ancient city" takes up: by what it was called, what was said of it, and how long ago."""
    noun = _CANONICAL.get(mention.noun, mention.noun)
    adjectives = {t.lower_ for t in doc[mention.head].lefts if t.dep_ == "amod"}

    def score(draft: EntityDraft) -> tuple[float, int]:
        words = {w for s in draft.surfaces for w in s.lower().split()}
        distance = sum(1 for t in doc[draft.heads[-1] : mention.head] if t.is_sent_start)
        kinds = {n for n in draft.nouns if n in ("town", "city", "village")}
        match = 1.5 if noun in kinds else (-1.0 if kinds and noun in ("town", "city", "village") else 0.0)
        return match + 1.5 * bool(adjectives & words) - 0.5 * min(distance, 6), draft.heads[-1]

    return max(towns, key=score, default=None)


def _is_restated(mention: MentionSpan, draft: EntityDraft) -> bool:
    """True where the adjectives of a description do not set it apart from what went before."""
    own = set(mention.surfaces[0].lower().split()[:-1]) if mention.surfaces else set()
    seen = {w for s in draft.surfaces for w in s.lower().split()}
    return not own or own <= seen or mention.category == "settlement" and not draft.generic


def _compatible(a: str, b: str) -> bool:
    groups = {"ArmedGroup", "Organization", "Coalition"}
    return a == b or (a in groups and b in groups) or (a in PLACE_TYPES and b in PLACE_TYPES)


# -- pronouns ---------------------------------------------------------------------------------------------------


def _resolve_pronoun(
    doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable, sentence_of: list[int]
) -> None:
    token = doc[mention.head]
    word = mention.noun
    if word in ("we", "us", "our", "ours", "i", "me", "my"):
        return  # the speaker: attribution knows who that is
    if word == "it" and _is_expletive(token):
        return
    wants = _wanted_types(token, word)
    if not wants:
        return
    best: tuple[float, int] | None = None
    chosen: MentionSpan | None = None
    sentence = sentence_of[token.i]
    for other in mentions:
        if other.head >= token.i:
            break
        if other.entity < 0 or sentence - sentence_of[other.head] > 2:
            continue
        draft = table.drafts[other.entity]
        type_ = "State" if draft.type == "Country" and "State" in wants and "Country" not in wants else draft.type
        if type_ not in wants or not _agrees(word, draft, other) or _bound(token, doc[other.head]):
            continue
        if word in ("its", "their", "his", "her") and other.head in _understood_owner(token):
            mention.entity, mention.antecedent, mention.type = other.entity, other.head, draft.type
            return
        score = _salience(doc, token, other, draft, sentence - sentence_of[other.head])
        if best is None or (score, other.head) > best:
            best, chosen = (score, other.head), other
    if chosen is not None:
        mention.entity = chosen.entity
        mention.antecedent = chosen.head
        mention.type = table.drafts[chosen.entity].type


def _is_expletive(token: Token) -> bool:
    head = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ in ("nsubj", "nsubjpass") and (head.lemma_ in ("be", "seem", "appear") or token.dep_ == "nsubjpass"):
        return any(c.dep_ in ("ccomp", "csubj", "xcomp") and c.i > head.i for c in head.children) and head.lemma_ != "be" or any(
            c.dep_ == "acomp" and any(g.dep_ in ("xcomp", "ccomp", "prep") and g.lower_ in ("to", "that") for g in c.children)
            for c in head.children
        )
    return False


def _wanted_types(token: Token, word: str) -> frozenset[str]:
    head = token.head
    if word in ("he", "him", "his", "she", "her", "himself", "herself", "hers"):
        return frozenset({"Person"})
    if word in ("they", "them", "their", "theirs", "themselves"):
        return frozenset(ACTOR_TYPES)
    if token.dep_ == "poss":
        from kg.nlp.nouns import noun_of

        noun = noun_of(head)
        if noun and noun.category in ("site", "part", "settlement", "region"):
            return frozenset(PLACE_TYPES)
        if noun and noun.category in ("force", "government", "officials", "coalition", "fighters", "equipment"):
            return frozenset(_ACTOR_PRONOUN_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)
    if token.dep_ in ("dobj", "nsubjpass"):
        if head.lemma_.lower() in _CONTROL_VERBS:
            return frozenset(PLACE_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)
    if token.dep_ == "nsubj":
        if head.lemma_.lower() in _STATIVE:
            return frozenset(PLACE_TYPES | _ACTOR_PRONOUN_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES)
    return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)


def _understood_owner(pronoun: Token) -> set[int]:
    """Heads that grammar makes a possessive refer to: "press the regime to end its attacks", "back the army in its fight"."""
    noun = pronoun.head
    verb = noun.head
    if noun.dep_ == "dobj" and verb.dep_ == "xcomp":
        return {t.i for t in surface_subjects(verb)}
    if noun.dep_ == "pobj" and verb.lower_ == "in" and verb.head.lemma_ in ("support", "help", "aid", "assist", "back", "join", "advise"):
        return {c.i for c in verb.head.children if c.dep_ == "dobj"}
    return set()


def _agrees(word: str, draft: EntityDraft, mention: MentionSpan) -> bool:
    if word in ("they", "them", "their", "theirs", "themselves"):
        return mention.plural or draft.plural or draft.type in ("ArmedGroup", "MilitaryForce", "PopulationGroup", "Coalition", "Organization")
    if word in ("it", "its", "itself"):
        return not mention.plural or (not draft.generic and draft.type != "PopulationGroup")
    return not mention.plural


def _bound(pronoun: Token, other: Token) -> bool:
    """True where grammar forbids it: a verb's object is not its subject, a modifier is not its head."""
    if other.is_ancestor(pronoun) and other.dep_ not in ("nsubj", "nsubjpass", "ROOT"):
        return pronoun.dep_ == "poss" and pronoun.head == other
    if pronoun.dep_ == "poss" and pronoun.head == other:
        return True
    return pronoun.dep_ in ("dobj", "pobj", "dative") and other.dep_ in ("nsubj", "nsubjpass") and (
        other.head == pronoun.head or other.head == pronoun.head.head
    )


def _salience(doc: Doc, pronoun: Token, other: MentionSpan, draft: EntityDraft, distance: int) -> float:
    head = doc[other.head]
    score = -1.5 * distance - 0.01 * (pronoun.i - other.head)
    role = head.dep_
    while role in ("conj", "compound", "amod", "poss", "nmod") and head.head != head:
        if role == "compound" or role == "amod":
            score -= 0.6
        head = head.head
        role = head.dep_
    score += {"nsubj": 1.6, "nsubjpass": 1.6, "ROOT": 0.8, "dobj": 0.7, "agent": 0.3, "appos": 0.3, "pobj": 0.2}.get(role, 0.0)
    if pronoun.dep_ in ("nsubj", "nsubjpass") and role in ("nsubj", "nsubjpass"):
        score += 0.6
    if pronoun.dep_ in ("dobj",) and role in ("dobj", "pobj"):
        score += 0.4
    if head.head in pronoun.ancestors and role in ("nsubj", "nsubjpass"):
        score += 0.5
    if not draft.generic:
        score += 0.7
    score += min(len(draft.heads), 5) * 0.05
    return score




@Language.factory("conflict_coreference", requires=["doc._.kg_mentions"], assigns=["doc._.kg_entities"])
def make_coreference(nlp: Language, name: str) -> Coreference:
    """Create the component."""
    return Coreference()
