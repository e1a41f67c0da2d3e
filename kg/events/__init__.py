"""Reports to events: which claims tell of one thing that happened, and which texts are copies of each other."""

from kg.events.spans import group_spans

__all__ = ["group_spans"]
