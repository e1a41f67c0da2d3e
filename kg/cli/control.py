"""``kg control``: who held a place, when, according to whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from kg.cli.options import (
    DAY_FORMATS,
    DEFAULT_STORE,
    GraphOption,
    JsonOption,
    QuietAnswerOption,
    StoreOption,
    iso_day,
    open_graph,
)
from kg.cli.output import print_json, say
from kg.cli.tables import print_table

DayOption = Annotated[
    datetime | None,
    typer.Option("--on", formats=DAY_FORMATS, metavar="DATE", help="Who held it on that day (YYYY-MM-DD)."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=DAY_FORMATS,
        metavar="DATE",
        help="As known by then: only documents published on or before it.",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("control")(control)


def control(
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A name, an alias, an IRI, or words of a text.", show_default=False
        ),
    ],
    on: DayOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say who held a place: on a day, or through its whole history, with the claims for and against.

    Example: kg control Palmyra --on 2016-12-12 --as-of 2016-12-11
    """
    from kg.control.answer import Answerer, find_places, read_history

    known = iso_day(as_of)
    with open_graph(store, graph) as opened:
        groups = find_places(opened.store, place)
        answerer = Answerer(opened.store)
        history = read_history(opened.store, groups[0], as_of=known)
        answer = answerer.describe(history, on.date() if on else None, known)
        if len(groups) > 1 and not quiet:
            others = ", ".join(f"{answerer.label(group[0])} <{group[0]}>" for group in groups[1:4])
            say(f"kg: note: other places bear the name; ask for them by IRI: {others}")
    if as_json:
        print_json(answer)
        return
    _print_answer(answer, on.date() if on else None, quiet)


def _print_answer(answer: dict[str, Any], on: date | None, quiet: bool) -> None:
    name = answer["place"]["label"]
    heading = f"{name} on {on}" if on else name
    if answer["as_of"]:
        heading += f", as known on {answer['as_of']}"
    notes = [word for word in ("disputed", "contested") if on and answer[word]]
    print(heading + (f": {' and '.join(notes)}" if notes else ""))
    if not answer["holders"]:
        print("nobody is known to have held it" if on else "nobody is known to hold it")
    else:
        _print_holders(answer["holders"])
    for part in answer["parts"]:
        held = ", ".join(holder["actor"]["label"] for holder in part["holders"]) or "nobody known"
        if on:
            print(f"part: {part['place']['label']}: {held}" + (" (disputed)" if part["disputed"] else ""))
        elif not quiet:
            print(f"part: {part['place']['label']}: kg control '{part['place']['label']}'")


def _print_holders(holders: list[dict[str, Any]]) -> None:
    columns = (
        "holder",
        "begin",
        "end",
        "events",
        "reports",
        "sources",
        "",
        "quote",
        "publisher",
        "published",
    )
    rows = []
    for holder in holders:
        told = [
            holder["actor"]["label"],
            holder["begin"] or "…",
            holder["end"] or "…",
            *(str(holder[key]) for key in ("events", "reports", "sources")),
        ]
        for side in ("for", "against"):
            for claim in holder[side]:
                said = claim["attributed_to"]
                publisher = (claim["publisher"] or "") + (f", according to {said}" if said else "")
                rows.append((*told, side, claim["quote"], publisher, claim["published"] or "no date"))
                told = [""] * len(told)
    print_table(columns, rows)
