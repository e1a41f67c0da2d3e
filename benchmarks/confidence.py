"""Fits the confidence of claims to texts whose facts are written down, and measures how well it is calibrated.

    python benchmarks/confidence.py [--fit DOCS GOLD]... [--unseen DOCS GOLD] [--write]

Prints the expected calibration error (Guo et al. 2017: ten bins of equal width) by cross-validation that leaves out one
document at a time, and on a set that the fit has not seen. ``--write`` stores the weights in
``kg/claims/data/confidence.tsv`` and draws ``benchmarks/confidence.svg``: precision against recall by threshold, and
what was right against what was promised. A claim is right when ``score.py``, which lies beside the texts, finds its
fact. Needs ``pip install .[benchmarks]``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

import kg
from kg.claims import component
from kg.claims.confidence import BASE, features
from kg.claims.draft import ClaimDraft, Reading

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
WEIGHTS = ROOT / "kg" / "claims" / "data" / "confidence.tsv"
PICTURE = Path(__file__).parent / "confidence.svg"
STRENGTH = 0.3
"""Inverse of the L2 penalty; of 0.03, 0.1, 0.3 and 1 the one with the least cross-validated log loss."""
SELDOM = 8
"""Features that fewer claims have get no weight."""
BINS = 10


@dataclass(frozen=True)
class Judged:
    """A claim with what its confidence may rest on, and whether it is right."""

    document: str
    right: bool
    features: dict[str, float]
    facts: frozenset[tuple[str, int]] = frozenset()
    """The facts that it finds: document and number."""


def judged_claims(documents: Path, gold: Path) -> tuple[list[Judged], int]:
    """Build a graph of documents and judge its claims; also the number of facts written down."""
    seen: list[dict[str, float]] = []

    def number(draft: ClaimDraft, reading: Reading) -> float:
        seen.append(features(draft, reading))
        return float(len(seen) - 1)  # in the place of the confidence, so that the graph's claims can be told

    scorer = load_scorer()
    confidence, component.confidence = component.confidence, number
    try:
        with tempfile.TemporaryDirectory() as folder, kg.build([documents]) as graph:
            path = Path(folder) / "graph.nq"
            graph.export(path)
            claims, labels = scorer.read_claims([str(path)])
            stored = scorer.rdflib.Dataset(default_union=True)
            stored.parse(path, format="nquads")
    finally:
        component.confidence = confidence
    judged, facts = [], 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        facts += sum(not fact.get("optional") for fact in record["facts"])
        own = claims.get(record["id"], [])
        written, hit, wrong, _ = scorer.score_document(own, labels, record)
        finds: dict[object, set[tuple[str, int]]] = {claim["node"]: set() for claim, _, _ in wrong}
        right = {claim["node"] for found in hit.values() for claim in found}
        finds |= {node: set() for node in right}
        for fact, found in hit.items():
            for claim in found if not written[fact].get("optional") else ():
                finds[claim["node"]].add((record["id"], fact))
        for node in sorted(finds):
            index = int(float(stored.value(node, scorer.CK.confidence)))
            judged.append(Judged(record["id"], node in right, seen[index], frozenset(finds[node])))
    return judged, facts


def load_scorer():
    """Load ``score.py``, which lies beside the annotated texts."""
    path = SHARED / "tools" / "score.py"
    if not path.is_file():
        sys.exit(f"{path} is not here: the annotated texts are no part of the project")
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def calibration_error(promised: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error, in [0, 1]."""
    bins = np.minimum((promised * BINS).astype(int), BINS - 1)
    gaps = [(bins == b).mean() * abs(promised[bins == b].mean() - right[bins == b].mean()) for b in set(bins)]
    return float(sum(gaps))


def main() -> None:
    """Fit, print the figures, and store the weights where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fit", nargs=2, type=Path, action="append", metavar=("DOCS", "GOLD"))
    parser.add_argument("--unseen", nargs=2, type=Path, metavar=("DOCS", "GOLD"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sets = options.fit or [[SHARED / "eval" / "dev-docs.jsonl", SHARED / "eval" / "dev.jsonl"]]
    claims: list[Judged] = []
    facts = 0
    for documents, gold in sets:
        found, count = judged_claims(documents, gold)
        claims, facts = claims + found, facts + count
    counts = Counter(name for claim in claims for name, value in claim.features.items() if value)
    names = sorted(name for name, count in counts.items() if count >= SELDOM)
    right = np.array([claim.right for claim in claims])
    table = matrix(claims, names)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    groups = [claim.document for claim in claims]
    promised = cross_val_predict(
        model, table, right, groups=groups, cv=LeaveOneGroupOut(), method="predict_proba"
    )[:, 1]
    print(f"{len(claims)} claims of {len(set(groups))} documents, {right.mean():.3f} right")
    print(f"cross-validated: expected calibration error {calibration_error(promised, right):.3f}")
    model.fit(table, right)
    if options.unseen:
        claims, facts = judged_claims(*options.unseen)
        right = np.array([claim.right for claim in claims])
        promised = model.predict_proba(matrix(claims, names))[:, 1]
        print(f"unseen: {len(claims)} claims, {right.mean():.3f} right, {promised.mean():.3f} promised")
        print(f"unseen: expected calibration error {calibration_error(promised, right):.3f}")
    points = curve(promised, claims, facts)
    for threshold, precision, recall in points[:: max(1, len(points) // 10)]:
        print(f"confidence >= {threshold:.2f}: precision {precision:.3f}, recall {recall:.3f}")
    if options.write:
        write_weights(model, names)
        draw(promised, right, points)


def matrix(claims: list[Judged], names: list[str]) -> np.ndarray:
    """Return the features of claims, one row a claim."""
    return np.array([[claim.features.get(name, 0.0) for name in names] for claim in claims])


def curve(promised: np.ndarray, claims: list[Judged], facts: int) -> list[tuple[float, float, float]]:
    """Return threshold, precision of the claims kept, and recall of the facts, for each confidence that occurs."""
    points = []
    for threshold in sorted(set(promised.round(2))):
        kept = [
            claim for claim, chance in zip(claims, promised, strict=True) if round(chance, 2) >= threshold
        ]
        found = {fact for claim in kept for fact in claim.facts}
        points.append((float(threshold), sum(c.right for c in kept) / len(kept), len(found) / facts))
    return points


def write_weights(model: LogisticRegression, names: list[str]) -> None:
    """Store the weights as text."""
    rows = [(BASE, model.intercept_[0]), *zip(names, model.coef_[0], strict=True)]
    head = "# Weights of the confidence of claims, fitted by benchmarks/confidence.py\n# feature\tweight\n"
    WEIGHTS.write_text(head + "".join(f"{name}\t{weight:.3f}\n" for name, weight in rows), encoding="utf-8")


def draw(promised: np.ndarray, right: np.ndarray, points: list[tuple[float, float, float]]) -> None:
    """Draw precision against recall by threshold, and the share of right claims against what was promised."""
    mpl.rcParams["svg.hashsalt"] = "confidence"
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, other = figure.subplots(1, 2)
    left.plot([p[2] for p in points], [p[1] for p in points], color="#1f5fa8", marker=".")
    left.set(
        xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0.5, 1.02), title="as --min-confidence rises"
    )
    bins = np.minimum((promised * BINS).astype(int), BINS - 1)
    for b in sorted(set(bins)):
        chosen = bins == b
        other.scatter(promised[chosen].mean(), right[chosen].mean(), s=20 + 2 * chosen.sum(), color="#1f5fa8")
    other.plot([0.4, 1], [0.4, 1], color="#888888", linewidth=1)
    other.set(xlabel="confidence promised", ylabel="share that is right", title="size: number of claims")
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
