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


_PARTICLES = frozenset(
    (form, particle)
    for forms, particle in (
        ("hand hands handed handing turned", "over"),
        ("give gives gave given giving", "up"),
    )
    for form in forms.split()
)
"""The lemmas come later."""


def particle_of(verb: Token) -> None:
    """ "handed over Manbij to the army": the particle of such a verb governs no noun."""
    for prep in list(verb.children):
        if prep.dep_ != "prep" or prep.i != verb.i + 1 or (verb.lower_, prep.lower_) not in _PARTICLES:
            continue
        noun = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if noun is not None and not any(c.dep_ == "dobj" for c in verb.children):
            prep.dep_ = "prt"
            noun.head, noun.dep_ = verb, "dobj"


_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
_TOWNS = frozenset("town city village port district province".split())
_TIMES = frozenset("on in last early late a two three four five several days hours weeks the".split())


def object_without_verb(noun: Token) -> None:
    """ "took Herat on Friday and Lashkar Gah a day later": what is joined to the verb or the date is taken too."""
    verb, first = noun.head, noun.left_edge
    after = noun.doc[noun.right_edge.i + 1] if noun.right_edge.i + 1 < len(noun.doc) else None
    if noun.pos_ != "PROPN" and noun.lower_ not in _TOWNS:
        return
    if verb.lower_ in _DATES and noun.lower_ not in _DATES and verb.head.dep_ == "prep":
        verb = verb.head.head  # "took Lipa on 3 May and Ostrel two days later"
        follows = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
        if follows is None or follows.lower_ not in _TIMES:
            return
    elif after is not None and after.pos_ in ("VERB", "AUX"):
        return  # "and B fell": a clause of its own
    if verb.pos_ != "VERB" or noun.i < verb.i or first.i == 0 or first.nbor(-1).lower_ != "and":
        return
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.i < noun.i]
    inside = any(c.dep_ in ("nsubj", "aux", "acl", "relcl", "cop") for c in noun.children)
    if len(objects) == 1 and objects[0].text[0].isupper() and not inside:
        noun.head = objects[0]


def plural_subject(noun: Token) -> None:
    """ "The Houthis control Taiz, and flour costs ...": a plural stands before no noun, so the noun is a verb."""
    front = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.i == noun.i - 1]
    after = [c for c in noun.children if c.pos_ == "PROPN" and c.left_edge.i == noun.i + 1]
    if len(front) != 1 or len(after) != 1 or noun.lower_ not in _LIKE_NOUNS:
        return
    subject, name = front[0], after[0]
    plural = subject.tag_ in ("NNS", "NNPS") or (subject.pos_ == "PROPN" and subject.text.endswith("s"))
    if not plural or name.dep_ not in ("appos", "npadvmod", "dep", "nmod"):
        return
    noun.tag_, noun.pos_ = "VBP", "VERB"
    subject.dep_ = "nsubj"
    for child in [
        c for c in noun.children if c.i < subject.i and c.dep_ in ("det", "amod", "compound", "nmod")
    ]:
        child.head = subject
    name.dep_ = "dobj"


_LIKE_NOUNS = frozenset(
    "hold arm fund back train support attack bomb shell target control plan fight finance host".split()
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
