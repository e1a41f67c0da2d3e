"""``kg build``, ``kg documents``, ``kg remove``: what goes into a store and out of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import (
    DAY_FORMATS,
    DEFAULT_STORE,
    JsonOption,
    QuietListOption,
    QuietOption,
    StoreOption,
    store_argument,
)
from kg.cli.output import clean, print_json, say, show_progress
from kg.cli.tables import print_table
from kg.errors import DocumentError, UnknownNameError


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("build")(build)
    app.command("documents")(list_documents)
    app.command("remove")(remove)


def build(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Text, HTML or JSONL files, folders of them, URLs, or - for standard input.",
            show_default=False,
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    published: Annotated[
        datetime | None,
        typer.Option(
            formats=DAY_FORMATS, metavar="DATE", help="Publication date of all inputs (YYYY-MM-DD)."
        ),
    ] = None,
    publisher: Annotated[str, typer.Option(metavar="NAME", help="Publisher of all inputs.")] = "",
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Another installed spaCy pipeline, by name or folder.")
    ] = "",
    lexicon: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Frames of your own, added to ours.", show_default=False),
    ] = None,
    gazetteer: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Actors and places of your own, added to ours.", show_default=False
        ),
    ] = None,
    ontology: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Relations of your own (Turtle).", show_default=False),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that read; 0.5 GB each.")] = 1,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read articles and put what they claim into a store.

    A document that was read before is replaced, never doubled. One that cannot be read is named, the others
    go on, and the exit code is 1.
    """
    from kg.builder import build_store, load_resources
    from kg.documents import read_documents
    from kg.store import Store

    def report_error(error: DocumentError) -> None:
        say(f"kg: {error}")

    def report_notice(notice: str) -> None:
        if not quiet:
            say(f"kg: note: {notice}")

    read_documents(
        inputs, on_error=report_error
    )  # lazy: it only says what is missing, before a store is made
    resources = load_resources(
        model=model, lexicon=lexicon, gazetteer=gazetteer, ontology=ontology, workers=workers
    )
    with Store.open(store) as opened, show_progress(quiet) as show:
        report = build_store(
            inputs,
            opened,
            published=published.date() if published else None,
            publisher=publisher,
            resources=resources,
            on_error=report_error,
            on_notice=report_notice,
            on_progress=show,
        )
    if as_json:
        print_json({**asdict(report), "store": str(store)})
    elif not quiet:
        print(
            f"{_count(report.documents, 'document')}"
            + (f" ({report.replaced} read again)" if report.replaced else "")
            + (f", {report.failed} failed" if report.failed else "")
            + f": {_count(report.claims, 'claim')} about {_count(report.entities, 'entity', 'entities')}"
            + f" in {sum(report.seconds.values()):.1f} s, kept in {store}"
        )
        if report.documents:
            where = store_argument(store)
            print(f"next: kg query newest-claims{where}")
            print(f"      kg draw alliances{where} -o alliances.html")
    if report.failed:
        raise typer.Exit(1)


def list_documents(
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the documents of a store."""
    from kg.store import Store

    with Store.open(store, create=False, read_only=True) as opened:
        documents = list(opened.documents())
    if as_json:
        print_json([asdict(document) for document in documents])
        return
    if quiet:
        for one in documents:
            print(clean(one.identifier))
        return
    rows = [(one.identifier, one.published, one.publisher, one.title, str(one.claims)) for one in documents]
    print_table(("document", "published", "publisher", "title", "claims"), rows)


def remove(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Identifier or IRI, as kg documents lists it.")
    ],
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
) -> None:
    """Remove a document, and with it what only this document said."""
    from difflib import get_close_matches

    from kg.corrections import remove_document
    from kg.store import Store

    with Store.open(store, create=False) as opened:
        known = {entry.identifier: entry.iri for entry in opened.documents()}
        iri = known.get(document, document)
        if iri not in known.values():
            raise UnknownNameError("document", document, get_close_matches(document, known))
        remove_document(opened, iri)
    if not quiet:
        print(f"removed {document} from {store}")


def _count(number: int, singular: str, plural: str = "") -> str:
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
