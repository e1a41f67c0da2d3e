"""The process that runs one query: reads a job from standard input, writes the answer to standard output."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.store import Store

_Bindings = tuple[tuple[str, ox.NamedNode | ox.Literal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A query that was checked, and what to bind in it."""

    text: str
    union: bool = True
    max_rows: int = 1_000_000
    runs: tuple[_Bindings, ...] = ((),)
    """Run once for each; the rows are joined."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came of it."""

    variables: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    boolean: bool | None = None
    triples: list[ox.Triple] | None = None
    truncated: bool = False


def answer(job: Job, query: Callable[..., Any]) -> Answer:
    """Run a job with a store's ``query`` and collect what it yields, up to the limit."""
    from kg.query.refusal import locate_syntax_error

    found = Answer()
    rows: dict[tuple[Any, ...], None] = {}
    for bindings in job.runs:
        try:
            result = query(
                job.text,
                substitutions={ox.Variable(name): term for name, term in bindings},
                union=job.union,
            )
        except SyntaxError as error:
            raise locate_syntax_error(error) from None
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
    return found


def main() -> None:
    """Answer the job on standard input from the store in the folder that is the first argument."""
    job: Job = pickle.load(sys.stdin.buffer)
    found: Answer | KgError
    try:
        with Store.open(Path(sys.argv[1]), read_only=True) as store:
            found = answer(job, store.query)
    except KgError as error:
        found = error
    except MemoryError:
        found = KgError("the query needs more memory than there is; ask for less")
    pickle.dump(found, sys.stdout.buffer)
