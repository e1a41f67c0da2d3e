"""How well libraries read the time expressions of news: 80 of our own, with the dates that the words give.

Run it as ``python benchmarks/time_libraries.py``. Libraries that are not installed are left out; the project needs
only python-dateutil. Each library gets the words, the day of publication and what it can be told of the direction
in time. Its answer is a point; it counts as right where its day, month or year, cut to the precision that the words
have, is both begin and end of the answer that we expect, and nothing where we expect nothing.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Reader = Callable[[Case], tuple[str, str]]
CASES = Path(__file__).parent / "time_expressions.jsonl"


def read_cases() -> list[Case]:
    """Return the expressions with what they mean."""
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def base_of(case: Case) -> datetime.datetime:
    """Return what the expression is relative to; today where the case has nothing, as the libraries do."""
    day = case.get("anchor") or case["published"]
    return datetime.datetime.fromisoformat(day) if day else datetime.datetime.now()


def cut(found: datetime.datetime | datetime.date | None, case: Case) -> tuple[str, str]:
    """Return an answer at the precision that is expected; where nothing is expected, at that of days."""
    if found is None:
        return "", ""
    length = len(case["begin"] or case["end"]) or 10
    value = found.isoformat()[:length]
    return value, value


def readers() -> dict[str, Reader]:
    """Return those that are installed."""
    found: dict[str, Reader] = {}
    with suppress(ImportError):
        import dateparser

        def by_dateparser(case: Case) -> tuple[str, str]:
            settings: Any = {
                "RELATIVE_BASE": base_of(case),
                "PREFER_DATES_FROM": "future" if case.get("future") else "past",
            }
            return cut(dateparser.parse(case["words"], languages=["en"], settings=settings), case)

        found["dateparser"] = by_dateparser

        from dateparser.search import search_dates

        def by_search(case: Case) -> tuple[str, str]:
            settings: Any = {
                "RELATIVE_BASE": base_of(case),
                "PREFER_DATES_FROM": "future" if case.get("future") else "past",
            }
            hits = search_dates(case["words"], languages=["en"], settings=settings) or []
            return cut(hits[0][1] if hits else None, case)

        found["dateparser, search"] = by_search
    with suppress(ImportError):
        import parsedatetime

        calendar = parsedatetime.Calendar()

        def by_parsedatetime(case: Case) -> tuple[str, str]:
            when, status = calendar.parseDT(case["words"], sourceTime=base_of(case))
            return cut(when if status else None, case)

        found["parsedatetime"] = by_parsedatetime
    with suppress(ImportError):
        from timefhuman import tfhConfig, timefhuman

        def by_timefhuman(case: Case) -> tuple[str, str]:
            config = tfhConfig(now=base_of(case), infer_datetimes=True)
            hits: Any = timefhuman(case["words"], config=config)
            first = hits[0] if isinstance(hits, list) and hits else hits
            if isinstance(first, tuple):
                return cut(first[0], case)[0], cut(first[1], case)[1]
            return cut(first if isinstance(first, datetime.date) else None, case)

        found["timefhuman"] = by_timefhuman
    with suppress(ImportError):
        from dateutil import parser

        def by_dateutil(case: Case) -> tuple[str, str]:
            return cut(parser.parse(case["words"], fuzzy=True, default=base_of(case)), case)

        found["dateutil, fuzzy"] = by_dateutil
    with suppress(ImportError):
        from kg.claims.dates import Setting, read_time

        def by_ours(case: Case) -> tuple[str, str]:
            day = case["published"]
            setting = Setting(
                published=datetime.date.fromisoformat(day) if day else None,
                anchor=case.get("anchor", ""),
            )
            time = read_time(case["words"], setting, future=bool(case.get("future")))
            return (time.begin, time.end) if time is not None else ("", "")

        found["ours"] = by_ours
    return found


def measure(reader: Reader, cases: list[Case]) -> tuple[int, int, list[str]]:
    """Return how many were right, how many raised, and the words of the wrong ones."""
    right = raised = 0
    wrong = []
    for case in cases:
        try:
            answer = reader(case)
        except Exception:  # what a library raises at words is part of what is measured
            answer, raised = ("", ""), raised + 1
        if answer == (case["begin"], case["end"]):
            right += 1
        else:
            wrong.append(f"{case['words']!r}: {answer}")
    return right, raised, wrong


def main() -> None:
    """Print one line a library; with --wrong also what each got wrong."""
    cases = read_cases()
    print(f"{'library':20} right of {len(cases)}  share  raised")
    for name, reader in readers().items():
        right, raised, wrong = measure(reader, cases)
        print(f"{name:20} {right:11}  {right / len(cases):5.2f}  {raised:6}")
        if "--wrong" in sys.argv:
            print("\n".join(f"    {one}" for one in wrong))


if __name__ == "__main__":
    main()
