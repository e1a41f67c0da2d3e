"""What a gazetteer knows about one thing."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocab import subclasses


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class HeritageRecord:
    """A heritage status and the years between which it holds (ends open where empty)."""

    status: str
    """"World Heritage", "World Heritage in Danger", "Tentative List", "Nationally protected"."""
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Office:
    """A person's office in an actor; years as ``HeritageRecord``."""

    role: str
    actor: str
    """Entry id, such as "state:SY" or "actor:hezbollah"."""
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Entry:
    """One real thing with its names; ids are stable across releases."""

    id: str
    """"actor:islamic-state", "person:bashar-al-assad", "people:kurds", "country:SY", "state:SY",
    "place:GEONAMEID", "region:SY.04", "region:middle-east", "site:WHC-23", "site:temple-of-bel"."""
    name: str
    """The usual English name."""
    type: str
    """Local name of an ontology class."""
    names: tuple[str, ...] = ()
    """All names that stand for it alone, ``name`` first."""
    ambiguous: tuple[str, ...] = ()
    """Names that others bear too, or that are words: they need context."""
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes (XK: Kosovo), the main country first; none: worldwide or unknown."""
    parent: str = ""
    """Entry id of what it lies in or belongs to."""
    begin: str = ""
    end: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    notable: bool = False
    """A settlement of which war news has told, whatever its size."""
    geonames: str = ""
    wikidata: str = ""
    heritage: tuple[HeritageRecord, ...] = ()
    offices: tuple[Office, ...] = ()
    successor_of: str = ""
    matches: tuple[str, ...] = ()
    """Further IRIs of the same thing."""

    @property
    def country(self) -> str:
        """The main country's code; empty: none or worldwide."""
        return self.countries[0] if self.countries else ""

    @property
    def is_place(self) -> bool:
        """Whether it is a place, and not an actor."""
        return self.type in PLACE_TYPES


PLACE_TYPES = frozenset(subclasses("Place"))
ACTOR_TYPES = frozenset(subclasses("Actor"))
