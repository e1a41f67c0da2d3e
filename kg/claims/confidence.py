"""An estimate, in [0, 1], of how likely a careful reader agrees with a claim.

A logistic sum over how the claim was reached. The weights were set by hand from the share of right claims seen for each
construction on development texts; they order claims, and are not calibrated probabilities yet.
"""

from __future__ import annotations

import math

from kg.claims.draft import ClaimDraft, Reading

_BASE = 1.9
_WEIGHTS = {
    "active": 0.3,
    "passive": 0.3,
    "relative": 0.0,
    "participle": 0.1,
    "premodifier": 0.2,
    "adverbial": -0.3,
    "controlled": -0.2,
    "coordinated": -0.3,
    "nominal": -0.4,
    "light verb": 0.0,
    "adjective": -0.2,
    "noun phrase": 0.2,
    "list under a heading": 0.3,
}


def confidence(draft: ClaimDraft, reading: Reading) -> float:
    """Return the confidence of a claim, rounded to two digits."""
    score = _BASE + _WEIGHTS.get(draft.construction, 0.0)
    score -= 0.6 * (draft.subject.steps + draft.object.steps)
    if draft.weak:
        score -= 0.8
    for argument in (draft.subject, draft.object):
        if reading.table.drafts[argument.entity].generic:
            score -= 0.3
    heads = (draft.subject.head, draft.object.head, draft.trigger)
    score -= 0.03 * max(0, max(heads) - min(heads) - 8)
    if draft.modality in ("Planned", "Denied"):
        score -= 0.3
    return round(1 / (1 + math.exp(-score)), 2)
