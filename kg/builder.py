"""Documents to a filled store: read, extract, link, map, keep; then the entities of all are put together.

The module is not called ``build``, because ``kg.build`` is the function that users call.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.claims.model import Extraction
from kg.control.derive import Touched, refresh_derived
from kg.corrections import (
    CorrectionsFile,
    apply_corrections,
    keep_document,
    read_corrections,
    refresh_entities,
    unknown_iris,
)
from kg.documents import Document, read_documents
from kg.errors import DocumentError, KgError, UnknownNameError
from kg.events import sign_text
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.iris import DEFAULT_BASE, document_graph_iri, mint_document_iri
from kg.linking import link_entities
from kg.ontology import own_relations
from kg.rdf import document_quads
from kg.store import Store
from kg.vocab import CK, RDF
from kg.workers import (
    Extract,
    OnError,
    PipelineOptions,
    check_options,
    extract_batches,
    extract_in_processes,
    load_extract,
)

T = TypeVar("T")

BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 500_000
"""A batch ends at whichever comes first; one batch (per worker, two) is what memory holds."""

FLUSH_QUADS = 100_000
"""Writes so many quads between flushes: the store library would hold hundreds of megabytes of them back."""

OnProgress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did; ``seconds`` is wall time by step, extraction being spaCy and the claims together."""

    documents: int
    replaced: int
    failed: int
    claims: int
    entities: int
    skipped_sentences: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


class Stopwatch:
    """Adds up wall time by step; a step inside another is taken off the outer one."""

    def __init__(self) -> None:
        """Start with no time on the clock."""
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the time inside the ``with`` to a step."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._running:
            step = self._running[-1]
            self.seconds[step] = self.seconds.get(step, 0.0) + now - self._since
        self._since = now


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """All that a build needs beside documents and a store; loaded first, so that no store is made in vain."""

    options: PipelineOptions
    gazetteer: Gazetteer
    relations: Mapping[str, str]
    workers: int = 1
    extract: Extract | None = None
    """None: the workers load the pipeline themselves."""
    seconds: float = 0.0
    """Wall time of loading."""


def load_resources(
    *,
    model: str = "",
    lexicon: Path | None = None,
    gazetteer: Path | None = None,
    ontology: Path | None = None,
    workers: int = 1,
    extract: Extract | None = None,
) -> Resources:
    """Load the pipeline, names, frames and relations; for the parameters see ``build_store``.

    Raises
    ------
    ModelMissingError, InputMissingError, DataFileError
        The pipeline is not installed, or a file of the user's cannot be used.
    """
    begin = time.perf_counter()
    options = PipelineOptions(model=model, lexicon=lexicon, gazetteer=gazetteer)
    entries = load_gazetteer(gazetteer)
    relations = own_relations(ontology) if ontology is not None else {}
    if workers > 1:
        check_options(options)
    elif extract is None:
        extract = load_extract(options)
    return Resources(
        options=options,
        gazetteer=entries,
        relations=relations,
        workers=workers,
        extract=extract,
        seconds=time.perf_counter() - begin,
    )


def build_store(
    inputs: Iterable[str | Path],
    store: Store,
    *,
    published: date | None = None,
    publisher: str = "",
    model: str = "",
    lexicon: Path | None = None,
    gazetteer: Path | None = None,
    ontology: Path | None = None,
    workers: int = 1,
    base: str = DEFAULT_BASE,
    on_error: OnError = lambda error: None,
    on_notice: Callable[[str], None] = lambda notice: None,
    on_progress: OnProgress = lambda documents, claims, current: None,
    extract: Extract | None = None,
    resources: Resources | None = None,
) -> BuildReport:
    """Read documents and put what they say into a store.

    Parameters
    ----------
    published, publisher
        Override what the documents say of themselves.
    model, lexicon, gazetteer, ontology
        A spaCy pipeline other than the default; frames, entries and relations of the user's own.
    workers
        Processes that extract; with 1 all happens in this one.
    on_error
        Gets each document that could not be read or understood; the others go on.
    on_progress
        Gets the number of documents and claims so far and the current document's id.
    extract
        Takes the place of the spaCy pipeline (for tests).
    resources
        What ``load_resources`` has loaded; then the options from ``model`` to ``workers`` are not looked at.

    Returns
    -------
    BuildReport
        ``claims`` and ``entities`` are those of the documents of this call, not of the whole store.

    Notes
    -----
    Memory holds one batch. Each document is one transaction: interrupted, the store keeps what it had and the
    documents that were done, whose entities are put together before the interrupt goes on. The store's
    corrections hold for all documents, those that come and those that are there.
    """
    watch = Stopwatch()
    counts: Counter[str] = Counter()

    def report_error(error: DocumentError) -> None:
        counts["failed"] += 1
        on_error(error)

    # Before anything is loaded, because a missing input is known at once.
    reading = read_documents(
        inputs, published=published, publisher=publisher, on_error=report_error, on_notice=on_notice
    )
    documents = _timed(reading, watch, "read")
    if resources is None:
        with watch.step("load"):
            resources = load_resources(
                model=model,
                lexicon=lexicon,
                gazetteer=gazetteer,
                ontology=ontology,
                workers=workers,
                extract=extract,
            )
    else:
        watch.seconds["load"] = resources.seconds
    entries = resources.gazetteer
    with watch.step("consolidate"):
        corrections = _begin(store, resources, base)
    if resources.extract is None:
        results = extract_in_processes(
            _batches(documents), resources.options, resources.workers, report_error
        )
    else:
        results = extract_batches(_batches(documents), resources.extract, report_error)
    keeper = _Keeper(
        store=store,
        gazetteer=entries,
        base=base,
        relations=resources.relations,
        corrections=corrections,
        watch=watch,
        counts=counts,
    )
    try:
        for document, extraction in _timed(results, watch, "extract"):
            try:
                keeper.keep(document, extraction)
            except DocumentError as error:
                report_error(error)
            on_progress(counts["documents"], counts["claims"], document.id)
    except BaseException:  # Ctrl-C, a full disk, ...: leave what was done in good order, then go on falling
        with suppress(KgError):
            _refresh(store, resources, corrections, base)
            refresh_derived(store, keeper.stale, base=base)
        raise
    with watch.step("consolidate"):
        _refresh(store, resources, corrections, base)
        for line, iri in unknown_iris(store, corrections, entries, applied=False, base=base):
            on_notice(f"{corrections.path}, line {line}: no document has {iri}; it waits for one")
    with watch.step("derive"):
        refresh_derived(store, keeper.stale, base=base)
    return BuildReport(
        documents=counts["documents"],
        replaced=counts["replaced"],
        failed=counts["failed"],
        claims=counts["claims"],
        entities=len(keeper.touched),
        skipped_sentences=counts["skipped_sentences"],
        seconds=watch.seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeper:
    """Links, maps and keeps what is said by one document after the other, and counts."""

    store: Store
    gazetteer: Gazetteer
    base: str
    relations: Mapping[str, str]
    corrections: CorrectionsFile
    watch: Stopwatch
    counts: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    stale: Touched = field(default_factory=Touched)

    def keep(self, document: Document, extraction: Extraction) -> None:
        """Put what a document says in place of what it said before."""
        counts = self.counts
        try:
            with self.watch.step("link"):
                entities = link_entities(extraction, document, self.gazetteer, base=self.base)
            with self.watch.step("map"):
                quads = document_quads(
                    document, extraction, entities, base=self.base, relations=self.relations
                )
                document_iri = mint_document_iri(document.id, base=self.base)
        except KgError as error:
            own = isinstance(error, UnknownNameError) and error.kind == "relation"
            hint = "; a relation of your own needs the --ontology that declares it" if own else ""
            raise DocumentError(document.id, f"{error}{hint}") from error
        if signature := sign_text(document.text):
            node, graph = NamedNode(document_iri), NamedNode(document_graph_iri(document_iri))
            quads.append(Quad(node, CK.textSignature, Literal(signature), graph))
        with self.watch.step("keep"):
            self._touch(document_iri)
            replaced = any(self.store.quads(NamedNode(document_iri), RDF.type, CK.Document))
            quads = keep_document(self.store, document_iri, quads, self.corrections)
            self._touch(document_iri)
            counts["unflushed"] += len(quads)
            if counts["unflushed"] > FLUSH_QUADS:
                self.store.flush()
                counts["unflushed"] = 0
        counts["documents"] += 1
        counts["replaced"] += replaced
        counts["claims"] += sum(quad.object == CK.Claim for quad in quads)
        counts["skipped_sentences"] += extraction.skipped_sentences
        self.touched.update(entity.iri for entity in entities)

    def _touch(self, document_iri: str) -> None:
        """Note what a document says, before and after it is replaced: what is computed from it goes stale."""
        self.stale.add_graph(self.store, document_iri, document_graph_iri(document_iri))


def _begin(store: Store, resources: Resources, base: str) -> CorrectionsFile:
    """Bring a store to its corrections before documents come, and return them."""
    if resources.options.gazetteer is not None:
        store.sidecar.keep_gazetteer(resources.options.gazetteer)
    seen = any(store.quads(None, RDF.type, CK.Document))
    apply_corrections(store, check_known=seen, rebuilding=True, base=base)
    return read_corrections(store, base=base)


def _refresh(store: Store, resources: Resources, corrections: CorrectionsFile, base: str) -> None:
    own = resources.options.gazetteer is not None or store.sidecar.gazetteer_path is None
    gazetteer = resources.gazetteer if own else None
    refresh_entities(store, gazetteer, identity=corrections.identity, base=base)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _timed(values: Iterator[T], watch: Stopwatch, step: str) -> Iterator[T]:
    while True:
        with watch.step(step):
            try:
                value = next(values)
            except StopIteration:
                return
        yield value
