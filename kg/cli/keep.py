"""``kg export``, ``kg validate``, ``kg ontology``: the data for other tools, and whether it is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import (
    DEFAULT_STORE,
    AnyStoreOption,
    GraphOption,
    JsonOption,
    QuietListOption,
    QuietOption,
    StoreOption,
    open_graph,
)
from kg.cli.output import print_json, say
from kg.cli.tables import print_table


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("export")(export)
    app.command("validate")(validate)
    app.command("ontology")(show_ontology)


def export(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.", show_default=False)],
    format: Annotated[
        str,
        typer.Option(
            metavar="FORMAT", help="A format's name; by default the file's ending says.", show_default=False
        ),
    ] = "",
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write the graph to a file that other stores load: .ttl .trig .nq .nt .jsonld .rdf

    The same graph gives the same bytes. Turtle, N-Triples and RDF/XML hold the union of the graphs.
    """
    with open_graph(store, graph) as opened:
        count = opened.export(path, format)
    if not quiet:
        tell = print if path.is_file() else say  # into /dev/stdout or a pipe go the data alone
        tell(f"wrote {count:,} statements to {path}")


def validate(
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    ontology: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Relations of your own.", show_default=False)
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, metavar="N", help="Claims to check at most, the rest is sampled; 0: all.")
    ] = 20_000,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check a store, or RDF files, against the SHACL shapes; exit code 1 if something does not conform."""
    with open_graph(store, graph) as opened:
        report = opened.validate(extra=ontology, limit=limit)
    if as_json:
        results = [str(result) for result in report.results]
        print_json({"conforms": report.conforms, "checked": report.checked, "results": results})
    else:
        for result in report.results:
            say(f"kg: {result}")
        if not quiet and report.checked:
            print(report)
    if not report.conforms:
        raise typer.Exit(1)


def show_ontology(
    ontology: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Relations of your own, shown too.", show_default=False),
    ] = None,
    store: AnyStoreOption = DEFAULT_STORE,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """Print the relations: what each joins, what it means, and a sentence that says it."""
    from dataclasses import asdict

    from kg.ontology import list_relations

    relations = list_relations(ontology)
    if as_json:
        print_json([asdict(relation) for relation in relations])
        return
    if quiet:
        print(*(relation.name for relation in relations), sep="\n")
        return
    rows = [
        (one.name, f"{one.domain} {'-' if one.symmetric else '->'} {one.range}", one.meaning, one.example)
        for one in relations
    ]
    print_table(("relation", "joins", "meaning", "example"), rows)
