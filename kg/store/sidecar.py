"""What lies beside the quads of a store: its corrections, and what corrected documents said before them.

A correction rewrites the graphs of the documents that it touches. What such a graph was before is kept here,
so that a correction can be undone and computed anew without reading the articles again. It is written before
the graph is rewritten and removed after it was restored: whenever the program is ended, one can go on.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError, StoreLockedError, StoreUnwritableError

CORRECTIONS = "corrections.jsonl"
ORIGINALS = "originals.sqlite"
GAZETTEER = "gazetteer"
SIDE_FILES = rf"{CORRECTIONS}(\.new)?|{ORIGINALS}(-journal|-wal|-shm)?|{GAZETTEER}\.(csv|ttl)(\.new)?"
"""Pattern of the names of these files."""

_TABLES = """
CREATE TABLE IF NOT EXISTS original (graph TEXT PRIMARY KEY, quads BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mentioned (iri TEXT, graph TEXT, PRIMARY KEY (iri, graph)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS applied (text TEXT NOT NULL);
"""


class Sidecar:
    """The files beside a store's quads; of a store in memory, the same in memory."""

    def __init__(self, folder: Path | None, *, read_only: bool = False) -> None:
        """Name the store's folder (None: memory); nothing is opened or made before it is needed."""
        self._folder = folder
        self._read_only = read_only
        self._text = ""
        self._database: sqlite3.Connection | None = None

    @property
    def corrections_path(self) -> Path | None:
        """Where the corrections stand; None: memory."""
        return None if self._folder is None else self._folder / CORRECTIONS

    @property
    def gazetteer_path(self) -> Path | None:
        """The copy of the user's gazetteer that the last build was given; None: none was."""
        folder = self._folder
        found = [folder / f"{GAZETTEER}{ending}" for ending in (".csv", ".ttl")] if folder is not None else []
        return next((path for path in found if path.is_file()), None)

    def keep_gazetteer(self, path: Path) -> None:
        """Keep a copy of the user's gazetteer: later changes of the entities need its names and types."""
        if self._folder is None:
            return
        ending = ".ttl" if path.suffix.lower() in (".ttl", ".turtle") else ".csv"
        target = self._folder / f"{GAZETTEER}{ending}"
        with self._errors():
            if target.exists() and target.samefile(path):
                return
            shutil.copyfile(path, target.with_suffix(f"{ending}.new"))
            target.with_suffix(f"{ending}.new").replace(target)
            for old in self._folder.glob(f"{GAZETTEER}.*"):
                if old != target:
                    old.unlink()

    def read_corrections(self) -> bytes:
        """Return what the corrections file holds; nothing where there is none."""
        path = self.corrections_path
        if path is None:
            return self._text.encode("utf-8")
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise StoreError(str(path), f"it cannot be read ({error.strerror or error})") from error

    def write_corrections(self, text: str) -> None:
        """Replace the corrections file, whole or not at all."""
        path = self.corrections_path
        if path is None:
            self._text = text
            return
        new = path.with_name(f"{CORRECTIONS}.new")
        with self._errors():
            with new.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)

    # what documents said before they were corrected

    def original(self, graph: str) -> list[ox.Quad] | None:
        """Return what a graph held before it was corrected; None: it is not corrected."""
        if not self._exists():
            return None
        with self._errors():
            row = self._open().execute("SELECT quads FROM original WHERE graph = ?", (graph,)).fetchone()
            if row is None:
                return None
            triples = ox.parse(zlib.decompress(row[0]), format=ox.RdfFormat.N_TRIPLES)
            name = ox.NamedNode(graph)
            return [ox.Quad(one.subject, one.predicate, one.object, name) for one in triples]

    def keep_originals(self, graphs: Iterable[tuple[str, Iterable[ox.Quad], Iterable[str]]]) -> None:
        """Keep what graphs are without corrections, with the IRIs of the entities in each; in one transaction."""
        with self._errors():
            database = self._open()
            with database:
                for graph, quads, iris in graphs:
                    lines = ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES) or b""
                    database.execute("DELETE FROM mentioned WHERE graph = ?", (graph,))
                    database.execute(
                        "INSERT OR REPLACE INTO original VALUES (?, ?)", (graph, zlib.compress(lines))
                    )
                    database.executemany(
                        "INSERT OR IGNORE INTO mentioned VALUES (?, ?)", ((iri, graph) for iri in iris)
                    )

    def forget_originals(self, graphs: Iterable[str]) -> None:
        """Forget graphs that are as they were, or that have gone."""
        graphs = list(graphs)
        if not graphs or not self._exists():
            return
        with self._errors():
            database = self._open()
            with database:
                for table in ("original", "mentioned"):
                    database.executemany(f"DELETE FROM {table} WHERE graph = ?", ((one,) for one in graphs))

    def corrected_graphs(self, iris: Iterable[str] | None = None) -> set[str]:
        """Return the graphs that are corrected, or those of them that had one of the entities before."""
        if not self._exists():
            return set()
        with self._errors():
            database = self._open()
            if iris is None:
                return {graph for (graph,) in database.execute("SELECT graph FROM original")}
            return {
                graph
                for iri in iris
                for (graph,) in database.execute("SELECT graph FROM mentioned WHERE iri = ?", (iri,))
            }

    def mentioned(self, iri: str) -> bool:
        """Tell whether a corrected document had the entity before."""
        return bool(self.corrected_graphs([iri]))

    # what was done

    def applied(self) -> str:
        """Return the corrections that the store's graphs follow; empty: none."""
        if not self._exists():
            return ""
        with self._errors():
            row = self._open().execute("SELECT text FROM applied").fetchone()
            return "" if row is None else str(row[0])

    def set_applied(self, text: str, known: Iterable[str]) -> None:
        """Note which corrections the graphs follow now, and the IRIs that they may name from now on."""
        with self._errors():
            database = self._open()
            with database:
                database.execute("DELETE FROM applied")
                database.execute("INSERT INTO applied VALUES (?)", (text,))
                database.executemany("INSERT OR IGNORE INTO known VALUES (?)", ((iri,) for iri in known))

    def is_known(self, iri: str) -> bool:
        """Tell whether an applied correction has named the IRI before."""
        if not self._exists():
            return False
        with self._errors():
            return self._open().execute("SELECT 1 FROM known WHERE iri = ?", (iri,)).fetchone() is not None

    def close(self) -> None:
        """Close the files; closing twice is harmless."""
        if self._database is not None and self._folder is not None:
            self._database.close()
            self._database = None

    def _exists(self) -> bool:
        return self._database is not None or (
            self._folder is not None and (self._folder / ORIGINALS).is_file()
        )

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            if self._folder is None:
                self._database = sqlite3.connect(":memory:", check_same_thread=False)
            elif self._read_only:
                address = f"{(self._folder / ORIGINALS).resolve().as_uri()}?mode=ro"
                self._database = sqlite3.connect(address, uri=True)
                return self._database
            else:
                self._database = sqlite3.connect(self._folder / ORIGINALS, check_same_thread=False)
            self._database.executescript(_TABLES)
        return self._database

    @contextmanager
    def _errors(self) -> Iterator[None]:
        where = str(self._folder or "(in memory)")
        try:
            yield
        except sqlite3.DatabaseError as error:
            text = str(error)
            if "locked" in text:
                raise StoreLockedError(where, "it is being written; ask again when that is done") from error
            if "full" in text or "readonly" in text or "unable to open" in text:
                raise StoreUnwritableError(where, f"{ORIGINALS} cannot be written ({text})") from error
            problem = (
                f"{ORIGINALS} is damaged; remove it and build the store again from the articles ({text})"
            )
            raise StoreError(where, problem) from error
        except (zlib.error, SyntaxError) as error:
            problem = f"{ORIGINALS} is damaged; remove it and build the store again from the articles"
            raise StoreError(where, problem) from error
        except OSError as error:
            raise StoreUnwritableError(where, error.strerror or str(error)) from error
