"""HTML pages from files and from a server of our own; nothing here goes online."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from kg.documents import Document, fetch, page, read_documents
from kg.documents import read as reading
from kg.errors import DocumentError

PAGE = """<!DOCTYPE html><html lang="en"><head>
<meta charset="windows-1252"><title>Army leaves - Halvor Times</title>
<meta property="og:site_name" content="Halvor Times">
<meta property="og:title" content="Army leaves town &amp; castle">
<meta property="article:published_time" content="2016-12-12T10:00:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav><article>
<h1>Army leaves town &amp; castle</h1>
<p>Government troops left the old town on Sunday, residents said, after militants had shelled the caf\u00e9s
of its market.</p>
<p>A spokesman for the army said that the troops had withdrawn south &amp;#8220;in good order&amp;#8221;.</p>
<script>var a = "Russia bombed the village";</script>
</article><footer>\u00a9 2016 Halvor Times</footer></body></html>"""
MENU = '<ul><li><a href="/">Home</a></li><li><a href="/w">World news</a></li></ul>'


def read(source: str | Path) -> tuple[list[Document], list[DocumentError], list[str]]:
    errors: list[DocumentError] = []
    notices: list[str] = []
    documents = list(read_documents([source], on_error=errors.append, on_notice=notices.append))
    return documents, errors, notices


def problem_of(source: str | Path) -> str:
    documents, errors, _ = read(source)
    assert documents == []
    (error,) = errors
    return error.problem


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_page_gives_text_title_date_and_publisher(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.encode(encoding))
    (document,), errors, notices = read(path)
    assert errors == []
    assert document.title == "Army leaves town & castle"
    assert document.published == datetime.date(2016, 12, 12)
    assert document.publisher == "Halvor Times"
    assert "cafés of its market" in document.text
    assert "“in good order”" in document.text
    assert "World" not in document.text
    assert "Russia" not in document.text
    assert notices == ([] if encoding == "utf-8" else [f"{path}: read as cp1252, not as UTF-8"])


def test_dateline_of_a_page_is_used_where_it_declares_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><article><h1>Army leaves</h1>"
        "<p>HALVOR, March 4, 2016 (Wire) - The army left the old town.</p>"
        "<p>It will not come back, a spokesman said.</p></article></body></html>",
        encoding="utf-8",
    )
    (document,), _, _ = read(path)
    assert document.published == datetime.date(2016, 3, 4)


@pytest.mark.parametrize(
    "content",
    [
        "<html><body></body></html>",
        "<html><body><div>hi</div></body></html>",
        f"<html><body><nav>{MENU}</nav></body></html>",
        "not <a page",
        "<" * 10_000,
    ],
)
def test_page_without_an_article_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(content, encoding="utf-8")
    assert "article" in problem_of(path)


@pytest.mark.parametrize("element", ["<div>", "<div><p>", "<b><i>", "<table><tr><td>"])
def test_very_deep_page_is_an_error_and_not_the_end(tmp_path: Path, element: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{element * 100_000}The army left the town.", encoding="utf-8")
    assert "deep" in problem_of(path)


def test_page_over_the_limit_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PAGE_BYTES", 100)
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    assert "a page larger than" in problem_of(path)


def test_parser_that_fails_is_an_error_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    def fail(*_arguments: object, **_options: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    assert problem_of(path) == "the page cannot be parsed: RecursionError"


def test_measure_depth_counts_open_elements() -> None:
    assert page.measure_depth("<div><p>a<p>b<br><div>c</div></div><div/><i>") == 2


# --- addresses


class Answers(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[int, str, bytes]]] = {
        "/a": (200, "text/html; charset=utf-8", PAGE.encode()),
        "/b": (
            200,
            "text/plain; charset=iso-8859-1",
            "Army leaves\n\nThe caf\u00e9 was hit.\n".encode("latin-1"),
        ),
        "/c": (200, "application/json", b'{"id": "x", "text": "The army left."}'),
        "/gone": (404, "text/html", b"<html><body>gone</body></html>"),
        "/picture": (200, "image/png", b"\x89PNG"),
        "/large": (200, "text/plain", b"a" * 5000),
    }

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_slowly()
            return
        status, media, body = self.pages.get(self.path, (302, "text/plain", b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.path)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_slowly(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with contextlib.suppress(OSError):  # the reader has gone
            for _ in range(20):
                self.wfile.write(b"a" * 50)
                self.wfile.flush()
                time.sleep(0.05)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_address_is_fetched_and_is_the_id(server: str) -> None:
    (document,), errors, _ = read(f"{server}/a")
    assert errors == []
    assert (document.id, document.url) == (f"{server}/a", f"{server}/a")
    assert document.title == "Army leaves town & castle"


def test_declared_encoding_of_an_address_is_used(server: str) -> None:
    (document,), _, notices = read(f"{server}/b")
    assert "café" in document.text
    assert "iso8859-1" in notices[0]


def test_json_from_an_address_is_read(server: str) -> None:
    (document,), _, _ = read(f"{server}/c")
    assert document.id == "x"


@pytest.mark.parametrize(
    ("path", "problem"),
    [("/gone", "404"), ("/picture", "image/png"), ("/loop", "cannot be fetched"), ("/large", "larger than")],
)
def test_address_that_gives_no_article_is_an_error(
    server: str, path: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 3000)
    assert problem in problem_of(server + path)


def test_server_that_does_not_answer_is_an_error() -> None:
    assert "cannot be fetched" in problem_of("http://127.0.0.1:9/a")
    assert "cannot be fetched" in problem_of("http://[bad/")


def test_fetch_ends_after_its_time(server: str) -> None:
    begin = time.monotonic()
    with pytest.raises(DocumentError, match="not complete after"):
        fetch.fetch_page(f"{server}/slow", limit=10_000, seconds=0.3)
    assert time.monotonic() - begin < 2
