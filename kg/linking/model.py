"""What linking yields: one entity for each real thing, and what one document contributes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GAZETTEER = "gazetteer"
SAME_NAME = "same name and type"
ANNOUNCED = "alias announced in the text"
LOCAL = "local to the document"
QUALIFIED = "qualified by country"
CORRECTION = "correction"


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Standing:
    """A heritage status in the years in which it holds: "World Heritage in Danger since 2013"."""

    iri: str
    name: str
    status: str
    """Its name without the years."""
    begin: str = ""
    end: str = ""
    """Years; empty: not known, or for ``end`` still so."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Entity:
    """A thing with an IRI: an actor, a place or a heritage status."""

    iri: str
    name: str
    type: str
    """Local name of an ontology class."""
    names: tuple[str, ...] = ()
    """Surface forms, sorted."""
    generic: bool = False
    reason: str = ""
    """Why mentions were put together here: one of the reasons above (several, joined by "; ")."""
    countries: tuple[str, ...] = ()
    gazetteer: str = ""
    """Identifier of the gazetteer entry; empty: an entity of our own."""
    matches: tuple[str, ...] = ()
    """IRIs of the same thing elsewhere (skos:exactMatch), sorted."""
    longitude: float | None = None
    latitude: float | None = None
    territory: str = ""
    """IRI of the Country, for a State."""
    parent: str = ""
    """IRI of what it lies in or belongs to, where the gazetteer knows."""
    standings: tuple[Standing, ...] = ()
    """Its heritage statuses, where the gazetteer knows them."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class EntityRecord:
    """What one document contributes to one entity."""

    iri: str
    document: str
    type: str
    names: tuple[str, ...]
    generic: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What people have said of entities, by IRI; it goes before all that was computed."""

    names: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    """Local names of classes."""
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """IRIs of what has become one with each."""
    more_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
