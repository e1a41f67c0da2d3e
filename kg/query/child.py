"""The process that runs one query: reads a job from standard input, writes the answer to standard output.

It ends itself: by an alarm, should its parent be gone before the time limit, and when it asks for more memory
than the machine has.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.store import Store
from kg.vocab import PREFIXES

_Bindings = tuple[tuple[str, ox.NamedNode | ox.Literal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query, and what to bind in it."""

    text: str
    check: bool = True
    """It comes from outside: refuse what does more than read the store."""
    max_rows: int = 1_000_000
    runs: tuple[_Bindings, ...] = ((),)
    """Run once for each; the rows are joined."""
    seconds: float = 0.0
    """The time limit, for the alarm; 0: none."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came of it."""

    variables: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[ox.Triple] | None = None
    truncated: bool = False


def answer(job: Job, store: Store) -> Answer:
    """Run a job on a store and collect what it yields, up to the limit."""
    from kg.query.refusal import check_query, locate_syntax_error

    text, union = job.text, True
    if job.check:
        checked = check_query(text, store.graph_names())
        text, union = checked.text, not checked.has_dataset
    found = Answer()
    rows: dict[tuple[Any, ...], None] = {}
    for bindings in job.runs:
        substitutions = {ox.Variable(name): term for name, term in bindings}
        try:
            result = store.query(text, substitutions=substitutions, union=union, prefixes=PREFIXES)
            _collect(result, found, rows, job)
        except SyntaxError as error:
            raise locate_syntax_error(error) from None
        except (RuntimeError, ValueError) as error:  # what is wrong shows only when it runs
            raise QueryError(f"the query cannot be answered: {error}") from error
    return found


def _collect(result: Any, found: Answer, rows: dict[tuple[Any, ...], None], job: Job) -> None:
    if isinstance(result, ox.QueryBoolean):
        found.boolean = bool(result) or bool(found.boolean)
    elif isinstance(result, ox.QueryTriples):
        triples = dict.fromkeys(found.triples or ())
        for triple in result:
            triples[triple] = None
            if len(triples) > job.max_rows:
                found.truncated = True
                break
        found.triples = list(triples)[: job.max_rows]
    else:
        found.variables = tuple(variable.value for variable in result.variables)
        several = len(job.runs) > 1
        for solution in result:
            row = tuple(solution)
            if several and row in rows:
                continue
            if len(found.rows) >= job.max_rows:
                found.truncated = True
                break
            found.rows.append(row)
            if several:
                rows[row] = None


def main() -> None:
    """Answer the job on standard input from the store in the folder that is the first argument."""
    job: Job = pickle.load(sys.stdin.buffer)
    _limit(job.seconds)
    found: Answer | KgError
    try:
        with Store.open(Path(sys.argv[1]), read_only=True) as store:
            found = answer(job, store)
    except KgError as error:
        found = error
    except MemoryError:
        found = QueryError(NO_MEMORY)
    pickle.dump(found, sys.stdout.buffer)


NO_MEMORY = "the query needs more memory than there is; ask for less"


def _limit(seconds: float) -> None:
    """Bound the time and the memory of this process, where the system can."""
    if seconds and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system ends the process: no handler has to run
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        import resource

        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (physical, hard))
    except (ImportError, OSError, ValueError):
        pass
