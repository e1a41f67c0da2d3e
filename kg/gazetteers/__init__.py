"""Names of places, sites and actors: data in open formats, and an index to find them by."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from kg.gazetteers.extra import read_extra
from kg.gazetteers.gazetteer import REGION_WORDS, Gazetteer
from kg.gazetteers.model import ACTOR_TYPES, PLACE_TYPES, Entry, HeritageRecord, Office
from kg.gazetteers.normalise import consonant_skeleton, normalise_name
from kg.gazetteers.places import Places
from kg.gazetteers.tables import read_entries

__all__ = [
    "ACTOR_TYPES",
    "PLACE_TYPES",
    "REGION_WORDS",
    "Entry",
    "Gazetteer",
    "HeritageRecord",
    "Office",
    "consonant_skeleton",
    "load_gazetteer",
    "normalise_name",
]


def load_gazetteer(extra: Path | None = None) -> Gazetteer:
    """Load the shipped gazetteers, and the user's own file over them.

    Parameters
    ----------
    extra
        CSV or Turtle, as ``kg.gazetteers.extra.read_extra`` takes it.

    Raises
    ------
    InputMissingError, DataFileError
        The user's file is not there, or a line of it cannot be used.
    """
    return _load(read_extra(extra) if extra is not None else ())


@lru_cache(maxsize=2)
def _load(extra: tuple[Entry, ...]) -> Gazetteer:
    # Only read, never changed: mentions, claims and linking share it.
    return Gazetteer(_read_shipped(), extra, places=Places())


@cache
def _read_shipped() -> tuple[Entry, ...]:
    return tuple(read_entries())
