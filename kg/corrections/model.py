"""One correction: what it is, and the line of the file that says it.

    {"do": "merge", "keep": IRI, "drop": IRI}                     the two are one thing, which keeps the first IRI
    {"do": "split", "from": IRI, "to": IRI, "mentions": [...]}    these mentions are of another thing ("name": its name)
    {"do": "rename", "entity": IRI, "name": "..."}                this is its name
    {"do": "retype", "entity": IRI, "type": "ArmedGroup"}         this is its class
    {"do": "block", "one": IRI, "other": IRI}                     the two are never the same

A line may also have ``about`` (what the things were called, for readers) and ``note`` (a remark): both change
nothing. A mention is ``{"document": ID}`` for all of a document, or one place in it, with ``offset`` (and
``"in": "title"`` where that counts in the title).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from kg.iris import DEFAULT_BASE, is_iri
from kg.linking.names import is_listed_status
from kg.vocab import PARENT_CLASS

KINDS = ("merge", "split", "rename", "retype", "block")

_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "merge": ("keep", "drop"),
        "split": ("from", "to"),
        "rename": ("entity",),
        "retype": ("entity",),
        "block": ("one", "other"),
    }
)
"""The fields of each kind that hold IRIs."""

_VALUES: Mapping[str, str] = MappingProxyType({"split": "name", "rename": "name", "retype": "type"})
_TYPES = (*(name for name in PARENT_CLASS if name != "Entity"), "HeritageStatus")


class LineError(ValueError):
    """A line that is no correction; the text says why."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Place:
    """Where a mention stands: all of a document, or one place in it."""

    document: str
    """The document's own identifier."""
    offset: int = -1
    """First character of the mention, as claims give it; -1: the whole document."""
    in_title: bool = False


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Correction:
    """What a person says of the identity, name or class of things; see the module for the kinds."""

    kind: str
    entity: str
    """IRI that stays, is split, named, typed or blocked."""
    other: str = ""
    """IRI that goes (merge), is new (split) or is kept apart (block)."""
    value: str = ""
    """The name (of what is split off: empty, if it has the one of its mentions), or the class's local name."""
    mentions: tuple[Place, ...] = ()
    about: tuple[str, ...] = ()
    note: str = ""

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs that it names."""
        return (self.entity, self.other) if self.other else (self.entity,)


def format_correction(correction: Correction) -> str:
    """Return the line for a correction; what an editor would hide or obey is escaped."""
    fields: dict[str, Any] = {"do": correction.kind}
    fields.update(zip(_FIELDS[correction.kind], correction.iris, strict=True))
    if correction.kind in _VALUES and (correction.value or correction.kind != "split"):
        fields[_VALUES[correction.kind]] = correction.value
    if correction.kind == "split":
        fields["mentions"] = [_format_place(place) for place in correction.mentions]
    if correction.about:
        fields["about"] = list(correction.about)
    if correction.note:
        fields["note"] = correction.note
    text = json.dumps(fields, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def parse_correction(line: str, *, base: str = DEFAULT_BASE) -> Correction:
    """Return the correction that a line says.

    Raises
    ------
    LineError
        It is no JSON object, or a field is missing, unknown or of the wrong kind.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"this is not JSON ({error})") from error
    if not isinstance(fields, dict):
        raise LineError('a correction is a JSON object, such as {"do": "merge", "keep": "…", "drop": "…"}')
    kind = fields.pop("do", "")
    if not isinstance(kind, str) or kind not in KINDS:
        raise LineError(f'"do" is {kind!r}; it must be one of {", ".join(KINDS)}')
    iris = [_iri(fields, name, base) for name in _FIELDS[kind]]
    value = ""
    if kind == "rename" or ("name" in fields and kind == "split"):
        value = _text(fields, "name")
        if not any(map(_is_visible, value)):
            raise LineError('"name" is empty')
    elif kind == "retype":
        value = check_type(_text(fields, "type"))
    mentions = _mentions(fields) if kind == "split" else ()
    about = fields.pop("about", [])
    if not isinstance(about, list) or not all(isinstance(name, str) for name in about):
        raise LineError('"about" must be a list of names')
    note = fields.pop("note", "")
    if not isinstance(note, str):
        raise LineError('"note" must be a text')
    if fields:
        raise LineError(f"{kind} has no field {sorted(fields)[0]!r}")
    return Correction(
        kind=kind,
        entity=iris[0],
        other=iris[1] if len(iris) > 1 else "",
        value=value,
        mentions=mentions,
        about=tuple(about),
        note=note,
    )


def check_type(name: str) -> str:
    """Return the class of this name, whatever its case, or say which there are."""
    found = {one.casefold(): one for one in _TYPES}.get(name.strip().removeprefix("ck:").casefold())
    if found is None:
        near = get_close_matches(name, _TYPES, n=2, cutoff=0.5) or _TYPES
        raise LineError(f"there is no class {name!r}; did you mean {' or '.join(near)}?")
    return found


def _iri(fields: dict[str, Any], name: str, base: str) -> str:
    value = _text(fields, name)
    if not is_entity_iri(value, base=base):
        raise LineError(f'"{name}" is {value!r}, which is not the IRI of an actor, person, place or status')
    return value


def is_entity_iri(iri: str, *, base: str = DEFAULT_BASE) -> bool:
    """Tell whether the IRI has the form of an entity's; what a list says of sites is none."""
    kind, _, rest = iri.removeprefix(base).partition("/")
    known = kind in ("actor", "person", "place", "status") and bool(rest)
    return iri.startswith(base) and known and is_iri(iri) and not is_listed_status(iri)


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.pop(name, None)
    if not isinstance(value, str):
        raise LineError(f'"{name}" is missing, or no text')
    return value


def _mentions(fields: dict[str, Any]) -> tuple[Place, ...]:
    values = fields.pop("mentions", None)
    if not isinstance(values, list) or not values:
        raise LineError('"mentions" must be a list, such as [{"document": "a.txt", "offset": 17}]')
    return tuple(sorted({_place(value) for value in values}))


def _place(value: Any) -> Place:
    if not isinstance(value, dict) or not isinstance(value.get("document"), str) or not value["document"]:
        raise LineError(f'a mention is {{"document": "…"}}, with "offset" or without; not {value!r}')
    offset = value.get("offset", -1)
    if isinstance(offset, bool) or not isinstance(offset, int) or offset < -1:
        raise LineError(f'"offset" is {offset!r}; it must be a number of characters')
    where = value.get("in", "text")
    if where not in ("text", "title") or value.keys() - {"document", "offset", "in"}:
        raise LineError('a mention has "document", "offset" and "in" ("text" or "title"), and nothing else')
    return Place(document=value["document"], offset=offset, in_title=where == "title" and offset >= 0)


def _format_place(place: Place) -> dict[str, Any]:
    fields: dict[str, Any] = {"document": place.document}
    if place.offset >= 0:
        fields["offset"] = place.offset
    if place.in_title:
        fields["in"] = "title"
    return fields


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _escape(character: str) -> str:
    number = ord(character)
    if number > 0xFFFF:
        number -= 0x10000
        return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
    return f"\\u{number:04x}"
