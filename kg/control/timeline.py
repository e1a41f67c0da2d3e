"""Claims about one place to its timeline: pure, and the same whatever the order of the claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from kg.control.disputes import Dispute, find_disputes
from kg.control.marks import Mark, make_marks, report_day, told_span
from kg.control.model import ControlClaim, Interval, Timeline
from kg.control.outliers import find_lone
from kg.control.sweep import Stretch, Sweep
from kg.events.days import read_span, write_day

_NO_SIDES: Mapping[str, str] = MappingProxyType({})


def build_timeline(
    place: str,
    claims: Iterable[ControlClaim],
    *,
    as_of: str = "",
    sides: Mapping[str, str] = _NO_SIDES,
) -> Timeline:
    """Compute who held a place when.

    Parameters
    ----------
    place
        IRI, for the result; that the claims are about it is the caller's affair.
    claims
        Consumed once. Their order does not matter; each is kept, what it says is weighed by the rules.
    as_of
        ISO date: only documents published on or before it are used; those without a date are not. Empty: all.
    sides
        Actors to the side that they are of (an army and its government): those of one side never contradict
        each other.

    Examples
    --------
    >>> seized = ControlClaim(place="p", actor="a", phase="Begins", iri="1", begin="2016-12-11", reported="2016-12-12")
    >>> [(i.actor, i.begin, i.end) for i in build_timeline("p", [seized]).intervals]
    [('a', '2016-12-11', '')]
    """
    used = sorted((c for c in claims if not as_of or (c.reported and c.reported <= as_of)), key=_by_report)

    def same_side(one: str, other: str) -> bool:
        return one == other or (one in sides and sides[one] == sides.get(other))

    control = [c for c in used if not c.fighting]
    rejections = [(report_day(c) or 0, c) for c in control if c.rejects]
    changes, undated, holds = make_marks(control)
    lone = find_lone([*changes, *(m for m in undated if m.kind == "gain"), *holds], same_side)
    alone = {id(mark) for mark, _ in lone}
    changes, undated, holds = (
        [m for m in marks if id(m) not in alone] for marks in (changes, undated, holds)
    )
    swept = Sweep(same_side, rejections).run(changes, undated, holds)
    disputes = find_disputes(swept, control, same_side)
    by_stretch: dict[int, list[Dispute]] = defaultdict(list)
    for dispute in disputes:
        for part in {id(s) for s in (*dispute.changed, *dispute.unchanged)}:
            by_stretch[part].append(dispute)
    intervals = [_to_interval(place, s, by_stretch[id(s)], lone) for s in swept.stretches]
    intervals = sorted(set(intervals), key=lambda i: (i.first or 0, i.actor, i.stop or 1 << 40))
    return Timeline(place=place, intervals=tuple(intervals), fighting=tuple(_fights(used)))


def _by_report(claim: ControlClaim) -> tuple[str, str, int, str]:
    return claim.reported, claim.document, claim.quote_begin, claim.iri


def _to_interval(
    place: str, stretch: Stretch, disputes: list[Dispute], lone: list[tuple[Mark, str]]
) -> Interval:
    supporting = {claim for mark in stretch.marks for claim in mark.claims}
    opposing: set[ControlClaim] = set()
    for mark, holder in lone:
        after_begin = stretch.first is None or stretch.first <= mark.last
        if holder == stretch.actor and after_begin and (stretch.stop is None or mark.last < stretch.stop):
            opposing.update(mark.claims)
    spans = []
    for dispute in disputes:
        changed = any(s is stretch for s in dispute.changed)
        if not dispute.settled:
            spans.append((dispute.first, dispute.stop))
        if changed and not dispute.unchanged and not dispute.claims_against:
            others = [s for s in dispute.changed if s is not stretch]
            opposing |= {c for s in others for mark in s.marks for c in mark.claims}
        elif changed:
            opposing |= set(dispute.claims_against)
        else:
            if not dispute.settled:
                opposing |= set(dispute.claims_for)
            supporting |= set(dispute.claims_against)
    return Interval(
        place=place,
        actor=stretch.actor,
        first=stretch.first,
        stop=stretch.stop,
        begin=stretch.begin or (write_day(stretch.first) if stretch.first is not None else ""),
        end=stretch.end or (write_day(stretch.stop) if stretch.stop is not None else ""),
        disputed=tuple(sorted(set(spans), key=lambda span: (span[0], span[1] or 1 << 40))),
        supporting=tuple(sorted(supporting, key=_by_report)),
        opposing=tuple(sorted(opposing - supporting, key=_by_report)),
    )


def _fights(claims: Iterable[ControlClaim]) -> list[tuple[int, int, ControlClaim]]:
    """Return the days of each told fight; one without a time is of the day of its report."""
    found = []
    for claim in claims:
        attempt = claim.phase == "Begins" and claim.polarity == "Negated" and claim.modality != "Planned"
        if not (claim.fighting and claim.affirmed) and not attempt:
            continue
        span = told_span(claim) if attempt else _fight_span(claim)
        reported = report_day(claim)
        if span is None and reported is not None:
            span = reported, reported
        if span is not None:
            found.append((*span, claim))
    return sorted(found, key=lambda fight: (fight[:2], _by_report(fight[2])))


def _fight_span(claim: ControlClaim) -> tuple[int, int] | None:
    begin, end, reported = read_span(claim.begin), read_span(claim.end), report_day(claim)
    if begin is None and end is None:
        return None
    if begin is None or (end is not None and end[1] < begin[0]):
        begin = end
    if begin is None or (reported is not None and begin[0] > reported):
        return None
    last = end[1] if end else reported if reported is not None else begin[1]
    return begin[0], max(begin[0], last)
