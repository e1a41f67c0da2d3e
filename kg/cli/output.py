"""What the commands print: messages on standard error, tables and JSON on standard output.

Colours, boxes and progress bars appear on a terminal only, so that what is piped is plain text.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MAX_PLAIN_WIDTH = 80
"""Characters of a cell in a plain table; longer ones are cut (CSV, TSV and JSON hold them whole)."""


def say(message: str) -> None:
    """Write one line to standard error."""
    print(clean(message), file=sys.stderr, flush=True)


def clean(text: str) -> str:
    """Return the text without what a terminal would obey: escape sequences and other control characters."""
    return "".join(
        character if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf") else " "
        for character in text
    )


def print_json(value: Any) -> None:
    """Print a value as JSON, readable and in a fixed order."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, wrap: bool = False) -> None:
    """Print rows as a table: boxed on a terminal, aligned plain text elsewhere.

    Parameters
    ----------
    wrap
        Plain text keeps long cells whole.
    """
    rows = [[" ".join(clean(cell).split()) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))  # Text: a cell's square brackets are no markup
        Console().print(table)
        return
    if not wrap:
        rows = [[shorten(cell) for cell in row] for row in rows]
    widths = [max(width(row[place]) for row in [columns, *rows]) for place in range(len(columns))]
    for row in [columns, ["-" * size for size in widths], *rows]:
        cells = (cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def shorten(cell: str) -> str:
    """Cut a cell to what a plain table shows."""
    return cell if width(cell) <= MAX_PLAIN_WIDTH else cell[: MAX_PLAIN_WIDTH - 1].rstrip() + "…"


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


@contextmanager
def show_progress(quiet: bool) -> Iterator[Callable[[int, int, str], None]]:
    """Yield a function (documents, claims, current one) that shows how far a build is, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda documents, claims, current: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed} documents, {task.fields[claims]} claims", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.fields[current]}", markup=False, style="dim"),
        console=Console(stderr=True),
        transient=True,
    )
    with progress:
        task = progress.add_task("build", total=None, claims=0, current="")

        def show(documents: int, claims: int, current: str) -> None:
            progress.update(task, completed=documents, claims=claims, current=Text(clean(current)).plain[:60])

        yield show
