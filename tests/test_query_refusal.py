"""What a query may not do: reach out, read files, change data, run for ever."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_graph import graph_of, sample_quads

from kg.errors import QueryError, QueryRefusedError, QuerySyntaxError, QueryTimeoutError
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
        "SELECT * { \\u005Cu0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . # a comment \r SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
        "PREFIX prefix: <https://w3id.org/> PREFIX : <file:///etc/> SELECT * FROM :hostname { ?s ?p ?o }",
        "SELECT * " + "{" * 100 + "?s ?p ?o" + "}" * 100,
        'SELECT * { ?s ?p "\\\\" . SERVICE <http://127.0.0.1:9/> { ?a ?b "\\\\" } }',
        "SELECT * { ?s ?p ?o FILTER(?s<?o #>\n) SERVICE<http://127.0.0.1:9/>{?a ?b ?c} }",
        "BASE <file:///etc/> SELECT * FROM <hostname> { ?s ?p ?o }",
        "PREFIX a: <file:///etc/> SELECT * FROM a:hostname { ?s ?p ?o }",
        "DESCRIBE <http://s> FROM <file:///etc/hostname>",
        "CONSTRUCT FROM <file:///etc/hostname> WHERE { ?s ?p ?o }",
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
    graph = graph_of("a").value
    assert run_sparql(store, f"ASK FROM <{graph}> {{ ?s ?p ?o }}", timeout=None).boolean
    short = f"PREFIX g: <{graph.removesuffix('a')}> ASK FROM g:a {{ ?s ?p ?o }}"
    assert run_sparql(store, short, timeout=None).boolean


def test_refusal_also_comes_from_the_process_that_runs_queries() -> None:
    store = Store.in_memory(sample_quads())
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        run_sparql(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", timeout=20)
    with pytest.raises(QuerySyntaxError, match="line 1, column"):
        run_sparql(store, "SELECT * { ?s ?p", timeout=20)


def test_refusal_an_escaped_backslash_before_a_u_is_no_escape() -> None:
    store = Store.in_memory(sample_quads())
    text = 'SELECT ("a\\\\u0041b" AS ?x) ("\\u0041" AS ?y) {}'
    assert run_sparql(store, text, timeout=None).as_dicts() == [{"x": "a\\u0041b", "y": "A"}]


def test_refusal_common_prefixes_need_no_declaration_and_others_are_named() -> None:
    store = Store.in_memory(sample_quads())
    assert run_sparql(store, "ASK { ?claim a ck:Claim }", timeout=None).boolean
    assert not run_sparql(store, "PREFIX ck: <http://x/> ASK { ?claim a ck:Claim }", timeout=None).boolean
    with pytest.raises(QuerySyntaxError, match=r"line 2, column 11: the prefix cks: .* ck:\?"):
        run_sparql(store, "ASK {\n ?claim a cks:Claim }", timeout=None)


@pytest.mark.parametrize("timeout", [None, 20.0])
def test_refusal_what_fails_only_when_it_runs_is_a_query_error(timeout: float | None) -> None:
    text = "SELECT * { BIND(<http://example.org/f>(1) AS ?x) }"
    with pytest.raises(QueryError, match="function"):
        run_sparql(Store.in_memory(), text, timeout=timeout)


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


CHILD = f"""
import sys
from pathlib import Path
from kg.query import run_sparql
from kg.store import Store
with Store.open(Path(sys.argv[1]), read_only=True) as store:
    run_sparql(store, {ENDLESS!r}, timeout=2)
"""


def test_refusal_a_query_whose_caller_was_killed_ends_at_its_time_limit(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as writer:
        writer.add(sample_quads())
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "s")], env={**os.environ, "PYTHONPATH": str(root)}
    ) as caller:
        children = Path(f"/proc/{caller.pid}/task/{caller.pid}/children")
        if not children.exists():
            caller.kill()
            pytest.skip("needs Linux")
        while not (found := children.read_text().split()):
            time.sleep(0.02)
        caller.send_signal(signal.SIGKILL)
    end = time.monotonic() + 10
    while Path(f"/proc/{found[0]}/cmdline").exists() and Path(f"/proc/{found[0]}/cmdline").read_bytes():
        assert time.monotonic() < end, "the query still runs"
        time.sleep(0.1)
