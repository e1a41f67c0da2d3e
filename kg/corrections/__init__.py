"""Corrections that people make to the graph: kept in a file, applied to all documents, undone at will."""

from __future__ import annotations

from kg.corrections.apply import (
    Applied,
    RefusedCorrectionError,
    add_corrections,
    apply_corrections,
    keep_document,
    remove_document,
    undo_correction,
    unknown_iris,
)
from kg.corrections.entities import refresh_entities
from kg.corrections.file import CorrectionsFile, parse_corrections, read_corrections
from kg.corrections.model import Correction, Place

__all__ = [
    "Applied",
    "Correction",
    "CorrectionsFile",
    "Place",
    "RefusedCorrectionError",
    "add_corrections",
    "apply_corrections",
    "keep_document",
    "parse_corrections",
    "read_corrections",
    "refresh_entities",
    "remove_document",
    "undo_correction",
    "unknown_iris",
]
