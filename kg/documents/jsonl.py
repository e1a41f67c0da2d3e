"""Reads JSON articles: JSONL line by line in bounded memory, and .json files of one object or a list.

Keys: ``id title published publisher url text``; only ``text`` must be there, other keys are ignored.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kg.documents.dates import parse_date
from kg.documents.decode import decode_bytes, detect_encoding
from kg.documents.draft import Draft
from kg.errors import DocumentError

_BLOCK = 1 << 20


def read_json_lines(
    stream: BinaryIO,
    source: str,
    *,
    limit: int,
    id_stem: str,
    on_error: Callable[[DocumentError], None],
    on_notice: Callable[[str], None],
) -> Iterator[Draft]:
    """Yield an article per line; a line that holds none is reported with its number, and reading goes on.

    Parameters
    ----------
    limit
        The longest line that is read, in bytes.
    id_stem
        What an id begins with where the line has neither ``id`` nor ``url``.
    """
    seen = False
    fallback = ""
    for number, raw in _split_lines(stream, limit):
        if raw is None:
            seen = True
            on_error(DocumentError(source, f"the line is longer than {limit / 1e6:.0f} MB", number))
            continue
        if not raw.strip():
            continue
        seen = True
        try:
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError:
                if not fallback:
                    fallback = detect_encoding(raw, source)
                    on_notice(f"{source}: from line {number} on, what is not UTF-8 is read as {fallback}")
                line = raw.decode(fallback, errors="replace")
            value = _parse(line.lstrip("\ufeff"), source, number)
            yield _make_draft(value, source, number, id_stem, on_notice)
        except DocumentError as error:
            on_error(error if error.line else DocumentError(source, error.problem, number))
    if not seen:
        on_error(DocumentError(source, "the file is empty"))


def read_json(
    data: bytes, source: str, *, id_stem: str, on_notice: Callable[[str], None]
) -> Iterator[Draft | DocumentError]:
    """Yield the articles of a JSON file: one object, or a list of them; bad ones are yielded as errors.

    Raises
    ------
    DocumentError
        The file is not JSON.
    """
    value = _parse(decode_bytes(data, source, on_notice).lstrip("\ufeff"), source, 0)
    for item in value if isinstance(value, list) else [value]:
        try:
            yield _make_draft(item, source, 0, id_stem, on_notice)
        except DocumentError as error:
            yield error


def _split_lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield (number from 1, line), or None for a line over the limit, which is skipped in blocks."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_BLOCK)
        yield number, None


def _parse(text: str, source: str, line: int) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if line else f"line {error.lineno}, column {error.colno}"
        raise DocumentError(source, f"broken JSON at {place}: {error.msg}", line) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; nesting without end
        raise DocumentError(
            source, "JSON that cannot be read: too deep, or a number too long", line
        ) from error


def _make_draft(
    value: object, source: str, line: int, id_stem: str, on_notice: Callable[[str], None]
) -> Draft:
    if not isinstance(value, dict):
        raise DocumentError(source, f"expected a JSON object, found {_name_type(value)}", line)
    fields: dict[str, str] = {}
    for key in ("id", "title", "published", "publisher", "url", "text"):
        field = value.get(key)
        if key == "id" and isinstance(field, int) and not isinstance(field, bool):
            field = str(field)
        if field is None:
            field = ""
        if not isinstance(field, str):
            raise DocumentError(source, f'"{key}" should be text, found {_name_type(field)}', line)
        fields[key] = field
    if not fields["text"].strip():
        raise DocumentError(source, 'the document has no text: "text" is missing or empty', line)
    published = _read_date(fields["published"])
    if fields["published"].strip() and published is None:
        where = f"{source}, line {line}" if line else source
        on_notice(f"{where}: {fields['published'][:40]!r} is no full date and is not used")
    return Draft(
        text=fields["text"],
        source=source,
        id=fields["id"].strip() or fields["url"].strip(),
        id_stem=id_stem,
        line=line,
        title=fields["title"],
        published=published,
        publisher=fields["publisher"],
        url=fields["url"],
    )


def _read_date(text: str) -> datetime.date | None:
    return parse_date(text[:100])


def _name_type(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return "null" if value is None else names.get(type(value), type(value).__name__)
