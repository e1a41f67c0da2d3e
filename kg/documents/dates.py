"""Full dates as news writes them; what is partial, ambiguous or impossible is no date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{MONTH}),?[\s-]+{_YEAR}",
        rf"\b(?P<month>{MONTH})\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"(?<!\d){_YEAR}[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)",
        rf"(?<![\d/.]){_DAY}(?P<mark>[/.])(?P<month>\d{{1,2}})(?P=mark){_YEAR}",
    )
)


def find_dates(text: str) -> Iterator[datetime.date]:
    """Yield the full dates in ``text`` in reading order; meant for a line, not for an article."""
    found: list[tuple[int, datetime.date]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if (date := _make_date(match)) is not None:
                found.append((match.start(), date))
    for _, date in sorted(found):
        yield date


def parse_date(text: str) -> datetime.date | None:
    """Return the first full date in ``text`` (an ISO time stamp counts too), or None.

    "10/12/2016" may be October or December and is not used; "25/12/2016" can only be one day.
    """
    return next(find_dates(text), None)


def _make_date(match: re.Match[str]) -> datetime.date | None:
    day, name, year = int(match["day"]), match["month"].lower(), int(match["year"])
    if name[:3] in _MONTHS:
        month = _MONTHS.index(name[:3]) + 1
    elif match.groupdict().get("mark"):
        month = int(name)
        if day <= 12 and month <= 12 and day != month:
            return None
        if month > 12:
            day, month = month, day
    else:
        month = int(name)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
