"""The climb from a verb to the root of its sentence: negation, modals, conditions, plans, orders, reporting verbs."""

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
    REPORT,
)
from kg.claims.model import Modality, Polarity
from kg.claims.reporting import speaker_of_verb
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import has_negation


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


class State:
    """What has been read on the way up from a trigger."""

    __slots__ = (
        "attempt",
        "denied",
        "hearsay",
        "lasting",
        "negated",
        "planned",
        "purpose",
        "reporting",
        "source",
    )

    def __init__(self) -> None:
        self.negated = self.planned = self.denied = self.hearsay = self.attempt = self.purpose = (
            self.lasting
        ) = False
        self.source: Token | None = None
        self.reporting = -1

    def result(self) -> Factuality:
        """Return what the words made of the predicate."""
        modality: Modality = "Actual"
        if self.denied:
            modality = "Denied"
        elif self.planned and not self.lasting:
            modality = "Planned"
        elif self.reporting >= 0 or self.hearsay:
            modality = "Claimed"
        return Factuality(
            "Negated" if self.negated else "Affirmed", modality, self.source, self.attempt, self.reporting,
            self.purpose,
        )  # fmt: skip


_TOLD = frozenset(
    "claim allegation accusation report rumour rumor suggestion charge assertion statement".split()
)


def climb(node: Token, state: State, direct: bool, skip: Token | None = None) -> bool:
    """Read the governing words from a verb up to the root; False where they make no claim.

    ``direct`` is True while the words still decide whether the event happened; above a relative clause or an argument
    they only say who reports it.
    """
    hops = 0
    while hops < 25:
        hops += 1
        if direct and not _own_words(node, state, skip):
            return False
        for child in node.children:  # "…, the Observatory said, …", "as the army said"
            inserted = child.dep_ == "parataxis" or (
                child.dep_ == "advcl" and any(c.lower_ == "as" and c.dep_ == "mark" for c in child.children)
            )
            if inserted and lemma_of(child) in REPORT and child.pos_ == "VERB":
                report(child, state)
        if any(c.lower_ in HEARSAY for c in node.children):
            state.hearsay = True
        head = node.head
        if node.dep_ == "ROOT" or head == node:
            break
        if node.dep_ == "conj":
            bare = not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in node.children)
            shares = direct and bare and node.tag_ in ("VB", "VBN", "VBG")
            if shares and any(c.dep_ == "aux" for c in head.children) and not _own_words(head, state):
                return False
            node = head
            if direct and node.dep_ in ("xcomp", "ccomp", "advcl", "acl", "pcomp") and node.dep_ != "relcl":
                if not _governed(node, state, direct):
                    return False
                direct = direct and _still_direct(node)
                node = node.head
            continue
        if head.pos_ in ("NOUN", "PROPN", "PRON") or node.dep_ in ("relcl", "acl"):
            infinitive = any(
                c.tag_ == "TO" for c in node.children
            )  # "work to do": the parser may call it a relative
            if direct and (node.dep_ == "acl" or infinitive) and not _under_noun(node, head, state):
                return False
            upper = next((a for a in head.ancestors if a.pos_ in ("VERB", "AUX")), None)
            if upper is None:
                break
            node, direct = upper, False
            continue
        if (
            head.lower_ == "with"
            and lemma_of(head.head) in ("charge", "task", "entrust")
            and lemma_of(node) in _DUTIES
        ):
            return False  # "is charged with securing the capital": a duty
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


_GIVING = frozenset(
    "provide give contribute donate spend commit allocate pay send deliver offer supply".split()
)
_HELPING = frozenset("support help assist aid train equip arm fund strengthen bolster".split())
_DUTIES = frozenset(
    "secure protect defend oversee train guard maintain restore lead manage retake liberate control hold keep "
    "support".split()
)
_LAUNCHING = frozenset("launch begin start mount conduct undertake wage open lead carry".split())


def _is_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or any(c.tag_ == "VBD" and c.dep_ in ("aux", "auxpass") for c in verb.children)


def _launches_operation(verb: Token) -> bool:
    """True for "launched an operation", and for "an operation launched by X"."""
    if lemma_of(verb) not in _LAUNCHING:
        return False
    nouns = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if verb.dep_ == "acl":
        nouns.append(verb.head)
    return any(lemma_of(noun) in NOUN_ONGOING for noun in nouns)


def _own_words(verb: Token, state: State, skip: Token | None = None) -> bool:
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
            subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            inverted = subject is not None and child.i < subject.i < verb.i and verb.dep_ == "advcl"
            if inverted and word in ("had", "were", "should"):
                return False  # "Had the army reached Lipa, ..."
            announced = word == "to" and verb.dep_ == "ROOT" and subject is not None and subject.i < child.i
            if announced or word in ("will", "shall", "'ll", "wo"):
                state.planned = True  # in a headline too: "Haig to meet Costa Mendez"
            elif word == "would" or (word == "'d" and child.lemma_ in ("would", "'d")):
                if verb.dep_ in ("ccomp", "relcl") or any(a.lemma_ in REPORT for a in verb.ancestors):
                    state.planned = True
                else:
                    return False
            elif word in MODAL_IRREAL:
                return False
    arguments = [c for c in verb.children if c.dep_ in ("nsubj", "dobj", "nsubjpass", "agent") and c != skip]
    if any(
        g.lower_ in ("no", "none", "neither") and g.dep_ in ("det", "preconj")
        for c in arguments
        for g in c.children
    ):
        state.negated = not state.negated
    return True


def _under_noun(node: Token, noun: Token, state: State) -> bool:
    """Read an infinitive that a noun governs: "a plan to", "the campaign to", "the ability to"."""
    lemma = lemma_of(noun)
    if (
        lemma in NOUN_ONGOING
        and noun.dep_ == "attr"
        and any(c.lower_ in ("will", "'ll") for c in noun.head.children)
    ):
        state.planned = True  # "there will be work to do"
    if lemma in _TOLD and any(c.dep_ == "mark" and c.lower_ == "that" for c in node.children):
        verb = next((a for a in noun.ancestors if a.pos_ == "VERB"), None)
        denied = verb is not None and lemma_of(verb) in DENY
        state.denied = state.denied or denied
        if state.reporting < 0:
            state.reporting = noun.i
            state.source = speaker_of_verb(verb) if denied and verb is not None else None
        return True
    if not any(c.tag_ == "TO" for c in node.children):
        return True
    if lemma in NOUN_IRREAL or (lemma in NOUN_PLAN and any(c.lower_ == "no" for c in noun.lefts)):
        return False
    if lemma in NOUN_ONGOING:
        state.attempt = True
    elif lemma in ("coalition", "alliance", "force", "group"):
        state.planned = state.purpose = True
    else:
        state.planned = True
    return True


def _governed(node: Token, state: State, direct: bool) -> bool:
    """Read the word that governs a clause."""
    head = node.head
    if node.dep_ == "advcl" and direct:
        infinitive = any(c.tag_ == "TO" for c in node.children)
        if infinitive and (lemma_of(head) in ATTEMPT or _launches_operation(head)):
            state.attempt = True  # "are working hard to defeat", "launched an offensive to take"
            return True
        if infinitive and lemma_of(head) in _GIVING and lemma_of(node) in _HELPING:
            return True  # "is providing $40 million to support the army": the gift is the support
        if any(c.tag_ == "TO" for c in node.children) and not any(
            c.dep_ == "mark" and c.lower_ != "to" for c in node.children
        ):
            state.planned = state.purpose = True
        if any(c.dep_ == "mark" and c.lower_ in CONDITION for c in node.children):
            return False
        if any(c.dep_ == "mark" and c.lower_ == "until" for c in node.children) and not _is_past(node):
            state.planned = True
        return True
    if node.dep_ == "pcomp" or head.pos_ == "ADP":
        return _under_preposition(head, state) if direct else True
    lemma = lemma_of(head)
    if node.dep_ not in ("ccomp", "xcomp", "oprd", "dep", "parataxis"):
        return True
    if lemma in DENY:
        state.denied = True
        report(head, state)
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
        report(head, state)
        return True
    if not direct:
        return True
    if lemma in ("continue", "keep", "remain", "go_on"):
        state.lasting = True  # "will continue to support": does so already
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
        elif word in (
            "able",
            "possible",
            "impossible",
            "difficult",
            "hard",
            "free",
            "afraid",
            "easy",
            "unlikely",
        ):
            return word == "able"
    return True


def _under_preposition(prep: Token, state: State) -> bool:
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
        report(verb, state)
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


def report(verb: Token, state: State) -> None:
    """Take a reporting verb as the source; the innermost, so the first that is met on the way up."""
    if state.reporting >= 0:
        return
    state.reporting = verb.i
    state.source = speaker_of_verb(verb)
