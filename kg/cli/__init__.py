"""The command ``kg``: arguments in, calls, printing, exit codes.

Each group of commands has a file of its own; what they share is in ``options`` and ``output``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

import kg
from kg.cli import ask, casualties, control, entities, keep, make, picture, see, why, words
from kg.cli.output import say
from kg.errors import KgError

EXIT_CODES = (
    "Exit codes: 0 done · 1 the work failed, in part or whole · 2 the call is wrong · "
    "3 a query was refused · 4 a query ran out of time · 130 interrupted."
)


def print_version(asked: bool) -> None:
    """Print the version and stop, when ``--version`` is given."""
    if asked:
        typer.echo(f"conflict-kg {kg.__version__}")
        raise typer.Exit


app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Build a knowledge graph of an armed conflict from news; ask it, see it, export it.",
    epilog=EXIT_CODES,
)


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Build a knowledge graph of an armed conflict from news; ask it, see it, export it."""


for group in (make, entities, ask, control, casualties, see, picture, why, keep, words):
    group.add_commands(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong is said on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old locale must not end the program
    command = typer.main.get_command(app)
    try:
        # Not command.main(): it would turn a broken pipe and Ctrl-C into exits of its own.
        with command.make_context("kg", list(sys.argv[1:] if arguments is None else arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as end:
        return end.exit_code
    except KgError as error:
        say(f"kg: {error}")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        say("kg: interrupted; what was written before is kept and readable")
        return 130
    except BrokenPipeError:
        # The reader has gone (kg query ... | head): Python must not try to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except MemoryError:
        say("kg: out of memory")
        return 1
    except OSError as error:
        say(f"kg: {error.filename or 'input or output'}: {error.strerror or error}")
        return 1
    except Exception as error:
        # Only typer's own errors, all of use, can format themselves; anything else is a bug of ours.
        if not hasattr(error, "format_message"):
            raise
        if message := error.format_message():
            say(f"kg: {message}")
            say("Try 'kg --help', or 'kg COMMAND --help'.")
        return int(getattr(error, "exit_code", 2))
    return 0
