"""Judges the valid times of the claims that sentences make, read from the graph that a build writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.builder import build_store
from kg.export import export_store
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF

CASES = Path(__file__).parent / "cases" / "times.jsonl"
KINDS = {CK.PublicationDate: "publication", CK.EarlierInText: "text"}


@dataclass
class Verdict:
    """How one sentence came out."""

    expected: int
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    """Time expressions that do not stand in the text where the graph says."""


def read_cases() -> list[dict[str, Any]]:
    """Return the sentences with what is expected of them."""
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def judge_cases(cases: Sequence[dict[str, Any]], folder: Path) -> dict[str, Verdict]:
    """Build a graph of all sentences, each as a document, export it, and judge what it tells of each."""
    source, target = folder / "times.jsonl", folder / "times.nq"
    rows = [
        {
            "id": case["id"],
            "text": case["text"],
            **({"published": case["published"]} if case["published"] else {}),
        }
        for case in cases
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = Store.in_memory()
    build_store([source], store)
    export_store(store, target)
    found = _claims(target)
    return {case["id"]: judge(case, found.get(case["id"], [])) for case in cases}


def _claims(path: Path) -> dict[str, list[dict[str, Any]]]:
    graph = ox.Store()
    graph.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    ids = {q.subject: q.object.value for q in graph.quads_for_pattern(None, DCTERMS.identifier, None)}
    found: dict[str, list[dict[str, Any]]] = {}
    for quad in graph.quads_for_pattern(None, RDF.type, CK.Claim):
        values: dict[Any, list[Any]] = {}
        for one in graph.quads_for_pattern(quad.subject, None, None):
            values.setdefault(one.predicate, []).append(one.object)

        def text(term: ox.NamedNode, values: dict[Any, list[Any]] = values) -> str:
            return values[term][0].value if term in values else ""

        relation = text(RDF.predicate).removeprefix(CK.iri)
        anchors = values.get(CK.timeInferredFrom, [])
        found.setdefault(ids[values[PROV.wasDerivedFrom][0]], []).append(
            {
                "relation": f"{relation} {text(CK.phase).removeprefix(CK.iri)}".strip(),
                "subject": text(CK.subjectText), "object": text(CK.objectText),
                "begin": text(CK.begin), "end": text(CK.end), "latest": text(CK.beginLatest),
                "within": text(CK.somewhereWithin) == "true",
                "from": "+".join(sorted(KINDS.get(anchor, "claim") for anchor in anchors)),
                "words": text(CK.timeExpression), "words_begin": int(text(CK.timeExpressionBegin) or -1),
            }
        )  # fmt: skip
    return found


def judge(case: dict[str, Any], found: list[dict[str, Any]]) -> Verdict:
    """Compare what was found in a sentence with what is expected."""
    verdict = Verdict(expected=len(case["claims"]))
    for one in found:
        begin = one["words_begin"]
        if one["words"] and case["text"][begin : begin + len(one["words"])] != one["words"]:
            verdict.misplaced.append(one["words"])
    for claim in case["claims"]:
        fitting = [
            one
            for one in found
            if (one["relation"] + " ").startswith(claim["relation"] + " ")
            and claim["subject"].casefold() in one["subject"].casefold()
            and claim["object"].casefold() in one["object"].casefold()
        ]
        name = f"{claim['subject']} {claim['relation']} {claim['object']}"
        if not fitting:
            verdict.missing.append(name)
            continue
        verdict.found += 1
        if any(_times(one) == _times(claim) for one in fitting):
            verdict.right += 1
        else:
            verdict.wrong.append(
                f"{name}: wanted {_times(claim)}, got {_times(fitting[0])} {fitting[0]['words']!r}"
            )
    return verdict


def _times(claim: dict[str, Any]) -> tuple[str, str, str, bool, str]:
    return (
        claim["begin"], claim["end"], claim.get("latest", ""), claim.get("within", False), claim.get("from", "")
    )  # fmt: skip
