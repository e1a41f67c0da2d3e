"""Prints how well linking does on its gold, with its errors.

python tests/linking_report.py            figures of both halves
python tests/linking_report.py errors     and the errors of the half that is not held out
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from linking_gold import HALVES, link_mentions, read_pairs, read_places, score_pairs, score_places

from kg.gazetteers import load_gazetteer
from kg.workers import PipelineOptions, load_extract


def main(arguments: list[str]) -> None:
    """Print the figures."""
    extract, gazetteer = load_extract(PipelineOptions()), load_gazetteer()
    pairs = link_mentions(*read_pairs(), extract, gazetteer)
    places = link_mentions(*read_places(), extract, gazetteer)
    for half in HALVES:
        for name, hard in (("hard", {True}), ("easy", {False}), ("all", {True, False})):
            print(f"{half}, {name}: {score_pairs(m for m in pairs if m.half == half and m.hard in hard)}")
        print(f"{half}, places: {score_places(m for m in places if m.half == half)}")
    print(f"both, all: {score_pairs(pairs)}")
    print(f"both, places: {score_places(places)}")
    if arguments:
        for error in score_pairs(m for m in pairs if m.half == "dev").errors:
            print(error)
        for error in score_places(m for m in places if m.half == "dev").errors:
            print(error)


if __name__ == "__main__":
    main(sys.argv[1:])
