"""``kg query`` and ``kg queries``: questions and their answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT_STORE,
    AnyStoreOption,
    GraphOption,
    JsonOption,
    QuietAnswerOption,
    QuietListOption,
    StoreOption,
    open_graph,
)
from kg.cli.output import print_json, say
from kg.cli.tables import print_table
from kg.errors import InputMissingError, UsageError

if TYPE_CHECKING:
    from kg.query import Parameter, Result

TABLE = "table"


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("query")(query)
    app.command("queries")(queries)


def query(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A query that kg queries lists.", show_default=False)
    ] = "",
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter: a name, an alias or an IRI."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read the query from a file.", show_default=False)
    ] = None,
    sparql: Annotated[str, typer.Option(metavar="TEXT", help="The query itself.", show_default=False)] = "",
    format: Annotated[str, typer.Option(metavar="FORMAT", help="table, csv, tsv, json, ttl or nt.")] = TABLE,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Stop after so long.")] = 30.0,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask a named query, a query from a file, or SPARQL, of a store or of RDF files.

    Example: kg query who-controls --param place=Palmyra
    """
    from kg.query import run_query, run_sparql

    if bool(name) + bool(file) + bool(sparql) != 1:
        raise UsageError("give one of: the NAME of a query (see kg queries), --file, --sparql")
    bindings = _read_parameters(parameters or [])
    if bindings and not name:
        raise UsageError("--param goes with the name of a query; write values into your own SPARQL")
    if file:
        try:
            sparql = file.read_text("utf-8")
        except OSError as error:
            raise InputMissingError(str(file), error.strerror or str(error)) from error
        except UnicodeDecodeError as error:
            raise InputMissingError(str(file), "it is not UTF-8 text") from error
    with open_graph(store, graph) as opened:
        if name:
            result = run_query(opened.store, name, bindings, timeout=timeout)
        else:
            result = run_sparql(opened.store, sparql, timeout=timeout)
        _print_result(result, "json" if as_json else format, quiet)


def _read_parameters(given: list[str]) -> dict[str, str]:
    bindings: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise UsageError(f"--param {text}: expected NAME=VALUE, such as place=Palmyra")
        if name.strip() in bindings:
            raise UsageError(f"--param {name.strip()} is given twice")
        bindings[name.strip()] = value.strip()
    return bindings


def _print_result(result: Result, format: str, quiet: bool) -> None:
    if format != TABLE:
        sys.stdout.flush()
        sys.stdout.buffer.write(result.serialize(format))
        sys.stdout.buffer.flush()
    elif result.boolean is not None:
        print("yes" if result.boolean else "no")
    elif result.triples is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(result.serialize("ttl"))
        sys.stdout.buffer.flush()
    elif result.rows:
        print_table(*result.for_people())
    elif not quiet:
        say("kg: nothing found")
    if result.truncated and not quiet:
        say("kg: note: there is more; the answer was cut")


def queries(
    store: AnyStoreOption = DEFAULT_STORE,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the named queries with their parameters; those in square brackets may be left out."""
    from dataclasses import asdict

    from kg.query import list_queries

    listed = list_queries()
    if as_json:
        print_json([{key: value for key, value in asdict(one).items() if key != "text"} for one in listed])
        return
    if quiet:
        print(*(one.name for one in listed), sep="\n")
        return
    rows = [(one.name, " ".join(map(_usage, one.parameters)), one.summary) for one in listed]
    print_table(("query", "parameters", "question"), rows)


def _usage(parameter: Parameter) -> str:
    text = f"{parameter.name}={parameter.default}" if parameter.default else parameter.name
    return text if parameter.required else f"[{text}]"
