"""What goes into a timeline of control, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class ControlClaim:
    """One claim about who holds a place, or (``fighting``) that it is fought for.

    Texts that are not known are empty. Times are ISO dates, year-months or years.
    """

    place: str
    actor: str
    phase: str
    """"Begins", "Holds" or "Ends"; empty where ``fighting``."""
    iri: str
    polarity: str = "Affirmed"
    modality: str = "Actual"
    begin: str = ""
    end: str = ""
    begin_latest: str = ""
    """The change had happened by then."""
    somewhere_within: bool = False
    """True where the change lies somewhere between ``begin`` and ``end``."""
    after: tuple[str, ...] = ()
    """IRIs of the claims that its time was counted from ("hours later")."""
    reported: str = ""
    """Day of the document; empty: not known."""
    document: str = ""
    copies: str = ""
    """Names the group of near copies that the document belongs to; empty: it is alone."""
    publisher: str = ""
    source: str = ""
    """IRI of whom the text names for it."""
    source_label: str = ""
    quote: str = ""
    quote_begin: int = -1
    object_text: str = ""
    time_expression: str = ""
    frame: str = ""
    fighting: bool = False
    sentence: str = ""
    """What joint holders share: the document and the end of the quote."""

    def __hash__(self) -> int:
        """Return the hash of what names it; the other fields would only cost time."""
        return hash((self.iri, self.place))

    @property
    def text(self) -> str:
        """The text of its own that tells it: near copies are one text."""
        return self.copies or self.document or self.iri

    @property
    def affirmed(self) -> bool:
        """Whether it says that something is, or was, so."""
        return self.polarity == "Affirmed" and self.modality in ("Actual", "Claimed")

    @property
    def rejects(self) -> bool:
        """Whether it says that something is, or was, not so; what is planned does neither."""
        return self.modality != "Planned" and (self.polarity == "Negated") != (self.modality == "Denied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An actor's hold of a place, from ``first`` to before ``stop``.

    ``begin`` and ``end`` are the same as words of the claims have them: "2013-03" is a day of that month.
    """

    place: str
    actor: str
    first: int | None
    """First day; None: open to the past, back from the first that is known."""
    stop: int | None
    """First day on which it is no longer held; None: still held, as far as is known."""
    begin: str = ""
    end: str = ""
    disputed: tuple[tuple[int, int | None], ...] = ()
    """Stretches in which sources contradict each other on the holder, first day and the day after the last."""
    supporting: tuple[ControlClaim, ...] = ()
    opposing: tuple[ControlClaim, ...] = ()

    def covers(self, day: int) -> bool:
        """Tell whether the place is held on a day."""
        return (self.first is None or self.first <= day) and (self.stop is None or day < self.stop)

    def is_disputed(self, day: int) -> bool:
        """Tell whether sources contradict each other on a day of it."""
        return any(first <= day and (stop is None or day < stop) for first, stop in self.disputed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The history of one place, intervals by begin and actor."""

    place: str
    intervals: tuple[Interval, ...] = ()
    fighting: tuple[tuple[int, int, ControlClaim], ...] = ()
    """First and last day of each told fight for it."""

    def holders(self, day: int) -> tuple[Interval, ...]:
        """Return who holds the place on a day; nobody may be known."""
        return tuple(interval for interval in self.intervals if interval.covers(day))

    def is_contested(self, day: int) -> bool:
        """Tell whether fighting for the place is told of the day."""
        return any(first <= day <= last for first, last, _ in self.fighting)
