"""The ready-made questions: each file of ``queries/`` is one, and its first comment says what it asks.

    # summary: Who is said to control a place?
    # param place (Place): the place, by name, alias or IRI
    # param limit (rows, default 20): how many claims

A parameter's kind is a class of the ontology ("Place", "Actor", "Entity": a name, an alias or an IRI),
"relation" (a relation's name), "text" (the words themselves) or "rows" (how many rows to return). One that is
optional or has a default may be left out; the query's variable then stays open. Values are bound to
variables, never pasted into the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DataFileError, UnknownNameError, UsageError
from kg.query.names import resolve_name, resolve_relation
from kg.query.results import Result
from kg.query.run import DEFAULT_TIMEOUT, MAX_ROWS, make_job, run_job
from kg.resources import find_resource
from kg.store import Store
from kg.vocab import subclasses

_PARAM = re.compile(
    r"# param (?P<name>[a-z]\w*) "
    r"\((?P<kind>\w+)(?P<optional>, optional)?(?:, default (?P<default>[^)]+))?\): (?P<summary>.+)"
)
_MAX_RUNS = 1000


class ParameterError(UsageError):
    """A parameter is missing, or its value is of the wrong kind."""

    def __init__(self, query: str, parameter: str, problem: str) -> None:
        """Keep the query, the parameter, and what is wrong with it."""
        super().__init__(query, parameter, problem)
        self.query, self.parameter, self.problem = query, parameter, problem

    def __str__(self) -> str:
        """Say all three."""
        return f"query {self.query}, parameter {self.parameter}: {self.problem}"


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Parameter:
    """What a named query can be asked about."""

    name: str
    kind: str
    """An ontology class, "relation", "text" or "rows"."""
    summary: str
    required: bool = True
    default: str = ""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class NamedQuery:
    """A question that is ready to ask."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    text: str


def list_queries() -> tuple[NamedQuery, ...]:
    """Return the shipped queries, sorted by name."""
    return tuple(read_query(path) for path in sorted(find_resource("queries").glob("*.rq")))


def read_query(path: Path) -> NamedQuery:
    """Read one ``.rq`` file; its leading comment must hold a summary.

    Raises
    ------
    DataFileError
        The comment has no summary, or a line of it is no parameter.
    """
    text = path.read_text(encoding="utf-8")
    summary, parameters = "", []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if line.startswith("# summary: "):
            summary = line.removeprefix("# summary: ").strip()
        elif line.startswith("# param "):
            match = _PARAM.fullmatch(line.rstrip())
            if match is None or not _is_kind(match["kind"]):
                raise DataFileError(
                    str(path), number, "expected: # param NAME (KIND[, optional]): what it is"
                )
            parameters.append(
                Parameter(
                    name=match["name"],
                    kind=match["kind"],
                    summary=match["summary"].strip(),
                    required=not (match["optional"] or match["default"]),
                    default=match["default"] or "",
                )
            )
    if not summary:
        raise DataFileError(str(path), 1, "the first comment has no line '# summary: …'")
    return NamedQuery(name=path.stem, summary=summary, parameters=tuple(parameters), text=text)


def find_query(name: str) -> NamedQuery:
    """Return a shipped query.

    Raises
    ------
    UnknownNameError
        There is none of that name; the error offers the nearest.
    """
    known = {query.name: query for query in list_queries()}
    if name not in known:
        raise UnknownNameError("query", name, get_close_matches(name, known, cutoff=0.4) or sorted(known))
    return known[name]


def run_query(
    store: Store,
    query: str | NamedQuery,
    params: Mapping[str, str] | None = None,
    *,
    timeout: float | None = DEFAULT_TIMEOUT,
    max_rows: int = MAX_ROWS,
) -> Result:
    """Ask a ready-made question.

    Parameters
    ----------
    query
        Its name, or one that ``read_query`` read.
    params
        Values by parameter. A name that several entities share asks about all of them.

    Raises
    ------
    UnknownNameError
        There is no such query, parameter, entity or relation.
    ParameterError
        A parameter is missing, or is no number where one is due.
    """
    asked = find_query(query) if isinstance(query, str) else query
    known = {parameter.name: parameter for parameter in asked.parameters}
    given = {name: value for name, value in (params or {}).items() if value.strip()}
    for name in params or {}:
        if name not in known:
            near = get_close_matches(name, known, cutoff=0.4) or sorted(known)
            raise UnknownNameError(f"parameter of {asked.name} called", name, near)
    choices: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    for parameter in asked.parameters:
        value = given.get(parameter.name, parameter.default)
        if not value:
            if parameter.required:
                problem = f"it is needed: {parameter.summary}"
                raise ParameterError(asked.name, parameter.name, problem)
        elif parameter.kind == "rows":
            max_rows = min(max_rows, _read_number(asked.name, parameter.name, value))
        else:
            choices[parameter.name] = _bind(store, parameter.kind, value)
    combined = [
        dict(zip(choices, values, strict=True))
        for values in itertools.islice(itertools.product(*choices.values()), _MAX_RUNS)
    ]
    return run_job(store, make_job(asked.text, combined, max_rows=max_rows), timeout)


def _is_kind(kind: str) -> bool:
    return kind in ("relation", "text", "rows", "HeritageStatus") or kind in subclasses("Entity")


def _bind(store: Store, kind: str, value: str) -> list[ox.NamedNode | ox.Literal]:
    if kind == "text":
        return [ox.Literal(value)]
    if kind == "relation":
        return [ox.NamedNode(resolve_relation(store, value))]
    return [ox.NamedNode(iri) for iri in resolve_name(store, value, kind="" if kind == "Entity" else kind)]


def _read_number(query: str, parameter: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise ParameterError(query, parameter, f"expected a number from 1 on, not {value!r}")
    return number
