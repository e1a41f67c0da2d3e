"""``kg draw``: pictures of who stands with whom, and of who is said to hold what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import DEFAULT_STORE, GraphOption, QuietOption, StoreOption, open_graph


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("draw")(draw)


def draw(
    what: Annotated[
        str, typer.Argument(metavar="alliances|control", help="What to draw.", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Page (.html) or picture (.svg, .png) to write."),
    ],
    title: Annotated[str, typer.Option(metavar="TEXT", help="Heading.", show_default=False)] = "",
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help="Draw at most N, the most reported ones; 0: all.", show_default=False
        ),
    ] = None,
    min_sources: Annotated[
        int, typer.Option(min=1, metavar="N", help="Leave out what fewer sources say.")
    ] = 1,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, metavar="X", help="Leave out less certain claims.")
    ] = 0.0,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietOption = False,
) -> None:
    """Draw the network of a store, or of RDF files.

    The page is one file that opens without a network: search it, filter it, and click for the quotes.
    """
    with open_graph(store, graph) as opened:
        try:
            path = opened.draw(
                what,
                output,
                title=title,
                limit=limit,
                min_sources=min_sources,
                min_confidence=min_confidence,
            )
        except OSError as error:  # it names no file, or the one that was to be renamed at the end
            raise OSError(error.errno, error.strerror, str(output)) from error
    if not quiet:
        print(f"wrote {path.resolve()}")
