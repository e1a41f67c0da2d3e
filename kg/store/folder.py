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
from kg.store.sidecar import SIDE_FILES

_WRITER = "writer.pid"
_COPIES = ".snapshots"
_OWN_FILES = re.compile(
    r"CURRENT|LOCK|IDENTITY|LOG.*|MANIFEST-.*|OPTIONS-.*|\d+\.(log|sst|blob|dbtmp)|archive|lost"
    rf"|{re.escape(_WRITER)}|{re.escape(_COPIES)}|{SIDE_FILES}"
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
        _tidy(folder)
        (folder / _WRITER).write_text(str(os.getpid()), encoding="ascii")
    return store


def open_reader(folder: Path) -> tuple[ox.Store, tempfile.TemporaryDirectory[str] | None]:
    """Open the store as it is now, for reading.

    Returns
    -------
    tuple
        The store and, where another process writes, the folder of links that it was opened from: to be
        cleaned up when it is closed.

    Raises
    ------
    StoreLockedError
        A writer was too busy for any attempt to succeed.

    Notes
    -----
    Oxigraph leaves undefined what a reader sees when a writer replaces files under it. So while one writes,
    a copy made of hard links is opened; where they cannot be (a folder of somebody else,
    a full disk), the folder itself is. Either way, it is done again when a log that was there has gone,
    because its content may have moved to a file that was not seen.
    """
    check_folder(folder)
    if not is_store(folder):
        raise _missing(folder)
    for attempt in range(_ATTEMPTS):
        before = _state(folder)
        links = _link(folder) if (folder / _WRITER).exists() else None
        try:
            store = ox.Store.read_only(links.name if links else str(folder))
        except (OSError, RuntimeError) as error:
            if links is not None:
                links.cleanup()
            if _state(folder) == before:
                raise _explain(folder, error) from error
        else:
            if _logs(before) <= _logs(_state(folder)):
                return store, links
            del store
            if links is not None:
                links.cleanup()
        time.sleep(0.02 * (attempt + 1))
    raise StoreLockedError(str(folder), f"it is being written{_writer(folder)}; ask again when that is done")


def check_folder(folder: Path) -> None:
    """Refuse what is no folder, or a folder of other things."""
    try:
        if not folder.exists():
            if folder.is_symlink():
                raise StoreError(str(folder), f"it is a link to {folder.readlink()}, which is not there")
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
    with _copies_folder(folder) as parent:
        copy = Path(parent) / "store"
        store.backup(copy)
        yield copy


@contextmanager
def errors_of(folder: Path) -> Iterator[None]:
    """Turn what the store library raises into errors that say what to do."""
    try:
        yield
    except OSError as error:
        raise _explain(folder, error) from error
    except RuntimeError as error:
        if "Corruption" not in str(error):
            raise
        raise _explain(folder, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library's own bug, or files that vanished under it
            raise StoreError(str(folder), f"the store library failed: {error}") from error
        raise


def _explain(folder: Path, error: OSError | RuntimeError) -> StoreError:
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if "hold by current process" in text:
        return StoreLockedError(str(folder), "this program has it open for writing already; close that first")
    if "lock file" in text.lower() and ("temporarily unavailable" in text or "No locks" in text):
        other = f"another process{_writer(folder)}"
        return StoreLockedError(
            str(folder), f"{other} is writing to it; wait for it to end, or use another --store"
        )
    if number == errno.ENOSPC or "No space left" in text or "quota exceeded" in text.lower():
        return StoreUnwritableError(
            str(folder), "the disk is full; what was stored before is kept. Free some space and run again"
        )
    if isinstance(error, PermissionError) or any(
        words in text for words in ("Permission denied", "Read-only file system", "Operation not permitted")
    ):
        return StoreUnwritableError(str(folder), "no permission to use it; name another with --store")
    if "corrupt" in text.lower() or ("No such file" in text and is_store(folder)):
        return StoreError(str(folder), f"it is damaged; build it again from the articles ({text})")
    if isinstance(error, FileNotFoundError | NotADirectoryError) or "mkdir" in text:
        return StoreUnwritableError(str(folder), f"the folder cannot be made or used ({text})")
    return StoreError(str(folder), f"it cannot be used ({text})")


def _missing(folder: Path) -> StoreError:
    return StoreError(str(folder), "there is no store here; make one with: kg build ARTICLES --store FOLDER")


def _writer(folder: Path) -> str:
    try:
        return f" (process {int((folder / _WRITER).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""


def _copies_folder(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder for one copy, inside the store's so that links can be made; its name says whose it is."""
    copies = folder / _COPIES
    copies.mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=copies, prefix=f"{os.getpid()}-", ignore_cleanup_errors=True)


def _link(folder: Path) -> tempfile.TemporaryDirectory[str] | None:
    """Link the files of a store that another process writes, or return nothing where that cannot be done.

    Data files never change once they are written. The files that grow are copied: first what lists the
    others, because what is added to it later names files that the links lack; then the logs.
    """
    links = None
    try:
        links = _copies_folder(folder)
        copy = Path(links.name)
        listing = (folder / "CURRENT").read_text(encoding="ascii")
        (copy / "CURRENT").write_text(listing, encoding="ascii")
        shutil.copyfile(folder / listing.strip(), copy / listing.strip())
        for file in folder.iterdir():
            with suppress(FileNotFoundError):  # opening the store tells whether it was needed
                if file.suffix in (".sst", ".blob"):
                    (copy / file.name).hardlink_to(file)
                elif file.suffix == ".log" or file.name.startswith("OPTIONS-"):
                    shutil.copyfile(file, copy / file.name)
    except OSError:
        if links is not None:
            links.cleanup()
        return None
    return links


def _tidy(folder: Path) -> None:
    """Remove copies left behind by processes that were killed, and the library's old diaries."""
    copies = folder / _COPIES
    if copies.is_dir():
        for copy in copies.iterdir():
            if not _is_running(copy.name.partition("-")[0]):
                shutil.rmtree(copy, ignore_errors=True)
        with suppress(OSError):
            copies.rmdir()
    for diary in folder.glob("LOG.old.*"):
        with suppress(OSError):
            diary.unlink()


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except OSError:  # it runs, under another user
        return True
    return True


def _logs(state: tuple[tuple[str, int], ...]) -> set[str]:
    return {name for name, _ in state if name.endswith(".log")}


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
