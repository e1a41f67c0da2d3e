"""What a heritage officer would file: status, holders, what was done, by whom, according to whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_graph import claim, document_graph, entity_graph, sample_quads

from kg.cli import main
from kg.control.heritage import read_sites
from kg.errors import UnknownNameError
from kg.store import Store
from kg.viz.heritage import draw_heritage


def test_heritage_files_a_site_with_its_parts_its_holders_and_the_words() -> None:
    (site,) = read_sites(Store.in_memory(sample_quads()))
    assert (site.label, site.statuses, site.held_as) == ("Palmyra", ("World Heritage",), "Palmyra")
    assert [(act.where, act.row.quote) for act in site.acts] == [("Temple of Bel", "IS blew up the temple")]
    assert len(site.timeline.intervals) == 2


def test_heritage_a_site_in_a_town_is_held_by_who_holds_the_town() -> None:
    told = {"published": "2016-12-12"}
    quads = [
        *entity_graph(),
        *document_graph("a", "2016-12-12"),
        *claim("a", "Islamic State", "controls", "Palmyra", "IS holds Palmyra", phase="Holds", **told),
        *claim("a", "Temple of Bel", "locatedIn", "Palmyra", "the temple in Palmyra", start=40, **told),
        *claim(
            "a", "Temple of Bel", "hasHeritageStatus", "World Heritage", "a listed temple", start=80, **told
        ),
        *claim(
            "a",
            "Islamic State",
            "damages",
            "Temple of Bel",
            "IS plans to raze it",
            modality="Planned",
            start=99,
            **told,
        ),
    ]
    (site,) = read_sites(Store.in_memory(quads))
    assert (site.label, site.held_as, site.lies_in) == ("Temple of Bel", "Palmyra", ("Palmyra",))
    assert [interval.begin for interval in site.timeline.intervals] == ["2016-12-12"]
    assert site.acts == ()


def test_heritage_command_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "s") as store:
        store.add(sample_quads())
    arguments = ["heritage", "--store", str(tmp_path / "s")]
    assert main([*arguments, "--json"]) == 0
    (site,) = json.loads(capsys.readouterr().out)
    assert site["site"]["label"] == "Palmyra"
    assert site["acts"][0]["quote"] == "IS blew up the temple"
    assert main(arguments) == 0
    assert "Islamic State damages Temple of Bel" in capsys.readouterr().out
    assert main([*arguments, "-o", str(tmp_path / "h.html")]) == 0
    page = (tmp_path / "h.html").read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
    assert "“IS blew up the temple”" in page
    with pytest.raises(UnknownNameError, match="html"):
        draw_heritage([], tmp_path / "h.pdf", labels={}, title="")
