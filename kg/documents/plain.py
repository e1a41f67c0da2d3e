"""What a plain text says about itself: its title, and the day it was published."""

from __future__ import annotations

import datetime
import re

from kg.documents.boilerplate import is_boilerplate_line, match_dateline
from kg.documents.boilerplate_rules import TIME_LINE
from kg.documents.dates import parse_date

_LONGEST_TITLE = 200  # characters
_HEAD, _FOOT = 12, 6  # non-empty lines in which an article says when it was published
_ENDS_LIKE_PROSE = re.compile(r"(?:[.;:,]|[.!?][\"”’'])$")
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
# How well a line tells when the article was first published: the lowest rank wins.
_DATELINE_RANK = 1
_TIME_RANK = 2
_LABELS = (
    (0, re.compile(r"(?:(?:first|originally)\s+)?(?:posted|published|created|date)\b", re.IGNORECASE)),
    (2, re.compile(r"by\b", re.IGNORECASE)),
    (3, re.compile(r"(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)),
)


def guess_title(text: str) -> str:
    """Return the first line if it looks like a headline, else an empty string.

    A headline is one line of at most 200 characters, does not end like a sentence, is no boilerplate and
    has no dateline. It stands apart from the text: by an empty line, a byline below it, capitals, or by
    being much shorter than the line that follows (so it is not the first line of wrapped prose).
    """
    head = text[:4096].lstrip().split("\n")
    first = " ".join(head[0].split())
    if len(head) < 2 or not 3 <= len(first) <= _LONGEST_TITLE or not any(c.isalpha() for c in first):
        return ""
    if _ENDS_LIKE_PROSE.search(first) and not _ABBREVIATION_END.search(first):
        return ""
    if is_boilerplate_line(first) or match_dateline(first):
        return ""
    if not any(line.strip() for line in head[1:]):
        return ""
    second = head[1].strip()
    apart = not second or is_boilerplate_line(second) or first.isupper()
    return first if apart or len(second) > max(100, 1.5 * len(first)) else ""


def find_publication_date(text: str) -> datetime.date | None:
    """Return the day that a text says it was published, or None.

    Only full dates count, and only near the beginning or the end: a line such as "First posted 12 December
    2016", before it a dateline or a line that is only a date, and last an "Updated" line, because the words
    of the text ("on Sunday") count from the day it was first written.
    """
    found: dict[int, datetime.date] = {}
    for line in _outer_lines(text):
        rank = _rank_line(line)
        if rank is None or rank in found:
            continue
        where = line[: match_dateline(line)] if rank == _DATELINE_RANK else line
        if (date := parse_date(where)) is not None:
            found[rank] = date
    return found[min(found)] if found else None


def _rank_line(line: str) -> int | None:
    if match_dateline(line):
        return _DATELINE_RANK
    if len(line) > 120:
        return None
    if TIME_LINE.match(line):
        return _TIME_RANK
    if not is_boilerplate_line(line):
        return None
    return next((rank for rank, label in _LABELS if label.match(line)), None)


def _outer_lines(text: str) -> list[str]:
    head = [line.strip() for line in text[:8192].split("\n") if line.strip()]
    foot = [line.strip() for line in text[-4096:].split("\n")[1:] if line.strip()] if len(text) > 8192 else []
    head, foot = (head[:_HEAD], foot[-_FOOT:]) if foot else (head[:_HEAD], head[_HEAD:][-_FOOT:])
    return head + foot
