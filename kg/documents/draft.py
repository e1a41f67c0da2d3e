"""An article while it is being read; ``finish`` makes the frozen ``Document`` of it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from kg.documents.clean import clean_line, clean_text, count_forbidden, remove_forbidden
from kg.documents.model import Document
from kg.documents.plain import find_publication_date, guess_title
from kg.errors import DocumentError


@dataclass(kw_only=True)
class Draft:
    """What one format's reader found; anything but the text may be missing."""

    text: str
    source: str
    """Where it comes from, for messages."""
    id: str = ""
    """Empty: ``id_stem`` and a hash of the content."""
    id_stem: str = ""
    line: int = 0
    title: str = ""
    published: datetime.date | None = None
    publisher: str = ""
    url: str = ""


def finish(
    draft: Draft,
    *,
    published: datetime.date | None,
    publisher: str,
    on_notice: Callable[[str], None],
) -> Document:
    """Clean a draft and fill in what its text says about itself.

    Raises
    ------
    DocumentError
        It has no text.
    """
    text = clean_text(draft.text)
    if not text.strip():
        raise DocumentError(draft.source, "the document has no text", draft.line)
    if removed := count_forbidden(draft.text):
        where = f"{draft.source}, line {draft.line}" if draft.line else draft.source
        on_notice(f"{where}: {removed} control character{'s' * (removed > 1)} removed")
    title = clean_line(draft.title) or guess_title(text)
    return Document(
        # An id or an address stays as it is given: "&" is a part of it, not markup.
        id=remove_forbidden(draft.id).strip() or draft.id_stem + hash_text(title + "\n" + text),
        text=text,
        title=title,
        published=published or draft.published or find_publication_date(text),
        publisher=clean_line(publisher) or clean_line(draft.publisher),
        url=remove_forbidden(draft.url).strip(),
    )


def hash_text(text: str) -> str:
    """Return 12 hexadecimal digits that only this text has, in practice."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
