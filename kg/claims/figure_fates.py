"""What befell the people that a number counts: killed, wounded, captured, missing or displaced, and by which word."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.claims.arguments import Arguments
from kg.claims.figure_words import (
    ACTS,
    CAPTIVE,
    CIVIL,
    COSTING,
    COUNTED_ACTS,
    FORCING,
    HARM,
    STATES,
    SUFFER,
)
from kg.claims.numbers import NumberPhrase
from kg.nlp.lemmas import lemma_of
from kg.nlp.nouns import noun_of
from kg.nlp.roles import is_passive

_NOUNS = ("NOUN", "PROPN")
_VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Fate:
    """What befell those who are counted, and the word that says so."""

    name: str
    trigger: Token


class FateReader:
    """Reads the fates of one document."""

    def __init__(self, doc: Doc, arguments: Arguments) -> None:
        self._doc = doc
        self._arguments = arguments

    def read(self, phrase: NumberPhrase, counted: Token | None, role: Token, end: int) -> Fate | None:
        """Return the fate of those whom a phrase counts, or None where the syntax ties it to none.

        Parameters
        ----------
        counted
            The noun that the number stands before; None: it stands alone.
        role
            The word by which the phrase hangs in its clause.
        end
            Place of the first word behind the phrase.
        """
        doc = self._doc
        behind = doc[end] if end < len(doc) else None
        if behind is not None and behind.lower_ in STATES and self._stands_alone(behind, role):
            return Fate(STATES[behind.lower_], behind)
        if behind is not None and behind.lower_ in CAPTIVE and lemma_of(role.head) in ("take", "hold"):
            return Fate("Captured", role.head)
        if counted is not None and lemma_of(counted) in COUNTED_ACTS and lemma_of(counted) != "life":
            return Fate(COUNTED_ACTS[lemma_of(counted)], counted)
        for clause in (c for t in (role, counted) if t is not None for c in t.children):
            if clause.dep_ == "acl" and clause.tag_ == "VBN" and lemma_of(clause) in HARM:
                return Fate(HARM[lemma_of(clause)], clause)
        head = role.head
        if head.pos_ in _VERBS:
            return self._of_verb(counted, role, head, phrase)
        if role.dep_ == "pobj" and head.lower_ in ("of", "to", "at"):
            return self._of_noun(counted, head)
        return None

    def _stands_alone(self, state: Token, role: Token) -> bool:
        """Whether "killed", "dead" behind a number tells of it, and not of a noun or an object that follows."""
        if any(c.dep_ == "dobj" for c in state.children) or state.dep_ in ("amod", "compound"):
            return False
        return state.tag_ in ("JJ", "VBN", "VBD", "NN", "NNS", "NNP") and (
            state.pos_ != "VERB"
            or role.dep_ != "dobj"
            or role.head == state
            or state.dep_ in ("acl", "conj", "oprd", "ccomp")
        )

    def _of_verb(self, counted: Token | None, role: Token, verb: Token, phrase: NumberPhrase) -> Fate | None:
        lemma = lemma_of(verb)
        within = role.dep_ in ("prep", "quantmod", "advmod") and phrase.start <= role.i < phrase.end
        passive = is_passive(verb)
        joined = role.dep_ == "conj" and any(c.dep_ == "dobj" and c.i < role.i for c in verb.children)
        patient = (
            joined
            or role.dep_ == "nsubjpass"
            or (role.dep_ == "dobj" and not passive)
            or (within and role.i > verb.i)
        )
        if lemma in HARM and (patient or self._is_headline(role, verb)):
            if role.dep_ == "nsubjpass" or not passive:
                return None if is_shared(verb) else Fate(HARM[lemma], verb)
            return None
        if patient and lemma in COSTING and counted is not None and lemma_of(counted) == "life":
            return Fate("Killed", verb)
        if lemma in FORCING and (role.dep_ in ("dobj", "nsubjpass")) and (fled := _driven(verb)) is not None:
            return Fate("Displaced", fled)
        if role.dep_ == "nsubj" and lemma in SUFFER and not passive:
            if lemma in ("leave", "escape") and not self._fled(counted, verb):
                return None
            return None if is_shared(verb) else Fate(SUFFER[lemma], verb)
        if role.dep_ == "nsubj" and verb.lower_ == "missing":
            return Fate("Missing", verb)
        if role.dep_ in ("nsubj", "nsubjpass"):
            for child in verb.children:
                if child.dep_ in ("acomp", "oprd", "attr") and child.lower_ in STATES:
                    return (
                        None
                        if child.i != child.left_edge.i and _has_or(child)
                        else Fate(STATES[child.lower_], child)
                    )
                if child.dep_ in ("acomp", "oprd") and child.lower_ == "unaccounted":
                    return Fate("Missing", child)
        return self._toll(verb) if role.dep_ in ("dobj", "attr") and counted is None else None

    def _is_headline(self, role: Token, verb: Token) -> bool:
        """ "12 killed in blast": a participle without its auxiliary."""
        if role.dep_ != "nsubj" or verb.tag_ not in ("VBN", "VBD"):
            return False
        kinds = {c.dep_ for c in verb.children}
        told = any(
            c.dep_ in ("prep", "agent") and c.lower_ in ("in", "by", "during", "after") for c in verb.children
        )
        return not kinds & {"dobj", "aux", "auxpass", "ccomp"} and told

    def _fled(self, counted: Token | None, verb: Token) -> bool:
        """Whether people who left have fled: they are no fighters, and it is a place that they left."""
        if counted is None or not (
            lemma_of(counted) in CIVIL
            or ((noun := noun_of(counted)) is not None and noun.category == "people")
        ):
            return False
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        return all(
            lemma_of(o) in ("home", "house", "village", "town", "city", "area")
            or self._arguments.resolve(o, "Place")
            for o in objects
        )

    def _of_noun(self, counted: Token | None, prep: Token) -> Fate | None:
        noun = prep.head
        if noun.pos_ in _VERBS:
            return self._toll(noun)
        if prep.lower_ == "of" and lemma_of(noun) == "toll":
            return Fate("Killed", noun)
        if prep.lower_ == "of" and noun.pos_ in _NOUNS and counted is not None and lemma_of(noun) in ACTS:
            if lemma_of(noun) == "life":
                costs = noun.dep_ == "dobj" and lemma_of(noun.head) in COSTING
                return Fate("Killed", noun.head) if costs else None
            return Fate(ACTS[lemma_of(noun)], noun)
        return None

    def _toll(self, verb: Token) -> Fate | None:
        """ "the death toll rose to 45", "the death toll is 45"."""
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None and lemma_of(subject) == "toll":
            return Fate("Killed", verb)
        return None


def is_shared(verb: Token) -> bool:
    """Whether two fates share those counted: "killed or wounded 60", "60 were killed and wounded"."""
    others = [c for c in verb.children if c.dep_ == "conj"]
    if verb.dep_ == "conj" and verb.head.pos_ in _VERBS:
        head = verb.head
        if lemma_of(head) in (*HARM, *SUFFER) and not any(c.dep_ == "dobj" for c in head.children):
            own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
            if not own and not any(c.dep_ == "nsubjpass" for c in head.children):
                return True
    return any(
        lemma_of(o) in (*HARM, *SUFFER)
        and not any(c.dep_ in ("dobj", "nsubj", "nsubjpass") for c in o.children)
        for o in others
    )


def _has_or(token: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ == "or" for c in token.children)


def _driven(verb: Token) -> Token | None:
    """Return the word that says that people were driven out: "forced to flee", "driven from their homes"."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and lemma_of(child) in (
            "flee",
            "leave",
            "escape",
            "abandon",
        ):
            return child
        if child.dep_ == "prep" and child.lower_ in ("from", "out"):
            return verb
    return None
