"""Groups times that tell of one event."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

EXACT_DAYS = 3
"""A span of at most so many days tells its day; a month or a year only says where to look."""


def group_spans(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return groups of places in the sequence: spans of days that may be of one event.

    Exact spans that overlap are one group, and so on along the line. An inexact span joins the first group that
    it overlaps, the narrower before the wider; where there is none it begins one. The outcome does not depend
    on the order of what is given.

    Examples
    --------
    >>> group_spans([(5, 5), (1, 31), (4, 5), (20, 20)])
    [[0, 1, 2], [3]]
    """
    order = sorted(range(len(spans)), key=lambda place: (spans[place], place))
    groups: list[tuple[int, int, list[int]]] = []
    for place in order:
        first, last = spans[place]
        if last - first >= EXACT_DAYS:
            continue
        if groups and first <= groups[-1][1]:
            begin, end, members = groups[-1]
            groups[-1] = begin, max(end, last), [*members, place]
        else:
            groups.append((first, last, [place]))
    # The groups are in order and apart, and stay so: what joins one does not widen it.
    inexact = [place for place in order if spans[place][1] - spans[place][0] >= EXACT_DAYS]
    lasts = [last for _, last, _ in groups]
    for place in sorted(inexact, key=lambda place: (spans[place][1] - spans[place][0], spans[place], place)):
        first, last = spans[place]
        at = bisect_left(lasts, first)
        if at < len(groups) and groups[at][0] <= last:
            groups[at][2].append(place)
        else:
            groups.insert(at, (first, last, [place]))
            lasts.insert(at, last)
    return [sorted(members) for _, _, members in sorted(groups)]
