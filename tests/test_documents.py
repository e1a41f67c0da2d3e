"""What reading gives for each kind of input, and what happens to input that is bad."""

from __future__ import annotations

import datetime
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents import Document, read_documents
from kg.documents import read as reading
from kg.documents.clean import clean_text
from kg.errors import DocumentError, InputMissingError

ARTICLE = (
    "Militants retake the old town\n\nFighters seized the town from the army on Sunday, monitors said.\n"
)
DEV_DOCS = Path(__file__).resolve().parents[2] / "shared" / "eval" / "dev-docs.jsonl"


class Result:
    """What one run read, complained about and said."""

    def __init__(
        self, *inputs: str | Path, published: datetime.date | None = None, publisher: str = ""
    ) -> None:
        self.errors: list[DocumentError] = []
        self.notices: list[str] = []
        self.documents: list[Document] = list(
            read_documents(
                inputs,
                published=published,
                publisher=publisher,
                on_error=self.errors.append,
                on_notice=self.notices.append,
            )
        )

    @property
    def only(self) -> Document:
        assert self.errors == []
        (document,) = self.documents
        return document

    @property
    def problem(self) -> str:
        assert self.documents == []
        (error,) = self.errors
        return str(error)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, content: str | bytes) -> str:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.fixture
def set_stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def set_bytes(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return set_bytes


# --- plain text


def test_plain_text_keeps_its_headline_in_the_text_and_has_it_as_title(folder: Path) -> None:
    document = Result(write("a.txt", ARTICLE)).only
    assert document.text == ARTICLE
    assert document.title == "Militants retake the old town"
    assert document.id == "a.txt"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("ARMY LOSES THE TOWN\nThe army lost it on Sunday.", "ARMY LOSES THE TOWN"),
        ("Army loses the town\nBy Mara Lindqvist\nThe army lost it.", "Army loses the town"),
        ("Army leaves town for U.S.\n\nThe army left.", "Army leaves town for U.S."),
        ("The army lost the town on Sunday.\n\nIt left at dawn.", ""),
        ("The army lost the town on Sunday to\nmilitants who came at dawn.", ""),
        ("By Mara Lindqvist\n\nThe army lost the town.", ""),
        ("HALVOR, March 4 (Wire) - The army left\n\nIt lost.", ""),
        ("Only one line", ""),
        ("x" * 300 + "\n\nThe army left.", ""),
    ],
)
def test_first_line_is_the_title_only_when_it_looks_like_one(folder: Path, text: str, title: str) -> None:
    assert Result(write("a.txt", text)).only.title == title


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("First posted 12 December 2016, 4:05am", "2016-12-12"),
        ("Updated Dec 12, 2016", "2016-12-12"),
        ("Published: 2016-12-12T08:30:00Z", "2016-12-12"),
        ("Monday, 12th December 2016", "2016-12-12"),
        ("HALVOR, Dec. 12, 2016 (Wire) - The army left the town.", "2016-12-12"),
        ("By Mara Lindqvist | 12 December 2016", "2016-12-12"),
        ("Updated 25/12/2016", "2016-12-25"),
        ("Updated 10/12/2016", None),
        ("Updated 31 February 2016", None),
        ("Updated 12 December", None),
        ("HALVOR, March 4 (Wire) - The army left the town.", None),
        ("The town fell on 12 December 2016, monitors said.", None),
    ],
)
def test_full_date_of_a_dateline_or_time_stamp_is_the_date(
    folder: Path, line: str, expected: str | None
) -> None:
    document = Result(write("a.txt", f"Army leaves the town\n\n{line}\n\nThe town is empty.")).only
    assert document.published == (datetime.date.fromisoformat(expected) if expected else None)


def test_first_posting_counts_before_an_update(folder: Path) -> None:
    text = "Army leaves\n\nUpdated 14 December 2016\n\nThe army left.\n\nFirst posted 12 December 2016"
    assert Result(write("a.txt", text)).only.published == datetime.date(2016, 12, 12)


def test_given_date_and_publisher_override(folder: Path) -> None:
    day = datetime.date(2017, 1, 2)
    line = json.dumps({"id": "a", "text": "The army left.", "published": "2016-12-12", "publisher": "Other"})
    document = Result(write("a.jsonl", line), published=day, publisher="Halvor Times").only
    assert (document.published, document.publisher) == (day, "Halvor Times")


def test_entities_are_decoded_also_twice_encoded_ones(folder: Path) -> None:
    document = Result(
        write("a.txt", "Smith &amp;amp; Sons&#8217; &amp;#8220;line&amp;#8221;\n\nAT&T stayed &eacute;.")
    ).only
    assert document.title == "Smith & Sons’ “line”"
    assert document.text.endswith("AT&T stayed é.")


def test_control_characters_are_removed_and_said(folder: Path) -> None:
    result = Result(write("a.txt", "The army\x01 left\x02.\r\nIt lost.\n"))
    assert result.only.text == "The army left.\nIt lost.\n"
    assert result.notices == ["a.txt: 2 control characters removed"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The café in the “old” town — it was shelled on Sunday, monitors said."),
        ("utf-16", ARTICLE),
        ("utf-16-le", ARTICLE),
        (
            "cp1251",
            "Боевики захватили древний город в воскресенье, сообщили активисты. Армия отступила на юг.",
        ),
        ("cp1256", "سيطر تنظيم الدولة على مدينة تدمر الأثرية يوم الأحد بحسب ناشطين"),
    ],
)
def test_other_encoding_is_detected_and_said(folder: Path, encoding: str, text: str) -> None:
    result = Result(write("a.txt", text.encode(encoding)))
    assert result.only.text == text
    assert len(result.notices) == 1
    assert result.notices[0].startswith(f"a.txt: read as {encoding}")


def test_utf8_mark_is_no_part_of_the_text(folder: Path) -> None:
    result = Result(write("a.txt", b"\xef\xbb\xbf" + ARTICLE.encode()))
    assert result.only.text == ARTICLE
    assert result.notices == []


def test_damaged_utf8_stays_utf8(folder: Path) -> None:
    result = Result(write("a.txt", ("Café " * 200).encode() + b"\xff end"))
    assert result.only.text.startswith("Café Café")
    assert "replaced" in result.notices[0]


def test_markdown_signs_go_and_front_matter_is_used(folder: Path) -> None:
    text = "---\ntitle: Army leaves\ndate: 2016-12-12\n---\n# Army leaves\n\nThe **army** left [the town](http://a.example/b).\n"
    document = Result(write("a.md", text)).only
    assert document.text == "Army leaves\n\nThe army left the town.\n"
    assert (document.title, document.published) == ("Army leaves", datetime.date(2016, 12, 12))


def test_text_of_one_long_line_is_read(folder: Path) -> None:
    text = "Militants held the town on Sunday. " * 150_000
    assert Result(write("a.txt", text)).only.text == text


# --- folders and ids


def test_folder_is_read_sorted_with_all_below_it(folder: Path) -> None:
    for name in ("in/b.txt", "in/a/z.md", "in/a/y.txt", "in/c.html.bak", "in/.hidden.txt", "in/d.csv"):
        write(name, ARTICLE + name)
    assert [document.id for document in Result("./in/").documents] == ["in/a/y.txt", "in/a/z.md", "in/b.txt"]


def test_same_relative_path_gives_the_same_id_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = []
    for place in ("one", "two"):
        write(f"{place}/a.txt", ARTICLE)
        monkeypatch.chdir(folder / place)
        ids.append(Result("./a.txt").only.id)
        monkeypatch.chdir(folder)
    assert ids == ["a.txt", "a.txt"]


def test_links_in_a_circle_end(folder: Path) -> None:
    write("in/deep/a.txt", ARTICLE)
    Path("in/deep/back").symlink_to(folder / "in", target_is_directory=True)
    assert [document.id for document in Result("in").documents] == ["in/deep/a.txt"]


def test_same_file_given_twice_is_read_once(folder: Path) -> None:
    result = Result(write("a.txt", ARTICLE), "./a.txt")
    assert len(result.documents) == 1
    assert result.notices == ["a.txt: given twice, read once"]


def test_other_content_under_a_known_id_is_an_error(folder: Path) -> None:
    result = Result(
        write("a.jsonl", '{"id": "x", "text": "The army left."}\n{"id": "x", "text": "It came back."}\n')
    )
    assert [document.text for document in result.documents] == ["The army left."]
    assert "line 2" in str(result.errors[0])
    assert "'x'" in str(result.errors[0])


def test_missing_path_is_a_usage_error_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(InputMissingError, match=r"nowhere\.txt") as caught:
        read_documents([write("a.txt", ARTICLE), "nowhere.txt"], on_error=print)
    assert caught.value.exit_code == 2


def test_folder_without_articles_is_a_usage_error(folder: Path) -> None:
    write("in/table.csv", "a,b")
    with pytest.raises(InputMissingError, match="holds no article"):
        read_documents(["in"], on_error=print)


# --- JSONL


def test_broken_lines_are_named_and_the_others_are_read(folder: Path) -> None:
    lines = ['{"id": "a", "text": "The army left."}', "{broken", "[1]", '{"text": 5}', "", '{"id": "b"}']
    lines += ['{"id": "c", "text": "It came back.", "publisher": ["x"]}', '{"id": 7, "text": "It fled."}']
    result = Result(write("a.jsonl", "\n".join(lines)))
    assert [document.id for document in result.documents] == ["a", "7"]
    assert [error.line for error in result.errors] == [2, 3, 4, 6, 7]
    assert str(result.errors[0]).startswith("a.jsonl, line 2: broken JSON at column 2")


def test_jsonl_without_id_has_its_address_or_its_content_as_id(folder: Path) -> None:
    text = '{"text": "The army left.", "url": "http://a.example/?x=1&amp=2"}\n{"text": "It fled."}\n'
    first, second = (document.id for document in Result(write("a.jsonl", text)).documents)
    assert first == "http://a.example/?x=1&amp=2"
    assert second.startswith("a.jsonl#")
    assert second == Result(write("a.jsonl", '\n{"text": "It fled."}')).only.id


def test_date_that_is_none_is_said_and_the_article_read(folder: Path) -> None:
    result = Result(write("a.jsonl", '{"id": "a", "text": "The army left.", "published": "2016-02-31"}'))
    assert result.only.published is None
    assert "2016-02-31" in result.notices[0]


def test_lines_over_the_limit_are_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    long = json.dumps({"id": "long", "text": "x" * 300})
    result = Result(write("a.jsonl", f'{long}\n{{"id": "b", "text": "The army left."}}\n'))
    assert [document.id for document in result.documents] == ["b"]
    assert result.errors[0].line == 1


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a": ' * 100_000, '{"id": ' + "9" * 5000 + "}"])
def test_hostile_json_is_reported(folder: Path, line: str) -> None:
    assert "a.jsonl, line 1" in Result(write("a.jsonl", line)).problem


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "a", "text": "One."}',
        '[{"id": "a", "text": "One."}]',
        '{"id": "a", "text": "One."}\n{"id": "a", "text": "One."}',
    ],
)
def test_json_file_holds_one_article_a_list_or_lines(folder: Path, content: str) -> None:
    assert [document.id for document in Result(write("a.json", content)).documents] == ["a"]


def test_utf16_jsonl_is_read(folder: Path) -> None:
    result = Result(
        write("a.jsonl", '{"id": "a", "text": "Café"}\n{"id": "b", "text": "Two"}\n'.encode("utf-16"))
    )
    assert [document.text for document in result.documents] == ["Café", "Two"]


TEXT = st.text(min_size=1).filter(lambda text: clean_text(text).strip() != "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=5))
def test_jsonl_round_trip_keeps_the_text(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "a.jsonl"
    rows = [json.dumps({"id": f"d{index}", "text": text}) for index, text in enumerate(texts)]
    path.write_text("\n".join(rows), encoding="utf-8")
    result = Result(path)
    assert result.errors == []
    assert [document.text for document in result.documents] == [clean_text(text) for text in texts]
    for document in result.documents:
        document.text.encode("utf-8")


@pytest.mark.skipif(not DEV_DOCS.is_file(), reason="the evaluation data is not here")
def test_evaluation_documents_are_read_as_they_are() -> None:
    result = Result(DEV_DOCS)
    rows = [json.loads(line) for line in DEV_DOCS.read_text(encoding="utf-8").splitlines()]
    assert result.errors == []
    assert [(d.id, d.text, d.title) for d in result.documents] == [
        (r["id"], r["text"], r["title"]) for r in rows
    ]


# --- standard input


@pytest.mark.parametrize(
    ("data", "prefix", "text"),
    [
        (ARTICLE.encode(), "stdin-", ARTICLE),
        (b'{"id": "a", "text": "The army left."}\n', "a", "The army left."),
        (
            b"<!DOCTYPE html><html><body><p>The army left the old town.</p></body></html>",
            "stdin-",
            "The army left the old town.",
        ),
    ],
)
def test_standard_input_is_text_jsonl_or_html(
    set_stdin: Callable[[bytes], None], data: bytes, prefix: str, text: str
) -> None:
    set_stdin(data)
    document = Result("-").only
    assert document.id.startswith(prefix)
    assert document.text == text


def test_empty_standard_input_is_reported(set_stdin: Callable[[bytes], None]) -> None:
    set_stdin(b"")
    assert Result("-").problem == "standard input: the file is empty"


# --- bad files


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", b"&#160; &nbsp;", "no text"),
        ("a.html", b"", "empty"),
        ("a.json", b"", "empty"),
        ("a.json", b"{", "broken JSON at line 1"),
        ("a.jsonl", b"\n \n", "empty"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.txt", bytes(range(1, 256)), "binary"),
        ("a.pdf", b"%PDF-1.7 abc", "PDF"),
        ("a.docx", b"PK\x03\x04abc", "ZIP"),
    ],
)
def test_bad_file_is_an_error_of_its_own(folder: Path, name: str, content: bytes, problem: str) -> None:
    good = write("z.txt", ARTICLE)
    result = Result(write(name, content), good)
    assert [document.id for document in result.documents] == ["z.txt"]
    (error,) = result.errors
    assert error.source == name
    assert problem in str(error)


def test_file_over_the_limit_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    assert "larger than" in Result(write("a.txt", ARTICLE)).problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_rights_is_reported(folder: Path) -> None:
    Path(write("a.txt", ARTICLE)).chmod(0)
    assert "Permission denied" in Result("a.txt").problem


def test_file_that_the_system_refuses_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    write("a.txt", ARTICLE)
    monkeypatch.setattr(Path, "open", refuse)
    assert Result("a.txt").problem == "a.txt: cannot be read: Permission denied"


def test_reading_is_lazy(folder: Path) -> None:
    first = write("a.txt", ARTICLE)
    second = write("b.txt", ARTICLE + "b")
    documents = read_documents([first, second], on_error=print)
    assert next(documents).id == "a.txt"
    Path("b.txt").write_text("Changed since.\n", encoding="utf-8")
    assert next(documents).text == "Changed since.\n"
