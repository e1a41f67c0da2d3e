"""Floors of the evaluation on texts that lie beside a working copy; skipped where they are absent.

The data are not part of the project. A floor that breaks means that a change made extraction worse.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg

SHARED = Path(__file__).parent.parent.parent / "shared"
EVAL, TOOLS = SHARED / "eval", SHARED / "tools"

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not (EVAL / "dev-docs.jsonl").is_file(), reason="the evaluation data are not here"),
]


def export(source: Path, path: Path) -> Path:
    with kg.build([source], on_error=lambda error: None) as graph:
        graph.export(path)
    return path


def score(graph: Path, *gold: Path) -> dict[str, float]:
    arguments = [argument for path in gold for argument in ("--gold", str(path))]
    done = subprocess.run(
        [sys.executable, str(TOOLS / "score.py"), str(graph), *arguments, "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(EVAL / "dev-docs.jsonl", tmp_path_factory.mktemp("dev") / "dev.nq")


def test_evaluation_gold_facts_over_all_documents(graph: Path) -> None:
    found = score(graph, EVAL / "dev.jsonl")
    assert found["f1"] >= 0.77
    assert found["precision"] >= 0.86


def test_evaluation_the_palmyra_report(graph: Path, tmp_path: Path) -> None:
    gold = next(line for line in (EVAL / "dev.jsonl").open(encoding="utf-8") if '"palmyra-2016-12"' in line)
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    assert score(graph, tmp_path / "gold.jsonl")["f1"] >= 0.93


def test_evaluation_confidence_is_calibrated(graph: Path) -> None:
    sys.path.insert(0, str(TOOLS))
    import score as scorer

    claims, labels = scorer.read_claims([str(graph)])
    stored = scorer.rdflib.Dataset(default_union=True)
    stored.parse(graph, format="nquads")
    bins: dict[int, list[tuple[float, bool]]] = {}
    for line in (EVAL / "dev.jsonl").open(encoding="utf-8"):
        gold = json.loads(line)
        _, hit, wrong, _ = scorer.score_document(claims.get(gold["id"], []), labels, gold)
        right = {claim["node"] for found in hit.values() for claim in found}
        for node in right | {claim["node"] for claim, _, _ in wrong}:
            promised = float(stored.value(node, scorer.CK.confidence))
            bins.setdefault(min(int(promised * 10), 9), []).append((promised, node in right))
    number = sum(map(len, bins.values()))
    gaps = (abs(sum(p for p, _ in rows) - sum(r for _, r in rows)) for rows in bins.values())
    assert sum(gaps) / number <= 0.1


def test_evaluation_codebook_sentences_are_found_and_none_is_reversed(tmp_path: Path) -> None:
    records = EVAL / "plover-dev.jsonl"
    done = subprocess.run(
        [sys.executable, str(TOOLS / "score_plover.py"), str(export(records, tmp_path / "p.nq")),
         "--gold", str(records)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    last = done.stdout.splitlines()[-1]
    found, reversed_ = (float(part.rsplit("=", 1)[1]) for part in last.split(", "))
    assert found >= 0.66
    assert reversed_ <= 0.02


def test_evaluation_cases_from_public_bug_reports_all_hold(tmp_path: Path) -> None:
    cases = EVAL / "public-cases.jsonl"
    check = str(TOOLS / "check_cases.py")
    docs = subprocess.run(
        [sys.executable, check, "docs", str(cases)], capture_output=True, text=True, check=True
    )
    (tmp_path / "cases.jsonl").write_text(docs.stdout, encoding="utf-8")
    graph = export(tmp_path / "cases.jsonl", tmp_path / "cases.nq")
    done = subprocess.run(
        [sys.executable, check, "check", str(graph), "--cases", str(cases)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1].startswith("14/14")
