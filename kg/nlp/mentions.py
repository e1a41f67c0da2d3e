"""Pipeline component ``conflict_mentions``: spans that stand for actors, places and sites.

A mention has one head token. Its ``key`` says what it names; mentions with equal keys denote one entity of the
document. Pronouns and definite descriptions have no key of their own until coreference gives them one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.gazetteers import Gazetteer, load_gazetteer
from kg.nlp.names import ACTOR_TYPES, PLACE_TYPES, Name, find_names
from kg.nlp.nouns import Noun, is_plural, noun_of
from kg.nlp.statuses import mark_statuses

Kind = Literal["name", "description", "generic", "pronoun"]
Key = tuple[str, ...]

_PRONOUNS = frozenset("he she it they him her them his hers its their theirs himself herself itself themselves".split())
_FIRST_PERSON = frozenset("we us our ours i me my".split())
_BARE = frozenset("those others some many most both all one another".split())
_GROUPS = frozenset({"ArmedGroup", "Organization", "Coalition"})
_LOCATIVE = frozenset(
    "in at near around outside inside across throughout into within over through toward towards along between off from".split()
)
_DEFINITE = frozenset("the this that these those its their his her our".split())
_PREMODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "advmod", "quantmod", "predet", "case", "npadvmod", "punct"})
_MOTION = frozenset(
    "go flee return travel come move fly head arrive deploy withdraw retreat advance send cross road route way journey trip visit".split()
)
_TOWN_LIKE = frozenset({"Settlement", "Region", "Site"})
_TRANSPARENT_STATE = frozenset({"officials", "equipment"})


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


class MentionFinder:
    """Finds the mentions of a parsed document and keeps them in ``doc._.kg_mentions``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        doc._.kg_mentions = self.find(doc)
        return doc

    def find(self, doc: Doc) -> Mentions:
        """Return the mentions of a parsed document; writes nothing to it."""
        found = Mentions(names=find_names(doc, self.gazetteer))
        by_root: dict[int, Name] = {}
        inside: set[int] = set()
        for name in found.names:
            root = doc[name.start : name.end].root
            by_root[root.i] = name
            inside.update(range(name.start, name.end))
            mention = self._named(doc, name, root)
            if mention is not None:
                found.by_head[root.i] = mention
        for token in doc:
            if token.i in found.by_head or (token.i in inside and token.i not in by_root):
                continue
            if token.i in by_root:
                continue
            mention = self._pronoun(token) or self._described(token, found, by_root)
            if mention is not None:
                found.by_head[token.i] = mention
        mark_statuses(doc, found)
        return found

    # -- proper names ---------------------------------------------------------------------------------------

    def _named(self, doc: Doc, name: Name, root: Token) -> MentionSpan | None:
        surfaces = (name.text,)
        common = dict(head=root.i, start=name.start, end=name.end, name=name.text, entry=name.entry)
        countries = (name.country,) if name.country else ()
        if name.entry.startswith(("country:", "state:")) or (name.adjective and name.entry):
            iso = name.country or name.entry.partition(":")[2]
            if name.type == "PopulationGroup":  # "Syrians", "the Turks": the people, or the state as who acts
                return MentionSpan(
                    kind="name", type="PopulationGroup", key=("people", iso), surfaces=surfaces, countries=(iso,), plural=True, **common
                )  # fmt: skip
            type_ = "Country" if self._is_location(root, name) else "State"
            return MentionSpan(kind="name", type=type_, key=(type_.lower(), iso), surfaces=surfaces, countries=(iso,), **common)
        if name.adjective and name.type == "PopulationGroup" and root.dep_ in ("amod", "compound", "nmod"):
            return None  # "Sunni", "jihadist": a quality of the head noun
        noun = noun_of(root) if name.end - name.start > 1 else None
        return MentionSpan(
            kind="name", type=name.type, key=("name", name.text.casefold()), surfaces=surfaces, countries=countries,
            noun=noun.lemma if noun else "", category=noun.category if noun else "",
            plural=root.tag_ == "NNPS", **common,
        )  # fmt: skip

    def _is_location(self, root: Token, name: Name) -> bool:
        """True where a country's name means the territory, not the state that acts."""
        token = root
        while token.dep_ == "conj" and token.head.pos_ in ("PROPN", "ADJ", "NOUN"):
            token = token.head
        head = token.head
        if token.dep_ == "pobj":
            if head.lower_ in _LOCATIVE and not _is_agentive_from(head):
                return True
            if head.lower_ == "to" and head.head.lemma_.lower() in _MOTION:
                return True
            if head.lower_ == "of":
                noun = noun_of(head.head)
                return bool(noun and noun.category in ("settlement", "part", "region", "site", "country"))
            return False
        if token.dep_ in ("amod", "compound", "nmod", "poss") or name.adjective:
            noun = noun_of(head)
            return bool(noun and noun.category in ("settlement", "part", "region", "site", "country"))
        return token.dep_ in ("appos", "npadvmod") and token.i > 0 and head.ent_type_ in ("GPE", "LOC", "FAC") and head.i < token.i

    # -- common nouns ---------------------------------------------------------------------------------------

    def _described(self, token: Token, found: Mentions, by_root: dict[int, Name]) -> MentionSpan | None:
        noun = noun_of(token)
        if noun is None or token.dep_ in ("compound", "npadvmod", "amod") and not _heads_phrase(token):
            if noun is None or not _acts_as_modifier(token, noun):
                return None
        if noun.category == "force" and (rebel := _fighting_modifier(token)) is not None:
            noun = rebel  # "opposition forces", "rebel troops" are no army
        start = _phrase_start(token)
        base = dict(head=token.i, start=start, end=token.i + 1, noun=noun.lemma, category=noun.category)
        modifiers = self._modifier_names(token, found)
        owner = modifiers[0] if modifiers else None
        flags = dict(plural=is_plural(token), definite=_is_definite(token))
        forms = _forms(token, start)
        if owner is not None and owner.kind == "name" and owner.start > token.i and owner.start - token.i <= 3:
            forms = (f"{token.text} {token.doc[token.i + 1 : owner.end].text}".replace("\n", " "), *forms)
        if noun.category in ("settlement", "part", "region", "site", "country"):
            return self._place(token, noun, owner, base, flags, forms, found)
        if owner is not None and owner.type in _GROUPS | {"MilitaryForce"} and noun.category in (
            "fighters", "force", "equipment", "organization", "coalition", "officials", "site", "government",
        ) and not (noun.category == "officials" and not flags["plural"]):  # fmt: skip
            return MentionSpan(
                kind="description", type=owner.type, key=owner.key, surfaces=forms[:1], name=owner.name, entry=owner.entry,
                countries=owner.countries, also=tuple(m.head for m in modifiers[1:]), **base, **flags,
            )  # fmt: skip
        iso = next((c for m in modifiers for c in m.countries), "") if owner and owner.type != "Settlement" else ""
        if owner is not None and owner.type in ("State", "Country") and noun.category in _TRANSPARENT_STATE and (
            noun.category == "equipment" or flags["plural"]
        ):  # fmt: skip
            return MentionSpan(
                kind="description", type="State", key=("state", iso), surfaces=forms[:1], name=owner.name, entry=owner.entry,
                countries=owner.countries, also=tuple(m.head for m in modifiers[1:]), **base, **flags,
            )  # fmt: skip
        if owner is not None and owner.type == "State" and noun.lemma in ("ally", "partner"):  # "our Turkish allies"
            return MentionSpan(
                kind="description", type="State", key=("state", iso), surfaces=forms[:1], name=owner.name, entry=owner.entry,
                countries=owner.countries, also=tuple(m.head for m in modifiers[1:]), **base, **flags,
            )  # fmt: skip
        if noun.category == "force" and any(c.lower_ == "coalition" and c.i < token.i and not _is_anti(c) for c in token.children):
            return MentionSpan(kind="generic", type="Coalition", key=("generic", "coalition", ""), surfaces=forms, **base, **flags)
        if noun.category == "equipment":
            return None  # shells and jets are instruments; only their owner acts
        if noun.lemma == "man" and flags["plural"] and owner is not None and any(c.dep_ == "poss" for c in token.children):
            noun = Noun("force", "force", "MilitaryForce")  # "al-Masri's men"
            base.update(noun=noun.lemma, category=noun.category)
        if noun.category in ("force", "government") and owner is not None:
            return self._of_state(noun, owner, iso, base, flags, forms, modifiers)
        if noun.category == "force" and _has_government_modifier(token):
            return MentionSpan(
                kind="description", type="MilitaryForce", key=("force", "government"), surfaces=forms, **base, **flags
            )  # fmt: skip
        qualifier = owner.name.casefold() if owner is not None and owner.kind == "name" else ""
        if token.text[0].isupper() and token.tag_ == "NNP" and owner is None and token.dep_ in ("compound", "nmod"):
            return None
        return MentionSpan(
            kind="generic", type=noun.type, key=(), surfaces=forms, countries=(iso,) if iso else (), name="",
            entry="", **base, **flags,
        ) if not qualifier else MentionSpan(
            kind="generic", type=noun.type, key=("generic", noun.category, noun.lemma, qualifier), surfaces=forms,
            countries=(iso,) if iso else (), **base, **flags,
        )  # fmt: skip

    def _of_state(
        self, noun: Noun, owner: MentionSpan, iso: str, base: dict[str, object], flags: dict[str, bool],
        forms: tuple[str, ...], modifiers: list[MentionSpan],
    ) -> MentionSpan:  # fmt: skip
        """Return a state's force or government, or a person's: "Syrian troops", "the Assad government"."""
        who = iso or owner.name.casefold()
        type_ = "MilitaryForce" if noun.category == "force" else "Government"
        if owner.type == "Person" and not iso:
            entry = next(iter(e for e in self.gazetteer.lookup(owner.name) if e.type == "Person"), None)
            who = (entry.country if entry and entry.country else "") or who
        key: Key
        if noun.category == "government" and noun.lemma not in ("government", "regime", "authority", "administration", "junta"):
            key = ("government", who, noun.lemma)
        elif noun.category == "force" and noun.lemma in ("police", "policeman", "police_officer", "navy", "air_force", "coastguard",
                                                          "border_guard", "peacekeeper", "marine", "unit", "brigade", "command"):
            key = ("force", who, noun.lemma)
        else:
            key = (noun.category, who)
        return MentionSpan(
            kind="description", type=type_, key=key, surfaces=forms[:2], countries=(iso,) if iso else (),
            also=tuple(m.head for m in modifiers[1:]) if noun.category == "government" else (), **base, **flags,
        )  # type: ignore[arg-type]

    def _place(
        self, token: Token, noun: Noun, owner: MentionSpan | None, base: dict[str, object], flags: dict[str, bool],
        forms: tuple[str, ...], found: Mentions,
    ) -> MentionSpan | None:  # fmt: skip
        """Return a place: "the ancient town of Palmyra", "Karrada district", "a castle"."""
        premodified = owner is not None and owner.kind == "name" and owner.head == token.i - 1 and owner.type in _TOWN_LIKE
        named = _named_after_of(token, self.gazetteer) if not premodified else None
        if noun.lemma in ("part", "half", "side", "section") and not (
            named is not None and named in found.by_head and found.by_head[named].type in PLACE_TYPES or _of_place(token)
        ):
            return None
        if named is not None and (noun.category in ("settlement", "region", "country", "part") or noun.lemma in ("site", "port")) and noun.lemma not in (
            "part", "half", "area", "side", "outskirts", "edge", "suburbs", "sector", "border", "frontier", "coast", "countryside",
            "street", "front", "frontline", "crossing", "bank", "stronghold", "territory", "enclave", "pocket", "hill", "bastion",
            "desert", "river", "hinterland", "heartland", "homeland", "suburb", "highland", "plain", "neighbourhood", "section",
        ):  # fmt: skip
            mention = MentionSpan(
                kind="description", type=noun.type, key=("of", str(named)), surfaces=forms, **base, **flags
            )  # type: ignore[arg-type]
            mention.antecedent = named
            return mention
        if token.pos_ == "PROPN" and owner is None and token.text[0].isupper() and not flags["definite"] and noun.category != "site":
            return None
        if owner is not None and owner.kind == "name" and owner.head == token.i - 1 and owner.type in PLACE_TYPES and (
            noun.lemma in ("province", "governorate", "region", "district", "valley", "desert", "county", "oblast", "neighbourhood",
                           "neighborhood", "river", "lake", "airport", "airbase", "bridge", "dam", "castle", "citadel", "camp")
        ):  # fmt: skip
            own_name = f"{owner.name} {noun.lemma}".casefold()
            return MentionSpan(
                kind="name", type=noun.type,
                key=owner.key if noun.lemma in ("district", "neighbourhood", "neighborhood") else ("name", own_name),
                surfaces=(f"{owner.name} {token.text}",), name=f"{owner.name} {token.text}", countries=owner.countries, **base, **flags,
            )  # type: ignore[arg-type]
        return MentionSpan(
            kind="generic", type=noun.type, surfaces=forms, countries=owner.countries if owner else (), **base, **flags
        )  # type: ignore[arg-type]

    def _modifier_names(self, token: Token, found: Mentions) -> list[MentionSpan]:
        """Named mentions that modify a noun from the front, or as "of X"; nearest role first."""
        heads: list[Token] = []
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod", "poss") and child.i < token.i:
                heads.append(child)
                heads += [c for c in child.conjuncts if c.i < token.i]
                heads += [c for c in child.children if c.dep_ in ("compound", "amod", "poss", "nmod")]
            elif child.dep_ == "prep" and child.lower_ == "of" and child.i > token.i:
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        heads += [obj, *obj.conjuncts]
        named = [found.by_head[t.i] for t in heads if not _is_anti(t) and t.i in found.by_head and found.by_head[t.i].kind == "name"]
        order = {"ArmedGroup": 0, "MilitaryForce": 0, "Coalition": 0, "Organization": 0, "Government": 1}
        return sorted(named, key=lambda m: (order.get(m.type, 2), m.head))

    def _pronoun(self, token: Token) -> MentionSpan | None:
        if token.lower_ in _PRONOUNS and token.pos_ in ("PRON", "DET"):
            plural = token.lower_ in ("they", "them", "their", "theirs", "themselves")
            return MentionSpan(token.i, token.i, token.i + 1, "pronoun", "", noun=token.lower_, plural=plural, definite=True)
        if token.lower_ in _FIRST_PERSON and token.pos_ in ("PRON", "DET") and not token.text.isupper():
            return MentionSpan(token.i, token.i, token.i + 1, "pronoun", "", noun=token.lower_, plural=True, definite=True)
        return None


def _is_anti(token: Token) -> bool:
    """True for X in "anti-X": whatever bears it is not X's."""
    return token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in ("anti", "counter", "non", "ex", "pre", "post")


def _is_agentive_from(prep: Token) -> bool:
    """True for "assistance from Iran", "seized it from Iraq": the state, not its territory."""
    if prep.lower_ != "from":
        return False
    return prep.head.lemma_.lower() in {
        "assistance", "support", "aid", "help", "weapon", "arm", "fire", "seize", "capture", "take", "receive", "backing", "oil",
        "buy", "wrest", "recapture", "retake", "liberate", "pressure", "demand", "appeal", "money", "funding", "condemnation", "threat",
    }  # fmt: skip


def _heads_phrase(token: Token) -> bool:
    return token.dep_ not in ("compound", "npadvmod", "amod")


def _acts_as_modifier(token: Token, noun: Noun) -> bool:
    """True for "government artillery", "rebel positions", "rebel-held": the actor stands before the head noun."""
    return noun.category in ("fighters", "government", "force", "coalition") and token.pos_ in ("NOUN", "PROPN")


def _phrase_start(token: Token) -> int:
    """First token of the noun phrase, its determiner included, clauses and prepositional phrases not."""
    start = token.i
    for child in sorted(token.lefts, key=lambda t: -t.i):
        if child.dep_ in _PREMODIFIERS and child.right_edge.i < start:
            start = child.left_edge.i
        else:
            break
    return start


def _is_definite(token: Token) -> bool:
    return any(c.lower_ in _DEFINITE for c in token.lefts)


def _forms(token: Token, start: int) -> tuple[str, ...]:
    """Surface forms of a description: the phrase without its determiner, then ever shorter, down to the noun."""
    doc = token.doc
    forms: list[str] = []
    index = start
    stop = token.i - 1 if token.i and doc[token.i - 1].dep_ == "compound" and doc[token.i - 1].head == token else token.i
    while index <= stop:
        first = doc[index]
        text = re.sub(r"\s+", " ", doc[index : token.i + 1].text).strip()
        if first.pos_ not in ("DET", "PUNCT", "PART", "CCONJ") and first.tag_ not in ("PRP$", "POS"):
            forms.append(text)
        index += 1
    if token.text not in forms:
        forms.append(token.text)
    return tuple(dict.fromkeys(forms))


def _fighting_modifier(token: Token) -> Noun | None:
    """Noun of the irregulars before a word for troops: "opposition forces", "militia units"."""
    for child in token.lefts:
        noun = noun_of(child) if child.dep_ in ("compound", "amod", "nmod") else None
        if noun is not None and noun.category == "fighters":
            return noun
    return None


def _of_place(token: Token) -> bool:
    """True for "the eastern part of the city", "the northern part": said of a place."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return any(noun_of(c) is not None and noun_of(c).type in PLACE_TYPES or c.ent_type_ in ("GPE", "LOC") for c in child.children)  # type: ignore[union-attr]
    return any(c.lower_.endswith(("ern", "north", "south", "east", "west")) for c in token.lefts)


def _has_government_modifier(token: Token) -> bool:
    return any(c.lower_ in ("government", "regime", "loyalist") and c.i < token.i for c in token.children)


def _named_after_of(token: Token, gazetteer: Gazetteer) -> int | None:
    """Head index of X in "town of X" where X is a name."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i > token.i:
            for obj in child.children:
                if obj.dep_ == "pobj" and obj.pos_ in ("PROPN", "NOUN", "X") and obj.text[0].isupper():
                    return int(obj.i)
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i == token.i + 1:
            return int(child.i)
    return None


@Language.factory(
    "conflict_mentions",
    assigns=["doc._.kg_mentions"],
    requires=["token.dep", "token.tag", "token.lemma", "doc.ents"],
    default_config={"gazetteer": ""},
)
def make_mentions(nlp: Language, name: str, gazetteer: str) -> MentionFinder:
    """Create the component; ``gazetteer`` is the path of a user's own file, or empty."""
    from pathlib import Path

    register_extensions()
    return MentionFinder(load_gazetteer(Path(gazetteer) if gazetteer else None))


def register_extensions() -> None:
    """Declare the attributes that the components keep on ``Doc``; safe to call again."""
    for attribute in ("kg_mentions", "kg_entities", "kg_extraction"):
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, default=None)


__all__ = ["ACTOR_TYPES", "MentionFinder", "MentionSpan", "Mentions", "make_mentions", "register_extensions"]
