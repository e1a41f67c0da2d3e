"""Noun phrases: where they start, what stands before the noun, which surface forms they give."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.nlp.nouns import Noun, load_nouns, noun_of

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "our"))
_PREMODIFIERS = frozenset(
    (
        "det", "amod", "compound", "nummod", "poss", "nmod", "advmod", "quantmod", "predet", "case",
        "npadvmod", "punct",
    )
)  # fmt: skip
_QUANTIFIERS = frozenset(
    "than least at more about nearly almost some around over up most many several few".split()
)
_OPPOSING = frozenset(("anti", "counter", "non", "ex", "pre", "post", "pro"))


def phrase_start(token: Token) -> int:
    """First token of the noun phrase, its determiner included, clauses and prepositional phrases not."""
    start: int = token.i
    for child in sorted(token.lefts, key=lambda t: -t.i):
        if child.dep_ not in _PREMODIFIERS or child.right_edge.i >= start:
            break
        start = child.left_edge.i
    return start


def is_definite(token: Token) -> bool:
    """Tell whether a noun has an article or possessive that takes something up."""
    return any(child.lower_ in _DEFINITE for child in token.lefts)


def is_opposed(token: Token) -> bool:
    """Tell whether a word is X in "anti-X": whatever bears it is not X's."""
    return token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ in _OPPOSING


def surface_forms(token: Token, start: int) -> tuple[str, ...]:
    """Surface forms of a description: the phrase without its determiner, then ever shorter, down to the noun."""
    doc = token.doc
    forms: list[str] = []
    fixed = token.i and doc[token.i - 1].dep_ == "compound" and doc[token.i - 1].head == token
    for index in range(start, token.i if fixed else token.i + 1):
        first = doc[index]
        if first.text == "-" or (index > start and doc[index - 1].text == "-"):
            continue  # not "-government forces", nor "government forces" of "pro-government forces"
        if first.lower_ in _QUANTIFIERS or first.pos_ in ("DET", "PUNCT", "PART", "CCONJ", "ADP"):
            continue
        if first.tag_ not in ("PRP$", "POS"):
            forms.append(" ".join(doc[index : token.i + 1].text.split()))
    if token.text not in forms:
        forms.append(token.text)
    return tuple(dict.fromkeys(forms))


def fighting_modifier(token: Token) -> Noun | None:
    """Noun of the irregulars before a word for troops: "opposition forces", "militia units"."""
    for child in token.lefts:
        noun = noun_of(child) if child.dep_ in ("compound", "amod", "nmod") else None
        if noun is not None and noun.category == "fighters":
            return noun
    return None


def name_after_of(token: Token) -> int | None:
    """Head index of X in "town of X", or of X right after "the town", where X is written as a name."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i > token.i:
            for obj in child.children:
                if obj.dep_ == "pobj" and obj.pos_ in ("PROPN", "NOUN", "X") and obj.text[0].isupper():
                    return int(obj.i)
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i == token.i + 1:
            return int(child.i)
    return None


_RANKS = {
    "gen.": "general", "col.": "colonel", "maj.": "major", "capt.": "captain", "lt.": "lieutenant",
    "sgt.": "sergeant", "adm.": "admiral", "brig.": "brigadier", "sen.": "senator", "gov.": "governor",
}  # fmt: skip


def titles_before(doc: Doc, start: int) -> tuple[str, ...]:
    """Nouns of the office or rank right before a person's name, from the long to the short: "Defence Minister"."""
    if not start:
        return ()
    word = doc[start - 1].lower_
    word = _RANKS.get(word, word)
    nouns = load_nouns()
    pair = f"{doc[start - 2].lower_}_{word}" if start > 1 else ""
    found = [w for w in (pair, word) if w in nouns and nouns[w].category == "officials"]
    if pair.startswith(("prime_", "vice_")):
        found = found[:1]  # a prime minister is not called "the minister"
    return tuple(found)
