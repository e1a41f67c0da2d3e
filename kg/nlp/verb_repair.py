"""Repairs of parses in which a finite verb was taken for a participle, or a participle for a verb."""

from __future__ import annotations

import itertools

from spacy.tokens import Span, Token

GOING = frozenset(
    "retreating advancing fleeing marching departing arriving returning surviving protesting".split()
)
LYING = frozenset(
    "neighbouring neighboring warring opposing starving remaining exiled striking visiting".split()
)


def second_verb(verb: Token) -> None:
    """ "slipped into a village and slaughtered unarmed fishermen": a noun is not coordinated to a verb."""
    noun = verb.head
    host = noun.head
    if (
        noun.dep_ != "conj"
        or host.pos_ != "VERB"
        or host.tag_ not in ("VBD", "VBN")
        or verb.left_edge != verb
    ):
        return
    if verb.i == 0 or verb.nbor(-1).lower_ not in ("and", "but", "or") or noun.pos_ not in ("NOUN", "PROPN"):
        return
    finite(verb, noun)
    verb.head, verb.dep_ = host, "conj"
    noun.head, noun.dep_ = verb, "dobj"


def finite_before_object(verb: Token) -> None:
    """ "Kurds boycotted talks called by the mayor": a finite verb with a subject is no adjective of its object."""
    noun = verb.head
    if noun.dep_ != "ROOT" or not any(c.dep_ == "nsubj" for c in verb.children) or noun.i < verb.i:
        return
    if verb.pos_ != "VERB":
        verb.tag_, verb.pos_ = "VBD", "VERB"
    for child in [c for c in noun.children if c.dep_ == "punct"]:
        child.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "dobj"


def going_noun(participle: Token) -> None:
    """ "Retreating soldiers blew up the bridge": nobody retreats soldiers, so they are the subject."""
    noun = next((c for c in participle.children if c.dep_ == "dobj"), None)
    if noun is None or noun.i < participle.i or list(participle.lefts):
        return
    verb = participle.head
    for child in list(participle.children):
        child.head = noun
    noun.head, noun.dep_ = verb, "nsubj"
    participle.head, participle.dep_ = noun, "amod"


def participle_before_object(participle: Token) -> None:
    """ "sent planes to neighbouring Peru": what lies beside takes no object, so the noun is the preposition's."""
    noun = next((c for c in participle.children if c.dep_ == "dobj"), None)
    if noun is None or noun.left_edge.i != participle.i + 1:
        return
    noun.head, noun.dep_ = participle.head, "pobj"
    for child in [c for c in participle.children if c != noun]:
        child.head = noun
    participle.head, participle.dep_ = noun, "amod"


def only_verb(verb: Token, sent: Span) -> None:
    """ "The chief of the party conferred with envoys.": the only verb, where it has an object."""
    noun = sent.root
    if (
        sent[-1].text != "."
        or verb.i < noun.i
        or not verb.text.endswith("ed")
        or verb.right_edge.i < sent.end - 3
    ):
        return
    joined = [verb, *verb.conjuncts]
    acts = any(c.dep_ == "dobj" or c.lower_ == "with" for v in joined for c in v.children)
    if not acts or any(c.dep_ in ("agent", "auxpass") for v in joined for c in v.children):
        return
    if any(
        t.tag_ in ("VBD", "VBZ", "VBP", "MD")
        and t not in joined
        and t.dep_ not in ("relcl", "advcl", "ccomp")
        for t in sent
    ):
        return
    finite(verb, noun)
    for child in [c for c in noun.children if c.i > verb.i]:
        child.head = verb
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "nsubj"


_LIKE_NOUNS = frozenset(
    "arm fund back train support attack bomb shell target control plan fight finance host".split()
)


def verb_among_nouns(root: Token) -> None:
    """ "X and Y arm rebel groups": a sentence of nouns alone, with a plural subject and a word that may be its verb."""
    parts = [c for c in root.children if c.dep_ in ("nmod", "compound") and c.i < root.i]
    for first, verb in itertools.pairwise(parts):
        last = verb.nbor(-1)
        joined = first.pos_ == "PROPN" and any(c.dep_ == "conj" for c in first.children)
        if not joined or last.pos_ != "PROPN" or verb.lower_ not in _LIKE_NOUNS or verb.tag_ != "NN":
            continue
        if any(t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "acl", "relcl") for t in root.sent):
            return
        verb.tag_, verb.pos_ = "VBP", "VERB"
        first.head, first.dep_ = verb, "nsubj"
        verb.head, verb.dep_ = verb, "ROOT"
        root.head, root.dep_ = verb, "dobj"
        return


def finite(verb: Token, subject: Token) -> None:
    """Make a word a verb in the past tense."""
    verb.tag_, verb.pos_ = "VBD", "VERB"
