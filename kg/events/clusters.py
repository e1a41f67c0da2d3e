"""Claims of the same relation, participants and overlapping time are reports of one event.

A claim with an exact day is of the event of that day. One with a month or a year, or without a time, joins the
event of its participants that lies within it: without a time that is the last event before the report, not more
than ``NEWS_DAYS`` back. Claims that no dated event takes in are one event where their own times overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.events.spans import group_spans
from kg.vocab import SYMMETRIC

EVENT_RELATIONS = frozenset({"controls", "attacks", "damages", "negotiatesWith"})
"""Relations that tell of acts; the others tell of states, which have no event. Of control, gains and losses do."""
NEWS_DAYS = 7
"""What is told without a day happened in the last days before the report."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class EventClaim:
    """What of a claim says which event it tells of; spans are ordinals of days."""

    relation: str
    subject: str
    object: str
    iri: str
    phase: str = ""
    begin: str = ""
    end: str = ""
    span: tuple[int, int] | None = None
    """First and last day among which it lies, by the words; None: not told."""
    reported: int | None = None
    document: str = ""
    text: str = ""
    """The text of its own that tells it: near copies are one."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Relation, phase and participants; those of a symmetric relation in a fixed order."""
        one, two = self.subject, self.object
        if self.relation in SYMMETRIC:
            one, two = min(one, two), max(one, two)
        return self.relation, self.phase, one, two


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Event:
    """What some claims tell of."""

    relation: str
    phase: str
    subject: str
    object: str
    first: int | None
    """First day on which it may have begun; None: not known."""
    begin: str = ""
    """As the most exact of the claims has it."""
    end: str = ""
    claims: tuple[EventClaim, ...] = ()

    @property
    def reports(self) -> int:
        """Documents that tell of it."""
        return len({claim.document for claim in self.claims})

    @property
    def sources(self) -> int:
        """Texts of their own that tell of it."""
        return len({claim.text for claim in self.claims})


def cluster_claims(claims: Iterable[EventClaim]) -> list[Event]:
    """Return the events of which the claims tell, sorted; the order of the claims does not matter."""
    by_key: dict[tuple[str, str, str, str], list[EventClaim]] = defaultdict(list)
    for claim in claims:
        if claim.relation in EVENT_RELATIONS and claim.phase != "Holds":
            by_key[claim.key].append(claim)
    events = []
    for key, members in sorted(by_key.items()):
        events += _cluster(key, sorted(members))
    return sorted(
        events, key=lambda event: (event.relation, event.subject, event.object, event.first or 0, event.phase)
    )


def _cluster(key: tuple[str, str, str, str], members: list[EventClaim]) -> list[Event]:
    dated = [claim for claim in members if claim.span is not None]
    groups = [[dated[p] for p in g] for g in group_spans([c.span for c in dated if c.span is not None])]
    firsts = [min(claim.span for claim in group if claim.span is not None) for group in groups]
    loose: list[EventClaim] = []
    for claim in members:
        if claim.span is not None:
            continue
        near = [
            (first, place)
            for place, (first, last) in enumerate(firsts)
            if claim.reported is not None and claim.reported - NEWS_DAYS <= last and first <= claim.reported
        ]
        if near:
            groups[max(near)[1]].append(claim)
        else:
            loose.append(claim)
    known = [claim for claim in loose if claim.reported is not None]
    spans = [(claim.reported, claim.reported) for claim in known if claim.reported is not None]
    groups += (
        [[known[p] for p in g] for g in group_spans([(a - NEWS_DAYS // 2, b) for a, b in spans])]
        if spans
        else []
    )
    if unknown := [claim for claim in loose if claim.reported is None]:
        groups.append(unknown)
    return [_make(key, group) for group in groups]


def _make(key: tuple[str, str, str, str], group: list[EventClaim]) -> Event:
    dated = sorted((c for c in group if c.span), key=lambda c: (c.span[1] - c.span[0] if c.span else 0, c))
    best = dated[0] if dated else None
    return Event(
        relation=key[0],
        phase=key[1],
        subject=key[2],
        object=key[3],
        first=best.span[0] if best and best.span else None,
        begin=best.begin if best else "",
        end=best.end if best else "",
        claims=tuple(sorted(group)),
    )


def day_of(text: str) -> int | None:
    """Return the ordinal of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
