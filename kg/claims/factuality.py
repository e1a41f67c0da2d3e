"""Did it happen, according to whom: polarity, modality and source of a predicate.

The climb from the trigger to the root of its sentence reads every word that governs it: negations, modal verbs,
conditions, plans, orders, attempts, reporting verbs. The classes of governing words follow FactBank (Saurí and
Pustejovsky 2009): source-introducing predicates, and predicates that project certainty and polarity.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims.climb import Factuality, State, climb, report
from kg.claims.governors import (
    DENY,
    NOUN_IRREAL,
    NOUN_PLAN,
    ORDER,
    PLAN_EVENT,
    PREVENT_EVENT,
)
from kg.claims.reporting import speaker_of_verb
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import Predicate, is_passive

_UNCERTAIN = frozenset(
    "possible potential planned future would-be likely impending imminent proposed threatened further "
    "looming".split()
)


_DECLARED = frozenset("allegiance loyalty fealty support solidarity backing".split())


def assess(predicate: Predicate) -> Factuality | None:
    """Return the factuality of a predicate, or None where the words make no claim of it.

    None: conditions, hypotheticals, threats, fears, permissions, orders, questions.
    """
    trigger = predicate.token
    state = State()
    if _is_question(trigger):
        return None
    node: Token = trigger
    if trigger.pos_ in ("NOUN", "PROPN", "ADJ", "ADP"):
        if any(c.lower_ in ("no", "neither") for c in trigger.children):
            state.negated = True
        if any(c.lower_ in ("alleged", "purported", "supposed", "reported") for c in trigger.children):
            state.hearsay = True
        light = (
            predicate.construction == "light verb"
        )  # "mounted its long-threatened invasion": no threat any more
        if not light and any(c.lower_ in _UNCERTAIN and c.dep_ == "amod" for c in trigger.children):
            if any(c.lower_ in ("planned", "impending", "imminent") for c in trigger.children):
                state.planned = True
            elif not any(c.lower_ == "further" for c in trigger.children):
                return None
        verb = predicate.governor
        if trigger.dep_ == "appos" and predicate.construction == "nominal":
            # "pledged allegiance to X, a branch of Y": what stands beside a name is said in passing
            above = next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), None)
            aside = State()
            aside.negated = state.negated
            if above is not None and not climb(above, aside, direct=False):
                return None
            return aside.result()
        if verb is None:
            verb = next((a for a in trigger.ancestors if a.pos_ in ("VERB", "AUX")), None)
            inner = _noun_context(trigger, state)
            if not inner:
                return None
        elif not _event_under(verb, state, trigger):
            return None
        if verb is None:
            return state.result()
        node = verb
        if (
            trigger.i
            and trigger.nbor(-1).is_quote
            and trigger.i + 1 < len(trigger.doc)
            and trigger.nbor(1).is_quote
        ):
            return None  # a word in scare quotes is not the writer's own
        # Only the verb that carries the noun out decides; an attack that is condemned or told of has happened.
        if not climb(
            node,
            state,
            direct=predicate.construction == "light verb" or trigger.dep_ in ("attr", "oprd"),
            skip=trigger,
        ):
            return None
        return state.result()
    if trigger.dep_ == "amod":
        host = trigger.head
        verb = next((a for a in host.ancestors if a.pos_ in ("VERB", "AUX")), None)
        if verb is not None and not climb(verb, state, direct=False):
            return None
        return state.result()
    if not climb(node, state, direct=True):
        return None
    return state.result()


def _is_question(token: Token) -> bool:
    sent = token.sent
    last = next((t for t in reversed(sent) if not t.is_space), None)
    return last is not None and last.text == "?"


def _noun_context(noun: Token, state: State) -> bool:
    """Read what stands between an event noun and its clause: "threat of an attack", "in case of war"."""
    node = noun
    while node.dep_ in (
        "pobj",
        "conj",
        "dobj",
        "nsubj",
        "appos",
        "attr",
        "compound",
        "prep",
        "nsubjpass",
        "amod",
        "poss",
        "pcomp",
    ):
        head = node.head
        lemma = lemma_of(head)
        if node.dep_ == "pobj" and head.lower_ in ("without",):
            state.negated = not state.negated
        if (
            node.dep_ == "pobj"
            and head.lower_ in ("for",)
            and lemma_of(head.head) in (*ORDER, "ready", "prepare", "plan")
        ):
            return False
        if node.dep_ in ("compound", "amod"):
            return node.dep_ == "amod" or lemma not in NOUN_IRREAL
        if head.pos_ == "NOUN" and lemma in (
            "end",
            "halt",
            "cessation",
            "continuation",
            "escalation",
            "stop",
            "report",
        ):
            return True  # only what goes on can end
        if head.pos_ == "NOUN" and lemma in NOUN_IRREAL | {
            "case",
            "event",
            "prospect",
            "danger",
            "spectre",
            "specter",
        }:
            return False
        if head.pos_ == "NOUN" and lemma in NOUN_PLAN:
            state.planned = True
        if head.pos_ in ("VERB", "AUX"):
            if node.dep_ == "nsubj" and any(
                c.lower_ in ("would", "could", "might", "may") for c in head.children
            ):
                return False
            return _event_under(head, state, noun) if node.dep_ in ("dobj", "pobj", "nsubjpass") else True
        if node.dep_ == "prep" and head.pos_ in ("VERB", "AUX"):
            return True
        node = head
        if node.dep_ == "ROOT":
            break
    return True


def _event_under(verb: Token, state: State, noun: Token) -> bool:
    lemma = lemma_of(verb)
    if noun.dep_ in ("nsubj",) and noun.head == verb:
        return True
    if lemma in DENY:
        state.denied = True
        state.reporting = verb.i
        state.source = speaker_of_verb(verb)
        return True
    if lemma in ("accuse", "suspect") and noun.dep_ == "pobj" and noun.head.lower_ == "of":
        report(verb, state)
    if any(c.dep_ in ("acl", "relcl") and lemma_of(c) == "blame" for c in noun.children):
        state.hearsay = True
    if lemma == "blame":
        report(verb, state)  # "blamed X for the attack": that X did it is what the one who blames says
    if (lemma in PREVENT_EVENT and noun.head in (verb,)) or (
        lemma in PREVENT_EVENT
        and any(noun.is_ancestor(c) or c == noun for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
    ):
        return False
    if lemma in PREVENT_EVENT and any(
        c.dep_ == "prep" and c.lower_ in ("for", "of", "against") and c.is_ancestor(noun)
        for c in verb.children
    ):
        return False
    if lemma in ("pledge", "promise") and lemma_of(noun) in _DECLARED:
        return True  # whoever pledges allegiance gives it
    if lemma in PLAN_EVENT and (verb.tag_ != "VBN" or not is_passive(verb) or lemma != "announce"):
        state.planned = True
    return True
