"""Heritage status: "X, a World Heritage site", "describes X as a heritage site", "X, inscribed on the List"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.claims.factuality import assess
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.name_types import PLACE_TYPES
from kg.nlp.roles import Predicate, verb_predicate

_LISTING = frozenset(
    "inscribe list add place put include designate declare name register classify recognise recognize "
    "protect".split()
)


def heritage_claims(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """Yield hasHeritageStatus claims."""
    for mention in reading.mentions:
        if mention.type != "HeritageStatus" or mention.entity < 0:
            continue
        head = reading.doc[mention.head]
        for token, trigger, predicate in _bearers(reading, head, mention):
            factuality = assess(predicate) if predicate is not None else None
            if predicate is not None and factuality is None:
                continue
            for place in arguments.resolve(token, "Place"):
                draft = ClaimDraft(
                    place, "hasHeritageStatus", Argument(mention.head, mention.entity), trigger.i,
                    frame="hasHeritageStatus", construction="noun phrase",
                )  # fmt: skip
                if factuality is not None:
                    draft.polarity, draft.modality = factuality.polarity, factuality.modality
                if lemma_of(trigger) in (
                    "describe",
                    "call",
                    "consider",
                    "list",
                    "designate",
                    "declare",
                    "recognise",
                    "recognize",
                ):
                    speaker = verb_predicate(trigger).roles.get("agent", [])
                    sources = [a for t in speaker for a in arguments.resolve(t, "Actor")]
                    if sources:
                        draft.source, draft.modality = sources[0], "Claimed"
                yield draft


def _bearers(
    reading: Reading, head: Token, mention: MentionSpan
) -> Iterator[tuple[Token, Token, Predicate | None]]:
    """Yield what has the status, the word that says so, and the clause to judge it by."""
    if head.dep_ == "appos":
        yield head.head, head, None
        return
    if head.dep_ in ("attr", "oprd") and head.head.pos_ in ("AUX", "VERB"):
        predicate = verb_predicate(head.head)
        for token in predicate.roles.get("agent", []) or predicate.roles.get("patient", []):
            yield token, head, predicate
        return
    if head.dep_ in ("amod", "compound", "nmod"):
        other = reading.mentions.by_head.get(head.head.i)
        if other is not None and other.type in PLACE_TYPES:
            yield head.head, head, None
            return
    if head.dep_ == "pobj" and head.head.head.pos_ == "VERB":
        verb = head.head.head
        if head.head.lower_ in ("as", "on", "in", "to", "of") and (
            lemma_of(verb) in _LISTING or head.head.lower_ == "as"
        ):
            predicate = verb_predicate(verb)
            for token in predicate.roles.get("patient", []):
                yield token, verb, predicate
            return
    if head.dep_ == "pobj" and head.head.head.pos_ in ("PROPN", "NOUN"):
        host = head.head.head
        if host.dep_ == "dobj" and lemma_of(host.head) in _LISTING:  # "inscribed Timbuktu on the List ..."
            yield host, host.head, verb_predicate(host.head)
            return
    for child in head.children:
        if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ in ("of", "at")):
            for token in [child] if child.dep_ == "appos" else list(child.children):
                if token.pos_ == "PROPN":
                    yield token, head, None
