"""Prints the construction cases that fail, by construction, and counts what was found, missed and wrong.

Run it as ``python tests/constructions_report.py [CONSTRUCTION ...]``; a part of a name will do.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from constructions import judge_all, known_failures, read_cases


def main(wanted: list[str]) -> None:
    """Print the failures of the constructions whose names hold a wanted word; of all where there is none."""
    from kg.nlp.pipeline import load_pipeline

    cases = [c for c in read_cases() if not wanted or any(word in c["construction"] for word in wanted)]
    cases.sort(key=lambda case: case["construction"])
    verdicts = judge_all(load_pipeline(), cases)
    known = known_failures()
    table = []
    for construction, group in groupby(cases, key=lambda case: case["construction"]):
        members = list(group)
        of = [verdicts[case["id"]] for case in members]
        missed, wrong = sum(len(v.missing) for v in of), sum(len(v.wrong) for v in of)
        table.append((construction, len(of), sum(v.expected for v in of) - missed, missed, wrong))
        failures = [case for case in members if not verdicts[case["id"]].holds]
        if failures:
            print(f"== {construction}: {len(failures)} of {len(of)} fail")
        for case in failures:
            verdict = verdicts[case["id"]]
            mark = "" if case["id"] in known else "NEW "
            print(f"{mark}{case['id']}: {case['text']}")
            lost = [f"missed {text}" for text in verdict.missing] + [
                f"WRONG {text}" for text in verdict.wrong
            ]
            print("    " + "; ".join(lost))
            print("    got " + ("; ".join(verdict.got) or "nothing"))
    for case in cases:
        if case["id"] in known and verdicts[case["id"]].holds:
            print(f"MENDED, take it off the list: {case['id']}")
    print(f"{'construction':24} cases found missed wrong")
    for row in [*table, ("all", *(sum(column) for column in list(zip(*table, strict=True))[1:]))]:
        print(f"{row[0]:24} {row[1]:5} {row[2]:5} {row[3]:6} {row[4]:5}")


if __name__ == "__main__":
    main(sys.argv[1:])
