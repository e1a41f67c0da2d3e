"""Stories of who held what, asked through the whole product; ``stories_report.py`` prints what is wrong."""

from __future__ import annotations

import pytest
from stories_report import judge_stories, read_stories, summarise

pytestmark = [pytest.mark.model, pytest.mark.slow]

QUESTIONS = 0.93
"""Share of questions with the right answer, at least."""
STORIES = 0.8
"""Share of stories with right answers only, at least."""


def test_stories_are_answered() -> None:
    verdicts = list(judge_stories(read_stories()))
    right, asked, whole, stories = summarise(verdicts)
    wrong = [problem for verdict in verdicts for problem in verdict.wrong]
    assert right / asked >= QUESTIONS, wrong
    assert whole / stories >= STORIES, wrong


def test_stories_tell_the_day_of_the_event_from_that_of_the_report() -> None:
    stories = [s for s in read_stories() if s["id"] in ("nothing-new", "told-long-after", "recaptures")]
    right, asked, _, _ = summarise(judge_stories(stories, day_of_report=True))
    assert right / asked < 0.8
