"""The commands that list, correct and undo, as a person at a terminal uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_documents import Said, build, make_documents

from kg.cli import main
from kg.store import Store

Capture = pytest.CaptureFixture[str]
STORE = ["--store", "s"]
SAID: list[list[Said]] = [
    [("Hamza Brigade", "controls", "Tell Noor", "Affirmed", ""), ("Syria", "attacks", "Hamza Brigade", "Affirmed", "")],
    [("Hamza Division", "controls", "Tall Nur", "Affirmed", ""), ("Syria", "attacks", "Tall Nur", "Affirmed", "")],
]  # fmt: skip


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with Store.open("s") as opened:
        build(opened, make_documents(SAID))
    return tmp_path / "s"


def run(*arguments: str) -> int:
    return main([*arguments, *STORE])


def export() -> bytes:
    assert run("export", "out.nq", "--quiet") == 0
    return Path("out.nq").read_bytes()


def entities(capsys: Capture, *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run("entities", "--json", *arguments) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_cli_entities_lists_names_counts_and_reason(capsys: Capture) -> None:
    (entity,) = entities(capsys, "--like", "HÁMZA-bri")
    assert (entity["name"], entity["type"], entity["reason"]) == (
        "Hamza Brigade",
        "ArmedGroup",
        "same name and type",
    )
    assert (entity["mentions"], entity["claims"], entity["documents"]) == (2, 2, 1)
    assert entity["names"] == ["the brigade"]
    assert run("entities") == 0
    assert (
        "Hamza Brigade  ArmedGroup, 2 mentions, 2 claims, 1 document; same name and type"
        in capsys.readouterr().out
    )
    assert run("entities", "--like", "noor", "--mentions") == 0
    assert "doc-0:23" in capsys.readouterr().out
    assert [one["name"] for one in entities(capsys, "--type", "settlement")] == ["Tall Nur", "Tell Noor"]
    assert run("entities", "--type", "Setlement") == 2
    assert "did you mean Settlement" in capsys.readouterr().err
    assert run("entities", "--like", "nowhere") == 0
    assert "no entity" in capsys.readouterr().err


def test_cli_every_correction_is_listed_and_undone_to_the_same_bytes(capsys: Capture) -> None:
    before = export()
    commands = [
        ["merge", "hamza brigade", "HAMZA DIVISION", "--note", "one in 2016"],
        ["rename", "Tell Noor", "Tell \u202eNoor\n\"x\"\t"],
        ["retype", "Hamza Brigade", "militaryforce"],
        ["block", "place/named.tell-noor.in-sy", "Tall Nur"],
        ["split", "Tall Nur", "--mentions", "doc-1:24", "--name", "Other Nur"],
    ]  # fmt: skip
    for command in commands:
        assert run(*command) == 0
        assert "to take it back: kg undo --store s" in capsys.readouterr().out
    assert run("validate", "--quiet") == 0
    assert run("corrections") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["1 merge", "2 rename", "3 retype", "4 block", "5 split"]
    assert lines[0].endswith("— one in 2016")
    assert run("corrections", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed[1]["name"] == commands[1][2]
    assert len(Path("s/corrections.jsonl").read_text("utf-8").split("\n")) == 2 + 5 + 1
    for _ in commands:
        assert run("undo") == 0
        assert capsys.readouterr().out.startswith("undone: ")
    assert export() == before
    assert run("undo") == 2
    assert "no correction to undo" in capsys.readouterr().err


def test_cli_ambiguous_and_unknown_names_are_refused_with_candidates(capsys: Capture) -> None:
    before = export()
    assert run("merge", "Syria", "Hamza Brigade") == 2
    said = capsys.readouterr().err
    assert "may be one of 2" in said
    assert "/actor/state.sy  (Syria, State)" in said
    assert "/place/country.sy  (Syria, Country)" in said
    assert run("merge", "Hamza Brigad", "Hamza Division") == 2
    assert "did you mean Hamza Brigade" in capsys.readouterr().err
    assert run("rename", "https://w3id.org/conflict-kg/id/actor/none", "x") == 2
    assert run("merge", "Hamza Brigade", "Tell Noor") == 2
    assert "is an actor, and Tell Noor, Settlement is a place" in capsys.readouterr().err
    assert run("merge", "Hamza Brigade", "hamza-brigade") == 2
    assert "one already" in capsys.readouterr().err
    assert run("retype", "Hamza Brigade", "Brigade") == 2
    assert run("rename", "Hamza Brigade", "  ") == 2
    assert run("split", "Hamza Brigade", "--mentions", "doc-9") == 2
    assert run("split", "Hamza Brigade", "--mentions", "doc-0:5") == 2
    assert export() == before
    assert not Path("s/corrections.jsonl").exists()


def test_cli_blocked_things_are_not_proposed_nor_merged(capsys: Capture) -> None:
    assert run("duplicates", "--json") == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert {pair["keep"]["name"], pair["drop"]["name"]} == {"Tell Noor", "Tall Nur"}
    assert any("transliteration" in reason for reason in pair["reasons"])
    assert run("duplicates") == 0
    assert "Tall Nur = Tell Noor?" in capsys.readouterr().out
    assert run("block", "Tell Noor", "Tall Nur") == 0
    assert run("merge", "Tell Noor", "Tall Nur") == 2
    assert "correction 1 keeps the two apart" in capsys.readouterr().err
    assert run("duplicates") == 0
    assert "no two entities look alike enough" in capsys.readouterr().err
    assert run("undo", "1", "--json") == 0
    assert json.loads(capsys.readouterr().out)["undone"]["do"] == "block"
    assert run("merge", "Tell Noor", "Tall Nur") == 0


def test_cli_a_file_edited_badly_is_refused_with_its_line(capsys: Capture) -> None:
    before = export()
    Path("s/corrections.jsonl").write_text('# mine\n{"do": "merge", "keep": "x"}\n', "utf-8")
    for command in (
        ["corrections"],
        ["undo"],
        ["merge", "Tell Noor", "Tall Nur"],
        ["corrections", "--apply"],
    ):
        assert run(*command) == 2
        assert "corrections.jsonl, line 2: " in capsys.readouterr().err
    assert export() == before


def test_cli_a_file_edited_well_waits_until_it_is_applied(capsys: Capture) -> None:
    assert run("rename", "Tell Noor", "Noor") == 0
    file = Path("s/corrections.jsonl")
    file.write_text(file.read_text("utf-8").replace('"Noor"', '"Noor Hill"'), "utf-8")
    capsys.readouterr()
    assert run("corrections") == 0
    assert "not applied yet" in capsys.readouterr().err
    assert run("corrections", "--apply") == 0
    assert entities(capsys, "--like", "noor hill")


def test_cli_a_store_that_is_being_written_is_refused(capsys: Capture) -> None:
    with Store.open("s"):
        for command in (["merge", "Tell Noor", "Tall Nur"], ["undo"], ["corrections", "--apply"]):
            assert run(*command) == 1
            assert "store s: " in capsys.readouterr().err
        assert run("entities", "--quiet") == 0
    assert not Path("s/corrections.jsonl").exists()


def test_cli_remove_takes_away_what_nothing_else_mentions_and_nothing_more(capsys: Capture) -> None:
    assert run("merge", "Tell Noor", "Tall Nur") == 0
    assert run("remove", "doc-0") == 0
    names = {one["name"] for one in entities(capsys)}
    assert "Hamza Brigade" not in names
    assert {"Hamza Division", "Syria"} <= names
    (place,) = entities(capsys, "--type", "Settlement")
    assert (place["iri"], place["documents"]) == (
        "https://w3id.org/conflict-kg/id/place/named.tell-noor.in-sy",
        1,
    )
    assert run("validate", "--quiet") == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_cli_build_with_an_unknown_model_makes_no_store(workers: str, capsys: Capture) -> None:
    Path("a.txt").write_text("Words.", "utf-8")
    assert main(["build", "a.txt", "--model", "NOPE", "--workers", workers, "--store", "new"]) == 1
    assert "'NOPE' is not installed" in capsys.readouterr().err
    assert not Path("new").exists()
