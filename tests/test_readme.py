from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
@pytest.mark.slow
def test_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    assert load_script("make_readme").render(README, tmp_path) == README


def test_readme_lines_to_paste_set_everything_up() -> None:
    for marker in ("try", "tests"):
        (line,) = re.findall(rf"<!-- {marker} -->\n```sh\n(.*)\n```", README)
        assert line.startswith("python3 -m venv .venv && .venv/bin/pip install")


def test_readme_first_line_runs_the_commands_that_it_shows() -> None:
    (line,) = re.findall(r"<!-- try -->\n```sh\n(.*)\n```", README)
    (block,) = re.findall(r"It ends like this:\n\n```console\n(.*?)```", README, re.DOTALL)
    shown = [command[2:] for command in block.splitlines() if command.startswith("$ ")]
    assert [part.strip() for part in line.replace(".venv/bin/", "").split("&&")][2:] == shown


def test_readme_ci_runs_the_line_for_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "<!-- tests -->" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/examples.md", "docs/architecture.md"])
def test_readme_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_readme_documents_every_command_and_exit_code() -> None:
    from kg.cli import EXIT_CODES, app

    for command in app.registered_commands:
        name = command.name or ""
        assert f"kg {name}" in README, name
    for code in re.findall(r"\d+", EXIT_CODES):
        assert f"| {code} |" in README


def test_readme_examples_page_names_files_that_exist() -> None:
    text = (ROOT / "docs" / "examples.md").read_text("utf-8")
    for name in re.findall(r"`(\d{4}-[\w.-]+)`", text):
        assert (ROOT / "examples" / name).is_file(), name
