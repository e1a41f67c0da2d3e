"""What a query may not do: reach out, read files, change data, run for ever."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sample_graph import graph_of, sample_quads

from kg.errors import QueryRefusedError, QuerySyntaxError, QueryTimeoutError
from kg.query import run_sparql
from kg.store import Store


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/g> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/hostname>",
        "PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <http://a> <http://b> <http://c> }",
        "CLEAR ALL",
        "# SELECT\nDROP ALL",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_refusal_what_leaves_the_store_or_changes_it_is_refused_before_it_runs(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", None)
    store = Store.in_memory(sample_quads())
    before = len(store)
    with pytest.raises(QueryRefusedError):
        run_sparql(store, text, timeout=None)
    assert len(store) == before


def test_refusal_words_in_texts_and_names_are_no_updates() -> None:
    store = Store.in_memory(sample_quads())
    text = 'PREFIX d: <http://delete/> SELECT (COUNT(*) AS ?service) { ?s ?p ?o FILTER(?o != "SERVICE DELETE LOAD") }'
    assert run_sparql(store, text, timeout=None).rows


def test_refusal_a_graph_of_the_store_may_be_read_by_from() -> None:
    store = Store.in_memory(sample_quads())
    assert run_sparql(store, f"ASK FROM <{graph_of('a').value}> {{ ?s ?p ?o }}", timeout=None).boolean


@pytest.mark.parametrize(("text", "line"), [("SELECT ?x {\n ?x ?y }", 2), ("SELEC ?x { ?x ?y ?z }", 1)])
def test_refusal_a_syntax_error_has_line_and_column(text: str, line: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run_sparql(Store.in_memory(), text, timeout=None)
    assert caught.value.line == line
    assert caught.value.column > 0
    assert f"line {line}" in str(caught.value)


ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"


@pytest.mark.parametrize("on_disk", [True, False])
def test_refusal_an_endless_query_stops_at_its_time_limit(tmp_path: Path, on_disk: bool) -> None:
    quads = sample_quads()
    if on_disk:
        with Store.open(tmp_path / "s") as writer:
            writer.add(quads)
        store = Store.open(tmp_path / "s", create=False, read_only=True)
    else:
        store = Store.in_memory(quads)
    with store, pytest.raises(QueryTimeoutError, match="--timeout"):
        run_sparql(store, ENDLESS, timeout=2)
