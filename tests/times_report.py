"""Prints the sentences whose claims have wrong times or are missed, and the shares, for each half and for all.

Run it as ``python tests/times_report.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from times_cases import judge_cases, read_cases


def main() -> None:
    """Print the failures, then one line a half: claims found, times right of those found and of all."""
    cases = read_cases()
    with tempfile.TemporaryDirectory() as folder:
        verdicts = judge_cases(cases, Path(folder))
    for case in cases:
        verdict = verdicts[case["id"]]
        if verdict.wrong or verdict.missing:
            print(f"{case['id']} [{case['rule']}] {case['published'] or 'undated'}: {case['text']}")
            for line in verdict.wrong:
                print(f"    WRONG {line}")
            for line in verdict.missing:
                print(f"    missed {line}")
    for name, halves in (("first half", {1}), ("second half", {2}), ("all", {1, 2})):
        of = [verdicts[case["id"]] for case in cases if case["half"] in halves]
        expected, found, right = (sum(getattr(v, key) for v in of) for key in ("expected", "found", "right"))
        whole = sum(v.right == v.expected for v in of)
        if expected:
            print(
                f"{name:11} {len(of)} sentences, {expected} claims: found {found} ({found / expected:.3f}), times right"
                f" {right} ({right / max(found, 1):.3f} of the found, {right / expected:.3f} of all),"
                f" sentences wholly right {whole} ({whole / len(of):.3f})"
            )


if __name__ == "__main__":
    main()
