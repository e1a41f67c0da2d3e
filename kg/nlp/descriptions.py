"""Mentions by common nouns: "Syrian troops", "IS militants", "the town of Palmyra", "rebels", "a castle"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Token

from kg.nlp.mention import Key, Mentions, MentionSpan
from kg.nlp.name_types import PLACE_TYPES
from kg.nlp.nouns import Noun, is_plural, noun_of
from kg.nlp.phrases import (
    fighting_modifier,
    is_definite,
    is_opposed,
    name_after_of,
    phrase_start,
    surface_forms,
)

_GROUPS = frozenset({"ArmedGroup", "Organization", "Coalition"})
_TOWN_LIKE = frozenset({"Settlement", "Region", "Site"})
_PLACE_CATEGORIES = frozenset({"settlement", "part", "region", "site", "country"})
# Nouns of a group's people and things: "IS militants", "Hezbollah positions" stand for the group.
_OF_GROUP = frozenset(
    ("fighters", "force", "equipment", "organization", "coalition", "officials", "site", "government")
)
_STATE_FORCES = frozenset(("army", "military", "troop", "force", "soldier"))
_SEPARATE_FORCES = frozenset(
    (
        "police", "policeman", "police_officer", "navy", "air_force", "coastguard", "border_guard", "peacekeeper",
        "marine", "unit", "brigade", "command",
    )
)  # fmt: skip
_WHOLE_GOVERNMENTS = frozenset(("government", "regime", "authority", "administration", "junta"))
# "the outskirts of X" are not X
_PARTS_OF = frozenset(
    (
        "part", "half", "area", "side", "outskirts", "edge", "suburbs", "sector", "border", "frontier", "coast",
        "countryside", "street", "front", "frontline", "crossing", "bank", "stronghold", "territory", "enclave",
        "pocket", "hill", "bastion", "desert", "river", "hinterland", "heartland", "homeland", "suburb", "highland",
        "plain", "neighbourhood", "section",
    )
)  # fmt: skip
# "Aleppo province", "Orlen bridge": the noun is part of the name
_NAMING = frozenset(
    (
        "province", "governorate", "region", "district", "valley", "desert", "county", "oblast", "neighbourhood",
        "neighborhood", "river", "lake", "airport", "airfield", "bridgehead", "airbase", "bridge", "dam", "castle",
        "citadel", "camp",
    )
)  # fmt: skip
# "Raqqa city", "the Faryab area": the place that is named
_SAME_PLACE = frozenset(("city", "town", "village", "area", "municipality", "township"))
_TERRITORIES = frozenset(("territory", "soil", "airspace", "mainland"))
_QUARTERS = frozenset(("district", "neighbourhood", "neighborhood"))
_FIRST = {"ArmedGroup": 0, "MilitaryForce": 0, "Coalition": 0, "Organization": 0, "Government": 1}

# A part of a group that is no part of its name: "the armed wing of X" is not X.
_WINGS = frozenset(("wing", "branch", "military_arm", "political_arm"))
_PARTS_IF_OWNED = frozenset(("network",))

CountryOf = Callable[[str], str]
"""Country of a person whom the gazetteer knows by this name, or empty."""


@dataclass(slots=True)
class _Phrase:
    """A noun phrase under a common noun, with the names before or after the noun."""

    token: Token
    noun: Noun
    start: int
    modifiers: list[MentionSpan]
    forms: tuple[str, ...]

    @property
    def owner(self) -> MentionSpan | None:
        return self.modifiers[0] if self.modifiers else None

    @property
    def plural(self) -> bool:
        return is_plural(self.token)

    @property
    def country(self) -> str:
        if self.owner is None or self.owner.type in ("Settlement", "Region", "Site"):
            return ""  # "the Kurdistan regional government" is not Iraq's
        return next((code for m in self.modifiers for code in m.countries), "")

    def mention(self, kind: Any, type_: str, key: Key = (), **more: Any) -> MentionSpan:
        return MentionSpan(
            self.token.i, self.start, self.token.i + 1, kind, type_, key, noun=self.noun.lemma,
            category=self.noun.category, plural=self.plural, definite=is_definite(self.token), **more,
        )  # fmt: skip

    def of_owner(self, type_: str, key: Key) -> MentionSpan:
        """Return a mention of the owner itself: "IS militants", "Russian officials"."""
        assert self.owner is not None
        return self.mention(
            "description", type_, key, surfaces=self.forms[:1], name=self.owner.name, entry=self.owner.entry,
            countries=self.owner.countries, also=tuple(m.head for m in self.modifiers[1:]),
        )  # fmt: skip


def describe(token: Token, found: Mentions, country_of: CountryOf) -> MentionSpan | None:
    """Return the mention that a common noun heads, or None; ``found`` holds the names already."""
    noun = noun_of(token)
    if noun is None or (
        token.dep_ in ("compound", "npadvmod", "amod") and not _acts_as_modifier(token, noun)
    ):
        return None
    if noun.lemma == "staff" and token.head.lower_ == "of" and token.head.head.lower_ == "chief":
        return None  # "chief of staff"
    if noun.lemma == "power" and not (token.tag_ == "NNS" or any(c.dep_ == "amod" for c in token.lefts)):
        return None  # "seized power"
    if noun.lemma == "position" and not phrase_is_military(token):
        return None  # "in the strongest possible position"
    if noun.lemma == "sector" and any(
        c.dep_ in ("amod", "compound") and c.lower_ in _TRADES for c in token.lefts
    ):
        return None  # "the financial sector"
    if noun.lemma in ("bomber", "fighter") and re.search(
        r"[A-Z]{1,4}-?\d", token.doc[max(0, token.i - 3) : token.i].text
    ):
        return None  # "B-52 bombers"
    if noun.lemma == "power" and not is_plural(token) and not list(token.lefts):
        return None  # "seized power", "handed power to": no state
    if noun.category == "force" and (irregulars := fighting_modifier(token)) is not None:
        noun = irregulars  # "opposition forces", "rebel troops" are no army
    start = phrase_start(token)
    modifiers = _modifier_names(token, found)
    forms = surface_forms(token, start)
    if modifiers and token.i < modifiers[0].start <= token.i + 3:  # "government of Iraq"
        forms = (f"{token.text} {token.doc[token.i + 1 : modifiers[0].end].text}".replace("\n", " "), *forms)
    phrase = _Phrase(token, noun, start, modifiers, forms)
    if noun.category in _PLACE_CATEGORIES:
        return _place(phrase, found)
    return _actor(phrase, country_of)


_TRADES = frozenset(
    "financial private public energy banking oil gas security defence defense health economic agricultural "
    "industrial technology humanitarian education service manufacturing".split()
)
_FIGHTING_MODIFIERS = frozenset(
    "fighting defensive firing artillery mortar enemy rebel army military sniper battle government militant "
    "frontline fortified".split()
)


def phrase_is_military(position: Token) -> bool:
    """Tell whether "position" is a place where somebody fights: plural, owned by a name, or with such a word."""
    if position.tag_ in ("NNS", "NNPS"):
        return True
    return any(
        c.lower_ in _FIGHTING_MODIFIERS or (c.dep_ in ("amod", "compound") and c.ent_type_)
        for c in position.lefts
    )


def _acts_as_modifier(token: Token, noun: Noun) -> bool:
    """True for "government artillery", "rebel positions", "rebel-held": the actor stands before the head noun."""
    return noun.category in ("fighters", "government", "force", "coalition") and token.pos_ in (
        "NOUN",
        "PROPN",
    )


def _modifier_names(token: Token, found: Mentions) -> list[MentionSpan]:
    """Named mentions that modify a noun from the front, or as "of X"; groups before states."""
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
    mentions = [found.by_head[t.i] for t in heads if t.i in found.by_head and not is_opposed(t)]
    return sorted((m for m in mentions if m.kind == "name"), key=lambda m: (_FIRST.get(m.type, 2), m.head))


def _actor(phrase: _Phrase, country_of: CountryOf) -> MentionSpan | None:
    token, noun, owner, iso = phrase.token, phrase.noun, phrase.owner, phrase.country
    if owner is not None and owner.type in _GROUPS | {"MilitaryForce"} and _is_wing(token, noun):
        return _wing(phrase, owner)
    of_group = noun.category in _OF_GROUP and (noun.category != "officials" or phrase.plural)
    if of_group and owner is not None and owner.type in _GROUPS | {"MilitaryForce"}:
        return phrase.of_owner(owner.type, owner.key)
    if owner is not None and owner.type in ("State", "Country"):
        stands_for = noun.category == "equipment" or (noun.category == "officials" and phrase.plural)
        if stands_for or (noun.lemma in ("ally", "partner") and owner.type == "State"):
            return phrase.of_owner(
                "State", ("state", iso)
            )  # "Russian jets", "US officials", "our Turkish allies"
    of_coalition = any(c.lower_ == "coalition" and not is_opposed(c) for c in token.lefts)
    if noun.category in ("force", "equipment") and of_coalition:
        return phrase.mention("generic", "Coalition", ("generic", "coalition", ""), surfaces=phrase.forms)
    if noun.category == "equipment" and any(c.lower_ in ("government", "army") for c in token.lefts):
        return phrase.mention("description", "MilitaryForce", ("force", "government"), surfaces=phrase.forms)
    if noun.lemma in ("ship", "vessel", "boat"):
        return phrase.mention("generic", "Site", surfaces=phrase.forms)  # what is hit, and no actor
    if noun.category == "equipment":
        return None  # shells and jets are instruments; only their owner acts
    if (
        noun.lemma == "man"
        and phrase.plural
        and owner is not None
        and any(c.dep_ == "poss" for c in token.children)
    ):
        phrase.noun = noun = Noun("force", "force", "MilitaryForce")  # "al-Masri's men"
    if noun.category in ("force", "government") and owner is not None:
        return _of_state(phrase, owner, iso, country_of)
    if noun.category == "force" and any(
        c.lower_ in ("government", "regime", "loyalist") and not is_opposed(c) for c in token.lefts
    ):
        return phrase.mention("description", "MilitaryForce", ("force", "government"), surfaces=phrase.forms)
    if (
        token.text[0].isupper()
        and token.tag_ == "NNP"
        and owner is None
        and token.dep_ in ("compound", "nmod")
    ):
        return None
    key: Key = ()
    if owner is not None and owner.kind == "name":
        key = ("generic", noun.category, noun.lemma, owner.name.casefold())
    return phrase.mention("generic", noun.type, key, surfaces=phrase.forms, countries=(iso,) if iso else ())


def _is_wing(token: Token, noun: Noun) -> bool:
    """True for "the armed wing of X", "X's Yemeni branch", "X's spy network": a part of X that is told apart."""
    qualified = any(c.dep_ in ("amod", "compound") and c.pos_ != "PROPN" for c in token.lefts)
    if noun.lemma in _WINGS:
        return qualified and not is_plural(token)
    return noun.lemma in _PARTS_IF_OWNED and qualified and any(c.dep_ == "poss" for c in token.lefts)


def _wing(phrase: _Phrase, owner: MentionSpan) -> MentionSpan:
    """Return a wing, which is a node of its own (rules of identity: a wing is not its party)."""
    token = phrase.token
    words = [
        t.text
        for t in token.doc[phrase.start : token.i]
        if t.i not in range(owner.start, owner.end) and t.pos_ in ("ADJ", "NOUN", "PROPN", "VERB")
    ]
    words = ["armed" if word.lower() == "military" else word for word in words]
    noun = "wing" if phrase.noun.lemma.endswith("_arm") else phrase.noun.lemma
    kind = " ".join([*words, noun])
    name = f"{kind} of {owner.name}"
    surface = re.sub(r"\s+", " ", token.doc[phrase.start : max(token.i + 1, owner.end)].text)
    surface = re.sub(r"^(the|a|an|its|this|that) ", "", surface, flags=re.I)
    mention = phrase.mention(
        "name", "ArmedGroup" if owner.type == "ArmedGroup" or "armed" in words else owner.type,
        ("wing", kind.casefold(), *owner.key), surfaces=(surface,), name=name,
    )  # fmt: skip
    mention.end = max(token.i + 1, owner.end)
    return mention


def _of_state(phrase: _Phrase, owner: MentionSpan, iso: str, country_of: CountryOf) -> MentionSpan:
    """Return a state's force or government, or a person's: "Syrian troops", "the Assad government"."""
    noun = phrase.noun
    who = iso or owner.name.casefold()
    if owner.type == "Person" and not iso:
        who = country_of(owner.name) or who
    key: Key = (noun.category, who)
    if (
        noun.category == "government" and noun.lemma not in _WHOLE_GOVERNMENTS
    ) or noun.lemma in _SEPARATE_FORCES:
        key = (noun.category, who, noun.lemma)
    others = [m for m in phrase.modifiers[1:] if phrase.token.doc[m.head].dep_ == "conj"]
    type_ = "MilitaryForce" if noun.category == "force" else "Government"
    for other in others:  # "French and Malian forces": two forces
        if other.type in ("State", "Country") and other.countries:
            other.kind, other.type = "description", type_
            other.key = (noun.category, other.countries[0], *key[2:])
            other.surfaces = (f"{other.name} {phrase.token.text}",)
            other.noun, other.category = noun.lemma, noun.category
    forms = phrase.forms[:2] if not others else (f"{owner.name} {phrase.token.text}",)
    return phrase.mention(
        "description", type_, key, surfaces=forms, countries=(iso,) if iso else (),
        also=tuple(m.head for m in others),
    )  # fmt: skip


def _place(phrase: _Phrase, found: Mentions) -> MentionSpan | None:
    """Return a place: "the ancient town of Palmyra", "Karrada district", "a castle"."""
    token, noun, owner = phrase.token, phrase.noun, phrase.owner
    before = token.i - 1 - noun.lemma.count("_")  # "Al Salem hospital complex"
    nearest = next((m for m in phrase.modifiers if m.head == before), None)
    owner = nearest or owner  # in "Khartoum's Bahri district" it is Bahri that the district is called
    named_before = owner is not None and owner.kind == "name" and owner.head == before
    own_name = named_before and owner is not None and owner.type in _TOWN_LIKE | {"Person", "Organization"}
    after = None if own_name else name_after_of(token)
    if noun.lemma in ("part", "half", "side", "section") and not (
        (after in found.by_head and found.by_head[after].type in PLACE_TYPES) or _of_place(token)
    ):
        return None
    whole = noun.lemma in ("area", "territory") and any(c.lower_ in ("entire", "whole") for c in token.lefts)
    hold = noun.lemma in ("stronghold", "bastion") and after in found.by_head
    seat = (
        noun.lemma == "capital" and owner is not None and owner.type in PLACE_TYPES and after in found.by_head
    )
    whole |= seat and found.by_head[after].type == "Settlement"  # type: ignore[index]
    whole |= phrase.plural and after is not None and _names_no_town(token.doc[after], found)
    whole |= hold and found.by_head[after].type in PLACE_TYPES  # type: ignore[index]
    if after is not None and (noun.lemma not in _PARTS_OF or whole) and (
        noun.category in _PLACE_CATEGORIES - {"site"} or noun.lemma in ("site", "port")
    ):  # fmt: skip
        return phrase.mention(
            "description", noun.type, ("of", str(after)), surfaces=phrase.forms, antecedent=after,
            also=_coordinated_names(token.doc[after], found) if phrase.plural else (),
        )  # fmt: skip
    if (
        noun.lemma in _TERRITORIES
        and owner is not None
        and owner.type in ("Country", "State")
        and owner.countries
    ):
        code = owner.countries[0]  # "entered Ukrainian territory": the country itself
        return phrase.mention(
            "description", "Country", ("country", code), surfaces=phrase.forms[:1], name=owner.name,
            entry=f"country:{code}", countries=(code,),
        )  # fmt: skip
    if noun.category == "site" and after is not None and token.text[0].isupper() and not token.is_sent_start:
        first = phrase.start + 1 if is_definite(token) else phrase.start
        name = token.doc[first : after + 1].text.replace("\n", " ")  # "Temple of Bel", "Arch of Triumph"
        mention = phrase.mention("name", noun.type, ("name", name.casefold()), surfaces=(name,), name=name)
        mention.end = after + 1
        return mention
    if (
        token.pos_ == "PROPN"
        and owner is None
        and token.text[0].isupper()
        and not is_definite(token)
        and noun.category != "site"
    ):
        return None
    if named_before and owner is not None and owner.type in PLACE_TYPES and noun.lemma in _SAME_PLACE:
        return phrase.mention(
            "description", owner.type, owner.key, surfaces=phrase.forms[:1], name=owner.name, entry=owner.entry,
            countries=owner.countries,
        )  # fmt: skip
    quarter = noun.lemma in _QUARTERS and owner is not None and owner.type in PLACE_TYPES
    if (
        named_before
        and owner is not None
        and owner.type in PLACE_TYPES | {"Person", "Organization"}
        and (noun.lemma in _NAMING or (noun.category == "site" and not owner.entry and not phrase.plural))
    ):
        name = f"{owner.name} {token.doc[before + 1 : token.i + 1].text}"
        # "the Karrada district" is Karrada; "Aleppo province" is not Aleppo
        key = owner.key if quarter else ("name", f"{owner.name} {noun.lemma}".casefold())
        return phrase.mention("name", noun.type, key, surfaces=(name,), name=name, countries=owner.countries)
    return phrase.mention(
        "generic", noun.type, surfaces=phrase.forms, countries=owner.countries if owner else ()
    )


def _coordinated_names(name: Token, found: Mentions) -> tuple[int, ...]:
    """Heads of the names that follow one: "the towns of A, B and C"."""
    heads = (c.i for c in name.conjuncts if c.i > name.i)
    return tuple(i for i in heads if i in found.by_head and found.by_head[i].kind == "name")


def _names_no_town(name: Token, found: Mentions) -> bool:
    """Tell whether several names are those of the parts: "the neighbourhoods of A and B"; not of two known towns."""
    also = _coordinated_names(name, found)
    return bool(also) and not any(i in found.by_head and found.by_head[i].entry for i in (name.i, *also))


def _of_place(token: Token) -> bool:
    """True for "the eastern part of the city", "the northern part": said of a place."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            nouns = [noun_of(c) for c in child.children]
            if any(n is not None and n.type == "Site" for n in nouns):
                break  # "the remaining parts of the building": only its sides are places
            return any(n is not None and n.type in PLACE_TYPES for n in nouns) or any(
                c.ent_type_ in ("GPE", "LOC") for c in child.children
            )
    return any(c.lower_.endswith(("ern", "north", "south", "east", "west")) for c in token.lefts)
