"""Reads the construction cases and judges what was extracted.

A case has ``expect`` (claims that must be there) and ``forbid`` (that must not); where ``complete`` is true nothing
else may be there but what ``optional`` lists. "|" parts names or relations that are equally right, "*" is any.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.claims.extract import extract_documents
from kg.claims.model import Claim, Extraction, Mention
from kg.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language

CASES = Path(__file__).parent / "cases" / "constructions.jsonl"
KNOWN_FAILURES = Path(__file__).parent / "cases" / "constructions-xfail.txt"
SYMMETRIC = ("alliedWith", "negotiatesWith")


@dataclass(frozen=True)
class Verdict:
    """What is wrong with the claims of one case."""

    expected: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]
    got: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """True where nothing is missing and nothing wrong."""
        return not self.missing and not self.wrong


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

    def among(claim: Claim, wants: list[dict[str, str]]) -> bool:
        return any(matches(claim, want, extraction) for want in wants)

    missing = [want for want in case["expect"] if not any(matches(c, want, extraction) for c in claims)]
    allowed = case["expect"] + case.get("optional", [])
    wrong = [
        c for c in claims if among(c, case["forbid"]) or (case.get("complete") and not among(c, allowed))
    ]
    return Verdict(
        expected=len(case["expect"]),
        missing=tuple(map(show_wanted, missing)),
        wrong=tuple(show(c, extraction) for c in wrong),
        got=tuple(show(c, extraction) for c in claims),
    )


def matches(claim: Claim, want: dict[str, str], extraction: Extraction) -> bool:
    """Tell whether a claim is one that a case describes; what it leaves out may be anything."""
    if want["p"] != "*" and claim.relation not in want["p"].split("|"):
        return False
    ends = [
        named(claim.subject, want["s"], extraction),
        named(claim.object, want["o"], extraction),
    ]
    if claim.relation in SYMMETRIC and not all(ends):
        ends = [
            named(claim.subject, want["o"], extraction),
            named(claim.object, want["s"], extraction),
        ]
    source = want.get("source")
    if source and not (claim.source and named(claim.source, source, extraction)):
        return False
    return all(ends) and all(
        getattr(claim, key).lower() == want[key] for key in ("polarity", "modality", "phase") if key in want
    )


def named(mention: Mention, names: str, extraction: Extraction) -> bool:
    """Tell whether what a mention stands for bears one of the names, determiners and case aside."""
    entity = extraction.entities[mention.entity]
    own = {_plain(name) for name in (entity.name, *entity.names)}
    return names == "*" or any(_plain(name) in own for name in names.split("|"))


def _plain(name: str) -> str:
    return re.sub(r"^(the|an?|its|his|their|our) ", "", name.casefold())


def show_wanted(want: dict[str, str]) -> str:
    """Return what a case describes on one line."""
    rest = ", ".join(want[key] for key in ("polarity", "modality", "phase", "source") if key in want)
    return f"{want['s']} {want['p']} {want['o']} [{rest}]"


def show(claim: Claim, extraction: Extraction) -> str:
    """Return a claim on one line."""
    subject, object_ = (extraction.entities[m.entity].name for m in (claim.subject, claim.object))
    rest = f"{claim.polarity}, {claim.modality}, {claim.phase or '-'}".lower()
    source = f", {claim.source.text}" if claim.source else ""
    return f"{subject} {claim.relation} {object_} [{rest}{source}]"
