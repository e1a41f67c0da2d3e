"""Who did what a figure counts, and where: read from the clause of its word and from those that it stands under."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, Reading
from kg.claims.figure_words import FORCING, HARM, HOMES, PLACES_IN, TELLING
from kg.claims.governors import DENY, REPORT
from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import ACTOR_TYPES, PLACE_TYPES
from kg.nlp.nominals import noun_predicate
from kg.nlp.roles import deep_subjects, prepositions

_UP = frozenset("advcl xcomp relcl acl pcomp prep pobj conj ccomp oprd acomp dobj attr nsubj".split())
_VERBS = ("VERB", "AUX")
_DEEP = 2
_WIDE = {"Region": 1, "Country": 2}


class FigureContext:
    """Looks around the word that tells what befell people."""

    def __init__(self, reading: Reading, arguments: Arguments) -> None:
        self._reading = reading
        self._arguments = arguments

    def hosts(self, trigger: Token) -> tuple[int, ...]:
        """Return the words of the event that a figure is of, the nearest first: "killing" in "hit X, killing 12"."""
        found: list[int] = []
        for node in self._clauses(trigger):
            found += (node.i, *(event.i for event in _events_of(node)))
        return tuple(dict.fromkeys(found))

    def doer(self, trigger: Token) -> Argument | None:
        """Return who did it: the subject of "killed", the doer of the attack in which people died."""
        noun = trigger.pos_ in ("NOUN", "PROPN")
        if _is_misread(trigger):
            return None
        for node in self._clauses(trigger):
            if node != trigger and node.pos_ not in _VERBS:
                return None  # what a clause above the noun tells may be another's doing
            if node.pos_ in _VERBS and (
                lemma_of(node) in HARM
                or lemma_of(node) in (*FORCING, "hit", "strike", "attack", "take", "leave")
            ):
                for subject in deep_subjects(node, 0):
                    found = self._actors(subject)
                    if found is not None:
                        return found
            elif noun and node == trigger:
                doers = self._arguments.event_doers(node)
                by = next((a for a in doers if a.steps < 2), None)
                if by is not None:
                    return by
            for event in _events_of(node):
                if (found := self._event_doer(event)) is not None:
                    return found
        return None

    def striker(self, noun: Token, verb: Token | None) -> Argument | None:
        """Return who carried out counted attacks."""
        if verb is not None and lemma_of(verb) not in TELLING:
            for subject in deep_subjects(verb, 0):
                if (found := self._actors(subject)) is not None:
                    return found
        return self._event_doer(noun)

    def _actors(self, token: Token) -> Argument | None:
        mention = self._reading.mentions.by_head.get(token.i)
        if mention is not None and mention.type in PLACE_TYPES:
            return None  # "the capital, which killed": read wrongly
        found = self._arguments.resolve(token, "Actor")
        if len(found) == 1 and self._reading.type_of(found[0].entity) in ACTOR_TYPES:
            return found[0]
        return None

    def _event_doer(self, noun: Token) -> Argument | None:
        for role in ("poss", "by", "mod"):
            for token in noun_predicate(noun).roles.get(role, ()):
                found = self._arguments.resolve(token, "Actor")
                if found and self._reading.type_of(found[0].entity) in ACTOR_TYPES:
                    return found[0]
        return None

    def place(self, trigger: Token, counted: Token | None, *, leaving: bool = False) -> Argument | None:
        """Return where it happened: what "in", "at" or "near" names, what was hit or left; a name before other words.

        ``leaving``: "from" names the place too.
        """
        unnamed: list[Argument] = []
        for group in self._places(trigger, counted, leaving):
            places = list(group)
            named = [p for p in places if not self._reading.table.drafts[p.entity].generic]
            if named:  # "in the city of Kremenchuk, in the Poltava region"
                return min(named, key=lambda p: _WIDE.get(self._reading.type_of(p.entity), 0))
            unnamed += places
        return self._only_place(trigger) or (unnamed[0] if unnamed else None)

    def _places(self, trigger: Token, counted: Token | None, leaving: bool) -> Iterator[Iterator[Argument]]:
        for node in self._clauses(trigger):
            yield self._places_at(node, leaving=leaving and node == trigger)
            if node == trigger and counted is not None:
                yield self._places_at(counted, leaving=leaving)
            for event in _events_of(node):
                yield self._places_at(event, leaving=False)

    def _places_at(self, node: Token, *, leaving: bool, depth: int = 0) -> Iterator[Argument]:
        if depth > _DEEP:
            return
        for name, obj in prepositions(node):
            word = name.split()[-1]
            if word in PLACES_IN and not (word == "from" and not leaving):
                yield from self._place(obj, depth)
        if node.pos_ in _VERBS:
            for child in node.children:
                if child.dep_ == "dobj":
                    yield from self._place(child, depth)

    def _place(self, token: Token, depth: int = 0) -> Iterator[Argument]:
        if lemma_of(token) in HOMES:
            return
        mention = self._reading.mentions.by_head.get(token.i)
        known = mention is not None and mention.type in (*PLACE_TYPES, "State")
        if known and mention is not None and mention.kind == "generic" and not mention.definite:
            known = False  # "in a valley": which one nobody can tell
        found = self._arguments.resolve(token, "Place", alone=True) if known else []
        if found and self._reading.type_of(found[0].entity) in PLACE_TYPES:
            yield found[0]
        if mention is None or mention.kind != "name":
            yield from self._places_at(token, leaving=False, depth=depth + 1)  # "a checkpoint in Baghdad"

    def _only_place(self, trigger: Token) -> Argument | None:
        """Return the place of the sentence, if it names one alone, and where."""
        found: dict[int, Argument] = {}
        for token in trigger.sent:
            if token.dep_ != "pobj" or token.head.lower_ not in (
                "in",
                "at",
                "near",
                "on",
                "outside",
                "around",
            ):
                continue
            if lemma_of(token.head.head) in REPORT:
                continue  # where somebody said it
            for place in self._place(token):
                if not self._reading.table.drafts[place.entity].generic:
                    found.setdefault(place.entity, place)
        return next(iter(found.values())) if len(found) == 1 else None

    def _clauses(self, trigger: Token) -> Iterator[Token]:
        """Yield the word and those that it stands under while they tell of one event; reports end it."""
        node = trigger
        for _ in range(6):
            if node.pos_ in (*_VERBS, "NOUN", "PROPN", "ADJ"):
                yield node
            if node.dep_ not in _UP or node.head == node:
                return
            head = node.head
            if (
                head.pos_ in _VERBS
                and lemma_of(head) in REPORT | DENY
                and node.dep_ in ("ccomp", "xcomp", "dobj")
            ):
                return
            if node.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children):
                return
            if node.dep_ == "advcl" and any(
                c.lower_ in ("after", "before", "since", "while", "as", "if") for c in node.children
            ):
                return
            if _is_misread(node):
                return
            node = head


def _is_misread(node: Token) -> bool:
    """ "the attack that killed three, wounding dozens, X struck": wounding is not what X did."""
    return node.dep_ == "advcl" and node.i < node.head.i and node.left_edge.i > node.sent.start


def _events_of(node: Token) -> Iterator[Token]:
    """Yield the events that a clause names: its subject, "in an attack", "by a bomb", "after the strike"."""
    for child in node.children:
        if child.dep_ in ("nsubj", "csubj", "advcl", "agent", "prep") and node.pos_ != "PROPN":
            opens = (
                child.dep_ in ("csubj", "advcl") and child.tag_ == "VBG" and child.i < node.i
            )  # "Shelling of X killed"
            if (child.dep_ == "nsubj" and child.pos_ == "NOUN") or opens:
                yield child
            elif child.lower_ in ("in", "by", "during", "after", "when"):
                yield from (c for c in child.children if c.dep_ == "pobj" and c.pos_ == "NOUN")
