"""``kg explain`` and ``kg missed``: why a text gave its claims, and why a word gave none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DEFAULT_STORE, JsonOption, QuietAnswerOption, StoreOption
from kg.cli.output import clean, print_json, say

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.claims.explain import Explanation
    from kg.documents import Document

_STYLES = {
    "trigger": "bold red",
    "subject": "bold blue",
    "object": "bold green",
    "source": "bold magenta",
    "time": "bold yellow",
}

ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Another installed spaCy pipeline.", show_default=False)
]
LexiconOption = Annotated[
    Path | None, typer.Option("--lexicon", metavar="FILE", help="Frames of your own.", show_default=False)
]
GazetteerOption = Annotated[
    Path | None, typer.Option("--gazetteer", metavar="FILE", help="Names of your own.", show_default=False)
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("explain")(explain)
    app.command("missed")(missed)


def explain(
    target: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE|CLAIM", help="A file or address, or the IRI of a claim.", show_default=False
        ),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the article as a page.", show_default=False)
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    model: ModelOption = "",
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show how claims were read: the sentence with trigger, arguments and source, the frame, the coreference.

    An article is read anew. For the IRI of a claim of the store, its article is, if it is still where it was.
    """
    from kg.viz.article import describe_claim, describe_way, draw_article

    quote = ""
    if "://" in target and "/claim/" in target:
        target, quote = _article_of(target, store)
    shown = False
    documents = _documents(target)
    for document, explanations in _explain(documents, _load(model, lexicon, gazetteer)):
        if quote:
            explanations = [one for one in explanations if one.claim.quote == quote]
        if html is not None:
            draw_article(document, explanations, html)
            print(f"wrote {html.resolve()}")
            return
        if as_json:
            print_json([asdict(one) for one in explanations])
            continue
        for one in explanations:
            shown = True
            print(clean(describe_claim(one)))
            _print_sentence(one)
            print(clean(f"    {describe_way(one)}"))
            for step in one.steps:
                print(clean(f"    {step}"))
    if not shown and not as_json and not quiet:
        say("kg: no claim was found there")


def missed(
    target: Annotated[str, typer.Argument(metavar="ARTICLE", help="A file or address.", show_default=False)],
    model: ModelOption = "",
    lexicon: LexiconOption = None,
    gazetteer: GazetteerOption = None,
    quiet: QuietAnswerOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the words that could have made a claim but made none, and why: for those who extend the lexicon."""
    from kg.claims.explain import find_misses

    documents = _documents(target)
    nlp = _load(model, lexicon, gazetteer)
    found = [miss for document in documents for miss in find_misses(document, nlp)]
    if as_json:
        print_json([asdict(miss) for miss in found])
        return
    for miss in found:
        print(clean(f"{miss.word} ({miss.relation}): {miss.reason}"))
        print(clean(f"    {miss.sentence}"))
    if not quiet:
        say(f"kg: {len(found)} words made no claim")


def _explain(documents: Iterator[Document], nlp: Language) -> Iterator[tuple[Document, list[Explanation]]]:
    from kg.claims.explain import explain_document

    for document in documents:
        yield document, explain_document(document, nlp)


def _load(model: str, lexicon: Path | None, gazetteer: Path | None) -> Language:
    from kg.nlp.pipeline import load_pipeline

    return load_pipeline(model, lexicon=lexicon, gazetteer=gazetteer)


def _documents(target: str) -> Iterator[Document]:
    from kg.documents import read_documents

    return read_documents([target], on_error=lambda error: say(f"kg: {error}"))


def _article_of(claim: str, store: Path) -> tuple[str, str]:
    """Return where the article of a claim is, and the claim's quote."""
    from kg.errors import UnknownNameError
    from kg.query import claim_rows
    from kg.store import Store

    with Store.open(store, create=False, read_only=True) as opened:
        row = next((row for row in claim_rows(opened) if row.iri == claim), None)
    if row is None:
        raise UnknownNameError("claim", claim)
    return row.url if row.url and not Path(row.document_id).is_file() else row.document_id, row.quote


def _print_sentence(one: Explanation) -> None:
    from kg.viz.article import marked_parts

    if not sys.stdout.isatty():
        parts = [f"[{label}: {text}]" if label else text for text, label in marked_parts(one)]
        print(clean(f"    {''.join(parts)}"))
        return
    from rich.console import Console
    from rich.text import Text

    line = Text("    ")
    for text, label in marked_parts(one):
        line.append(clean(text), style=_STYLES.get(label, ""))
    Console().print(line)
