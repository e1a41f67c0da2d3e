from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from test_readme import load_script

PAGE = (ROOT / "docs" / "corrections.md").read_text("utf-8")


@pytest.mark.model
@pytest.mark.slow
def test_corrections_page_shows_what_its_commands_print(tmp_path: Path) -> None:
    assert load_script("make_readme").render(PAGE, tmp_path) == PAGE


@pytest.mark.model
@pytest.mark.slow
def test_corrections_page_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = re.findall(r"## Three reports\n\n(```console\n.*?```)", PAGE, re.DOTALL)
    load_script("make_readme").render(first, tmp_path)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/corrections.md", "exec"), {})
    assert "merge" not in (tmp_path / "conflict.kg" / "corrections.jsonl").read_text("utf-8").split("\n")[-2]


@pytest.mark.parametrize(
    "name", ["merge", "split", "rename", "retype", "block", "undo", "corrections", "duplicates"]
)
def test_corrections_page_shows_every_command(name: str) -> None:
    assert f"$ kg {name}" in PAGE


def test_corrections_page_names_every_kind_and_field_of_the_file() -> None:
    from kg.corrections.model import _FIELDS

    for kind, fields in _FIELDS.items():
        (row,) = re.findall(rf"^\| `{kind}` \|.*$", PAGE, re.MULTILINE)
        assert all(f"`{field}`" in row for field in fields)
