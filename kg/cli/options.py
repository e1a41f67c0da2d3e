"""Options that several commands share, and what they open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

DEFAULT_STORE = Path("conflict.kg")

StoreOption = Annotated[
    Path,
    typer.Option("--store", envvar="KG_STORE", metavar="DIR", help="Folder of the store."),
]

GraphOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--graph",
        metavar="FILE",
        help="RDF file to read instead of the store; may be given several times.",
        show_default=False,
    ),
]

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what goes wrong.")]

QuietListOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the names, one a line.")]

QuietAnswerOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print the answer without notes.")]

AnyStoreOption = Annotated[
    Path,
    typer.Option("--store", metavar="DIR", hidden=True, help="Changes nothing: the list is of every store."),
]

DAY_FORMATS = ["%Y-%m-%d"]
"""How days are written on the command line."""

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def open_graph(store: Path, files: list[Path] | None) -> KnowledgeGraph:
    """Open the files, if there are any, else the store, for reading."""
    from kg.graph import KnowledgeGraph
    from kg.store import Store

    return KnowledgeGraph(
        Store.from_files(files) if files else Store.open(store, create=False, read_only=True)
    )


def iso_day(day: datetime | None) -> str:
    """Return the day that an option gave as an ISO date; empty: none was given."""
    return day.date().isoformat() if day else ""


def store_argument(store: Path) -> str:
    """Return what a proposed command needs to find the same store."""
    from shlex import quote

    return "" if store == DEFAULT_STORE else f" --store {quote(str(store))}"
