"""Finds what stands in an article but says nothing: bylines, credits, topic lists, share buttons, datelines.

The rules look at the shape of a line, as English news sites have it, never at one site's wording. A line
that reads like a sentence is kept: an article's own sentence lost is worse than a byline read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.documents.boilerplate_rules import (
    CAPTION_LABEL,
    CREDIT,
    DATELINE,
    INLINE_CREDIT,
    LINK_HEADING,
    WHOLE_LINE,
)

_LONGEST_LINE = 400  # characters; longer lines are prose, whatever they begin with
_LONGEST_LINK = 160  # characters of a line under "Related stories"
_LONGEST_DATELINE = 160  # characters
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_BULLET = re.compile(r"[-*•·▪►»›>–]\s+")


def boilerplate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the parts of ``text`` that are no part of the report.

    Parameters
    ----------
    text
        A document's text; lines end with LF.

    Returns
    -------
    tuple of (start, end)
        Code points, half-open, sorted, apart from one another. Whole lines without their line end, or
        parts of lines: a dateline before its sentence, a photo credit in brackets.

    Notes
    -----
    Under a heading such as "Related stories" the lines that follow count too, up to the first one that
    ends like a sentence. Links and lists are recognised in English only.
    """
    spans: list[tuple[int, int]] = []
    under_links = False
    for start, line in _split_lines(text):
        stripped = line.strip()
        if not stripped:
            continue
        begin = start + line.index(stripped[0])
        whole = (begin, begin + len(stripped))
        if len(stripped) > _LONGEST_LINE:
            under_links = False
            spans.extend(_find_parts(stripped, begin))
            continue
        bullet = _BULLET.match(stripped)
        content = stripped[bullet.end() :] if bullet else stripped
        is_heading = LINK_HEADING.match(content) is not None
        is_link = under_links and len(content) <= _LONGEST_LINK and not _SENTENCE_END.search(content)
        if is_heading or is_link or is_boilerplate_line(content):
            under_links = under_links or is_heading
            spans.append(whole)
        else:
            under_links = False
            spans.extend(_find_parts(stripped, begin))
    return tuple(spans)


def is_boilerplate_line(line: str) -> bool:
    """Tell whether a whole line (stripped, without a bullet) is boilerplate by itself."""
    if len(line) > _LONGEST_LINE:
        return False
    line = " ".join(line.split())  # also keeps the forms from trying every way to share out spaces
    return any(form.match(line) for form in WHOLE_LINE) or _is_credit(line)


def match_dateline(line: str) -> int:
    """Return the length of the dateline that ``line`` begins with: "HALVOR, March 4 (Wire) - "; 0: none."""
    for form in DATELINE:
        if (match := form.match(line[:_LONGEST_DATELINE])) is None:
            continue
        groups = match.groupdict()
        if not _is_acronym(groups.get("wire") or "", groups.get("place") or ""):
            return match.end()
    return 0


def _is_acronym(short: str, name: str) -> bool:
    """Tell "Islamic State (IS) - the group", which names an actor, from "Damascus (AFP) - The"."""
    return len(short) > 1 and short.lower() == "".join(word[0] for word in name.split()).lower()


def _is_credit(line: str) -> bool:
    label = CREDIT.match(line)
    if label is None:
        return False
    rest = line[label.end() :].rstrip(")]")
    return len(rest.split()) <= 8 and not _SENTENCE_END.search(rest)


def _find_parts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line of prose that are boilerplate."""
    done = match_dateline(line)
    if not done and (label := CAPTION_LABEL.match(line)):
        done = label.end()
    if done:
        yield offset, offset + done
    for credit in INLINE_CREDIT.finditer(line, done):
        yield offset + credit.start(), offset + credit.end()


def _split_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1
