"""Claims to marks on the line of time: changes of control, holds, and what rejects either.

The times of a claim mean what TIME says of its phase: a change that begins has its day in ``begin``, one that
ends in ``end``. What has no time of its own is known by the day of its report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.control.model import ControlClaim
from kg.events import group_spans
from kg.events.days import Span, read_span, write_day

STILL = re.compile(
    r"\b(still|remain\w*|never|continu\w+|keeps?|kept|retain\w*|maintain\w*|stay\w*|cling\w*|clung)\b", re.I
)
"""Words by which a hold says that nothing has changed."""
AGAIN = re.compile(r"\b(re-?(tak|took|captur|gain|claim|conquer|occup|possess)\w*|\w+ back)\b", re.I)
"""Words by which a seizure says that another came before it."""
LATER = re.compile(r"\b(later|then|afterwards?|subsequently)\b", re.I)

_PART = re.compile(
    r"\b(districts?|neighbou?rhoods?|quarters?|suburbs?|parts?|half|side|section|sector|areas?|outskirts|edges?"
    r"|blocks?|streets?|airport|air ?base|base|bases|hills?|heights|bridges?|entrances?|gates?|countryside)\b",
    re.I,
)
_ALL = re.compile(r"\b(last|remaining|remainder|rest|all|every|whole|entire|final|both)\b", re.I)


@dataclass(slots=True)
class Mark:
    """Something told of one actor and the place: a gain, a loss, or a hold.

    ``last`` is the day by which it is known; ``first``, the first day on which it may have been, is None where
    only the latest is known.
    """

    kind: str
    actor: str
    first: int | None
    last: int
    claims: list[ControlClaim] = field(default_factory=list)
    still: bool = False
    dated: bool = True

    @property
    def words(self) -> str:
        """The time as the most exact of the claims has it; of bounds alone, the first day."""
        times = [time for claim in self.claims if (time := _time_text(claim, self.kind))]
        best = min(times, key=lambda time: (-len(time), time), default="")
        span = read_span(best)
        if self.first is not None and (span is None or span[1] - span[0] > self.last - self.first):
            return write_day(self.first)
        return best

    @property
    def reported(self) -> int | None:
        """The first day on which it was told."""
        return min((day for claim in self.claims if (day := report_day(claim)) is not None), default=None)


def _time_text(claim: ControlClaim, kind: str) -> str:
    if claim.somewhere_within:
        return ""
    return claim.end if kind == "loss" else claim.begin or claim.begin_latest


def report_day(claim: ControlClaim) -> int | None:
    """Return the day of the report; None where the document has no date."""
    span = read_span(claim.reported)
    return span[0] if span else None


def told_span(claim: ControlClaim) -> Span | None:
    """Return the days among which lies what the claim tells, where its own words say so.

    A time after the report, or an end before the begin, cannot be: it is not used.
    """
    begin, end = read_span(claim.begin), read_span(claim.end)
    if claim.phase == "Ends":
        begin = end if not (claim.somewhere_within and begin) else begin
        end = end or begin
    elif not claim.somewhere_within:
        end = begin
    if begin is None or end is None or end[1] < begin[0]:
        return None
    reported = report_day(claim)
    if reported is not None and begin[0] > reported:
        return None
    last = end[1] if reported is None else min(end[1], reported)
    return begin[0], max(last, begin[0])


def is_of_part(claim: ControlClaim, label: str) -> bool:
    """Tell whether the words name a part of the place of that label: "a district", not "the last district"."""
    named = {word.casefold() for word in _PART.findall(label)}
    part = any(word.casefold() not in named for word in _PART.findall(claim.object_text))
    return part and not _ALL.search(f"{claim.object_text} {claim.quote}")


def make_marks(claims: Iterable[ControlClaim]) -> tuple[list[Mark], list[Mark], list[Mark]]:
    """Return the dated changes, what is known by its report alone, and the holds; each told event once."""
    dated: dict[tuple[str, str], list[tuple[Span, ControlClaim]]] = defaultdict(list)
    undated: list[Mark] = []
    holds: list[Mark] = []
    for claim in sorted(claims, key=lambda claim: (claim.iri, claim.place)):
        if claim.fighting or not claim.affirmed:
            continue
        if claim.phase == "Holds":
            _add_hold(claim, dated, holds)
            continue
        kind = "gain" if claim.phase == "Begins" else "loss"
        if (span := told_span(claim)) is not None:
            dated[kind, claim.actor].append((span, claim))
        else:
            latest = read_span(claim.begin_latest) if kind == "gain" else None
            day = latest[1] if latest else report_day(claim)
            if day is not None:
                undated.append(
                    Mark(
                        kind=kind, actor=claim.actor, first=None, last=day, claims=[claim], dated=bool(latest)
                    )
                )
    changes = []
    for (kind, actor), told in sorted(dated.items()):
        for group in group_spans([span for span, _ in told]):
            first, last = _best([told[place][0] for place in group])
            of = [told[place][1] for place in group]
            changes.append(Mark(kind=kind, actor=actor, first=first, last=last, claims=of))
    return changes, undated, holds


def _best(spans: Sequence[Span]) -> Span:
    """Return the narrowest span, of several the one told most often, then the earliest."""
    return min(spans, key=lambda span: (span[1] - span[0], -spans.count(span), span))


def _add_hold(
    claim: ControlClaim, dated: dict[tuple[str, str], list[tuple[Span, ControlClaim]]], holds: list[Mark]
) -> None:
    """Put a hold where its words say: from a day on, until a day, or on the day of the report."""
    begin, end, reported = read_span(claim.begin), read_span(claim.end), report_day(claim)
    still = bool(STILL.search(claim.quote)) or "remain" in claim.frame or "stay" in claim.frame
    if begin and reported is not None and begin[0] > reported:
        begin = end = None
    if begin and end and (claim.somewhere_within or end[1] <= begin[1]):
        day = max(begin[0], min(end[1], begin[1] if end[1] < begin[1] else end[1]))
        holds.append(
            Mark(kind="hold", actor=claim.actor, first=begin[0], last=day, claims=[claim], still=still)
        )
        return
    if begin:
        dated["gain", claim.actor].append((begin, claim))
    if end:
        dated["loss", claim.actor].append((end, claim))
    if not begin and not end and reported is not None:
        holds.append(
            Mark(kind="hold", actor=claim.actor, first=reported, last=reported, claims=[claim], still=still)
        )
