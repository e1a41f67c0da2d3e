"""Who held what: the rules of time and control on claims made by hand."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.control import ControlClaim, Timeline, build_timeline
from kg.control.marks import is_of_part
from kg.control.sides import find_sides, find_vague


def said(text: str, reported: str = "", **more: object) -> ControlClaim:
    """Make a claim of "ACTOR PHASE [DAY]": the day is the begin, or of an end the end."""
    actor, phase, *day = text.split()
    time = {("end" if phase == "Ends" else "begin"): day[0]} if day else {}
    values: dict[str, object] = {
        "place": "p",
        "actor": actor,
        "phase": phase,
        "reported": reported,
        "iri": f"{text}|{reported}|{more}",
        "document": f"doc-{reported}-{text}",
        "quote": f"{actor} {phase}",
        **time,
        **more,
    }
    return ControlClaim(**values)  # type: ignore[arg-type]


def denied(text: str, reported: str, **more: object) -> ControlClaim:
    return said(text, reported, modality="Denied", **more)


def who(timeline: Timeline, day: str) -> str:
    """Return the holders of a day, with "?" where it is disputed."""
    number = date.fromisoformat(day).toordinal()
    held = timeline.holders(number)
    mark = "?" if any(interval.is_disputed(number) for interval in held) else ""
    return " ".join(sorted(interval.actor for interval in held)) + mark


HELD = said("Army Holds", "2020-01-01")
SEIZED = said("Rebels Begins 2020-01-10", "2020-01-11", source="observatory")
STILL = said(
    "Army Holds", "2020-01-12", quote="the army still holds", source="ministry", source_label="ministry"
)


@pytest.mark.parametrize(
    ("rule", "claims", "answers"),
    [
        ("10 an undated hold is known on the day of its report", [HELD],
         {"2019-12-31": "", "2020-01-01": "Army", "2025-01-01": "Army"}),
        ("10 an undated seizure has happened by then", [HELD, said("Rebels Begins", "2020-01-11")],
         {"2020-01-10": "Army", "2020-01-11": "Rebels"}),
        ("11 a seizure ends every earlier hold", [HELD, said("A Holds", "2020-01-01"), SEIZED],
         {"2020-01-05": "A Army?", "2020-01-10": "Rebels"}),
        ("11 who lost it held it until then", [SEIZED, said("Army Ends 2020-01-10", "2020-01-11")],
         {"2020-01-09": "Army", "2020-01-10": "Rebels"}),
        ("11 back to the last thing known",
         [said("A Begins 2020-01-01", "2020-01-02"), said("B Ends 2020-03-01", "2020-03-02"),
          said("C Begins 2020-03-01", "2020-03-02")],
         {"2020-01-01": "A", "2020-02-01": "B", "2020-03-01": "C"}),
        ("11 a later report names another holder for a later time", [SEIZED, said("Army Holds", "2020-02-01")],
         {"2020-01-31": "Rebels", "2020-02-01": "Army"}),
        ("11 a report of the holder alone leaves one who holds it jointly",
         [said("A Begins 2020-01-01", "2020-01-02", sentence="s"),
          said("B Begins 2020-01-01", "2020-01-02", sentence="s"), said("A Holds", "2020-02-01")],
         {"2020-01-01": "A B", "2020-02-02": "A B"}),
        ("11 the day of the event, not of the report", [HELD, said("Rebels Begins 2020-01-10", "2020-03-01")],
         {"2020-01-09": "Army", "2020-01-10": "Rebels"}),
        ("11 still holds is a dispute from the day of the change on", [HELD, SEIZED, STILL],
         {"2020-01-09": "Army", "2020-01-10": "Army Rebels?", "2021-01-01": "Army Rebels?"}),
        ("11 a denial of a reported change is a dispute", [HELD, SEIZED, denied("Rebels Begins", "2020-01-12")],
         {"2020-01-10": "Army Rebels?"}),
        ("11 a denial reported before the report that it denies, and after the day",
         [HELD, denied("Rebels Begins", "2020-01-10"), SEIZED], {"2020-01-10": "Army Rebels?"}),
        ("11 a denied loss is a dispute", [HELD, SEIZED, denied("Army Ends", "2020-01-12")],
         {"2020-01-10": "Army Rebels?"}),
        ("11 a later dated event settles it", [HELD, SEIZED, STILL, said("Army Begins 2020-02-01", "2020-02-02")],
         {"2020-01-31": "Army Rebels?", "2020-02-01": "Army"}),
        ("11 the same side concedes",
         [HELD, SEIZED, STILL, said("Army Ends", "2020-01-20", source="ministry", source_label="ministry")],
         {"2020-01-09": "Army", "2020-01-10": "Rebels", "2020-01-15": "Rebels"}),
        ("11 another side's word is no concession",
         [HELD, SEIZED, STILL, said("Army Ends", "2020-01-20", source="envoy", source_label="envoy")],
         {"2020-01-15": "Army Rebels?"}),
        ("12 a denial of what nobody has claimed is none", [HELD, denied("Army Ends", "2020-01-05")],
         {"2020-01-06": "Army"}),
        ("12 two joint holders are none",
         [said("A Holds", "2020-01-01", sentence="s"), said("B Holds", "2020-01-01", sentence="s")],
         {"2020-01-02": "A B"}),
        ("12 two sources contradict each other", [HELD, said("Rebels Holds", "2020-01-01")],
         {"2020-01-01": "Army Rebels?", "2020-01-05": "Army Rebels?"}),
        ("12 a plan is none", [HELD, said("Rebels Begins 2020-02-01", "2020-01-12", modality="Planned")],
         {"2020-02-02": "Army"}),
        ("12 a failed attempt is none", [HELD, said("Rebels Begins 2020-01-10", "2020-01-12", polarity="Negated")],
         {"2020-01-10": "Army", "2020-01-20": "Army"}),
        ("14 nobody is known after a withdrawal", [HELD, said("Army Ends 2020-01-10", "2020-01-11")],
         {"2020-01-09": "Army", "2020-01-10": ""}),
        ("15 of two events of a day the one that says again is later",
         [said("Rebels Begins 2020-01-10", "2020-01-11", document="d"),
          said("Army Begins 2020-01-10", "2020-01-11", document="d", quote="the army recaptured it")],
         {"2020-01-10": "Army"}),
        ("15 of two events of a day the one counted from the other is later",
         [said("Rebels Begins 2020-01-10", "2020-01-11", iri="first"),
          said("Army Begins 2020-01-10", "2020-01-11", after=("first",))],
         {"2020-01-10": "Army"}),
        ("15 else the documents' days say",
         [said("Rebels Begins 2020-01-10", "2020-01-12"), said("Army Begins 2020-01-10", "2020-01-11")],
         {"2020-01-10": "Rebels"}),
        ("15 else both are kept",
         [said("Rebels Begins 2020-01-10", "2020-01-11"), said("Army Begins 2020-01-10", "2020-01-11")],
         {"2020-01-10": "Army Rebels?"}),
        ("a month leaves both open until its end", [HELD, said("Rebels Begins 2020-03", "2020-05-01")],
         {"2020-02-29": "Army", "2020-03-15": "Army Rebels", "2020-03-31": "Rebels"}),
        ("since and until", [said("A Holds 2020-01-05", "2020-06-01"), said("A Holds", "2020-07-01", end="2020-06-20")],
         {"2020-01-04": "", "2020-01-05": "A", "2020-06-19": "A", "2020-06-21": ""}),
        ("told again with another day near it", [HELD, SEIZED, said("Rebels Begins 2020-01-12", "2020-01-13"),
                                               said("Army Ends 2020-01-12", "2020-01-13")],
         {"2020-01-09": "Army", "2020-01-11": "Rebels", "2020-01-13": "Rebels"}),
        ("a stale hold is disputed until the change is told", [HELD, said("Army Holds", "2020-01-12"),
                                               said("Rebels Begins 2020-01-10", "2020-01-15")],
         {"2020-01-11": "Army Rebels?", "2020-01-15": "Rebels"}),
        ("an event after its report cannot be", [HELD, said("Rebels Begins 2021-01-01", "2020-01-12")],
         {"2020-01-11": "Army", "2020-01-12": "Rebels"}),
        ("an undated background of a dated change says nothing new",
         [said("Rebels Begins", "2020-01-11", document="d"),
          said("Army Begins 2020-01-10", "2020-01-11", document="d")],
         {"2020-01-11": "Army"}),
    ],
)  # fmt: skip
def test_control_rule(rule: str, claims: list[ControlClaim], answers: dict[str, str]) -> None:
    for order in (claims, claims[::-1]):
        timeline = build_timeline("p", order)
        assert {day: who(timeline, day) for day in answers} == answers, rule


def test_control_as_of_uses_what_was_published_by_then() -> None:
    claims = [HELD, SEIZED, said("Envoy Begins 2020-01-10", "")]
    assert who(build_timeline("p", claims, as_of="2020-01-10"), "2020-01-10") == "Army"
    assert who(build_timeline("p", claims, as_of="2020-01-11"), "2020-01-10") == "Rebels"
    assert who(build_timeline("p", claims), "2020-01-10") == "Envoy Rebels?"


def test_control_one_side_never_contradicts_itself() -> None:
    claims = [
        said("Army Begins 2020-01-10", "2020-01-11"),
        said("Government Begins 2020-01-10", "2020-01-11"),
    ]
    timeline = build_timeline("p", claims, sides={"Army": "S", "Government": "S"})
    assert who(timeline, "2020-01-10") == "Army Government"


def test_control_fighting_is_contested_and_no_change() -> None:
    fight = said("Rebels Begins", "2020-01-05", fighting=True, phase="")
    timeline = build_timeline("p", [HELD, fight])
    day = date(2020, 1, 5).toordinal()
    assert timeline.is_contested(day)
    assert not timeline.is_contested(day + 1)
    assert who(timeline, "2020-01-05") == "Army"


def test_control_an_old_report_among_the_gains_of_a_day_is_no_rival() -> None:
    claims = [
        said("A Begins 2020-01-01", "2020-01-02"),
        said("A Ends 2020-01-10", "2020-01-10"),
        said("A Begins", "2020-01-11"),
        said("B Begins 2020-01-11", "2020-01-11"),
    ]
    timeline = build_timeline("p", claims)
    assert who(timeline, "2020-01-12") == "B"
    assert who(timeline, "2020-01-09") == "A"


def test_control_keeps_claims_for_and_against() -> None:
    rebels = next(i for i in build_timeline("p", [HELD, SEIZED, STILL]).intervals if i.actor == "Rebels")
    assert rebels.supporting == (SEIZED,)
    assert rebels.opposing == (STILL,)


ACTORS = st.sampled_from(["A", "B", "C"])
DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 28)).map(str)
CLAIMS = st.builds(
    lambda actor, phase, day, reported, modality, polarity: said(
        f"{actor} {phase} {day}".strip(), reported, modality=modality, polarity=polarity
    ),
    ACTORS,
    st.sampled_from(["Begins", "Holds", "Ends"]),
    st.one_of(st.just(""), DAYS),
    st.one_of(st.just(""), DAYS),
    st.sampled_from(["Actual", "Claimed", "Denied", "Planned"]),
    st.sampled_from(["Affirmed", "Affirmed", "Negated"]),
)


@given(st.lists(CLAIMS, max_size=9, unique_by=lambda claim: claim.iri), st.randoms())
def test_control_any_claims_in_any_order_give_one_timeline(
    claims: list[ControlClaim], chance: random.Random
) -> None:
    timeline = build_timeline("p", claims)
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert build_timeline("p", shuffled) == timeline
    for interval in timeline.intervals:
        assert interval.supporting
        assert interval.first is None or interval.stop is None or interval.first <= interval.stop


@pytest.mark.parametrize(
    ("words", "quote", "of_part"),
    [
        ("a district of the town", "took a district of the town", True),
        ("the last district", "captured the last district", False),
        ("the town", "captured the town", False),
        ("Donetsk airport", "hold Donetsk airport", False),
    ],
)
def test_control_words_for_a_part_are_not_the_whole(words: str, quote: str, of_part: bool) -> None:
    label = "Donetsk airport" if "airport" in words else "Lipa"
    assert is_of_part(said("A Begins", "2020-01-01", object_text=words, quote=quote), label) is of_part


def test_control_sides_and_vague_names() -> None:
    base = "https://w3id.org/conflict-kg/id/actor/"
    sides = find_sides([base + "syrian-armed-forces", base + "syrian-government", base + "islamic-state"])
    assert sides[base + "syrian-armed-forces"] == sides[base + "syrian-government"]
    assert sides[base + "islamic-state"] != sides[base + "syrian-government"]
    labels = {"1": "Rebels", "2": "Syrian rebels", "3": "Army"}
    assert find_vague(labels, ["1", "2"]) == {"1": "2"}
    assert find_vague({**labels, "4": "Libyan rebels"}, ["1"]) == {}


def many(*reports: str) -> list[ControlClaim]:
    """Make a report of a hold, or a seizure, for each "DAY ACTOR [Begins]", each by a text of its own."""
    made = []
    for number, report in enumerate(reports):
        day, actor, *phase = report.split()
        told = f"{actor} Begins 2020-01-{day}" if phase else f"{actor} Holds"
        made.append(said(told, f"2020-01-{day}", document=f"doc-{number}"))
    return made


def test_control_one_report_against_many_before_and_after_changes_nothing() -> None:
    lone = ["01 A", "02 A", "03 A", "05 B Begins", "06 A", "07 A", "08 A"]
    timeline = build_timeline("p", many(*lone))
    assert who(timeline, "2020-01-05") == "A"
    (interval,) = timeline.intervals
    assert [claim.actor for claim in interval.opposing] == ["B"]


@pytest.mark.parametrize(
    "reports",
    [
        ["01 A", "02 A", "05 B Begins", "06 A", "07 A"],  # few tell of the place
        ["01 A", "02 A", "03 A", "05 B Begins", "05 B", "08 A", "09 A", "10 A"],  # another tells it too
        ["01 A", "02 A", "03 A", "05 B Begins", "07 A Begins", "08 A", "09 A", "10 A"],  # and of the way back
        ["01 A", "02 A", "03 A", "05 B Begins", "08 C", "09 C", "10 C"],  # afterwards a third one holds it
    ],
)
def test_control_a_report_is_not_set_aside_where_something_speaks_for_it(reports: list[str]) -> None:
    assert who(build_timeline("p", many(*reports)), "2020-01-06") == ("A" if "06 A" in reports else "B")
    assert who(build_timeline("p", many(*reports)), "2020-01-05") == "B"
