"""The store: replacing and removing documents, one writer at a time, and folders that are no stores."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sample_graph import claim, document_graph, entity_graph, graph_of, sample_quads

from kg.errors import StoreError, StoreLockedError, StoreUnwritableError
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
