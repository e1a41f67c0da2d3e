from __future__ import annotations

import pytest
from conftest import ROOT
from test_readme import load_script


@pytest.mark.model
def test_architecture_page_is_what_the_modules_do() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert load_script("make_architecture").write_page() == page


def test_architecture_page_names_every_step() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for step in ("documents", "nlp", "claims", "linking", "rdf", "store", "query", "alliances", "viz"):
        assert f"kg/{step}" in page
        assert (ROOT / "kg" / step).is_dir() or (ROOT / "kg" / f"{step}.py").is_file()
