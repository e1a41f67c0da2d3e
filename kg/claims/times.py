"""The words that say when: the time expression that hangs on a predicate."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.claims.governors import REPORT
from kg.nlp.lemmas import lemma_of

_DURATION_HEADS = frozenset(
    {"for", "since", "until", "by", "during", "in", "on", "at", "after", "before", "from", "between"}
)
_UNITS = frozenset("minute hour day week month year decade".split())
_TIME_WORD = re.compile(
    r"\d|\b(mon|tues|wednes|thurs|fri|satur|sun)day|\b(january|february|march|april|may|june|july|august|september|october"
    r"|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(day|days|week|weeks|month|months|year|years|hours?"
    r"|minutes?|decades?|century|centuries|morning|afternoon|evening|night|overnight|today|yesterday|tomorrow|dawn|dusk|noon"
    r"|midnight|weekend|spring|summer|autumn|winter|ago|recent|recently|earlier|later|eve|eid|ramadan|christmas|easter|time)\b",
    re.I,
)
_VAGUE = frozenset("daily annual monthly yearly weekly".split())


def time_of(trigger: Token) -> tuple[int, int] | None:
    """Return the token span of the time expression of a predicate, with its preposition, or None.

    The time of saying is not the time of the deed, so the climb stops below reporting verbs.
    """
    node: Token = trigger
    for _ in range(6):
        found = _own_time(node)
        if found is not None:
            return found
        head = node.head
        if head == node or (lemma_of(head) in REPORT and node.dep_ in ("ccomp", "parataxis")):
            return None
        if node.dep_ in ("relcl", "acl", "advcl", "ccomp") and node.dep_ != "acl":
            return None
        node = head
    return None


def _is_anchored(token: Token) -> bool:
    """True for "three days ago", "last week", "this month"."""
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return following in ("ago", "earlier", "later", "before") or any(
        c.lower_ in ("last", "this", "next", "that", "every", "each", "ago", "earlier", "later")
        for c in token.children
    )


def _own_time(node: Token) -> tuple[int, int] | None:
    candidates = []
    for child in node.children:
        if child.ent_type_ in ("DATE", "TIME") and child.dep_ in (
            "npadvmod",
            "advmod",
            "nmod",
            "compound",
            "appos",
            "dobj",
            "tmod",
        ):
            candidates.append((child, child))
        elif child.dep_ in ("prep", "advmod", "mark") and child.lower_ in _DURATION_HEADS:
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp") and obj.ent_type_ in ("DATE", "TIME"):
                    candidates.append((obj, child))
        elif (
            child.lower_ in ("overnight", "yesterday", "today", "earlier", "recently", "meanwhile")
            and child.lower_ not in _VAGUE
        ) and child.lower_ != "meanwhile":
            candidates.append((child, child))
    for token, first in candidates:
        if first is token and token.dep_ == "npadvmod" and token.lemma_ in _UNITS and not _is_anchored(token):
            continue  # "nine months after ...": a length, not a time
        start, end = token.i, token.i + 1
        doc = token.doc
        while start > first.i + (first is not token) and doc[start - 1].ent_type_ in ("DATE", "TIME"):
            start -= 1
        while (
            start > 0
            and first is token
            and doc[start - 1].ent_type_ in ("DATE", "TIME")
            and doc[start].ent_iob_ == "I"
        ):
            start -= 1
        while end < len(doc) and doc[end].ent_type_ in ("DATE", "TIME") and doc[end].ent_iob_ == "I":
            end += 1
        if not _TIME_WORD.search(doc[min(start, first.i) : end].text):
            continue  # "in Falluja", which the model took for a date
        return min(start, first.i), end
    return None
