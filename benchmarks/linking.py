"""Measures what linking costs: its share of a build, a look-up, and the memory of many names.

    python benchmarks/linking.py [--documents N] [--entities N]

The share is of one run, so that it does not depend on the machine. Memory is that of a fresh process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent))

from linking_gold import read_pairs, read_places

from kg.builder import build_store
from kg.gazetteers import Entry, Gazetteer, load_gazetteer
from kg.gazetteers.tables import read_entries
from kg.store import Store

SYLLABLES = "ka lo mi ra tu ben dor sha nel vik zar qu oth fel gim".split()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--names-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.names_only:
        measure_names(options.entities)
        return
    measure_share(options.documents)
    measure_lookups()
    subprocess.run(
        [sys.executable, __file__, "--names-only", "--entities", str(options.entities)], check=True
    )


def measure_share(number: int) -> None:
    """Build from small documents; print which share of the time is spent on linking."""
    texts = [document.text for documents in (read_pairs()[0], read_places()[0]) for document in documents]
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        rows = [{"id": f"d{i}", "text": "\n\n".join(rng.sample(texts, 8))} for i in range(number)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with Store.in_memory() as store:
            seconds = build_store([path], store).seconds
    work = {step: spent for step, spent in seconds.items() if step != "load"}
    print(
        f"linking {work['link'] / sum(work.values()):.1%} of a build of {number} documents without loading, "
        f"consolidation {work['consolidate'] / sum(work.values()):.1%}: "
        + ", ".join(f"{step} {spent:.2f} s" for step, spent in work.items())
    )


def measure_lookups() -> None:
    """Print the time of a first look-up of a name, and of the next."""
    gazetteer = load_gazetteer()
    gazetteer.lookup("Homs")  # the settlements are read at the first need
    names = [entry.name for entry in islice(read_entries(), 5000)] + [
        f"Nowhere {make_name(i)}" for i in range(5000)
    ]
    for what in ("first", "next"):
        begin = time.perf_counter()
        for name in names:
            gazetteer.lookup(name)
        print(f"{what} look-up {(time.perf_counter() - begin) / len(names) * 1e6:.1f} µs on average")


def measure_names(number: int) -> None:
    """Index so many entries of two names each; print the process's peak memory."""
    begin = time.perf_counter()
    gazetteer = Gazetteer(make_entries(number))
    spent = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    found = gazetteer.lookup(make_name(number // 2))
    print(
        f"{number} entities with two names each: {peak:.2f} GB at the most, indexed in {spent:.1f} s, "
        f"{'found' if found else 'not found'}"
    )


def make_entries(number: int) -> Iterator[Entry]:
    """Yield invented groups, one name each to a number, and one alias."""
    for i in range(number):
        name = make_name(i)
        yield Entry(
            id=f"actor:{i}", name=name, type="ArmedGroup", names=(name, f"{name} Front"), countries=("SY",)
        )


def make_name(number: int) -> str:
    """Return two words for a number, each time the same ones."""
    digits = []
    while number:
        number, digit = divmod(number, len(SYLLABLES))
        digits.append(SYLLABLES[digit])
    word = "".join(digits) or "nul"
    return f"{word[: len(word) // 2]} {word[len(word) // 2 :]}".title()


if __name__ == "__main__":
    main()
