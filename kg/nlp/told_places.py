"""Names that the model takes for persons or organisations, and of which the text speaks as of places.

Fighters capture both towns and men, so that alone decides nothing for what may be a person. The rest of the text may:
"in Baba Amr", "Baba Amr was taken", "Afmadow, a cattle town". What is told to speak, or bears a title, stays a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import Name
from kg.nlp.nouns import load_nouns, noun_of

_PLACE_CATEGORIES = frozenset({"settlement", "part", "region", "site"})
_ARMED = frozenset({"force", "fighters"})
_WHERE = frozenset("in near outside inside around".split())
_WON = frozenset(
    "capture recapture retake overrun besiege occupy liberate shell reoccupy reconquer encircle storm control hold "
    "seize enter defend abandon".split()
)
_TAKEN = frozenset("take recapture retake overrun liberate besiege shell".split())
_PERSONAL = frozenset(
    "say tell add kill arrest detain wound injure appoint elect marry die bear born kidnap execute assassinate meet "
    "believe trust accuse sentence jail imprison think write call".split()
)
_TRUSTING = frozenset("trust confidence faith belief believe interest interested hope disappoint".split())
_PRISON = frozenset("prisoner hostage captive alive dead".split())
_LONGEST = 3


def settle_places(doc: Doc, names: Sequence[Name]) -> list[Name]:
    """Return the names, those that the text speaks of as places typed so."""
    spots: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if _is_open(name):
            spots[name.text].append(name)
    places = {text for text, found in spots.items() if _speaks_of_place(doc, text, found)}
    if not places:
        return list(names)
    return [
        replace(n, type="Settlement", weight=2.0) if n.text in places and _is_open(n) else n for n in names
    ]


def _is_open(name: Name) -> bool:
    return (
        not name.entry
        and not name.adjective
        and name.type in ("Person", "Organization")
        and name.weight < 2
        and name.end - name.start <= _LONGEST
        and not name.text.isupper()
    )


def _speaks_of_place(doc: Doc, text: str, found: Sequence[Name]) -> bool:
    roots = [doc[name.start : name.end].root for name in found]
    if any(_is_personal(doc, root, name) for root, name in zip(roots, found, strict=True)):
        return False
    told = any(_is_told(root) for root in roots) or _stands_after_where(doc, text)
    return told or any(
        _is_won(root) for root, name in zip(roots, found, strict=True) if name.type != "Person"
    )


def _is_told(root: Token) -> bool:
    """Whether a noun beside it, a preposition or a verb says that it is a place."""
    for child in root.children:
        noun = noun_of(child) if child.dep_ == "appos" else None
        if noun is not None and noun.category in _PLACE_CATEGORIES and child.i > root.i:
            return True
    verb = root.head
    passive = root.dep_ == "nsubjpass" or (
        root.dep_ == "nsubj"
        and verb.tag_ in ("VBN", "VBD")
        and not any(c.dep_ in ("aux", "dobj") for c in verb.children)
    )
    prisoner = any(c.lower_ in _PRISON for c in verb.subtree)
    taken = verb.lower_ == "taken" or lemma_of(verb) in _TAKEN  # the tagger reads "X taken." as a past tense
    return passive and taken and not prisoner


def _is_won(root: Token) -> bool:
    """Whether armed actors take it, as they take no organisation."""
    verb = root.head
    if root.dep_ != "dobj" or lemma_of(verb) not in _WON:
        return False
    doers = (noun_of(c) for c in verb.children if c.dep_ == "nsubj")
    return any(noun is not None and noun.category in _ARMED for noun in doers)


def _stands_after_where(doc: Doc, text: str) -> bool:
    """ "Battle in Baba Amr", wherever the model saw no name."""
    words = text.split()
    for token in doc:
        if token.lower_ not in _WHERE or lemma_of(token.head) in _TRUSTING:
            continue
        if [t.text for t in doc[token.i + 1 : token.i + 1 + len(words)]] == words:
            after = doc[token.i + 1 + len(words)] if token.i + 1 + len(words) < len(doc) else None
            if after is None or (after.text not in ("'s", "\u2019s") and not after.text[0].isupper()):
                return True
    return False


def _is_personal(doc: Doc, root: Token, name: Name) -> bool:
    """Whether a title stands before it, an age behind it, or it speaks, dies, or is arrested."""
    before = load_nouns().get(doc[name.start - 1].lower_) if name.start else None
    if before is not None and before.category == "officials":
        return True
    if any(c.dep_ in ("appos", "nummod") and c.like_num for c in root.children):
        return True
    if any(
        c.dep_ == "appos" and (n := noun_of(c)) is not None and n.category in ("officials", "people")
        for c in root.children
    ):
        return True
    return root.dep_ in ("nsubj", "nsubjpass", "dobj") and lemma_of(root.head) in _PERSONAL
