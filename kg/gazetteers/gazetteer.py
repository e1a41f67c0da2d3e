"""The name index: from a name, or a place in a text, to what it may denote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.gazetteers.model import Entry
from kg.gazetteers.normalise import consonant_skeleton, is_acronym, normalise_name
from kg.gazetteers.places import Places

_BORNE_BY_MANY = 4  # people in the gazetteer from which a name's word tells nobody apart
_LONGEST_NAME = 12  # words of a text that one name may span
_WORDS_THAT_ARE_NO_NAMES = frozenset(
    ["acts", "arms", "army", "base", "care", "city", "east", "fact", "fast", "form", "life", "mend", "news"]
) | frozenset(["pace", "port", "safe", "star", "unit", "ward", "west"])
REGION_WORDS = frozenset(
    ["province", "governorate", "region", "oblast", "state", "district", "county", "department", "prefecture"]
) | frozenset(["republic", "muhafazah", "wilaya", "wilayat", "krai", "emirate", "canton", "provinces"])
_REMEMBERED = 100_000  # names of which it is kept what they denote
_TOWN_WORDS = frozenset(["city", "town", "village"])
_TYPE_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("Country", "Region", "Settlement", "State", "Site", "ArmedGroup", "Organization", "Coalition",
         "MilitaryForce", "Government", "Person", "PopulationGroup")
    )
}  # fmt: skip


class Gazetteer:
    """Entries by id, by name and by adjective."""

    def __init__(
        self, entries: Iterable[Entry], extra: Iterable[Entry] = (), *, places: Places | None = None
    ) -> None:
        """Index the entries.

        Parameters
        ----------
        extra
            The user's own, which replace those of the same id.
        places
            The settlements; None: none are known.
        """
        self._places = places
        self._towns: dict[str, Entry | None] = {}
        self._sites_of: dict[str, list[str]] = {}
        self._extra = tuple(extra)
        self._entries: dict[str, Entry] = {}
        self._by_name: dict[str, list[tuple[int, str]]] = {}
        self._by_adjective: dict[str, list[str]] = {}
        self._longest: dict[str, int] = {}
        self._small: set[str] = set()
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._found_exactly: dict[str, tuple[Entry, ...]] = {}
        self._most: dict[str, int] = {}
        self._own = {entry.id for entry in self._extra}
        self._bearers: Counter[str] = Counter()
        for entry in (*self._extra, *(entry for entry in entries if entry.id not in self._own)):
            self._add(entry)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with this id, or None."""
        entry = self._entries.get(entry_id)
        if entry is None and self._places is not None and entry_id.startswith("place:"):
            if entry_id not in self._towns:
                self._towns[entry_id] = self._read_town(entry_id)
            entry = self._towns[entry_id]
        return entry

    def extra_entries(self) -> tuple[Entry, ...]:
        """Return the entries of the user's own file."""
        return self._extra

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return what a name may denote, best first: own names before ambiguous ones, then the more known."""
        key = normalise_name(name)
        found = self._found.get(key)
        if found is None:
            found = self._find(key)
            if len(self._found) < _REMEMBERED:
                self._found[key] = found
        return found

    def by_adjective(self, word: str) -> tuple[Entry, ...]:
        """Return what the word is an adjective or demonym of: "Syrian", "Britons"."""
        found = self._by_adjective.get(normalise_name(word))
        return tuple(self._entries[i] for i in found) if found else ()

    def is_ambiguous(self, name: str, entry: Entry) -> bool:
        """Tell whether the name needs context before it stands for the entry."""
        key = normalise_name(name)
        if any(key in _keys(other) for other in entry.ambiguous):
            return True
        if self._places is not None and entry.id.startswith("place:") and entry.id not in self._entries:
            return any(doubtful for doubtful, number in self._town_rows(key) if f"place:{number}" == entry.id)
        return not any(key in _keys(own) for own in entry.names)

    def is_common_name(self, name: str) -> bool:
        """Tell whether each word of a person's name is borne by many: "Mohammed Ali" may be anybody."""
        words = [word for word in normalise_name(name).split() if word not in ("al", "abu", "bin", "ibn")]
        return all(self._bearers[word] >= _BORNE_BY_MANY for word in words)

    def similar_place(self, name: str, country: str) -> Entry | None:
        """Return the one settlement of a country whose name is a transliteration like this one, or None."""
        found = self._places.similar(name, country) if self._places is not None else None
        return self.get(found.id) if found is not None else None

    def longest_match(self, words: Sequence[str], start: int) -> tuple[int, tuple[Entry, ...]]:
        """Return how many words from ``start`` make the longest name, and what it may denote.

        Parameters
        ----------
        words
            Words as a tokeniser gives them, case as in the text; hyphens and "'s" may be words of their own.
        start
            Index of the first word.

        Returns
        -------
        tuple[int, tuple[Entry, ...]]
            ``(0, ())`` when no name starts there. A name that is written with a capital is not found in
            small letters.
        """
        offset = 1 if words[start].lower() == "the" and start + 1 < len(words) else 0
        begin = start + offset
        longest = self._most_words(normalise_name(words[begin]).partition(" ")[0])
        if not longest:
            return 0, ()
        small = words[begin][:1].islower()
        # Where a tokeniser has cut off "-" or "'s", a name has more tokens than words.
        apart = any(not word[:1].isalnum() for word in words[begin : begin + 2 * longest + 1])
        most = begin + (2 * longest + 1 if apart else longest)
        for end in range(min(len(words), most, begin + _LONGEST_NAME), begin, -1):
            last = words[end - 1]
            if not (last[-1:].isalnum() or last.endswith(".")):
                continue
            key = normalise_name(join_words(words[begin:end]))
            if small and key not in self._small and not any(word[:1].isupper() for word in words[begin:end]):
                continue
            found = self._exact(key)
            if found:
                if end < len(words) and words[end].lower() in REGION_WORDS and not small:
                    regions = self._find(f"{key.casefold()} {words[end].lower()}")
                    if regions:
                        return end + 1 - start, regions
                return end - start, found
        return 0, ()

    def most_words(self, word: str) -> int:
        """Return how many words the longest name has that begins with a word; 0 where none does."""
        return self._most_words(normalise_name(word).partition(" ")[0])

    def _most_words(self, head: str) -> int:
        most = self._most.get(head)
        if most is None:
            most = max(self._longest.get(head, 0), self._longest.get(head.casefold(), 0))
            if self._places is not None and head:
                most = max(most, self._places.most_words(head.casefold()))
            most = _LONGEST_NAME if head == "al" else most
            if len(self._most) < _REMEMBERED:
                self._most[head] = most
        return most

    def _add(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        if entry.type == "Person":
            self._bearers.update(set(normalise_name(entry.name).split()))
        if entry.heritage and entry.parent.startswith("place:"):
            self._sites_of.setdefault(entry.parent, []).append(entry.id)
        seen: set[str] = set()
        for weight, names in ((0, (*entry.names,)), (1, entry.ambiguous)):
            for name in names:
                for key in _keys(name):
                    if key in seen:
                        continue
                    seen.add(key)
                    self._index(key, weight, entry)
                    if name[:1].islower():
                        self._small.add(key)
        for word in (*entry.adjectives, *entry.demonyms):
            known = self._by_adjective.setdefault(normalise_name(word), [])
            if entry.id not in known:
                known.append(entry.id)

    def _index(self, key: str, weight: int, entry: Entry) -> None:
        self._by_name.setdefault(key, []).append((weight, entry.id))
        words = key.split(" ")
        if len(words) > self._longest.get(words[0], 0):
            self._longest[words[0]] = len(words)

    def _find(self, key: str) -> tuple[Entry, ...]:
        found = self._exact(key)
        if found or " " not in key:
            return found
        words = key.split(" ")
        if words[-1] in REGION_WORDS:
            return self._regions(" ".join(words[:-1]))
        if words[0] in REGION_WORDS and words[1] == "of" and len(words) > 2:
            return self._regions(" ".join(words[2:]))
        base = ""
        if words[-1] in _TOWN_WORDS:
            base = " ".join(words[:-1])
        elif words[0] in _TOWN_WORDS and words[1] == "of":
            base = " ".join(words[2:])
        return tuple(entry for entry in self._exact(base) if entry.type == "Settlement")

    def _exact(self, key: str) -> tuple[Entry, ...]:
        found = self._found_exactly.get(key)
        if found is None:
            found = self._rank_rows(key)
            if len(self._found_exactly) < _REMEMBERED:
                self._found_exactly[key] = found
        return found

    def _rank_rows(self, key: str) -> tuple[Entry, ...]:
        rows = self._rows(key)
        if not rows and is_acronym(key):
            key = key.casefold()  # a headline in capitals
            rows = self._rows(key)
        if not rows and key.startswith("al "):
            rows = self._rows(key[3:])
        ranked = sorted(rows, key=lambda row: (row[0], _rank(row[1])))
        return tuple(entry for _, entry in ranked)

    def _rows(self, key: str) -> list[tuple[int, Entry]]:
        rows = [(weight, self._entries[entry_id]) for weight, entry_id in self._by_name.get(key, ())]
        for doubtful, number in self._town_rows(key):
            town = self.get(f"place:{number}")
            if town is not None and town.id not in self._own:
                rows.append((int(doubtful), town))
        return rows

    def _town_rows(self, key: str) -> tuple[tuple[bool, str], ...]:
        if self._places is None or not key:
            return ()
        head, _, rest = key.partition(" ")
        if rest.count(" ") + bool(rest) + 1 > self._places.most_words(head):
            return ()
        return self._places.find(key)

    def _regions(self, base: str) -> tuple[Entry, ...]:
        """Return the regions of this name, or the one around the town that bears it ("Raqqa province")."""
        found = self._exact(base)
        regions = [entry for entry in found if entry.type == "Region"]
        skeleton = consonant_skeleton(base)
        for town in found:
            region = self.get(town.parent) if town.type == "Settlement" else None
            if (
                region is not None
                and region not in regions
                and consonant_skeleton(region.name) == skeleton != ""
            ):
                regions.append(region)
        return tuple(regions)

    def _read_town(self, entry_id: str) -> Entry | None:
        assert self._places is not None
        town = self._places.get(entry_id.removeprefix("place:"))
        if town is None:
            return None
        key = normalise_name(town.name)
        for site_id in self._sites_of.get(entry_id, ()):
            site = self._entries[site_id]
            if any(normalise_name(name) == key for name in site.names):
                # Town and property are one (Palmyra, Timbuktu): the status is the town's too.
                return replace(town, heritage=site.heritage, wikidata=site.wikidata)
        return town


def join_words(words: Sequence[str]) -> str:
    """Put a tokeniser's words together again, as far as names need it."""
    return " ".join(words).replace(" - ", "-").replace(" ’s", "’s").replace(" 's", "'s")


def _keys(name: str) -> tuple[str, ...]:
    key = normalise_name(name)
    if not key:
        return ()
    if is_acronym(key) and len(key) == 4 and key.isalpha() and key.casefold() not in _WORDS_THAT_ARE_NO_NAMES:
        return key, key.casefold()  # "Nato", "Isis": as British papers write them
    return (key,)


def _rank(entry: Entry) -> tuple[int, int, int, int, str]:
    known = entry.notable or entry.type == "Country"  # Gaza, before the province of Mozambique
    return (bool(entry.end), not known, _TYPE_RANK.get(entry.type, 99), -entry.population, entry.id)
