"""Reads the construction cases and judges what was extracted; run it to see the failures by construction.

python tests/constructions.py
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.claims.extract import extract_documents
from kg.claims.model import Claim, Extraction
from kg.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent / "cases" / "constructions.jsonl"
KNOWN_FAILURES = Path(__file__).parent / "cases" / "constructions-xfail.txt"
SYMMETRIC = ("alliedWith", "negotiatesWith")


@dataclass(frozen=True)
class Verdict:
    """What is wrong with the claims of one case."""

    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    got: tuple[str, ...]


def read_cases() -> list[dict[str, Any]]:
    """Return the cases, each a dictionary as the file has it."""
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def known_failures() -> dict[str, str]:
    """Return the ids of cases that fail, with the reason."""
    lines = KNOWN_FAILURES.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def judge_all(nlp: Language, cases: list[dict[str, Any]]) -> dict[str, Verdict]:
    """Run all texts through the pipeline at once and judge each."""
    documents = [Document(id=case["id"], text=case["text"]) for case in cases]
    found = {document.id: extraction for document, extraction in extract_documents(documents, nlp)}
    return {case["id"]: judge(case, found[case["id"]]) for case in cases}


def judge(case: dict[str, Any], extraction: Extraction) -> Verdict:
    """Compare what was extracted with what a case expects and forbids."""
    claims = extraction.claims
    missing = [w for w in case["expect"] if not any(matches(c, w, extraction) for c in claims)]
    wrong = [c for c in claims if any(matches(c, w, extraction) for w in case["forbid"])]
    return Verdict(
        tuple(map(str, missing)),
        tuple(show(c, extraction) for c in wrong),
        tuple(show(c, extraction) for c in claims),
    )


def matches(claim: Claim, want: dict[str, str], extraction: Extraction) -> bool:
    """Tell whether a claim is one that a case describes; what it leaves out may be anything."""
    if want["p"] not in ("*", claim.relation):
        return False
    ends = [
        named(claim.subject.entity, want["s"], extraction),
        named(claim.object.entity, want["o"], extraction),
    ]
    if claim.relation in SYMMETRIC and not all(ends):
        ends = [
            named(claim.subject.entity, want["o"], extraction),
            named(claim.object.entity, want["s"], extraction),
        ]
    source = want.get("source")
    if source and not (claim.source and named(claim.source.entity, source, extraction)):
        return False
    return all(ends) and all(
        getattr(claim, key).lower() == want[key] for key in ("polarity", "modality", "phase") if key in want
    )


def named(entity: int, names: str, extraction: Extraction) -> bool:
    """Tell whether an entity bears one of the names, determiners and case aside."""
    own = {name.casefold() for name in extraction.entities[entity].names}
    return names == "*" or any(name.casefold() in own for name in names.split("|"))


def show(claim: Claim, extraction: Extraction) -> str:
    """Return a claim on one line."""
    subject, object_ = (extraction.entities[m.entity].name for m in (claim.subject, claim.object))
    return f"{subject} {claim.relation} {object_} [{claim.polarity}, {claim.modality}, {claim.phase}]"


def main() -> None:
    """Print the failures by construction."""
    from kg.nlp.pipeline import load_pipeline

    cases = read_cases()
    verdicts = judge_all(load_pipeline(), cases)
    for case in cases:
        verdict = verdicts[case["id"]]
        if verdict.missing or verdict.wrong:
            print(f"{case['id']}  {case['text']}\n    missing {verdict.missing}")
            print(f"    wrong {verdict.wrong}\n    got {verdict.got}")
    failed = sum(bool(v.missing or v.wrong) for v in verdicts.values())
    print(f"{len(cases) - failed} of {len(cases)} cases hold")


if __name__ == "__main__":
    main()
