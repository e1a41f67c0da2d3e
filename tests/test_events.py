"""Near copies of a text, and times of one event."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from kg.events import group_copies, group_spans, sign_text

WORDS = [f"word{number}" for number in range(400)]


def make_text(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(length))


def test_events_a_text_with_another_head_and_a_cut_end_is_a_copy() -> None:
    text = make_text(1)
    cut = "(Agency) " + " ".join(text.split()[:95])
    signatures = {"a": sign_text(text), "b": sign_text(cut), "c": sign_text(make_text(2))}
    assert group_copies(signatures) == {"a": "a", "b": "a"}


def test_events_texts_of_one_paragraph_in_common_are_not_copies() -> None:
    common = make_text(3, 30)
    signatures = {str(n): sign_text(f"{make_text(n, 90)} {common}") for n in range(4, 9)}
    assert group_copies(signatures) == {}


def test_events_short_and_broken_signatures_are_no_copies() -> None:
    assert sign_text("The town fell.") == ""
    assert group_copies({"a": "", "b": "", "c": "%%%", "d": "QUJD", "e": "QUJD"}) == {}


SPANS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 31)).map(lambda p: (p[0], p[0] + p[1])))


@given(SPANS, st.randoms())
def test_events_grouping_does_not_hang_on_order(spans: list[tuple[int, int]], chance: random.Random) -> None:
    order = list(range(len(spans)))
    chance.shuffle(order)
    shuffled = [spans[place] for place in order]
    groups = sorted(sorted(spans[p] for p in group) for group in group_spans(spans))
    assert groups == sorted(sorted(shuffled[p] for p in group) for group in group_spans(shuffled))
    assert sorted(p for group in group_spans(spans) for p in group) == list(range(len(spans)))


def test_events_many_pages_with_one_line_in_common_are_compared_in_short_time() -> None:
    footer = make_text(0, 60)
    pages = {f"p{n}": sign_text(make_text(n, 60) + " " + footer) for n in range(1, 1500)}
    copies = {"copy-1": pages["p1"], "copy-2": sign_text(make_text(2, 58) + " said. " + footer)}
    begin = time.process_time()
    found = group_copies({**pages, **copies})
    assert time.process_time() - begin < 5  # it was half a minute when each pair was compared by itself
    assert found["copy-1"] == found["p1"]
    assert found["copy-2"] == found["p2"]
