"""``kg timeline``, ``kg map``, ``kg diff``, ``kg heritage``: who held what, seen, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import (
    DAY_FORMATS,
    DEFAULT_STORE,
    GraphOption,
    JsonOption,
    QuietAnswerOption,
    QuietOption,
    StoreOption,
    iso_day,
    open_graph,
)
from kg.cli.output import print_json, say
from kg.cli.tables import print_table
from kg.errors import UnknownNameError, UsageError

AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=DAY_FORMATS, metavar="DATE", help="As known by then.")
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("timeline")(timeline)
    app.command("map")(map_)
    app.command("diff")(diff)
    app.command("heritage")(heritage)


def timeline(
    name: Annotated[
        str, typer.Argument(metavar="PLACE|ACTOR", help="A name, an alias or an IRI.", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Page (.html) or picture (.svg) to write.")
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=DAY_FORMATS, metavar="DATE", help="As known by then (a place only)."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietOption = False,
) -> None:
    """Draw who held a place when, one lane an actor; or what an actor held, one lane a place."""
    from kg.control.answer import find_places, read_history
    from kg.control.overview import read_holdings
    from kg.query.names import describe_entity, resolve_name
    from kg.viz.timeline import draw_timeline, lanes_of_actor, lanes_of_place

    known = iso_day(as_of)
    with open_graph(store, graph) as opened:
        try:
            places = find_places(opened.store, name)
        except UnknownNameError:
            places = []
        if places:
            history = read_history(opened.store, places[0], as_of=known, with_parts=False)
            intervals = list(history.timeline.intervals)
            title = f"Who held {history.label}"
        else:
            actors = resolve_name(opened.store, name, kind="Actor")
            held = read_holdings(opened.store, actors)
            intervals = [interval for view in held for interval in view.timeline.intervals]
            title = f"What {describe_entity(opened.store, actors[0])[0]} held"
        seen = {i.actor for i in intervals}
        seen |= {
            iri for i in intervals for c in (*i.supporting, *i.opposing) for iri in (c.source, c.actor) if iri
        }
        labels = {iri: describe_entity(opened.store, iri)[0] for iri in sorted(seen)}
        lanes = lanes_of_place(history.timeline, labels) if places else lanes_of_actor(held)
    if known:
        title += f", as known on {known}"
    path = draw_timeline(lanes, output, title=title, labels=labels)
    if not quiet:
        print(f"wrote {path.resolve()}")


def map_(
    on: Annotated[
        datetime,
        typer.Option("--on", formats=DAY_FORMATS, metavar="DATE", help="The day that is shown first."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Page (.html) to write.")],
    as_of: AsOfOption = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Heading.")] = "Who held what",
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietOption = False,
) -> None:
    """Draw a map of the places by holder, with a slider for the day; it needs no network."""
    from kg.control.overview import actor_labels, read_places
    from kg.query.names import describe_entity
    from kg.viz.map import draw_map

    with open_graph(store, graph) as opened:
        places = read_places(opened.store, as_of=iso_day(as_of))
        labels = actor_labels(opened.store, places)
        sources = {c.source for v in places for i in v.timeline.intervals for c in i.supporting if c.source}
        labels |= {iri: describe_entity(opened.store, iri)[0] for iri in sorted(sources - set(labels))}
    path = draw_map(places, output, day=on.date().toordinal(), labels=labels, title=title)
    if not quiet:
        print(f"wrote {path.resolve()}")
        if not any(place.latitude is not None for place in places):
            say("kg: note: no place with a known position is held by anyone; the map shows none")


def diff(
    first: Annotated[
        datetime, typer.Option("--from", formats=DAY_FORMATS, metavar="DATE", help="The earlier day.")
    ],
    last: Annotated[
        datetime, typer.Option("--to", formats=DAY_FORMATS, metavar="DATE", help="The later day.")
    ],
    as_of: AsOfOption = None,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the places that changed hands between two days.

    Example: kg diff --from 2016-12-01 --to 2017-03-31
    """
    from dataclasses import asdict

    from kg.control.overview import actor_labels, compare_days, read_places

    days: tuple[date, date] = first.date(), last.date()
    if days[0] > days[1]:
        raise UsageError(f"--from {days[0]} is after --to {days[1]}")
    with open_graph(store, graph) as opened:
        places = read_places(opened.store, as_of=iso_day(as_of))
        labels = actor_labels(opened.store, places)
    changes = compare_days(places, labels, days[0].toordinal(), days[1].toordinal())
    if as_json:
        print_json({"from": str(days[0]), "to": str(days[1]), "changes": [asdict(one) for one in changes]})
        return
    if not changes:
        if not quiet:
            say("kg: nothing changed hands")
        return
    rows = [
        (
            one.label,
            *(
                _holders(*side)
                for side in ((one.before, one.disputed_before), (one.after, one.disputed_after))
            ),
        )
        for one in changes
    ]
    print_table(("place", f"on {days[0]}", f"on {days[1]}"), rows)


def _holders(names: tuple[str, ...], disputed: bool) -> str:
    return (" / ".join(names) or "nobody known") + (" (disputed)" if disputed else "")


def heritage(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Page (.html) to write.", show_default=False),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """File each heritage site: its status, who held it when, what was done to it according to whom."""
    from dataclasses import asdict

    from kg.control.heritage import read_sites
    from kg.control.overview import describe_days
    from kg.query.names import describe_entity
    from kg.viz.heritage import describe_act, draw_heritage

    with open_graph(store, graph) as opened:
        sites = read_sites(opened.store)
        actors = {interval.actor for site in sites for interval in site.timeline.intervals}
        labels = {iri: describe_entity(opened.store, iri)[0] for iri in sorted(actors)}
    if output is not None:
        path = draw_heritage(sites, output, labels=labels, title="Heritage at risk")
        if not quiet:
            print(f"wrote {path.resolve()}")
        return
    if as_json:
        answer = [
            {
                "site": {"iri": site.iri, "label": site.label},
                "statuses": site.statuses,
                "located_in": site.lies_in,
                "held_as": site.held_as or None,
                "holders": [
                    {
                        "actor": {"iri": i.actor, "label": labels[i.actor]},
                        "begin": i.begin or None,
                        "end": i.end or None,
                    }
                    for i in site.timeline.intervals
                ],
                "acts": [{"where": act.where, **asdict(act.row)} for act in site.acts],
            }
            for site in sites
        ]
        print_json(answer)
        return
    rows = []
    for site in sites:
        held = "; ".join(f"{labels[i.actor]} {describe_days(i)}" for i in site.timeline.intervals)
        first = (site.label, ", ".join(site.statuses), held)
        for act in site.acts:
            origin = ", according to ".join(filter(None, (act.row.publisher, act.row.source_label)))
            rows.append((*first, describe_act(act), act.row.quote, origin, act.row.published))
            first = ("", "", "")
        if not site.acts:
            rows.append((*first, "", "", "", ""))
    if rows:
        print_table(("site", "status", "held by", "act", "quote", "publisher", "published"), rows)
    elif not quiet:
        say("kg: no place with a heritage status is told of")
