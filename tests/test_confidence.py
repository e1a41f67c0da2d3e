"""The confidence of claims: its weights are a text file, and what it promises holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.claims.confidence import load_weights
from kg.claims.extract import extract_documents
from kg.documents import Document
from kg.errors import DataFileError
from kg.nlp.pipeline import load_pipeline


def confidences(text: str) -> dict[str, float]:
    documents = extract_documents([Document(id="one", text=text)], load_pipeline())
    return {claim.relation: claim.confidence for _, extraction in documents for claim in extraction.claims}


@pytest.mark.model
def test_confidence_falls_where_a_pronoun_had_to_be_resolved() -> None:
    direct = confidences("ISIL seized Mosul.")["controls"]
    resolved = confidences("ISIL has many fighters. It seized Mosul.")["controls"]
    assert 0 < resolved < direct < 1


@pytest.mark.model
def test_confidence_falls_where_a_party_has_no_name() -> None:
    assert confidences("Gunmen seized Mosul.")["controls"] < confidences("ISIL seized Mosul.")["controls"]


def test_confidence_weights_are_of_features_and_finite() -> None:
    weights = load_weights()
    assert weights["steps"] < 0
    assert weights["weak"] < 0
    assert all(abs(weight) < 5 for weight in weights.values())


def test_confidence_a_broken_line_of_weights_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("base\t1.0\nsteps\tmany\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="2"):
        load_weights(path)


def test_confidence_weights_without_a_base_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("steps\t-1.0\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="base"):
        load_weights(path)
