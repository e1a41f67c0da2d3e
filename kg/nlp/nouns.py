"""Common nouns that stand for actors, places and sites, and what they say of a name beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from spacy.tokens import Token

from kg.nlp.lemmas import lemma_of

NOMINAL = ("NOUN", "PROPN", "ADJ")
"""Parts of speech that head, or modify, a noun phrase."""
_FILE = Path(__file__).parent / "data" / "nouns.tsv"


@dataclass(frozen=True, slots=True)
class Noun:
    """What a common noun stands for."""

    lemma: str
    category: str
    """force, fighters, government, officials, people, organization, coalition, equipment, settlement, part, ..."""
    type: str
    """Ontology class that a generic mention of it gets."""


@cache
def load_nouns() -> Mapping[str, Noun]:
    """Read the shipped table: lemma (words joined by ``_``) to Noun."""
    nouns: dict[str, Noun] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        category, type_, lemmas = line.split("\t")
        for lemma in lemmas.split():
            nouns.setdefault(lemma, Noun(lemma, category, type_))
    return MappingProxyType(nouns)


def singular(token: Token) -> str:
    """Lemma of a noun in lower case; spaCy keeps proper-noun plurals ("Forces") as they are."""
    lemma = lemma_of(token)
    if token.tag_ in ("NNPS", "NNP") and lemma not in load_nouns():
        for ending, repl in (("ies", "y"), ("men", "man"), ("s", "")):
            if lemma.endswith(ending) and lemma[: -len(ending)] + repl in load_nouns():
                return lemma[: -len(ending)] + repl
    return lemma


def noun_of(token: Token) -> Noun | None:
    """Return what the noun phrase headed by the token denotes: "air power" before "power"."""
    if token.pos_ not in NOMINAL:
        return None
    nouns = load_nouns()
    lemma = singular(token)
    if token.i and (before := token.nbor(-1)).pos_ in NOMINAL and before.head == token:
        pair = f"{before.lower_}_{lemma}"
        if pair in nouns:
            return nouns[pair]
    return nouns.get(lemma)


def is_plural(token: Token) -> bool:
    """Tell whether the head noun is plural, or a collective that they can refer to."""
    return token.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in token.children)
