"""Finds the articles in a folder, and opens files."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import DocumentError

ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json")
"""What counts as an article in a folder; a file that is named itself may have any ending."""


def name_path(path: Path) -> str:
    """Return a path as ids and messages have it: as given, without "./", with forward slashes."""
    name = Path(os.path.normpath(path)).as_posix()
    return name.encode("utf-8", errors="backslashreplace").decode("utf-8")  # names need not be UTF-8


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; what may not be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def walk_folder(folder: Path, on_error: Callable[[DocumentError], None]) -> Iterator[Path]:
    """Yield the articles in a folder and below, sorted by name within each folder.

    Hidden files and folders are left out. Links to folders are followed, but no folder is read twice, so
    links that lead in a circle end.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
                names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
                waiting.extend(path / name for name in reversed(names))
            elif stat.S_ISREG(status.st_mode) and path.suffix.lower() in ENDINGS:
                yield path
        except OSError as error:
            if path.is_symlink() and path.suffix.lower() not in ENDINGS:
                continue  # a dangling link to something that is no article
            on_error(DocumentError(name_path(path), describe_os_error(error)))


def describe_os_error(error: OSError) -> str:
    """Say what the system said, without the path and the number."""
    return f"cannot be read: {error.strerror or type(error).__name__}"
