"""The article, as every later step sees it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Document:
    """One article; offsets everywhere in the project are code points into ``text``."""

    id: str
    """Stable name: reading the same source again gives the same one (see ``kg.documents.read``)."""
    text: str
    """Cleaned text (see ``kg.documents.clean``); a headline that the source has in its text stays in it."""
    title: str = ""
    published: datetime.date | None = None
    publisher: str = ""
    url: str = ""
