"""Fetches a page that the user named; nothing else in the project goes online to read."""

from __future__ import annotations

import time

from kg.errors import DocumentError

MAX_SECONDS = 60.0
"""For one page, redirects included."""
_ACCEPTED = (
    "text/",
    "application/xhtml",
    "application/json",
    "application/xml",
    "application/x-ndjson",
    "application/jsonl",
)


def fetch_page(url: str, *, limit: int, seconds: float = MAX_SECONDS) -> tuple[bytes, str, str]:
    """Return (content, media type, declared encoding) of a page.

    Raises
    ------
    DocumentError
        It cannot be had, is no text, or is larger than ``limit`` bytes.
    """
    import httpx  # only who names an address needs it

    end = time.monotonic() + seconds
    headers = {"User-Agent": "conflict-kg", "Accept": "text/html,text/plain,application/json;q=0.8,*/*;q=0.1"}
    data = bytearray()
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=5, timeout=min(20.0, seconds), headers=headers
            ) as client,
            client.stream("GET", url) as response,
        ):
            if not response.is_success:
                raise DocumentError(
                    url, f"the server answered {response.status_code} {response.reason_phrase}".rstrip()
                )
            media = response.headers.get("content-type", "").split(";")[0].strip().lower()
            if media and not media.startswith(_ACCEPTED):
                raise DocumentError(url, f"this is {media}, not a text")
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > limit:
                    raise DocumentError(url, f"larger than {limit / 1e6:.0f} MB")
                if time.monotonic() > end:
                    raise DocumentError(url, f"not complete after {seconds:g} s")
            return bytes(data), media, response.charset_encoding or ""
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise DocumentError(url, f"cannot be fetched: {error or type(error).__name__}") from error
