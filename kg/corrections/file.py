"""The corrections file: one correction a line, blank lines and lines with ``#`` left as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.corrections.identity import ContradictionError, Identity, read_identity
from kg.corrections.model import Correction, LineError, format_correction, parse_correction
from kg.errors import DataFileError
from kg.iris import DEFAULT_BASE
from kg.store import Store

HEADER = (
    "# Corrections of this graph, one a line, as kg merge, split, rename, retype and block write them.\n"
    "# They are applied in this order, again by each kg build. After a change by hand: kg corrections --apply\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsFile:
    """The lines of a corrections file, and what they say together."""

    path: str
    lines: tuple[tuple[str, Correction | None], ...]
    identity: Identity

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections, in order: the first has the number 1."""
        return tuple(correction for _, correction in self.lines if correction is not None)

    @property
    def text(self) -> str:
        """What the file holds."""
        return "".join(f"{line}\n" for line, _ in self.lines)

    def line_of(self, number: int) -> int:
        """Return the line on which a correction stands, both counted from 1."""
        places = [line for line, (_, correction) in enumerate(self.lines, 1) if correction is not None]
        return places[number - 1]

    def with_added(self, corrections: Iterable[Correction]) -> CorrectionsFile:
        """Return the file with corrections at its end.

        Raises
        ------
        ContradictionError
            One of them contradicts what is there, or is none.
        """
        lines = self.lines or tuple((line, None) for line in HEADER.splitlines())
        base = self.identity.base
        for correction in corrections:
            line = format_correction(correction)
            try:  # what is written must be read again
                lines = (*lines, (line, parse_correction(line, base=base)))
            except LineError as error:
                raise ContradictionError(len(self.corrections) + 1, str(error)) from error
        return _checked(self.path, lines, base)

    def without(self, number: int) -> CorrectionsFile:
        """Return the file without a correction.

        Raises
        ------
        ContradictionError
            A later one needs it; its number is the one in this file.
        """
        gone = self.line_of(number) - 1
        try:
            return _checked(self.path, self.lines[:gone] + self.lines[gone + 1 :], self.identity.base)
        except ContradictionError as error:
            later = error.number + (error.number >= number)
            raise ContradictionError(later, error.problem) from error


def read_corrections(store: Store, *, base: str = DEFAULT_BASE) -> CorrectionsFile:
    """Read the corrections of a store; see ``parse_corrections``."""
    path = store.sidecar.corrections_path
    return parse_corrections(store.sidecar.read_corrections(), str(path or "corrections"), base=base)


def parse_corrections(content: bytes, path: str, *, base: str = DEFAULT_BASE) -> CorrectionsFile:
    """Read and check the content of a corrections file.

    Raises
    ------
    DataFileError
        A line is no correction, or contradicts those before it.
    """
    lines: list[tuple[str, Correction | None]] = []
    places: list[int] = []
    rows = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, row in enumerate(rows if rows[-1].strip() else rows[:-1], 1):
        try:
            line = row.removesuffix(b"\r").decode("utf-8")
            plain = not line.strip() or line.lstrip().startswith("#")
            lines.append((line, None if plain else parse_correction(line, base=base)))
        except UnicodeDecodeError as error:
            raise DataFileError(path, number, "the text is not UTF-8") from error
        except LineError as error:
            raise DataFileError(path, number, str(error)) from error
        if not plain:
            places.append(number)
    try:
        return _checked(path, tuple(lines), base)
    except ContradictionError as error:
        raise DataFileError(path, places[error.number - 1], error.problem) from error


def _checked(path: str, lines: tuple[tuple[str, Correction | None], ...], base: str) -> CorrectionsFile:
    identity = read_identity((one for _, one in lines if one is not None), base=base)
    return CorrectionsFile(path=path, lines=lines, identity=identity)
