"""Runs SPARQL in a process of its own, which is killed at the time limit; the store library has none."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError, QueryError, QueryTimeoutError
from kg.query.child import NO_MEMORY, Answer, Job, answer
from kg.query.results import Result, Row
from kg.store import Store

DEFAULT_TIMEOUT = 30.0
MAX_ROWS = 1_000_000
"""No answer holds more rows or triples, unless a caller raises the limit."""


def run_sparql(
    store: Store, text: str, *, timeout: float | None = DEFAULT_TIMEOUT, max_rows: int = MAX_ROWS
) -> Result:
    """Run a query that comes from outside: SELECT, ASK, CONSTRUCT or DESCRIBE over the union of all graphs.

    The prefixes of ``kg.vocab.PREFIXES`` need no declaration.

    Parameters
    ----------
    timeout
        Seconds until it is stopped, parsing included; None: never, and it runs in this process.
    max_rows
        The answer is cut after so many rows or triples, and says so.

    Raises
    ------
    QuerySyntaxError
        With line and column.
    QueryRefusedError
        It is an update, asks another server, or reads another source than the store.
    QueryTimeoutError
    """
    return run_job(store, Job(text=text, max_rows=max_rows), timeout)


def run_job(store: Store, job: Job, timeout: float | None) -> Result:
    """Run a job here or, with a time limit, in a child, and make a typed result of its answer."""
    if timeout is None:
        found = answer(job, store)
    else:
        with store.snapshot() as folder:
            found = _ask_child(replace(job, seconds=timeout), folder, timeout)
    return _to_result(found)


def _ask_child(job: Job, folder: Path, timeout: float) -> Answer:
    package = Path(__file__).resolve().parents[2]
    paths = [str(package), *filter(None, [os.environ.get("PYTHONPATH")])]
    # -P: a file called kg.py in the current folder must not be taken for this package
    command = [sys.executable, "-P", "-c", "from kg.query.child import main; main()", str(folder)]
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps(job),
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeoutError(timeout) from None
    if done.returncode or not done.stdout:
        if b"memory allocation" in done.stderr:
            raise QueryError(NO_MEMORY)
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise QueryError(
            f"the query ended the process that ran it ({lines[-1] if lines else done.returncode})"
        )
    found: Answer | KgError = pickle.loads(done.stdout)  # written by our own child, a moment ago
    if isinstance(found, KgError):
        raise found
    return found


def _to_result(found: Answer) -> Result:
    if found.triples is not None:
        return Result(triples=tuple(found.triples), truncated=found.truncated)
    if found.boolean is not None:
        return Result(boolean=found.boolean)
    return Result(variables=found.variables, rows=tuple(found.rows), truncated=found.truncated)


def make_job(
    text: str, bindings: Sequence[Mapping[str, ox.NamedNode | ox.Literal]], *, max_rows: int = MAX_ROWS
) -> Job:
    """Return the job to run a text once for each set of bindings and to join the rows, each but once."""
    runs = [tuple(sorted(binding.items())) for binding in bindings]
    return Job(text=text, check=False, max_rows=max_rows, runs=tuple(runs))


__all__ = ["DEFAULT_TIMEOUT", "MAX_ROWS", "Row", "make_job", "run_job", "run_sparql"]
