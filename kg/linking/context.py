"""What a document tells about where and when it plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.claims.model import Extraction
from kg.documents import Document
from kg.gazetteers import Gazetteer


@dataclass(frozen=True, slots=True)
class Context:
    """Countries by their share of the document's mentions, and the year of report."""

    shares: Mapping[str, float]
    year: int = 0
    """0: not known."""

    @property
    def main_country(self) -> str:
        """The country that the document is mainly about; empty when none has half of the mentions."""
        if not self.shares:
            return ""
        country, share = max(self.shares.items(), key=lambda item: (item[1], item[0]))
        return country if share >= 0.5 else ""


def read_context(extraction: Extraction, document: Document, gazetteer: Gazetteer) -> Context:
    """Count the countries that the document names, also in adjectives, and those of known actors."""
    mentions = Counter(mention.entity for mention in extraction.mentions)
    countries: Counter[str] = Counter()
    for index, entity in enumerate(extraction.entities):
        weight = min(5, 1 + mentions[index])
        found = set(entity.countries)
        if not found and entity.gazetteer:
            entry = gazetteer.get(entity.gazetteer)
            # A power that acts abroad says little about where: its country counts, but places count more.
            if entry is not None and entry.country and not entity.gazetteer.startswith("place:"):
                found = {entry.country}
        for country in found:
            countries[country] += weight * (2 if entity.type in ("Country", "Region") else 1)
    total = sum(countries.values())
    shares = {country: count / total for country, count in countries.items()} if total else {}
    return Context(shares, document.published.year if document.published else 0)


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
