"""What a document tells about where and when it plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.claims.model import Extraction
from kg.documents import Document
from kg.gazetteers import Entry, Gazetteer

_LARGE_TOWN = 200_000  # inhabitants


@dataclass(frozen=True, slots=True)
class Context:
    """Countries by their share of the document's mentions, known entries, and the year of report."""

    shares: Mapping[str, float] = field(default_factory=dict)
    year: int = 0
    """0: not known."""
    entries: frozenset[str] = frozenset()
    """Ids of the gazetteer's entries that the document surely names."""

    @property
    def main_country(self) -> str:
        """The country that the document is mainly about; empty when none has half of the mentions."""
        country, share = max(self.shares.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        return country if share >= 0.5 else ""


NO_CONTEXT = Context()


def read_context(extraction: Extraction, document: Document, sure: Sequence[Entry | None]) -> Context:
    """Count the countries that a document names: by themselves, in adjectives, by their towns and actors.

    Parameters
    ----------
    sure
        For each entity the entry that it denotes whatever the context, or None.
    """
    mentions = Counter(mention.entity for mention in extraction.mentions)
    countries: Counter[str] = Counter()
    known = [None if entry is not None and _needs_context(entry) else entry for entry in sure]
    for index, (entity, entry) in enumerate(zip(extraction.entities, known, strict=True)):
        weight = min(5, 1 + mentions[index])
        found = set(entity.countries) | ({entry.country} if entry is not None and entry.country else set())
        for country in found:
            # A power that acts abroad says little about where; its places say more.
            countries[country] += weight * (2 if entry is not None and entry.is_place else 1)
    total = sum(countries.values())
    return Context(
        shares={country: count / total for country, count in countries.items()},
        year=document.published.year if document.published else 0,
        entries=frozenset(entry.id for entry in known if entry is not None),
    )


def _needs_context(entry: Entry) -> bool:
    """A small town must not make the context in which it is then found."""
    return entry.type == "Settlement" and entry.population < _LARGE_TOWN


def places_within(extraction: Extraction, gazetteer: Gazetteer) -> dict[int, str]:
    """Return the country in which the text itself puts a place ("Tripoli, Lebanon"), by entity index."""
    within: dict[int, str] = {}
    for claim in sorted(extraction.claims):
        if claim.relation != "locatedIn" or claim.polarity == "Negated":
            continue
        outer = extraction.entities[claim.object.entity]
        entry = gazetteer.get(outer.gazetteer) if outer.gazetteer else None
        if entry is None and outer.type == "Country":
            entry = next((e for e in gazetteer.lookup(outer.name) if e.type == "Country"), None)
        country = entry.country if entry is not None and entry.type in ("Country", "Region", "State") else ""
        if country:
            within.setdefault(claim.subject.entity, country)
    return within
