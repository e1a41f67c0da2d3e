"""What the commands print: messages and progress on standard error, JSON on standard output.

Progress appears on a terminal only.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


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
