"""Valid time: from the words that say when, to dates as exact as the words (and no more).

What does not follow surely from the words, the day of the report or an earlier event stays words: the rules are in
``docs/time.md``. Libraries that parse dates were measured on the same expressions (``benchmarks/time_libraries.py``):
they know neither intervals nor precision, and guess where nothing is settled; so the forms are our own, and the
calendar is the standard library's.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace

from kg.claims.time_points import read_point
from kg.claims.time_values import Setting, ValidTime, first_day, in_order, last_day, shifted
from kg.claims.time_words import ABOUT, MONTH, NUMBERS, UNIT, WEEKDAY, N, without_names

__all__ = ["Setting", "ValidTime", "as_later", "day_order", "read_time", "with_length"]

_BLANKS = re.compile(r"\s+")
_WAYS = {"after": "later", "before": "earlier"}

_BOUNDS = (
    ("since", r"(?:(?:ever|as far back|as early|only) )?since|(?:starting|beginning)(?: in| on)?|from"),
    ("until", r"(?:until|till|up to|up until|through)"),
    ("by", r"(?:by|no later than)"),
    ("", r"(?:in|on|at|during|throughout|over|within|as of|as late as)"),
    ("open", r"(?:(?:shortly |only )?(?:before|after|following)|prior to|for|shortly)"),
)
_LEAD = re.compile(
    "(?:" + "|".join(f"(?P<b{i}>{words})" for i, (_, words) in enumerate(_BOUNDS)) + r")(?: |$)"
)
_FILL = re.compile(r"(?:(?:at|in|on|about|around|during|the end of|the) )+")
_LENGTH = rf"for (?:(?P<about>{ABOUT}) )?{N} {UNIT}"
_LENGTH_ONLY = re.compile(_LENGTH)
_WITH_LENGTH = re.compile(
    rf"{_LENGTH} (?P<end>until|till|up to|to|ending in|ending on|ending|from|since) (?:the )?(?P<point>.+)"
)
_AHEAD = re.compile(rf"(?P<how>in|within)(?: the next)? {N} {UNIT}(?:' ?time)?")
_ONLY_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_DAY_AND_MONTH = re.compile(
    rf"(?:{without_names(WEEKDAY)},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?"
    rf"(?P<month>{without_names(MONTH)})(?: \d{{1,2}}(?:st|nd|rd|th)?)?"
)
_YEAR_AT_END = re.compile(r",? ?(?:of )?((?:1\d|20)\d\d)$")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2((?:1\d|20)\d\d)(?![\d/])")
_WEEKDAY_BEFORE = re.compile(rf"{WEEKDAY},?\s+(?:the\s+)?$", re.I)


def read_time(words: str, setting: Setting | None = None, *, future: bool = False) -> ValidTime | None:
    """Return what a time expression says, or None where it is not settled.

    Parameters
    ----------
    words
        Such as "on Sunday", "since January 2014", "from 3 to 5 May 2014".
    setting
        The day of publication and what else relative expressions hang on; without it they stay words.
    future
        The event lies ahead of the report: "will leave on Friday".

    Examples
    --------
    >>> read_time("on Sunday", Setting(published=datetime.date(2016, 12, 12))).begin
    '2016-12-11'
    >>> read_time("in March 2004").begin
    '2004-03'
    >>> read_time("for ten months") is None
    True
    """
    setting = replace(setting or Setting(), future=future)
    text = _normalised(words)
    try:
        found = (
            _with_length(text, setting)
            or _range(text, setting)
            or _ahead(text, setting)
            or _bound(text, setting)
        )
    except (ValueError, OverflowError):  # 31 February, or a year that has no four digits
        return None
    return found if found is not None and in_order(found.begin, found.end) else None


def day_order(texts: Iterable[str]) -> bool | None:
    """Return whether dates such as 11/12/2016 have the day first, as these texts settle it; None: they do not.

    Settled by a number above twelve ("25/11/2016"), or a weekday that fits one order only.
    """
    votes = set()
    for text in texts:
        for match in _NUMERIC.finditer(text):
            first, second, year = int(match[1]), int(match[3]), int(match[4])
            readings = {True: _date(year, second, first), False: _date(year, first, second)}
            before = _WEEKDAY_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
            if before is not None:
                wanted = before["weekday"].lower()
                readings = {
                    order: day if day and f"{day:%A}".lower() == wanted else None
                    for order, day in readings.items()
                }
            fitting = [order for order, day in readings.items() if day is not None]
            if len(fitting) == 1:
                votes.add(fitting[0])
    return votes.pop() if len(votes) == 1 else None


def as_later(words: str) -> str:
    """Return "two days after", which stands before what it counts from, as "two days later"."""
    count, _, way = _normalised(words).rpartition(" ")
    return re.sub(r"^(?:just )?(?:the )?(?=day|week|month|year)", "a ", f"{count} {_WAYS.get(way, way)}")


def with_length(words: str, known: ValidTime) -> ValidTime | None:
    """Return the span of "for ten months" that one known end gives: its begin, or what it lasted until."""
    match = _LENGTH_ONLY.match(_normalised(words))
    if match is None or match["about"]:
        return None
    count, unit = _number(match["n"]), match["unit"]
    try:
        if known.bound == "until":
            other = shifted(known.end, -count, unit)
            return other and replace(known, begin=other.begin, bound="span")
        other = shifted(known.begin, count, unit) if known.bound in ("", "since") and known.begin else None
        return other and replace(known, end=other.end, within=False, bound="span")
    except (ValueError, OverflowError):
        return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _normalised(words: str) -> str:
    text = words.casefold().replace("\u2019", "'")
    return _BLANKS.sub(" ", text).strip(" ,.;:")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else NUMBERS[text]


def _bound(text: str, setting: Setting) -> ValidTime | None:
    """Read one point of time, with the word before it that bounds it."""
    whole = read_point(text, setting)
    if whole is not None:
        return whole
    match = _LEAD.match(text)
    if match is None:
        return None
    bound = next(name for i, (name, _) in enumerate(_BOUNDS) if match[f"b{i}"] is not None)
    rest = text[match.end() :]
    point = read_point(rest, setting) or read_point(_FILL.sub("", rest, count=1), setting)
    if point is None or bound == "open":
        return None
    if bound == "since":
        return replace(point, end="", within=False, bound="since")
    if bound == "until":
        return replace(point, begin="", within=False, bound="until")
    if bound == "by":
        return replace(point, begin="", within=False, bound="by")
    if match.group().startswith(("throughout", "over")) and point.within:
        return replace(point, within=False, bound="span")
    return point


def _range(text: str, setting: Setting) -> ValidTime | None:
    """Read "from X to Y" and "between X and Y"; what one end leaves out, the other gives."""
    for match in _splits(text):
        kind, left, right = match
        ends = _both_ends(left, right, setting)
        if ends is None:
            continue
        first, last = ends
        begin, end = first.begin, last.end
        if not begin or not end or first_day(begin) > last_day(end):
            continue
        source = first.source or last.source
        within = kind == "between"
        return ValidTime(begin=begin, end=end, within=within, bound="" if within else "span", source=source)
    return None


def _splits(text: str) -> Iterable[tuple[str, str, str]]:
    kind, _, rest = text.partition(" ")
    joints: tuple[str, ...]
    if kind == "between":
        joints = (" and ",)
    elif kind == "from":
        joints = (" to ", " until ", " till ", " through ", " up to ", "-", "\u2013")
    elif kind in ("in", "on") or text[:1].isdigit() or "-" in text or "\u2013" in text:
        rest = rest if kind in ("in", "on") else text
        joints = ("-", "\u2013", "\u2014")
    else:
        return
    for joint in joints:
        at = rest.find(joint)
        while at > 0:
            left, right = rest[:at].strip(), rest[at + len(joint) :].strip()
            yield kind, left.removeprefix("the "), right.removeprefix("the ")
            at = rest.find(joint, at + 1)


def _both_ends(left: str, right: str, setting: Setting) -> tuple[ValidTime, ValidTime] | None:
    year = _YEAR_AT_END.search(right)
    month = _DAY_AND_MONTH.match(right)
    left_year, left_month = _YEAR_AT_END.search(left), _DAY_AND_MONTH.match(left)
    if _ONLY_DAY.fullmatch(left) and month is not None:
        left = f"{left} {month['month']}"
        left_month = month
    short = re.fullmatch(r"\d\d", right)
    if re.fullmatch(r"(?:1\d|20)\d\d", left) and short:
        right = left[:2] + right  # 2014-15
        left_year = year = None
    elif left_month is not None and (day := re.fullmatch(r"(\d{1,2})(?:,? ((?:1\d|20)\d\d))?", right)):
        right = f"{left_month['month']} {day[1]}" + (f", {day[2]}" if day[2] else "")  # May 3-5, 2015
        year = _YEAR_AT_END.search(right) if day[2] else None
    if year is not None and left_year is None and left_month is not None:
        left = f"{left} {year[1]}"
    elif left_year is not None and year is None and month is not None:
        right = f"{right} {left_year[1]}"
    first, last = read_point(left, setting), read_point(right, setting)
    if first is None or last is None:
        return None
    if first_day(first.begin) > last_day(last.end) and year is not None and left_year is None:
        # "from December to March 2015": the year before
        first = read_point(f"{left[: -len(year[1])]}{int(year[1]) - 1}", setting)
    return (first, last) if first is not None else None


def _with_length(text: str, setting: Setting) -> ValidTime | None:
    """ "for ten months until March 2016": the known end gives the other."""
    match = _WITH_LENGTH.fullmatch(text)
    if match is None:
        return None
    point = read_point(_FILL.sub("", match["point"], count=1), setting)
    if point is None or not point.is_point or match["about"]:
        return None
    count = _number(match["n"])
    if match["end"] in ("from", "since"):
        other = shifted(point.begin, count, match["unit"])
        return other and replace(point, end=other.end, bound="span")
    other = shifted(point.end, -count, match["unit"])
    if other is None:
        return replace(point, begin="", bound="until")
    return replace(point, begin=other.begin, bound="span")


def _ahead(text: str, setting: Setting) -> ValidTime | None:
    """ "in two weeks", of what lies ahead; of what is past, "in two weeks" is a length."""
    match = _AHEAD.fullmatch(text)
    if match is None or not setting.future or setting.published is None:
        return None
    start = setting.published.isoformat()
    point = shifted(start, _number(match["n"]), match["unit"])
    if point is None:
        return None
    if match["how"] == "within":
        begin = start[: len(point.end)]
        return ValidTime(begin=begin, end=point.end, within=True, source="publication")
    return replace(point, source="publication")
