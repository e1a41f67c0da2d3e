"""Writes a store to one RDF file that other stores load: sorted, so that the same data give the same bytes."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pyoxigraph as ox

from kg.errors import KgError, UnknownNameError
from kg.store import Store
from kg.vocab import DATA_KINDS, PREFIXES


class ExportError(KgError):
    """The file cannot be written, or the format cannot hold the data; nothing was left behind."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
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
        format_.name: format_
        for format_ in (
            ExportFormat(
                name="turtle",
                title="Turtle",
                endings=(".ttl",),
                serializer=ox.RdfFormat.TURTLE,
                graphs=False,
            ),
            ExportFormat(
                name="trig", title="TriG", endings=(".trig",), serializer=ox.RdfFormat.TRIG, graphs=True
            ),
            ExportFormat(
                name="nquads",
                title="N-Quads",
                endings=(".nq",),
                serializer=ox.RdfFormat.N_QUADS,
                graphs=True,
            ),
            ExportFormat(
                name="ntriples",
                title="N-Triples",
                endings=(".nt",),
                serializer=ox.RdfFormat.N_TRIPLES,
                graphs=False,
            ),
            ExportFormat(
                name="jsonld",
                title="JSON-LD",
                endings=(".jsonld",),
                serializer=ox.RdfFormat.JSON_LD,
                graphs=False,
            ),
            ExportFormat(
                name="rdfxml",
                title="RDF/XML",
                endings=(".rdf", ".xml"),
                serializer=ox.RdfFormat.RDF_XML,
                graphs=False,
            ),
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
    raise NotImplementedError
