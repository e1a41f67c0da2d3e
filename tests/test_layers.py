"""Imports go one way: each module knows only those before it in the flow, and the leaves."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"

FLOW = [
    "documents",
    "nlp",
    "claims",
    "linking",
    "rdf",
    "store",
    "query",
    "events",
    "control",
    "alliances",
    "viz",
]
"""From left to right; a module may import what stands left of it."""

LEAVES = {"errors", "resources", "iris", "vocab", "gazetteers", "claims.model"}
ASIDE = {"shapes": {"rdf", "store", "ontology"}, "export": {"rdf", "store"}, "ontology": set[str]()}
"""Modules beside the flow, and the ones of the flow that they may read."""

TOP = ["corrections", "workers", "builder", "graph", "cli"]
"""On top of all others; each may import those before it."""


def step_of(module: str) -> str:
    """Return the step that a module belongs to: kg.nlp.mentions -> nlp, kg.claims.model -> claims.model."""
    parts = module.split(".")[1:]
    if ".".join(parts[:2]) in LEAVES:
        return ".".join(parts[:2])
    return parts[0] if parts else ""


def module_name(path: Path) -> str:
    parts = ("kg", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path) -> set[str]:
    """Return the kg modules that a file imports anywhere, in functions and for type checking too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                is_module = (PACKAGE.parent / full.replace(".", "/")).is_dir() or (
                    PACKAGE.parent / f"{full.replace('.', '/')}.py"
                ).is_file()
                found.add(full if is_module else str(node.module))
    return {name for name in found if name == "kg" or name.startswith("kg.")}


def allowed(step: str) -> set[str]:
    if step in LEAVES:
        return LEAVES
    if step in ASIDE:
        return LEAVES | ASIDE[step]
    if step in FLOW:
        return LEAVES | set(FLOW[: FLOW.index(step)])
    return LEAVES | set(FLOW) | set(ASIDE) | set(TOP[: TOP.index(step)])


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_name(path))
def test_layers_import_only_from_the_left(path: Path) -> None:
    step = step_of(module_name(path))
    assert step in {*LEAVES, *FLOW, *ASIDE, *TOP}, f"{step} has no place in the flow: give it one here"
    imported = {step_of(name) for name in imported_modules(path)} - {"", step}
    wrong = imported - allowed(step) - ({"claims"} if step == "claims.model" else set())
    assert not wrong, f"{module_name(path)} imports {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("step", ["gazetteers", "linking", "rdf", "store", "query", "documents"])
def test_layers_only_nlp_and_claims_know_spacy(step: str) -> None:
    for path in FILES:
        if step_of(module_name(path)) == step:
            tree = ast.parse(path.read_text("utf-8"))
            names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
            names += [str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
            assert not [name for name in names if name.split(".")[0] == "spacy"], path


def test_layers_importing_kg_does_no_work() -> None:
    code = "import sys, kg; print(*sorted({'spacy', 'rdflib', 'pyoxigraph', 'networkx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent)
    assert (done.stdout.strip(), done.stderr) == ("", "")
