"""Reports to events: which claims tell of one thing that happened, and which texts are copies of each other."""

from kg.events.clusters import Event, EventClaim, cluster_claims
from kg.events.copies import group_copies, sign_text
from kg.events.spans import group_spans

__all__ = ["Event", "EventClaim", "cluster_claims", "group_copies", "group_spans", "sign_text"]
