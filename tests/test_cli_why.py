"""``kg explain``, ``kg missed`` and ``kg lexicon`` on texts of our own, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"

pytestmark = pytest.mark.model


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(
        "The Sunrise Militia left the valley. It had shelled the dam. Did rebels seize the port?\n"
    )
    return path


def test_explain_marks_the_words_and_tells_the_steps(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(article)]) == 0
    said = capsys.readouterr().out
    assert "[subject: It] had [trigger: shelled] [object: the dam]" in said
    assert "'It' is 'The Sunrise Militia'" in said or "'It' is 'Sunrise Militia'" in said


def test_explain_writes_one_page_that_shows_hostile_text_as_text(tmp_path: Path) -> None:
    path, page = tmp_path / "news.txt", tmp_path / "page.html"
    path.write_text("<script>alert(1)</script> Rebels shelled the dam near Senja on Monday.\n")
    assert main(["explain", str(path), "--html", str(page)]) == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert '<mark class="trigger">shelled</mark>' in text


def test_explain_finds_the_article_of_a_claim(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.kg")
    assert main(["build", str(article), "--store", store, "--quiet"]) == 0
    assert main(["query", "newest-claims", "--store", store, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["results"]["bindings"]
    assert main(["explain", rows[0]["claim"]["value"], "--store", store]) == 0
    assert "shelled" in capsys.readouterr().out
    assert main(["explain", "https://w3id.org/conflict-kg/id/claim/none", "--store", store]) == 2


def test_missed_says_why_a_trigger_made_no_claim(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["missed", str(article), "--json"]) == 0
    reasons = [row["reason"] for row in json.loads(capsys.readouterr().out) if row["word"] == "seize"]
    assert any("question" in reason for reason in reasons)


def test_lexicon_check_names_the_lines_that_are_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(
        "suports\tback\tV\tagent\tpatient\nsupports\tback\tQ\tagent\tpatient\nsupports\taid\tV\tagent:Aktor\tpatient\n"
    )
    assert main(["lexicon", "check", str(path)]) == 1
    said = capsys.readouterr().err
    assert "line 1" in said
    assert "did you mean supports" in said
    assert "line 2" in said
    assert "did you mean Actor" in said


def test_a_relation_of_ones_own_needs_no_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lexicon, ontology = str(EXAMPLES / "sells-arms.tsv"), str(EXAMPLES / "sells-arms.ttl")
    assert main(["lexicon", "check", lexicon, "--ontology", ontology]) == 0
    path, store = tmp_path / "news.txt", str(tmp_path / "s.kg")
    path.write_text("Zarvia sold forty tanks to the Vostan army in 2014.\n")
    assert (
        main(["build", str(path), "--store", store, "--lexicon", lexicon, "--ontology", ontology, "-q"]) == 0
    )
    assert main(["query", "sources-of", "-p", "relation=sellsArmsTo", "--store", store]) == 0
    assert "forty tanks" in capsys.readouterr().out
    assert main(["validate", "--store", store, "--ontology", ontology]) == 0
