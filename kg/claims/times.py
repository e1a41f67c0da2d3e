"""Which time expression belongs to which predicate: by syntax, as the words of saying keep their own time.

An expression hangs on the verb or eventive noun that it modifies. A predicate without one of its own takes that of
the clause that it stands in, where the two tell of one event ("launched an attack on Sunday") or are joined
("captured A and shelled B on Sunday"); never over the border of a report, a relative clause, or "after" and "since".
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.claims.dates import Setting, as_later, read_time, with_length
from kg.claims.draft import Reading
from kg.claims.governors import DENY, IRREAL, ORDER, PLAN, PLAN_EVENT, PREVENT_EVENT, REPORT
from kg.claims.lexicon import FrameLexicon
from kg.claims.model import TimeMention
from kg.claims.time_syntax import (
    Expression,
    has_subject,
    is_ahead,
    is_infinitive,
    is_initial,
    is_sequel,
    is_simultaneous,
    lowered_verb,
    verb_of_saying,
)
from kg.claims.time_words import find_expressions
from kg.nlp.lemmas import lemma_of

_TRIAL = Setting(published=datetime.date(2016, 6, 15), anchor="2016-06-08", day_first=True)
"""Stands for any document: what can be typed there can be typed somewhere."""
_DISTANCE = re.compile(r"(?:hour|day|week|month|year|decade|minute)s?\s+(?:after|before)$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:in|on|at|during|for|after|before|since|from|by|over|of|until)\s+)?(?:the\s+)?", re.IGNORECASE
)
_LIFE = re.compile(r"(?:born|died|b\.|d\.)\b.*|[\w\s,.]*[-\u2013][\w\s,.]*")
_PRENOMINAL = ("nummod", "compound", "nmod", "poss", "amod", "npadvmod")
_LENGTH = re.compile(r"for\s", re.IGNORECASE)
_HOLDING = frozenset("hold control occupy keep govern rule besiege run".split())
_JUDGE = frozenset(
    "condemn criticise criticize denounce praise welcome applaud hail discuss investigate mark commemorate remember "
    "celebrate mourn oppose support blame follow avenge protest justify defend mention cover recall".split()
)
_OF_EVENTS = REPORT | DENY | _JUDGE | PLAN_EVENT | PREVENT_EVENT
_OCCUR = frozenset(
    "launch carry carry_out conduct mount stage begin start take occur happen kill wound leave last come follow wage "
    "make perform commit undertake hit strike target injure open".split()
)
_EVENTIVE = frozenset(
    "attack assault strike airstrike raid bombing bombardment shelling offensive operation battle fight fighting clash "
    "capture seizure fall takeover recapture liberation siege withdrawal retreat pullout invasion war conflict "
    "uprising revolt revolution coup massacre killing destruction looting explosion blast ambush advance "
    "incursion campaign "
    "deployment meeting talk summit visit ceasefire truce election referendum conference occupation annexation "
    "annexion loss evacuation arrival expulsion intervention demolition damage violence crackdown genocide crisis "
    "protest independence collapse defeat victory outbreak start end beginning".split()
)
_PAPERS = frozenset(
    "agreement accord deal treaty pact resolution law anniversary statement report interview speech "
    "letter declaration announcement remark tweet post comment".split()
)
_STATES = frozenset(
    "control support backing help aid assistance hold rule grip hand cover alliance contact".split()
)
_BARRED = frozenset(
    "after since following before until despite over about against for because than from like without under".split()
)
_SHARING_PREPOSITIONS = frozenset("by in with through while".split())
_PERCEPTION = frozenset("see watch witness help make let have".split())


class TimeFinder:
    """The time expressions of a document, and the predicates that they belong to."""

    def __init__(self, reading: Reading, lexicon: FrameLexicon, triggers: Iterable[int] = ()) -> None:
        self.doc = reading.doc
        self._lexicon = lexicon
        self._triggers = frozenset(triggers)
        self._by_governor: dict[int, list[Expression]] = defaultdict(list)
        self.expressions: list[Expression] = []
        text = self._text = reading.text
        distances: list[Span] = []
        for start, end, span in self._found(text):
            if _DISTANCE.search(span.text):
                distances.append(span)
                continue
            governor = self._governor(span).i
            self._add(
                Expression(start, end, span.start, span.end, governor, read_time(text[start:end], _TRIAL))
            )
        for span in distances:
            self._add_distance(span)
        for one in tuple(self.expressions):
            if one.trial is None and _LENGTH.match(text[one.start : one.end]):
                self._bound_length(one)

    def _found(self, text: str) -> Iterator[tuple[int, int, Span]]:
        """Yield the expressions of the document with their tokens; dates of a life, in brackets, are left out."""
        for sent in self.doc.sents:
            for first, last in find_expressions(text[sent.start_char : sent.end_char]):
                start, end = sent.start_char + first, sent.start_char + last
                span = self.doc.char_span(start, end, alignment_mode="expand")
                if span is None or _in_brackets_of_a_life(text, start, end):
                    continue
                lead = _LEAD.match(text, start, end)
                if lead is not None and self._modifies_noun(span, text[end : end + 2]):
                    start = lead.end()  # "during the 1991 war", "for yesterday's attack"
                    span = self.doc.char_span(start, end, alignment_mode="expand") or span
                yield start, end, span

    def _modifies_noun(self, span: Span, behind: str) -> bool:
        noun = span[-1].head
        if noun.i < span.end or noun.pos_ not in ("NOUN", "PROPN") or span[-1].dep_ not in _PRENOMINAL:
            return False
        if behind in ("'s", "\u2019s") or self._is_eventive(noun) or noun.lemma_.lower() in _PAPERS:
            return True
        return span[0].lower_ in ("during", "for", "of", "after", "before")  # not "On Sunday rebels took ..."

    def _add(self, found: Expression) -> None:
        self.expressions.append(found)
        self._by_governor[found.governor].append(found)

    def _add_distance(self, span: Span) -> None:
        """ "two days after they took A on 3 May": counted from the date behind it; without one it is a length."""
        word = span[-1]
        below, governor = (
            (word.head, word.head.head) if word.dep_ in ("mark", "advmod") else (word, word.head)
        )
        inside = {token.i for token in below.subtree if token.i > word.i}
        base = next((one for one in self.expressions if one.first in inside), None)
        if base is None or base.trial is None or not base.trial.is_point or governor.i in inside:
            return
        trial = read_time(as_later(span.text), replace(_TRIAL, anchor=base.trial.begin))
        governor = self._governor_of(governor, span)
        self._add(
            Expression(span.start_char, span.end_char, span.start, span.end, governor.i, trial, base.start)
        )

    def _bound_length(self, one: Expression) -> None:
        """Give a length the known end that makes it a span: "held it from May for two months"."""
        governor = self.doc[one.governor]
        known, until = self._known_end(governor, one)
        if known is None or known.trial is None:
            return
        other = replace(known.trial, begin="", bound="until") if until else known.trial
        trial = with_length(self._text[one.start : one.end], other)
        if trial is None:
            return
        bound = replace(one, trial=trial, base=known.start, until=until)
        self.expressions[self.expressions.index(one)] = bound
        of_governor = self._by_governor[one.governor]
        of_governor[of_governor.index(one)] = bound

    def _known_end(self, governor: Token, one: Expression) -> tuple[Expression | None, bool]:
        for other in self._by_governor[governor.i]:
            if other.trial is not None and other.trial.bound in ("since", "until"):
                return other, False
        for token in governor.subtree:
            if (
                token.i > one.last - 1
                and token.lower_ == "before"
                and token.head.i in (governor.i, token.i + 1)
            ):
                below = {
                    t.i for t in (token if token.dep_ == "prep" else token.head).subtree if t.i > token.i
                }
                for other in self.expressions:
                    if other.first in below and other.trial is not None and other.trial.is_point:
                        return other, True
        if governor.dep_ == "conj" and not has_subject(governor) and lemma_of(governor) in _HOLDING:
            points = [
                o
                for o in self._by_governor.get(governor.head.i, [])
                if o.trial is not None and o.trial.is_point
            ]
            return (points[0], False) if len(points) == 1 else (None, False)
        return None, False

    def mentions(self, planned: frozenset[int]) -> tuple[TimeMention, ...]:
        """Return the expressions as values; ``planned``: the words that evoke plans."""
        return tuple(
            TimeMention(
                start=one.start, end=one.end, text=self._text[one.start : one.end],
                future=one.governor in planned or is_ahead(self.doc[one.governor]),
                event=self._is_event(self.doc[one.governor]), base=one.base,
                until=one.until,
                opens=one.first == self.doc[one.first].sent.start,
            )
            for one in self.expressions
        )  # fmt: skip

    def time_of(self, trigger: Token, *, own: bool = False, attempt: bool = False) -> Expression | None:
        """Return the time expression of a predicate, or None.

        Parameters
        ----------
        own
            Only what modifies the very word: for standing relations, which do not share the times of events.
        attempt
            The claim is of what is done in order to do it: its time is that of the clause above.
        """
        found = self._best(trigger, trigger)
        if own:
            return found if found is not None and trigger.pos_ == "VERB" else self._standing(trigger, found)
        if found is not None:
            return found
        if trigger.pos_ in ("NOUN", "PROPN"):
            for child in trigger.children:
                if child.dep_ in ("acl", "relcl") and lemma_of(child) in _OCCUR:
                    found = self._best(child, trigger)
                    if found is not None:
                        return found
        if trigger.pos_ == "VERB" and (found := self._within(trigger)) is not None:
            return found
        return self._climb(trigger, attempt=attempt) or self._of_conjunct(trigger)

    def time_beside(self, trigger: Token, obj: Token) -> Expression | None:
        """Return the time right behind one of several objects: "captured Herat on Thursday and Taiz a day later"."""
        joined = [c for c in obj.children if c.dep_ == "conj"] or [obj] * (obj.dep_ == "conj")
        if not joined or trigger.pos_ != "VERB":
            return None
        of = [one for one in self.expressions if one.trial is not None and one.first > trigger.i]
        beside = {
            o.i: one for o in (obj, *obj.conjuncts) for one in of if 0 <= one.first - o.i - 1 <= 1
        }  # "on" may stand between
        return beside.get(obj.i) if len(beside) > 1 else None

    def _standing(self, noun: Token, found: Expression | None) -> Expression | None:
        """ "has been a member since 2014": the time of a copula, or a bound of the noun itself."""
        if noun.dep_ in ("attr", "acomp") and noun.head.lemma_ == "be":
            return self._best(noun.head, noun) or found
        return found if found is not None and found.trial is not None and found.trial.bound else None

    def _within(self, verb: Token) -> Expression | None:
        """ "took it in a raid on Monday", "launched an attack on Monday": the event that a verb goes with."""
        for child in verb.children:
            nouns = [child] if child.dep_ == "dobj" and lemma_of(verb) in _OCCUR else []
            if child.dep_ == "prep" and child.lower_ in ("in", "during", "with", "by"):
                nouns = [c for c in child.children if c.dep_ == "pobj"]
            if child.dep_ == "dobj" and child.lemma_ in ("responsibility", "credit", "blame"):
                nouns = [c for prep in child.children if prep.dep_ == "prep" for c in prep.children]
            for noun in nouns:
                if (self._is_eventive(noun) or child.lower_ == "during") and (
                    found := self._best(noun, verb)
                ) is not None:
                    return found
        return None

    def _climb(self, trigger: Token, *, attempt: bool) -> Expression | None:
        node = trigger
        for _ in range(6):
            step = self._head(node)
            if step is None and attempt and node.i == trigger.i and is_infinitive(node):
                step = node.head, False  # "launched an offensive on Monday to take it" is an attack then
            if step is None:
                return None
            head, initial = step
            joined = node.dep_ == "conj" and node.pos_ in ("VERB", "AUX")
            if joined and lemma_of(node) in _HOLDING:
                return None  # "took it on Sunday and held it": since then, which is not said
            found = self._best(head, trigger, initial=initial, joined=joined)
            if found is not None:
                return found
            node = head
        return None

    def _of_conjunct(self, trigger: Token) -> Expression | None:
        """ "captured A and shelled B on Sunday": a point of time behind verbs of one subject is that of them all."""
        if trigger.pos_ != "VERB":
            return None
        for child in trigger.children:
            if (
                child.dep_ == "conj"
                and child.pos_ == "VERB"
                and not has_subject(child)
                and not is_sequel(child)
            ):
                found = self._best(child, trigger)
                if found is not None and found.trial is not None and not found.trial.bound:
                    return found if found.trial.source != "anchor" else None
        return None

    def _best(
        self, node: Token, trigger: Token, *, initial: bool = False, joined: bool = False
    ) -> Expression | None:
        """Return the most telling expression of a node: typed ones first, then the most exact, then the nearest."""
        found = self._by_governor.get(node.i, [])
        if initial or joined:
            found = [
                one
                for one in found
                if is_initial(one, node) or (joined and not initial and not (one.trial and one.trial.bound))
            ]

        def rank(one: Expression) -> tuple[bool, int, int]:
            exactness = len(one.trial.begin or one.trial.end) if one.trial is not None else 0
            return one.trial is None, -exactness, abs(one.first - trigger.i)

        return min(found, key=rank, default=None)

    def _head(self, node: Token) -> tuple[Token, bool] | None:
        """Return the word whose time a node shares, and whether only a time at the sentence's beginning is shared."""
        if node.dep_ == "ROOT" or node.head.i == node.i:
            return None
        if node.pos_ in ("VERB", "AUX"):
            return self._head_of_verb(node)
        return self._head_of_noun(node)

    def _head_of_verb(self, verb: Token) -> tuple[Token, bool] | None:
        head, dep = verb.head, verb.dep_
        lemma = lemma_of(head)
        if dep == "conj":
            return None if is_sequel(verb) else (head, has_subject(verb))
        if dep == "xcomp":
            return None if lemma in PLAN | ORDER | REPORT | IRREAL | DENY else (head, False)
        if dep == "advcl":
            return (head, False) if is_simultaneous(verb) else None
        if dep == "pcomp" and head.lower_ in _SHARING_PREPOSITIONS and head.head.i != head.i:
            return head.head, False
        if dep == "ccomp":
            return (head, False) if lemma in _PERCEPTION else None
        if dep in ("acl", "relcl") and self._is_eventive(head) and dep == "acl":
            return head, False
        return None

    def _head_of_noun(self, noun: Token) -> tuple[Token, bool] | None:
        head, dep = noun.head, noun.dep_
        if not self._happens(noun):
            return None  # "shelled the rebel pocket on Sunday" does not say when it was theirs
        if dep == "pobj":
            if head.lower_ in _BARRED or head.head.i == head.i:
                return None
            head = head.head
            dep = "dobj"
        if dep in ("dobj", "nsubj", "nsubjpass", "attr", "oprd", "dative", "acomp", "xcomp"):
            return None if lemma_of(head) in _OF_EVENTS else (head, False)
        return (head, False) if dep == "conj" else None

    def _governor(self, span: Span) -> Token:
        root = span.root
        node, head = root, root.head
        while head.pos_ in ("ADP", "SCONJ") and head.head.i != head.i:
            node, head = head, head.head
        climbed = 0
        while head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") and climbed < 5:
            if root.i < head.i and climbed == 0 and node.i == root.i:
                return head  # "Friday's attack", "the 2003 invasion"
            if (
                self._is_eventive(head)
                or head.lemma_.lower() in _PAPERS
                or node.lower_ == "of"
                or head.head.i == head.i
            ):
                return head
            node, head = head, head.head
            while head.pos_ == "ADP" and head.head.i != head.i:
                node, head = head, head.head
            climbed += 1
        return self._governor_of(head, span)

    def _governor_of(self, head: Token, span: Span) -> Token:
        if head.dep_ in ("aux", "auxpass"):
            head = head.head
        return lowered_verb(verb_of_saying(span, head), span)

    def _is_eventive(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return noun.i in self._triggers or lemma in _EVENTIVE or self._lexicon.is_event_noun(lemma)

    def _happens(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return noun.pos_ == "ADJ" or lemma in _EVENTIVE | _STATES or self._lexicon.is_event_noun(lemma)

    def _is_event(self, governor: Token) -> bool:
        """Tell whether what is dated can be the event that "two days later" counts from: no saying, no treaty."""
        if governor.pos_ in ("VERB", "AUX"):
            said = lemma_of(governor) in REPORT | DENY
            return not (said and any(c.dep_ in ("ccomp", "xcomp") for c in governor.children))
        lemma = governor.lemma_.lower()
        return governor.i in self._triggers or (self._lexicon.is_event_noun(lemma) and lemma not in _PAPERS)


def _in_brackets_of_a_life(text: str, start: int, end: int) -> bool:
    """Whether words stand in brackets that only tell from when to when: "(1966 - 20 September 2018)"."""
    opening = text.rfind("(", max(0, start - 40), start)
    closing = text.find(")", end, end + 40)
    return opening >= 0 and closing >= 0 and _LIFE.fullmatch(text[opening + 1 : closing]) is not None
