"""Names of places, sites and actors: data in open formats, and an index to find them by."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.gazetteers.extra import read_extra
from kg.gazetteers.gazetteer import REGION_WORDS, Gazetteer
from kg.gazetteers.model import PLACE_TYPES, Entry, HeritageRecord, Office
from kg.gazetteers.normalise import consonant_skeleton, normalise_name
from kg.gazetteers.places import Places
from kg.gazetteers.tables import read_entries

__all__ = [
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
    if extra is None:
        return _load_shipped()
    return Gazetteer(read_entries(), read_extra(extra), places=Places())


@cache
def _load_shipped() -> Gazetteer:
    # Only read, never changed: mentions and linking share it.
    return Gazetteer(read_entries(), places=Places())
