"""Reads articles from whatever the user names.

What gives a document its id, so that reading it again replaces what it said before:

- JSON: ``id``, else ``url``, else the file's path, ``#`` and a hash of title and text;
- files: the path as given (``./`` and doubled slashes removed), in folders the folder as given and the
  path below it; the same relative path is the same id wherever it is read from;
- addresses: the address as given;
- standard input: ``stdin-`` and a hash of title and text.

An id that comes a second time in one run is not read again: identical content is told as a notice, other
content as an error, because a store would let the later one replace the earlier.
"""

from __future__ import annotations

import codecs
import datetime
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kg.documents.decode import decode_bytes
from kg.documents.draft import Draft, finish
from kg.documents.fetch import fetch_page
from kg.documents.files import ENDINGS, describe_os_error, is_folder, name_path, walk_folder
from kg.documents.jsonl import read_json, read_json_lines
from kg.documents.markdown import read_markdown
from kg.documents.model import Document
from kg.documents.page import MAX_PAGE_BYTES, looks_like_html, read_page
from kg.errors import DocumentError, InputMissingError

MAX_BYTES = 50_000_000
"""Largest document, in bytes: a file, a page, or a line of JSONL (a JSONL file may have any size)."""

STDIN = "-"
_URL = re.compile(r"https?://", re.IGNORECASE)
_JSONL_START = re.compile(rb"\s*\{\s*(?:\"|\})")
_JSONL_ENDINGS = (".jsonl", ".ndjson")
_MARKDOWN_ENDINGS = (".md", ".markdown")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")


def _ignore(_message: str) -> None:
    pass


def read_documents(
    inputs: Iterable[str | Path],
    *,
    published: datetime.date | None = None,
    publisher: str = "",
    on_error: Callable[[DocumentError], None],
    on_notice: Callable[[str], None] = _ignore,
) -> Iterator[Document]:
    """Read the articles that the inputs name, one at a time.

    Parameters
    ----------
    inputs
        Files, folders, "-" for standard input, http(s) addresses (fetched only because they stand here).
    published, publisher
        Override what the documents say about themselves.
    on_error
        Gets every document that cannot be read; the others are read nevertheless.
    on_notice
        Gets what a user should know: another encoding, characters removed, a document given twice.

    Returns
    -------
    Iterator of Document
        Lazy, in the order of the inputs; holds one document in memory (and 16 bytes per id).

    Raises
    ------
    InputMissingError
        A path does not exist, or a folder holds no article. Raised at once, before anything is read.
    """
    sources = [source if isinstance(source, str) and _URL.match(source) else str(source) for source in inputs]
    for source in sources:
        _check_input(source)
    reader = _Reader(published, publisher, on_error, on_notice)
    return reader.read(sources)


def _check_input(source: str) -> None:
    if source == STDIN or _URL.match(source):
        return
    path = Path(source)
    if not source or not os.path.exists(path):  # noqa: PTH110 (Path.exists raises where it may not look)
        raise InputMissingError(source or "''", "there is no such file or folder")
    unreadable: list[DocumentError] = []  # they are reported when reading comes to them
    if is_folder(path) and next(walk_folder(path, unreadable.append), None) is None and not unreadable:
        raise InputMissingError(name_path(path), f"the folder holds no article ({' '.join(ENDINGS)})")


@dataclass(frozen=True)
class _Reader:
    published: datetime.date | None
    publisher: str
    on_error: Callable[[DocumentError], None]
    on_notice: Callable[[str], None]

    def read(self, sources: Iterable[str]) -> Iterator[Document]:
        seen: dict[int, int] = {}
        for draft in self._read_sources(sources):
            try:
                document = finish(
                    draft, published=self.published, publisher=self.publisher, on_notice=self.on_notice
                )
            except DocumentError as error:
                self.on_error(error)
                continue
            key, content = _hash(document.id), _hash(document.title + "\n" + document.text)
            if key not in seen:
                seen[key] = content
                yield document
            elif seen[key] == content:
                self.on_notice(f"{document.id}: given twice, read once")
            else:
                problem = (
                    f"an earlier document of this run has the id {document.id!r} too; this one is not read"
                )
                self.on_error(DocumentError(draft.source, problem, draft.line))

    def _read_sources(self, sources: Iterable[str]) -> Iterator[Draft]:
        for source in sources:
            if _URL.match(source):
                yield from self._guard(source, self._read_url(source))
            elif source == STDIN:
                yield from self._guard("standard input", self._read_stdin())
            elif is_folder(Path(source)):
                for path in walk_folder(Path(source), self.on_error):
                    yield from self._guard(name_path(path), self._read_file(path))
            else:
                yield from self._guard(name_path(Path(source)), self._read_file(Path(source)))

    def _guard(self, source: str, drafts: Iterator[Draft]) -> Iterator[Draft]:
        """Report what ends one source, so that the next one is read."""
        try:
            yield from drafts
        except DocumentError as error:
            self.on_error(error)
        except OSError as error:
            self.on_error(DocumentError(source, describe_os_error(error)))

    def _read_file(self, path: Path) -> Iterator[Draft]:
        name, ending = name_path(path), path.suffix.lower()
        with path.open("rb") as stream:
            if ending in _JSONL_ENDINGS:
                wide = stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                lines = self._transcode(stream, name) if wide else stream
                yield from self._read_lines(lines, name, id_stem=f"{name}#")
                return
            data = _read_limited(stream, name)
        if ending == ".json":
            yield from self._read_json(data, name, id_stem=f"{name}#")
        elif ending in _HTML_ENDINGS:
            yield self._name(self._read_markup(data, name), name)
        else:
            yield self._name(self._read_text(data, name, is_markdown=ending in _MARKDOWN_ENDINGS), name)

    def _read_stdin(self) -> Iterator[Draft]:
        name = "standard input"
        stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        try:
            if _JSONL_START.match(stream.peek(64)):
                yield from self._read_lines(stream, name, id_stem="stdin-")
            else:
                draft = self._read_text(_read_limited(stream, name), name)
                draft.id_stem = "stdin-"
                yield draft
        finally:
            stream.detach()  # or standard input would be closed with it

    def _read_url(self, url: str) -> Iterator[Draft]:
        data, media, declared = fetch_page(url, limit=MAX_BYTES)
        if "json" in media:
            if media == "application/json":
                yield from self._read_json(data, url, id_stem=f"{url}#")
            else:
                yield from self._read_lines(io.BytesIO(data), url, id_stem=f"{url}#")
        elif "html" in media or not media:
            yield self._name(self._read_markup(data, url, declared=declared, url=url), url)
        else:
            yield self._name(self._read_text(data, url, declared=declared, url=url), url)

    def _read_text(
        self, data: bytes, name: str, *, is_markdown: bool = False, declared: str = "", url: str = ""
    ) -> Draft:
        """Read one text; a page that came without saying so is read as one."""
        if not data.strip():
            raise DocumentError(name, "the file is empty")
        text = decode_bytes(data, name, self.on_notice, declared=declared)
        if looks_like_html(text) and len(data) <= MAX_PAGE_BYTES:
            return read_page(text, name, url=url)
        return read_markdown(text, name) if is_markdown else Draft(text=text, source=name, url=url)

    def _transcode(self, stream: BinaryIO, name: str) -> BinaryIO:
        """UTF-16 has no lines of bytes, so such JSONL is read whole."""
        text = decode_bytes(_read_limited(stream, name), name, self.on_notice)
        return io.BytesIO(text.encode("utf-8", errors="replace"))

    def _read_markup(self, data: bytes, name: str, *, declared: str = "", url: str = "") -> Draft:
        if not data.strip():
            raise DocumentError(name, "the file is empty")
        if len(data) > MAX_PAGE_BYTES:
            raise DocumentError(name, f"a page larger than {MAX_PAGE_BYTES / 1e6:.0f} MB")
        return read_page(decode_bytes(data, name, self.on_notice, declared=declared), name, url=url)

    def _read_lines(self, stream: BinaryIO, name: str, *, id_stem: str) -> Iterator[Draft]:
        return read_json_lines(
            stream, name, limit=MAX_BYTES, id_stem=id_stem, on_error=self.on_error, on_notice=self.on_notice
        )

    def _read_json(self, data: bytes, name: str, *, id_stem: str) -> Iterator[Draft]:
        if not data.strip():
            raise DocumentError(name, "the file is empty")
        if _is_json_lines(data):
            yield from self._read_lines(io.BytesIO(data), name, id_stem=id_stem)
            return
        for item in read_json(data, name, id_stem=id_stem, on_notice=self.on_notice):
            if isinstance(item, DocumentError):
                self.on_error(item)
            else:
                yield item

    @staticmethod
    def _name(draft: Draft, name: str) -> Draft:
        draft.id = name
        return draft


def _read_limited(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(name, f"larger than {MAX_BYTES / 1e6:.0f} MB; split it into articles")
    return data


def _is_json_lines(data: bytes) -> bool:
    """Tell a file of one object per line, which some call .json, from one JSON value."""
    first, _, rest = data.lstrip().partition(b"\n")
    if not rest.strip() or not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest())
