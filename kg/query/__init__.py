"""Asks a store: ready-made questions by name, SPARQL from outside, and claims as typed rows."""

from kg.query.claims import ClaimRow, claim_rows
from kg.query.named import (
    NamedQuery,
    Parameter,
    ParameterError,
    find_query,
    list_queries,
    read_query,
    run_query,
)
from kg.query.names import resolve_name, resolve_relation
from kg.query.results import RESULT_FORMATS, FormatMismatchError, Result
from kg.query.run import DEFAULT_TIMEOUT, MAX_ROWS, run_sparql

__all__ = [
    "DEFAULT_TIMEOUT",
    "MAX_ROWS",
    "RESULT_FORMATS",
    "ClaimRow",
    "FormatMismatchError",
    "NamedQuery",
    "Parameter",
    "ParameterError",
    "Result",
    "claim_rows",
    "find_query",
    "list_queries",
    "read_query",
    "resolve_name",
    "resolve_relation",
    "run_query",
    "run_sparql",
]
