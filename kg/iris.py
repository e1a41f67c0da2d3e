"""Mints the IRIs of the data: entities, documents, claims, graphs.

An IRI is made of its content alone, so every run and every process makes the same one. A label that is
already a slug ("islamic-state") stays as it is; any other keeps a readable slug and gets a hash of its exact
characters behind an underscore, which no slug holds: "Al-Bab" and "al Bab" share a slug, never an IRI. All
IRIs are plain ASCII, so no format, store or shell has to escape them. Which labels mean the same thing is for
the linker to say, not for this module.

References
----------
IRIs are RFC 3987. The hash is BLAKE2b, 60 bits of it in base 32: among a million labels that share one slug,
a clash has a chance below one in a million.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from functools import lru_cache

import pyoxigraph

from kg.errors import IriError

DEFAULT_BASE = "https://w3id.org/conflict-kg/id/"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_SLUG = 60


@lru_cache(maxsize=65536)
def mint_entity_iri(kind: str, *parts: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of an actor, a place or a heritage status.

    Parameters
    ----------
    kind : str
        "actor", "place" or "status" (any slug): the first step of the path.
    *parts : str
        What tells the entity from all others of its kind: a label, or several parts such as a country and
        a name. Other parts, or the same in another order, give another IRI.

    Raises
    ------
    IriError
        There are no parts, a part is empty or blank, the kind is no slug, or the base is no absolute IRI.

    Examples
    --------
    >>> mint_entity_iri("actor", "islamic-state")
    'https://w3id.org/conflict-kg/id/actor/islamic-state'
    >>> mint_entity_iri("place", "Al-Bab") == mint_entity_iri("place", "al Bab")
    False
    """
    if not _SLUG.fullmatch(kind):
        raise IriError(kind, "a kind is lower-case letters, digits and hyphens, such as 'actor'")
    if not parts:
        raise IriError("", f"no label was given for the {kind}")
    return check_base(base) + kind + "/" + ".".join(_segment(part) for part in parts)


def mint_document_iri(document_id: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the document with this identifier."""
    return f"{check_base(base)}document/{_segment(document_id)}"


def mint_claim_iri(document_id: str, *content: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a claim: of its document, and of the words and content that make it this claim.

    ``content`` is taken as a sequence: what is equal in all parts is the same claim.
    """
    return f"{check_base(base)}claim/{_segment(document_id)}.{_hash(*content)}"


def mint_figure_iri(document_id: str, *content: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a figure: of its document, and of the words and content that make it this figure."""
    return f"{check_base(base)}figure/{_segment(document_id)}.{_hash(*content)}"


def mint_derived_iri(kind: str, *content: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of what is computed from claims ("event", "interval"): of what it is about and its begin."""
    return f"{check_base(base)}{kind}/{_hash(*content)}"


def mint_build_iri(software: str, version: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the activity "this version of the software ran"; it knows no clock."""
    return _checked(f"{check_base(base)}build/{software}-{version}", f"{software} {version}")


def document_graph_iri(document_iri: str) -> str:
    """Return the name of the graph that holds what one document says.

    Examples
    --------
    >>> document_graph_iri("https://w3id.org/conflict-kg/id/document/a1")
    'https://w3id.org/conflict-kg/id/graph/document/a1'
    """
    base, found, name = document_iri.rpartition("document/")
    if not (base and found and name) or base.endswith("graph/"):
        raise IriError(document_iri, "it is not the IRI of a document (…/document/NAME)")
    return f"{base}graph/document/{name}"


def entities_graph_iri(base: str = DEFAULT_BASE) -> str:
    """Return the name of the graph of consolidated entities."""
    return check_base(base) + "graph/entities"


def derived_graph_iri(base: str = DEFAULT_BASE) -> str:
    """Return the name of the graph of what is computed from claims."""
    return check_base(base) + "graph/derived"


def geometry_iri(entity_iri: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a place's geometry, a node of its own in GeoSPARQL."""
    base = check_base(base)
    if not entity_iri.startswith(base):
        raise IriError(entity_iri, f"it does not lie under the base {base}")
    return f"{base}geometry/{entity_iri.removeprefix(base).replace('/', '.')}"


def check_base(base: str) -> str:
    """Return the base unchanged, or say why no IRI can be built on it."""
    if not base.endswith(("/", "#")):
        raise IriError(base, "a base must end with '/' or '#'")
    return _checked(base, base)


def is_iri(text: str) -> bool:
    """Tell whether the text is an absolute IRI that every store takes."""
    try:
        pyoxigraph.NamedNode(text)
    except (ValueError, UnicodeEncodeError):
        return False
    return True


def _checked(iri: str, label: str) -> str:
    try:
        pyoxigraph.NamedNode(iri)
    except (ValueError, UnicodeEncodeError) as error:
        raise IriError(label, f"{iri!r} is not an absolute IRI ({error})") from error
    return iri


def _segment(label: str) -> str:
    if not label.strip():
        raise IriError(label, "it is blank")
    if len(label) <= _MAX_SLUG and _SLUG.fullmatch(label):
        return label
    return f"{_slug(label)}_{_hash(label)}"


def _slug(label: str) -> str:
    """Return what of the label can be read in ASCII; empty for other scripts."""
    ascii_only = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "-".join(words)[:_MAX_SLUG].strip("-")


def _hash(*content: str) -> str:
    # JSON keeps the borders between the parts, and writes lone surrogates too.
    data = json.dumps(content, ensure_ascii=True).encode("ascii")
    digest = hashlib.blake2b(data, digest_size=15).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:12]
