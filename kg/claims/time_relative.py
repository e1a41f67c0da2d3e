"""Reads points of time told by the day of the report or by an earlier event: "last week", "two days later"."""

from __future__ import annotations

import datetime
from dataclasses import replace

from kg.claims.time_values import DAY_LENGTH, Day, Setting, ValidTime, a_day, shifted, some_days, week_of
from kg.claims.time_words import NUMBERS, WEEKDAYS

Parts = dict[str, str]
"""The named parts of a form, as found."""
ONE_DAY = datetime.timedelta(1)


def inferred(found: ValidTime | None) -> ValidTime | None:
    """Mark a time as computed from the day of publication."""
    return replace(found, source="publication") if found is not None else None


def anchored(found: ValidTime | None) -> ValidTime | None:
    """Mark a time as counted from an earlier event."""
    return replace(found, source="anchor") if found is not None else None


def _count(parts: Parts) -> int:
    word = parts["n"]
    return int(word) if word.isdecimal() else NUMBERS[word]


def weekday_number(parts: Parts) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return WEEKDAYS.index(parts["weekday"])


def nearest_weekday(parts: Parts, setting: Setting) -> Day | None:
    """Return the last such day up to the report, or the next one of what lies ahead."""
    today = setting.published
    if today is None:
        return None
    back = (today.weekday() - weekday_number(parts)) % 7
    if setting.future:
        return today + datetime.timedelta(7 - back)
    return today - datetime.timedelta(back)


def read_weekday(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read a weekday, with "last", "next" and the like."""
    which = parts.get("which", "")
    if "plural" in parts:
        return None  # "on Fridays"
    if which in ("following", "that", "same", "that same", "previous"):
        return anchored(_weekday_by_anchor(parts, setting))
    today = setting.published
    if today is None:
        return None
    if which in ("last", "past", "this past"):
        return inferred(a_day(today - datetime.timedelta((today.weekday() - weekday_number(parts)) % 7 or 7)))
    if which == "next":
        if "the" in parts and not setting.future:
            return anchored(_weekday_by_anchor(parts, setting))
        return inferred(a_day(week_of(today)[0] + datetime.timedelta(7 + weekday_number(parts))))
    if which in ("this", "coming", "current"):
        ahead = (weekday_number(parts) - today.weekday()) % 7
        if which == "coming" or setting.future:
            return inferred(a_day(today + datetime.timedelta(ahead or 7)))
    day = nearest_weekday(parts, setting)
    return inferred(a_day(day)) if day is not None else None


def _weekday_by_anchor(parts: Parts, setting: Setting) -> ValidTime | None:
    if len(setting.anchor) != DAY_LENGTH:
        return None
    anchor = Day.fromisoformat(setting.anchor)
    ahead = (weekday_number(parts) - anchor.weekday()) % 7
    if parts["which"] in ("following", "next"):
        return a_day(anchor + datetime.timedelta(ahead or 7))
    if parts["which"] == "previous":
        return a_day(anchor + datetime.timedelta(ahead - 7))
    return (
        a_day(anchor) if ahead == 0 else a_day(week_of(anchor)[0] + datetime.timedelta(weekday_number(parts)))
    )


def read_weekday_of_week(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "on Friday last week"."""
    week = read_unit(parts | {"unit": "week"}, setting)
    if week is None:
        return None
    base = week.begin
    return replace(
        a_day(Day.fromisoformat(base) + datetime.timedelta(weekday_number(parts))), source=week.source
    )


def read_near(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "yesterday", "today", "tomorrow"."""
    if setting.published is None:
        return None
    days = {"yesterday": -1, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}
    word = parts.get("two", "") or parts.get("near", "")
    return inferred(a_day(setting.published + datetime.timedelta(days.get(word, 0))))


def read_weekend(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read a weekend: Saturday and Sunday."""
    today, which = setting.published, parts.get("which", "")
    if today is None or which in ("that", "same", "that same", "following", "previous"):
        return None
    saturday = week_of(today)[0] + datetime.timedelta(5)
    ahead = setting.future or which in ("next", "coming")
    if which == "next":
        saturday += datetime.timedelta(7)
    elif not ahead and (saturday > today or (which == "last" and today >= saturday)):
        saturday -= datetime.timedelta(7)
    return inferred(some_days(saturday, saturday + ONE_DAY))


def read_which_day(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "the next day", "that night", "later the same day": counted from the last dated event."""
    if len(setting.anchor) != DAY_LENGTH:
        return None
    anchor = Day.fromisoformat(setting.anchor)
    which = parts["which"]
    moved = {"next": 1, "following": 1, "after": 1, "previous": -1, "before": -1}.get(which, 0)
    day = anchor + datetime.timedelta(moved)
    if parts.get("unit") == "night":
        day = anchor if moved >= 0 and which not in ("next", "following") else day
        return anchored(some_days(day, day + ONE_DAY))
    return anchored(a_day(day))


def read_unit(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "last week", "this month", "the following year"."""
    which, unit = parts["which"], parts["unit"]
    by_anchor = which in ("following", "previous", "that", "same", "that same")
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(which, 0)
    start = setting.anchor if by_anchor else (setting.published.isoformat() if setting.published else "")
    if not start or which == "this past":
        return None
    source = anchored if by_anchor else inferred
    if unit != "week":
        return source(shifted(start, step, unit)) if unit != "decade" else None
    if len(start) != DAY_LENGTH:
        return None
    monday, sunday = week_of(Day.fromisoformat(start) + datetime.timedelta(7 * step))
    if step == 0 and not by_anchor and setting.published is not None:
        if setting.future:
            return inferred(some_days(setting.published, sunday))
        return inferred(some_days(monday, setting.published))
    return source(some_days(monday, sunday))


def read_ago(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "two weeks ago"."""
    if setting.published is None or not _exact(parts):
        return None
    return inferred(shifted(setting.published.isoformat(), -_count(parts), parts["unit"]))


def _exact(parts: Parts) -> bool:
    """About three months ago is a month, about three days ago is no day; more than three months is nothing."""
    about = parts.get("about", "").strip()
    rough = about in ("about", "around", "some", "nearly", "almost", "roughly")
    return "half" not in parts and (not about or (rough and parts["unit"] in ("month", "year")))


def read_later(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "three days later", "a week earlier"."""
    if not setting.anchor or not _exact(parts):
        return None
    sign = -1 if parts["way"] in ("earlier", "before") else 1
    return anchored(shifted(setting.anchor, sign * _count(parts), parts["unit"]))


def read_vague_later(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "hours later", which is taken for the same day; "days later" gives nothing."""
    if parts["unit"] not in ("minute", "hour", "moment") or len(setting.anchor) != DAY_LENGTH:
        return None
    return anchored(a_day(Day.fromisoformat(setting.anchor)))


def read_past(parts: Parts, setting: Setting) -> ValidTime | None:
    """Read "in the past two weeks", which ends with the report."""
    if setting.published is None:
        return None
    today, unit = setting.published.isoformat(), parts["unit"]
    count = _count(parts) if "n" in parts else 1
    if unit == "hour":
        count, unit = -(-count // 24), "day"
    start = shifted(today, -count, unit)
    if start is None:
        return None
    return inferred(ValidTime(begin=start.begin, end=today[: len(start.begin)], within=True))
