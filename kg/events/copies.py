"""Finds near copies: one agency's text in many papers.

A document's words become a MinHash signature when it is read, because the store keeps no texts. Two documents
are near copies where the signatures say that at least half of all runs of five words are in both.

References
----------
A. Z. Broder, "On the resemblance and containment of documents", 1997. The hashes are those of ``datasketch``;
the bands follow J. Leskovec, A. Rajaraman, J. Ullman, "Mining of Massive Datasets", section 3.4.
"""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 5
"""Words of a run."""
HASHES = 64
"""Hashes of a signature; the share that two have in common is off by 0.06 in two of three cases."""
SEED = 1
NEAR = 0.5
"""Share of runs from which on two texts are near copies."""
ROWS = 2
"""Hashes of a band: who shares a band is compared. At a resemblance of ``NEAR`` all but one of 10,000 pairs are."""
CROWD = 500
"""A band that more different texts share tells of a line that all pages have, and no copy; ..."""
NEIGHBOURS = 50
"""... there each is compared only with so many that follow it in the order of the signatures."""
SHORTEST = 20
"""Texts of fewer words are too short to tell a copy by."""
_BYTES = 4


def sign_text(text: str) -> str:
    """Return the signature of a text as base 64; empty for one that is too short.

    Examples
    --------
    >>> sign_text("Too short to tell.")
    ''
    """
    from datasketch import MinHash  # type: ignore[import-untyped]  # it imports numpy: slow

    words = re.findall(r"\w+", text.casefold())
    if len(words) < SHORTEST:
        return ""
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    made = MinHash(num_perm=HASHES, seed=SEED)
    made.update_batch(sorted(run.encode() for run in runs))
    data = b"".join(int(value).to_bytes(_BYTES, "big") for value in made.hashvalues)
    return base64.b64encode(data).decode("ascii")


def group_copies(signatures: Mapping[str, str]) -> dict[str, str]:
    """Return the documents that have near copies, each with the smallest name of its group.

    Parameters
    ----------
    signatures
        Names of documents to signatures; one that cannot be read is passed over.

    Notes
    -----
    A copy of a copy is of the group too. The outcome does not depend on the order of the documents.
    """
    import numpy as np  # slow to import

    names: dict[bytes, list[str]] = defaultdict(list)
    for name, text in sorted(signatures.items()):
        if data := _read(text):
            names[data].append(name)
    distinct = sorted(names)
    parent = list(range(len(distinct)))

    def find(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    table = np.frombuffer(b"".join(distinct), dtype=">u4").reshape(-1, HASHES).astype(np.uint32)
    for at in range(0, HASHES, ROWS):
        for members in _bands(table[:, at : at + ROWS]):
            if len({find(one) for one in members}) == 1:
                continue
            reach = len(members) if len(members) <= CROWD else NEIGHBOURS
            for place, one in enumerate(members[:-1]):
                others = members[place + 1 : place + 1 + reach]
                near = (table[others] == table[one]).sum(axis=1) >= NEAR * HASHES
                for other in others[near]:
                    roots = find(one), find(int(other))
                    parent[max(roots)] = min(roots)
    groups: dict[int, list[str]] = defaultdict(list)
    for one, data in enumerate(distinct):
        groups[find(one)] += names[data]
    return {name: min(members) for members in groups.values() if len(members) > 1 for name in members}


def _bands(columns: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Yield the rows that have equal values in all columns, two and more, each group in ascending order."""
    import numpy as np

    order = np.lexsort(columns.T)
    ordered = columns[order]
    starts = np.flatnonzero(np.any(ordered[1:] != ordered[:-1], axis=1)) + 1
    for members in np.split(order, starts):
        if len(members) > 1:
            yield np.sort(members)


def _read(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if len(data) == HASHES * _BYTES else b""
