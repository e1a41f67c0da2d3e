"""Values of valid time: days, months, years and intervals of them, and the reckoning with them.

A value is spelt as its XML Schema type spells it: ``2016-12-11`` (xsd:date), ``2016-12`` (xsd:gYearMonth), ``2016``
(xsd:gYear). The calendar is the standard library's, months and years are added by ``dateutil.relativedelta``.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

Day = datetime.date

DAY_LENGTH, MONTH_LENGTH, YEAR_LENGTH = 10, 7, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What relative expressions hang on."""

    published: Day | None = None
    """The day of the report."""
    anchor: str = ""
    """Day, month or year of the last dated event of the text before; empty: none."""
    told: str = ""
    """The anchor, where the words told its year; a day without year may take it."""
    day_first: bool | None = None
    """Whether 11/12/2016 is in December; None: the document does not settle it."""
    future: bool = False
    """What is told lies ahead of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidTime:
    """When it was so, by the words."""

    begin: str
    """Date, year and month, or year; empty: open."""
    end: str
    within: bool = False
    """The words have no value of their own type ("last week"): it lies somewhere from begin to end."""
    bound: str = ""
    """What the words bound: "since", "until", "by", or "span" (both ends are told); empty: a point of time."""
    source: str = ""
    """What it was computed from: "" (the words alone), "publication" or "anchor"."""

    @property
    def is_point(self) -> bool:
        """Whether it is one day, month or year."""
        return self.begin == self.end and not self.bound


def a_day(day: Day) -> ValidTime:
    """Return a day."""
    return ValidTime(begin=day.isoformat(), end=day.isoformat())


def a_month(year: int, month: int) -> ValidTime:
    """Return a month of a year."""
    text = _month_text(year, month)
    return ValidTime(begin=text, end=text)


def a_year(year: int) -> ValidTime:
    """Return a year."""
    text = _year_text(year)
    return ValidTime(begin=text, end=text)


def some_days(first: Day, last: Day) -> ValidTime:
    """Return an interval of days."""
    return ValidTime(begin=first.isoformat(), end=last.isoformat(), within=True)


def some_months(year: int, month: int, count: int) -> ValidTime:
    """Return an interval of whole months that begins with the given one."""
    last = year * 12 + month - 1 + count - 1
    return ValidTime(begin=_month_text(year, month), end=_month_text(last // 12, last % 12 + 1), within=True)


def some_years(first: int, last: int) -> ValidTime:
    """Return an interval of whole years."""
    return ValidTime(begin=_year_text(first), end=_year_text(last), within=True)


def week_of(day: Day) -> tuple[Day, Day]:
    """Return Monday and Sunday of the day's week."""
    monday = day - datetime.timedelta(day.weekday())
    return monday, monday + datetime.timedelta(6)


def shifted(start: str, count: int, unit: str) -> ValidTime | None:
    """Return the time that lies a number of units after a value, or before where it is negative.

    As exact as the unit and the value are: months of a day give a month, days of a month give nothing.
    """
    if unit in ("minute", "hour"):
        return a_day(Day.fromisoformat(start)) if len(start) == DAY_LENGTH else None
    if unit in ("day", "week", "fortnight"):
        if len(start) != DAY_LENGTH:
            return None
        days = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return a_day(Day.fromisoformat(start) + datetime.timedelta(days))
    if unit == "month":
        if len(start) == YEAR_LENGTH:
            return None
        moved = Day.fromisoformat(start[:MONTH_LENGTH] + "-01") + relativedelta(months=count)
        return a_month(moved.year, moved.month)
    return a_year(int(start[:YEAR_LENGTH]) + count * (10 if unit == "decade" else 1))


def first_day(value: str) -> Day:
    """Return the first day of a day, month or year."""
    return Day.fromisoformat((value + "-01-01")[:DAY_LENGTH])


def last_day(value: str) -> Day:
    """Return the last day of a day, month or year."""
    if len(value) == DAY_LENGTH:
        return Day.fromisoformat(value)
    year, _, month = value.partition("-")
    number = int(month) if month else 12
    return Day(int(year), number, calendar.monthrange(int(year), number)[1])


def in_order(begin: str, end: str) -> bool:
    """Tell whether an interval may have these ends: the one does not lie wholly behind the other."""
    return not begin or not end or first_day(begin) <= last_day(end)


def _year_text(year: int) -> str:
    if not 1000 <= year <= 9999:
        raise ValueError(f"{year} is no year of four digits")
    return str(year)


def _month_text(year: int, month: int) -> str:
    return f"{_year_text(year)}-{month:02}"
