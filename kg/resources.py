"""Finds the files that the project ships beside its code: ontology, queries, frames, gazetteers.

In a wheel ``ontology/`` and ``queries/`` lie inside the package; in a checkout they lie beside it.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import ResourceMissingError

_PACKAGE = Path(__file__).resolve().parent


def find_resource(folder: str, name: str = "") -> Path:
    """Return the path of a shipped file, or of a shipped folder when ``name`` is empty.

    Raises
    ------
    ResourceMissingError
        Neither the installed package nor the checkout holds it.
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / folder / name if name else root / folder
        if path.is_file() if name else path.is_dir():
            return path
    raise ResourceMissingError(folder, name)
