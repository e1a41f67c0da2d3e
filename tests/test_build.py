from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, fake_extract

import kg
from kg.builder import BuildReport, build_store, refresh_entities
from kg.claims.model import Extraction
from kg.documents import Document
from kg.errors import DocumentError, InputMissingError
from kg.export import export_store
from kg.store import Store
from kg.workers import extract_batch

PALMYRA = "Islamic State seized Palmyra on Sunday."


def build(store: Store, *inputs: Path, errors: list[DocumentError] | None = None) -> BuildReport:
    found = [] if errors is None else errors
    return build_store(inputs, store, extract=fake_extract, on_error=found.append)


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def exported(store: Store, path: Path) -> bytes:
    export_store(store, path)
    return path.read_bytes()


def test_build_counts_documents_claims_and_entities(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PALMYRA, b="Russia met Turkey in Sochi.", c="Nothing happened.")
    with Store.in_memory() as store:
        report = build(store, folder)
        assert (report.documents, report.replaced, report.failed) == (3, 0, 0)
        assert report.claims == 2
        assert report.entities == 4
        assert {"read", "extract", "link", "map", "keep", "consolidate"} <= set(report.seconds)
        assert len(store.documents()) == 3


def test_build_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "x.kg") as store:
        build(store, EXAMPLES)
        first = exported(store, tmp_path / "first.nq")
        report = build(store, EXAMPLES)
        assert report.replaced == report.documents
        assert exported(store, tmp_path / "second.nq") == first


def test_build_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PALMYRA, b="Islamic State has held Palmyra for long.")
    exports = []
    for order in (["a.txt", "b.txt"], ["b.txt", "a.txt"]):
        with Store.in_memory() as store:
            build(store, *(folder / name for name in order))
            exports.append(exported(store, tmp_path / "out.nq"))
    assert exports[0] == exports[1]


def test_build_a_changed_document_replaces_what_it_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PALMYRA)
    with Store.in_memory() as store:
        build(store, folder)
        write(folder, a="Russia met Turkey in Sochi.")
        report = build(store, folder)
        assert report.replaced == 1
        assert [document.claims for document in store.documents()] == [1]
        assert b"Palmyra" not in exported(store, tmp_path / "out.nq")


def test_build_names_a_bad_document_and_goes_on(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a="BREAK THE PIPELINE", b=PALMYRA, c="Quiet day.")
    (folder / "d.txt").write_bytes(b"")
    errors: list[DocumentError] = []
    with Store.in_memory() as store:
        report = build(store, folder, errors=errors)
    assert report.documents == 2
    assert report.failed == 2
    assert report.claims == 1
    assert sorted(Path(error.source).name for error in errors) == ["a.txt", "d.txt"]
    assert "broken on purpose" in str(errors[1]) + str(errors[0])


def test_build_missing_input_raises_before_work(tmp_path: Path) -> None:
    with Store.in_memory() as store, pytest.raises(InputMissingError):
        build(store, tmp_path / "nowhere")


def test_build_removed_document_takes_its_entities_along(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PALMYRA, b="Russia met Turkey in Sochi.")
    with Store.in_memory() as store:
        build(store, folder)
        both = exported(store, tmp_path / "both.nq")
        gone = next(one for one in store.documents() if one.identifier.endswith("b.txt"))
        store.remove_document(gone.iri)
        refresh_entities(store)
        assert b"Turkey" in both
        assert b"Turkey" not in exported(store, tmp_path / "one.nq")


def test_build_batch_keeps_order_after_a_failure() -> None:
    texts = ["one", "two", "BREAK THE PIPELINE", "four"]
    documents = [Document(id=str(number), text=text) for number, text in enumerate(texts)]
    errors: list[DocumentError] = []
    found = [document.id for document, _ in extract_batch(documents, fake_extract, errors.append)]
    assert found == ["0", "1", "3"]
    assert [error.source for error in errors] == ["2"]


def test_build_streams_documents_in_batches(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"d{number}", "text": PALMYRA}) for number in range(300)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    sizes: list[int] = []

    def watch(documents: list[Document]) -> list[tuple[Document, Extraction]]:
        sizes.append(len(documents))
        return list(fake_extract(documents))

    with Store.in_memory() as store:
        report = build_store([tmp_path / "many.jsonl"], store, extract=watch)
    assert report.documents == 300
    assert max(sizes) <= 64


def test_build_interrupted_keeps_what_was_done(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=PALMYRA, b="Russia met Turkey in Sochi.")

    def interrupt(documents: int, claims: int, current: str) -> None:
        raise KeyboardInterrupt

    with Store.open(tmp_path / "x.kg") as store, pytest.raises(KeyboardInterrupt):
        build_store([folder], store, extract=fake_extract, on_progress=interrupt)
    with kg.open(tmp_path / "x.kg") as graph:
        assert len(graph.documents()) == 1
        assert [row.subject_label for row in graph.claims()] == ["Islamic State"]


@pytest.mark.slow
def test_build_ctrl_c_in_the_command_exits_130(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"d{number}", "text": PALMYRA}) for number in range(50_000)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    code = (
        "import sys; sys.path.insert(0, 'tests'); import conftest, kg.builder, kg.workers\n"
        "kg.builder.load_extract = lambda options: conftest.fake_extract\n"
        "from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [
        sys.executable,
        "-c",
        code,
        "build",
        str(tmp_path / "many.jsonl"),
        "--store",
        str(tmp_path / "x.kg"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "interrupted" in said
    assert "Traceback" not in said
    with kg.open(tmp_path / "x.kg") as graph:
        assert graph.documents()


@pytest.mark.model
def test_build_as_a_library(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Islamic State militants seized Palmyra on Sunday.\n", "utf-8")
    with kg.build([tmp_path / "article.txt"]) as graph:
        (claim,) = graph.claims(relations=["controls"])
        assert (claim.subject_label, claim.object_label, claim.phase) == (
            "Islamic State",
            "Palmyra",
            "Begins",
        )
        assert "seized" in claim.quote
        assert graph.validate().conforms
        assert len(graph.rdflib) > 10


@pytest.mark.model
@pytest.mark.slow
def test_build_with_workers_gives_the_same_graph(tmp_path: Path) -> None:
    exports = []
    for workers in (1, 2):
        with kg.build([EXAMPLES], workers=workers) as graph:
            graph.export(tmp_path / "out.nq")
            exports.append((tmp_path / "out.nq").read_bytes())
    assert exports[0] == exports[1]


@pytest.mark.model
def test_build_with_a_relation_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Russia sold tanks to Syria in 2015.\n", "utf-8")
    lexicon, ontology = EXAMPLES / "sells-arms.tsv", EXAMPLES / "sells-arms.ttl"
    with kg.build([tmp_path / "article.txt"], lexicon=lexicon, ontology=ontology) as graph:
        assert any(claim.relation.endswith("sellsArmsTo") for claim in graph.claims())
        assert graph.validate(extra=ontology).conforms
        assert not graph.validate().conforms
    with pytest.raises(DocumentError, match="--ontology"):
        kg.build([tmp_path / "article.txt"], lexicon=lexicon)
