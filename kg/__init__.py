"""Builds an RDF graph of who supports, fights, holds and destroys what, from news about armed conflict.

>>> import kg
>>> graph = kg.build(["examples/"])                            # doctest: +SKIP
>>> graph.query("who-controls", place="Palmyra")               # doctest: +SKIP

Importing this package does no work: the libraries behind it are loaded when something is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph, build, open

__version__ = "0.1.0"

__all__ = ["KnowledgeGraph", "__version__", "build", "open"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from kg import graph

        return getattr(graph, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
