"""Reads the shipped tables into entries; each function knows one file."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kg.gazetteers.model import Entry, Office
from kg.resources import find_resource

FOLDER = "gazetteers/data"
_LABEL = re.compile(r" \((?!Maoist)[^()]*\)$")  # "(Colombia)" is the table's label, not part of the name


def read_entries() -> Iterator[Entry]:
    """Yield all entries but the settlements, which ``places`` reads when they are first needed."""
    yield from read_countries(_table("countries.csv"))
    yield from read_actors(_table("actors.csv"))
    yield from read_leaders(_table("leaders.csv"))


def read_countries(path: Path) -> Iterator[Entry]:
    """Yield a Country for each row, and a State too for what is or was one."""
    for row in _rows(path):
        iso = row["id"]
        names = _join([row["name"]], _split(row["names"]), _split(row["former_names"]))
        common = {
            "name": row["name"],
            "adjectives": _split(row["adjectives"]),
            "demonyms": _split(row["demonyms"]),
            "country": iso,
            "countries": (iso,),
            "begin": row["begin"],
            "end": row["end"],
        }
        yield Entry(
            id=f"country:{iso}", type="Country", names=names, ambiguous=_split(row["ambiguous_names"]),
            population=int(row["population"] or 0), geonames=row["geonames"], **common,  # type: ignore[arg-type]
        )  # fmt: skip
        if row["kind"] != "territory":
            capitals = _split(row["capitals"])
            yield Entry(
                id=f"state:{iso}", type="State", names=names,
                ambiguous=_join(_split(row["ambiguous_names"]), capitals), **common,  # type: ignore[arg-type]
            )  # fmt: skip


def read_actors(path: Path) -> Iterator[Entry]:
    """Yield an entry for each row of the actors' table."""
    for row in _rows(path):
        countries = _split(row["country"])
        bare = _LABEL.sub("", row["name"])
        ambiguous = _split(row["ambiguous_aliases"])
        names = _join([] if bare in ambiguous else [bare], _split(row["aliases"]))
        if bare != row["name"] and bare not in ambiguous:
            names, ambiguous = _join(_split(row["aliases"])), _join(ambiguous, [bare])
        yield Entry(
            id=f"actor:{row['id']}",
            name=bare,
            type=row["type"],
            names=names,
            ambiguous=ambiguous,
            country=countries[0] if countries else "",
            countries=countries,
            parent=_actor_id(row["parent"]),
            begin=row["begin"],
            end=row["end"],
            wikidata=row["wikidata"],
            successor_of=_actor_id(row["successor_of"]),
        )


def read_leaders(path: Path) -> Iterator[Entry]:
    """Yield a Person for all rows of one name."""
    people: dict[str, list[dict[str, str]]] = {}
    for row in _rows(path):
        people.setdefault(row["name"], []).append(row)
    for name, rows in people.items():
        offices = tuple(
            Office(role=row["role"], actor=_actor_id(row["actor"]), begin=row["begin"], end=row["end"])
            for row in rows
        )
        countries = tuple(dict.fromkeys(o.actor[6:] for o in offices if o.actor.startswith("state:")))
        yield Entry(
            id=f"person:{slug(name)}",
            name=name,
            type="Person",
            names=_join([name], _split(rows[0]["aliases"])),
            ambiguous=_split(rows[0]["ambiguous_aliases"]),
            country=countries[0] if countries else "",
            countries=countries,
            parent=offices[0].actor,
            offices=offices,
        )


def slug(name: str) -> str:
    """Return the part of an id that is made from a name."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn")
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold().replace("'", "").replace("’", "")).strip("-")


def _actor_id(reference: str) -> str:
    if not reference:
        return ""
    return f"state:{reference}" if reference.isupper() else f"actor:{reference}"


def _table(name: str) -> Path:
    return find_resource(FOLDER, name)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _join(*parts: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part))
