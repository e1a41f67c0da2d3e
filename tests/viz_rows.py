"""Claims made by hand for the tests of networks and pictures."""

from __future__ import annotations

from typing import Any

from kg.query.claims import ClaimRow

HOSTILE = "\"><img src=x onerror=alert(1)> </script><b>R&D 'x'"
ARABIC = "الجيش السوري الحر"


def make_row(subject: str, relation: str, object_: str, **other: Any) -> ClaimRow:
    """Return a claim whose entities' IRIs are made of their labels."""
    number = other.pop("number", 1)
    values: dict[str, Any] = {
        "iri": f"https://example.org/claim/{subject}-{relation}-{object_}-{number}",
        "subject": f"https://example.org/{subject}",
        "subject_label": subject,
        "subject_type": "ArmedGroup",
        "relation": relation,
        "object": f"https://example.org/{object_}",
        "object_label": object_,
        "object_type": "Settlement" if relation == "controls" else "ArmedGroup",
        "polarity": "Affirmed",
        "modality": "Actual",
        "quote": f"{subject} fighters, said to {relation} {object_}",
        "quote_in": "text",
        "quote_begin": 0,
        "document": f"https://example.org/document/{number}",
        "document_id": str(number),
        "document_title": f"Report {number}",
        "publisher": "Reuters",
        "published": "2016-12-12",
        "confidence": 0.8,
    }
    return ClaimRow(**(values | other))


def sample_alliances() -> list[ClaimRow]:
    return [
        make_row("Army", "supports", "Militia"),
        make_row("Army", "supports", "Militia", number=2, publisher="AP", published="2016-12-13"),
        make_row("Army", "attacks", "Rebels", object_label="Zähringer Rebels"),
        make_row("Rebels", "attacks", "Army", subject_label="Zähringer Rebels"),
        make_row("Rebels", "alliedWith", ARABIC, subject_label="Zähringer Rebels"),
        make_row("Envoy", "negotiatesWith", "Army", subject_type="Person"),
    ]


def sample_control() -> list[ClaimRow]:
    return [
        make_row("Army", "controls", "Palmyra", phase="Holds"),
        make_row("Rebels", "controls", "Palmyra", phase="Begins", number=2),
        make_row("Rebels", "controls", "Aleppo", phase="Ends", number=3),
        make_row("Army", "controls", "Aleppo", phase="Begins", number=4),
    ]
