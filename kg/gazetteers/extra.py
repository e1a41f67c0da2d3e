"""Reads a user's own gazetteer file, CSV or Turtle, and says in which line it is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import DataFileError, InputMissingError
from kg.gazetteers.model import Entry
from kg.gazetteers.normalise import normalise_name
from kg.gazetteers.tables import slug
from kg.vocab import subclasses

COLUMNS = (
    "id", "name", "type", "country", "parent", "aliases", "ambiguous_aliases", "latitude", "longitude",
    "geonames", "wikidata",
)  # fmt: skip
TYPES = tuple(
    name
    for name in (*subclasses("Actor"), *subclasses("Place"))
    if name
    not in ("Actor", "Place", "HeritageSite")  # an entry says what it is; its status makes it heritage
)
_SOURCES = ("actor", "person", "people", "country", "state", "place", "region", "site", "own")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_SCHEMA = ("https://schema.org/", "http://schema.org/")


def read_extra(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a user's file, sorted by id.

    Parameters
    ----------
    path
        CSV (columns as ``COLUMNS``; lists split by ``|``) or Turtle (``skos:prefLabel``, ``altLabel`` for
        names, ``hiddenLabel`` for names that need context). An id that the shipped gazetteers have, such as
        ``actor:islamic-state``, replaces that entry; an id of one's own needs no prefix.

    Raises
    ------
    InputMissingError
        There is no such file.
    DataFileError
        A line cannot be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputMissingError(
            str(path), f"the gazetteer cannot be read ({error.strerror or error})"
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(str(path), data.count(b"\n", 0, error.start) + 1, "it is not UTF-8") from error
    read = _read_turtle if path.suffix.lower() in (".ttl", ".turtle") else _read_csv
    lines: dict[str, int] = {}
    entries = []
    for line, row in read(path, text):
        entry = _make_entry(row, _refuse(path, line))
        if entry.id in lines:
            raise DataFileError(str(path), line, f"the id {entry.id!r} is that of line {lines[entry.id]} too")
        lines[entry.id] = line
        entries.append(entry)
    if not entries:
        raise DataFileError(str(path), 1, "it has no entries")
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _read_csv(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] = []
    begin = 1
    try:
        for row in reader:
            line, begin = begin, reader.line_num + 1
            if not header:
                header = [cell.strip() for cell in row]
                unknown = [cell for cell in header if cell not in COLUMNS]
                if unknown or len(set(header)) < len(header) or not {"name", "type"} <= set(header):
                    problem = (
                        f"the header must be of the columns {','.join(COLUMNS)} (name and type at least)"
                    )
                    raise DataFileError(str(path), line, problem)
            elif any(cell.strip() for cell in row):
                if len(row) != len(header):
                    raise DataFileError(str(path), line, f"it has {len(row)} cells, the header {len(header)}")
                yield line, {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    except csv.Error as error:
        raise DataFileError(str(path), begin, f"it is not CSV ({error})") from error


def _read_turtle(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    import pyoxigraph as ox

    rows: dict[str, dict[str, list[str]]] = {}
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                row = rows.setdefault(quad.subject.value, {})
                row.setdefault(quad.predicate.value, []).append(quad.object.value)
    except SyntaxError as error:
        raise DataFileError(str(path), error.lineno or 0, f"it is not Turtle ({error.msg})") from error
    lines = text.splitlines()
    for iri, values in rows.items():
        local = re.split(r"[/#]", iri.rstrip("/#"))[-1]
        line = next((i for i, content in enumerate(lines, 1) if local and local in content), 0)
        matches = values.get(_SKOS + "exactMatch", [])
        types = [re.split(r"[/#]", value)[-1] for value in values.get(_RDF_TYPE, ())]
        country = [v for schema in _SCHEMA for v in values.get(schema + "addressCountry", ())]
        yield (
            line,
            {
                "id": local,
                "name": next(iter(values.get(_SKOS + "prefLabel", ())), ""),
                "type": next((value for value in types if value in TYPES), types[0] if types else ""),
                "country": "|".join(country),
                "aliases": "|".join(sorted(values.get(_SKOS + "altLabel", ()))),
                "ambiguous_aliases": "|".join(sorted(values.get(_SKOS + "hiddenLabel", ()))),
                "latitude": next(iter(values.get(_WGS84 + "lat", ())), ""),
                "longitude": next(iter(values.get(_WGS84 + "long", ())), ""),
                "geonames": next((m.strip("/").split("/")[-1] for m in matches if "geonames.org" in m), ""),
                "wikidata": next((m.split("/")[-1] for m in matches if "wikidata.org" in m), ""),
                "iri": iri,
            },
        )


def _make_entry(row: dict[str, str], refuse: Callable[[str], DataFileError]) -> Entry:
    name, type_ = row.get("name", ""), row.get("type", "")
    if not normalise_name(name):
        raise refuse(f"the name {name!r} has no letter or digit")
    if type_ not in TYPES:
        raise refuse(f"there is no type {type_!r}; the types are {', '.join(TYPES)}")
    countries = tuple(code for code in row.get("country", "").split("|") if code)
    if any(not re.fullmatch(r"[A-Z]{2,3}", code) for code in countries):
        raise refuse(f"the country {row['country']!r} is no ISO 3166-1 code of two capitals, such as SY")
    latitude = _read_degrees(row.get("latitude", ""), 90, refuse)
    longitude = _read_degrees(row.get("longitude", ""), 180, refuse)
    if (latitude is None) != (longitude is None):
        raise refuse("latitude and longitude must both be given, or neither")
    geonames, wikidata = row.get("geonames", ""), row.get("wikidata", "")
    if geonames and not geonames.isdecimal():
        raise refuse(f"{geonames!r} is no GeoNames number")
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise refuse(f"{wikidata!r} is no Wikidata identifier, such as Q1234")
    aliases = tuple(alias.strip() for alias in row.get("aliases", "").split("|") if normalise_name(alias))
    return Entry(
        id=_make_id(row.get("id", "") or slug(name) or name, refuse),
        name=name,
        type=type_,
        names=tuple(dict.fromkeys((name, *aliases))),
        ambiguous=tuple(a.strip() for a in row.get("ambiguous_aliases", "").split("|") if normalise_name(a)),
        countries=countries,
        parent=row.get("parent", ""),
        latitude=latitude,
        longitude=longitude,
        geonames=geonames,
        wikidata=wikidata,
        matches=(row["iri"],) if row.get("iri") else (),
    )


def _make_id(text: str, refuse: Callable[[str], DataFileError]) -> str:
    source, colon, key = text.partition(":")
    if not colon:
        return f"own:{text}"
    if source not in _SOURCES or not key:
        raise refuse(
            f"the id {text!r} has an unknown prefix; leave it out, or use one of {', '.join(_SOURCES)}"
        )
    return text


def _read_degrees(text: str, most: float, refuse: Callable[[str], DataFileError]) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise refuse(f"{text!r} is no number of degrees") from None
    if not -most <= value <= most:
        raise refuse(f"{text} lies outside -{most:g} to {most:g} degrees")
    return value


def _refuse(path: Path, line: int) -> Callable[[str], DataFileError]:
    return lambda problem: DataFileError(str(path), line, problem)
