"""Reads the shipped tables into entries; each function knows one file."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kg.gazetteers.model import Entry, HeritageRecord, Office
from kg.resources import find_resource

FOLDER = "gazetteers/data"
_IN_TOWN = re.compile(r"(?P<site>[^\W\d_]\S+ \S.*?)(?P<of> in| at| of|,) (?P<town>\S.+)")
_QUARTERS = frozenset(["old town"])  # each town has one, so that the words say nothing
_LABEL = re.compile(r" \((?!Maoist)[^()]*\)$")  # "(Colombia)" is the table's label, not part of the name


def read_entries(*, with_regions: bool = True) -> Iterator[Entry]:
    """Yield all entries but the settlements, which ``places`` reads when they are first needed."""
    yield from read_countries(_table("countries.csv"))
    yield from read_regions(_table("regions.csv"))
    if with_regions:
        yield from read_first_level_regions(_table("first-level-regions.csv"))
    yield from read_other_places(_table("places-other.csv"))
    yield from read_heritage(_table("heritage.csv"))
    yield from read_other_sites(_table("sites-other.csv"), _table("heritage.csv"))
    yield from read_actors(_table("actors.csv"))
    yield from read_blocs(_table("blocs.csv"))
    yield from read_peoples(_table("peoples.csv"))
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
        countries = tuple(row["country"].replace("|", " ").split())
        bare = _LABEL.sub("", row["name"])
        ambiguous = _split(row["ambiguous_aliases"])
        names = _join([] if bare in ambiguous else [bare], _split(row["aliases"]))
        if bare != row["name"] and bare not in (*ambiguous, *_split(row["aliases"])):
            names, ambiguous = _join(_split(row["aliases"])), _join(ambiguous, [bare])
        yield Entry(
            id=f"actor:{row['id']}",
            name=bare,
            type=row["type"],
            names=names,
            ambiguous=ambiguous,
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
            countries=countries,
            parent=offices[0].actor,
            offices=offices,
        )


def read_blocs(path: Path) -> Iterator[Entry]:
    """Yield groups of states that act without an organisation: the West, the Gulf states."""
    for row in _rows(path):
        yield Entry(
            id=f"actor:{row['id']}",
            name=row["name"],
            type=row["type"],
            names=_join([row["name"]], _split(row["names"])),
            ambiguous=_split(row["ambiguous_names"]),
            adjectives=_split(row["adjectives"]),
            demonyms=_split(row["demonyms"]),
        )


def read_peoples(path: Path) -> Iterator[Entry]:
    """Yield peoples and communities."""
    for row in _rows(path):
        countries = _split(row["country"])
        yield Entry(
            id=f"people:{row['id']}",
            name=row["name"],
            type="PopulationGroup",
            names=_join([row["name"]], _split(row["names"])),
            adjectives=_split(row["adjectives"]),
            demonyms=_split(row["demonyms"]),
            countries=countries,
        )


def read_regions(path: Path) -> Iterator[Entry]:
    """Yield regions, seas and rivers that are no administrative units."""
    for row in _rows(path):
        countries = _split(row["country"])
        yield Entry(
            id=f"region:{row['id']}",
            name=row["name"],
            type="Region",
            names=_join([row["name"]], _split(row["names"])),
            ambiguous=_split(row["ambiguous_names"]),
            adjectives=_split(row["adjectives"]),
            demonyms=_split(row["demonyms"]),
            countries=countries,
        )


def read_first_level_regions(path: Path) -> Iterator[Entry]:
    """Yield provinces, governorates, oblasts, ... by the code of GeoNames."""
    for row in _rows(path):
        country = row["code"][:2]
        yield Entry(
            id=f"region:{row['code']}",
            name=row["name"],
            type="Region",
            names=_split(row["names"]),
            ambiguous=_split(row["ambiguous_names"]),
            countries=(country,),
            parent=f"country:{country}",
            geonames=row["geonames"],
        )


def read_other_places(path: Path) -> Iterator[Entry]:
    """Yield villages, dams, bases and the like that news names and the extract of GeoNames lacks."""
    for row in _rows(path):
        countries = _split(row["country"])
        yield Entry(
            id=f"place:{row['id']}",
            name=row["name"],
            type=row["type"],
            names=_join([row["name"]], _split(row["names"])),
            ambiguous=_split(row["ambiguous_names"]),
            countries=countries,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )


def read_heritage(path: Path) -> Iterator[Entry]:
    """Yield the World Heritage properties."""
    for row in _rows(path):
        countries = tuple(row["country"].split())
        yield Entry(
            id=f"site:WHC-{row['whc_id']}",
            name=row["name"],
            type="Site",
            names=_join([row["name"]], _split(row["short_names"])),
            countries=countries,
            parent=f"place:{row['geonameid']}" if row["geonameid"] else "",
            latitude=float(row["lat"]) if row["lat"] else None,
            longitude=float(row["lon"]) if row["lon"] else None,
            heritage=_world_heritage(row),
        )


def read_other_sites(path: Path, heritage_path: Path) -> Iterator[Entry]:
    """Yield the sites that war reporting names, as parts of World Heritage properties where they are."""
    properties = {row["whc_id"]: row for row in _rows(heritage_path)}
    for row in _rows(path):
        countries = tuple(row["country"].split())
        whole = properties.get(row["part_of_whc"])
        status = row["status"]
        records: tuple[HeritageRecord, ...] = ()
        if whole is not None:
            records = _world_heritage(whole)
        elif status.startswith("tentative list"):
            records = (HeritageRecord(status="Tentative List", begin=status.rpartition(" ")[2]),)
        elif status == "nationally protected":
            records = (HeritageRecord(status="Nationally protected"),)
        names = _join([row["name"]], _split(row["short_names"]))
        yield Entry(
            id=f"site:{slug(row['name'])}",
            name=row["name"],
            type="Site",
            names=names,
            ambiguous=_names_within_the_town(names, row),
            countries=countries,
            parent=f"site:WHC-{row['part_of_whc']}" if whole is not None else "",
            latitude=float(row["lat"]) if row["lat"] else None,
            longitude=float(row["lon"]) if row["lon"] else None,
            heritage=records,
        )


def _names_within_the_town(names: tuple[str, ...], row: dict[str, str]) -> tuple[str, ...]:
    """Return what a text on the town calls the site: "Great Mosque" for the Great Mosque of Aleppo."""
    if row["kind"] in _QUARTERS:
        return ()
    found: dict[str, None] = {}
    for name in names:
        match = _IN_TOWN.fullmatch(name)
        if match is not None and (match["of"] != " of" or slug(match["town"]) == slug(row["settlement"])):
            found[match["site"]] = None
    return tuple(name for name in found if name not in names)


def _world_heritage(row: dict[str, str]) -> tuple[HeritageRecord, ...]:
    gone = next(
        (w.rpartition("-")[2] for w in row["check"].split() if w.startswith(("delisted-", "merged-"))), ""
    )
    records = [HeritageRecord(status="World Heritage", begin=row["inscribed"], end=gone)]
    for period in _split(row["danger"]):
        begin, _, end = period.partition("-")
        records.append(HeritageRecord(status="World Heritage in Danger", begin=begin, end=end))
    return tuple(records)


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
