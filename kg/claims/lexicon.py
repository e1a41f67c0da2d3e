"""The frame lexicon: which words evoke which relation, read from tab-separated files.

The format is described at the top of each file in ``kg/claims/frames/``; a user's own file has the same columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import DataFileError, InputMissingError
from kg.vocab import PARENT_CLASS, RELATIONS

_FOLDER = Path(__file__).parent / "frames"
_PHASES = ("", "Begins", "Holds", "Ends")
_TYPES = frozenset(PARENT_CLASS) | {"Actor", "Place", "HeritageStatus"}
_POS = {"V": "V", "N": "N", "A": "A"}
_FLAGS = frozenset(
    "mutual pairs weak attempt copula groups event negated unwilling planned assets acts premodifier noclause "
    "weapons intransitive".split()
)
_KEYED_FLAGS = frozenset({"unless", "topic", "untopic", "needs", "goods", "actors", "then"})


@dataclass(frozen=True, slots=True)
class Role:
    """One way to fill an argument: a role of the predicate, and what may fill it."""

    name: str
    type: str = ""
    """Ontology class that the filler must be of, or empty."""
    owner: bool = False
    """True for ``role^``: whoever the filler belongs to counts."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A relation with the words that evoke it and the roles of its two arguments."""

    id: str
    relation: str
    lemma: str
    words: tuple[str, ...]
    """Further words that must depend on the trigger, in order."""
    pos: str
    subject: tuple[Role, ...]
    object: tuple[Role, ...]
    phase: str = ""
    flags: frozenset[str] = frozenset()
    options: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)


class FrameLexicon:
    """Frames by the lemma and part of speech of their trigger; longer patterns first."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        index: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        self.frames = tuple(frames)
        for frame in self.frames:
            index[frame.lemma, frame.pos].append(frame)
        for found in index.values():
            found.sort(key=lambda f: -len(f.words))
        self._index = {key: tuple(found) for key, found in index.items()}
        self._event_nouns = frozenset(
            f.lemma for f in self.frames if f.pos == "N" and f.relation in ("attacks", "damages", "supports")
        )

        self._pair_ends = frozenset(
            f.lemma[i + 1 :] for f in self.frames if f.pos == "N" for i, c in enumerate(f.lemma) if c == "_"
        )

    def evoked_by(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """Return the frames of a trigger."""
        return self._index.get((lemma, pos), ())

    def may_end_pair(self, lemma: str) -> bool:
        """Tell whether some trigger is a pair of nouns that ends in this one: "air strike"."""
        return lemma in self._pair_ends

    def is_event_noun(self, lemma: str) -> bool:
        """Tell whether a noun names an armed event, so that its doer acts through it: "airstrikes killed"."""
        return lemma in self._event_nouns

    def __len__(self) -> int:
        return len(self.frames)


def read_frames(path: Path) -> Iterator[Frame]:
    """Read one lexicon file.

    Raises
    ------
    InputMissingError
        The file is not there, or is no text.
    DataFileError
        A line does not have the form that is described at the top of the shipped files.
    """
    for number, line in _lines(path):
        yield from _parse_line(line, path, number)


def check_lexicon(
    path: Path, relations: Iterable[str] = RELATIONS
) -> tuple[list[Frame], list[DataFileError]]:
    """Read a lexicon file to its end and return its frames and all that is wrong with it, line by line.

    Parameters
    ----------
    relations
        Local names of the relations that frames may evoke.
    """
    known = set(relations)
    frames: list[Frame] = []
    errors: list[DataFileError] = []
    for number, line in _lines(path):
        try:
            found = list(_parse_line(line, path, number))
            for name in {frame.relation for frame in found} - known:
                near = get_close_matches(name, known, n=1)
                hint = f"; did you mean {near[0]}?" if near else "; declare it in a file for --ontology"
                raise DataFileError(str(path), number, f"there is no relation {name!r}{hint}")
            frames += found
        except DataFileError as error:
            errors.append(error)
    return frames, errors


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputMissingError(str(path), "this is no UTF-8 text") from error
    except OSError as error:
        raise InputMissingError(str(path), error.strerror or "it cannot be read") from error
    lines = enumerate(text.splitlines(), 1)
    return [(number, line) for number, line in lines if line.strip() and not line.startswith("#")]


def _parse_line(line: str, path: Path, number: int) -> Iterator[Frame]:
    columns = [c.strip() for c in line.split("\t")]
    if not 5 <= len(columns) <= 7:
        raise DataFileError(str(path), number, f"expected 5 to 7 tab-separated columns, found {len(columns)}")
    relation, words, pos, subject, object_, *rest = columns
    phase, flag_text = ([*rest, "", ""])[:2]
    if pos not in _POS:
        raise DataFileError(str(path), number, f"part of speech {pos!r}; use V, N or A")
    if phase not in _PHASES:
        raise DataFileError(str(path), number, f"phase {phase!r}; use Begins, Holds, Ends or nothing")
    if not relation.isidentifier():
        raise DataFileError(
            str(path), number, f"relation {relation!r} is not a local name such as 'supports'"
        )
    subjects, objects = _parse_roles(subject, path, number), _parse_roles(object_, path, number)
    flags, options = _parse_flags(flag_text, path, number)
    for entry in words.split(","):
        parts = entry.split()
        if not parts:
            raise DataFileError(str(path), number, "a word between the commas is empty")
        yield Frame(
            id=f"{relation}:{'_'.join(parts)}:{pos}:{number}",
            relation=relation, lemma=parts[0] if pos == "V" else "_".join(parts),
            words=tuple(parts[1:]) if pos == "V" else (), pos=pos,
            subject=subjects, object=objects, phase=phase, flags=flags, options=options,
        )  # fmt: skip


def _parse_roles(text: str, path: Path, line: int) -> tuple[Role, ...]:
    roles = []
    for part in text.split("|"):
        name, _, type_ = part.strip().partition(":")
        if not name:
            raise DataFileError(str(path), line, f"a role is empty in {text!r}")
        if type_ and type_ not in _TYPES:
            near = get_close_matches(type_, _TYPES, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise DataFileError(str(path), line, f"{type_!r} is no class of the ontology{hint}")
        roles.append(Role(name.rstrip("^"), type_, name.endswith("^")))
    return tuple(roles)


def _parse_flags(text: str, path: Path, line: int) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    plain, keyed = set(), {}
    # "needs=out of,back" holds a space: a word without "=" after a keyed flag that is no flag belongs to it
    parts: list[str] = []
    for word in text.split():
        if parts and "=" not in word and word not in _FLAGS and "=" in parts[-1]:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    for part in parts:
        key, equals, value = part.partition("=")
        if equals and key in _KEYED_FLAGS:
            keyed[key] = frozenset(v.strip() for v in value.split(",") if v.strip())
        elif not equals and key in _FLAGS:
            plain.add(key)
        else:
            known = ", ".join(sorted(_FLAGS | {f"{k}=" for k in _KEYED_FLAGS}))
            raise DataFileError(str(path), line, f"flag {part!r}; known are {known}")
    return frozenset(plain), MappingProxyType(keyed)


@cache
def load_lexicon(extra: Path | None = None) -> FrameLexicon:
    """Load the shipped frames, and a user's own file after them."""
    frames = [frame for path in sorted(_FOLDER.glob("*.tsv")) for frame in read_frames(path)]
    if extra is not None:
        frames += list(read_frames(extra))
    return FrameLexicon(frames)
