"""The folder of a store on disk: who may open it, who has it open, and what its errors mean."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError, StoreLockedError, StoreUnwritableError

_WRITER = "writer.pid"
_COPIES = ".snapshots"
_OWN_FILES = re.compile(
    r"CURRENT|LOCK|IDENTITY|LOG.*|MANIFEST-.*|OPTIONS-.*|\d+\.(log|sst|blob|dbtmp)|archive|lost"
    rf"|{re.escape(_WRITER)}|{re.escape(_COPIES)}"
)
_ATTEMPTS = 20


def open_writer(folder: Path, *, create: bool = True) -> ox.Store:
    """Open the store for writing and leave a note of who has it."""
    check_folder(folder)
    if not create and not is_store(folder):
        raise _missing(folder)
    with errors_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        store = ox.Store(folder)
        shutil.rmtree(folder / _COPIES, ignore_errors=True)  # left behind by a process that was killed
        (folder / _WRITER).write_text(str(os.getpid()), encoding="ascii")
    return store


def open_reader(folder: Path) -> ox.Store:
    """Open the store as it is now, for reading.

    Oxigraph leaves undefined what a reader sees when a writer moves files while it opens them. So files are
    listed before and after: where they differ, it is opened again.

    Raises
    ------
    StoreLockedError
        A writer was too busy for any attempt to succeed.
    """
    check_folder(folder)
    if not is_store(folder):
        raise _missing(folder)
    for attempt in range(_ATTEMPTS):
        before = _state(folder)
        try:
            store = ox.Store.read_only(str(folder))
        except OSError as error:
            if _state(folder) == before:
                raise _explain(folder, error) from error
        else:
            if _state(folder) == before:
                return store
        time.sleep(0.02 * (attempt + 1))
    raise StoreLockedError(str(folder), f"it is being written{_writer(folder)}; ask again when that is done")


def check_folder(folder: Path) -> None:
    """Refuse what is no folder, or a folder of other things."""
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise StoreError(str(folder), "it is a file, and a store is a folder; for files use --graph")
        foreign = sorted(entry.name for entry in folder.iterdir() if not _OWN_FILES.fullmatch(entry.name))
    except OSError as error:
        raise _explain(folder, error) from error
    if foreign and not is_store(folder):
        raise StoreError(
            str(folder), f"the folder is not a store (it holds {foreign[0]!r}); name a new or an empty folder"
        )


def is_store(folder: Path) -> bool:
    """Tell whether the folder holds a store."""
    return (folder / "CURRENT").is_file()


def forget_writer(folder: Path) -> None:
    """Remove the note of who writes."""
    with suppress(OSError):
        (folder / _WRITER).unlink()


@contextmanager
def linked_copy(store: ox.Store, folder: Path) -> Iterator[Path]:
    """Yield a copy of an open store, made of hard links in some milliseconds, and remove it afterwards."""
    copies = folder / _COPIES
    copies.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=copies, ignore_cleanup_errors=True) as parent:
        copy = Path(parent) / "store"
        store.backup(copy)
        yield copy
    with suppress(OSError):
        copies.rmdir()


@contextmanager
def errors_of(folder: Path) -> Iterator[None]:
    """Turn what the store library raises into errors that say what to do."""
    try:
        yield
    except OSError as error:
        raise _explain(folder, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library's own bug, or files that vanished under it
            raise StoreError(str(folder), f"the store library failed: {error}") from error
        raise


def _explain(folder: Path, error: OSError) -> StoreError:
    text = str(error)
    if "hold by current process" in text:
        return StoreLockedError(str(folder), "this program has it open for writing already; close that first")
    if "lock file" in text.lower() and ("temporarily unavailable" in text or "No locks" in text):
        other = f"another process{_writer(folder)}"
        return StoreLockedError(
            str(folder), f"{other} is writing to it; wait for it to end, or use another --store"
        )
    if error.errno == errno.ENOSPC or "No space left" in text or "quota exceeded" in text.lower():
        return StoreUnwritableError(
            str(folder), "the disk is full; what was stored before is kept. Free some space and run again"
        )
    if isinstance(error, PermissionError) or any(
        words in text for words in ("Permission denied", "Read-only file system", "Operation not permitted")
    ):
        return StoreUnwritableError(str(folder), "no permission to use it; name another with --store")
    if isinstance(error, FileNotFoundError | NotADirectoryError) or "mkdir" in text:
        return StoreUnwritableError(str(folder), f"the folder cannot be made or used ({text})")
    if "Corruption" in text or "corrupt" in text:
        return StoreError(str(folder), f"it is damaged ({text}); build it again from the articles")
    return StoreError(str(folder), f"it cannot be used ({text})")


def _missing(folder: Path) -> StoreError:
    return StoreError(str(folder), "there is no store here; make one with: kg build ARTICLES --store FOLDER")


def _writer(folder: Path) -> str:
    try:
        return f" (process {int((folder / _WRITER).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""


def _state(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return what changes when a writer moves data between files: their names, and the manifest's size."""
    found = []
    with suppress(OSError):
        for entry in sorted(folder.iterdir()):
            if entry.suffix in (".sst", ".log"):
                found.append((entry.name, 0))
            elif entry.name.startswith(("MANIFEST-", "CURRENT")):
                found.append((entry.name, entry.stat().st_size))
    return tuple(found)
