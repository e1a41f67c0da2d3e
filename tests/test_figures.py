"""Figures of harm: 60 sentences through the whole product, number words, ranges over sources, the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from figures_cases import Verdict, judge_cases, read_cases
from pyoxigraph import Literal, Quad

from kg.builder import build_store
from kg.claims.figures import counted_words
from kg.claims.numbers import find_numbers, is_rate
from kg.cli import main
from kg.events.casualties import FigureRow, group_figures
from kg.export import export_store
from kg.query import run_query
from kg.shapes import validate
from kg.store import Store
from kg.vocab import CK, RDF, XSD

if TYPE_CHECKING:
    pass

CASES = read_cases()
AIRSTRIKES = [
    {
        "id": "a", "title": "Strikes on Idlib", "published": "2016-12-12", "publisher": "Levant Courier",
        "text": "Russian airstrikes killed at least 40 people in Idlib on Sunday, the Syrian Observatory for Human "
        "Rights said. The streets were empty afterwards, and no shop had opened by noon on the following day.",
    },
    {
        "id": "b", "title": "Idlib counts its dead", "published": "2016-12-13", "publisher": "Northern Wire",
        "text": "Medics in Idlib said that between 45 and 50 people were killed in Sunday's airstrikes on Idlib.",
    },
    {
        "id": "c", "title": "Before", "published": "2016-11-20", "publisher": "Northern Wire",
        "text": "Rebels killed 12 soldiers near Idlib on 18 November.",
    },
]  # fmt: skip


# number words


@pytest.mark.parametrize(
    ("text", "number", "lower", "upper", "exactness"),
    [
        ("300 soldiers", 300, 300, 300, "Exactly"),
        ("1.5 million people", 1_500_000, 1_500_000, 1_500_000, "Exactly"),
        ("two hundred and fifty thousand people", 250_000, 250_000, 250_000, "Exactly"),
        ("twenty - five men", 25, 25, 25, "Exactly"),
        ("half a million people", 500_000, 500_000, 500_000, "Exactly"),
        ("a dozen men", 12, 12, 12, "Exactly"),
        ("more than 120,000 civilians", 120_000, 120_000, None, "AtLeast"),
        ("no fewer than 25 villagers", 25, 25, None, "AtLeast"),
        ("20 or more", 20, 20, None, "AtLeast"),
        ("up to 40 rebels", 40, None, 40, "AtMost"),
        ("fewer than ten men", 10, None, 10, "AtMost"),
        ("some 300 people", 300, None, None, "About"),
        ("between 30 and 40 fighters", None, 30, 40, "Between"),
        ("30\u201340 fighters", None, 30, 40, "Between"),
        ("15 to 20 soldiers", None, 15, 20, "Between"),
        ("dozens of people", None, 24, 99, "Roughly"),
        ("several hundred people", None, 300, 999, "Roughly"),
        ("hundreds of thousands of people", None, 200_000, 999_999, "Roughly"),
        ("at least dozens of people", None, 24, None, "AtLeast"),
    ],
)
def test_numbers_words_tell_how_exact_they_are(
    text: str, number: int | None, lower: int | None, upper: int | None, exactness: str
) -> None:
    (found,) = find_numbers(text.split())
    assert (found.number, found.lower, found.upper, found.exactness) == (number, lower, upper, exactness)


@pytest.mark.parametrize("text", ["no people", "a man", "half of them", "1,5 men", "and", "40 to 30"])
def test_numbers_invents_no_range(text: str) -> None:
    assert all(found.exactness != "Between" for found in find_numbers(text.split()))


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("20 people are killed every day", True),
        ("15 people a day", True),
        ("after a week in which 20 people died", False),
        ("a day later 20 people died", False),
    ],
)
def test_numbers_rates_are_told_from_stretches_of_time(text: str, rate: bool) -> None:
    words = text.split()
    assert is_rate(words, 0, len(words)) is rate


# sentences


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    return judge_cases(CASES, tmp_path_factory.mktemp("figures"))


@pytest.mark.model
def test_figures_of_the_sentences_are_found_and_right(verdicts: list[Verdict]) -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) == 60
    expected = sum(len(case["figures"]) for case in CASES)
    assert sum(v.found for v in verdicts) / expected >= 0.95
    assert sum(v.right for v in verdicts) / expected >= 0.95


@pytest.mark.model
def test_figures_are_never_made_of_ages_dates_rates_plans_or_denials(verdicts: list[Verdict]) -> None:
    assert [text for verdict in verdicts for text in verdict.invented] == []


@pytest.mark.model
def test_figures_quote_stands_in_the_text_and_holds_number_and_trigger(tmp_path: Path) -> None:
    store = build(tmp_path, AIRSTRIKES)
    texts = {f"https://w3id.org/conflict-kg/id/document/{row['id']}": row["text"] for row in AIRSTRIKES}
    quotes = list(store.quads(None, CK.numberText))
    assert len(quotes) == 3
    for quad in quotes:
        values = {q.predicate.value.rpartition("#")[2]: q.object.value for q in store.quads(quad.subject)}
        text = texts[values["wasDerivedFrom"]]
        assert text[int(values["quoteBegin"]) : int(values["quoteEnd"])] == values["quote"]
        assert values["numberText"] in values["quote"]
        assert "killed" in values["quote"]


@pytest.mark.model
def test_figures_belong_to_the_claim_of_their_event(tmp_path: Path) -> None:
    store = build(tmp_path, AIRSTRIKES[2:])
    (quad,) = store.quads(None, CK.figureOf)
    (relation,) = store.quads(quad.object, RDF.predicate)
    assert relation.object == CK.attacks


@pytest.mark.model
def test_figures_conform_to_the_shapes_and_a_broken_one_does_not(tmp_path: Path) -> None:
    store = build(tmp_path, AIRSTRIKES)
    assert validate(store).conforms
    figure = next(iter(store.quads(None, CK.exactness))).subject
    graph = next(iter(store.quads(figure))).graph_name
    broken = [*store.quads(), Quad(figure, CK.lowerBound, Literal("-3", datatype=XSD.integer), graph)]
    assert {v.focus for v in validate(broken).results} == {figure.value}


def build(folder: Path, rows: list[dict[str, str]]) -> Store:
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = Store.in_memory()
    build_store([source], store)
    return store


# ranges


def row(number: int, day: str = "2016-12-11", **more: object) -> FigureRow:
    values: dict[str, object] = {
        "published": "2016-12-12", "document": f"d{number}", "text": f"d{number}", "quote": f"killed {number}",
        "iri": f"f{number}{more.get('counted', '')}", "kind": "Casualties", "fate": "Killed", "number": number,
        "lower": number, "upper": number, "exactness": "Exactly", "counted": "people", "place": "p",
        "begin": day, "end": day, **more,
    }  # fmt: skip
    return FigureRow(**values)  # type: ignore[arg-type]


def ranges(
    *rows: FigureRow, first: str = "", last: str = ""
) -> list[tuple[str, int | None, int | None, int]]:
    events = group_figures(rows, first=first, last=last)
    return [(t.people, t.lowest, t.highest, t.sources) for event in events for t in event.tallies]


def test_ranges_go_over_the_sources_of_one_event_and_add_nothing_up() -> None:
    assert ranges(row(40), row(50), row(45)) == [("people", 40, 50, 3)]


def test_ranges_do_not_depend_on_the_order_of_the_figures() -> None:
    rows = [row(40), row(50, "2016-12-10"), row(45, ""), row(7, "2016-12")]
    assert ranges(*rows) == ranges(*reversed(rows))


def test_ranges_count_copies_of_one_text_once() -> None:
    assert ranges(row(40, text="t"), row(41, text="t")) == [("people", 40, 41, 1)]


def test_ranges_keep_events_of_other_days_apart() -> None:
    assert ranges(row(40), row(12, "2016-12-01")) == [("people", 12, 12, 1), ("people", 40, 40, 1)]


def test_ranges_compare_only_the_same_people() -> None:
    assert ranges(row(40), row(12, counted="soldiers"), row(14, counted="Syrian troops")) == [
        ("people", 40, 40, 1),
        ("soldiers", 12, 14, 2),
    ]


def test_ranges_are_open_above_where_the_largest_is_at_least() -> None:
    least = row(40, exactness="AtLeast", upper=None)
    assert ranges(least) == [("people", 40, None, 1)]
    assert ranges(least, row(50)) == [("people", 40, 50, 2)]
    assert ranges(row(40, exactness="AtMost", lower=None)) == [("people", None, 40, 1)]


def test_ranges_leave_totals_over_years_out_of_events() -> None:
    assert ranges(row(40), row(5000, "2011", end="")) == [("people", 5000, 5000, 1), ("people", 40, 40, 1)]


def test_ranges_figure_without_a_day_joins_the_event_before_its_report() -> None:
    assert ranges(row(40), row(45, "")) == [("people", 40, 45, 2)]
    assert len(ranges(row(40), row(45, "", published="2017-01-20"))) == 2


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [("2016-12-11", "2016-12-11", 1), ("2016-12-12", "", 0), ("", "2016-12-10", 0), ("", "", 1)],
)
def test_ranges_keep_to_the_days_asked(first: str, last: str, count: int) -> None:
    assert len(ranges(row(40), first=first, last=last)) == count


# the command and the query


@pytest.mark.model
def test_casualties_command_gives_ranges_with_quotes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "articles.jsonl"
    copy = {**AIRSTRIKES[0], "id": "copy", "publisher": "Third Paper"}
    source.write_text("".join(json.dumps(r) + "\n" for r in (*AIRSTRIKES, copy)), encoding="utf-8")
    path = str(tmp_path / "store")
    assert main(["build", str(source), "--store", path, "--quiet"]) == 0
    capsys.readouterr()
    assert main(["casualties", "Idlib", "--from", "2016-12-01", "--store", path, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (event,) = answer["events"]
    (killed,) = event["figures"]
    assert (event["begin"], event["end"], event["place"]["label"]) == ("2016-12-11", "2016-12-11", "Idlib")
    assert (killed["lowest"], killed["highest"], killed["reports"], killed["sources"]) == (40, 50, 3, 2)
    assert {told["quote"] for told in killed["told"]} == {
        "killed at least 40 people",
        "between 45 and 50 people were killed",
    }
    assert main(["casualties", "Idlib", "--store", path]) == 0
    out = capsys.readouterr().out
    assert "40 to 50" in out
    assert "killed 12 soldiers" in out
    assert main(["casualties", "Idlib", "--from", "2017-01-01", "--to", "2016-01-01", "--store", path]) == 2
    assert main(["casualties", "Atlantis", "--store", path]) == 2
    with Store.open(Path(path), read_only=True) as store:
        told = run_query(
            store, "casualties", {"place": "Idlib", "from": "2016-12-01"}, timeout=None
        ).as_dicts()
        export_store(store, tmp_path / "all.ttl")
    assert {(r["lowest"], r["highest"]) for r in told} == {("40", ""), ("45", "50")}
    assert len({r["text"] for r in told}) == 2
    assert "ck:figurePlace" in (tmp_path / "all.ttl").read_text("utf-8")


def test_counted_words_leave_out_what_joins_number_and_noun() -> None:
    import spacy
    from spacy.tokens import Doc

    words = ["Dozens", "of", "the", "Syrian", "soldiers"]
    doc = Doc(
        spacy.blank("en").vocab, words, deps=["ROOT", "prep", "det", "amod", "pobj"], heads=[0, 0, 4, 4, 1]
    )
    assert counted_words(doc, 1, doc[4]) == "Syrian soldiers"
    assert counted_words(doc, 1, None) == ""
