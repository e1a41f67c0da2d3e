"""Cleaning text and finding dates: what must hold for any text."""

from __future__ import annotations

import datetime
import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.clean import clean_line, clean_text, decode_entities
from kg.documents.dates import parse_date

NASTY = st.lists(
    st.sampled_from(
        [
            "&",
            "amp",
            ";",
            "#",
            "38",
            "x26",
            "lt",
            "semi",
            "#59;",
            "&amp;",
            "&#38;",
            "\r",
            "\n",
            "\x01",
            "\ud800",
            "not",
            "é",
        ]
    ),
    max_size=40,
).map("".join)
XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@given(st.one_of(st.text(), NASTY))
def test_clean_text_twice_is_clean_text_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.one_of(st.text(), NASTY))
def test_clean_text_leaves_nothing_that_xml_forbids(text: str) -> None:
    cleaned = clean_text(text)
    assert XML_FORBIDDEN.search(cleaned) is None
    assert "\r" not in cleaned
    cleaned.encode("utf-8")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="&")))
def test_clean_text_leaves_clean_text_alone(text: str) -> None:
    assert clean_text(text) == text


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="&")), st.integers(1, 3)
)
def test_clean_text_undoes_escaping_of_any_depth(text: str, depth: int) -> None:
    escaped = text
    for _ in range(depth):
        escaped = html.escape(escaped)
    assert clean_text(escaped) == text


@pytest.mark.parametrize("text", ["AT&T", "R&D; more", "?a=1&copy=2", "&unknown;", "& ;", "&notit;", "&;"])
def test_decode_entities_leaves_what_is_no_entity(text: str) -> None:
    assert decode_entities(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&amp;", "&"),
        ("&#8217;", "’"),
        ("&#x2019;", "’"),
        ("&amp;#8217;", "’"),
        ("&amp;amp;lt;", "<"),
        ("&#38;amp;", "&"),
        ("a&semi;", "a;"),
    ],
)
def test_decode_entities_decodes(text: str, expected: str) -> None:
    assert decode_entities(text) == expected


def test_decode_entities_takes_linear_time_on_nested_ones() -> None:
    begin = time.perf_counter()
    assert decode_entities("&" + "amp;" * 200_000) == "&"
    assert time.perf_counter() - begin < 5


def test_page_breaks_become_line_ends() -> None:
    assert clean_text("one\x0ctwo") == "one\ntwo"


def test_clean_line_squeezes_white_space() -> None:
    assert clean_line(" Army\n\tleaves &amp;  flees ") == "Army leaves & flees"


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%b %d, %Y", "%b. %d, %Y", "%Y-%m-%d", "%A, %d %b %Y", "%B %d %Y"]),
)
def test_parse_date_reads_what_is_written_out(date: datetime.date, form: str) -> None:
    assert parse_date(date.strftime(form)) == date


@pytest.mark.parametrize(
    "text",
    [
        "10/12/2016",
        "31 June 2016",
        "Feb 30, 2016",
        "2016-13-01",
        "December 2016",
        "12 December",
        "Sunday",
        "",
        "12 Dec 20161",
        "1 Mayor 2016",
    ],
)
def test_parse_date_does_not_use_partial_ambiguous_and_impossible_dates(text: str) -> None:
    assert parse_date(text) is None


@given(st.text())
def test_parse_date_never_raises(text: str) -> None:
    parse_date(text)
