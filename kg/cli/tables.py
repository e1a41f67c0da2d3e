"""Tables for people: plain lines that fit the width, with the source's words below each answer.

On a terminal headings and quotes are coloured; elsewhere the same lines are plain.
Programs read CSV, TSV or JSON.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from kg.cli.output import clean

PLAIN_WIDTH = 110
"""Columns where there is no terminal to ask."""

GAP = "  "
SMALLEST_COLUMN = 10
"""No column is made narrower than this to save room."""

CITATION = ("quote", "publisher", "published", "document")
"""Columns that are written below a row, when there is a quote among them."""

Line = tuple[str, str]
"""A line and its style: "heading", "rule", "cell", "quote" or "citation"."""

STYLES = {"heading": "bold", "rule": "dim", "cell": "", "quote": "italic cyan", "citation": "dim"}


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns without any value are left out."""
    if not sys.stdout.isatty():
        for text, _ in lay_out(columns, rows, PLAIN_WIDTH):
            print(text)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console()
    for text, style in lay_out(columns, rows, shutil.get_terminal_size().columns):
        console.print(Text(text, STYLES[style]), no_wrap=True, crop=False, overflow="ignore")


def lay_out(columns: Sequence[str], rows: Sequence[Sequence[str]], size: int) -> Iterator[Line]:
    """Yield the lines of a table that is at most ``size`` columns wide, if that can be done."""
    cells = [[" ".join(clean(cell).split()) for cell in row] for row in rows]
    below = {name: columns.index(name) for name in CITATION if name in columns} if "quote" in columns else {}
    kept = [
        place
        for place in range(len(columns))
        if place not in below.values() and (not cells or any(row[place] for row in cells))
    ]
    table = [[columns[place] for place in kept], *([row[place] for place in kept] for row in cells)]
    widths = _fit([max(width(row[place]) for row in table) for place in range(len(kept))], size)
    yield from ((line, "heading") for line in _row_lines(table[0], widths))
    yield "─" * (sum(widths) + len(GAP) * (len(widths) - 1)), "rule"
    for row, full in zip(table[1:], cells, strict=True):
        yield from ((line, "cell") for line in _row_lines(row, widths))
        if below and full[below["quote"]]:
            yield from _citation_lines({name: full[place] for name, place in below.items()}, size)


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _fit(widths: list[int], size: int) -> list[int]:
    """Take columns off the widest until all fit."""
    widths = list(widths)
    while widths and sum(widths) + len(GAP) * (len(widths) - 1) > size:
        widest = widths.index(max(widths))
        if widths[widest] <= SMALLEST_COLUMN:
            break
        widths[widest] -= 1
    return widths


def _row_lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(cell, size, break_on_hyphens=False) or [""]
        for cell, size in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, wrapped), default=0)):
        parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
        padded = (part + " " * (size - width(part)) for part, size in zip(parts, widths, strict=True))
        yield GAP.join(padded).rstrip()


def _citation_lines(cited: dict[str, str], size: int) -> Iterator[Line]:
    def indent(text: str) -> list[str]:
        return textwrap.wrap(text, max(size, 40), initial_indent="    ", subsequent_indent="    ")

    yield from ((line, "quote") for line in indent(f"“{cited['quote']}”"))
    origin = ", ".join(filter(None, (cited.get("publisher"), cited.get("published"))))
    citation = ": ".join(filter(None, (origin, cited.get("document"))))
    yield from ((line, "citation") for line in indent(f"— {citation}" if citation else ""))
