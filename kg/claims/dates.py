"""Valid time: from the words that say when, to dates as exact as the words (and no more).

Only what follows surely is typed: absolute dates, and days named relative to the day of publication. The rest stays
words. Weekday and tense: a weekday in a report of what happened is the nearest one up to the day of the report.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LEAD = (
    r"^(?:(?P<since>since|from)|(?P<until>until|till|through)|on|in|at|during|late|early|mid-?|the|of"
    r"|overnight on)?"
    r"(?:\s*(?:the|late|early|mid-?|morning of|night of|evening of|afternoon of|end of|beginning of"
    r"|start of)\s*)*\s*"
)
_PART_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_ABSOLUTE = tuple(
    re.compile(_LEAD + form + r"\W*$", re.I)
    for form in (
        r"(?P<year>(?:1[89]|20)\d\d)-(?P<monthnumber>\d\d)-(?P<day>\d\d)",
        rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}",
        rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        _YEAR,
    )
)
_WITHOUT_YEAR = tuple(
    re.compile(_LEAD + form + r"\W*$", re.I)
    for form in (
        rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}",
        rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?{_MONTH}\s+{_DAY}",
        _MONTH,
    )
)
_WEEKDAY = re.compile(_LEAD + rf"(?P<weekday>{'|'.join(_DAYS)}){_PART_OF_DAY}\W*$", re.I)
_NEAR = re.compile(_LEAD + rf"(?P<near>yesterday|today|tonight){_PART_OF_DAY}\W*$", re.I)


@dataclass(frozen=True, slots=True)
class ValidTime:
    """When it was so, by the words."""

    value: str
    """ISO date, year and month, or year."""
    bound: str = ""
    """"since" or "until" where the words say so."""
    inferred: bool = False
    """Computed from the day of publication."""


def read_time(expression: str, published: datetime.date | None, *, future: bool = False) -> ValidTime | None:
    """Return what a time expression says, or None where the words do not settle it.

    Parameters
    ----------
    expression
        The words, such as "on Sunday", "since January 2014".
    published
        The day of publication; without it relative expressions stay words.
    future
        The event lies ahead of the report: "will leave on Friday".

    Examples
    --------
    >>> read_time("on Sunday", datetime.date(2016, 12, 12)).value
    '2016-12-11'
    >>> read_time("in March 2004", None).value
    '2004-03'
    >>> read_time("for ten months", None) is None
    True
    """
    text = re.sub(r"\s+", " ", expression).strip()
    for pattern in _ABSOLUTE:
        if match := pattern.match(text):
            return _absolute(match)
    if published is None:
        return None
    for pattern in _WITHOUT_YEAR:
        if match := pattern.match(text):
            return _nearest_year(match, published, future)
    if match := _WEEKDAY.match(text):
        back = (published.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        day = (
            published - datetime.timedelta(back)
            if not future
            else published + datetime.timedelta((-back) % 7)
        )
        return ValidTime(day.isoformat(), _bound(match), inferred=True)
    if match := _NEAR.match(text):
        day = published - datetime.timedelta(match["near"].lower() == "yesterday")
        return ValidTime(day.isoformat(), _bound(match), inferred=True)
    return None


def _bound(match: re.Match[str]) -> str:
    return "since" if match["since"] else "until" if match["until"] else ""


def _month(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("monthnumber"):
        return int(groups["monthnumber"])
    return _MONTHS.index(groups["month"][:3].lower()) + 1 if groups.get("month") else 0


def _absolute(match: re.Match[str]) -> ValidTime | None:
    groups = match.groupdict()
    value = groups["year"]
    month = _month(match)
    if month:
        value += f"-{month:02}"
    if groups.get("day"):
        try:
            value = datetime.date(int(groups["year"]), month, int(groups["day"])).isoformat()
        except ValueError:
            return None  # an impossible date stays words
    return ValidTime(value, _bound(match))


def _nearest_year(match: re.Match[str], published: datetime.date, future: bool) -> ValidTime | None:
    """A day or month without a year is the nearest one up to the report, or from it on for what lies ahead."""
    month, day = _month(match), int(match.groupdict().get("day") or 0)
    year = published.year
    try:
        when = datetime.date(year, month, day or 1)
        if not future and when > published:
            year -= 1
        elif future and when < published.replace(day=1 if not day else published.day):
            year += 1
        when = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return ValidTime(when.isoformat() if day else f"{year}-{month:02}", _bound(match), inferred=True)
