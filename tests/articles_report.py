"""Prints ten articles of various styles beside what was extracted from them, and counts it by style.

Run it as ``python tests/articles_report.py [ARTICLE ...]``; a part of an id or style will do. The facts of an article
in ``cases/articles.jsonl`` were written down before anything was extracted. ``also`` holds claims that are right by a
careful reading but were not among them: they count as right for precision, and not for recall. All else that is
extracted is wrong.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from constructions import matches, show, show_wanted

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.claims.model import Claim, Extraction

ARTICLES = Path(__file__).parent / "cases" / "articles.jsonl"


@dataclass
class Reading:
    """What came of one article."""

    article: dict[str, Any]
    extraction: Extraction
    missed: list[dict[str, str]] = field(default_factory=list)
    marks: list[tuple[str, Claim]] = field(default_factory=list)
    """Each claim that is one of a kind, with "found", "also" or "wrong"."""

    @property
    def found(self) -> int:
        """How many of the expected facts were found."""
        return len(self.article["expect"]) - len(self.missed)

    def count(self, mark: str) -> int:
        """Return how many claims bear a mark."""
        return sum(own == mark for own, _ in self.marks)


def read_articles(path: Path = ARTICLES) -> list[dict[str, Any]]:
    """Return the articles."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def judge_articles(nlp: Language, articles: list[dict[str, Any]]) -> Iterator[Reading]:
    """Run the articles through the pipeline and compare each with its facts."""
    from kg.claims.extract import extract_documents
    from kg.documents import read_documents

    by_id = {article["id"]: article for article in articles}
    problems: list[object] = []
    keep = (d for d in read_documents([ARTICLES], on_error=problems.append) if d.id in by_id)
    for document, extraction in extract_documents(keep, nlp):
        yield _judge(by_id[document.id], extraction)
    if problems:
        raise ValueError(problems)


def _judge(article: dict[str, Any], extraction: Extraction) -> Reading:
    reading = Reading(article, extraction)
    claims = extraction.claims
    reading.missed = [w for w in article["expect"] if not any(agrees(c, w, extraction) for c in claims)]
    seen = set()
    for claim in claims:
        kind = (
            claim.subject.entity,
            claim.relation,
            claim.object.entity,
            claim.polarity,
            _happened(claim.modality),
            claim.phase,
        )
        if kind in seen:
            continue
        seen.add(kind)
        mark = "wrong"
        if not any(matches(claim, want, extraction) for want in article["forbid"]):
            for key, name in (("also", "also"), ("expect", "found")):
                if any(agrees(claim, want, extraction) for want in article[key]):
                    mark = name
        reading.marks.append((mark, claim))
    return reading


def agrees(claim: Claim, want: dict[str, str], extraction: Extraction) -> bool:
    """Tell whether a claim is a fact; polarity, phase and whether it has happened must agree, not who says it."""
    plain = {key: value for key, value in want.items() if key != "modality"}
    if claim.relation != "controls":
        plain.pop("phase", None)
    return matches(claim, {"polarity": "affirmed", **plain}, extraction) and _happened(
        claim.modality
    ) == _happened(want.get("modality", "actual"))


def _happened(modality: str) -> str:
    return "actual" if modality.lower() == "claimed" else modality.lower()


def summarise(readings: list[Reading]) -> dict[str, float]:
    """Return the counts, precision and recall of some articles."""
    expected = sum(len(r.article["expect"]) for r in readings)
    found, also, wrong = (
        sum(r.found for r in readings),
        sum(r.count("also") for r in readings),
        sum(r.count("wrong") for r in readings),
    )
    right = sum(r.count("found") for r in readings) + also
    return {
        "expected": expected,
        "found": found,
        "missed": expected - found,
        "also": also,
        "wrong": wrong,
        "precision": right / (right + wrong) if right + wrong else 1.0,
        "recall": found / expected if expected else 1.0,
    }


def main(wanted: list[str]) -> None:
    """Print the articles whose id or style holds a wanted word; all where there is none."""
    from kg.nlp.pipeline import load_pipeline

    nlp = load_pipeline()
    articles = [
        a for a in read_articles() if not wanted or any(word in f"{a['id']} {a['style']}" for word in wanted)
    ]
    readings = list(judge_articles(nlp, articles))
    for reading in readings:
        _print_article(reading, nlp)
    columns = ("expected", "found", "missed", "also", "wrong", "precision", "recall")
    print(f"{'style':24}" + "".join(f"{name:>10}" for name in columns))
    rows = [(r.article["style"], [r]) for r in readings]
    for style, of in [*rows, ("all", readings)]:
        figures = summarise(of)
        cells = (f"{v:10.2f}" if isinstance(v := figures[name], float) else f"{v:10}" for name in columns)
        print(f"{style:24}" + "".join(cells))


def _print_article(reading: Reading, nlp: Language) -> None:
    article, extraction = reading.article, reading.extraction
    print(f"== {article['id']} ({article['style']})")
    for sentence in nlp(article["text"]).sents:
        print("  " + " ".join(sentence.text.split()))
        for mark, claim in reading.marks:
            if sentence.start_char <= claim.trigger_start < sentence.end_char:
                print(f"      {mark:6} {show(claim, extraction)}")
    for want in reading.missed:
        print(f"      missed {show_wanted(want)}")


if __name__ == "__main__":
    main(sys.argv[1:])
