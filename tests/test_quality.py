"""Lint and types are part of the one command for all checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_quality_ruff_finds_nothing() -> None:
    assert run("ruff", "check", "--no-cache", ".") == ""


@pytest.mark.slow
def test_quality_mypy_strict_finds_nothing() -> None:
    assert run("mypy") == ""


def test_quality_settings_bite(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text('"""Doc."""\nimport os\n')
    config = str(ROOT / "pyproject.toml")
    assert "F401" in run("ruff", "check", "--no-cache", "--config", config, str(bad))


@pytest.mark.parametrize("path", sorted((ROOT / "kg").rglob("*.py")), ids=lambda path: path.name)
def test_quality_files_have_one_job(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
