"""``kg lexicon``: whether a file of frames of the user's own is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import JsonOption
from kg.cli.output import print_json, say


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    lexicon = typer.Typer(no_args_is_help=True, help="Frames of your own: words that evoke relations.")
    lexicon.callback()(_group)
    lexicon.command("check")(check)
    app.add_typer(lexicon, name="lexicon")


def _group() -> None:
    """Work with frame lexicons."""


def check(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The lexicon.", show_default=False)],
    ontology: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Relations of your own (Turtle).", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a lexicon file line by line; exit code 1 if something is wrong.

    The columns are those of the shipped files: relation, words, part of speech, subject, object, phase, flags.
    """
    from kg.claims.lexicon import check_lexicon
    from kg.ontology import own_relations
    from kg.vocab import RELATIONS

    relations = (*RELATIONS, *(own_relations(ontology) if ontology is not None else ()))
    frames, errors = check_lexicon(path, relations)
    if as_json:
        problems = [{"line": error.line, "problem": error.problem} for error in errors]
        print_json({"frames": len(frames), "errors": problems})
    else:
        for error in errors:
            say(f"kg: {error}")
        evoked = sorted({frame.relation for frame in frames})
        print(f"{len(frames)} frames for {', '.join(evoked) or 'no relation'}; {len(errors)} lines are wrong")
    if errors:
        raise typer.Exit(1)
