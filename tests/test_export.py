"""Exports: the same bytes each time, whole in other loaders, and safe for any words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from sample_graph import claim, document_graph, entity_graph, sample_quads

from kg.errors import KgError, UnknownNameError
from kg.export import FORMATS, export_store
from kg.store import Store

RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "nquads": "nquads",
    "ntriples": "nt",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
RAPPER = {"turtle": "turtle", "ntriples": "ntriples", "nquads": "nquads", "rdfxml": "rdfxml"}
# All that XML can hold, with tab, line feed, carriage return and the controls from U+007F on.
WRITABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda character: character >= " " or character in "\t\n\r"
)
HOSTILE = '\r\na "quote", \'\'\' and """ \\ <b>&amp;</b>\ttab\n\U0001f600 \u062c\u0628\u0647\u0629 ]]> "'


def store_with(quote: str) -> Store:
    return Store.in_memory(
        [*entity_graph(), *document_graph("a"), *claim("a", "Islamic State", "attacks", "Palmyra", quote)]
    )


@pytest.mark.parametrize("name", FORMATS)
def test_export_loads_whole_in_rdflib_and_pyoxigraph(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"g{FORMATS[name].endings[0]}"
    count = export_store(Store.in_memory(sample_quads()), path)
    loaded = list(ox.parse(path=str(path), format=FORMATS[name].serializer))
    assert len(loaded) == count
    dataset = rdflib.Dataset()
    dataset.parse(str(path), format=RDFLIB[name])
    assert len(set(dataset.quads())) == count


@pytest.mark.parametrize("name", RAPPER)
def test_export_loads_whole_in_rapper(name: str, tmp_path: Path) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper (raptor2-utils) is not installed")
    path = tmp_path / f"g{FORMATS[name].endings[0]}"
    count = export_store(Store.in_memory(sample_quads()), path)
    done = subprocess.run(
        ["rapper", "-c", "-i", RAPPER[name], str(path)], capture_output=True, text=True, check=True
    )
    found = re.search(r"returned (\d+) triples", done.stderr)
    assert found is not None
    assert int(found[1]) == count


@pytest.mark.parametrize("name", FORMATS)
def test_export_gives_the_same_bytes_whatever_the_order_and_hash_seed(name: str, tmp_path: Path) -> None:
    ending = FORMATS[name].endings[0]
    export_store(Store.in_memory(sample_quads()), tmp_path / f"a{ending}")
    export_store(Store.in_memory(sample_quads()[::-1]), tmp_path / f"b{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()
    code = (
        "import sys; from sample_graph import sample_quads; from kg.store import Store;"
        "from kg.export import export_store;"
        "export_store(Store.in_memory(sample_quads()), sys.argv[1])"
    )
    root = Path(__file__).parent
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": f"{root}{os.pathsep}{root.parent}"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / f"c{ending}")], check=True, env=environment)
    assert (tmp_path / f"c{ending}").read_bytes() == (tmp_path / f"a{ending}").read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None)
@given(quote=st.text(WRITABLE, min_size=1) | st.just(HOSTILE))
def test_export_quotes_come_back_character_for_character(
    name: str, quote: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("x") / f"g{FORMATS[name].endings[0]}"
    export_store(store_with(quote), path)
    predicate = "https://w3id.org/conflict-kg/ontology#quote"
    found = [
        q.object.value
        for q in ox.parse(path=str(path), format=FORMATS[name].serializer)
        if q.predicate.value == predicate
    ]
    assert found == [quote]
    dataset = rdflib.Dataset()
    dataset.parse(str(path), format=RDFLIB[name])
    assert [str(o) for _, _, o, _ in dataset.quads((None, rdflib.URIRef(predicate), None, None))] == [quote]


def test_export_formats_hold_one_graph(tmp_path: Path) -> None:
    graphs = []
    for name in ("turtle", "ntriples", "jsonld", "rdfxml"):
        path = tmp_path / f"g{FORMATS[name].endings[0]}"
        export_store(store_with(HOSTILE), path)
        graphs.append(rdflib.Graph().parse(str(path), format=RDFLIB[name]))
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


def test_export_has_no_blank_nodes_and_no_escaped_names(tmp_path: Path) -> None:
    export_store(Store.in_memory(sample_quads()), tmp_path / "g.ttl")
    text = (tmp_path / "g.ttl").read_text("utf-8")
    assert "_:" not in text
    assert re.search(r"\b\w+:[\w.-]*\\", text) is None, "Virtuoso keeps the backslashes of prefixed names"


def test_export_unknown_format_offers_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"\.ttl|turtle"):
        export_store(Store.in_memory(), tmp_path / "g.doc")


def test_export_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("old")

    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.export.write_store", fail)
    with pytest.raises(Exception, match=r"No space|full"):
        export_store(Store.in_memory(sample_quads()), path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.ttl"]


@pytest.mark.parametrize("name", FORMATS)
def test_export_typed_values_keep_their_spelling(name: str, tmp_path: Path) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    values = {
        ox.Literal(text, datatype=ox.NamedNode(xsd + type_))
        for text, type_ in [
            ("2016", "gYear"),
            ("2016-12", "gYearMonth"),
            ("2015-09-24+03:00", "date"),
            ("2015-09-24T12:00:00Z", "dateTime"),
            ("0.86", "decimal"),
        ]
    } | {ox.Literal("x", language="en-gb")}
    subject, predicate = ox.NamedNode("http://example.org/s"), ox.NamedNode("http://example.org/p")
    path = tmp_path / f"g{FORMATS[name].endings[0]}"
    export_store(Store.in_memory(ox.Quad(subject, predicate, value) for value in values), path)
    assert {quad.object for quad in ox.parse(path=str(path), format=FORMATS[name].serializer)} == values


def test_export_rdf_xml_refuses_what_xml_cannot_hold_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"U\+000B.*take Turtle"):
        export_store(store_with("a\x0bb"), tmp_path / "g.rdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("local", ["a(b)", "a/b", "a%20b", "-a", "a.", "é"])
def test_export_writes_names_that_need_an_escape_in_full(local: str, tmp_path: Path) -> None:
    claim_iri = ox.NamedNode(f"https://w3id.org/conflict-kg/id/claim/{local}")
    quads = [*sample_quads(), ox.Quad(claim_iri, ox.NamedNode("http://example.org/p"), claim_iri)]
    export_store(Store.in_memory(quads), tmp_path / "g.ttl")
    assert f"<{claim_iri.value}>" in (tmp_path / "g.ttl").read_text("utf-8")


def test_export_writes_to_a_pipe(tmp_path: Path) -> None:
    code = (
        "from sample_graph import sample_quads; from kg.store import Store;"
        "from kg.export import export_store;"
        "export_store(Store.in_memory(sample_quads()), '/dev/stdout', 'ntriples')"
    )
    root = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root.parent}"}
    done = subprocess.run([sys.executable, "-c", code], check=True, env=environment, capture_output=True)
    assert done.stdout.count(b" .\n") == len({quad.triple for quad in sample_quads()})


def test_export_to_a_full_device_or_a_folder_is_said(tmp_path: Path) -> None:
    store = Store.in_memory(sample_quads())
    with pytest.raises(KgError, match="No space"):
        export_store(store, "/dev/full", "turtle")
    with pytest.raises(KgError, match="folder"):
        export_store(store, tmp_path, "turtle")
    with pytest.raises(KgError, match="No such file"):
        export_store(store, tmp_path / "none" / "g.ttl")


@pytest.mark.parametrize("name", FORMATS)
def test_export_keeps_carriage_returns(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"g{FORMATS[name].endings[0]}"
    export_store(store_with("one\r\ntwo\rthree"), path)
    loaded = ox.parse(path=str(path), format=FORMATS[name].serializer)
    assert "one\r\ntwo\rthree" in {
        quad.object.value for quad in loaded if isinstance(quad.object, ox.Literal)
    }
