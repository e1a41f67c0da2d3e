"""What people call things: names, aliases and relation names to IRIs, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from kg.errors import UnknownNameError
from kg.iris import is_iri
from kg.store import Store
from kg.vocab import CK, PARENT_CLASS, RDF, RDFS, RELATIONS, SKOS, is_subclass

_LABELS = (SKOS.prefLabel, RDFS.label, SKOS.altLabel)


def resolve_name(store: Store, text: str, *, kind: str = "") -> tuple[str, ...]:
    """Return the IRIs of the entities that bear a name, an alias or an IRI.

    Parameters
    ----------
    text
        Case, accents, hyphens and white space make no difference. An IRI in full, with or without angle
        brackets, stands for itself.
    kind
        Local name of an ontology class, such as "Place": where any bearer of the name is of it, or of a class
        below it, the others are left out.

    Returns
    -------
    tuple of str
        Sorted; several where things share a name. Never empty.

    Raises
    ------
    UnknownNameError
        Nothing bears the name; the error offers the nearest ones.
    """
    iri = text.strip().removeprefix("<").removesuffix(">")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", iri) and is_iri(iri):
        node = ox.NamedNode(iri)
        if any(True for _ in store.quads(node)) or any(True for _ in store.quads(None, None, node)):
            return (iri,)
    wanted = fold(text)
    bearers = {iri for label, iri in _labels(store) if fold(label) == wanted and _is_a(store, iri, "")}
    found = tuple(sorted(iri for iri in bearers if _is_a(store, iri, kind))) or tuple(sorted(bearers))
    if not found:
        raise UnknownNameError(f"{kind.lower() or 'entity'} called", text, _nearest(store, text, kind))
    return found


def resolve_relation(store: Store, text: str) -> str:
    """Return the IRI of a relation that is given by local name, label or IRI.

    Relations are those of the ontology and all that the store's claims use. Case and spaces do not matter.
    """
    known = {name: CK.iri + name for name in RELATIONS}
    for quad in store.quads(None, RDF.predicate):
        if isinstance(quad.object, ox.NamedNode) and quad.object.value not in known.values():
            known[local_name(quad.object.value)] = quad.object.value
    wanted = text.strip().removeprefix("<").removesuffix(">").removeprefix("ck:")
    if wanted in known.values():
        return wanted
    squeezed = {fold(name): iri for name, iri in known.items()}
    if (iri := squeezed.get(re.sub(r"[\s_-]", "", fold(wanted)))) is not None:
        return iri
    raise UnknownNameError("relation", text, get_close_matches(wanted, known, cutoff=0.5) or sorted(known))


def describe_entity(store: Store, iri: str) -> tuple[str, str]:
    """Return an entity's label and the local name of its most specific class.

    Without a label it is the IRI's last step; without a class, nothing.
    """
    node = ox.NamedNode(iri)
    for property_ in _LABELS:
        labels = [q.object.value for q in store.quads(node, property_) if isinstance(q.object, ox.Literal)]
        if labels:
            break
    return min(labels, default=local_name(iri)), _most_specific(_types(store, node))


def parts_of(store: Store, place: str) -> set[str]:
    """Return the IRIs of what texts say lies in a place, one step down: districts, an airport, the eastern half."""
    inside = store.quads(None, CK.locatedIn, ox.NamedNode(place))
    return {quad.subject.value for quad in inside if isinstance(quad.subject, ox.NamedNode)}


def local_name(iri: str) -> str:
    """Return what follows the last slash or hash."""
    return re.split(r"[/#]", iri)[-1]


def fold(text: str) -> str:
    """Return the text as names are compared: without case and accents, with simple apostrophes and spaces.

    Examples
    --------
    >>> fold("  Saint-Étienne\\n") == fold("SAINT-ETIENNE")
    True
    """
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE)).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_ALIKE = {ord(c): "'" for c in "’‘ʼ`´"} | {ord(c): " " for c in "-‐‑–"}


def _labels(store: Store) -> Iterator[tuple[str, str]]:
    for property_ in _LABELS:
        for quad in store.quads(None, property_):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                yield quad.object.value, quad.subject.value


def _types(store: Store, node: ox.NamedNode) -> list[str]:
    found = (q.object for q in store.quads(node, RDF.type))
    iris = (t.value for t in found if isinstance(t, ox.NamedNode))
    return [iri.removeprefix(CK.iri) for iri in iris if iri.startswith(CK.iri)]


def _most_specific(types: list[str]) -> str:
    def depth(name: str) -> int:
        return 1 + depth(PARENT_CLASS[name]) if name in PARENT_CLASS else 0

    return min(types, key=lambda name: (-depth(name), name == "HeritageSite", name), default="")


def _is_a(store: Store, iri: str, kind: str) -> bool:
    types = _types(store, ox.NamedNode(iri))
    if not kind:
        return "Claim" not in types and "Document" not in types
    return any(is_subclass(name, kind) for name in types)


def _nearest(store: Store, text: str, kind: str) -> list[str]:
    """Return up to three labels that look most alike."""
    from rapidfuzz import fuzz, process

    labels = dict(sorted(_labels(store), reverse=True))
    near = process.extract(
        text, sorted(labels), scorer=fuzz.WRatio, processor=fold, limit=20, score_cutoff=60
    )
    return [name for name, _, _ in near if _is_a(store, labels[name], kind)][:3]
