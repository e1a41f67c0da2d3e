"""Which time expression belongs to which predicate: by syntax, as the words of saying keep their own time.

An expression hangs on the verb or eventive noun that it modifies. A predicate without one of its own takes that of
the clause that it stands in, where the two tell of one event ("launched an attack on Sunday") or are joined
("captured A and shelled B on Sunday"); never over the border of a report, a relative clause, or "after" and "since".
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from kg.claims.dates import Setting, ValidTime, as_later, read_time
from kg.claims.governors import DENY, IRREAL, ORDER, PLAN, PLAN_EVENT, PREVENT_EVENT, REPORT
from kg.claims.lexicon import FrameLexicon
from kg.claims.model import TimeMention
from kg.claims.time_words import find_expressions
from kg.nlp.lemmas import lemma_of

_TRIAL = Setting(published=datetime.date(2016, 6, 15), anchor="2016-06-08", day_first=True)
"""Stands for any document: what can be typed there can be typed somewhere."""
_DISTANCE = re.compile(r"(?:hour|day|week|month|year|decade|minute)s?\s+(?:after|before)$", re.IGNORECASE)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
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
    "deployment meeting talk summit visit ceasefire truce agreement accord deal treaty pact resolution law statement "
    "report interview speech letter election referendum anniversary conference declaration occupation annexation "
    "annexion loss evacuation arrival expulsion intervention demolition damage violence crackdown genocide crisis "
    "protest independence collapse defeat victory outbreak start end beginning".split()
)
_SPEECH = frozenset(
    "statement report interview speech letter declaration announcement remark tweet post comment".split()
)
_BARRED = frozenset(
    "after since following before until despite over about against for because than from like without under".split()
)
_SHARING_PREPOSITIONS = frozenset("by in with through while".split())
_PERCEPTION = frozenset("see watch witness help make let have".split())
_BARRED_MARKS = frozenset(
    "after before since until till if unless although though because once when where".split()
)
_SEQUENCE = frozenset("later then subsequently before after afterwards eventually".split())


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression, in characters and tokens, with what it hangs on."""

    start: int
    end: int
    first: int
    last: int
    """Index behind the last token."""
    governor: int
    """Token of the verb or noun that it modifies."""
    trial: ValidTime | None
    """What it says in some document; None: it stays words everywhere."""
    base: int = -1
    """Where the expression begins that it is counted from ("two days after 3 May"); -1: none."""


class TimeFinder:
    """The time expressions of a document, and the predicates that they belong to."""

    def __init__(self, doc: Doc, lexicon: FrameLexicon, triggers: Iterable[int] = ()) -> None:
        self.doc = doc
        self._lexicon = lexicon
        self._triggers = frozenset(triggers)
        self._by_governor: dict[int, list[Expression]] = defaultdict(list)
        self.expressions: list[Expression] = []
        text = doc.text
        distances: list[Span] = []
        for sent in doc.sents:
            for start, end in find_expressions(text[sent.start_char : sent.end_char]):
                span = doc.char_span(sent.start_char + start, sent.start_char + end, alignment_mode="expand")
                if span is not None and _DISTANCE.search(span.text):
                    distances.append(span)
                elif span is not None:
                    words = text[sent.start_char + start : sent.start_char + end]
                    self._add(Expression(
                        sent.start_char + start, sent.start_char + end, span.start, span.end, self._governor(span).i,
                        read_time(words, _TRIAL),
                    ))  # fmt: skip
        for span in distances:
            self._add_distance(span)

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

    def mentions(self, planned: frozenset[int]) -> tuple[TimeMention, ...]:
        """Return the expressions as values; ``planned``: where those begin that a plan has."""
        return tuple(
            TimeMention(
                start=one.start, end=one.end, text=self.doc.text[one.start : one.end],
                future=one.start in planned or _is_ahead(self.doc[one.governor]),
                event=self._is_event(self.doc[one.governor]), base=one.base,
            )
            for one in self.expressions
        )  # fmt: skip

    def time_of(self, trigger: Token, *, own: bool = False) -> Expression | None:
        """Return the time expression of a predicate, or None.

        Parameters
        ----------
        own
            Only what modifies the very word: for standing relations, which do not share the times of events.
        """
        found = self._best(trigger, trigger)
        if own or found is not None:
            return found if not own or trigger.pos_ in ("VERB", "AUX") else None
        if trigger.pos_ in ("NOUN", "PROPN"):
            for child in trigger.children:
                if child.dep_ in ("acl", "relcl") and lemma_of(child) in _OCCUR:
                    found = self._best(child, trigger)
                    if found is not None:
                        return found
        return self._climb(trigger) or self._of_conjunct(trigger)

    def _climb(self, trigger: Token) -> Expression | None:
        node = trigger
        for _ in range(6):
            step = self._head(node)
            if step is None:
                return None
            head, initial = step
            joined = node.dep_ == "conj" and node.pos_ in ("VERB", "AUX")
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
                and not _has_subject(child)
                and not _is_sequel(child)
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
                if _is_initial(one, node) or (joined and not initial and not (one.trial and one.trial.bound))
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
            return None if _is_sequel(verb) else (head, _has_subject(verb))
        if dep == "xcomp":
            return None if lemma in PLAN | ORDER | REPORT | IRREAL | DENY else (head, False)
        if dep == "advcl":
            return (head, False) if _is_simultaneous(verb) else None
        if dep == "pcomp" and head.lower_ in _SHARING_PREPOSITIONS and head.head.i != head.i:
            return head.head, False
        if dep == "ccomp":
            return (head, False) if lemma in _PERCEPTION else None
        if dep in ("acl", "relcl") and self._is_eventive(head) and dep == "acl":
            return head, False
        return None

    def _head_of_noun(self, noun: Token) -> tuple[Token, bool] | None:
        head, dep = noun.head, noun.dep_
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
            if self._is_eventive(head) or node.lower_ == "of" or head.head.i == head.i:
                return head
            node, head = head, head.head
            while head.pos_ == "ADP" and head.head.i != head.i:
                node, head = head, head.head
            climbed += 1
        return self._governor_of(head, span)

    def _governor_of(self, head: Token, span: Span) -> Token:
        if head.dep_ in ("aux", "auxpass"):
            head = head.head
        return _lowered(_of_saying(span, head), span)

    def _is_eventive(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return noun.i in self._triggers or lemma in _EVENTIVE or self._lexicon.is_event_noun(lemma)

    def _is_event(self, governor: Token) -> bool:
        """Tell whether what is dated can be the event that "two days later" counts from: no saying, no treaty."""
        if governor.pos_ in ("VERB", "AUX"):
            said = lemma_of(governor) in REPORT | DENY
            return not (said and any(c.dep_ in ("ccomp", "xcomp") for c in governor.children))
        lemma = governor.lemma_.lower()
        return governor.i in self._triggers or (self._lexicon.is_event_noun(lemma) and lemma not in _SPEECH)


def _of_saying(span: Span, governor: Token) -> Token:
    """ "said Tuesday it had left": the time that follows a verb of saying is that of saying."""
    before = span.start - 1
    if before < 0 or governor.i == before:
        return governor
    doc = span.doc
    verb = doc[before]
    if verb.dep_ in _SUBJECTS and verb.i > verb.head.i:
        verb = verb.head  # "said the army on Tuesday"
    if verb.pos_ == "VERB" and lemma_of(verb) in REPORT and any(a.i == verb.i for a in governor.ancestors):
        return verb
    return governor


def _lowered(verb: Token, span: Span) -> Token:
    """Give an expression that stands inside or behind a verb's complement to the complement's verb."""
    for child in verb.children:
        if child.dep_ not in ("ccomp", "xcomp") or child.pos_ not in ("VERB", "AUX"):
            continue
        behind = verb.i < child.i < span.start
        before_saying = child.i < verb.i and span.start < child.i and not _subject_between(verb, span, child)
        if behind or before_saying:
            return _lowered(child, span)
    return verb


def _subject_between(verb: Token, span: Span, complement: Token) -> bool:
    return (
        any(c.dep_ in _SUBJECTS and c.i < complement.i for c in verb.children) and span.start < complement.i
    )


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _is_sequel(verb: Token) -> bool:
    return any(child.dep_ == "advmod" and child.lower_ in _SEQUENCE for child in verb.children)


def _is_initial(one: Expression, verb: Token) -> bool:
    """Whether an expression stands before its clause: before the verb and its subject."""
    subjects = [child.i for child in verb.children if child.dep_ in _SUBJECTS]
    return one.last <= min([verb.i, *subjects])


def _is_simultaneous(verb: Token) -> bool:
    """Whether an adverbial clause tells of the time of its main clause: "advanced, capturing Hama"."""
    children = list(verb.children)
    if any(
        c.dep_ in ("mark", "prep", "advmod") and c.i < verb.i and c.lower_ in _BARRED_MARKS for c in children
    ):
        return False
    if any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("having", "to") for c in children):
        return False
    marks = {c.lower_ for c in children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
    if _has_subject(verb):
        return bool(marks & {"as", "while"})
    return verb.tag_ in ("VBG", "VBN")


def _is_ahead(governor: Token) -> bool:
    return any(
        child.dep_ == "aux" and child.lower_ in ("will", "'ll", "shall", "would")
        for child in governor.children
    )
