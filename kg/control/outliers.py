"""Lone reports against many: one text says that another took or held the place, all before and after say who held it.

Had it changed hands and back, somebody would have told of the way back. Such a report changes nothing; it stays a
claim against the hold that it contradicts. Where few texts tell of a place, nothing is set aside.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence

from kg.control.marks import Mark

WINDOW = 6
"""So many texts before the report, and so many after it, are asked."""
NEEDED = 3
"""Of them name the same holder on either side, and none of them the one of the lone report."""
NEAR_DAYS = 10
"""A loss told of within so many days of it speaks for the report."""


def find_lone(marks: Sequence[Mark], same_side: Callable[[str, str], bool]) -> list[tuple[Mark, str]]:
    """Return the marks that a single text tells against many others, each with whom the others name.

    What is found no longer speaks for or against the others: one wrong report must not shield the next.

    Examples
    --------
    >>> find_lone([], lambda one, other: one == other)
    []
    """
    found: list[tuple[Mark, str]] = []
    kept = list(marks)
    while lone := _find_once(kept, same_side):
        found += lone
        alone = {id(mark) for mark, _ in lone}
        kept = [mark for mark in kept if id(mark) not in alone]
    return found


def _find_once(marks: Sequence[Mark], same_side: Callable[[str, str], bool]) -> list[tuple[Mark, str]]:
    votes = sorted(
        (mark.last, text, mark.actor)
        for mark in marks
        if mark.kind != "loss"
        for text in {claim.text for claim in mark.claims}
    )
    if len(votes) < 2 * NEEDED + 1:
        return []
    days = [day for day, _, _ in votes]
    lost, gained = (
        sorted((mark.last, mark.actor) for mark in marks if mark.kind == kind and mark.dated)
        for kind in ("loss", "gain")
    )
    found = []
    for mark in marks:
        texts = {claim.text for claim in mark.claims}
        if mark.kind == "loss" or len(texts) > 1:
            continue
        own = (mark.last, *texts, mark.actor)
        split = bisect_right(days, mark.last)
        before = [vote for vote in votes[max(split - WINDOW - 1, 0) : split] if vote != own][-WINDOW:]
        after = votes[split : split + WINDOW]
        holder = _named_by_most(before)
        if not holder or same_side(holder, mark.actor) or _named_by_most(after) != holder:
            continue
        beside = (*before[-1:], *after[:1])
        if any(same_side(actor, mark.actor) for _, _, actor in beside):
            continue  # somebody else tells it too
        if sum(same_side(actor, mark.actor) for _, _, actor in (*before, *after)) > 1:
            continue
        until = next((day for day, _, actor in after if actor == holder), mark.last)
        if _tells(gained, holder, mark.last + 1, until):
            continue
        if not _tells(lost, holder, mark.last - NEAR_DAYS, mark.last + NEAR_DAYS):
            found.append((mark, holder))
    return found


def _tells(told: Sequence[tuple[int, str]], actor: str, first: int, last: int) -> bool:
    """Whether a change of the actor is told of some day from the first to the last."""
    return any(other == actor for day, other in told[bisect_left(told, (first, "")) :] if day <= last)


def _named_by_most(votes: Sequence[tuple[int, str, str]]) -> str:
    named = Counter(actor for _, _, actor in votes).most_common(1)
    return named[0][0] if named and named[0][1] >= NEEDED else ""
