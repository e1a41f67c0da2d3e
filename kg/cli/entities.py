"""``kg entities``, ``kg duplicates`` and the commands that correct which things are one, and undo that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    DEFAULT_STORE,
    GraphOption,
    JsonOption,
    QuietListOption,
    QuietOption,
    StoreOption,
    open_graph,
    store_argument,
)
from kg.cli.output import clean, print_json, say
from kg.cli.tables import print_table

if TYPE_CHECKING:
    from kg.corrections import Correction
    from kg.corrections.listing import ListedEntity
    from kg.store import Store

EntityArgument = Annotated[
    str, typer.Argument(metavar="ENTITY", help="Its name, an alias or its IRI.", show_default=False)
]
FirstArgument = Annotated[str, typer.Argument(metavar="A", help="Name, alias or IRI.", show_default=False)]
SecondArgument = Annotated[str, typer.Argument(metavar="B", help="Name, alias or IRI.", show_default=False)]
NoteOption = Annotated[
    str, typer.Option("--note", metavar="TEXT", help="A remark for the file.", show_default=False)
]


def add_commands(app: typer.Typer) -> None:
    """Add this file's commands to the application."""
    app.command("entities")(entities)
    app.command("duplicates")(duplicates)
    app.command("merge")(merge)
    app.command("split")(split)
    app.command("rename")(rename)
    app.command("retype")(retype)
    app.command("block")(block)
    app.command("undo")(undo)
    app.command("corrections")(corrections)


def entities(
    like: Annotated[
        str, typer.Option(metavar="NAME", help="Only those with this in a name.", show_default=False)
    ] = "",
    type: Annotated[
        str,
        typer.Option(
            "--type", metavar="CLASS", help="Only of this class: Actor, Place, …", show_default=False
        ),
    ] = "",
    mentions: Annotated[
        bool, typer.Option("--mentions", help="List the places in the texts that claims take them from.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most so many; 0: all.")] = 0,
    store: StoreOption = DEFAULT_STORE,
    graph: GraphOption = None,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the entities: names, class, counts of mentions, claims and documents, and why they are one."""
    from kg.corrections import RefusedCorrectionError
    from kg.corrections.listing import list_entities, list_mentions
    from kg.corrections.model import LineError, check_type

    if type and type != "Entity":
        try:
            type = check_type(type)
        except LineError as error:
            raise RefusedCorrectionError(str(error)) from error
    with open_graph(store, graph) as opened:
        found = list_entities(opened.store, like=like, type="" if type == "Entity" else type)
        shown = found[:limit] if limit else found
        places = {one.iri: list_mentions(opened.store, one.iri) for one in shown} if mentions else {}
    if as_json:
        values = [asdict(one) for one in shown]
        for value in values if mentions else ():
            value["places"] = [{**asdict(p), "spot": p.spot} for p in places[value["iri"]]]
        print_json(values)
        return
    if quiet:
        for one in shown:
            print(clean(one.name).replace("\n", " "))
        return
    if mentions:
        rows = [(one.name, p.spot, p.text, p.quote) for one in shown for p in places[one.iri]]
        print_table(("entity", "mention", "words", "quote"), rows)
        return
    for one in shown:
        print(clean(f"{_line(one.name)}  {_what_speaks(one)}"))
        also = f"  also: {_line(_some(one.names))}" if one.names else ""
        print(clean(f"    {_short(one.iri)}{also}"))
    if len(shown) < len(found):
        say(f"kg: {len(found) - len(shown)} more; --limit 0 shows all")
    if like and not found:
        say(f"kg: no entity has {like!r} in a name")


def duplicates(
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most so many; 0: all.")] = 20,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """Propose entities that may be one, best first, with what speaks for it.

    Those that are one are made so by kg merge, the others kept apart, and from this list, by kg block.
    """
    from kg.corrections.duplicates import find_duplicates
    from kg.store import Store

    with Store.open(store, create=False, read_only=True) as opened:
        pairs = find_duplicates(opened, limit=limit)
    if as_json:
        print_json([asdict(pair) for pair in pairs])
        return
    for pair in pairs:
        names = clean(f"{_line(pair.keep.name)} = {_line(pair.drop.name)}")
        if quiet:
            print(names)
            continue
        print(f"{pair.score:.2f}  {names}?")
        print(clean(f"      {'; '.join(map(_line, pair.reasons))}"))
        for one in (pair.keep, pair.drop):
            print(clean(f"      {_short(one.iri)}  {_what_speaks(one)}"))
    if pairs and not quiet:
        where = store_argument(store)
        first, second = _short(pairs[0].keep.iri), _short(pairs[0].drop.iri)
        print(f"to make the first two one: kg merge {first} {second}{where}")
        print(f"to keep them apart:        kg block {first} {second}{where}")
    if not pairs and not quiet:
        say("kg: no two entities look alike enough")


def merge(
    a: FirstArgument,
    b: SecondArgument,
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make two entities one, in all documents, those to come too; A keeps its IRI, name and class."""
    from kg.corrections.asked import ask_merge, find_entity

    def ask(opened: Store) -> tuple[Correction, ...]:
        return (ask_merge(opened, find_entity(opened, a), find_entity(opened, b), note=note),)

    _correct(store, ask, quiet, as_json)


def split(
    entity: EntityArgument,
    mentions: Annotated[
        list[str],
        typer.Option(
            "--mentions",
            metavar="DOC[:OFFSET]",
            help="A document, or one place in it as kg entities --mentions lists it; may be given several times.",
            show_default=False,
        ),
    ],
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOC[:OFFSET]...]", help="More of them.", show_default=False),
    ] = None,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Name of the new entity.", show_default=False)
    ] = "",
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Give some mentions of an entity a node of their own: they are of something else."""
    from kg.corrections.asked import ask_split, find_entity

    def ask(opened: Store) -> tuple[Correction, ...]:
        iri = find_entity(opened, entity)
        return (ask_split(opened, iri, (*mentions, *(more or ())), name=name, note=note),)

    _correct(store, ask, quiet, as_json)


def rename(
    entity: EntityArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name from now on.", show_default=False)],
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Give an entity another name; the old one stays as an alias."""
    from kg.corrections.asked import ask_rename, find_entity

    def ask(opened: Store) -> tuple[Correction, ...]:
        return (ask_rename(opened, find_entity(opened, entity), name, note=note),)

    _correct(store, ask, quiet, as_json)


def retype(
    entity: EntityArgument,
    type: Annotated[
        str, typer.Argument(metavar="CLASS", help="ArmedGroup, Settlement, …", show_default=False)
    ],
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Give an entity another class; claims that the class does not fit are left out."""
    from kg.corrections.asked import ask_retype, find_entity

    def ask(opened: Store) -> tuple[Correction, ...]:
        return (ask_retype(opened, find_entity(opened, entity), type, note=note),)

    _correct(store, ask, quiet, as_json)


def block(
    a: FirstArgument,
    b: SecondArgument,
    note: NoteOption = "",
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say that two entities are never the same: they are not merged, nor proposed by kg duplicates."""
    from kg.corrections.asked import ask_block, find_entity

    def ask(opened: Store) -> tuple[Correction, ...]:
        return (ask_block(opened, find_entity(opened, a), find_entity(opened, b), note=note),)

    _correct(store, ask, quiet, as_json)


def undo(
    number: Annotated[
        int,
        typer.Argument(min=0, metavar="[NUMBER]", help="As kg corrections lists it; by default the last."),
    ] = 0,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take a correction back: the graph is as if it had never been made."""
    from kg.corrections import undo_correction
    from kg.store import Store

    with Store.open(store, create=False) as opened:
        undone, applied = undo_correction(opened, number)
    if as_json:
        print_json({"undone": _value(undone), **asdict(applied)})
    elif not quiet:
        print(clean(f"undone: {_sentence(undone)}; {_documents(applied.documents)}"))


def corrections(
    apply: Annotated[
        bool, typer.Option("--apply", help="Apply what was changed in the file by hand.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    quiet: QuietListOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the corrections of a store with their numbers; they stand in corrections.jsonl in its folder."""
    from kg.corrections import apply_corrections, read_corrections
    from kg.store import Store

    with Store.open(store, create=False, read_only=not apply) as opened:
        if apply:
            applied = apply_corrections(opened)
            if not quiet:
                say(f"kg: {applied.corrections} corrections hold; {_documents(applied.documents)}")
        file = read_corrections(opened)
        waiting = file.text != opened.sidecar.applied()
    if as_json:
        print_json([{"number": number, **_value(one)} for number, one in enumerate(file.corrections, 1)])
        return
    for number, one in enumerate(file.corrections, 1):
        print(clean(_line(f"{number}  {_sentence(one)}")))
    if not file.corrections and not quiet:
        say("kg: there are no corrections")
    if waiting:
        say(f"kg: the file was changed and not applied yet: kg corrections --apply{store_argument(store)}")


def _correct(store: Path, ask: Callable[[Store], tuple[Correction, ...]], quiet: bool, as_json: bool) -> None:
    from kg.corrections import add_corrections, apply_corrections
    from kg.store import Store

    with Store.open(store, create=False) as opened:
        apply_corrections(opened)
        made = ask(opened)
        applied = add_corrections(opened, made)
    if as_json:
        print_json({"corrections": [_value(one) for one in made], "documents": applied.documents})
    elif not quiet:
        for one in made:
            print(clean(_line(_sentence(one))))
        print(f"{_documents(applied.documents)}; to take it back: kg undo{store_argument(store)}")


def _sentence(one: Correction) -> str:
    names = [*(f"{name} " for name in one.about), "", ""]
    first, second = f"{names[0]}({_short(one.entity)})", f"{names[1]}({_short(one.other)})"
    note = f" — {one.note}" if one.note else ""
    if one.kind == "merge":
        return f"merge: {second} is {first}{note}"
    if one.kind == "block":
        return f"block: {first} is not {second}{note}"
    if one.kind == "rename":
        return f"rename: {first} is called {one.value}{note}"
    if one.kind == "retype":
        return f"retype: {first} is of class {one.value}{note}"
    places = ", ".join(
        place.document + (f":{'title:' * place.in_title}{place.offset}" if place.offset >= 0 else "")
        for place in one.mentions
    )
    called = f"{one.value} " if one.value else ""
    return f"split: {first} in {places} is another, {called}({_short(one.other)}){note}"


def _value(one: Correction) -> dict[str, object]:
    import json

    from kg.corrections.model import format_correction

    value: dict[str, object] = json.loads(format_correction(one))
    return value


def _documents(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'} changed"


def _short(iri: str) -> str:
    from kg.iris import DEFAULT_BASE

    return iri.removeprefix(DEFAULT_BASE)


def _line(text: str) -> str:
    return " ".join(text.split())


def _what_speaks(one: ListedEntity) -> str:
    counts = ((one.mentions, "mention"), (one.claims, "claim"), (one.documents, "document"))
    told = ", ".join(f"{number:,} {what}{'' if number == 1 else 's'}" for number, what in counts)
    return f"{one.type}, {told}" + (f"; {one.reason}" if one.reason else "")


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
