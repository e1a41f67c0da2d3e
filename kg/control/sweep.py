"""Goes through the marks of one place day by day and keeps who holds it.

A gain ends every other hold; a loss ends the loser's; a report of a hold ends others' only where it names
another holder for a later time. What contradicts without doing so is kept for ``kg.control.disputes``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.control.marks import AGAIN, LATER, Mark
from kg.control.model import ControlClaim

SAME_EVENT_DAYS = 10
"""Told again with a day so near, and nothing between that says otherwise, it is one event with two dates."""
STALE_DAYS = 3
"""A seizure without a day that is reported so soon after its end is an old report, not a new seizure."""

SameSide = Callable[[str, str], bool]


@dataclass(slots=True)
class Stretch:
    """A hold while it is being put together; ``first`` and ``stop`` as in ``Interval``."""

    actor: str
    first: int | None
    stop: int | None = None
    begin: str = ""
    end: str = ""
    known: int = 0
    """The last day of which something says that it is so."""
    marks: list[Mark] = field(default_factory=list)
    opened: Mark | None = None
    closed: Mark | None = None


@dataclass(slots=True)
class Change:
    """A change that the sweep found: what it was before, and what told of it."""

    day: int
    mark: Mark
    before: tuple[Stretch, ...]
    dated: bool


@dataclass(slots=True)
class Swept:
    """What the sweep leaves behind."""

    stretches: list[Stretch] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rivals: list[tuple[int, tuple[Stretch, ...]]] = field(default_factory=list)
    """Day, and who is said to hold it at once by sources that contradict each other."""
    doubts: list[tuple[Change, Mark]] = field(default_factory=list)
    """Changes, and the holds that say they never were."""
    stale: list[tuple[Change, Mark]] = field(default_factory=list)
    """Changes, and the holds reported after their day, but before anybody told of them."""


class Sweep:
    """The state of one place while time goes on."""

    def __init__(self, same_side: SameSide, rejections: Sequence[tuple[int, ControlClaim]] = ()) -> None:
        """Begin with nobody known; rejections are claims of what was not, by the day of their report."""
        self.same_side = same_side
        self.rejections = rejections
        self.told: dict[str, set[tuple[str, str]]] = {}
        self.before: list[Stretch] = []
        """Who held it when the day began."""
        self.open: dict[str, Stretch] = {}
        self.past: dict[str, list[Stretch]] = defaultdict(list)
        self.out = Swept()
        self.known: int | None = None

    def run(self, dated: Sequence[Mark], undated: Sequence[Mark], holds: Sequence[Mark]) -> Swept:
        """Go through all marks and return what was found."""
        self.told = _events_of_documents(dated)
        background = _background([*undated, *dated, *holds])
        retold = [m for m in undated if self._is_told_with_a_day(m) or m.claims[0].iri in background]
        told_again = {id(mark) for mark in retold}
        marks = [*dated, *(m for m in undated if id(m) not in told_again), *holds]
        marks.sort(key=lambda m: (m.last, not m.dated, m.actor, m.claims[0].iri))
        for day, group in groupby(marks, key=lambda m: m.last):
            members = list(group)
            gains = [m for m in members if m.kind == "gain"]
            self.before = list(self.open.values())
            for mark in members:
                # Who gains it on the very day, and did not hold it before, loses it after that gain.
                comes_first = mark.actor in self.open or all(m.actor != mark.actor for m in gains)
                if mark.kind == "loss" and comes_first:
                    self.lose(day, mark)
            if gains:
                self.gain_all(day, gains)
            if held := [m for m in members if m.kind == "hold"]:
                self.hold_all(day, held)
            self.known = day
        for mark in retold:
            self._retell(mark)
        self.out.stretches.extend(self.open.values())
        return self.out

    def _is_told_with_a_day(self, mark: Mark) -> bool:
        """Whether the document that tells it without a day tells of dated changes: then it is one of those."""
        return not mark.dated and bool(self.told.get(mark.claims[0].document))

    def _retell(self, mark: Mark) -> None:
        """Give a mark that says nothing new to the hold that it tells of: a loss to one that has ended."""
        of = [s for s in (*self.out.stretches, *self.open.values()) if s.actor == mark.actor]
        fitting = [s for s in of if s.first is None or s.first <= mark.last]
        if mark.kind == "loss":
            fitting = [s for s in fitting if s.stop is not None and s.stop <= mark.last]
        if fitting:
            latest = max(fitting, key=lambda s: s.first or 0)
            latest.marks.append(mark)

    # losses

    def lose(self, day: int, mark: Mark) -> None:
        """End the actor's hold; where it was not known to hold the place, it did until now."""
        held = self.open.get(mark.actor)
        if held is None:
            recent = self.past[mark.actor][-1] if self.past[mark.actor] else None
            if recent is not None and recent.stop is not None and day - recent.stop <= SAME_EVENT_DAYS:
                recent.marks.append(mark)
                if recent.closed is not None:
                    recent.closed.claims += [c for c in mark.claims if c not in recent.closed.claims]
                return
            if not mark.dated:
                return
            held = self._hold_before(day, mark)
        else:
            held.marks.append(mark)
            if held.first is not None and day < held.first:
                return
        self.out.changes.append(Change(day, mark, tuple(self.before), mark.dated))
        self._close(held, day, mark)

    def _hold_before(self, day: int, mark: Mark) -> Stretch:
        """Return the hold that a loss implies: back to the last thing that is known."""
        held = Stretch(mark.actor, self.known, marks=[mark], known=day - 1)
        for other in list(self.open.values()):
            if not self.same_side(other.actor, mark.actor):
                held.first = max(other.known + 1, held.first or 0)
                self._close(other, min(held.first, day), None)
        if held.first is not None and held.first >= day:
            held.first = day
        self.open[mark.actor] = held
        self.before.append(held)
        return held

    def _close(self, held: Stretch, day: int, mark: Mark | None) -> None:
        held.stop = day
        held.end = mark.words if mark is not None else ""
        held.closed = mark
        if self.open.get(held.actor) is held:
            del self.open[held.actor]
        self.past[held.actor].append(held)
        self.out.stretches.append(held)

    # gains

    def gain_all(self, day: int, marks: list[Mark]) -> None:
        """Let the gains of one day follow each other as the words say; what has no order is kept side by side."""
        layers = self._order(marks)
        for layer in layers:
            self._gain(day, layer)

    def _order(self, marks: list[Mark]) -> list[list[Mark]]:
        first: list[list[Mark]] = []
        for mark in sorted(marks, key=lambda m: (self._rank(m, marks), m.actor)):
            if first and self._rank(first[-1][0], marks) == self._rank(mark, marks):
                first[-1].append(mark)
            else:
                first.append([mark])
        return first

    def _rank(self, mark: Mark, marks: list[Mark]) -> tuple[int, int]:
        """Return what orders the gains of a day: words first, then the day on which each was first told."""
        others = {c.iri for m in marks if m is not mark for c in m.claims}
        documents = {c.document for m in marks if m is not mark for c in m.claims}
        words = 0
        for claim in mark.claims:
            if others & set(claim.after) or LATER.search(claim.time_expression):
                words = max(words, 2)
            elif claim.document in documents and (AGAIN.search(claim.quote) or AGAIN.search(claim.frame)):
                words = max(words, 1)
        days = [m.reported for m in marks]
        return words, 0 if None in days else mark.reported or 0

    def _gain(self, day: int, layer: list[Mark]) -> None:
        fresh = []
        for mark in layer:
            held = self.open.get(mark.actor)
            if held is not None and self._says_nothing_new(held, mark, day):
                held.marks.append(mark)
                held.known = max(held.known, day)
            elif held is None and not mark.dated and self._is_stale(mark, day):
                self.past[mark.actor][-1].marks.append(mark)
            else:
                fresh.append(mark)
        if not fresh:
            return
        actors = {mark.actor for mark in layer}
        for mark in fresh:
            self.out.changes.append(Change(day, mark, tuple(self.before), mark.dated))
        for other in tuple(self.open.values()):
            if other.actor not in actors or any(m.actor == other.actor for m in fresh):
                self._close(other, day, fresh[0])
        for mark in fresh:
            self._open(mark, day)
        groups = self._sides([mark for mark in layer if mark.actor in self.open])  # not what is an old report
        if len(groups) > 1:
            self.out.rivals.append((day, tuple(self.open[a] for g in groups for a in sorted(g))))

    def _says_nothing_new(self, held: Stretch, mark: Mark, day: int) -> bool:
        if not mark.dated:
            return True
        near = held.first is not None and day - held.first <= SAME_EVENT_DAYS
        return near or not any(AGAIN.search(c.quote) for c in mark.claims) or len(self.open) == 1

    def _is_stale(self, mark: Mark, day: int) -> bool:
        past = self.past[mark.actor]
        return bool(past) and past[-1].stop is not None and day - past[-1].stop <= STALE_DAYS

    def _open(self, mark: Mark, day: int) -> Stretch:
        first = mark.first if mark.first is not None and mark.kind == "gain" else day
        stretch = Stretch(
            mark.actor, first, begin=mark.words, known=max(day, mark.last), marks=[mark], opened=mark
        )
        self.open[mark.actor] = stretch
        return stretch

    def _sides(self, marks: Sequence[Mark]) -> list[set[str]]:
        """Return the actors in groups: those named together, or of one side, do not contradict each other."""
        groups: list[tuple[set[str], set[str]]] = []
        for mark in marks:
            actors, sentences = {mark.actor}, {c.sentence or c.iri for c in mark.claims}
            rest = []
            for other_actors, other_sentences in groups:
                joint = sentences & other_sentences or any(
                    self.same_side(mark.actor, actor) for actor in other_actors
                )
                if joint:
                    actors |= other_actors
                    sentences |= other_sentences
                else:
                    rest.append((other_actors, other_sentences))
            groups = [*rest, (actors, sentences)]
        return [actors for actors, _ in groups]

    # holds

    def hold_all(self, day: int, marks: list[Mark]) -> None:
        """Take in who is said to hold it on a day."""
        new: list[Mark] = []
        for mark in marks:
            held = self.open.get(mark.actor)
            if held is not None:
                held.marks.append(mark)
                held.known = max(held.known, day)
                continue
            change = self._change_against(mark)
            if change is None:
                new.append(mark)
            elif mark.still or self._is_denied(change, day):
                self.out.doubts.append((change, mark))
            elif change.day == day or self._is_of_before(mark):
                self._retell(mark)
            elif (change.mark.reported or 0) > day:
                self.out.stale.append((change, mark))
            else:
                new.append(mark)
        if new:
            self._name_holders(day, new)

    def _name_holders(self, day: int, new: list[Mark]) -> None:
        """Let new holders take the place of others, join those named with them, or stand against them."""
        told = [m for s in self.open.values() for m in s.marks if m.last == day]
        today = {m.actor for m in told}
        groups = self._sides([*new, *told])
        if not any(group & today for group in groups if group & {m.actor for m in new}):
            for other in list(self.open.values()):
                if other.actor not in today:
                    self._close(other, day, None)
        for mark in new:
            if mark.actor in self.open:
                self.open[mark.actor].marks.append(mark)
            else:
                self._open(mark, day).begin = mark.claims[0].reported
        if len(groups) > 1:
            rivals = tuple(self.open[a] for group in groups for a in sorted(group) if a in self.open)
            self.out.rivals.append((day, rivals))

    def _change_against(self, mark: Mark) -> Change | None:
        """Return the change that stands and says that the actor does not hold it, if there is one."""
        for change in reversed(self.out.changes):
            if change.mark.kind == "gain":
                holder = self.open.get(change.mark.actor)
                stands = holder is not None and holder.opened is change.mark
            else:
                stands = change.mark.actor == mark.actor and not self.open
            if stands and not self.same_side(change.mark.actor, mark.actor):
                return change
            if stands and change.mark.kind == "loss":
                return change
        return None

    def _is_denied(self, change: Change, day: int) -> bool:
        return any(
            change.day <= reported <= day and rejects(claim, change) for reported, claim in self.rejections
        )

    def _is_of_before(self, mark: Mark) -> bool:
        """Whether its own document tells how the hold ended."""
        of = self.told.get(mark.claims[0].document, set())
        return any(
            (kind == "loss" and actor == mark.actor) or (kind == "gain" and actor != mark.actor)
            for kind, actor in of
        )


def rejects(claim: ControlClaim, change: Change) -> bool:
    """Tell whether a claim says that a change was not: its gain did not happen, or nobody lost it."""
    if claim.phase == "Begins":
        return change.mark.kind == "gain" and change.mark.actor == claim.actor
    if claim.phase == "Ends":
        return any(stretch.actor == claim.actor for stretch in change.before)
    return False


def _events_of_documents(dated: Sequence[Mark]) -> dict[str, set[tuple[str, str]]]:
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for mark in dated:
        for claim in mark.claims:
            if claim.phase != "Holds":
                told[claim.document].add((mark.kind, mark.actor))
    return told


def _background(marks: Sequence[Mark]) -> set[str]:
    """Return undated claims of documents that tell of an actor's gain and of its loss: those of what was before.

    What else the document says of the holder decides; else what it tells first is its news.
    """
    by_document: dict[str, list[tuple[str, ControlClaim, bool]]] = defaultdict(list)
    for mark in marks:
        for claim in mark.claims:
            by_document[claim.document].append((mark.kind, claim, mark.dated))
    found: set[str] = set()
    for told in by_document.values():
        for actor in {claim.actor for _, claim, _ in told}:
            gains, losses = (
                [c for kind, c, dated in told if c.actor == actor and kind == wanted and not dated]
                for wanted in ("gain", "loss")
            )
            if not gains or not losses:
                continue
            weight = sum((kind == "loss") == (c.actor != actor) or -1 for kind, c, _ in told)
            first = min([*gains, *losses], key=lambda c: (c.quote_begin, c.iri))
            holds_now = weight > 0 or (weight == 0 and first in gains)
            found.update(c.iri for c in (losses if holds_now else gains))
    return found
