"""Says how many figures of the cases are found and right, and what is wrong with the others."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from figures_cases import judge_cases, read_cases


def main() -> None:
    """Print what is wrong, and the figures."""
    with tempfile.TemporaryDirectory() as folder:
        verdicts = judge_cases(read_cases(), Path(folder))
    for verdict in verdicts:
        for kind in ("missing", "wrong", "invented"):
            print(*(f"{kind}: {text}\n" for text in getattr(verdict, kind)), sep="", end="")
    for half in ("first", "second", ""):
        of = [verdict for verdict in verdicts if verdict.case["id"].startswith(half)]
        expected = sum(len(v.case["figures"]) for v in of)
        found, right, invented = (
            sum(v.found for v in of),
            sum(v.right for v in of),
            sum(len(v.invented) for v in of),
        )
        print(f"{half or 'all'}: {expected} figures, {found} found, {right} right, {invented} invented")


if __name__ == "__main__":
    main()
