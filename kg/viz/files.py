"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kg.errors import UnknownNameError


def page_path(path: str | os.PathLike[str], what: str) -> Path:
    """Return the path of a page.

    Raises
    ------
    UnknownNameError
        The path does not end in .html; ``what`` says of which format: "map format".
    """
    target = Path(path)
    if target.suffix.lower() != ".html":
        raise UnknownNameError(what, target.suffix or target.name, [".html"])
    return target


def write_whole(path: Path, data: bytes) -> None:
    """Write to a temporary name beside the path, then rename: nobody ever reads half a file."""
    temporary = path.with_name(f".{path.name[:60]}-{secrets.token_hex(6)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
