"""What a document tells about where and when it plays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.claims.model import DocumentEntity, Extraction
from kg.documents import Document
from kg.gazetteers import PLACE_TYPES, Entry, Gazetteer, normalise_name

_ISO = re.compile("[A-Z]{2,4}")  # longer: states that are no more
METROPOLIS = 1_000_000  # inhabitants from which a town is known without a country
_LARGE_TOWN = 200_000
_MOST = 5  # mentions beyond which a country is not more the one that a document is about
_WORD = re.compile(r"[\w.&]+(?:['’\-][^\W\d_]+)*")
_LONGEST = 5  # words of a country's name
_READ_UP_TO = 20_000  # characters of a text that tell where it plays


@dataclass(frozen=True, slots=True)
class Context:
    """Countries by their share of the document's mentions, known entries, and the year of report."""

    shares: Mapping[str, float] = field(default_factory=dict)
    year: int = 0
    """0: not known."""
    entries: frozenset[str] = frozenset()
    """Ids of the gazetteer's entries that the document surely names."""
    of_people: frozenset[str] = frozenset()
    """Ids of the actors in which the people that it surely names hold or held offices."""
    places: frozenset[str] = frozenset()
    """Names of the towns and regions that it surely names, normalised."""
    all_places: frozenset[str] = frozenset()
    """Names of all places that it names, sure or not, normalised."""
    countries_of_places: frozenset[str] = frozenset()
    """Countries of these towns and regions."""

    @property
    def main_country(self) -> str:
        """The country that the document is mainly about; empty when none has half of the mentions."""
        country, share = max(self.shares.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        return country if share >= 0.5 else ""


NO_CONTEXT = Context()


def read_context(
    extraction: Extraction, document: Document, sure: Sequence[Entry | None], gazetteer: Gazetteer
) -> Context:
    """Count the countries that a document names: by themselves, in adjectives, by their towns and actors.

    Parameters
    ----------
    sure
        For each entity the entry that it denotes whatever the context, or None.
    """
    mentions = Counter(mention.entity for mention in extraction.mentions)
    countries: Counter[str] = Counter()
    known = [
        None
        if entry is not None and (_needs_context(entry) or has_namesake(entry, gazetteer.lookup(entity.name)))
        else entry
        for entity, entry in zip(extraction.entities, sure, strict=True)
    ]
    for index, (entity, entry) in enumerate(zip(extraction.entities, known, strict=True)):
        weight = min(5, 1 + mentions[index])
        if entity.generic and entity.type in PLACE_TYPES:
            continue  # "the fields of X" repeats what is thought of X
        found = set(entity.countries) | ({entry.country} if entry is not None and entry.country else set())
        for country in found:
            # A power that acts abroad says little about where; its places say more.
            countries[country] += weight * (2 if entry is not None and entry.is_place else 1)
    for country, weight in count_countries(document, gazetteer).items():
        countries[country] += weight
    total = sum(countries.values())
    return Context(
        shares={country: count / total for country, count in countries.items()},
        year=document.published.year if document.published else 0,
        entries=frozenset(entry.id for entry in known if entry is not None),
        of_people=frozenset(office.actor for entry in known if entry is not None for office in entry.offices),
        places=frozenset(
            normalise_name(name)
            for entry, entity in zip(known, extraction.entities, strict=True)
            if entry is not None and entry.type in ("Settlement", "Region")
            for name in (entry.name, *entity.names)
        ),
        all_places=frozenset(
            normalise_name(name)
            for entity in extraction.entities
            if entity.type in PLACE_TYPES and not entity.generic
            for name in entity.names
        ),
        countries_of_places=frozenset(
            entry.country for entry in known if entry is not None and entry.type in ("Settlement", "Region")
        ),
    )


def count_countries(document: Document, gazetteer: Gazetteer) -> Counter[str]:
    """Count the countries that title and text name, in claims or not; towns count if they are well known."""
    text = f"{document.title}\n{document.text[:_READ_UP_TO]}"
    words = _WORD.findall(text)
    found: Counter[str] = Counter()
    index = 0
    while index < len(words):
        word = words[index]
        if not word[:1].isupper():
            index += 1
            continue
        length, entries = gazetteer.longest_match(words[index : index + _LONGEST], 0)
        places = {e.country for e in entries if e.type == "Country" and not gazetteer.is_ambiguous(e.name, e)}
        known = [e for e in entries if e.type == "Settlement" and not _needs_context(e)]
        if known and has_namesake(known[0], entries):
            known = []
        adjective = {e.country for e in gazetteer.by_adjective(word) if e.type in ("Country", "State")}
        if len(places) == 1:
            found[places.pop()] += 2
        elif known and known[0] is entries[0]:
            found[known[0].country] += 2
        elif length < 2 and len(adjective) == 1:
            found[adjective.pop()] += 1
        index += max(1, length)
    return Counter({country: min(_MOST, count) for country, count in found.items()})


def find_only_country(entries: Sequence[Entry | None], context: Context) -> str:
    """Return the country of all of a document's places; empty: of several, or of one that it is hardly about."""
    places = {entry for entry in entries if entry is not None and entry.is_place}
    where = {country for entry in places for country in entry.countries or ("",)}
    is_clear = (
        len(places) > 1 or any(entry.type == "Country" for entry in places) or context.main_country in where
    )
    return where.pop() if is_clear and len(where) == 1 else ""


def keep_said_countries(entity: DocumentEntity, gazetteer: Gazetteer, *, settled: bool) -> DocumentEntity:
    """Return the entity with the countries that the text gives it, without those of a guess at its entry.

    Parameters
    ----------
    settled
        Whether the entry that typed it is the one that it denotes, so that there is no guess.
    """
    countries = tuple(code for code in entity.countries if _ISO.fullmatch(code))
    guess = gazetteer.get(entity.gazetteer) if entity.gazetteer and not settled else None
    if guess is not None and countries:
        words = {word for name in entity.names for word in re.split(r"[\s-]", name)}
        said = {entry.country for word in words for entry in gazetteer.by_adjective(word)}
        said |= {
            entry.country
            for name in (*words, *entity.names)
            for entry in gazetteer.lookup(name)
            if entry.type == "Country"
        }
        countries = tuple(code for code in countries if code in said or code not in guess.countries)
    return entity if countries == entity.countries else replace(entity, countries=countries)


def has_namesake(town: Entry, bearers: Iterable[Entry]) -> bool:
    """Tell whether a town of another country that news tells of bears the name too: the two Tripolis."""
    return town.type == "Settlement" and any(
        other.type == "Settlement"
        and other.country != town.country
        and (other.notable or other.population >= _LARGE_TOWN)
        for other in bearers
    )


def _needs_context(entry: Entry) -> bool:
    """A town that news seldom tells of must not make the context in which it is then found."""
    known = entry.population >= (_LARGE_TOWN if entry.notable else METROPOLIS)
    return entry.type == "Settlement" and not known


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
        if entry is not None and entry.type == "Region" and not _is_only_region(outer.name, gazetteer):
            continue
        country = entry.country if entry is not None and entry.type in ("Country", "Region", "State") else ""
        if country:
            within.setdefault(claim.subject.entity, country)
    return within


def _is_only_region(name: str, gazetteer: Gazetteer) -> bool:
    places = {entry.country for entry in gazetteer.lookup(name) if entry.type in ("Country", "Region")}
    return len(places) == 1
