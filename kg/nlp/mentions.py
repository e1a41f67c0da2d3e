"""Pipeline component ``conflict_mentions``: spans that stand for actors, places and sites.

A mention has one head token. Its ``key`` says what it names; mentions with equal keys denote one entity of the
document. Pronouns and definite descriptions have no key of their own until coreference gives them one.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.gazetteers import Gazetteer, load_gazetteer
from kg.nlp.descriptions import describe
from kg.nlp.mention import Mentions, MentionSpan
from kg.nlp.name_types import Name
from kg.nlp.names import find_names
from kg.nlp.nouns import NOMINAL, noun_of
from kg.nlp.phrases import titles_before
from kg.nlp.statuses import mark_statuses

FIRST_PERSON = frozenset(("we", "us", "our", "ours", "i", "me", "my"))
THIRD_PLURAL = frozenset(("they", "them", "their", "theirs", "themselves"))
_THIRD_SINGULAR = frozenset(
    ("he", "she", "it", "him", "her", "his", "hers", "its", "himself", "herself", "itself")
)
_LOCATIVE = frozenset(
    (
        "in", "at", "near", "around", "outside", "inside", "across", "throughout", "into", "within", "over",
        "through", "toward", "towards", "along", "between", "off", "from",
    )
)  # fmt: skip
_DIRECTIONS = frozenset(
    f"{way}{ending}"
    for way in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
    for ending in ("", "ern")
) | {"central", "inner", "outer", "upper", "lower"}
_MOTION = frozenset(
    (
        "go", "flee", "return", "travel", "come", "move", "fly", "head", "arrive", "deploy", "withdraw", "retreat",
        "advance", "send", "cross", "road", "route", "way", "journey", "trip", "visit",
    )
)  # fmt: skip
# What comes "from Iran" after these comes from the state, not from its territory.
_GIVEN_BY = frozenset(
    (
        "assistance", "support", "aid", "help", "weapon", "arm", "fire", "seize", "capture", "take", "receive",
        "backing", "oil", "buy", "wrest", "recapture", "retake", "liberate", "pressure", "demand", "appeal", "money",
        "funding", "condemnation", "threat",
    )
)  # fmt: skip
_PLACE_CATEGORIES = frozenset(("settlement", "part", "region", "site", "country"))


class MentionFinder:
    """Finds the mentions of a parsed document and keeps them in ``doc._.kg_mentions``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer that names are looked up in."""
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        doc._.kg_mentions = self.find(doc)
        return doc

    def find(self, doc: Doc) -> Mentions:
        """Return the mentions of a parsed document; writes nothing to it."""
        found = Mentions(names=find_names(doc, self.gazetteer))
        inside: set[int] = set()
        for name in found.names:
            inside.update(range(name.start, name.end))
            root = doc[name.start : name.end].root
            mention = _named(name, root)
            if mention is not None:
                found.by_head[root.i] = mention
        for token in doc:
            if token.i in inside or token.i in found.by_head:
                continue
            pos = token.pos_
            if pos in ("PRON", "DET"):
                mention = _pronoun(token)
            else:
                mention = describe(token, found, self._country_of) if pos in NOMINAL else None
            if mention is not None:
                found.by_head[token.i] = mention
        mark_statuses(doc, found)
        return found

    def _country_of(self, person: str) -> str:
        entry = next((e for e in self.gazetteer.lookup(person) if e.type == "Person"), None)
        return entry.country if entry is not None else ""


def _named(name: Name, root: Token) -> MentionSpan | None:
    countries = (name.country,) if name.country else ()
    titles = titles_before(root.doc, name.start) if name.type == "Person" else ()
    mention = MentionSpan(
        root.i, name.start, name.end, "name", name.type, ("name", name.text.casefold()), (name.text,),
        name=name.text, entry=name.entry, countries=countries, plural=root.tag_ == "NNPS",
        titles=titles,
    )  # fmt: skip
    if name.entry.startswith(("country:", "state:")) or (name.adjective and name.entry):
        iso = name.country or name.entry.partition(":")[2]
        mention.countries = (iso,)
        if name.type == "PopulationGroup":  # "Syrians": the people
            mention.key, mention.plural = ("people", iso), True
            return mention
        mention.type = "Country" if _is_location(root, name) else "State"
        mention.key = (mention.type.lower(), iso)
        return mention if name.adjective else _part(mention, root)
    noun = noun_of(root.head) if name.adjective else None
    if noun is not None and noun.category == "equipment" and root.dep_ in ("amod", "compound"):
        mention.type = "State"  # "Zarvian jets" are a state's, also of one that no gazetteer knows
        return mention
    if name.adjective and name.type == "PopulationGroup" and root.dep_ in ("amod", "compound", "nmod"):
        if not name.entry and not name.text.endswith(("ist", "ists", "ic")) and name.text[0].isupper():
            mention.type = "State"  # "the Zarvian invasion", of a state that no gazetteer knows
            return mention
        return None  # "Sunni", "jihadist": a quality of the head noun
    noun = noun_of(root) if name.end - name.start > 1 else None
    if noun is not None:
        mention.noun, mention.category = noun.lemma, noun.category
    return _part(mention, root)


def _part(mention: MentionSpan, root: Token) -> MentionSpan:
    """Turn "Aleppo" into "eastern Aleppo" where the words before say so: a place of its own."""
    if mention.type not in ("Settlement", "Region", "Country", "State"):
        return mention
    doc, start = root.doc, mention.start
    while start and (
        doc[start - 1].lower_ in _DIRECTIONS or (doc[start - 1].text == "-" and start < mention.start)
    ):
        start -= 1
    words = mention.name.split()
    if (
        start == mention.start
        and len(words) == 2
        and words[0].lower() in _DIRECTIONS
        and not mention.entry
        and any(t.text == words[1] and not mention.start <= t.i < mention.end for t in doc)
    ):
        mention.within = ("name", words[1].casefold())  # "East Mosul"
        mention.type = "Region"
        return mention
    if start == mention.start:
        return mention
    name = doc[start : mention.end].text.replace("\n", " ")
    kind = "country" if mention.type == "State" else mention.key[0]
    mention.within = (kind, *mention.key[1:])
    mention.start, mention.name, mention.surfaces, mention.entry = start, name, (name,), ""
    mention.key, mention.type = ("name", name.casefold()), "Region"
    return mention


def _is_location(root: Token, name: Name) -> bool:
    """True where a country's name means the territory, not the state that acts."""
    token = root
    while token.dep_ == "conj" and token.head.pos_ in ("PROPN", "ADJ", "NOUN"):
        token = token.head
    head = token.head
    if token.dep_ == "pobj":
        if head.lower_ in _LOCATIVE:
            return head.lower_ != "from" or head.head.lemma_.lower() not in _GIVEN_BY
        if head.lower_ == "to":
            return head.head.lemma_.lower() in _MOTION
        return head.lower_ == "of" and (_is_place_noun(head.head) or head.head.lower_ in _DIRECTIONS)
    if token.dep_ == "dobj":
        return head.lemma_.lower() in (
            "enter",
            "leave",
            "flee",
            "reach",
            "cross",
            "exit",
            "infiltrate",
            "quit",
        )
    if token.dep_ in ("amod", "compound", "nmod", "poss") or name.adjective:
        return _is_place_noun(head)
    beside_place = head.ent_type_ in ("GPE", "LOC", "FAC") and head.i < token.i
    return token.dep_ in ("appos", "npadvmod") and beside_place


def _is_place_noun(token: Token) -> bool:
    noun = noun_of(token)
    return noun is not None and noun.category in _PLACE_CATEGORIES


def _pronoun(token: Token) -> MentionSpan | None:
    word = token.lower_
    third = word in THIRD_PLURAL or word in _THIRD_SINGULAR
    if not third and not (word in FIRST_PERSON and (word == "i" or not token.text.isupper())):
        return None
    plural = word in THIRD_PLURAL or word in FIRST_PERSON
    return MentionSpan(token.i, token.i, token.i + 1, "pronoun", "", noun=word, plural=plural, definite=True)


@Language.factory(
    "conflict_mentions",
    assigns=["doc._.kg_mentions"],
    requires=["token.dep", "token.tag", "token.lemma", "doc.ents"],
    default_config={"gazetteer": ""},
)
def make_mentions(nlp: Language, name: str, gazetteer: str) -> MentionFinder:
    """Create the component; ``gazetteer`` is the path of a user's own file, or empty."""
    register_extensions()
    return MentionFinder(load_gazetteer(Path(gazetteer) if gazetteer else None))


def register_extensions() -> None:
    """Declare the attributes that the components keep on ``Doc``; safe to call again."""
    for attribute in ("kg_mentions", "kg_entities", "kg_extraction"):
        if not Doc.has_extension(attribute):
            Doc.set_extension(attribute, default=None)
