"""What one document says: mentions, the entities they stand for in it, and claims.

Nothing here knows spaCy or RDF, so values can cross processes and be made by hand in tests.
All offsets are code points into ``Document.text``, half-open: ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Polarity = Literal["Affirmed", "Negated"]
Modality = Literal["Actual", "Claimed", "Planned", "Denied"]
Phase = Literal["", "Begins", "Holds", "Ends"]


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Mention:
    """A span of text that stands for an entity of its document."""

    start: int
    end: int
    text: str
    """The span's words, white space normalised to single spaces."""
    entity: int
    """Index into ``Extraction.entities``."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class DocumentEntity:
    """What one document's mentions stand for, before linking gives it an IRI."""

    name: str
    """The fullest proper name, or for a generic actor its noun phrase."""
    type: str
    """Local name of an ontology class: State, Government, ..., Settlement, Site, HeritageStatus."""
    names: tuple[str, ...]
    """Every surface form that names or describes it in the document (no pronouns, no anaphoric "the group"), sorted."""
    generic: bool = False
    """True for "rebels", "the army", "a castle": no name of its own."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes that qualify it in the text ("Syrian rebels": SY), sorted."""
    gazetteer: str = ""
    """Identifier of the gazetteer entry that typed it, such as "actor:islamic-state", "country:SY"; empty: none."""
    whole: Literal["", "force", "government"] = ""
    """Set where it is the armed force, or the government, of the one country in ``countries``, whatever the words."""
    aliases_announced: tuple[str, ...] = ()
    """Names that the text itself says are its names: "(SDF)", "also known as Daesh"."""
    parent: str = ""
    """Name of the place or actor that a generic mention is bound to ("its army", "the castle of X"); empty: none."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Claim:
    """One statement of a text: who, what relation, whom, and how the text puts it."""

    subject: Mention
    relation: str
    """Local name of the ontology's relation, such as "controls"."""
    object: Mention
    polarity: Polarity = "Affirmed"
    modality: Modality = "Actual"
    phase: Phase = ""
    source: Mention | None = None
    """Whom the text names for it: the innermost source."""
    time_expression: str = ""
    """The words that say when, each white-space character shown as one space; empty: none."""
    time_start: int = -1
    """Where the time expression begins, in the text in which the quote counts; -1: there is none."""
    time_end: int = -1
    begin: str = ""
    """Valid time as ISO date, year-month or year; empty: not known."""
    end: str = ""
    begin_latest: str = ""
    """It had begun by then: "by 12 May"."""
    somewhere_within: bool = False
    """True where begin and end only bound it: "last week"."""
    time_inferred: bool = False
    """True where the valid time was computed from the day of publication."""
    time_anchor: int = -1
    """Where the trigger of the earlier event stands from whose time it was computed ("two days later"); -1: there
    is no such event, -2: no claim tells of it."""
    in_title: bool = False
    """True where the words stand in ``Document.title``; the offsets of the quote then count there."""
    quote_start: int
    quote_end: int
    quote: str
    """The document's words from quote_start to quote_end, each white-space character shown as one space."""
    trigger_start: int
    trigger_end: int
    frame: str
    """Identifier of the frame that was evoked, as the lexicon has it."""
    construction: str
    """How the arguments were reached: "active", "passive", "nominal", ..."""
    confidence: float
    """In [0, 1]: an estimate of how likely a careful reader agrees."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Figure:
    """A quantity that a text tells: so many killed, wounded, captured, missing, displaced; so many attacks."""

    kind: Literal["Casualties", "Displacement", "AttackCount"]
    fate: str = ""
    """Killed, Wounded, Captured, Missing or Displaced; empty for attacks."""
    number: int | None
    """None: the words give bounds alone ("dozens", "between 30 and 40")."""
    lower: int | None = None
    upper: int | None = None
    exactness: str
    """Exactly, AtLeast, AtMost, About, Between, or Roughly for words such as "dozens"."""
    number_text: str
    counted: str = ""
    """The words for those who are counted; empty: the text does not say."""
    victim: Mention | None = None
    actor: Mention | None = None
    """Who did it."""
    place: Mention | None = None
    source: Mention | None = None
    time_expression: str = ""
    time_start: int = -1
    time_end: int = -1
    begin: str = ""
    end: str = ""
    begin_latest: str = ""
    somewhere_within: bool = False
    time_inferred: bool = False
    time_anchor: int = -1
    in_title: bool = False
    quote_start: int
    quote_end: int
    quote: str
    trigger_start: int
    trigger_end: int
    hosts: tuple[int, ...] = ()
    """Where the words stand of the event that it tells of, the nearest first: claims evoked by them are its claims."""

    @property
    def relation(self) -> str:
        """Read its time as that of an attack: an event."""
        return "attacks"

    @property
    def phase(self) -> Phase:
        """Not of control."""
        return ""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class TimeMention:
    """Words that name a time, in what the parser saw."""

    start: int
    end: int
    text: str
    future: bool = False
    """What they date lies ahead of the report."""
    event: bool = True
    """They date something that happens: no saying, no treaty."""
    opens: bool = False
    """They open their sentence, and so set the time of what follows."""
    base: int = -1
    """Where the words begin of the time that it is counted from: "two days after 3 May"; -1: none."""
    until: bool = False
    """What it is counted from is where it ends: "for two weeks before they left on 3 May"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one document."""

    entities: tuple[DocumentEntity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[TimeMention, ...] = ()
    """Only while a document is read: claims keep their words and what these come to."""
    skipped_sentences: int = 0
    """Sentences left out because they are not English or not text."""
