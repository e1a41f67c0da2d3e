"""Runs the extraction over batches of documents: in this process, or in several.

A document that breaks the pipeline is named and left out; it costs its batch a second run, not the build.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from kg.claims.model import Extraction
from kg.documents import Document
from kg.errors import DocumentError, KgError

logger = logging.getLogger(__name__)

Extracted = tuple[Document, Extraction]
Extract = Callable[[list[Document]], Iterable[Extracted]]
OnError = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineOptions:
    """What a process needs to load the pipeline."""

    model: str = ""
    lexicon: Path | None = None
    gazetteer: Path | None = None


def load_extract(options: PipelineOptions) -> Extract:
    """Load the pipeline and return the function that runs it over a batch."""
    from kg.claims.extract import extract_documents
    from kg.nlp.pipeline import load_pipeline

    nlp = load_pipeline(options.model, lexicon=options.lexicon, gazetteer=options.gazetteer)
    return lambda documents: extract_documents(documents, nlp)


def check_options(options: PipelineOptions) -> None:
    """Raise what loading the pipeline would, as far as that is known without loading it."""
    from kg.claims.lexicon import load_lexicon
    from kg.nlp.pipeline import check_model

    check_model(options.model)
    load_lexicon(options.lexicon)


def extract_batches(
    batches: Iterable[list[Document]], extract: Extract, on_error: OnError
) -> Iterator[Extracted]:
    """Yield what each document says, in order, extracted in this process."""
    for batch in batches:
        yield from extract_batch(batch, extract, on_error)


def extract_batch(documents: list[Document], extract: Extract, on_error: OnError) -> Iterator[Extracted]:
    """Yield what each document of one batch says; after a failure the rest is taken one by one."""
    done = 0
    try:
        for extracted in extract(documents):
            done += 1
            yield extracted
    except Exception as error:  # whatever a pipeline of the user's choice throws: the others go on
        logger.debug("extraction failed in a batch", exc_info=True)
        if len(documents) == 1:
            on_error(
                DocumentError(documents[0].id, f"could not be understood ({type(error).__name__}: {error})")
            )
            return
        for document in documents[done:]:
            yield from extract_batch([document], extract, on_error)


def extract_in_processes(
    batches: Iterable[list[Document]], options: PipelineOptions, workers: int, on_error: OnError
) -> Iterator[Extracted]:
    """Yield what each document says, in order, extracted by several processes, two batches each."""
    # spawn: a fork would copy threads of the store in the middle of what they do.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    waiting: deque[Future[tuple[list[Extracted], list[DocumentError]]]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_work, options, batch))
            if len(waiting) > 2 * workers:
                yield from _take(waiting.popleft(), on_error)
        while waiting:
            yield from _take(waiting.popleft(), on_error)
    except BrokenProcessPool as error:
        raise KgError(
            "a worker process died, probably for want of memory; what was done is kept: use fewer --workers"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _take(
    future: Future[tuple[list[Extracted], list[DocumentError]]], on_error: OnError
) -> Iterator[Extracted]:
    extracted, errors = future.result()
    for error in errors:
        on_error(error)
    yield from extracted


def _work(options: PipelineOptions, documents: list[Document]) -> tuple[list[Extracted], list[DocumentError]]:
    errors: list[DocumentError] = []
    return list(extract_batch(documents, _worker_extract(options), errors.append)), errors


@cache
def _worker_extract(options: PipelineOptions) -> Extract:
    """Load the pipeline once per worker process."""
    return load_extract(options)
