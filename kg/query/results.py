"""What a query answers, and the formats it can be written in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg.errors import UnknownNameError, UsageError
from kg.query.names import local_name
from kg.vocab import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


class FormatMismatchError(UsageError):
    """The answer has another form than the format can hold."""

    def __init__(self, format: str, form: str, formats: str) -> None:
        """Keep the format, what was to be written, and what would do."""
        super().__init__(format, form, formats)
        self.format, self.form, self.formats = format, form, formats

    def __str__(self) -> str:
        """Say which format would do."""
        return f"{self.form} cannot be written as {self.format}; take {self.formats}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An answer: rows of a SELECT, the boolean of an ASK, or the triples of a CONSTRUCT or DESCRIBE."""

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    """Terms of pyoxigraph; None where a variable is unbound."""
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    truncated: bool = False
    """There was more than the limit let through."""

    @property
    def form(self) -> str:
        """Which of the three it is: "rows", "boolean" or "triples"."""
        if self.boolean is not None:
            return "boolean"
        return "rows" if self.triples is None else "triples"

    def as_dicts(self) -> list[dict[str, str]]:
        """Return the rows with plain strings; an unbound variable is an empty one."""
        return [dict(zip(self.variables, map(_text, row), strict=True)) for row in self.rows]

    def for_people(self) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Return headings and rows for a table: labels in place of IRIs, own terms by their local names.

        Columns that are empty throughout are left out, and so are the IRIs of claims.
        """
        keep = [
            place
            for place, name in enumerate(self.variables)
            if f"{name}Label" not in self.variables
            and (name != "claim" or len(self.variables) == 1)
            and (not self.rows or any(row[place] is not None for row in self.rows))
        ]
        headings = tuple(self.variables[place].removesuffix("Label") for place in keep)
        return headings, [tuple(_short(row[place]) for place in keep) for row in self.rows]

    def serialize(self, format: str) -> bytes:
        """Write the answer in one of ``RESULT_FORMATS``.

        Raises
        ------
        UnknownNameError
            There is no such format.
        FormatMismatchError
            Rows were asked for as a graph, or a graph as rows.
        """
        if format not in RESULT_FORMATS:
            raise UnknownNameError("result format", format, sorted(RESULT_FORMATS))
        forms, write = RESULT_FORMATS[format]
        if self.form not in forms:
            fitting = " or ".join(sorted(name for name, (ok, _) in RESULT_FORMATS.items() if self.form in ok))
            what = {"rows": "the rows of a SELECT", "boolean": "the answer of an ASK"}
            raise FormatMismatchError(format, what.get(self.form, "the triples of a CONSTRUCT"), fitting)
        return write(self)


def _write_rows(format: ox.QueryResultsFormat) -> Callable[[Result], bytes]:
    def write(result: Result) -> bytes:
        return _solutions(result).serialize(format=format) or b""

    return write


def _solutions(result: Result) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return the answer as the library's own object, which knows the standard formats.

    It can be had from a parser only, so rows go through the JSON format.
    """
    if result.boolean is not None:
        document: dict[str, Any] = {"head": {}, "boolean": result.boolean}
    else:
        bindings = [
            {name: _json(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
            for row in result.rows
        ]
        document = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return ox.parse_query_results(json.dumps(document), ox.QueryResultsFormat.JSON)


def _write_triples(format: ox.RdfFormat) -> Callable[[Result], bytes]:
    def write(result: Result) -> bytes:
        triples = sorted(result.triples or (), key=str)
        return ox.serialize(triples, format=format, prefixes=dict(PREFIXES)) or b""

    return write


RESULT_FORMATS: Mapping[str, tuple[frozenset[str], Callable[[Result], bytes]]] = MappingProxyType(
    {
        "csv": (frozenset({"rows"}), _write_rows(ox.QueryResultsFormat.CSV)),
        "tsv": (frozenset({"rows"}), _write_rows(ox.QueryResultsFormat.TSV)),
        "json": (frozenset({"rows", "boolean"}), _write_rows(ox.QueryResultsFormat.JSON)),
        "ttl": (frozenset({"triples"}), _write_triples(ox.RdfFormat.TURTLE)),
        "nt": (frozenset({"triples"}), _write_triples(ox.RdfFormat.N_TRIPLES)),
    }
)
"""Formats by name: which forms of answer each holds, and how it is written."""


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    value = {"type": "literal", "value": term.value}
    if term.language:
        value["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        value["datatype"] = term.datatype.value
    return value


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value


def _short(term: Term | None) -> str:
    if isinstance(term, ox.NamedNode):
        for namespace in PREFIXES.values():
            if term.value.startswith(namespace):
                return local_name(term.value)
    return _text(term)
