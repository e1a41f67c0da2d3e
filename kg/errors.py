"""What can go wrong, said for people.

    KgError                      exit code 1: the work failed
    ├── UsageError               exit code 2: the call is wrong
    │   ├── InputMissingError
    │   ├── UnknownNameError     a query, parameter, relation, format, ... that does not exist
    │   └── DataFileError        a user's own lexicon, gazetteer or corrections file, with its line
    ├── DocumentError            one document of many: it is reported and counted, the others go on
    ├── ModelMissingError
    ├── ResourceMissingError
    ├── ExtraMissingError        an optional dependency is not installed
    ├── IriError                 a label or text of which no valid IRI can be made
    ├── StoreError
    │   ├── StoreLockedError
    │   └── StoreUnwritableError
    └── QueryError
        ├── QuerySyntaxError
        ├── QueryRefusedError
        └── QueryTimeoutError

Errors keep their fields and build their text from them, so they pickle across workers.
"""

from __future__ import annotations

from collections.abc import Iterable


class KgError(Exception):
    """Base class: the work could not be done."""

    exit_code = 1


class UsageError(KgError):
    """The call itself is wrong: bad option, unknown name, missing input."""

    exit_code = 2


class InputMissingError(UsageError):
    """An input that the user named is not there, or holds no article."""

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(source, problem)
        self.source, self.problem = source, problem

    def __str__(self) -> str:
        return f"{self.source}: {self.problem}"


class UnknownNameError(UsageError):
    """A name that does not exist, with the nearest ones that do."""

    def __init__(self, kind: str, name: str, nearest: Iterable[str] = ()) -> None:
        nearest = tuple(nearest)
        super().__init__(kind, name, nearest)
        self.kind, self.name, self.nearest = kind, name, nearest

    def __str__(self) -> str:
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        return f"there is no {self.kind} {self.name!r}{hint}"


class DataFileError(UsageError):
    """A line of a user's data file that cannot be used."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path, self.line, self.problem = path, line, problem

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.problem}"


class DocumentError(KgError):
    """A document that cannot be read; ``line`` is 0 where the source has no lines."""

    def __init__(self, source: str, problem: str, line: int = 0) -> None:
        super().__init__(source, problem, line)
        self.source, self.problem, self.line = source, problem, line

    def __str__(self) -> str:
        where = f"{self.source}, line {self.line}" if self.line else self.source
        return f"{where}: {self.problem}"


class ModelMissingError(KgError):
    """The spaCy pipeline is not installed."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        self.name, self.hint = name, hint

    def __str__(self) -> str:
        return f"the spaCy pipeline {self.name!r} is not installed; {self.hint}"


class ResourceMissingError(KgError):
    """A file that the project ships is not where it should be."""

    def __init__(self, folder: str, name: str) -> None:
        super().__init__(folder, name)
        self.folder, self.name = folder, name

    def __str__(self) -> str:
        path = f"{self.folder}/{self.name}" if self.name else self.folder
        return f"{path} is not part of this installation; install the project again"


class ExtraMissingError(KgError):
    """Something was asked for that needs an optional dependency."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(what, extra)
        self.what, self.extra = what, extra

    def __str__(self) -> str:
        return f"{self.what} needs an optional part: pip install 'conflict-kg[{self.extra}]'"


class IriError(KgError):
    """No valid IRI can be made of this."""

    def __init__(self, label: str, problem: str) -> None:
        super().__init__(label, problem)
        self.label, self.problem = label, problem

    def __str__(self) -> str:
        return f"no IRI can be made of {self.label!r}: {self.problem}"


class StoreError(KgError):
    """The store cannot be opened, read or written."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def __str__(self) -> str:
        return f"store {self.path}: {self.problem}"


class StoreLockedError(StoreError):
    """Another process writes to the store."""


class StoreUnwritableError(StoreError):
    """The store's folder cannot be written to: rights, or a full disk."""


class QueryError(KgError):
    """A query cannot be run."""


class QuerySyntaxError(QueryError):
    """The query is not SPARQL; line and column count from 1 (0: unknown)."""

    exit_code = 2

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__(problem, line, column)
        self.problem, self.line, self.column = problem, line, column

    def __str__(self) -> str:
        where = f" at line {self.line}, column {self.column}" if self.line else ""
        return f"SPARQL syntax error{where}: {self.problem}"


class QueryRefusedError(QueryError):
    """The query would reach outside the store or change it."""

    exit_code = 3

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"refused: {self.what}"


class QueryTimeoutError(QueryError):
    """The query ran past its time limit (seconds)."""

    exit_code = 4

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the query was stopped after {self.seconds:g} s; raise --timeout or ask for less"
