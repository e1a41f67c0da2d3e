"""Prints the marks of ``cases/coreference.jsonl`` that the resolver gets wrong, and its accuracy by kind of mark.

Run it as ``python tests/coreference_report.py [PASSAGE ...]``; a part of an id will do.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from coreference_gold import KINDS, judge_passages, read_passages, score


def main(wanted: list[str]) -> None:
    """Print the failures of the passages whose ids hold a wanted word; of all where there is none."""
    from kg.nlp.pipeline import load_pipeline

    passages = [p for p in read_passages() if not wanted or any(word in p["id"] for word in wanted)]
    judged = judge_passages(load_pipeline(), passages)
    for mark in judged:
        if mark.outcome != "right":
            print(f"{mark.passage}: {mark.outcome} {mark.kind}: ... {mark.context} ...")
            print(f"    means {mark.meant}, got {mark.got}")
    print(f"{'kind':10} marks right wrong unresolved accuracy precision")
    for kind in (*KINDS, "all"):
        of = [mark for mark in judged if kind in (mark.kind, "all")]
        if of:
            s = score(of)
            print(
                f"{kind:10} {s.marks:5} {s.right:5} {s.wrong:5} {s.unresolved:10} "
                f"{s.accuracy:8.3f} {s.precision:9.3f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
