"""Finds the words that name a heritage status: "World Heritage site", "heritage site of ...", "protected monument"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from kg.nlp.mention import Mentions

_STATUS = re.compile(
    r"\b(?:UNESCO[- ]?(?:listed |protected |designated )?)?(?:World Heritage(?:[- ](?:Sites?|List(?:ed)?|Propert(?:y|ies)|in Danger))*"
    r"|(?:cultural )?heritage (?:sites?|monuments?)|List of World Heritage in Danger|(?:national|protected) (?:monument|heritage site))"
    r"(?: of [\"'][^\"']{4,60}[\"'])?",
    re.I,
)
_TELLING = ("heritage", "monument")
"""Every name of a status has one of these words; they are found faster than it is."""


def statuses(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the token spans that name a heritage status."""
    text = doc.text
    small = text.lower()
    if not any(word in small for word in _TELLING):
        return
    for match in _STATUS.finditer(text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
        if span is not None and len(span) > 0:
            yield span.start, span.end


def mark_statuses(doc: Doc, mentions: Mentions) -> None:
    """Add a mention of type HeritageStatus for every span that names one; a site of that name gives way."""
    for start, end in statuses(doc):
        root = doc[start:end].root
        surface = " ".join(doc[start:end].text.split())
        for head in [
            h for h, m in mentions.by_head.items() if start <= h < end and m.type != "HeritageStatus"
        ]:
            del mentions.by_head[head]
        short = surface.split(" of ")[0]
        from kg.nlp.mention import MentionSpan

        mentions.by_head[root.i] = MentionSpan(
            root.i, start, end, "name", "HeritageStatus", key=("status", _kind(surface)), surfaces=tuple(dict.fromkeys((surface, short))),
            name=short,
        )  # fmt: skip


def _kind(surface: str) -> str:
    text = surface.casefold()
    if "danger" in text:
        return "world heritage in danger"
    if "world heritage" in text:
        return "world heritage"
    return "protected" if "protected" in text or "national" in text else "heritage site"
