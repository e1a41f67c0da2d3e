"""Named queries: each answers its question on a small graph, with the words of the source."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import claim, document_graph, entity_graph, iri_of, sample_quads

from kg.control.derive import refresh_derived
from kg.errors import UnknownNameError, UsageError
from kg.export import export_store
from kg.query import Result, claim_rows, list_queries, run_query, run_sparql
from kg.store import Store
from kg.vocab import CK, RDF, XSD

PARAMETERS = {
    "date": "2016-12-12",
    "place": "Palmyra",
    "actor": "Islamic State",
    "entity": "Palmyra",
    "relation": "controls",
}


@pytest.fixture(scope="module")
def store() -> Store:
    return derived(sample_quads())


def derived(quads: list[ox.Quad]) -> Store:
    made = Store.in_memory(quads)
    refresh_derived(made)
    return made


def ask(store: Store, name: str, **params: str) -> list[dict[str, str]]:
    return run_query(store, name, params, timeout=None).as_dicts()


def test_query_every_shipped_query_runs_and_says_what_it_is_for(store: Store) -> None:
    queries = list_queries()
    assert len(queries) >= 10
    for query in queries:
        params = {p.name: PARAMETERS[p.name] for p in query.parameters if p.required}
        assert query.summary.endswith("?")
        run_query(store, query, params, timeout=None)


@pytest.mark.parametrize(
    ("name", "params", "quotes"),
    [
        ("who-controls", {"place": "Palmyra"}, {"IS seized Palmyra", "the army holds Palmyra"}),
        ("who-controls", {"place": "tadmur"}, {"IS seized Palmyra", "the army holds Palmyra"}),
        ("what-does-an-actor-hold", {"actor": "Daesh"}, {"IS seized Palmyra"}),
        ("who-supports-whom", {}, {"the army, backed by Russia", "Russia gives the army arms"}),
        ("allies-of", {"actor": "Syrian Army"}, {"Russia and the army, allies"}),
        ("who-attacks-whom", {}, {"Russian jets struck IS"}),
        ("disputed-control", {}, {"IS seized Palmyra", "the army holds Palmyra"}),
        ("disputed-control", {"place": "Lipa"}, set()),
        (
            "heritage-at-risk",
            {"site": "Palmyra"},
            {"IS seized Palmyra", "IS blew up the temple", "the army holds Palmyra"},
        ),
        ("claims-about", {"entity": "Turkey"}, {"no Turkish help"}),
        ("sources-of", {"relation": "attacks"}, {"Russian jets struck IS"}),
        ("sources-of", {"relation": "supports", "subject": "Turkey"}, {"no Turkish help"}),
        ("control-history", {"place": "Palmyra"}, {"IS seized Palmyra", "the army holds Palmyra"}),
        ("first-reported-by", {"object": "Palmyra"}, {"IS seized Palmyra"}),
        ("first-reported-by", {"relation": "damages"}, {"IS blew up the temple"}),
        ("claims-later-contradicted", {}, set()),
        ("newest-claims", {"limit": "1"}, {"the army holds Palmyra"}),
        ("newest-claims", {"relation": "damages"}, {"IS blew up the temple"}),
    ],
)  # fmt: skip
def test_query_answers_with_the_words_of_the_source(
    store: Store, name: str, params: dict[str, str], quotes: set[str]
) -> None:
    assert {row["quote"] for row in ask(store, name, **params)} == quotes


def test_query_control_on_date_names_who_held_it_on_the_day(store: Store) -> None:
    for day, holders in (
        ("2016-12-10", []),
        ("2016-12-12", ["Islamic State"]),
        ("2016-12-13", ["Syrian Army"]),
    ):
        rows = ask(store, "control-on-date", date=day, place="Palmyra")
        assert [row["holderLabel"] for row in rows] == holders


def test_query_gains_and_losses_count_events_by_month(store: Store) -> None:
    (row,) = ask(store, "gains-and-losses")
    assert (row["actorLabel"], row["month"], row["gains"], row["losses"]) == (
        "Islamic State",
        "2016-12",
        "1",
        "0",
    )


def test_query_claims_later_contradicted_names_both_reports() -> None:
    a, b = {"published": "2016-12-12"}, {"published": "2016-12-13"}
    quads = [
        *entity_graph(),
        *document_graph("a", "2016-12-12"),
        *claim(
            "a",
            "Islamic State",
            "controls",
            "Palmyra",
            "IS took it",
            phase="Begins",
            begin="2016-12-11",
            **a,
        ),
        *document_graph("b", "2016-12-13"),
        *claim("b", "Syrian Army", "controls", "Palmyra", "the army still holds Palmyra", phase="Holds", **b),
    ]
    (row,) = ask(derived(quads), "claims-later-contradicted")
    assert (row["quote"], row["laterQuote"]) == ("IS took it", "the army still holds Palmyra")


def test_query_who_controls_names_the_source_and_the_time(store: Store) -> None:
    rows = {row["quote"]: row for row in ask(store, "who-controls", place="Palmyra")}
    assert rows["the army holds Palmyra"]["sourceLabel"] == "defence ministry"
    assert rows["IS seized Palmyra"]["begin"] == "2016-12-11"


def test_query_contradicting_reports_of_one_day_are_both_kept_and_the_other_town_is_no_dispute() -> None:
    quads = [
        *entity_graph(),
        *document_graph("a", "2019-05-05"),
        *claim("a", "Syrian Army", "controls", "Dresk", "The army holds Dresk", phase="Holds",
               source="defence ministry",
               modality="Claimed", published="2019-05-05"),
        *claim("a", "Syrian Army", "controls", "Lipa", "The army holds Lipa", phase="Holds",
               source="defence ministry",
               modality="Claimed", published="2019-05-05", start=50),
        *document_graph("b", "2019-05-05"),
        *claim("b", "rebels", "controls", "Dresk", "Rebels control Dresk", phase="Holds", source="residents",
               modality="Claimed", published="2019-05-05"),
    ]  # fmt: skip
    for order in (quads, quads[::-1]):
        rows = ask(Store.in_memory(order), "disputed-control")
        assert {(row["placeLabel"], row["quote"]) for row in rows} == {
            ("Dresk", "The army holds Dresk"), ("Dresk", "Rebels control Dresk"),
        }  # fmt: skip


@pytest.mark.parametrize("ending", ["ttl", "nq", "trig", "rdf"])
def test_query_gives_the_same_rows_in_the_same_order_on_an_export(
    store: Store, tmp_path: Path, ending: str
) -> None:
    export_store(store, tmp_path / f"g.{ending}")
    flat = Store.from_files([tmp_path / f"g.{ending}"])
    for query in list_queries():
        params = {p.name: PARAMETERS[p.name] for p in query.parameters if p.required}
        one, other = (run_query(s, query, params, timeout=None).rows for s in (store, flat))
        assert one == other, query.name


def test_query_unknown_names_offer_the_nearest(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="who-controls"):
        run_query(store, "who-control")
    with pytest.raises(UnknownNameError, match="place"):
        run_query(store, "who-controls", {"plaec": "Palmyra"})
    with pytest.raises(UnknownNameError, match="Palmyra"):
        run_query(store, "who-controls", {"place": "Palmira"}, timeout=None)


def test_query_a_hostile_label_is_a_value_and_not_query_text() -> None:
    quads = [
        *sample_quads(),
        *claim("a", "Islamic State", "controls", "O'Brien \"} DELETE .", "they hold it", phase="Holds"),
    ]
    rows = ask(Store.in_memory(quads), "who-controls", place="O'Brien \"} DELETE .")
    assert [row["quote"] for row in rows] == ["they hold it"]


@given(st.text(min_size=1))
def test_query_any_value_of_a_parameter_is_an_answer_or_an_unknown_name(value: str) -> None:
    store = Store.in_memory(sample_quads())
    with suppress(UsageError):
        run_query(store, "who-controls", {"place": value}, timeout=None)


def test_query_writes_the_sparql_result_formats(store: Store) -> None:
    result = run_sparql(store, f"SELECT ?p {{ <{iri_of('Russia')}> ?p ?o }} LIMIT 1", timeout=None)
    assert result.serialize("csv").startswith(b"p\r\n")
    assert result.serialize("tsv").startswith(b"?p\n")
    assert b'"bindings"' in result.serialize("json")
    with pytest.raises(Exception, match="ttl"):
        result.serialize("ttl")


TERMS = (
    st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal)
    | st.sampled_from(["0.860", "01", "1e3"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    )
    | st.just(ox.Literal("mot", language="fr"))
    | st.just(ox.NamedNode("http://example.org/é?a=1&b='2'"))
    | st.none()
)


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
def test_query_result_formats_hold_any_terms(rows: list[tuple[ox.Literal | None, ox.Literal | None]]) -> None:
    result = Result(variables=("a", "b"), rows=tuple(rows))
    for name, format_ in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        read = ox.parse_query_results(result.serialize(name), format_)
        assert isinstance(read, ox.QuerySolutions)
        assert [tuple(solution) for solution in read] == rows
    assert set(json.loads(result.serialize("json"))) == {"head", "results"}
    read_rows = list(csv.reader(io.StringIO(result.serialize("csv").decode(), newline="")))
    assert read_rows[0] == ["a", "b"]
    assert read_rows[1:] == [[term.value if term else "" for term in row] for row in rows]


@pytest.mark.parametrize("name", ["disputed-control", "newest-claims"])
def test_query_with_a_time_limit_answers_the_same(store: Store, tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / "s") as writer:
        writer.add(sample_quads())
        refresh_derived(writer)
        while_writing = run_query(writer, name, timeout=20)
    with Store.open(tmp_path / "s", read_only=True) as reader:
        assert run_query(reader, name, timeout=20) == while_writing == run_query(store, name, timeout=None)


def test_query_claim_rows_carry_how_the_time_is_meant() -> None:
    told = claim(
        "a",
        "Islamic State",
        "controls",
        "Palmyra",
        "IS took it last week",
        phase="Begins",
        begin="2016-12-05",
    )
    quads = [*entity_graph(), *document_graph("a", "2016-12-12"), *told]
    graph = quads[-1].graph_name
    node = next(q.subject for q in quads if q.predicate == RDF.predicate)
    day = ox.Literal("2016-12-11", datatype=XSD.date)
    quads += [
        ox.Quad(node, CK.end, day, graph),
        ox.Quad(node, CK.beginLatest, day, graph),
        ox.Quad(node, CK.somewhereWithin, ox.Literal(True), graph),
        ox.Quad(node, CK.timeInferredFrom, CK.PublicationDate, graph),
        ox.Quad(node, CK.timeInferredFrom, ox.NamedNode("https://example.org/claim"), graph),
    ]
    (row,) = claim_rows(Store.in_memory(quads))
    assert (row.begin, row.end, row.begin_latest, row.somewhere_within) == (
        "2016-12-05", "2016-12-11", "2016-12-11", True,
    )  # fmt: skip
    assert row.time_inferred_from == ("PublicationDate", "https://example.org/claim")
