"""Dates as exact as words: a day, a month or a year becomes the first and the last day that it may be.

Days are proleptic Gregorian ordinals (``date.toordinal``), so that comparing them is comparing numbers.
"""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

Span = tuple[int, int]
"""First and last day, both inside."""


@lru_cache(maxsize=1 << 16)
def read_span(text: str) -> Span | None:
    """Return the days of an ISO date, year-month or year; None for anything else.

    Examples
    --------
    >>> [day - read_span("2016-02-01")[0] for day in read_span("2016-02")]
    [0, 28]
    >>> read_span("2017-02-31") is None
    True
    """
    parts = text.split("-")
    if not text.isascii() or [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        return None
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            day = date(*numbers).toordinal()
            return day, day
        year = numbers[0]
        month = numbers[1] if len(numbers) == 2 else 0
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        return date(year, month or 1, 1).toordinal(), last.toordinal()
    except ValueError:
        return None


def write_day(day: int) -> str:
    """Return a day as an ISO date."""
    return date.fromordinal(day).isoformat()
