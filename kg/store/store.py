"""Keeps quads in an embedded store: a folder on disk (Oxigraph), or memory.

What one document says lies in a named graph of its own, so reading it again is one transaction that drops the
graph and fills it anew: an interrupted write leaves what was there before. One process writes at a time;
others may read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import folder
from kg.store.files import parse_file
from kg.store.rows import EntityRow, StoredDocument
from kg.store.sidecar import Sidecar
from kg.store.updates import in_graph, is_blank, update_lines
from kg.vocab import CK, DCTERMS, RDF, SKOS

if TYPE_CHECKING:
    from rdflib import Dataset

DEFAULT_STORE = "conflict.kg"
STORE_VARIABLE = "KG_STORE"

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def default_store_path() -> Path:
    """Return the folder that ``KG_STORE`` names, else ``./conflict.kg``."""
    return Path(os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)


class Store:
    """An RDF store; made by ``open``, ``in_memory`` or ``from_files``, closed by ``with`` or ``close``."""

    def __init__(self, inner: ox.Store, *, path: Path | None = None, read_only: bool = False) -> None:
        """Wrap an open store of the library; use the class methods instead."""
        self._inner: ox.Store | None = inner
        self.path = path
        """The folder; None: memory."""
        self.read_only = read_only
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._view_given = False
        self.sidecar = Sidecar(path, read_only=read_only)
        """Corrections, and what corrected documents said before."""

    @classmethod
    def open(cls, path: str | Path | None = None, *, create: bool = True, read_only: bool = False) -> Store:
        """Open a store in a folder.

        Parameters
        ----------
        path
            The folder; None: the one that ``default_store_path`` names.
        create
            Make a new store where there is none (never when ``read_only``).
        read_only
            Any number of processes may read, also while one writes; they see what was there when they began.

        Raises
        ------
        StoreLockedError
            Another process, or this one, has it open for writing.
        StoreUnwritableError
            Rights or a full disk.
        StoreError
            There is no store, or the folder holds something else.
        """
        where = Path(path) if path is not None else default_store_path()
        if not read_only:
            return cls(folder.open_writer(where, create=create), path=where)
        inner, links = folder.open_reader(where)
        store = cls(inner, path=where, read_only=True)
        store._copy = links
        return store

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad] = ()) -> Store:
        """Return a store in memory that holds the quads."""
        inner = ox.Store()
        inner.extend(quads)
        return cls(inner)

    @classmethod
    def from_files(cls, paths: Iterable[str | Path]) -> Store:
        """Read RDF files into a store in memory.

        Raises
        ------
        InputMissingError
            A file is not there or cannot be read.
        UnknownNameError
            Its ending names no format of ``READ_FORMATS``.
        DataFileError
            It is not well-formed.
        """
        store = cls.in_memory()
        for path in paths:
            store._reader().extend(parse_file(Path(path)))
        return store

    # reading

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._reader())

    def __enter__(self) -> Store:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Any = None,
        graph: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match, None being any; in the order of the store."""
        with self._errors():
            yield from self._reader().quads_for_pattern(subject, predicate, object, graph)

    def graph_names(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(sorted(g.value for g in self._reader().named_graphs()))

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents, sorted by identifier."""
        found = {}
        for quad in self.quads(None, RDF.type, CK.Document):
            iri, graph = quad.subject, quad.graph_name
            if not isinstance(iri, ox.NamedNode):
                continue
            own = None if isinstance(graph, ox.DefaultGraph) else graph
            claims = {
                claim.subject
                for claim in self.quads(None, RDF.type, CK.Claim, own or ox.DefaultGraph())
                if own or any(self.quads(claim.subject, None, iri))
            }
            found[iri.value, str(graph)] = StoredDocument(
                identifier=self._value(iri, DCTERMS.identifier),
                iri=iri.value,
                graph=own.value if own else "",
                title=self._value(iri, DCTERMS.title),
                publisher=self._value(iri, DCTERMS.publisher),
                published=self._value(iri, DCTERMS.issued),
                claims=len(claims),
            )
        return tuple(sorted(found.values()))

    def document_entity_rows(self, iris: Iterable[str] | None = None) -> Iterator[EntityRow]:
        """Yield what each document's graph says of each entity in it (or of these), sorted by graph and entity.

        A row for each subject of ``ck:typeSeen``.
        """
        nodes = [None] if iris is None else [ox.NamedNode(iri) for iri in sorted(set(iris))]
        seen: dict[tuple[str, str], dict[str, set[str]]] = {}
        # Type by type and not thing by thing: one scan is much faster than thousands of questions.
        for predicate in (CK.typeSeen, SKOS.altLabel, CK.linkReason, CK.generic):
            for quad in (quad for node in nodes for quad in self.quads(node, predicate)):
                subject, graph, value = quad.subject, quad.graph_name, quad.object
                if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.Literal | ox.NamedNode):
                    continue
                key = (graph.value if isinstance(graph, ox.NamedNode) else "", subject.value)
                values = seen.setdefault(key, {}) if predicate == CK.typeSeen else seen.get(key)
                if values is not None:
                    values.setdefault(predicate.value, set()).add(value.value)
        for graph_iri, iri in sorted(seen):
            values = seen.pop((graph_iri, iri))
            yield EntityRow(
                iri=iri,
                document_graph=graph_iri,
                types=tuple(sorted(t.removeprefix(CK.iri) for t in values[CK.typeSeen.value])),
                names=tuple(sorted(values.get(SKOS.altLabel.value, ()))),
                reasons=tuple(sorted(values.get(CK.linkReason.value, ()))),
                generic="true" in values.get(CK.generic.value, ()),
            )

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[ox.Variable, Any] | None = None,
        union: bool = True,
        prefixes: Mapping[str, str] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run SPARQL of our own in this process: no checks and no time limit.

        For text from outside use ``kg.query.run_sparql``. The default graph is the union of all graphs, in
        which a triple that lies in two graphs comes twice.
        """
        with self._errors():
            return self._reader().query(
                text,
                prefixes=dict(prefixes or {}),
                use_default_graph_as_union=union,
                substitutions=dict(substitutions or {}),
            )

    @property
    def rdflib(self) -> Dataset:
        """The same data as an rdflib Dataset whose default graph is the union; it is a view, not a copy.

        rdflib's own limits hold: it sends SERVICE and has no time limit, so run only queries that you trust.
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        self._view_given = True
        return Dataset(store=OxigraphStore(store=self._reader()), default_union=True)

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """Yield a folder with the present state, which another process may open for reading.

        A store in memory is written to a temporary folder once, and again after a change; one that is open
        for writing is linked file by file; of one that is open for reading it is what was opened.
        """
        if self.path is not None and self.read_only:
            yield self.path if self._copy is None else Path(self._copy.name)
        elif self.path is not None:
            with self._errors(), folder.linked_copy(self._reader(), self.path) as copy:
                yield copy
        else:
            if self._copy is None or self._view_given:  # a view may have changed the data behind our back
                self._drop_copy()
                self._copy = tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True)
                with self._errors():
                    on_disk = ox.Store(self._copy.name)
                    on_disk.bulk_extend(self._reader())
                    on_disk.flush()
            yield Path(self._copy.name)

    # writing

    def replace_document(self, document_iri: str, graph_iri: str, quads: Iterable[ox.Quad]) -> bool:
        """Put what a document says in place of what it said before, in one transaction.

        Parameters
        ----------
        quads
            All of the document's graph: their graph name is ``graph_iri`` or the default graph.

        Returns
        -------
        bool
            Whether anything changed.
        """
        graphs: dict[str, Iterable[ox.Quad]] = dict.fromkeys(self._graphs_of(document_iri), ())
        graphs[graph_iri] = quads
        return self.replace_graphs(graphs)

    def remove_document(self, document_iri: str) -> bool:
        """Drop what a document says; return whether it was there.

        Entities must be consolidated again afterwards: what only this document knew of them is to go.
        """
        graphs = self._graphs_of(document_iri)
        if not graphs:
            if any(self.quads(ox.NamedNode(document_iri), RDF.type, CK.Document)):
                problem = (
                    f"{document_iri} has no graph of its own here; only a store made by kg build can drop it"
                )
                raise StoreError(self.name, problem)
            return False
        return self.replace_graphs(dict.fromkeys(graphs, ()))

    def replace_graph(self, graph_iri: str, quads: Iterable[ox.Quad]) -> bool:
        """Replace the whole of a graph; return whether anything changed."""
        return self.replace_graphs({graph_iri: quads})

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> bool:
        """Replace several graphs in one transaction: all or none; return whether anything changed."""
        operations = []
        for iri, quads in graphs.items():
            graph = ox.NamedNode(iri)
            new = {in_graph(quad, graph) for quad in quads}
            old = set(self.quads(None, None, None, graph))
            if new == old:
                continue
            if not new or len(old - new) > len(old & new) or any(map(is_blank, old)):
                operations += [f"DROP SILENT GRAPH {graph}", *update_lines("INSERT", new)]
            else:
                operations += [*update_lines("DELETE", old - new), *update_lines("INSERT", new - old)]
        return self._update(operations)

    def _update(self, operations: list[str]) -> bool:
        if operations:
            with self._errors():
                self._writer().update(" ;\n".join(operations))
        return bool(operations)

    def exchange(self, remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> bool:
        """Take quads out and put others in, in one transaction; return whether anything changed.

        Quads of both are left alone. They lie in named graphs.
        """
        old, new = set(remove), set(add)
        if not old - new:
            fresh = [quad for quad in new - old if quad not in self._reader()]
            self.add(fresh)  # much faster than an update that says the same
            return bool(fresh)
        return self._update([*update_lines("DELETE", old - new), *update_lines("INSERT", new - old)])

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads in one transaction."""
        with self._errors():
            self._writer().extend(quads)

    def flush(self) -> None:
        """Make sure that all is on disk."""
        if self.path is not None and not self.read_only:
            with self._errors():
                self._reader().flush()

    def close(self) -> None:
        """Close the store and let others write; closing twice is harmless."""
        if self._inner is None:
            return
        try:
            self.flush()
        finally:
            self.sidecar.close()
            self._inner = None  # Oxigraph has no close: the lock goes with the last reference
            self._drop_copy()
            if self.path is not None and not self.read_only:
                folder.forget_writer(self.path)

    @property
    def name(self) -> str:
        """The folder's name, for messages."""
        return str(self.path) if self.path is not None else "(in memory)"

    # inside

    def _reader(self) -> ox.Store:
        if self._inner is None:
            raise StoreError(self.name, "it was closed; open it again")
        return self._inner

    def _writer(self) -> ox.Store:
        inner = self._reader()
        if self.read_only:
            raise StoreError(self.name, "it was opened for reading only")
        self._drop_copy()
        return inner

    def _drop_copy(self) -> None:
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with folder.errors_of(self.path or Path(self.name)):
            yield

    def _graphs_of(self, document_iri: str) -> list[str]:
        found = self.quads(ox.NamedNode(document_iri), RDF.type, CK.Document)
        return sorted({q.graph_name.value for q in found if isinstance(q.graph_name, ox.NamedNode)})

    def _value(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
        values = (q.object for q in self.quads(subject, predicate))
        return min((v.value for v in values if isinstance(v, ox.Literal | ox.NamedNode)), default="")
