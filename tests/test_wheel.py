"""The wheel holds all that the code reads, and works from elsewhere than the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow

LOAD_ALL = """
import sys
from pathlib import Path
import kg
assert str(Path(kg.__file__)).startswith(sys.argv[1]), kg.__file__
from kg.gazetteers import load_gazetteer
from kg.ontology import list_relations, read_ontology
from kg.query import list_queries
from kg.resources import find_resource
import pyoxigraph
assert len(list(pyoxigraph.parse(path=find_resource("ontology", "shapes.ttl")))) > 10
assert len(read_ontology()) > 100
assert len(list_relations()) == 12
assert len(list_queries()) >= 10
assert load_gazetteer().lookup("Palmyra")
from kg.cli import main
assert main(["queries"]) == 0
print("all loaded")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(pip, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_every_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "queries"):
        for path in (ROOT / folder).iterdir():
            assert f"kg/{folder}/{path.name}" in held
    for path in (ROOT / "kg").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in held
    assert any(name.endswith("licenses/NOTICE") for name in held)


def test_wheel_version_is_the_one_that_the_code_says(wheel: Path) -> None:
    import kg
    from kg.rdf import VERSION

    assert wheel.name.split("-")[1] == kg.__version__ == VERSION


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kg"}


def test_wheel_works_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(pip, check=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL, str(target)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("all loaded\n")


@pytest.mark.model
def test_wheel_loads_the_frames_from_elsewhere(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    code = "from kg.nlp.pipeline import load_pipeline; print(load_pipeline().pipe_names[-1])"
    # An editable install of the checkout registers the components too; ours must come from the wheel.
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "conflict_claims", done.stderr
