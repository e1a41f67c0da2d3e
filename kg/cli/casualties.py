"""``kg casualties``: how many were harmed or driven out at a place, as ranges over sources."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from kg.events.casualties import FigureRow, HarmEvent, Tally
    from kg.store import Store


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("casualties")(casualties)


def casualties(
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A name, an alias, an IRI, or words of a text.", show_default=False
        ),
    ],
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=DAY_FORMATS, metavar="DATE", help="First day (YYYY-MM-DD)."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=DAY_FORMATS, metavar="DATE", help="Last day (YYYY-MM-DD)."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say how many were killed, wounded, captured or driven out at a place, event by event, with quotes.

    Each range is over the sources that tell of one event: nothing is added up, and copies of one text count once.

    Example: kg casualties Aleppo --from 2016-12-01 --to 2016-12-31
    """
    from kg.control.answer import find_places
    from kg.errors import UsageError
    from kg.events.casualties import group_figures, read_figures

    first, last = map(iso_day, (since, until))
    if first and last and last < first:
        raise UsageError(f"--to {last} lies before --from {first}")
    with open_graph(store, graph) as opened:
        groups = find_places(opened.store, place)
        events = group_figures(read_figures(opened.store, groups[0]), first=first, last=last)
        answer = _describe(opened.store, groups[0][0], first, last, events)
        if len(groups) > 1 and not quiet:
            say(f"kg: note: {len(groups) - 1} other places bear the name; ask for them by IRI")
    if as_json:
        print_json(answer)
    else:
        _print_answer(answer, quiet)


def _describe(store: Store, place: str, first: str, last: str, events: list[HarmEvent]) -> dict[str, Any]:
    from kg.query.names import describe_entity

    labels: dict[str, str] = {}

    def entity(iri: str) -> dict[str, str] | None:
        if iri and iri not in labels:
            labels[iri] = describe_entity(store, iri)[0]
        return {"iri": iri, "label": labels[iri]} if iri else None

    def told(row: FigureRow) -> dict[str, Any]:
        return {
            "iri": row.iri,
            "number": row.number,
            "lower": row.lower,
            "upper": row.upper,
            "exactness": row.exactness,
            "words": row.words,
            "counted": row.counted or None,
            "victim": entity(row.victim),
            "perpetrator": entity(row.perpetrator),
            "attributed_to": entity(row.source),
            "quote": row.quote,
            "document": row.document,
            "published": row.published or None,
            "publisher": row.publisher or None,
        }

    def tally(of: Tally) -> dict[str, Any]:
        return {
            "fate": of.fate or None,
            "people": of.people,
            "lowest": of.lowest,
            "highest": of.highest,
            "reports": of.reports,
            "sources": of.sources,
            "told": [told(row) for row in of.figures],
        }

    return {
        "place": entity(place),
        "from": first or None,
        "to": last or None,
        "events": [
            {
                "kind": event.kind,
                "place": entity(event.place),
                "begin": date.fromordinal(event.first).isoformat() if event.first else None,
                "end": date.fromordinal(event.last).isoformat() if event.last else None,
                "dated": event.dated,
                "figures": [tally(of) for of in event.tallies],
            }
            for event in events
        ],
    }


def _print_answer(answer: dict[str, Any], quiet: bool) -> None:
    if not answer["events"]:
        print("no figures are told of it")
        return
    rows = []
    for event in answer["events"]:
        when = event["begin"] or ("until " + event["end"] if event["end"] else "no date")
        if event["end"] != event["begin"] and event["begin"]:
            when += f" to {event['end'] or '…'}"
        when += "" if event["dated"] else " (reported)"
        for figures in event["figures"]:
            told = [
                when,
                event["place"]["label"],
                (figures["fate"] or "attacks").lower(),
                figures["people"],
                _range(figures),
                str(figures["reports"]),
                str(figures["sources"]),
            ]
            for row in figures["told"] if not quiet else figures["told"][:1]:
                said = row["attributed_to"]
                publisher = (row["publisher"] or "") + (f", according to {said['label']}" if said else "")
                rows.append((*told, row["quote"], publisher, row["published"] or "no date"))
                told = [""] * len(told)
    print_table(
        ("when", "where", "what", "who", "range", "reports", "sources", "quote", "publisher", "published"),
        rows,
    )


def _range(figures: dict[str, Any]) -> str:
    low, high = figures["lowest"], figures["highest"]
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
