"""HTML pages to articles, with trafilatura."""

from __future__ import annotations

import datetime
import re

from kg.documents.clean import remove_forbidden
from kg.documents.draft import Draft
from kg.errors import DocumentError

_LOOKS_LIKE_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
_FEWEST_WORDS = 4  # in the longest line of an article; menus have fewer
# Elements without an end tag, or whose end tag pages leave out.
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option".split()
)
MAX_PAGE_BYTES = 10_000_000
"""Largest page; parsing one takes many times its size in memory."""
MAX_DEPTH = 2000
"""Deepest nesting of elements that is parsed; the web's articles stay far below 100."""


def looks_like_html(text: str) -> bool:
    """Tell whether a text begins as an HTML page does."""
    return _LOOKS_LIKE_HTML.match(text) is not None


def read_page(page: str, source: str, *, url: str = "") -> Draft:
    """Find the article in a page: text, title, date of publication, publisher, address.

    Raises
    ------
    DocumentError
        The page holds no article, or cannot be parsed.
    """
    page = remove_forbidden(page)
    if measure_depth(page) > MAX_DEPTH:
        raise DocumentError(source, f"the page nests elements more than {MAX_DEPTH} deep")
    import trafilatura  # takes half a second to import, and only pages need it

    try:
        article = trafilatura.bare_extraction(
            page,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            # Only what the page declares: a date guessed from the text would be an invention.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # whatever a hostile page makes the parsers raise, the other documents go on
        raise DocumentError(source, f"the page cannot be parsed: {type(error).__name__}") from error
    found = article.as_dict() if article is not None and not isinstance(article, dict) else (article or {})
    text = str(found.get("text") or "")
    if max((len(line.split()) for line in text.split("\n")), default=0) < _FEWEST_WORDS:
        raise DocumentError(source, "the page holds no article text")
    return Draft(
        text=re.sub(r"\n+", "\n\n", text.strip()),
        source=source,
        title=str(found.get("title") or ""),
        published=_read_iso(str(found.get("date") or "")),
        publisher=str(found.get("sitename") or found.get("hostname") or ""),
        url=url or str(found.get("url") or ""),
    )


def measure_depth(page: str) -> int:
    """Return roughly how deep elements nest, in one pass and without parsing."""
    depth = deepest = 0
    for match in _TAG.finditer(page):
        if match[2].lower() in _VOID or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _read_iso(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
