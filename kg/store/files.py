"""Reads RDF files of any format into quads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kg.errors import DataFileError, InputMissingError, UnknownNameError

READ_FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        ".ttl": ox.RdfFormat.TURTLE,
        ".trig": ox.RdfFormat.TRIG,
        ".nt": ox.RdfFormat.N_TRIPLES,
        ".nq": ox.RdfFormat.N_QUADS,
        ".jsonld": ox.RdfFormat.JSON_LD,
        ".rdf": ox.RdfFormat.RDF_XML,
        ".xml": ox.RdfFormat.RDF_XML,
        ".owl": ox.RdfFormat.RDF_XML,
    }
)
"""File endings that can be read, with their formats."""


def parse_file(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a file.

    Raises
    ------
    InputMissingError, UnknownNameError, DataFileError
        It cannot be read, its ending names no format, or it is not well-formed.
    """
    format_ = READ_FORMATS.get(path.suffix.lower())
    if format_ is None:
        near = get_close_matches(path.suffix.lower(), READ_FORMATS) or READ_FORMATS
        raise UnknownNameError("graph format for the ending", path.suffix, near)
    try:
        # Blank nodes of two files must not meet.
        yield from ox.parse(path=path, format=format_, rename_blank_nodes=True)
    except OSError as error:
        raise InputMissingError(str(path), error.strerror or str(error)) from error
    except SyntaxError as error:
        raise DataFileError(str(path), error.lineno or 0, error.msg or str(error)) from error
