"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_STORE = "./conflict.kg"

StoreOption = Annotated[
    Path,
    typer.Option("--store", envvar="KG_STORE", metavar="DIR", help="Folder of the store."),
]

GraphOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--graph", metavar="FILE", help="RDF file to read instead of the store; may be given several times."
    ),
]

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what goes wrong.")]

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
