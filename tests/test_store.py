"""The store: replacing and removing documents, one writer at a time, and folders that are no stores."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_graph import claim, document_graph, entity_graph, graph_of, sample_quads

from kg.errors import (
    DataFileError,
    InputMissingError,
    StoreError,
    StoreLockedError,
    StoreUnwritableError,
    UnknownNameError,
)
from kg.export import export_store
from kg.iris import mint_document_iri
from kg.store import Store

DOCUMENT = mint_document_iri("a")
GRAPH = graph_of("a").value


def quads_of(quote: str) -> list:
    return [*document_graph("a"), *claim("a", "Islamic State", "attacks", "Palmyra", quote)]


def test_store_replacing_a_document_leaves_nothing_of_its_old_words() -> None:
    store = Store.in_memory(sample_quads())
    store.replace_document(DOCUMENT, GRAPH, quads_of("new words"))
    quotes = {quad.object.value for quad in store.quads() if quad.predicate.value.endswith("#quote")}
    assert "new words" in quotes
    assert "IS seized Palmyra" not in quotes
    assert "the army holds Palmyra" in quotes


def test_store_the_same_document_twice_changes_nothing() -> None:
    store = Store.in_memory()
    store.replace_document(DOCUMENT, GRAPH, quads_of("same"))
    before = set(store.quads())
    store.replace_document(DOCUMENT, GRAPH, quads_of("same"))
    assert set(store.quads()) == before


def test_store_removing_a_document_drops_its_graph_and_no_other() -> None:
    store = Store.in_memory(sample_quads())
    assert store.remove_document(DOCUMENT)
    assert GRAPH not in store.graph_names()
    assert [document.identifier for document in store.documents()] == ["b"]
    assert not store.remove_document(DOCUMENT)


def test_store_is_still_there_when_opened_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
    with Store.open(tmp_path / "s", create=False, read_only=True) as store:
        assert len(store) == len(set(sample_quads()))


HOLD = """
import sys, time
from kg.store import Store
with Store.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_store_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "s")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLockedError, match=str(other.pid)):
            Store.open(tmp_path / "s")
        other.stdin.close()


def test_store_can_be_read_while_another_process_writes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
        store.flush()
        with Store.open(tmp_path / "s", create=False, read_only=True) as reader:
            assert len(reader) == len(store)


def test_store_killed_in_the_middle_keeps_what_was_stored(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "s")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
    with Store.open(tmp_path / "s") as store:
        assert len(store) == len(set(sample_quads()))


WRITE = """
import sys
from sample_graph import claim, document_graph, graph_of
from kg.iris import mint_document_iri
from kg.store import Store
with Store.open(sys.argv[1]) as store:
    for turn in range(10**9):
        name = f"d{turn % 5}"
        said = [q for n in range(40) for q in claim(name, "Russia", "attacks", "Palmyra", f"{turn} {n}")]
        store.replace_document(mint_document_iri(name), graph_of(name).value, [*document_graph(name), *said])
        if turn % 10 == 9:
            store.flush()
        if turn == 5:
            print("five are in", flush=True)
"""


def start_writing(folder: Path) -> subprocess.Popen[str]:
    tests = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=environment,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdout.readline() == "five are in\n"
    return writer


def assert_whole(store: Store) -> None:
    """Each document is as one transaction left it."""
    assert {quad.triple for quad in sample_quads()} <= {quad.triple for quad in store.quads()}
    for number in range(5):
        quotes = [
            quad.object.value
            for quad in store.quads(None, None, None, graph_of(f"d{number}"))
            if quad.predicate.value.endswith("#quote")
        ]
        assert len(quotes) == 40
        assert len({quote.split()[0] for quote in quotes}) == 1


def test_store_readers_see_whole_documents_while_another_process_writes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
    with start_writing(tmp_path / "s") as writer:
        try:
            end = time.monotonic() + 2
            while time.monotonic() < end:
                with Store.open(tmp_path / "s", read_only=True) as store:
                    assert_whole(store)
        finally:
            writer.kill()
    with Store.open(tmp_path / "s"):
        assert not (tmp_path / "s" / ".snapshots").exists()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_store_interrupted_in_the_middle_of_a_write_keeps_whole_documents(tmp_path: Path, end: int) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
    with start_writing(tmp_path / "s") as writer:
        time.sleep(0.2)
        writer.send_signal(end)
    for read_only in (True, False):
        with Store.open(tmp_path / "s", read_only=read_only) as store:
            assert_whole(store)


@given(value=st.text(st.characters(exclude_categories=["Cs"])) | st.just("\\u0022 } } ; DROP ALL #"))
def test_store_replacing_keeps_any_words_and_touches_no_other_graph(value: str) -> None:
    store = Store.in_memory(sample_quads())
    before = set(store.quads())
    node = ox.NamedNode("http://example.org/x")
    new = ox.Quad(node, node, ox.Literal(value), node)
    assert store.replace_graph(node.value, [new])
    assert set(store.quads()) == before | {new}
    assert not store.replace_graph(node.value, [new])


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_store_damage_is_said_with_what_to_do(tmp_path: Path, damage: str) -> None:
    for _ in range(2):  # the second opening moves the data from the log to files
        with Store.open(tmp_path / "s") as store:
            store.add(sample_quads())
    for file in (tmp_path / "s").glob(damage):
        file.write_bytes(b"")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="damaged; build it again"):
            Store.open(tmp_path / "s", read_only=read_only)


def test_store_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "file" / "s")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(tmp_path / "link")


@pytest.mark.parametrize(
    "problem", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")]
)
def test_store_an_unwritable_folder_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: OSError
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreUnwritableError, match="no permission"):
        Store.open(tmp_path / "s")


def test_store_that_was_opened_often_collects_no_diaries(tmp_path: Path) -> None:
    for _ in range(4):
        Store.open(tmp_path / "s").close()
    assert not list((tmp_path / "s").glob("LOG.old.*"))


def test_store_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"holiday\.jpg"):
        Store.open(tmp_path)


def test_store_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("")
    with pytest.raises(StoreError, match="--graph"):
        Store.open(path)


def test_store_that_is_missing_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Store.open(tmp_path / "none", create=False, read_only=True)
    assert not (tmp_path / "none").exists()


def test_store_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StoreUnwritableError, match="disk is full"):
        Store.open(tmp_path / "s")


def test_store_rdflib_view_shows_the_same_data() -> None:
    store = Store.in_memory([*entity_graph(), *quads_of("words")])
    rows = store.rdflib.query("SELECT ?q { ?c <https://w3id.org/conflict-kg/ontology#quote> ?q }")
    assert [str(row[0]) for row in rows] == ["words"]


def test_store_a_change_of_several_graphs_is_whole_or_none() -> None:
    store = Store.in_memory(sample_quads())
    before = set(store.quads())
    with pytest.raises(ValueError, match="was given for"):
        store.replace_graphs({GRAPH: [], graph_of("b").value: quads_of("a quad of another graph")})
    assert set(store.quads()) == before


def test_store_is_open_for_writing_once_in_a_process(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"), pytest.raises(StoreLockedError, match="this program"):
        Store.open(tmp_path / "s")
    Store.open(tmp_path / "s").close()


def test_store_tells_what_each_document_knows_of_an_entity() -> None:
    rows = list(Store.in_memory(sample_quads()).document_entity_rows())
    assert rows == sorted(rows, key=lambda row: (row.document_graph, row.iri))
    seen = {(row.document_graph, row.names) for row in rows}
    assert (GRAPH, ("Palmyra",)) in seen
    assert (graph_of("b").value, ("Palmyra",)) in seen


@pytest.mark.parametrize("ending", ["ttl", "trig", "nq", "nt", "jsonld", "rdf"])
def test_store_reads_its_own_exports(ending: str, tmp_path: Path) -> None:
    count = export_store(Store.in_memory(sample_quads()), tmp_path / f"g.{ending}")
    assert len(Store.from_files([tmp_path / f"g.{ending}"])) == count


def test_store_names_the_line_of_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text("<http://a> <http://b> <http://c> .\n<http://a> oops\n")
    with pytest.raises(DataFileError, match="line 2"):
        Store.from_files([tmp_path / "g.ttl"])
    with pytest.raises(InputMissingError):
        Store.from_files([tmp_path / "none.ttl"])
    with pytest.raises(UnknownNameError, match=r"\.ttl"):
        Store.from_files([tmp_path / "g.tt"])
