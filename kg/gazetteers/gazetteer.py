"""The name index: from a name, or a place in a text, to what it may denote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.gazetteers.model import Entry
from kg.gazetteers.normalise import is_acronym, normalise_name

_LONGEST_NAME = 12  # words of a text that one name may span
_WORDS_THAT_ARE_NO_NAMES = frozenset(
    ("acts", "arms", "army", "base", "care", "city", "east", "fact", "fast", "form", "life", "mend", "news")
    + ("pace", "port", "safe", "star", "unit", "ward", "west")
)
_TYPE_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("Country", "Region", "Settlement", "State", "Site", "ArmedGroup", "Organization", "Coalition",
         "MilitaryForce", "Government", "Person", "PopulationGroup")
    )
}  # fmt: skip


class Gazetteer:
    """Entries by id, by name and by adjective."""

    def __init__(self, entries: Iterable[Entry], extra: Iterable[Entry] = ()) -> None:
        """Index the entries; ``extra`` are the user's own, which replace those of the same id."""
        self._extra = tuple(extra)
        self._entries: dict[str, Entry] = {}
        self._by_name: dict[str, list[tuple[int, str]]] = {}
        self._by_adjective: dict[str, list[str]] = {}
        self._longest: dict[str, int] = {}
        self._small: set[str] = set()
        self._found: dict[str, tuple[Entry, ...]] = {}
        own = {entry.id for entry in self._extra}
        for entry in (*self._extra, *(entry for entry in entries if entry.id not in own)):
            self._add(entry)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def get(self, entry_id: str) -> Entry | None:
        """Return the entry with this id, or None."""
        return self._entries.get(entry_id)

    def extra_entries(self) -> tuple[Entry, ...]:
        """Return the entries of the user's own file."""
        return self._extra

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return what a name may denote, best first: own names before ambiguous ones, then the more known."""
        key = normalise_name(name)
        found = self._found.get(key)
        if found is None:
            found = self._find(key)
            if len(self._found) < 100_000:
                self._found[key] = found
        return found

    def by_adjective(self, word: str) -> tuple[Entry, ...]:
        """Return what the word is an adjective or demonym of ("Syrian", "Britons"): countries, states, regions."""
        return tuple(self._entries[i] for i in self._by_adjective.get(normalise_name(word), ()))

    def is_ambiguous(self, name: str, entry: Entry) -> bool:
        """Tell whether the name needs context before it stands for the entry."""
        key = normalise_name(name)
        return not any(key in _keys(own) for own in entry.names)

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
        first = words[start]
        offset = 1 if first.lower() == "the" and start + 1 < len(words) else 0
        key = normalise_name(words[start + offset])
        head = key.partition(" ")[0]
        longest = max(self._longest.get(head, 0), self._longest.get(head.casefold(), 0))
        if not longest:
            return 0, ()
        limit = min(len(words), start + offset + 2 * longest + 1, start + offset + _LONGEST_NAME)
        small = not words[start + offset][:1].isupper() and words[start + offset][:1].islower()
        for end in range(limit, start + offset, -1):
            if not words[end - 1][-1:].isalnum() and not words[end - 1].endswith("."):
                continue
            text = join_words(words[start + offset : end])
            key = normalise_name(text)
            if key not in self._by_name and not (is_acronym(key) and key.casefold() in self._by_name):
                continue
            if small and key not in self._small and not any(word[:1].isupper() for word in words[start:end]):
                continue
            found = self.lookup(text)
            if found:
                return end - start, found
        return 0, ()

    def _add(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
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
        rows = self._by_name.get(key)
        if not rows and is_acronym(key):
            rows = self._by_name.get(key.casefold())
        if not rows:
            return ()
        ranked = sorted(rows, key=lambda row: (row[0], _rank(self._entries[row[1]])))
        return tuple(self._entries[entry_id] for _, entry_id in ranked)


def join_words(words: Sequence[str]) -> str:
    """Put a tokeniser's words together again, as far as names need it."""
    return " ".join(words).replace(" - ", "-").replace(" ’s", "’s").replace(" 's", "'s")


def _keys(name: str) -> tuple[str, ...]:
    key = normalise_name(name)
    if not key:
        return ()
    if is_acronym(key) and len(key) == 4 and key.isalpha() and key.casefold() not in _WORDS_THAT_ARE_NO_NAMES:
        return (
            key,
            key.casefold(),
        )  # "Nato", "Isis": British papers write acronyms that are spoken as words so
    return (key,)


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    return (bool(entry.end), _TYPE_RANK.get(entry.type, 99), -entry.population, entry.id)
