"""Coreference of descriptions: "the group", "the ancient city", "Government troops"."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from spacy.tokens import Doc

from kg.nlp.entities import EntityDraft, EntityTable
from kg.nlp.mention import Key, Mentions, MentionSpan
from kg.nlp.name_types import PLACE_TYPES
from kg.nlp.roles import surface_subjects

_GROUP_NOUNS = frozenset(
    "group organisation organization movement militia faction network rebel_group armed_group "
    "militant_group terrorist_group jihadist_group jihadi_group islamist_group extremist_group "
    "coalition alliance party militant fighter terrorist insurgent "
    "rebel guerrilla separatist "
    "jihadist mercenary paramilitary_force rebel_force rebel_army armed_faction rebel_movement company".split()
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
# Words for the whole army or government of a state
_UNDIVIDED = frozenset(
    "army military troop force soldier government regime authority administration junta".split()
)
# "the two leaders": what the words for pairs take up
_PAIRED = {
    "country": frozenset({"Country", "State"}),
    "coalition": frozenset({"Country", "State"}),
    "settlement": frozenset({"Settlement"}),
    "officials": frozenset({"Person"}),
    "organization": frozenset({"ArmedGroup", "Organization"}),
    "fighters": frozenset({"ArmedGroup"}),
}
_ANY_SITE = frozenset("site building structure compound complex facility".split())
_REGIONS = frozenset({"West", "Gulf", "East"})
_FIGHTING = frozenset({"ArmedGroup", "MilitaryForce", "Coalition", "Organization"})


def place_description(
    doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable, canonical: dict[Key, Key]
) -> None:
    """Give a name or description the entity that it takes up or brings in."""
    key = mention.key
    if key and key[0] == "of":  # "the town of Palmyra" is Palmyra
        target = mentions.by_head.get(int(key[1]))
        if target is not None and target.key and target.type in PLACE_TYPES:
            draft = table.add(canonical.get(target.key, target.key), mention)
            if target.type not in ("Country",):
                draft.type = mention.type if not draft.entry else draft.type
            name = target.name
            if " of " not in mention.surfaces[0]:
                draft.surfaces[f"{mention.surfaces[0]} of {name}"] = None
            draft.surfaces[f"{mention.noun.replace('_', ' ')} of {name}"] = None
            for head in mention.also:  # "the towns of A, B and C": each is a town
                other = mentions.by_head[head]
                if other.key and other.type in PLACE_TYPES and other.type != "Country":
                    named = table.add(canonical.get(other.key, other.key), other)
                    named.type = mention.type if not named.entry else named.type
            return
        key = ()
    if key == ("force", "government"):
        key = _force_of_government(table)
    if (mention.kind == "generic" or key[:1] == ("wing",)) and (
        beside := _apposed(doc, mention, mentions, table, canonical)
    ) is not None:
        table.add(beside.key, mention)  # "Rashid Farouk is an Iraqi Army officer"
        return
    if len(key) > 1 and key[0] in ("force", "government") and ("name", key[1]) in canonical:
        key = (
            key[0],
            canonical["name", key[1]][1],
            *key[2:],
        )  # "al-Masri's men" are the forces of Ahmad al-Masri
    if key:
        draft = table.add(canonical.get(key, key), mention)
        if mention.kind == "description" and key[0] in ("force", "government"):
            draft.generic = False
            if " " not in draft.name:  # the first full description is its name
                draft.name = max((draft.name, mention.surfaces[0]), key=len)
        return
    if pair := _pair(mention, mentions, table, doc):
        first, second = pair
        was_plural = first.plural
        mention.surfaces, mention.antecedent, mention.also = (), first.heads[-1], (second.heads[-1],)
        table.add(first.key, mention)
        first.plural = was_plural
        return
    antecedent = _apposed(doc, mention, mentions, table, canonical) or _antecedent(mention, table, doc)
    if antecedent is not None:
        mention.antecedent = antecedent.heads[-1] if antecedent.heads else -1
        anaphoric = not antecedent.generic and mention.kind == "generic"
        surfaces = mention.surfaces
        if anaphoric:
            mention.surfaces = ()
        table.add(antecedent.key, mention)
        if anaphoric and mention.category in ("fighters", "force", "government", "settlement"):
            # "militants", "the army": what the text calls it, kept as a description
            antecedent.surfaces.update(
                dict.fromkeys(s for s in surfaces[-1:] if mention.category != "settlement")
            )
        return
    table.add(_generic_key(mention, table), mention)


def _pair(
    mention: MentionSpan, mentions: Mentions, table: EntityTable, doc: Doc
) -> tuple[EntityDraft, EntityDraft] | None:
    """Return the two that "the two countries" takes up: the only two of the kind in this sentence and the last."""
    token = doc[mention.head]
    words = {c.lower_ for c in token.lefts}
    types = _PAIRED.get(mention.category)
    if types is None or not mention.plural or not ({"the", "two"} <= words or {"these", "two"} <= words):
        return None
    if len(list(token.lefts)) > 2 or any(c.dep_ in ("prep", "relcl", "acl") for c in token.rights):
        return None
    sentence = token.sent
    start = doc[sentence.start - 1].sent.start if sentence.start else 0
    found: dict[Key, EntityDraft] = {}
    for other in mentions:
        if start <= other.head < token.i and other.kind == "name" and other.entity >= 0:
            draft = table.drafts[other.entity]
            if draft.type in types and doc[other.head].dep_ not in ("amod", "compound"):
                found[draft.key[1:]] = draft
    if len(found) != 2:
        return None
    first, second = found.values()
    return first, second


def _force_of_government(table: EntityTable) -> Key:
    forces = [d for d in table.drafts if d.key[0] == "force" and len(d.key) == 2]
    if forces:
        return max(forces, key=lambda d: d.heads[-1] if d.heads else -1).key
    governments = [d for d in table.drafts if d.key[0] == "government" and len(d.key) == 2]
    return ("force", governments[-1].key[1]) if governments else ("force", "")


def _generic_key(mention: MentionSpan, table: EntityTable) -> Key:
    noun = _CANONICAL.get(mention.noun, mention.noun)
    country = mention.countries[0] if mention.countries else ""
    if mention.category == "force" and len(mention.surfaces[0].split()) > 1:
        return ("generic", mention.surfaces[0].casefold(), country)
    if mention.category in ("force", "government") and mention.noun in _UNDIVIDED:
        return (mention.category, country)
    if mention.type in PLACE_TYPES or mention.type == "Person":
        return ("mention", noun, str(mention.head))
    if mention.category == "coalition" and mention.noun == "coalition" and not country:
        return ("generic", "coalition", "")
    if mention.category in ("fighters", "people", "force"):
        return ("generic", noun, country)
    return ("mention", noun, str(mention.head))


def _apposed(
    doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable, canonical: dict[Key, Key]
) -> EntityDraft | None:
    """Return the named entity beside which a description stands: "the SDF, mainly Arab fighters"."""
    token = doc[mention.head]
    others = [token.head] if token.dep_ == "appos" else [c for c in token.children if c.dep_ == "appos"]
    if (
        token.dep_ == "attr"
        and token.head.lemma_ == "be"
        and not any(c.dep_ == "neg" for c in token.head.children)
    ):
        others += [c for c in token.head.children if c.dep_ == "nsubj"]  # "X is an armed group"
    for other in others:
        named = mentions.by_head.get(other.i)
        if named is None or named.kind != "name":
            continue
        if named.entity < 0:
            if not named.key:
                continue
            key = canonical.get(named.key, named.key)
            index = table.by_key.get(key)
            if index is None and other.i > token.i and _compatible(named.type, mention.type):
                index = table.get(key, named.type).index  # "Libya's second city, Benghazi"
            draft = table.drafts[index] if index is not None else None
        else:
            draft = table.drafts[named.entity]
        if draft is not None and (
            _compatible(draft.type, mention.type) or {draft.type, mention.type} <= _FIGHTING
        ):
            return draft
    return None


def _antecedent(mention: MentionSpan, table: EntityTable, doc: Doc) -> EntityDraft | None:
    """Return the entity that a description takes up, or None when it brings in a new one."""
    noun = _CANONICAL.get(mention.noun, mention.noun)
    drafts = [d for d in table.drafts if d.heads and d.type]

    def latest(options: Iterable[EntityDraft]) -> EntityDraft | None:
        return max(options, key=lambda d: d.heads[-1], default=None)

    if mention.category == "force" and any(c.tag_ == "PRP$" for c in doc[mention.head].lefts):
        return None  # "its forces" are those of whoever "its" is
    if any(
        c.dep_ == "relcl" and not (mention.definite and doc[c.left_edge.i - 1].text == ",")
        for c in doc[mention.head].rights
    ):
        return None  # "the force that attacked the island": brought in, not taken up
    country = set(mention.countries)
    same_noun = [
        d for d in drafts
        if noun in {_CANONICAL.get(n, n) for n in d.nouns} and (not country or not d.countries or country & d.countries)
    ]  # fmt: skip
    same_type = [d for d in same_noun if _compatible(d.type, mention.type)]
    if mention.category == "settlement" and not mention.plural:
        same_type = [d for d in same_type if not (d.generic and d.plural)]  # "three towns" ... "the town"
    if (
        mention.category == "force"
        and mention.definite
        and mention.noun in ("army", "military")
        and not country
    ):
        codes = {
            d.key[1] for d in drafts
            if d.key[0] in ("government", "force") and len(d.key) == 2 and len(d.key[1]) == 2
        }  # fmt: skip
        of_state = [d for d in same_type if d.key[0] == "force" and len(d.key) == 2 and d.key[1] in codes]
        if of_state:  # "the military" is a state's, whatever armies rebels have
            return latest(of_state)
        if len(codes) == 1 and not any(
            mention.noun in {w.lower() for w in d.name.split()} for d in same_type
        ):
            return table.get(("force", codes.pop()), "MilitaryForce")
    modified = bool(mention.surfaces) and len(mention.surfaces[0].split()) > 1
    if (
        mention.category == "force" and modified
    ):  # "ground forces", "anti-coalition forces": not the army of before
        return latest(d for d in same_type if mention.surfaces[0] in d.surfaces)
    if mention.category in ("fighters", "force", "government") and (mention.definite or mention.plural):
        named = [d for d in same_type if not d.generic]
        if (
            (
                mention.category in ("force", "government")
                or mention.definite
                or not any(c in mention.surfaces[0] for c in " ")
            )
            and named
            and mention.surfaces
            and len(mention.surfaces[0].split()) == 1
        ):
            return latest(named)
        if same_type and not country:
            return latest(same_type)
        if mention.definite and mention.category == "government" and not country:
            return latest(d for d in drafts if d.key[0] == "government" and len(d.key) == 2)
        if (
            mention.category == "force"
            and not country
            and mention.noun in ("army", "military", "troop", "force", "soldier")
        ):
            return latest(d for d in drafts if d.key[0] == "force" and len(d.key) == 2)
    if not mention.definite or (
        any(c.dep_ == "poss" for c in doc[mention.head].lefts) and mention.type not in PLACE_TYPES
    ):
        return None
    if mention.category == "officials":
        return latest(d for d in same_noun if d.type == "Person")
    capital = [d for d in drafts if not d.generic and mention.surfaces and mention.surfaces[-1][:1].isupper()
               and mention.surfaces[-1] in d.name.split()]  # fmt: skip
    if mention.type in PLACE_TYPES:
        if capital and mention.category == "part":
            return latest(d for d in capital if d.type in _FIGHTING)  # "the Front": a body, not a place
        if mention.noun in _ANY_SITE and not same_type and len(mention.surfaces[0].split()) == 1:
            return latest(
                d for d in drafts
                if d.type == "Site" and not d.plural and (not d.generic or len(d.heads) > 1)
                and sum(1 for t in doc[d.heads[-1] : mention.head] if t.is_sent_start) <= 3
            )  # fmt: skip
        if mention.noun == "port" and not same_type:
            return latest(d for d in drafts if d.nouns & {"port_city", "port_town"})
        if (
            mention.category in ("settlement", "region", "site", "part")
            and same_type
            and mention.noun not in ("area", "part", "side")
        ):
            exact = [
                d
                for d in same_type
                if _is_restated(mention, d) and (d.generic or mention.category != "settlement")
            ]
            if exact:
                return latest(exact)
        if mention.category == "settlement" and mention.noun not in ("capital", "suburb"):
            return _described_town(
                mention, [d for d in drafts if d.type == "Settlement" and not d.generic], doc
            )
        if mention.category == "country" and not any(c.dep_ == "poss" for c in doc[mention.head].lefts):
            nouns = itertools.takewhile(lambda a: a.pos_ in ("NOUN", "ADP"), doc[mention.head].ancestors)
            beside = {c.i for a in nouns for c in a.children}
            verb = next((a for a in doc[mention.head].ancestors if a.pos_ == "VERB"), None)
            beside |= {t.i for t in surface_subjects(verb)} if verb is not None else set()
            return latest(
                d for d in drafts if d.type in ("Country", "State") and not beside.intersection(d.heads[-1:])
            )  # in "U.S. support for the country" it is another country
        return None
    if capital:
        return latest(capital)
    if mention.noun in _GROUP_NOUNS and len(mention.surfaces[0].split()) <= 2:
        wanted = {"Coalition"} if mention.category == "coalition" else {"ArmedGroup", "Organization"}
        named = [
            d for d in drafts if not d.generic and d.type in wanted and d.name.split()[-1] not in _REGIONS
        ]
        armed = [d for d in named if d.type == "ArmedGroup"]
        topic = [d for d in named if d.key == table.topic]
        if topic and not mention.plural and mention.category != "fighters":
            return topic[0]  # "X is a rebel party. ... The party": X, whoever was named since
        if mention.category == "fighters" or (
            armed and mention.noun in ("group", "movement", "organisation", "organization")
        ):
            named = armed  # in news of war "the group" is the one that fights
        if named:
            return latest(named)
    if same_type:
        return latest(same_type)
    return None


def _described_town(mention: MentionSpan, towns: list[EntityDraft], doc: Doc) -> EntityDraft | None:
    """Return the town that "the ancient city" takes up: by noun, adjectives and distance."""
    noun = _CANONICAL.get(mention.noun, mention.noun)
    adjectives = {t.lower_ for t in doc[mention.head].lefts if t.dep_ == "amod"}

    def score(draft: EntityDraft) -> tuple[float, int]:
        words = {w for s in draft.surfaces for w in s.lower().split()}
        distance = sum(1 for t in doc[draft.heads[-1] : mention.head] if t.is_sent_start)
        kinds = {n for n in draft.nouns if n in ("town", "city", "village")}
        match = 1.5 if noun in kinds else 0.0
        if kinds and noun not in kinds and noun in ("town", "city", "village"):
            match = -1.5 if {"city", "village"} <= kinds | {noun} else -0.6
        topic = 0.2 * min(len(draft.heads), 4)  # what the text is about rather than what it mentions
        return match + topic + 1.5 * bool(adjectives & words) - 0.5 * min(distance, 6), draft.heads[-1]

    return max(towns, key=score, default=None)


def _is_restated(mention: MentionSpan, draft: EntityDraft) -> bool:
    """True where the adjectives of a description do not set it apart from what went before."""
    own = set(mention.surfaces[0].lower().split()[:-1]) if mention.surfaces else set()
    seen = {w for s in draft.surfaces for w in s.lower().split()}
    return not own or own <= seen or (mention.category == "settlement" and not draft.generic)


def _compatible(a: str, b: str) -> bool:
    groups = {"ArmedGroup", "Organization", "Coalition"}
    return a == b or (a in groups and b in groups) or (a in PLACE_TYPES and b in PLACE_TYPES)
