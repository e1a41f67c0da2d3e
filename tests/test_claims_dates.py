"""Valid time: typed where the words settle it, as exact as the words, else words only."""

from __future__ import annotations

import datetime
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims.dates import Setting, day_order, read_time
from kg.claims.model import Claim, Mention, TimeMention
from kg.claims.time_text import date_mentions, time_of_claim
from kg.claims.time_values import first_day, last_day
from kg.claims.time_words import find_expressions
from kg.rdf import partial_date

MONDAY = datetime.date(2016, 12, 12)
EXPRESSIONS = Path(__file__).parent.parent / "benchmarks" / "time_expressions.jsonl"


def read(words: str, published: datetime.date | None = MONDAY, **options: Any) -> tuple[str, str, str]:
    future = options.pop("future", False)
    found = read_time(words, Setting(published=published, **options), future=future)
    return (found.begin, found.end, found.source) if found else ("", "", "")


@pytest.mark.parametrize("case", [json.loads(line) for line in EXPRESSIONS.read_text("utf-8").splitlines()])
def test_dates_expressions_of_the_benchmark_are_read(case: dict[str, Any]) -> None:
    published = datetime.date.fromisoformat(case["published"]) if case["published"] else None
    found = read(case["words"], published, anchor=case.get("anchor", ""), future=bool(case.get("future")))
    assert found[:2] == (case["begin"], case["end"])


@pytest.mark.parametrize(
    "words", ["on 11 December 2016", "in March 2004", "since January 2014", "in the 1990s"]
)
def test_dates_absolute_ones_need_no_publication_date(words: str) -> None:
    assert read(words, None) == read(words)
    assert read(words)[2] == ""


@pytest.mark.parametrize(
    "words",
    [
        "on Sunday",
        "yesterday",
        "last week",
        "on 30 December",
        "in March",
        "two years ago",
        "overnight",
        "this year",
    ],
)
def test_dates_relative_ones_need_it_and_say_so(words: str) -> None:
    assert read(words, None) == ("", "", "")
    assert read(words)[2] == "publication"


@pytest.mark.parametrize(
    "words", ["three days later", "the next day", "that night", "hours later", "the following Sunday"]
)
def test_dates_some_hang_on_the_last_dated_event_only(words: str) -> None:
    assert read(words) == ("", "", "")
    assert read(words, None, anchor="2016-05-03")[2] == "anchor"
    assert read(words, None, anchor="2016") == ("", "", "")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Saturday", "2016-12-17"),
        ("on Monday", "2016-12-19"),
        ("in three days", "2016-12-15"),
        ("on 1 March", "2017-03-01"),
    ],
)
def test_dates_what_is_planned_lies_ahead(words: str, day: str) -> None:
    assert read(words, future=True)[:2] == (day, day)


@pytest.mark.parametrize(
    "words",
    [
        "for ten months", "on 31 February 2016", "every Friday", "on Fridays", "10/12/2016", "in recent days", "",
        "daily", "days later", "before 2015", "after 12 May 2015", "more than three weeks ago", "at dawn", "2016-13-45",
        "30/02/2016", "from 5 May 2016 to 3 May 2016", "in 5 days", "on 45 May", "three days after",
        "for more than two years until May 2015",
    ],
)  # fmt: skip
def test_dates_what_the_words_do_not_settle_stays_words(words: str) -> None:
    assert read(words) == ("", "", "")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("on 11/12/2016",), None),
        (("on 11/12/2016", "on 25/11/2016"), True),
        (("on 11/12/2016", "on 11/25/2016"), False),
        (("on 25/11/2016", "on 11/25/2016"), None),
        (("Sunday 11/12/2016",), True),
        (("Saturday, 11/12/2016",), False),
        (("Thursday 11/12/2016",), None),
        (("31/02/2016",), None),
    ],
)
def test_dates_another_date_or_a_weekday_settles_the_order_of_numbers(
    texts: tuple[str, ...], order: bool | None
) -> None:
    assert day_order(texts) is order


def test_dates_last_friday_is_never_the_day_itself_and_next_friday_is_of_next_week() -> None:
    friday = datetime.date(2016, 12, 16)
    assert read("last Friday", friday)[0] == "2016-12-09"
    assert read("on Friday", friday)[0] == "2016-12-16"
    assert read("next Friday", MONDAY, future=True)[0] == "2016-12-23"


def test_dates_a_weekday_helps_to_find_the_year() -> None:
    assert read("on Saturday 5 December")[0] == "2015-12-05"
    assert read("on 5 December")[0] == "2016-12-05"
    assert read("on 30 December", datetime.date(2017, 1, 2))[0] == "2016-12-30"


def test_dates_a_far_day_without_year_goes_on_from_the_last_dated_day() -> None:
    assert read("on 5 April", None, told="2013-03-12") == ("2013-04-05", "2013-04-05", "anchor")
    assert read("on 5 April", told="2013-03-12") == ("2013-04-05", "2013-04-05", "anchor")
    assert read("on 5 December", told="2013-03-12") == ("2016-12-05", "2016-12-05", "publication")


_WORDS = st.sampled_from(
    "on in since until from to between by the of and for last next this every late early mid 31 29 30 February March "
    "May December 2015 2016 0000 9999 2100 Sunday Friday week weeks month year years day days ago later three 12 "
    "11/12/2016 31/02/2015 overnight night summer winter 1990s , - at dawn quarter half first second weekend "
    "century 20th".split()
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=9).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["", "2016-05-03", "2016-12-31", "2016-05", "2016", "9999-12-31", "1000-01-01"]),
    st.booleans(),
)
def test_dates_no_words_raise_or_give_a_date_that_is_none(
    text: str, published: datetime.date | None, anchor: str, future: bool
) -> None:
    setting = Setting(published=published, anchor=anchor)
    for words in (text, *(text[start:end] for start, end in find_expressions(text))):
        found = read_time(words, setting, future=future)
        if found is not None:
            values = [value for value in (found.begin, found.end) if value]
            assert values
            assert all(partial_date(value) is not None for value in values)
            if len(values) == 2:
                assert first_day(found.begin) <= last_day(found.end)


@settings(deadline=None)
@given(
    st.lists(st.one_of(_WORDS, st.sampled_from(["rebels", "took", "\n", "\u2013", "."])), max_size=30).map(
        " ".join
    )
)
def test_dates_found_expressions_are_words_of_the_text_in_order(text: str) -> None:
    spans = list(find_expressions(text))
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_dates_the_words_that_say_no_time_are_left_out() -> None:
    for text in (
        "Rebels may attack the town.",
        "They march on Homs.",
        "killed 2015 people",
        "the 1,990 fighters",
    ):
        assert [text[a:b] for a, b in find_expressions(text) if not text[a:b].strip().isdecimal()] == []


def _claim(words: str, relation: str = "attacks", phase: Any = "") -> Claim:
    end = Mention(start=0, end=1, text="x", entity=0)
    return Claim(
        subject=end, relation=relation, object=end, phase=phase, time_expression=words, time_start=5, time_end=6,
        quote_start=0, quote_end=9, quote="x", trigger_start=0, trigger_end=4, frame="", construction="", confidence=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "relation", "phase", "begin", "end", "latest", "within"),
    [
        ("on 3 May 2015", "attacks", "", "2015-05-03", "2015-05-03", "", False),
        ("on 3 May 2015", "controls", "Begins", "2015-05-03", "", "", False),
        ("on 3 May 2015", "controls", "Ends", "", "2015-05-03", "", False),
        ("on 3 May 2015", "controls", "Holds", "2015-05-03", "2015-05-03", "", False),
        ("by 3 May 2015", "controls", "Begins", "", "", "2015-05-03", False),
        ("by 3 May 2015", "controls", "Ends", "", "2015-05-03", "", False),
        ("since May 2015", "controls", "Holds", "2015-05", "", "", False),
        ("since May 2015", "controls", "Ends", "", "", "", False),
        ("until May 2015", "controls", "Holds", "", "2015-05", "", False),
        ("last week", "controls", "Begins", "2016-12-05", "2016-12-11", "", True),
        ("last week", "controls", "Ends", "2016-12-05", "2016-12-11", "", True),
        ("last week", "controls", "Holds", "2016-12-05", "2016-12-11", "", False),
        ("last week", "attacks", "", "2016-12-05", "2016-12-11", "", True),
        ("from 3 to 5 May 2015", "attacks", "", "2015-05-03", "2015-05-05", "", False),
    ],
)  # fmt: skip
def test_dates_of_claims_follow_phase_and_relation(
    words: str, relation: str, phase: str, begin: str, end: str, latest: str, within: bool
) -> None:
    dated = date_mentions([TimeMention(start=5, end=6, text=words)], MONDAY)
    found = time_of_claim(_claim(words, relation, phase), dated, "took")
    assert (found.begin, found.end, found.latest, found.within) == (begin, end, latest, within)


def test_dates_later_counts_from_the_last_event_and_not_from_saying() -> None:
    mentions = [
        TimeMention(start=5, end=6, text="on Sunday"),
        TimeMention(start=7, end=8, text="on Monday", event=False),
        TimeMention(start=9, end=10, text="two days later"),
    ]
    dated = date_mentions(mentions, MONDAY)
    assert (dated[9].time.begin, dated[9].anchor) == ("2016-12-13", 5)


@pytest.mark.parametrize(
    ("words", "base", "until", "begin", "end"),
    [
        ("for six months", "from March 2011", False, "2011-03", "2011-09"),
        ("for ten days", "on 3 May 2016", False, "2016-05-03", "2016-05-13"),
        ("for two weeks", "on 14 May 2016", True, "2016-04-30", "2016-05-14"),
        ("for four years", "until December 2016", False, "2012", "2016-12"),
    ],
)
def test_dates_a_length_with_one_known_end_gives_both(
    words: str, base: str, until: bool, begin: str, end: str
) -> None:
    mentions = [
        TimeMention(start=0, end=1, text=base),
        TimeMention(start=5, end=6, text=words, base=0, until=until),
    ]
    dated = date_mentions(mentions, None)
    assert (dated[5].time.begin, dated[5].time.end) == (begin, end)


def test_dates_a_distance_counts_from_the_date_behind_it() -> None:
    mentions = [
        TimeMention(start=5, end=6, text="two days after", base=8),
        TimeMention(start=8, end=9, text="on 3 May 2016"),
    ]
    dated = date_mentions(mentions, None)
    assert (dated[5].time.begin, dated[5].anchor) == ("2016-05-05", 8)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            TimeMention,
            start=st.integers(0, 5),
            end=st.just(9),
            text=st.one_of(
                st.lists(_WORDS, max_size=6).map(" ".join), st.sampled_from(["two days after", "for 3 weeks"])
            ),
            future=st.booleans(),
            event=st.booleans(),
            base=st.integers(-1, 5),
            until=st.booleans(),
        ),
        max_size=6,
    ),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["", "Begins", "Holds", "Ends"]),
)
def test_dates_no_text_gives_a_claim_an_end_before_its_begin(
    mentions: list[TimeMention], published: datetime.date | None, phase: str
) -> None:
    dated = date_mentions(mentions, published)
    for start in dated:
        claim = replace(_claim("", "controls" if phase else "attacks", phase), time_start=start)
        found = time_of_claim(claim, dated, "took")
        values = [value for value in (found.begin, found.end, found.latest) if value]
        assert all(partial_date(value) is not None for value in values)
        if found.begin and found.end:
            assert first_day(found.begin) <= last_day(found.end)
        assert not found.within or (found.begin and found.end)
