"""Prints how well linking does on its gold, with its errors.

python tests/linking_report.py            figures of both halves
python tests/linking_report.py errors     and the errors of the half that is not held out
python tests/linking_report.py calibrate  figures of that half by threshold and margin
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from linking_gold import (
    HALVES,
    GoldMention,
    link_mentions,
    read_pairs,
    read_places,
    score_pairs,
    score_places,
)
from linking_towns import score_towns

from kg.gazetteers import load_gazetteer
from kg.linking import candidates
from kg.workers import PipelineOptions, load_extract

THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
MARGINS = (0.0, 0.05, 0.1, 0.2)


def main(arguments: list[str]) -> None:
    """Print the figures."""
    extract, gazetteer = load_extract(PipelineOptions()), load_gazetteer()
    (documents, pairs), (place_documents, places) = read_pairs(), read_places()
    found = {document.id: extraction for document, extraction in extract([*documents, *place_documents])}

    def link() -> tuple[list[GoldMention], list[GoldMention]]:
        def read(wanted):  # type: ignore[no-untyped-def]
            return [(document, found[document.id]) for document in wanted]

        return (
            link_mentions(documents, pairs, read, gazetteer),
            link_mentions(place_documents, places, read, gazetteer),
        )

    if arguments == ["calibrate"]:
        _print_by_threshold(link)
        return
    linked, placed = link()
    for half in HALVES:
        for name, hard in (("hard", {True}), ("easy", {False}), ("all", {True, False})):
            print(f"{half}, {name}: {score_pairs(_of(half, linked, hard))}")
        print(f"{half}, places: {score_places(_of(half, placed))}")
    print(f"both, all: {score_pairs(linked)}")
    print(f"both, places: {score_places(placed)}")
    if arguments:
        print(*score_pairs(_of("dev", linked)).errors, *score_places(_of("dev", placed)).errors, sep="\n")


def _of(
    half: str, mentions: Iterable[GoldMention], hard: Iterable[bool] = (True, False)
) -> list[GoldMention]:
    return [mention for mention in mentions if mention.half == half and mention.hard in hard]


def _print_by_threshold(link) -> None:  # type: ignore[no-untyped-def]
    kept = candidates.THRESHOLD, candidates.MARGIN
    for threshold, margin in [(t, kept[1]) for t in THRESHOLDS] + [(kept[0], m) for m in MARGINS]:
        candidates.THRESHOLD, candidates.MARGIN = threshold, margin
        linked, placed = link()
        pairs, places = score_pairs(_of("dev", linked)), score_places(_of("dev", placed))
        print(
            f"threshold {threshold:.2f} margin {margin:.2f}: pairs {pairs.precision:.3f} "
            f"{pairs.recall_of_found:.3f}, places {places.share_right_of_found:.3f} right, "
            f"{places.share_wrong:.3f} wrong; towns {score_towns(load_gazetteer())}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
