"""From the time expressions of a document to the valid times of its claims."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.claims.dates import Setting, ValidTime, as_later, read_time, with_length
from kg.claims.model import Claim, Figure, TimeMention
from kg.claims.time_values import YEAR_LENGTH, in_order

_FROM_ANCHOR = re.compile(
    r"later|earlier|after|before|next|following|previous|same|that\b|for\b", re.IGNORECASE
)
_NEAR = 250
"""Characters over which the bare year of an event goes on to hold for days without one."""
_STANDING = frozenset(("operatesIn", "locatedIn", "memberOf", "leads", "hasHeritageStatus"))
"""Relations that last; what the others tell is done in a time, or bounded by it."""
_LASTING_WORDS = ("support", "back", "sponsor", "fund", "financ", "oppos", "hostil", "all", "aid")
_ENTERING = (
    "join",
    "admit",
    "inscrib",
    "list",
    "add",
    "nam",
    "appoint",
    "elect",
    "becom",
    "became",
    "took",
    "tak",
    "form",
)
_LEAVING = (
    "left",
    "leav",
    "quit",
    "resign",
    "expel",
    "remov",
    "split",
    "dismiss",
    "delist",
    "strip",
)


@dataclass(frozen=True, slots=True)
class Dated:
    """What one mention of a time says in its document."""

    time: ValidTime
    anchor: int = -1
    """Where the mention begins from whose event it was counted; -1: none."""


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """The valid time of a claim."""

    begin: str = ""
    end: str = ""
    latest: str = ""
    within: bool = False
    inferred: bool = False
    anchor: int = -1
    """Where the mention begins from whose event it was counted; -1: none."""


def date_mentions(
    mentions: Iterable[TimeMention], published: datetime.date | None, *, day_first: bool | None = None
) -> dict[int, Dated]:
    """Return what the mentions of a text say, by where they begin; those that stay words are left out.

    The last dated event before a mention is what "two days later" is counted from.
    """
    found: dict[int, Dated] = {}
    last, last_start, told, told_start = "", -1, "", -1
    ordered = sorted(mentions, key=lambda mention: (max(mention.start, mention.base), mention.base))
    for mention in ordered:  # what one is counted from comes before it
        anchor, anchor_start, words = last, last_start, mention.text
        if mention.base >= 0:
            base = found.get(mention.base)
            if (
                base is not None
                and (span := with_length(words, _known_end(base.time, mention.until))) is not None
            ):
                counted = base.time.is_point
                span = replace(span, source="anchor" if counted else span.source)
                found[mention.start] = Dated(span, mention.base if counted else base.anchor)
                continue
            if base is None or not base.time.is_point:
                continue
            anchor, anchor_start, words = base.time.begin, mention.base, as_later(words)
        if len(told) == YEAR_LENGTH and mention.start - told_start > _NEAR:
            told = ""
        setting = Setting(published=published, anchor=anchor, told=told, day_first=day_first)
        time = read_time(words, setting, future=mention.future)
        if time is None:
            continue
        if mention.base < 0 and not _FROM_ANCHOR.search(words):
            anchor_start = told_start
        found[mention.start] = Dated(time, anchor_start if time.source == "anchor" else -1)
        if mention.event and time.is_point:
            last, last_start = time.begin, mention.start
        if mention.event and time.begin and _tells_year(mention, time, told):
            told, told_start = time.begin, mention.start
    return found


def _tells_year(mention: TimeMention, time: ValidTime, told: str) -> bool:
    """Whether days that follow without a year are of this one; a look back inside a sentence does not set it."""
    if time.source == "publication" or _FROM_ANCHOR.search(mention.text):
        return False
    return mention.opens or time.begin[:YEAR_LENGTH] >= told[:YEAR_LENGTH]


def _known_end(time: ValidTime, until: bool) -> ValidTime:
    return replace(time, begin="", bound="until") if until and time.is_point else time


def time_of_claim(claim: Claim | Figure, dated: dict[int, Dated], trigger: str) -> ClaimTime:
    """Return begin and end of what a claim tells, as far as its words settle them.

    A gain of control has the day in ``begin``, a loss in ``end``; an event has both.

    Parameters
    ----------
    trigger
        The word that evoked the claim.
    """
    found = dated.get(claim.time_start)
    if found is None:
        return ClaimTime()
    time = found.time
    begin, end, latest = _ends(claim, time, trigger.casefold())
    if not in_order(begin, end) or not (begin or end or latest):
        return ClaimTime()
    within = bool(begin and end) and begin != end and _is_within(claim, time, trigger.casefold())
    return ClaimTime(begin, end, latest, within, time.source == "publication", found.anchor)


def _ends(claim: Claim | Figure, time: ValidTime, trigger: str) -> tuple[str, str, str]:
    interval = time.within or time.bound == "span"
    phase = claim.phase
    if claim.relation in ("memberOf", "leads", "hasHeritageStatus"):
        phase = (
            "Begins" if trigger.startswith(_ENTERING) else "Ends" if trigger.startswith(_LEAVING) else phase
        )
    if time.bound == "by":
        return ("", time.end, "") if phase == "Ends" else ("", "", time.end)
    if interval:
        return time.begin, time.end, ""
    if phase == "Begins":
        return time.begin, time.end if time.bound == "until" else "", ""
    if phase == "Ends":
        return "", "" if time.bound else time.end, ""
    return time.begin, time.end, ""


def _is_within(claim: Claim | Figure, time: ValidTime, trigger: str) -> bool:
    if claim.phase in ("Begins", "Ends"):
        return True
    lasting = claim.phase == "Holds" or claim.relation in _STANDING or trigger.startswith(_LASTING_WORDS)
    return time.within and not lasting
