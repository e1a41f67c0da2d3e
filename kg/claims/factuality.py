"""Did it happen, according to whom: polarity, modality and source of a predicate.

The climb from the trigger to the root of its sentence reads every word that governs it: negations, modal verbs,
conditions, plans, orders, attempts, reporting verbs. The classes of governing words follow FactBank (Saurí and
Pustejovsky 2009): source-introducing predicates, and predicates that project certainty and polarity.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.claims.governors import (
    ATTEMPT,
    CONDITION,
    DENY,
    FAIL,
    HEARSAY,
    IRREAL,
    MODAL_IRREAL,
    NOUN_IRREAL,
    NOUN_ONGOING,
    NOUN_PLAN,
    ORDER,
    PLAN,
    PLAN_EVENT,
    PREVENT_EVENT,
    REPORT,
)
from kg.claims.model import Modality, Polarity
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import Predicate, has_negation, is_passive, surface_subjects


@dataclass(frozen=True, slots=True)
class Factuality:
    """What the words around a predicate make of it."""

    polarity: Polarity = "Affirmed"
    modality: Modality = "Actual"
    source: Token | None = None
    attempt: bool = False
    """Tried, not (known to be) done."""
    reporting: int = -1
    """Index of the reporting verb, or -1."""
    purpose: bool = False
    """What the act is for: "stands by Iraq to defeat X"."""


def assess(predicate: Predicate) -> Factuality | None:
    """Return the factuality of a predicate, or None where the words make no claim of it.

    None: conditions, hypotheticals, threats, fears, permissions, orders, questions.
    """
    trigger = predicate.token
    state = _State()
    if _is_question(trigger):
        return None
    node: Token = trigger
    if trigger.pos_ in ("NOUN", "PROPN", "ADJ", "ADP"):
        if any(c.lower_ in ("no", "neither") for c in trigger.children):
            state.negated = True
        if any(c.lower_ in ("alleged", "purported", "supposed", "reported") for c in trigger.children):
            state.hearsay = True
        if any(c.lower_ in ("possible", "potential", "planned", "future", "would-be", "likely", "impending", "imminent", "proposed",
                            "threatened", "further", "looming") and c.dep_ == "amod" for c in trigger.children):  # fmt: skip
            if any(c.lower_ in ("planned", "impending", "imminent") for c in trigger.children):
                state.planned = True
            elif not any(c.lower_ == "further" for c in trigger.children):
                return None
        verb = predicate.governor
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
        if not _climb(node, state, direct=predicate.construction == "light verb", skip=trigger):
            return None
        return state.result()
    if trigger.dep_ == "amod":
        host = trigger.head
        verb = next((a for a in host.ancestors if a.pos_ in ("VERB", "AUX")), None)
        if verb is not None and not _climb(verb, state, direct=False):
            return None
        return state.result()
    if not _climb(node, state, direct=True):
        return None
    return state.result()


class _State:
    __slots__ = ("attempt", "denied", "hearsay", "negated", "planned", "purpose", "reporting", "source")

    def __init__(self) -> None:
        self.negated = self.planned = self.denied = self.hearsay = self.attempt = self.purpose = False
        self.source: Token | None = None
        self.reporting = -1

    def result(self) -> Factuality:
        modality: Modality = "Actual"
        if self.denied:
            modality = "Denied"
        elif self.planned:
            modality = "Planned"
        elif self.reporting >= 0 or self.hearsay:
            modality = "Claimed"
        return Factuality(
            "Negated" if self.negated else "Affirmed", modality, self.source, self.attempt, self.reporting,
            self.purpose,
        )  # fmt: skip


def _is_question(token: Token) -> bool:
    sent = token.sent
    last = next((t for t in reversed(sent) if not t.is_space), None)
    return last is not None and last.text == "?"


def _noun_context(noun: Token, state: _State) -> bool:
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


def _event_under(verb: Token, state: _State, noun: Token) -> bool:
    lemma = lemma_of(verb)
    if noun.dep_ in ("nsubj",) and noun.head == verb:
        return True
    if lemma in DENY:
        state.denied = True
        state.reporting = verb.i
        state.source = _speaker(verb)
        return True
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
    if lemma in PLAN_EVENT and (verb.tag_ != "VBN" or not is_passive(verb) or lemma != "announce"):
        state.planned = True
    return True


def _climb(node: Token, state: _State, direct: bool, skip: Token | None = None) -> bool:
    """Read the governing words from a verb up to the root; False where they make no claim.

    ``direct`` is True while the words still decide whether the event happened; above a relative clause or an argument
    they only say who reports it.
    """
    hops = 0
    while hops < 25:
        hops += 1
        if direct and not _own_words(node, state, skip):
            return False
        if any(c.lower_ in HEARSAY for c in node.children):
            state.hearsay = True
        head = node.head
        if node.dep_ == "ROOT" or head == node:
            break
        if node.dep_ == "conj":
            bare = not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in node.children)
            if direct and bare and node.tag_ in ("VB", "VBN", "VBG"):
                if any(c.dep_ == "aux" for c in head.children) and not _own_words(head, state):
                    return False
            node = head
            if direct and node.dep_ in ("xcomp", "ccomp", "advcl", "acl", "pcomp") and node.dep_ != "relcl":
                if not _governed(node, state, direct):
                    return False
                direct = direct and _still_direct(node)
                node = node.head
            continue
        if head.pos_ in ("NOUN", "PROPN", "PRON") or node.dep_ in ("relcl", "acl"):
            if direct and node.dep_ == "acl" and not _under_noun(node, head, state):
                return False
            upper = next((a for a in head.ancestors if a.pos_ in ("VERB", "AUX")), None)
            if upper is None:
                break
            node, direct = upper, False
            continue
        if not _governed(node, state, direct):
            return False
        if head.pos_ == "ADP" or (head.dep_ in ("prep", "mark") and head.pos_ not in ("VERB", "AUX")):
            upper = next((a for a in head.ancestors if a.pos_ in ("VERB", "AUX")), None)
            if upper is None:
                break
            node, direct = upper, False
            continue
        direct = direct and _still_direct(node)
        node = head
    return True


def _still_direct(node: Token) -> bool:
    if node.dep_ == "advcl" or node.dep_ == "parataxis":
        return False
    if node.dep_ == "ccomp" and lemma_of(node.head) in REPORT | DENY:
        return False
    return node.dep_ in ("xcomp", "ccomp", "conj", "pcomp", "oprd", "auxpass", "aux")


def _own_words(verb: Token, state: _State, skip: Token | None = None) -> bool:
    """Read a verb's own negation, modal and conjunction."""
    if has_negation(verb):
        state.negated = not state.negated
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "mark" and word in CONDITION:
            return False
        if (
            child.dep_ == "advmod"
            and word in ("when", "once")
            and any(c.lower_ in ("will", "would") for c in verb.head.children)
        ):
            return False
        if child.dep_ in ("aux", "auxpass"):
            if word in ("will", "shall", "'ll", "wo"):
                state.planned = True
            elif word == "would" or (word == "'d" and child.lemma_ in ("would", "'d")):
                if verb.dep_ in ("ccomp", "relcl") or any(a.lemma_ in REPORT for a in verb.ancestors):
                    state.planned = True
                else:
                    return False
            elif word in MODAL_IRREAL:
                return False
        if child.dep_ == "prep" and word == "without":
            continue
    if any(c.dep_ in ("nsubj", "dobj", "nsubjpass", "agent") and c != skip and any(g.lower_ in ("no", "none", "neither") and g.dep_ in ("det", "preconj") for g in c.children)
           for c in verb.children):  # fmt: skip
        state.negated = not state.negated
    return True


def _under_noun(node: Token, noun: Token, state: _State) -> bool:
    """Read an infinitive that a noun governs: "a plan to", "the campaign to", "the ability to"."""
    if not any(c.tag_ == "TO" for c in node.children):
        return True
    lemma = lemma_of(noun)
    if lemma in NOUN_IRREAL:
        return False
    if lemma in NOUN_ONGOING:
        state.attempt = True
    else:
        state.planned = True
    return True


def _governed(node: Token, state: _State, direct: bool) -> bool:
    """Read the word that governs a clause."""
    head = node.head
    if node.dep_ == "advcl" and direct:
        if any(c.tag_ == "TO" for c in node.children) and lemma_of(head) in ATTEMPT:
            state.attempt = True  # "are working hard to defeat"
            return True
        if any(c.tag_ == "TO" for c in node.children) and not any(
            c.dep_ == "mark" and c.lower_ != "to" for c in node.children
        ):
            state.planned = state.purpose = True
        if any(c.dep_ == "mark" and c.lower_ in CONDITION for c in node.children):
            return False
        if any(c.dep_ == "mark" and c.lower_ == "until" for c in node.children):
            state.planned = True
        return True
    if node.dep_ == "pcomp" or head.pos_ == "ADP":
        return _under_preposition(head, state) if direct else True
    lemma = lemma_of(head)
    if node.dep_ not in ("ccomp", "xcomp", "oprd", "dep", "parataxis"):
        return True
    if lemma in DENY:
        state.denied = True
        _report(head, state)
        return True
    infinitive = any(c.tag_ == "TO" for c in node.children)
    if lemma in REPORT and not (
        infinitive
        and lemma in ("tell", "warn", "call", "claim_to")
        and node.dep_ == "xcomp"
        and lemma != "claim"
    ):
        if direct and has_negation(head):
            return False
        _report(head, state)
        return True
    if not direct:
        return True
    if lemma in FAIL:
        state.negated = not state.negated
        return True
    if lemma in ORDER and (infinitive or node.dep_ == "ccomp") and lemma not in ("want",):
        return False
    if lemma in IRREAL:
        return False
    if lemma in ATTEMPT and infinitive:
        state.attempt = True
        return True
    if lemma in PLAN or (lemma in ("go", "be") and infinitive):
        state.planned = True
        return True
    if head.pos_ == "ADJ":
        word = head.lower_
        if word in (
            "ready",
            "willing",
            "prepared",
            "set",
            "due",
            "determined",
            "expected",
            "poised",
            "eager",
            "likely",
            "bound",
        ):
            state.planned = True
        elif word in ("unable", "unwilling", "reluctant"):
            state.negated = not state.negated
        elif word in ("able", "possible", "impossible", "difficult", "hard", "free", "afraid"):
            return word == "able"
    return True


def _under_preposition(prep: Token, state: _State) -> bool:
    word, verb = prep.lower_, prep.head
    lemma = lemma_of(verb)
    if word == "without":
        state.negated = not state.negated
    elif word == "from" and lemma in (
        "far",
        "prevent",
        "stop",
        "keep",
        "bar",
        "refrain",
        "ban",
        "deter",
        "prohibit",
        "block",
        "discourage",
        "abstain",
    ):
        return False
    elif word in ("of", "for", "with") and lemma in (
        "accuse",
        "suspect",
        "blame",
        "charge",
        "condemn",
        "criticise",
        "criticize",
        "denounce",
    ):
        _report(verb, state)
    elif (
        word in ("of", "from", "against")
        and lemma in ("warn", "think", "talk", "dream", "consider", "advise", "caution")
    ) or (
        word in ("of", "for")
        and verb.pos_ == "NOUN"
        and lemma in NOUN_IRREAL | {"prospect", "idea", "way", "means", "hope"}
    ):
        return False
    elif (
        word in ("of", "for", "at", "to")
        and verb.pos_ in ("NOUN", "ADJ")
        and lemma in NOUN_PLAN | {"aim", "committed", "dedicate"}
    ):
        state.planned = True
    elif word == "instead":
        return False
    return True


def _report(verb: Token, state: _State) -> None:
    """Take a reporting verb as the source; the innermost, so the first that is met on the way up."""
    if state.reporting >= 0:
        return
    state.reporting = verb.i
    state.source = _speaker(verb)


def _speaker(verb: Token) -> Token | None:
    if is_passive(verb):
        for child in verb.children:
            if child.dep_ == "agent":
                return next((p for p in child.children if p.dep_ == "pobj"), None)
        return None
    subjects = surface_subjects(verb)
    subject = subjects[0] if subjects else None
    if subject is None and verb.dep_ in (
        "ROOT",
        "ccomp",
        "parataxis",
    ):  # "…, said the general": the subject comes after
        subject = next(
            (
                c
                for c in verb.rights
                if c.dep_ in ("nsubj", "dobj", "attr", "npadvmod") and c.pos_ in ("PROPN", "NOUN")
            ),
            None,
        )
    return subject
