from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.output import clean
from kg.cli.tables import lay_out, width

TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=80)


def lines(columns: list[str], rows: list[list[str]], size: int = 60) -> list[str]:
    return [text for text, _ in lay_out(columns, rows, size)]


def test_cli_tables_align_columns() -> None:
    assert lines(["a", "bb"], [["xxx", "y"]]) == ["a    bb", "───────", "xxx  y"]


def test_cli_tables_put_quotes_below_their_row() -> None:
    found = lines(
        ["holder", "quote", "publisher", "published", "document"],
        [["IS", "seized the town", "Courier", "2016-12-12", "Title"]],
    )
    assert found[2:] == ["IS", "    “seized the town”", "    — Courier, 2016-12-12: Title"]


def test_cli_tables_leave_out_empty_columns() -> None:
    assert lines(["a", "b"], [["x", ""], ["y", ""]])[0] == "a"


def test_cli_tables_show_wide_characters_aligned() -> None:
    first, second = lines(["name", "n"], [["日本", "1"], ["abcd", "2"]])[2:]
    assert width(first) == width(second)


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x07b", "\u202eright", "a\x9bb"])
def test_cli_tables_clean_what_a_terminal_would_obey(text: str) -> None:
    assert not set(clean(text)) & {"\x1b", "\x07", "\u202e", "\x9b"}


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=4), st.integers(40, 120))
def test_cli_tables_fit_the_width(rows: list[list[str]], size: int) -> None:
    for line in lines(["one", "two", "three"], rows, size):
        assert len(line) <= size + 2
        assert clean(line) == line
