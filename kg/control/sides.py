"""Who is of one side: an army and the government that it belongs to; and who is the same, told vaguely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import as_file, files

from kg.gazetteers.tables import read_actors


def find_sides(actors: Iterable[str]) -> dict[str, str]:
    """Return actors by IRI to the topmost body that the gazetteer puts them under; the others are left out."""
    parents = _parents()
    sides = {}
    for actor in actors:
        tail = actor.rpartition("/")[2]
        own = f"state:{tail.removeprefix('state.').upper()}" if tail.startswith("state.") else f"actor:{tail}"
        if own.startswith("state:") or own in parents:
            sides[actor] = _top(own, parents)
    return sides


def _top(name: str, parents: dict[str, str]) -> str:
    seen = set()
    while (above := parents.get(name, "")) and name not in seen:
        seen.add(name)
        name = above
    return name


@lru_cache(maxsize=1)
def _parents() -> dict[str, str]:
    with as_file(files("kg.gazetteers") / "data" / "actors.csv") as path:
        return {entry.id: entry.parent for entry in read_actors(path)}


def find_vague(labels: Mapping[str, str], generic: Iterable[str]) -> dict[str, str]:
    """Return actors of one place that others name more closely: "rebels" where there are "Syrian rebels".

    Parameters
    ----------
    labels
        All actors of the place by IRI.
    generic
        Those of them that have no name of their own.

    Returns
    -------
    dict
        The vaguer to the closer one, where there is one closer only.
    """
    words = {iri: label.casefold().replace("-", " ").split() for iri, label in labels.items()}
    found = {}
    for iri in generic:
        own = words.get(iri, [])
        closer = [
            other
            for other, theirs in sorted(words.items())
            if own and theirs[-1:] == own[-1:] and set(own) < set(theirs)
        ]
        if len(closer) == 1:
            found[iri] = closer[0]
    return found
