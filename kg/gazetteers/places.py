"""Finds settlements in the two shipped files, which are read when they are first needed.

Both are kept as they are in memory (7 MB), lines sorted by their first field, and searched by bisection:
no index is built, so that a program which needs one town doesn't pay for 70,000.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import lru_cache

from kg.gazetteers.model import Entry
from kg.gazetteers.normalise import consonant_skeleton, normalise_name
from kg.resources import find_resource

FOLDER = "gazetteers/data"
_BLOCK = 2048  # bytes between two lines that are kept aside to bisect first
_SAMPLE = 48


class SortedLines:
    """Tab-separated lines, sorted by their first field as bytes."""

    def __init__(self, data: bytes) -> None:
        """Keep the lines; the last one must end with a line feed too."""
        self._data = data
        self._starts = [0]
        while (start := data.find(b"\n", self._starts[-1] + _BLOCK) + 1) and start < len(data):
            self._starts.append(start)
        self._firsts = [data[start : start + _SAMPLE] for start in self._starts]

    def get(self, key: str) -> str | None:
        """Return what follows the key and its tab; None if no line has the key."""
        wanted = key.encode("utf-8", "replace") + b"\t"
        start = self.find(wanted)
        if not self._data.startswith(wanted, start):
            return None
        return self._data[start + len(wanted) : self._data.index(b"\n", start)].decode()

    def most_words(self, word: str) -> int:
        """Return how many words the longest key has that begins with this word; 0 if none does."""
        first = word.encode("utf-8", "replace")
        most = 0
        for stop, after in ((b"\t", b"\n"), (b" ", b"!")):
            start, end = self.find(first + stop), self.find(first + after)
            block = self._data[start:end]
            if block:
                most = max(most, *(line.partition(b"\t")[0].count(b" ") + 1 for line in block.splitlines()))
        return most

    def find(self, wanted: bytes) -> int:
        """Return the offset of the first line that is not less than ``wanted``."""
        data = self._data
        block = bisect_left(self._firsts, wanted[:_SAMPLE])
        low = self._starts[max(0, block - 1)]
        high = self._starts[block] if block < len(self._starts) else len(data)
        if block < len(self._firsts) and self._firsts[block] == wanted[:_SAMPLE]:
            high = len(data)  # longer than the sample: the block may begin before or after it
        while low < high:
            middle = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if data[middle : middle + len(wanted)] < wanted:
                low = data.index(b"\n", middle) + 1
            else:
                high = middle
        return low


class Places:
    """The settlements, by id, by name and by consonants within a country."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._names: SortedLines | None = None
        self._rows: SortedLines | None = None
        self.find = lru_cache(maxsize=20_000)(self._find)
        self.most_words = lru_cache(maxsize=20_000)(self._most_words)

    def get(self, number: str) -> Entry | None:
        """Return the settlement with this GeoNames number."""
        if self._rows is None:
            self._rows = SortedLines(_read("settlements.tsv.gz"))
        line = self._rows.get(number)
        return _entry(number, line) if line is not None else None

    def similar(self, name: str, country: str) -> Entry | None:
        """Return the one settlement of the country whose name has these consonants; None if none or more."""
        skeleton = consonant_skeleton(name)
        found = self._lines().get(f"~{country}:{skeleton}") if skeleton and country else None
        return self.get(found) if found else None

    def _find(self, key: str) -> tuple[tuple[bool, str], ...]:
        """Return for a normalised name whether it is doubtful, and the GeoNames number, for each bearer."""
        line = self._lines().get(key) if key and key[0] != "~" else None
        return tuple((n[0] == "!", n.removeprefix("!")) for n in line.split()) if line else ()

    def _most_words(self, word: str) -> int:
        return self._lines().most_words(word)

    def _lines(self) -> SortedLines:
        if self._names is None:
            self._names = SortedLines(_read("settlement-names.tsv.gz"))
        return self._names


def _read(name: str) -> bytes:
    with gzip.open(find_resource(FOLDER, name)) as file:
        return file.read()


@lru_cache(maxsize=20_000)
def _entry(number: str, line: str) -> Entry:
    name, country, region, latitude, longitude, population, notable = line.split("\t")
    return Entry(
        id=f"place:{number}",
        name=plain_name(name),
        type="Settlement",
        names=tuple(dict.fromkeys((plain_name(name), name))),
        countries=(country,),
        parent=f"region:{country}.{region}" if region else f"country:{country}",
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
        notable=notable == "1",
        geonames=number,
    )


def plain_name(name: str) -> str:
    """Return a transliterated name as English papers print it: without the scholars' marks.

    Examples
    --------
    >>> plain_name("Al Bāb"), plain_name("Tall ‘Afar"), plain_name("Düsseldorf")
    ('Al Bab', 'Tall Afar', 'Düsseldorf')
    """
    marked = any(c in "āīūēōḨḩŞşŢţḐḑḤḥṢṣṬṭḌḍẔẓĀĪŪŌ‘’ʼʻ" for c in name)
    return name.translate(_SCHOLARLY) if marked and normalise_name(name) else name


_SCHOLARLY = str.maketrans("āīūēōĀĪŪĒŌḨḩŞşŢţḐḑḤḥṢṣṬṭḌḍẔẓŻż", "aiueoAIUEOHhSsTtDdHhSsTtDdZzZz", "‘’ʼʻʿʾ")
