"""From what a person types to corrections: names to IRIs, places in texts, what is refused before it is written."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

import pyoxigraph as ox

from kg.corrections.apply import RefusedCorrectionError
from kg.corrections.file import read_corrections
from kg.corrections.identity import KIND_NAMES
from kg.corrections.listing import list_mentions
from kg.corrections.model import Correction, LineError, Place, check_type, is_entity_iri
from kg.errors import UnknownNameError
from kg.iris import DEFAULT_BASE, document_graph_iri, mint_document_iri
from kg.linking.names import kind_of
from kg.query.names import describe_entity, fold, resolve_name
from kg.store import Store
from kg.vocab import CK


def find_entity(store: Store, text: str, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the one entity that bears a name, an alias or an IRI (also short: "actor/hamas").

    Raises
    ------
    RefusedCorrectionError
        Several bear the name, and not one of them alone as its first: they are listed.
    UnknownNameError
        None does.
    """
    wanted = text.strip().removeprefix("<").removesuffix(">")
    for iri in (wanted, base + wanted):
        if is_entity_iri(iri, base=base):
            left = read_corrections(store, base=base).identity.find(iri)
            if any(store.quads(ox.NamedNode(left))):
                return left
    found = [iri for iri in resolve_name(store, text) if is_entity_iri(iri, base=base)]
    if not found:
        raise UnknownNameError("entity called", text)
    named = [iri for iri in found if fold(describe_entity(store, iri)[0]) == fold(text)]
    if len(named) == 1:
        found = named  # for the others it is one name of several
    if len(found) > 1:
        lines = (f"\n  {iri}  ({describe(store, iri)})" for iri in found)
        raise RefusedCorrectionError(
            f"{text!r} may be one of {len(found)}; give the IRI of the one you mean:{''.join(lines)}"
        )
    return found[0]


def describe(store: Store, iri: str) -> str:
    """Return an entity's name and class."""
    label, type_ = describe_entity(store, iri)
    return f"{label}, {type_}" if type_ else label


def ask_merge(store: Store, one: str, other: str, *, note: str = "") -> Correction:
    """Return the correction by which two entities (IRIs) are one, which keeps the first IRI.

    Raises
    ------
    RefusedCorrectionError
        They are one already, or of kinds that cannot be one.
    """
    if one == other:
        raise RefusedCorrectionError(f"the two are one already: {one} ({describe(store, one)})")
    classes = [describe_entity(store, iri)[1] for iri in (one, other)]
    kinds = [kind_of(class_) for class_ in classes]
    if kinds[0] != kinds[1]:
        raise RefusedCorrectionError(
            f"{describe(store, one)} is {KIND_NAMES[kinds[0]]}, and {describe(store, other)} is "
            f"{KIND_NAMES[kinds[1]]}: they cannot be one. If one has the wrong class, kg retype it first"
        )
    return Correction(kind="merge", entity=one, other=other, about=_names(store, one, other), note=note)


def ask_block(store: Store, one: str, other: str, *, note: str = "") -> Correction:
    """Return the correction by which two entities (IRIs) are never the same."""
    if one == other:
        raise RefusedCorrectionError(
            f"the two are one: {one} ({describe(store, one)}); kg undo the merge, or kg split it"
        )
    return Correction(kind="block", entity=one, other=other, about=_names(store, one, other), note=note)


def ask_rename(store: Store, iri: str, name: str, *, note: str = "") -> Correction:
    """Return the correction that gives an entity its name."""
    if not name.strip():
        raise RefusedCorrectionError("the new name is empty")
    return Correction(kind="rename", entity=iri, value=name, about=_names(store, iri), note=note)


def ask_retype(store: Store, iri: str, type: str, *, note: str = "") -> Correction:
    """Return the correction that gives an entity its class."""
    try:
        class_ = check_type(type)
    except LineError as error:
        raise RefusedCorrectionError(str(error)) from error
    if describe_entity(store, iri)[1] == class_:
        raise RefusedCorrectionError(f"{describe(store, iri)} is of that class already")
    return Correction(kind="retype", entity=iri, value=class_, about=_names(store, iri), note=note)


def ask_split(
    store: Store,
    iri: str,
    mentions: Iterable[str],
    *,
    name: str = "",
    note: str = "",
    base: str = DEFAULT_BASE,
) -> Correction:
    """Return the correction by which mentions of an entity are of a thing of their own.

    Parameters
    ----------
    mentions
        Documents by identifier or IRI, or places in them as ``ListedMention.spot`` gives them.
    name
        The new thing's name; empty: the one its mentions have.
    """
    documents = {one.identifier: one for one in store.documents()}
    by_iri = {one.iri: one.identifier for one in documents.values()}
    known = {(m.document, m.in_title, m.offset) for m in list_mentions(store, iri)}
    places = set[Place]()
    for text in mentions:
        place = _place(text, documents.keys() | by_iri.keys())
        document = by_iri.get(place.document, place.document)
        place = Place(document=document, offset=place.offset, in_title=place.in_title)
        graph = ox.NamedNode(document_graph_iri(mint_document_iri(document, base=base)))
        if place.offset < 0 and not any(store.quads(ox.NamedNode(iri), CK.typeSeen, None, graph)):
            raise RefusedCorrectionError(f"{document!r} does not mention {describe(store, iri)}")
        if place.offset >= 0 and (document, place.in_title, place.offset) not in known:
            raise RefusedCorrectionError(
                f"no claim names {describe(store, iri)} at {text!r}; kg entities --mentions lists the places"
            )
        places.add(place)
    if not places:
        raise RefusedCorrectionError("name the --mentions that are to be split off: DOC, or DOC:OFFSET")
    whole = {place.document for place in places if place.offset < 0}
    kept = tuple(sorted(p for p in places if p.offset < 0 or p.document not in whole))
    new = _apart_iri(iri, kept)
    about = _names(store, iri)
    return Correction(
        kind="split", entity=iri, other=new, value=name.strip(), mentions=kept, about=about, note=note
    )


def _place(text: str, documents: Iterable[str]) -> Place:
    if text in documents:
        return Place(document=text)
    document, _, offset = text.rpartition(":")
    if offset.isascii() and offset.isdigit() and len(offset) < 10:
        if document in documents:
            return Place(document=document, offset=int(offset))
        document, _, where = document.rpartition(":")
        if where == "title" and document in documents:
            return Place(document=document, offset=int(offset), in_title=True)
    from difflib import get_close_matches

    raise UnknownNameError("document", text, get_close_matches(text, documents))


def _apart_iri(iri: str, places: tuple[Place, ...]) -> str:
    content = [iri, *([place.document, place.offset, place.in_title] for place in places)]
    digest = hashlib.blake2b(json.dumps(content).encode("ascii"), digest_size=15).digest()
    return f"{iri}.apart-{base64.b32encode(digest).decode('ascii').lower()[:10]}"


def _names(store: Store, *iris: str) -> tuple[str, ...]:
    return tuple(describe_entity(store, iri)[0] for iri in iris)
