"""Writes a store to one RDF file that other stores load; sorted: the same data give the same bytes."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError, UnknownNameError
from kg.store import Store
from kg.vocab import CK, PREFIXES, RDF, data_prefixes


class ExportError(KgError):
    """The file cannot be written, or the format cannot hold the data; nothing was left behind."""

    def __init__(self, path: str, problem: str) -> None:
        """Keep what was to be written, and what stands against it."""
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
        """Say both."""
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A format that a store can be written in."""

    name: str
    title: str
    endings: tuple[str, ...]
    serializer: ox.RdfFormat
    graphs: bool
    """Whether it keeps named graphs; otherwise it holds the union, each triple once."""


FORMATS: Mapping[str, ExportFormat] = MappingProxyType(
    {
        name: ExportFormat(name=name, title=title, endings=endings, serializer=serializer, graphs=graphs)
        for name, title, endings, serializer, graphs in (
            ("turtle", "Turtle", (".ttl",), ox.RdfFormat.TURTLE, False),
            ("trig", "TriG", (".trig",), ox.RdfFormat.TRIG, True),
            ("nquads", "N-Quads", (".nq",), ox.RdfFormat.N_QUADS, True),
            ("ntriples", "N-Triples", (".nt",), ox.RdfFormat.N_TRIPLES, False),
            ("jsonld", "JSON-LD", (".jsonld",), ox.RdfFormat.JSON_LD, False),
            ("rdfxml", "RDF/XML", (".rdf", ".xml"), ox.RdfFormat.RDF_XML, False),
        )
    }
)
"""Formats by name."""


def export_store(store: Store, path: str | Path, format: str = "") -> int:
    """Write a store to a file, whole or not at all.

    Parameters
    ----------
    format
        A name of ``FORMATS``; empty: by the file's ending.

    Returns
    -------
    int
        How many statements the file holds: distinct triples, or quads where the format keeps graphs.

    Raises
    ------
    UnknownNameError
        Neither name nor ending is a format's.
    ExportError
        The place cannot be written to, or the format cannot hold a character of the data.
    """
    chosen = find_format(path, format)
    path = Path(path)
    if path.is_dir():
        raise ExportError(str(path), "it is a folder; name a file")
    if path.exists() and not path.is_file():  # /dev/stdout, a pipe: there is nothing to rename
        with _errors(path), path.open("wb") as output:
            return write_store(store, output, chosen)
    path = Path(os.path.realpath(path))  # a link stays a link to the new content
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _errors(path):
            with unfinished.open("wb") as output:
                count = write_store(store, output, chosen)
            unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return count


def find_format(path: str | Path, format: str = "") -> ExportFormat:
    """Return the format of this name or ending, or else of the file's ending.

    Raises
    ------
    UnknownNameError
    """
    wanted = (format or Path(path).suffix).lower()
    by_ending = {ending: found for found in FORMATS.values() for ending in found.endings}
    found = FORMATS.get(wanted) or by_ending.get("." + wanted.removeprefix("."))
    if found is None:
        known = [*FORMATS, *by_ending]
        kind = "export format" if format else "export format for the ending"
        raise UnknownNameError(kind, wanted, get_close_matches(wanted, known) or known)
    return found


def write_store(store: Store, output: IO[bytes], format: ExportFormat) -> int:
    """Write a store to an open binary file; return the number of statements."""
    statements: list[ox.Quad] | list[ox.Triple]
    if format.graphs:
        statements = sorted(store.quads(), key=_quad_key)
    else:
        statements = sorted({quad.triple for quad in store.quads()}, key=_triple_key)
    if format.serializer == ox.RdfFormat.RDF_XML:
        output.write(_rdf_xml([s for s in statements if isinstance(s, ox.Triple)]))
    else:
        prefixes = choose_prefixes(store)
        ox.serialize(statements, output, format.serializer, prefixes=prefixes)
    return len(statements)


def choose_prefixes(store: Store) -> dict[str, str]:
    """Return prefixes that shorten the store's IRIs and need no escape in any of them.

    Local names such as ``a\\/b`` are Turtle, but one store keeps the backslash; where an IRI would need one,
    its namespace is left out, and it is written in full.
    """
    namespaces = dict(PREFIXES)
    if base := _find_base(store):
        namespaces |= data_prefixes(base)
    fitting = dict(namespaces)
    for iri in _iris(store):
        for prefix, namespace in list(fitting.items()):
            if iri.startswith(namespace) and not _PLAIN_NAME.fullmatch(iri, len(namespace)):
                del fitting[prefix]
    return fitting


_PLAIN_NAME = re.compile(r"(?:\w(?:[\w.-]*[\w-])?)?", re.ASCII)
_DATA_IRI = re.compile(r"(?P<base>.+[/#])(?:claim|document)/[^/]+")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME_AT_END = re.compile(r"[^\W\d][\w.-]*$")


def _find_base(store: Store) -> str:
    for kind in (CK.Document, CK.Claim):
        for quad in store.quads(None, RDF.type, kind):
            if isinstance(quad.subject, ox.NamedNode) and (match := _DATA_IRI.fullmatch(quad.subject.value)):
                return match["base"]
    return ""


def _iris(store: Store) -> set[str]:
    found: set[str] = set()
    for quad in store.quads():
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def _triple_key(triple: ox.Triple | ox.Quad) -> tuple[str, bool, str, str]:
    """Sort by subject, its type first."""
    return str(triple.subject), triple.predicate != RDF.type, triple.predicate.value, str(triple.object)


def _quad_key(quad: ox.Quad) -> tuple[str, tuple[str, bool, str, str]]:
    return str(quad.graph_name), _triple_key(quad)


def _rdf_xml(triples: list[ox.Triple]) -> bytes:
    """Return RDF/XML that says the same triples, or say which of them it cannot hold."""
    for triple in triples:
        if not _XML_NAME_AT_END.search(triple.predicate.value):
            raise ExportError("RDF/XML", f"it has no name for the property {triple.predicate}; take Turtle")
        if isinstance(triple.object, ox.Literal) and (bad := _NOT_XML.search(triple.object.value)):
            problem = (
                f"XML cannot hold U+{ord(bad[0]):04X}, which a value of {triple.subject} has; take Turtle"
            )
            raise ExportError("RDF/XML", problem)
    data = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES)) or b""
    # XML readers turn a bare carriage return into a line feed. The serialiser writes them in values only.
    data = data.replace(b"\r", b"&#13;")
    if {quad.triple for quad in ox.parse(data, ox.RdfFormat.RDF_XML)} != set(triples) and not any(
        isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)
    ):
        raise ExportError("RDF/XML", "the format cannot hold all of this data unchanged; take Turtle")
    return data


@contextlib.contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(str(path), error.strerror or str(error)) from error
