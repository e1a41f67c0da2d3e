"""Who held what, from texts: the Palmyra examples, and what a text tells beside the change itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.builder import build_store
from kg.control.answer import find_places, read_history
from kg.store import Store

pytestmark = pytest.mark.model
EXAMPLES = Path(__file__).parent.parent / "examples"
PALMYRA = ("2015-05-21-palmyra-falls.md", "2016-03-27-palmyra-retaken.md", "2016-12-11-attack-repelled.md",
           "2016-12-12-palmyra-lost.md")  # fmt: skip


@pytest.fixture(scope="module")
def examples() -> Store:
    store = Store.in_memory()
    build_store([EXAMPLES / name for name in PALMYRA], store)
    return store


def intervals(store: Store, place: str, as_of: str = "") -> list[tuple[str, str, str]]:
    history = read_history(store, find_places(store, place)[0], as_of=as_of)
    return [(i.actor.rpartition("/")[2], i.begin, i.end) for i in history.timeline.intervals]


def test_the_examples_give_the_history_of_palmyra(examples: Store) -> None:
    assert intervals(examples, "Palmyra") == [
        ("islamic-state", "2015-05-20", "2016-03-27"),
        ("syrian-armed-forces", "2016-03-27", "2016-12-11"),
        ("islamic-state", "2016-12-11", ""),
    ]


def test_the_examples_as_known_the_day_before_leave_the_army_in_palmyra(examples: Store) -> None:
    assert intervals(examples, "Palmyra", as_of="2016-12-11")[-1] == ("syrian-armed-forces", "2016-03-27", "")


def test_the_first_reports_against_are_kept_beside(examples: Store) -> None:
    history = read_history(examples, find_places(examples, "Palmyra")[0])
    army = history.timeline.intervals[1]
    assert "The army controls the city" in {claim.quote for claim in army.supporting}


def build(folder: Path, *texts: tuple[str, str]) -> Store:
    source = folder / "articles.jsonl"
    rows = [{"id": f"d{n}", "published": day, "text": text} for n, (day, text) in enumerate(texts)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = Store.in_memory()
    build_store([source], store)
    return store


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("The Taliban have captured Herat. Taliban fighters entered the city on Thursday.", "2021-08-12"),
        (
            "The Taliban have captured Herat. Taliban fighters stormed into the city on Thursday.",
            "2021-08-12",
        ),
        (
            "The Taliban captured Herat on Friday. Taliban fighters entered the city on Thursday.",
            "2021-08-13",
        ),
        ("The Taliban have captured Herat. The army entered the city on Thursday.", "2021-08-14"),
        ("The Taliban have captured Herat. Taliban fighters entered the city on 3 May 2021.", "2021-08-14"),
    ],
)
def test_who_has_taken_a_place_took_it_on_the_day_of_entering_it(
    tmp_path: Path, text: str, begin: str
) -> None:
    store = build(tmp_path, ("2021-08-14", text))
    assert ("taliban", begin, "") in intervals(store, "Herat")


def test_a_governor_concedes_for_the_state_that_held_the_place(tmp_path: Path) -> None:
    held = ("2016-12-01", "The Syrian army controls Palmyra.")
    denial = ("2016-12-10", "Syrian state television denied that the army had withdrawn from Palmyra.")
    lost = ("2016-12-11", "Islamic State captured Palmyra on 10 December 2016, a monitor said.")
    said = "The governor of Homs, Talal Barazi, said that the army had withdrawn from Palmyra."
    (tmp_path / "a").mkdir()
    disputed = build(tmp_path / "a", held, denial, lost)
    history = read_history(disputed, find_places(disputed, "Palmyra")[0])
    assert any(interval.disputed for interval in history.timeline.intervals)
    conceded = build(tmp_path, held, denial, lost, ("2016-12-12", said))
    history = read_history(conceded, find_places(conceded, "Palmyra")[0])
    assert not any(interval.disputed for interval in history.timeline.intervals)
