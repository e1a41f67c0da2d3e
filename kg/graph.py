"""The library's front door: a built or opened graph, with all that can be done with it.

>>> import kg
>>> with kg.build(["examples/"]) as graph:                             # doctest: +SKIP
...     for claim in graph.claims(relations=["controls"]):
...         print(claim.subject_label, claim.phase, claim.object_label, claim.quote)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.errors import DocumentError, UnknownNameError
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx
    from rdflib import Dataset

    from kg.builder import BuildReport
    from kg.query import ClaimRow, Result
    from kg.shapes import Report
    from kg.store import StoredDocument

PICTURES = ("alliances", "control")
"""What ``KnowledgeGraph.draw`` can draw."""


class KnowledgeGraph:
    """Claims from documents, in a store; made by ``kg.build`` or ``kg.open``, closed by ``with``."""

    def __init__(self, store: Store, *, report: BuildReport | None = None) -> None:
        """Wrap an open store."""
        self.store = store
        self.report = report
        """What the build did; None where the graph was opened."""

    def __enter__(self) -> KnowledgeGraph:
        """Return the graph itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the store, so that others may write to it."""
        self.store.close()

    def claims(
        self, *, relations: Iterable[str] | None = None, entity: str | None = None
    ) -> tuple[ClaimRow, ...]:
        """Return the claims, sorted by report date, document and place in the text.

        Parameters
        ----------
        relations
            Only these, by name ("controls"); None: all.
        entity
            Only claims about what bears this name, alias or IRI.
        """
        from kg.query import claim_rows, resolve_name

        if entity is None:
            return tuple(claim_rows(self.store, relations=relations))
        wanted = None if relations is None else list(relations)
        found = {
            row
            for iri in resolve_name(self.store, entity)
            for row in claim_rows(self.store, relations=wanted, entity=iri)
        }
        return tuple(sorted(found))

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the documents, sorted by identifier."""
        return self.store.documents()

    def query(self, query: str, /, *, timeout: float | None = 30.0, **parameters: str) -> Result:
        """Run a named query, or SPARQL.

        Parameters
        ----------
        query
            A name that ``kg queries`` lists, or the text of a query.
        timeout
            Seconds; None: no limit.
        parameters
            Of a named query: names, aliases or IRIs, bound and never pasted.

        Examples
        --------
        >>> graph.query("who-controls", place="Palmyra").as_dicts()       # doctest: +SKIP
        >>> graph.query("SELECT * { ?claim a ck:Claim } LIMIT 3")         # doctest: +SKIP
        """
        from kg.query import run_query, run_sparql

        if re.fullmatch(r"[\w-]+", query):
            return run_query(self.store, query, parameters, timeout=timeout)
        if parameters:
            raise UnknownNameError("parameter of a SPARQL text", next(iter(parameters)))
        return run_sparql(self.store, query, timeout=timeout)

    @property
    def rdflib(self) -> Dataset:
        """The same data as an rdflib Dataset: a view, not a copy."""
        return self.store.rdflib

    def alliances(self, *, min_sources: int = 1, min_confidence: float = 0.0) -> nx.MultiDiGraph:
        """Return who stands with and against whom; see ``kg.alliances.build_alliances``."""
        from kg.alliances import build_alliances

        return build_alliances(self.claims(), min_sources=min_sources, min_confidence=min_confidence)

    def control(self, *, min_sources: int = 1, min_confidence: float = 0.0) -> nx.MultiDiGraph:
        """Return who is said to take, hold or lose what; see ``kg.alliances.build_control``."""
        from kg.alliances import build_control

        return build_control(
            self.claims(relations=["controls"]), min_sources=min_sources, min_confidence=min_confidence
        )

    def draw(
        self,
        what: str,
        path: str | Path,
        *,
        title: str = "",
        limit: int | None = None,
        min_sources: int = 1,
        min_confidence: float = 0.0,
    ) -> Path:
        """Draw the alliances or who controls what, as a page (.html) or a still picture (.svg, .png).

        Parameters
        ----------
        what
            One of ``PICTURES``.
        title, limit
            Heading, and how many nodes to draw at most; by default those of ``kg.viz``.
        """
        from kg.viz import draw_alliances, draw_control

        make: Mapping[str, Callable[..., nx.MultiDiGraph]] = {
            "alliances": self.alliances,
            "control": self.control,
        }
        if what not in make:
            raise UnknownNameError("picture", what, PICTURES)
        options: dict[str, Any] = {"title": title} if title else {}
        if limit is not None:
            options["limit"] = limit
        network = make[what](min_sources=min_sources, min_confidence=min_confidence)
        return (draw_alliances if what == "alliances" else draw_control)(network, path, **options)

    def export(self, path: str | Path, format: str = "") -> int:
        """Write the graph to a file, in the format of its ending; return the number of statements."""
        from kg.export import export_store

        return export_store(self.store, Path(path), format)

    def validate(self, *, extra: Path | None = None, limit: int = 20_000) -> Report:
        """Check the graph against the shapes; see ``kg.shapes.validate``."""
        from kg.shapes import validate

        return validate(self.store, extra=extra, limit=limit)


def _raise(error: DocumentError) -> None:
    raise error


def build(
    inputs: Iterable[str | Path] | str | Path,
    *,
    store: str | Path | None = None,
    published: date | None = None,
    publisher: str = "",
    model: str = "",
    lexicon: Path | None = None,
    gazetteer: Path | None = None,
    ontology: Path | None = None,
    workers: int = 1,
    on_error: Callable[[DocumentError], None] = _raise,
) -> KnowledgeGraph:
    """Read articles and return the graph of what they claim.

    Parameters
    ----------
    inputs
        Files, folders, http(s) addresses; one may be given alone.
    store
        A folder to keep the graph in; None: memory.
    published, publisher
        Override what the documents say of themselves.
    model, lexicon, gazetteer, ontology, workers
        See ``kg.builder.build_store``.
    on_error
        Gets each document that cannot be read, while the others go on. By default the first one raises.

    Examples
    --------
    >>> graph = kg.build(["article.txt"])                                 # doctest: +SKIP
    """
    from kg.builder import build_store, load_resources
    from kg.documents import read_documents

    inputs = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    read_documents(inputs, on_error=on_error)  # lazy: it only says what is missing, before a store is made
    resources = load_resources(
        model=model, lexicon=lexicon, gazetteer=gazetteer, ontology=ontology, workers=workers
    )
    opened = Store.in_memory() if store is None else Store.open(store)
    try:
        report = build_store(
            inputs,
            opened,
            published=published,
            publisher=publisher,
            resources=resources,
            on_error=on_error,
        )
    except BaseException:
        opened.close()
        raise
    return KnowledgeGraph(opened, report=report)


def open(path: str | Path | None = None, *, read_only: bool = True) -> KnowledgeGraph:
    """Open the graph in a folder (None: ``KG_STORE``, else ``./conflict.kg``), or in an RDF file."""
    if path is not None and Path(path).is_file():
        return KnowledgeGraph(Store.from_files([path]))
    return KnowledgeGraph(Store.open(path, create=False, read_only=read_only))
