"""When a frame applies: the further words of its pattern, and the conditions that it sets on its surroundings."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.claims.draft import Reading
from kg.claims.lexicon import Frame
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import Predicate, spread

_NEARBY = 9
"""Tokens on either side of a trigger within which a word of its clause may forbid a frame."""


def frame_applies(frame: Frame, predicate: Predicate, reading: Reading) -> bool:
    """Say whether the conditions that a frame sets on its surroundings hold.

    The conditions are the options of a frame:
    ``topic`` and ``untopic`` (words that the document must, or must not, hold), ``unless`` (words
    that may not stand near the trigger), ``needs`` (roles of which one must be filled), ``then`` (verbs of which
    one must follow in the infinitive: "urged Russia to stop") and ``goods`` (what must be handed over: "supplied
    weapons", and not "supplied figures").
    """
    options, words = frame.options, reading.words
    if "premodifier" in frame.flags and predicate.construction != "premodifier":
        return False
    if "noclause" in frame.flags and any(
        c.dep_ == "pcomp" for p in predicate.token.children if p.dep_ == "prep" for c in p.children
    ):
        return False  # "joined 40 states in condemning it" is no membership
    if "intransitive" in frame.flags and any(
        t not in predicate.roles.get("agent", ()) and not _is_force(t, reading)
        for t in predicate.roles.get("patient", ())
    ):
        return False  # who evacuates the wounded from a town does not leave it
    if "topic" in options and not options["topic"] & words:
        return False
    if "untopic" in options and options["untopic"] & words:
        return False
    if "unless" in options and _stands_near(predicate.token, options["unless"], reading):
        return False
    if "needs" in options and not any(predicate.roles.get(name) for name in options["needs"]):
        return False
    if "then" in options and not _infinitives(predicate.token) & options["then"]:
        return False
    return "goods" not in options or bool(_handed_over(predicate) & options["goods"])


def _is_force(token: Token, reading: Reading) -> bool:
    mention = reading.mentions.by_head.get(token.i)
    return mention is not None and mention.type in ("MilitaryForce", "ArmedGroup")


def _stands_near(trigger: Token, forbidden: frozenset[str], reading: Reading) -> bool:
    start = max(0, trigger.i - _NEARBY + 1)
    return any(
        lemma in forbidden and _belongs_to(reading.doc[index], trigger)
        for index, lemma in enumerate(reading.lemmas[start : trigger.i + _NEARBY], start)
    )


def _belongs_to(token: Token, trigger: Token) -> bool:
    """Tell whether a token is a word, hangs on it, or governs it."""
    return token == trigger.head or token == trigger or bool(trigger.is_ancestor(token))


def _infinitives(trigger: Token) -> set[str]:
    """Return the verbs of the infinitives below a trigger."""
    below = [c for c in trigger.children if any(g.tag_ == "TO" for g in c.children)]
    objects = (c for c in trigger.children if c.dep_ in ("dobj", "dative", "prep", "npadvmod"))
    below += [
        g
        for c in objects
        for g in c.subtree
        if g.dep_ in ("acl", "relcl") and any(t.tag_ == "TO" for t in g.children)
    ]
    return {lemma_of(v) for v in below}


def _handed_over(predicate: Predicate) -> set[str]:
    """Return the words for what is given: heads, what they are of ("shipments of arms"), and what modifies them."""
    near = [*predicate.roles.get("patient", ()), *predicate.roles.get("with", ())]
    heads = [t for n in near for t in spread(n)]
    measured = [t for h in heads for c in h.children if c.lower_ == "of" for t in c.children]
    modifiers = {t.lower_ for n in near for t in n.lefts if t.dep_ in ("compound", "amod")}
    return {lemma_of(t) for t in (*heads, *measured)} | modifiers


def within_reach(frames: tuple[Frame, ...], trigger: Token) -> tuple[Frame, ...]:
    """Leave out the frames of a trigger below which the next word of their pattern is missing; longest first."""
    if not frames or not frames[0].words:
        return frames
    pool = _pool([trigger])
    pool += [
        c for t in pool if t.dep_ in ("dobj", "pobj") for c in t.children if c.dep_ in ("conj", "compound")
    ]
    below = {word for t in pool for word in (lemma_of(t), t.lower_)}
    return tuple(frame for frame in frames if not frame.words or frame.words[0] in below)


def _pool(hosts: Iterable[Token]) -> list[Token]:
    """Return what hangs on some words, and what hangs on their particles and prepositions."""
    pool = [c for host in hosts for c in host.children]
    pool += [g for c in pool if c.dep_ in ("prep", "prt", "advmod", "agent") for g in c.children]
    return pool


def find_dependents(trigger: Token, words: tuple[str, ...]) -> tuple[Token, ...] | None:
    """Return the tokens that realise the further words of a pattern below its trigger, or None."""
    matched: list[Token] = []
    for word in words:
        pool = _pool((trigger, *matched))
        hit = next(
            (t for t in pool if word in (t.lower_, lemma_of(t)) and t not in matched and t.pos_ != "PUNCT"),
            None,
        )
        if hit is None:
            hit = next(
                (c for t in pool if t.dep_ in ("dobj", "pobj") for c in t.children
                 if c.dep_ in ("conj", "compound") and word in (lemma_of(c), c.lower_)), None
            )  # fmt: skip
        if hit is None:
            return None
        matched.append(hit)
    return tuple(matched)
