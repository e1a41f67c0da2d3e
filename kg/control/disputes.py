"""Where sources contradict each other: from the day of a rejected change on, both branches stand.

A dispute ends with the next dated event, or is none where the side that rejects concedes. Who rejects what
nobody has claimed disputes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.control.marks import report_day, told_span
from kg.control.model import ControlClaim
from kg.control.sweep import SAME_EVENT_DAYS, Change, SameSide, Stretch, Swept, rejects


@dataclass(slots=True)
class Dispute:
    """A stretch of days with two branches."""

    first: int
    stop: int | None
    changed: list[Stretch] = field(default_factory=list)
    """Holds that stand if the change was."""
    unchanged: list[Stretch] = field(default_factory=list)
    """Holds that stand if it was not."""
    claims_for: list[ControlClaim] = field(default_factory=list)
    claims_against: list[ControlClaim] = field(default_factory=list)
    settled: bool = False
    """The side that rejected the change has conceded: nothing is disputed, but who said what is kept."""


def find_disputes(swept: Swept, claims: Sequence[ControlClaim], same_side: SameSide) -> list[Dispute]:
    """Return the disputes, and lengthen in ``swept`` the holds that go on in the branch of no change."""
    against: dict[int, list[ControlClaim]] = defaultdict(list)
    index = _Index(swept.changes, claims)
    for claim in claims:
        if claim.rejects and (place := index.rejected(claim)) is not None:
            against[place].append(claim)
    holders: dict[int, list[ControlClaim]] = defaultdict(list)
    for change, mark in swept.doubts:
        holders[index.place[id(change)]] += mark.claims
    found = []
    for place in sorted({*against, *holders}):
        change = swept.changes[place]
        told = [c for c in index.may_tell(change) if _tells(c, change)]
        rejecting = (*against[place], *holders[place])
        standing = [c for c in rejecting if not _conceded(c, change, told, same_side)]
        if standing:
            stop = min((c.day for c in swept.changes if c.dated and c.day > change.day), default=None)
            holding = [c for c in holders[place] if c in standing]
            found.append(_branch(swept, change, stop, holding, told, standing))
        elif rejecting:
            changed = [s for s in swept.stretches if s.opened is change.mark]
            before = [s for s in change.before if s not in changed]
            found.append(
                Dispute(change.day, change.day, changed, before, told, list(rejecting), settled=True)
            )
    for change, mark in swept.stale:
        found.append(
            _branch(swept, change, change.mark.reported, mark.claims, change.mark.claims, mark.claims)
        )
    for day, rivals in swept.rivals:
        stop = min((s.stop for s in rivals if s.stop is not None), default=None)
        if stop is None or stop > day:
            found.append(Dispute(day, stop, changed=list(rivals)))
    return found


class _Index:
    """Changes by whom they concern, and claims by their actor, each in the order given."""

    def __init__(self, changes: Sequence[Change], claims: Sequence[ControlClaim]) -> None:
        self.changes = changes
        self.place = {id(change): place for place, change in enumerate(changes)}
        self._days = sorted({change.day for change in changes})
        self._of: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, change in enumerate(changes):
            if change.mark.kind == "gain":
                self._of["Begins", change.mark.actor].append(place)
            for actor in {stretch.actor for stretch in change.before}:
                self._of["Ends", actor].append(place)
        self._claims: dict[tuple[str, str], list[tuple[int, ControlClaim]]] = defaultdict(list)
        for number, claim in enumerate(claims):
            if claim.phase != "Holds" and claim.affirmed:
                self._claims[claim.phase, claim.actor].append((number, claim))

    def rejected(self, claim: ControlClaim) -> int | None:
        """Return the place of the last change that the claim can mean."""
        reported, span = report_day(claim), told_span(claim)
        for place in reversed(self._of.get((claim.phase, claim.actor), ())):
            change = self.changes[place]
            if not rejects(claim, change):
                continue
            if span is not None and not span[0] - SAME_EVENT_DAYS <= change.day <= span[1] + SAME_EVENT_DAYS:
                continue
            if reported is not None and change.day > reported:
                continue
            after = bisect_right(self._days, change.day)
            over = self._days[after] if after < len(self._days) else None
            if reported is not None and over is not None and reported - over > SAME_EVENT_DAYS:
                return None  # what came later has settled it long ago
            return place
        return None

    def may_tell(self, change: Change) -> list[ControlClaim]:
        """Return the claims of the gain of who gained, and of the loss of who held before."""
        keys = {("Ends", stretch.actor) for stretch in change.before}
        if change.mark.kind == "gain":
            keys.add(("Begins", change.mark.actor))
        return [claim for _, claim in sorted((c for k in keys for c in self._claims.get(k, ())), key=_number)]


def _number(told: tuple[int, ControlClaim]) -> int:
    return told[0]


def _tells(claim: ControlClaim, change: Change) -> bool:
    """Whether the claim affirms the change: the gain of who gained, or the loss of who held before."""
    if not claim.affirmed or claim.phase == "Holds":
        return False
    gained = claim.phase == "Begins" and change.mark.kind == "gain" and claim.actor == change.mark.actor
    lost = claim.phase == "Ends" and any(claim.actor == stretch.actor for stretch in change.before)
    if not gained and not lost:
        return False
    span = told_span(claim)
    if span is None:
        return (report_day(claim) or 0) >= change.day
    return span[0] - SAME_EVENT_DAYS <= change.day <= span[1] + SAME_EVENT_DAYS


def _conceded(claim: ControlClaim, change: Change, told: Sequence[ControlClaim], same_side: SameSide) -> bool:
    """Whether the side that rejects the change says later that it was."""
    side = {stretch.actor for stretch in change.before} | {claim.actor if claim.phase == "Holds" else ""}
    side.discard(change.mark.actor if change.mark.kind == "gain" else "")
    for other in told:
        if (report_day(other) or 0) < (report_day(claim) or 0) or other.document == claim.document:
            continue
        if other.source and (other.source in side or any(same_side(other.source, actor) for actor in side)):
            return True
        if other.source or claim.source:
            if other.source and claim.source and _same_source(claim, other):
                return True
        elif other.publisher and other.publisher == claim.publisher:
            return True
    return False


def _same_source(one: ControlClaim, other: ControlClaim) -> bool:
    """Whether the same speaks: a node of its own, or "the ministry" for "the defence ministry"."""
    if one.source == other.source:
        return True
    words = [frozenset(re.findall(r"\w+", c.source_label.casefold())) for c in (one, other)]
    return bool(words[0] and words[1]) and (words[0] <= words[1] or words[1] <= words[0])


def _branch(
    swept: Swept,
    change: Change,
    stop: int | None,
    holding: Sequence[ControlClaim],
    told: Sequence[ControlClaim],
    standing: Sequence[ControlClaim],
) -> Dispute:
    gaining = change.mark.actor if change.mark.kind == "gain" else ""
    first = change.mark.first if gaining and change.mark.first is not None else change.day
    changed = [s for s in swept.stretches if s.opened is change.mark]
    unchanged = []
    actors = {s.actor for s in change.before} | {c.actor for c in holding}
    for actor in sorted(actors - {gaining}):
        stretch = next((s for s in change.before if s.actor == actor), None)
        if stretch is None:
            begin = min(c.reported for c in holding if c.actor == actor)
            stretch = Stretch(actor, first, begin=begin)
            swept.stretches.append(stretch)
        elif stretch.stop is None or (stop is not None and stretch.stop > stop):
            continue
        stretch.stop, stretch.end, stretch.closed = stop, "", None
        unchanged.append(stretch)
    # Where who gained it is gone before anything settles it, the other branch is what remains.
    gone = min((s.stop for s in changed if s.stop is not None), default=stop)
    until = gone if stop is None or gone is None else min(gone, stop)
    return Dispute(first, until, changed, unchanged, list(told), list(standing))
