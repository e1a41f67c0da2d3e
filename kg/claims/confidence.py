"""How likely a careful reader agrees with a claim: a calibrated probability in [0, 1].

A logistic model over how the claim was reached. Its weights stand in ``data/confidence.tsv``;
``benchmarks/confidence.py`` fits them to texts whose facts were written down by hand, and measures the calibration.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg.claims.draft import ClaimDraft, Reading
from kg.errors import DataFileError, InputMissingError

_FILE = Path(__file__).parent / "data" / "confidence.tsv"
BASE = "base"
_SHORT_REACH = 8
"""Tokens from the first to the last of trigger and arguments within which distance says nothing."""


def confidence(draft: ClaimDraft, reading: Reading) -> float:
    """Return the confidence of a claim, rounded to two digits."""
    weights = load_weights()
    score = weights[BASE] + sum(
        weights.get(name, 0.0) * value for name, value in features(draft, reading).items()
    )
    return round(1 / (1 + math.exp(-score)), 2)


def features(draft: ClaimDraft, reading: Reading) -> dict[str, float]:
    """Return what the confidence of a claim rests on; features that are absent are 0.

    ``construction:*`` and ``modality:*`` are 1 for the claim's own; ``steps`` counts how indirectly the arguments were
    reached (coreference, metonymy); ``generic`` the arguments without a name, ``unlisted`` those whose name is in no
    gazetteer; ``reach`` is in tens of tokens; ``weak`` is said of frames that their file calls so.
    """
    found = {
        f"construction:{draft.construction}": 1.0,
        f"modality:{draft.modality}": 1.0,
        "steps": float(draft.subject.steps + draft.object.steps),
        "weak": float(draft.weak),
        "attributed": float(draft.source is not None),
    }
    entities = [reading.table.drafts[argument.entity] for argument in (draft.subject, draft.object)]
    found["generic"] = float(sum(entity.generic for entity in entities))
    found["unlisted"] = float(sum(not entity.generic and not entity.entry for entity in entities))
    heads = (draft.subject.head, draft.object.head, draft.trigger)
    found["reach"] = max(0, max(heads) - min(heads) - _SHORT_REACH) / 10
    return found


@cache
def load_weights(path: Path = _FILE) -> Mapping[str, float]:
    """Read the weights of the features: a tab-separated name and number a line.

    Raises
    ------
    InputMissingError
        The file cannot be read.
    DataFileError
        A line is no name and number, or there is no weight ``base``.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputMissingError(str(path), error.strerror or "it cannot be read") from error
    weights: dict[str, float] = {}
    for number, row in enumerate(csv.reader(lines, delimiter="\t"), 1):
        if not row or row[0].startswith("#"):
            continue
        try:
            name, weight = row
            weights[name] = float(weight)
        except ValueError as error:
            raise DataFileError(str(path), number, "expected a feature, a tab and a number") from error
    if BASE not in weights:
        raise DataFileError(str(path), len(lines), f"there is no weight {BASE!r}")
    return weights
