"""What a heritage officer would file: status, holders, what was done, by whom, according to whom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sample_graph import claim, document_graph, entity_graph, sample_quads
from test_pages_browser import CHROMIUM, browser, open_page
from viz_rows import HOSTILE, make_row

from kg.cli import main
from kg.control import Timeline
from kg.control.heritage import Act, SiteFile, read_sites
from kg.errors import UnknownNameError
from kg.store import Store
from kg.viz.heritage import describe_time, draw_heritage

__all__ = ["browser", "open_page"]


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


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"begin": "2016-12-11", "end": "2016-12-11"}, "2016-12-11"),
        ({"begin": "2016-12-05", "end": "2016-12-11", "somewhere_within": True},
         "some time from 2016-12-05 to 2016-12-11"),
        ({"begin": "2016-12", "end": "2017-01"}, "2016-12 to 2017-01"),
        ({"begin_latest": "2016-12-11"}, "by 2016-12-11"),
        ({"time_expression": "in recent days"}, "in recent days"),
        ({}, ""),
    ],
)  # fmt: skip
def test_heritage_tells_the_time_as_exact_as_the_claim_has_it(fields: dict[str, Any], words: str) -> None:
    assert describe_time(make_row("IS", "damages", "Temple", **fields)) == words


def site_file(label: str, **row: Any) -> SiteFile:
    act = Act(where="Temple of Bel", row=make_row("IS", "damages", "Temple of Bel", **row))
    return SiteFile(
        iri="s", label=label, statuses=("World Heritage",), lies_in=("Syria",), held_as="",
        timeline=Timeline(place="s"), acts=(act,),
    )  # fmt: skip


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed")
class TestBrowser:
    def test_heritage_page_files_each_site_with_holders_and_quotes(self, open_page, tmp_path) -> None:
        sites = read_sites(Store.in_memory(sample_quads()))
        labels = {i.actor: "The Holder" for site in sites for i in site.timeline.intervals}
        page = open_page(draw_heritage(sites, tmp_path / "h.html", labels=labels, title="Heritage at risk"))
        assert page.locator("h1").inner_text() == "Heritage at risk"
        assert page.locator("h2").all_inner_texts() == ["Palmyra"]
        text = page.locator("body").inner_text()
        for words in (
            "World Heritage",
            "The Holder",
            "IS blew up the temple",
            "The Paper",
            "1 reports of damage",
        ):
            assert words in text
        assert page.evaluate("document.documentElement.scrollWidth") <= 1400
        page.set_viewport_size({"width": 400, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400

    def test_heritage_page_shows_hostile_text_and_runs_nothing(self, open_page, tmp_path) -> None:
        site = site_file(HOSTILE, quote=HOSTILE, publisher=HOSTILE, source_label=HOSTILE)
        page = open_page(draw_heritage([site], tmp_path / "h.html", labels={}, title=HOSTILE))
        assert page.title() == HOSTILE
        assert page.locator("h1").inner_text() == HOSTILE
        assert page.locator("h2").inner_text() == HOSTILE
        assert HOSTILE in page.locator("body").inner_text()
        assert page.locator("img, b, script").count() == 0

    def test_heritage_page_of_nothing_says_so(self, open_page, tmp_path) -> None:
        page = open_page(draw_heritage([], tmp_path / "h.html", labels={}, title="Heritage"))
        assert "0 sites" in page.locator("body").inner_text()
