"""What a list of corrections makes of the IRIs that linking gives.

Corrections are applied one after the other, each to what those before it have made: so what a line names is
looked up among what is left at that point, and any order of documents has the same outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.corrections.model import Correction, LineError
from kg.iris import DEFAULT_BASE, mint_document_iri
from kg.linking.names import kind_of

_APART = re.compile(r"\.apart-[a-z2-7]{10}$")
KIND_NAMES = {"actor": "an actor", "person": "a person", "place": "a place", "status": "a heritage status"}

Spot = tuple[int, bool]
"""A mention's first character, and whether that counts in the title."""
WHOLE: Spot = (-1, False)
"""All of a document."""


@dataclass(frozen=True, slots=True)
class Step:
    """A merge, or, where it has places, a split: what ``old`` was is ``new`` (there)."""

    old: str
    new: str
    places: Mapping[str, frozenset[Spot]] | None = None
    """For a split: IRIs of documents with the spots in each."""


@dataclass(slots=True)
class Identity:
    """Which thing each IRI stands for, and what is said of it; made by ``read_identity``."""

    base: str = DEFAULT_BASE
    names: dict[str, str] = field(default_factory=dict)
    """Names that were given, by IRI that is left."""
    types: dict[str, str] = field(default_factory=dict)
    """Classes that were given (local names), by IRI that is left."""
    merged: dict[str, list[str]] = field(default_factory=dict)
    """What has become one with each IRI that is left, in the order of the corrections."""
    former_names: dict[str, list[str]] = field(default_factory=dict)
    blocked: dict[frozenset[str], int] = field(default_factory=dict)
    """Pairs of IRIs that are left and never the same, with the number of the correction that says so."""
    steps: list[Step] = field(default_factory=list)
    """The merges and splits."""
    split_documents: set[str] = field(default_factory=set)
    """IRIs of the documents that a split names."""
    made: set[str] = field(default_factory=set)
    """IRIs that splits have made."""
    retyped: set[str] = field(default_factory=set)
    """Every IRI that a class was given, and all that is one with it."""
    _final: dict[str, str] = field(default_factory=dict)

    def find(self, iri: str) -> str:
        """Return the IRI that is left of one, where no split says otherwise."""
        while (next_ := self._final.get(iri, iri)) != iri:
            iri = next_
        return iri

    def kind(self, iri: str) -> str:
        """Return "actor", "person", "place" or "status": by the class that was given, else by the IRI."""
        return kind_of(self.types[iri]) if iri in self.types else self.kind_of_iri(iri)

    def kind_of_iri(self, iri: str) -> str:
        """Return the first step of the IRI's path."""
        return iri.removeprefix(self.base).partition("/")[0]

    def is_blocked(self, one: str, other: str) -> bool:
        """Tell whether the two may never be one."""
        return frozenset((self.find(one), self.find(other))) in self.blocked

    def touches(self, document: str, iri: str) -> bool:
        """Tell whether something becomes of an entity in a document (both IRIs)."""
        if iri in self._final or iri in self.retyped:
            return True
        return document in self.split_documents and any(iri in (step.old, step.new) for step in self.steps)

    def of_document(self, document: str, iri: str) -> str:
        """Return what an entity is in a document, apart from single mentions that were split off."""
        return self.of_mention(document, iri, WHOLE)

    def of_mention(self, document: str, iri: str, spot: Spot) -> str:
        """Return what a single mention stands for."""
        if document not in self.split_documents:
            return self.find(iri)
        for step in self.steps:
            if iri != step.old:
                continue
            spots = (WHOLE,) if step.places is None else step.places.get(document, ())
            if WHOLE in spots or spot in spots:
                iri = step.new
        return iri


def read_identity(corrections: Iterable[Correction], *, base: str = DEFAULT_BASE) -> Identity:
    """Work out what the corrections say together.

    Raises
    ------
    ContradictionError
        A correction cannot hold beside those before it.
    """
    identity = Identity(base=base)
    for number, correction in enumerate(corrections, 1):
        try:
            _add(identity, correction, number)
        except LineError as error:
            raise ContradictionError(number, str(error)) from error
    return identity


class ContradictionError(ValueError):
    """A correction that contradicts those before it; ``number`` counts from 1."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(number, problem)
        self.number, self.problem = number, problem

    def __str__(self) -> str:
        return self.problem


def _add(identity: Identity, correction: Correction, number: int) -> None:
    for iri in correction.iris:
        made_here = correction.kind == "split" and iri == correction.other
        if _APART.search(iri) and not made_here and iri not in identity.made:
            raise LineError(f"no split before it makes {iri}")
    one, other = identity.find(correction.entity), identity.find(correction.other)
    if correction.kind == "rename":
        identity.names[one] = correction.value
    elif correction.kind == "retype":
        identity.types[one] = correction.value
        identity.retyped.update((one, *identity.merged.get(one, ())))
    elif correction.kind == "block":
        if one == other:
            raise LineError("it keeps apart what is one: undo the merge, or split it first")
        identity.blocked.setdefault(frozenset((one, other)), number)
    elif correction.kind == "split":
        _split(identity, correction, one, number)
    else:
        _merge(identity, one, other)


def _split(identity: Identity, correction: Correction, one: str, number: int) -> None:
    new = correction.other
    if new in identity.made or new == one or identity.find(new) != new:
        raise LineError(f"{new} is taken: a split makes a new IRI")
    if not _APART.search(new):
        raise LineError(f"{new} is not an IRI that kg split makes: those end in .apart- and ten characters")
    if identity.kind_of_iri(new) != identity.kind_of_iri(one):
        raise LineError(f"{new} does not begin as {one} does")
    identity.made.add(new)
    if correction.value:
        identity.names[new] = correction.value
    places: dict[str, set[Spot]] = {}
    for place in correction.mentions:
        document = mint_document_iri(place.document, base=identity.base)
        places.setdefault(document, set()).add((place.offset, place.in_title))
    identity.steps.append(Step(one, new, {key: frozenset(spots) for key, spots in places.items()}))
    identity.split_documents.update(places)
    if one in identity.types:
        identity.types[new] = identity.types[one]
        identity.retyped.add(new)
    identity.blocked[frozenset((one, new))] = number


def _merge(identity: Identity, one: str, other: str) -> None:
    if one == other:
        raise LineError("the two are one already")
    kinds = identity.kind(one), identity.kind(other)
    if kinds[0] != kinds[1]:
        raise LineError(
            f"{KIND_NAMES[kinds[0]]} and {KIND_NAMES[kinds[1]]} cannot be one; "
            "if one of them has the wrong class, retype it first"
        )
    if (line := identity.blocked.get(frozenset((one, other)))) is not None:
        raise LineError(f"correction {line} keeps the two apart")
    identity._final[other] = one
    identity.merged.setdefault(one, []).extend((other, *identity.merged.pop(other, ())))
    identity.steps.append(Step(other, one))
    if (name := identity.names.pop(other, "")) and name != identity.names.get(one):
        identity.former_names.setdefault(one, []).append(name)
    identity.former_names.setdefault(one, []).extend(identity.former_names.pop(other, ()))
    identity.types.pop(other, None)
    if one in identity.types or one in identity.retyped:
        identity.retyped.update((other, *identity.merged[one]))
    for pair in [pair for pair in identity.blocked if other in pair]:
        (third,) = pair - {other}
        identity.blocked.setdefault(frozenset((one, third)), identity.blocked.pop(pair))
