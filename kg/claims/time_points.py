"""Reads single points of time: a day, a month, a year, a week, a season, as ``time_words.FORMS`` spell them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from dateutil.easter import easter

from kg.claims.time_relative import (
    ONE_DAY,
    Parts,
    anchored,
    inferred,
    nearest_weekday,
    read_ago,
    read_later,
    read_near,
    read_past,
    read_unit,
    read_vague_later,
    read_weekday,
    read_weekday_of_week,
    read_weekend,
    read_which_day,
    weekday_number,
)  # fmt: skip
from kg.claims.time_values import (
    MONTH_LENGTH,
    YEAR_LENGTH,
    Day,
    Setting,
    ValidTime,
    a_day,
    a_month,
    a_year,
    first_day,
    some_days,
    some_months,
    some_years,
    week_of,
)
from kg.claims.time_words import FORMS, MONTHS, ORDINALS, SEASONS

_TOLERANCE = 1
"""Days by which a report may be dated before what it tells as past: time zones, and papers dated the day before."""
_LONG = 270
"""A day of the same year that would lie farther back than this is of the next one: January after December."""
_FAR = 180
"""A day without a year that would lie farther back than this is looked for near the last dated event."""


def read_point(text: str, setting: Setting) -> ValidTime | None:
    """Return the point of time that normalised words name, or None.

    Raises
    ------
    ValueError, OverflowError
        The words name a day that does not exist.
    """
    for name, pattern in _compiled():
        match = pattern.fullmatch(text)
        if match is not None:
            parts = {key.rstrip("_"): value for key, value in match.groupdict().items() if value is not None}
            return _RULES[name](parts, setting)
    return None


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(_distinct(pattern))) for name, pattern in FORMS)


def _distinct(pattern: str) -> str:
    """Return a pattern whose parts of one name have underscores added, as ``re`` allows each name once."""
    seen: Counter[str] = Counter()

    def renamed(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f"(?P<{match[1]}{'_' * (seen[match[1]] - 1)}>"

    return re.sub(r"\(\?P<(\w+)>", renamed, pattern)


def _month(parts: Parts) -> int:
    if "monthnumber" in parts:
        return int(parts["monthnumber"])
    return MONTHS.index(parts["month"][:3]) + 1


def _full_date(parts: Parts, setting: Setting) -> tuple[Day, str] | None:
    """Return a day and what its year was computed from; a year that is not told is the nearest that fits."""
    month, number = _month(parts), int(parts["day"])
    if "year" in parts:
        return Day(int(parts["year"]), month, number), ""
    if "which" in parts and setting.published is not None:  # "on 8 October last year"
        step = {"last": -1, "next": 1}.get(parts["which"], 0)
        return Day(setting.published.year + step, month, number), "publication"
    if setting.published is None:
        return (day, "anchor") if (day := _after_anchor(month, number, setting)) else None
    base = setting.published.year
    days = [day for year in (base - 1, base, base + 1) if (day := _existing(year, month, number))]
    if not days:  # 29 February in a common year, or no day at all
        raise ValueError(f"no {number}/{month} in {base - 1} to {base + 1}")
    if "weekday" in parts:
        days = [day for day in days if day.weekday() == weekday_number(parts)] or days
    if setting.future:
        after = [day for day in days if day >= setting.published]
        return (min(after), "publication") if after else None
    limit = setting.published + datetime.timedelta(_TOLERANCE)
    before = [day for day in days if day <= limit]
    if not before:
        return None
    day = max(before)
    if (setting.published - day).days > _FAR:
        near = _after_anchor(month, number, setting)
        if near is not None and near != day and near <= limit:
            return near, "anchor"
    return day, "publication"


def _after_anchor(month: int, number: int, setting: Setting) -> Day | None:
    """A text that goes on to tell of days means those of the year that it told last, or of the turn of that year."""
    if not setting.told:
        return None
    anchor = first_day(setting.told)
    day = _existing(anchor.year, month, number)
    if day is not None and len(setting.told) > YEAR_LENGTH and (anchor - day).days > _LONG:
        return _existing(anchor.year + 1, month, number)
    return day


def _existing(year: int, month: int, number: int) -> Day | None:
    try:
        return Day(year, month, number)
    except ValueError:
        return None


def _date(parts: Parts, setting: Setting) -> ValidTime | None:
    found = _full_date(parts, setting)
    return replace(a_day(found[0]), source=found[1]) if found else None


def _numeric(parts: Parts, setting: Setting) -> ValidTime | None:
    year, one, two = int(parts["year"]), int(parts["one"]), int(parts["two"])
    readings = {True: _existing(year, two, one), False: _existing(year, one, two)}
    order = setting.day_first
    if parts["mark"] == "." and order is None and readings[True]:
        order = None if readings[False] and one != two else True
    days = {day for key, day in readings.items() if day and (order is None or key == order)}
    if order is not None and not days and setting.day_first is not None:
        days = {day for day in readings.values() if day}
    if "weekday" in parts:
        days = {day for day in days if day.weekday() == weekday_number(parts)}
    return a_day(days.pop()) if len(days) == 1 else None


def _week_of_date(parts: Parts, setting: Setting) -> ValidTime | None:
    found = _full_date(parts, setting)
    return replace(some_days(*week_of(found[0])), source=found[1]) if found else None


def _night(parts: Parts, setting: Setting) -> ValidTime | None:
    """A night is of two days; the night of a day is the one that follows it."""
    if "day" in parts:
        found = _full_date(parts, setting)
        return replace(some_days(found[0], found[0] + ONE_DAY), source=found[1]) if found else None
    day = nearest_weekday(parts, setting)
    if day is None:
        return None
    if "into" in parts:
        return inferred(some_days(day - ONE_DAY, day))
    if setting.published is not None and day == setting.published and not setting.future:
        day -= ONE_DAY  # the night that has been, said on the day that it ended
    return inferred(some_days(day, day + ONE_DAY))


def _last_night(parts: Parts, setting: Setting) -> ValidTime | None:
    today = setting.published
    return inferred(some_days(today - ONE_DAY, today)) if today else None


def _tonight(parts: Parts, setting: Setting) -> ValidTime | None:
    today = setting.published
    return inferred(some_days(today, today + ONE_DAY)) if today else None


def _month_of_year(parts: Parts, setting: Setting) -> ValidTime | None:
    if "year" in parts:
        return a_month(int(parts["year"]), _month(parts))
    today, month = setting.published, _month(parts)
    if today is None:
        day = _after_anchor(month, 1, setting) if len(setting.told) > YEAR_LENGTH else None
        same = setting.told[:MONTH_LENGTH].endswith(f"-{month:02}")
        year = int(setting.told[:YEAR_LENGTH]) if same else day.year if day is not None else 0
        return anchored(a_month(year, month)) if year else None
    year = today.year
    if "which" in parts:
        return inferred(a_month(year + {"last": -1, "next": 1}.get(parts["which"], 0), month))
    if setting.future:
        year += month < today.month
    else:
        year -= month > today.month
    return inferred(a_month(year, month))


def _which_month(parts: Parts, setting: Setting) -> ValidTime | None:
    """ "last July": never the month of the report itself."""
    today, month = setting.published, _month(parts)
    which = parts["which"]
    if today is None or which in ("following", "that", "that same", "same", "previous"):
        return None
    if which in ("last", "past", "this past"):
        return inferred(a_month(today.year - (month >= today.month), month))
    if which in ("next", "coming"):
        return inferred(a_month(today.year + (month <= today.month), month))
    return inferred(a_month(today.year, month))


def _week_of_month(parts: Parts, setting: Setting) -> ValidTime | None:
    month = _month_of_year(parts, setting)
    if month is None or parts["ordinal"] != "first":
        return month  # which days are a month's second week is not settled: the month is
    first = Day.fromisoformat(month.begin + "-01")
    return replace(some_days(first, first + datetime.timedelta(6)), source=month.source)


def _base_year(parts: Parts, setting: Setting) -> tuple[int, str] | None:
    if "year" in parts:
        return int(parts["year"]), ""
    if setting.published is None:
        return None
    return setting.published.year - (parts["which"] == "last"), "publication"


def _half(parts: Parts, setting: Setting) -> ValidTime | None:
    if "month" in parts:
        return _month_of_year(parts, setting)
    base = _base_year(parts, setting)
    return base and replace(some_months(base[0], 1 if parts["ordinal"] == "first" else 7, 6), source=base[1])


def _quarter(parts: Parts, setting: Setting) -> ValidTime | None:
    base = _base_year(parts, setting)
    number = ORDINALS[parts["ordinal"]] % 5  # "last" is the fourth
    return base and replace(some_months(base[0], number * 3 - 2, 3), source=base[1])


def _century(parts: Parts, setting: Setting) -> ValidTime | None:
    first = (int(parts["century"]) - 1) * 100 + 1
    return some_years(first, first + 99)


def _decade(parts: Parts, setting: Setting) -> ValidTime | None:
    first = int(parts["decade"]) * 10
    return some_years(first, first + 9)


def _season(parts: Parts, setting: Setting) -> ValidTime | None:
    month = SEASONS[parts["season"]]
    if "year" in parts:
        return some_months(int(parts["year"]), month, 3)
    today = setting.published
    if today is None or parts.get("which", "") in ("that", "same", "that same", "following", "previous"):
        return None
    number = today.year * 12 + today.month - 1
    first = today.year * 12 + month - 1
    which = parts.get("which", "")
    if setting.future or which in ("next", "coming"):
        first += 12 * (first < number)
    elif which in ("last", "past"):
        first -= 12 * (first + 2 >= number)
    else:
        first -= 12 * (first > number)
    return inferred(some_months(first // 12, first % 12 + 1, 3))


def _this_unit(parts: Parts, setting: Setting) -> ValidTime | None:
    return read_unit(parts | {"which": "this"}, setting)


def _holiday(parts: Parts, setting: Setting) -> ValidTime | None:
    name = parts["holiday"]
    if name.startswith(("easter", "good")):
        years = [int(parts["year"])] if "year" in parts else []
        if not years and setting.published is not None:
            years = [setting.published.year - 1, setting.published.year, setting.published.year + 1]
        days = [easter(year) - datetime.timedelta(2 * name.startswith("good")) for year in years]
        if "year" in parts:
            return a_day(days[0])
        today = setting.published
        fitting = [day for day in days if today and (day >= today if setting.future else day <= today)]
        return inferred(a_day(min(fitting) if setting.future else max(fitting))) if fitting else None
    day = {"christmas day": ("25", "12"), "christmas eve": ("24", "12"), "new year's day": ("1", "01")}
    number, month = day.get(re.sub(r"\s+", " ", name), ("31", "12"))
    return _date(parts | {"day": number, "monthnumber": month}, setting)


def _year(parts: Parts, setting: Setting) -> ValidTime | None:
    return a_year(int(parts["year"]))


def _nothing(parts: Parts, setting: Setting) -> ValidTime | None:
    return None


_RULES: dict[str, Callable[[Parts, Setting], ValidTime | None]] = {
    "iso": _date, "numeric": _numeric, "dmy": _date, "mdy": _date, "night": _night,
    "lastnight": _last_night, "tonight": _tonight, "weekof": _week_of_month, "week": _week_of_date,
    "halfof": _half, "quarter": _quarter, "century": _century, "decade": _decade, "season": _season,
    "monthyear": _month_of_year, "whichmonth": _which_month, "weekday": read_weekday,
    "weekdayof": read_weekday_of_week, "near": read_near, "weekend": read_weekend,
    "whichday": read_which_day, "whichunit": read_unit, "ago": read_ago, "later": read_later,
    "vaguelater": read_vague_later, "past": read_past, "thisunit": _this_unit, "holiday": _holiday, "year": _year,
    "after": _nothing, "vague": _nothing, "set": _nothing, "moment": _nothing,
}  # fmt: skip
