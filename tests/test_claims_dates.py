"""Valid time: typed where the words settle it, as exact as the words, else words only."""

from __future__ import annotations

import datetime

import pytest

from kg.claims.dates import read_time

PUBLISHED = datetime.date(2016, 12, 12)  # a Monday


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on 11 December 2016", "2016-12-11"),
        ("December 11, 2016", "2016-12-11"),
        ("in March 2004", "2004-03"),
        ("in 2016", "2016"),
        ("mid-2015", "2015"),
        ("2016-12-11", "2016-12-11"),
    ],
)
def test_dates_absolute_ones_need_no_publication_date(words: str, value: str) -> None:
    found = read_time(words, None)
    assert found is not None
    assert (found.value, found.inferred) == (value, False)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on Sunday", "2016-12-11"),
        ("on Monday", "2016-12-12"),
        ("on Tuesday morning", "2016-12-06"),
        ("yesterday", "2016-12-11"),
        ("on 30 December", "2015-12-30"),
        ("in March", "2016-03"),
        ("since May", "2016-05"),
    ],
)
def test_dates_relative_ones_look_back_from_the_report_and_say_so(words: str, value: str) -> None:
    found = read_time(words, PUBLISHED)
    assert found is not None
    assert (found.value, found.inferred) == (value, True)
    assert read_time(words, None) is None


def test_dates_a_plan_looks_ahead() -> None:
    found = read_time("on Friday", PUBLISHED, future=True)
    assert found is not None
    assert found.value == "2016-12-16"


@pytest.mark.parametrize(
    "words",
    [
        "for ten months",
        "on 31 February 2016",
        "hours later",
        "every Friday",
        "10/12/2016",
        "in recent days",
        "",
        "by June",
    ],
)
def test_dates_what_the_words_do_not_settle_stays_words(words: str) -> None:
    assert read_time(words, PUBLISHED) is None


def test_dates_since_gives_a_beginning_and_until_an_end() -> None:
    since, until = read_time("since January 2014", None), read_time("until 2015", None)
    assert since is not None
    assert until is not None
    assert (since.value, since.bound) == ("2014-01", "since")
    assert (until.value, until.bound) == ("2015", "until")
