"""Names that the model misses and the text itself brings in: "(SPF)" after what it is short for, a person's surname."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.nlp.aliases import is_acronym_of
from kg.nlp.name_types import Name
from kg.nlp.nouns import load_nouns

_GROUPS = frozenset({"ArmedGroup", "Organization", "Coalition", "MilitaryForce", "Government"})


def introduced_names(doc: Doc, names: list[Name]) -> Iterator[Name]:
    """Yield the acronyms and surnames of names that stand where no name was found."""
    inside = {i for name in names for i in range(name.start, name.end)}
    acronyms: dict[str, Name] = {}
    for name in names:
        if name.type in _GROUPS and name.end + 2 < len(doc) and doc[name.end].text == "(":
            short = doc[name.end + 1].text
            if doc[name.end + 2].text == ")" and is_acronym_of(short, name.text):
                acronyms.setdefault(short, name)
    surnames = {name.text.split()[-1]: name for name in names if name.type == "Person" and " " in name.text}
    for token in doc:
        if token.i in inside:
            continue
        if token.text in acronyms:
            full = acronyms[token.text]
            yield Name(token.i, token.i + 1, token.text, full.type, weight=full.weight)
        elif token.text in surnames and token.i > surnames[token.text].end and _may_be_name(token):
            yield Name(token.i, token.i + 1, token.text, "Person")


def _may_be_name(token: Token) -> bool:
    """True for a word with a capital that stands without an article, as no singular common noun does."""
    return (
        token.text[0].isupper()
        and token.tag_ in ("NN", "NNP")
        and token.dep_ not in ("compound", "amod", "nmod")
        and token.lemma_.lower() not in load_nouns()
        and not any(True for _ in token.lefts)
    )
