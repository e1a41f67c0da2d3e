"""Judges the figures that sentences make, read from the graph that a build writes.

Run it as ``python tests/figures_report.py``. The sentences are our own: the first half was written before the code,
the second after it and before it had read them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.builder import build_store
from kg.query.names import describe_entity, local_name
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV

CASES = Path(__file__).parent / "cases" / "figures.jsonl"
_LABELS = {"by": CK.perpetrator, "where": CK.figurePlace, "source": CK.attributedTo}


@dataclass
class Verdict:
    """How one sentence came out."""

    case: dict[str, Any]
    found: int = 0
    """Expected figures whose number and fate are there."""
    right: int = 0
    """Those of them of which all else is right too."""
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


def read_cases() -> list[dict[str, Any]]:
    """Return the sentences with what is expected of them."""
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def judge_cases(cases: Sequence[dict[str, Any]], folder: Path, extract: Any = None) -> list[Verdict]:
    """Build a graph of all sentences, each as a document, and judge what it tells of each."""
    source = folder / "figures.jsonl"
    rows = [{key: case[key] for key in ("id", "text", "published")} for case in cases]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = Store.in_memory()
    build_store([source], store, extract=extract)
    found = _figures(store)
    return [_judge(case, found[case["id"]]) for case in cases]


def _figures(store: Store) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for quad in store.quads(None, CK.exactness):
        values = {q.predicate: q.object.value for q in store.quads(quad.subject)}
        document = ox.NamedNode(values[PROV.wasDerivedFrom])
        identifier = next(q.object.value for q in store.quads(document, DCTERMS.identifier))
        kind = next(q.object.value for q in store.quads(quad.subject, ox.NamedNode(f"{_RDF}type")))
        figure: dict[str, Any] = {"kind": local_name(kind), "fate": local_name(values.get(CK.fate, ""))}
        for name, term in (("number", CK.number), ("lower", CK.lowerBound), ("upper", CK.upperBound)):
            figure[name] = int(values[term]) if term in values else None
        figure["exactness"] = local_name(values[CK.exactness])
        figure["counted"] = values.get(CK.countedText, "")
        figure["begin"] = values.get(CK.begin, "")
        for name, term in _LABELS.items():
            figure[name] = describe_entity(store, values[term])[0] if term in values else ""
        figure["quote"] = values[CK.quote]
        found[identifier].append(figure)
    return found


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IDENTITY = ("kind", "fate", "number", "lower", "upper")


def _judge(case: dict[str, Any], found: list[dict[str, Any]]) -> Verdict:
    verdict = Verdict(case)
    rest = list(found)
    for expected in case["figures"]:
        same = [f for f in rest if all(f[key] == expected[key] for key in _IDENTITY)]
        if not same:
            verdict.missing.append(
                f"{case['text']}: {expected['fate']} {expected['number'] or expected['lower']}"
            )
            continue
        rest.remove(same[0])
        verdict.found += 1
        bad = [key for key in expected if not _fits(key, same[0][key], expected[key])]
        verdict.wrong += [f"{case['text']}: {key} is {same[0][key]!r}, not {expected[key]!r}" for key in bad]
        verdict.right += not bad
    verdict.invented = [f"{case['text']}: {figure}" for figure in rest]
    return verdict


def _fits(key: str, found: Any, expected: Any) -> bool:
    if key in _LABELS:  # which of its names a graph shows is not the question here
        return bool(found) == bool(expected) and expected.casefold() in found.casefold()
    return bool(found == expected)
