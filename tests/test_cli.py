from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, fake_extract

import kg.builder
from kg.builder import BuildReport
from kg.cli import main
from kg.graph import KnowledgeGraph

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.setattr(kg.builder, "load_extract", lambda options: fake_extract)


def test_cli_build_says_what_it_did_and_what_to_do_next(capsys: Capture) -> None:
    assert main(["build", str(EXAMPLES)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("10 documents: 5 claims about ")
    assert "conflict.kg" in printed.out
    assert "next: kg query" in printed.out
    assert printed.err == ""
    assert Path("conflict.kg").is_dir()


def test_cli_build_quiet_prints_nothing(capsys: Capture) -> None:
    assert main(["build", str(EXAMPLES), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_cli_build_json_is_for_programs(capsys: Capture) -> None:
    assert main(["build", str(EXAMPLES), "--json", "--store", "other.kg"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["documents"] == 10
    assert report["store"] == "other.kg"
    assert "extract" in report["seconds"]


def test_cli_build_one_bad_document_is_named_and_counts(capsys: Capture) -> None:
    Path("good.txt").write_text("Islamic State seized Palmyra.")
    Path("bad.txt").write_bytes(b"")
    assert main(["build", "bad.txt", "good.txt"]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("kg: bad.txt: ")
    assert "1 document, 1 failed: 1 claim" in printed.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["build"],
        ["build", "nowhere.txt"],
        ["build", "x.txt", "--published", "yesterday"],
        ["build", "x.txt", "--workers", "0"],
        ["query"],
        ["query", "who-controls", "--sparql", "ASK {}"],
        ["query", "who-controls", "--param", "place"],
        ["query", "--sparql", "ASK {}", "--param", "a=b"],
        ["query", "--file", "nowhere.rq"],
        ["draw", "alliances"],
        ["draw", "alliances", "-o", "x.html", "--graph", "nowhere.ttl"],
    ],
    ids=" ".join,
)
def test_cli_wrong_calls_exit_2_with_a_sentence(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("kg: ")
    assert "Traceback" not in said
    assert not Path("conflict.kg").exists()


@pytest.mark.parametrize(
    "command", [["query", "newest-claims"], ["documents"], ["export", "x.ttl"], ["validate"]]
)
def test_cli_without_a_store_says_how_to_make_one(command: list[str], capsys: Capture) -> None:
    assert main(command) == 1
    assert "kg build" in capsys.readouterr().err


def test_cli_query_prints_the_answer_with_its_quote(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    assert main(["query", "who-controls", "--param", "place=palmyra", "--store", "plain.kg"]) == 0
    printed = capsys.readouterr().out
    assert "Islamic State" in printed
    assert "“Islamic State has retaken Palmyra”" in printed
    assert "— Levant Courier, 2016-12-12: Islamic State back in Palmyra, monitors say" in printed
    assert "\x1b" not in printed


def test_cli_query_unknown_names_offer_the_nearest(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    store = ["--store", "plain.kg"]
    assert main(["query", "who-control", *store]) == 2
    assert "did you mean who-controls" in capsys.readouterr().err
    assert main(["query", "who-controls", "--param", "palce=Palmyra", *store]) == 2
    assert "place" in capsys.readouterr().err
    assert main(["query", "who-controls", "--param", "place=Palmira", *store]) == 2
    assert "did you mean Palmyra" in capsys.readouterr().err


def test_cli_query_formats(plain_graph: KnowledgeGraph, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    base = ["query", "--sparql", "SELECT (1 AS ?one) {}", "--store", "plain.kg", "--format"]
    assert main([*base, "csv"]) == 0
    assert capfdbinary.readouterr().out.split() == [b"one", b"1"]
    assert main([*base, "tsv"]) == 0
    assert capfdbinary.readouterr().out.split() == [b"?one", b"1"]
    assert main([*base, "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["head"]["vars"] == ["one"]
    assert main([*base, "xlsx"]) == 2


def test_cli_query_ask_construct_and_nothing(plain_graph: KnowledgeGraph, capfd: Capture) -> None:
    store = ["--store", "plain.kg"]
    assert main(["query", "--sparql", "ASK {}", *store]) == 0
    assert capfd.readouterr().out == "yes\n"
    assert main(["query", "--sparql", "CONSTRUCT { <urn:a> <urn:b> 1 } {}", *store]) == 0
    assert "<urn:a> <urn:b> 1" in capfd.readouterr().out
    assert main(["query", "--sparql", "SELECT * { <urn:x> ?p ?o }", *store]) == 0
    assert capfd.readouterr() == ("", "kg: nothing found\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * {", 2),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", 3),
        ("DROP ALL", 3),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 3),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . FILTER(?a = ?m + 1) }", 4),
    ],
)
def test_cli_query_exit_codes(text: str, code: int, plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    seconds = "1" if code == 4 else "30"
    assert main(["query", "--sparql", text, "--store", "plain.kg", "--timeout", seconds]) == code
    assert capsys.readouterr().err.startswith("kg: ")


def test_cli_query_from_a_file_on_graph_files(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    assert main(["export", "all.ttl", "--store", "plain.kg"]) == 0
    Path("count.rq").write_text(
        "SELECT (COUNT(*) AS ?n) { ?c a <https://w3id.org/conflict-kg/ontology#Claim> }"
    )
    capsys.readouterr()
    assert main(["query", "--file", "count.rq", "--graph", "all.ttl"]) == 0
    assert capsys.readouterr().out.split()[-1] == "5"


def test_cli_queries_lists_each_with_parameters(capsys: Capture) -> None:
    assert main(["queries"]) == 0
    printed = capsys.readouterr().out
    for path in (ROOT / "queries").glob("*.rq"):
        assert path.stem in printed
    assert main(["queries", "--json"]) == 0
    assert {"name", "summary", "parameters"} <= set(json.loads(capsys.readouterr().out)[0])


def test_cli_every_command_is_quiet_on_demand(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    store = ["--quiet", "--store", "plain.kg"]
    for command in (["queries"], ["ontology"], ["documents"]):
        assert main([*command, *store]) == 0
        names = capsys.readouterr().out.splitlines()
        assert len(names) >= 10
        assert not any("──" in name for name in names)
    nothing = "SELECT * { <urn:x> ?p ?o }"
    for command in (["query", "--sparql", nothing], ["export", "x.ttl"], ["validate"], ["remove", names[0]]):
        assert main([*command, *store]) == 0
        assert capsys.readouterr() == ("", "")
    assert main(["draw", "control", "-o", "x.html", *store]) == 0
    assert capsys.readouterr() == ("", "")


def test_cli_every_command_explains_itself(capsys: Capture) -> None:
    from typer.main import get_command

    from kg.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert len(commands) >= 10
    for name in commands:
        assert main([name, "--help"]) == 0
        assert f"kg {name}" in " ".join(capsys.readouterr().out.split())


def test_cli_build_passes_the_users_files_on(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    given = {}

    def load_resources(**options: object) -> None:
        given.update(options)

    def build_store(inputs: list[str], store: object, **options: object) -> BuildReport:
        return BuildReport(documents=0, replaced=0, failed=0, claims=0, entities=0)

    monkeypatch.setattr(kg.builder, "load_resources", load_resources)
    monkeypatch.setattr(kg.builder, "build_store", build_store)
    files = ["--lexicon", "a.tsv", "--gazetteer", "b.csv", "--ontology", "c.ttl", "--model", "m"]
    assert main(["build", str(EXAMPLES), *files, "--workers", "3"]) == 0
    expected = {"lexicon": Path("a.tsv"), "gazetteer": Path("b.csv"), "ontology": Path("c.ttl"), "model": "m"}
    assert expected.items() <= given.items()
    assert given["workers"] == 3


@pytest.mark.parametrize("what", ["alliances", "control"])
def test_cli_draw_prints_the_path_of_the_page(
    what: str, plain_graph: KnowledgeGraph, capsys: Capture, tmp_path: Path
) -> None:
    assert main(["draw", what, "-o", "page.html", "--store", "plain.kg"]) == 0
    assert capsys.readouterr().out == f"wrote {tmp_path / 'page.html'}\n"
    assert "Islamic State" in Path("page.html").read_text("utf-8") or what == "alliances"


def test_cli_draw_unknown_picture_or_format(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    assert main(["draw", "alliance", "-o", "x.html", "--store", "plain.kg"]) == 2
    assert "alliances" in capsys.readouterr().err
    assert main(["draw", "alliances", "-o", "x.docx", "--store", "plain.kg"]) == 2


def test_cli_export_and_validate(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    assert main(["export", "all.ttl", "--store", "plain.kg"]) == 0
    assert "statements to all.ttl" in capsys.readouterr().out
    assert main(["validate", "--graph", "all.ttl"]) == 0
    assert "nodes were checked" in capsys.readouterr().out
    Path("empty.ttl").write_text("")
    assert main(["validate", "--graph", "empty.ttl"]) == 1


def test_cli_documents_and_remove(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    store = ["--store", "plain.kg"]
    assert main(["documents", "--json", *store]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == 10
    assert main(["remove", listed[0]["identifier"], *store]) == 0
    assert main(["remove", listed[0]["identifier"], *store]) == 2
    capsys.readouterr()
    assert main(["documents", *store]) == 0
    assert listed[0]["title"] not in capsys.readouterr().out


def test_cli_ontology_shows_each_relation_with_an_example(capsys: Capture) -> None:
    from kg.vocab import RELATIONS

    assert main(["ontology", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == list(RELATIONS)
    assert all(one["example"] for one in listed)


def test_cli_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"conflict-kg {kg.__version__}\n"


def test_cli_help_documents_exit_codes(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Exit codes: 0 done" in printed
    assert main([]) in (0, 2)


def test_cli_store_may_come_from_the_environment(
    plain_graph: KnowledgeGraph, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", "plain.kg")
    assert main(["documents"]) == 0
    assert "Levant Courier" in capsys.readouterr().out


def test_cli_a_second_writer_gets_a_message(plain_graph: KnowledgeGraph, capsys: Capture) -> None:
    from kg.store import Store

    with Store.open("plain.kg"):
        assert main(["build", str(EXAMPLES), "--store", "plain.kg"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("kg: store plain.kg: ")


def test_cli_terminal_escapes_in_data_are_not_obeyed(capsys: Capture) -> None:
    Path("evil.txt").write_text("\x1b]0;owned\x07 Islamic State seized Palmyra.\n")
    assert main(["build", "evil.txt", "nowhere\x1b[31m.txt"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_cli_broken_pipe_is_quiet(plain_graph: KnowledgeGraph, tmp_path: Path) -> None:
    call = f"{sys.executable} -m kg.cli query newest-claims --store {tmp_path}/plain.kg"
    command = f"{call} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, env={**os.environ}
    )
    assert done.stderr == ""
    assert done.stdout.strip() in ("0", "141")


def test_cli_starts_without_loading_the_engine() -> None:
    code = (
        "import sys, kg.cli; print(*sorted({'spacy', 'rdflib', 'pyoxigraph', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_cli_export_into_a_pipe_writes_the_data_alone() -> None:
    assert main(["build", str(EXAMPLES), "--quiet"]) == 0
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "export",
        "/dev/stdout",
        "--format",
        "ntriples",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert all(line.endswith(" .") for line in done.stdout.splitlines())
    assert "statements to /dev/stdout" in done.stderr
