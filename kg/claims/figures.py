"""Finds quantities of people harmed or driven out, and of attacks, with whom, by whom, where, when, and who says so.

A number counts where the syntax ties it to a verb or noun of harm: object of "killed", subject of "fled", "the deaths
of 12 people", "left 12 dead". Ages, dates, distances, money, percentages, rates and the numbers of units are passed
over because they are tied to none; so is what was planned, feared or denied, and what several fates share ("killed or
wounded 60").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from kg.claims.arguments import Arguments
from kg.claims.attribution import Speech, according_to, speaker_of
from kg.claims.draft import Argument, Reading
from kg.claims.factuality import assess
from kg.claims.figure_context import FigureContext
from kg.claims.figure_fates import Fate, FateReader
from kg.claims.figure_words import (
    ACTS,
    CAPTIVE,
    COLLECTIVES,
    COUNTED_ACTS,
    FORCING,
    HARM,
    HITTING,
    MORE_PEOPLE,
    STATES,
    STRIKES,
    STRIKING,
    SUFFER,
    UNITS,
)
from kg.claims.governors import REPORT
from kg.claims.numbers import NumberPhrase, find_numbers, is_rate
from kg.nlp.lemmas import lemma_of
from kg.nlp.nominals import noun_predicate
from kg.nlp.nouns import noun_of
from kg.nlp.roles import deep_subjects, verb_predicate

Kind = Literal["Casualties", "Displacement", "AttackCount"]
_NOUNS = ("NOUN", "PROPN")
_VERBS = ("VERB", "AUX")
_TRIGGERS = frozenset((*HARM, *SUFFER, *STATES, *ACTS, *COUNTED_ACTS, *STRIKES, *FORCING, *CAPTIVE, "toll"))
_YEARS = range(1900, 2100)


@dataclass(slots=True)
class FigureDraft:
    """A figure in tokens."""

    kind: Kind
    fate: str
    phrase: NumberPhrase
    trigger: int
    counted: Token | None = None
    hosts: tuple[int, ...] = ()
    victim: Argument | None = None
    actor: Argument | None = None
    place: Argument | None = None
    source: Argument | None = None
    time: tuple[int, int] | None = None


class FigureFinder:
    """Finds the figures of one document."""

    def __init__(self, reading: Reading, arguments: Arguments, speech: list[Speech]) -> None:
        self._doc: Doc = reading.doc
        self._reading = reading
        self._arguments = arguments
        self._speech = speech
        self._context = FigureContext(reading, arguments)
        self._fates = FateReader(reading.doc, arguments)

    def find(self) -> Iterator[FigureDraft]:
        """Yield the figures in the order of the text."""
        words = [token.lower_ for token in self._doc]
        for sentence in self._doc.sents:
            start, end = sentence.start, sentence.end
            if _TRIGGERS.isdisjoint(self._reading.lemmas[start:end]) and _TRIGGERS.isdisjoint(
                words[start:end]
            ):
                continue
            if is_rate(words, start, end):
                continue
            for phrase in find_numbers(words, start, end):
                draft = self._read(phrase)
                if draft is not None:
                    yield draft

    def _read(self, phrase: NumberPhrase) -> FigureDraft | None:
        before = self._doc[phrase.start - 1] if phrase.start else None
        if before is not None and (before.lower_ in UNITS or before.is_currency or before.text in ("+", "-")):
            return None
        counted = self._counted(phrase)
        role = self._role(phrase, counted)
        if counted is not None and counted.lower_ in CAPTIVE and counted.tag_ == "NN" and phrase.number != 1:
            counted = counted.nbor(-1)  # "took 40 insurgents prisoner", which is read as one noun
            counted = counted if counted.i >= phrase.end else None
        end = (counted.i if counted is not None else phrase.end - 1) + 1
        if end < len(self._doc) and self._doc[end].text in ("%", "-", "percent", "°"):
            return None
        if counted is None and phrase.number in _YEARS and "," not in self._doc[phrase.end - 1].text:
            return None
        if role.dep_ == "appos" and counted is None:
            return None  # an age
        if counted is not None and _is_strike(counted):
            return self._strikes(phrase, counted, role)
        fate = self._fates.read(phrase, counted, role, end)
        if fate is None or not self._happened(fate.trigger):
            return None
        if counted is not None and lemma_of(counted) in COUNTED_ACTS:
            counted = self._of(counted)
        elif counted is not None and not self._is_people(counted, phrase):
            return None
        return self._draft(phrase, fate, counted)

    def _draft(self, phrase: NumberPhrase, fate: Fate, counted: Token | None) -> FigureDraft:
        trigger = fate.trigger
        victim = self._arguments.resolve(counted, "Actor", alone=True) if counted is not None else []
        actor = self._context.doer(trigger)
        if victim and actor is not None and victim[0].entity == actor.entity:
            actor = None
        return FigureDraft(
            kind="Displacement" if fate.name == "Displaced" else "Casualties",
            fate=fate.name,
            phrase=phrase,
            trigger=trigger.i,
            counted=counted,
            hosts=self._context.hosts(trigger),
            victim=victim[0] if victim else None,
            actor=actor,
            place=self._context.place(trigger, counted, leaving=fate.name in ("Displaced", "Captured")),
            source=self._source(trigger),
        )

    def _strikes(self, phrase: NumberPhrase, noun: Token, role: Token) -> FigureDraft | None:
        """ "carried out 64 airstrikes", "64 airstrikes hit the town"."""
        verb = (
            role.head.head if role.dep_ == "pobj" and role.head.lower_ in ("by", "with", "in") else role.head
        )
        if verb.pos_ not in _VERBS:
            return None
        lemma = lemma_of(verb)
        done = role.dep_ in ("dobj", "nsubjpass") and lemma in STRIKING
        hit = (role.dep_ == "nsubj" or role.dep_ == "pobj") and lemma in HITTING
        if not (done or hit) or not self._happened(verb):
            return None
        return FigureDraft(
            kind="AttackCount",
            fate="",
            phrase=phrase,
            trigger=noun.i,
            counted=noun,
            hosts=(noun.i, verb.i),
            actor=self._context.striker(noun, verb if done else None),
            place=self._context.place(verb, noun),
            source=self._source(verb),
        )

    def _source(self, trigger: Token) -> Argument | None:
        said = according_to(trigger) or speaker_of(trigger, self._speech)
        if said is None and trigger.dep_ == "dobj" and lemma_of(trigger.head) in REPORT:
            said = next(iter(deep_subjects(trigger.head, 0)), None)  # "reported the deaths of 12 people"
        if said is None:
            predicate = verb_predicate(trigger) if trigger.pos_ in _VERBS else noun_predicate(trigger)
            factuality = assess(predicate)
            said = factuality.source if factuality is not None else None
        found = self._arguments.resolve(said, "Actor", alone=True) if said is not None else []
        return found[0] if found else None

    # who is counted

    def _counted(self, phrase: NumberPhrase) -> Token | None:
        """Return the noun that a number stands before: "300 Syrian soldiers", "dozens of people", "12 of them"."""
        doc, place = self._doc, phrase.end
        if place < len(doc) and doc[place].lower_ == "of":
            place += 1
            while (
                place < len(doc)
                and doc[place].dep_ in ("det", "poss", "predet", "case")
                and place < phrase.end + 5
            ):
                place += 1
        if place >= len(doc):
            return None
        token = doc[place]
        for _ in range(6):
            inside = token.dep_ in (
                "amod",
                "compound",
                "nmod",
                "nummod",
                "poss",
                "npadvmod",
                "advmod",
                "punct",
                "det",
            )
            if (
                inside
                and token.head.i > token.i
                and token.head.i - place < 8
                and token.head.pos_ not in _VERBS
            ):
                token = token.head
            elif token.pos_ not in _NOUNS and any(
                doc[i].head == token for i in range(phrase.start, phrase.end)
            ):
                break
            else:
                break
        if token.pos_ in _NOUNS and token.lower_ not in STATES:
            return token
        return None

    def _role(self, phrase: NumberPhrase, counted: Token | None) -> Token:
        """Return the word by which the counted phrase hangs in its clause."""
        inside = range(phrase.start, phrase.end)
        if counted is not None:
            token = counted
            while True:
                head = token.head
                if head.i in inside:
                    token = head
                elif head.lower_ == "of" and (head.head.i in inside or head.i == phrase.end):
                    token = head.head
                else:
                    break
                if token == token.head:
                    break
        else:
            token = next(
                (self._doc[i] for i in inside if self._doc[i].head.i not in inside), self._doc[phrase.end - 1]
            )
        while token.dep_ == "conj" and token.head.pos_ in (*_NOUNS, "NUM") and token.head != token:
            token = token.head
        return token

    def _of(self, noun: Token) -> Token | None:
        """Return whose deaths are counted: "12 deaths", "12 civilian deaths"."""
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "among"):
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None

    def _is_people(self, noun: Token, phrase: NumberPhrase) -> bool:
        mention = self._reading.mentions.by_head.get(noun.i)
        people = (
            mention is not None and mention.kind == "name" and mention.type == "PopulationGroup"
        )  # "Rohingya"
        if noun.tag_ not in ("NNS", "NNPS") and phrase.number != 1 and not (people or self._is_plural(noun)):
            return False
        lemma = lemma_of(noun)
        known = noun_of(noun)
        if known is not None and known.lemma in COLLECTIVES:
            return False
        if lemma in MORE_PEOPLE or (
            known is not None and known.category in ("force", "fighters", "people", "officials")
        ):
            return True
        return (
            mention is not None
            and mention.type in ("PopulationGroup", "Person", "ArmedGroup", "MilitaryForce")
            and (noun.tag_ == "NNPS" or mention.plural or mention.type == "PopulationGroup")
        )

    def _is_plural(self, noun: Token) -> bool:
        return noun.lower_ in (
            "people",
            "police",
            "men",
            "women",
            "children",
            "personnel",
            "troops",
            "servicemen",
        )

    # did it happen

    def _happened(self, trigger: Token) -> bool:
        node = trigger
        if trigger.pos_ not in (*_VERBS, *_NOUNS):
            node = next((a for a in trigger.ancestors if a.pos_ in _VERBS), trigger)
        if node.dep_ in ("xcomp", "ccomp", "advcl") and lemma_of(node.head) in FORCING:
            node = node.head  # "forced to flee": they did
        predicate = verb_predicate(node) if node.pos_ in _VERBS else noun_predicate(node)
        factuality = assess(predicate)
        if factuality is None or factuality.attempt or factuality.purpose:
            return False
        return factuality.polarity == "Affirmed" and factuality.modality in ("Actual", "Claimed")


def _is_strike(noun: Token) -> bool:
    if lemma_of(noun) not in STRIKES or noun.tag_ != "NNS":
        return False
    return lemma_of(noun) != "strike" or any(
        c.lower_ in ("air", "missile", "drone", "rocket") for c in noun.lefts
    )


def counted_words(doc: Doc, start: int, noun: Token | None) -> str:
    """Return the words for those who are counted, without "of the" between number and noun; empty for none."""
    if noun is None:
        return ""
    while start < noun.i and (
        doc[start].lower_ == "of" or doc[start].dep_ in ("det", "poss", "case", "predet")
    ):
        start += 1
    begin = start if start <= noun.i else noun.i
    return " ".join(doc[begin : noun.i + 1].text.split())
