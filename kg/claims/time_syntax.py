"""What the syntax of a sentence says of its time expressions: whose they are, and which clauses share them."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.claims.dates import ValidTime
from kg.claims.governors import REPORT
from kg.nlp.lemmas import lemma_of

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_SEQUENCE = frozenset("later then subsequently before after afterwards eventually".split())
_BARRED_MARKS = frozenset(
    "after before since until till if unless although though because once when where".split()
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression, in characters and tokens, with what it hangs on."""

    start: int
    end: int
    first: int
    last: int
    """Index behind the last token."""
    governor: int
    """Token of the verb or noun that it modifies."""
    trial: ValidTime | None
    """What it says in some document; None: it stays words everywhere."""
    base: int = -1
    """Where the expression begins that it is counted from ("two days after 3 May"); -1: none."""
    until: bool = False
    """What it is counted from is its end."""


def verb_of_saying(span: Span, governor: Token) -> Token:
    """ "said Tuesday it had left": the time that follows a verb of saying is that of saying."""
    before = span.start - 1
    if before < 0 or governor.i == before:
        return governor
    doc = span.doc
    verb = doc[before]
    if verb.dep_ in _SUBJECTS and verb.i > verb.head.i:
        verb = verb.head  # "said the army on Tuesday"
    if verb.pos_ == "VERB" and lemma_of(verb) in REPORT and any(a.i == verb.i for a in governor.ancestors):
        return verb
    return governor


def lowered_verb(verb: Token, span: Span) -> Token:
    """Give an expression that stands inside or behind a verb's complement to the complement's verb."""
    for child in verb.children:
        if child.dep_ not in ("ccomp", "xcomp") or child.pos_ not in ("VERB", "AUX"):
            continue
        behind = verb.i < child.i < span.start
        before_saying = child.i < verb.i and span.start < child.i and not _subject_between(verb, span, child)
        if behind or before_saying:
            return lowered_verb(child, span)
    return verb


def _subject_between(verb: Token, span: Span, complement: Token) -> bool:
    return (
        any(c.dep_ in _SUBJECTS and c.i < complement.i for c in verb.children) and span.start < complement.i
    )


def has_subject(verb: Token) -> bool:
    """Tell whether a verb has a subject of its own."""
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to" that hangs on another word."""
    return verb.head.i != verb.i and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_sequel(verb: Token) -> bool:
    """Tell whether a verb tells what came next: "then withdrew"."""
    return any(child.dep_ == "advmod" and child.lower_ in _SEQUENCE for child in verb.children)


def is_initial(one: Expression, verb: Token) -> bool:
    """Whether an expression stands before its clause: before the verb and its subject."""
    subjects = [child.i for child in verb.children if child.dep_ in _SUBJECTS]
    return one.last <= min([verb.i, *subjects])


def is_simultaneous(verb: Token) -> bool:
    """Whether an adverbial clause tells of the time of its main clause: "advanced, capturing Hama"."""
    children = list(verb.children)
    if any(
        c.dep_ in ("mark", "prep", "advmod") and c.i < verb.i and c.lower_ in _BARRED_MARKS for c in children
    ):
        return False
    if any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("having", "to") for c in children):
        return False
    marks = {c.lower_ for c in children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
    if has_subject(verb):
        return bool(marks & {"as", "while"})
    return verb.tag_ in ("VBG", "VBN")


def is_ahead(governor: Token) -> bool:
    """Tell whether a verb's auxiliary puts it ahead of the report."""
    return any(
        child.dep_ == "aux" and child.lower_ in ("will", "'ll", "shall", "would")
        for child in governor.children
    )
