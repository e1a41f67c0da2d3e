"""The timeline and the map as a reader meets them: in Debian's chromium, without a network."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest
from test_control import HELD, SEIZED, STILL, said
from test_pages_browser import CHROMIUM, browser, open_page
from viz_rows import HOSTILE

from kg.control import ControlClaim, Timeline, build_timeline
from kg.control.overview import PlaceView, compare_days
from kg.errors import UnknownNameError
from kg.viz.map import draw_map
from kg.viz.timeline import draw_timeline, lanes_of_actor, lanes_of_place

__all__ = ["browser", "open_page"]

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]
LABELS = {"Army": "The Army", "Rebels": "The Rebels", "observatory": "Observatory", "ministry": "Ministry"}
PALMYRA = [HELD, SEIZED, STILL, said("Army Begins 2020-02-01", "2020-02-02")]


def draw(
    tmp_path: Path, claims: list[ControlClaim], title: str = "Who held Palmyra", name: str = "t.html"
) -> Path:
    timeline = build_timeline("p", claims)
    return draw_timeline(lanes_of_place(timeline, LABELS), tmp_path / name, title=title, labels=LABELS)


def view(label: str, claims: list[ControlClaim], where: tuple[float, float] | None) -> PlaceView:
    latitude, longitude = where or (None, None)
    timeline = build_timeline(label, claims)
    return PlaceView(iri=label, label=label, timeline=timeline, latitude=latitude, longitude=longitude)


PLACES = [
    view("Palmyra", PALMYRA, (34.55, 38.27)),
    view("Raqqa", [said("Rebels Begins 2020-01-05", "2020-01-06")], (35.95, 39.0)),
    view("Nowhere", [HELD], None),
]


def map_page(
    tmp_path: Path, day: str = "2020-01-15", places: list[PlaceView] = PLACES, title: str = "Map"
) -> Path:
    number = date.fromisoformat(day).toordinal()
    return draw_map(places, tmp_path / "map.html", day=number, labels=LABELS, title=title)


class TestBrowser:
    pytestmark = needs_browser

    def test_timeline_has_a_lane_an_actor_and_hatches_what_is_disputed(self, open_page, tmp_path) -> None:
        page = open_page(draw(tmp_path, PALMYRA))
        assert page.locator("h1").inner_text() == "Who held Palmyra"
        assert page.locator("svg .lane > text").all_text_contents() == ["The Army", "The Rebels"]
        assert page.locator("svg .bar").count() == 3
        assert page.locator("svg .disputed").count() == 2
        boxes = [page.locator("svg .disputed").nth(n).bounding_box() for n in (0, 1)]
        assert abs(boxes[0]["x"] - boxes[1]["x"]) < 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 1400

    def test_timeline_marks_show_quote_and_source_on_hover_and_by_keyboard(self, open_page, tmp_path) -> None:
        page = open_page(draw(tmp_path, PALMYRA))
        page.locator("svg .lane").nth(1).locator(".mark").first.hover()
        tip = page.locator("#tip")
        assert tip.inner_text() == "“Rebels Begins” — according to Observatory, 2020-01-11"
        page.mouse.move(5, 5)
        assert tip.is_hidden()
        page.locator("svg .mark.against").first.focus()
        assert "the army still holds" in tip.inner_text() or "Rebels Begins" in tip.inner_text()
        page.keyboard.press("Escape")
        assert tip.is_hidden()
        assert page.locator(".reports li").count() == 4

    def test_timeline_of_an_actor_has_a_lane_a_place(self, open_page, tmp_path) -> None:
        path = draw_timeline(
            lanes_of_actor(PLACES), tmp_path / "a.html", title="What they held", labels=LABELS
        )
        page = open_page(path)
        assert page.locator("svg .lane > text").all_text_contents() == ["Palmyra", "Raqqa", "Nowhere"]

    def test_map_colours_places_by_holder_and_marks_disputes(self, open_page, tmp_path) -> None:
        page = open_page(map_page(tmp_path))
        assert page.locator("#places .place").count() == 2
        assert "1 more have no known position" in page.locator(".about").inner_text()
        palmyra = page.locator(".place", has_text="Palmyra")
        assert palmyra.get_attribute("data-disputed") == "true"
        assert palmyra.get_attribute("data-holders") == "The Army|The Rebels"
        assert page.locator(".land path").count() > 5
        palmyra.locator("circle").last.click()
        panel = page.locator("#panel")
        assert panel.locator("h2").inner_text() == "Palmyra"
        assert "Disputed" in panel.inner_text()
        assert panel.locator("blockquote").count() >= 2

    def test_map_slider_and_buttons_change_the_day(self, open_page, tmp_path) -> None:
        page = open_page(map_page(tmp_path))
        raqqa, palmyra = page.locator(".place", has_text="Raqqa"), page.locator(".place", has_text="Palmyra")
        page.locator("#forth").click()
        assert page.locator("#day").inner_text() == "2020-02-01"
        assert palmyra.get_attribute("data-holders") == "The Army"
        slider = page.locator("#slider")
        slider.evaluate("node => { node.value = node.min; node.dispatchEvent(new Event('input')); }")
        assert page.locator("#day").inner_text() == "2019-12-31"
        assert (palmyra.get_attribute("data-holders"), raqqa.get_attribute("data-holders")) == ("", "")
        width = "document.getElementById('map').viewBox.baseVal.width"
        before = page.evaluate(width)
        page.locator("#in").click()
        assert page.evaluate(width) < before
        page.locator("#all").click()
        assert page.evaluate(width) == before

    def test_pages_show_hostile_text_and_run_nothing(self, open_page, tmp_path) -> None:
        hostile = said("A Begins 2020-01-10", "2020-01-11", quote=HOSTILE, publisher=HOSTILE, actor=HOSTILE)
        timeline = build_timeline("p", [hostile])
        path = draw_timeline(lanes_of_place(timeline, {}), tmp_path / "t.html", title=HOSTILE, labels={})
        page = open_page(path)
        assert page.locator("h1").inner_text() == HOSTILE
        assert HOSTILE in page.locator(".reports li").inner_text()
        page.locator("svg .mark").first.hover()
        assert HOSTILE in page.locator("#tip").inner_text()
        page = open_page(map_page(tmp_path, places=[view(HOSTILE, [hostile], (10.0, 10.0))], title=HOSTILE))
        assert page.title() == HOSTILE
        page.locator(".place circle").last.click()
        assert page.locator("#panel h2").inner_text() == HOSTILE
        assert page.locator("img, b, script[src]").count() == 0

    def test_pages_of_nothing_say_so(self, open_page, tmp_path) -> None:
        assert "Nobody is known" in open_page(draw(tmp_path, [])).locator(".about").inner_text()
        page = open_page(map_page(tmp_path, places=[]))
        assert page.locator(".land path").count() > 150


def test_timeline_svg_is_well_formed_and_the_same_each_time(tmp_path: Path) -> None:
    one = draw(tmp_path, PALMYRA, title=HOSTILE, name="a.svg").read_bytes()
    other = draw(tmp_path, PALMYRA[::-1], title=HOSTILE, name="b.svg").read_bytes()
    assert one == other
    root = ElementTree.fromstring(one)
    assert root.attrib["aria-label"] == HOSTILE
    assert "the army still holds" in "".join(root.itertext())


def test_pages_of_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="pdf"):
        draw(tmp_path, PALMYRA, name="t.pdf")
    with pytest.raises(UnknownNameError, match="svg"):
        draw_map([], tmp_path / "m.svg", day=730000, labels={}, title="")
    assert list(tmp_path.iterdir()) == []


def test_diff_lists_what_changed_hands() -> None:
    days = [date.fromisoformat(day).toordinal() for day in ("2020-01-04", "2020-01-15")]
    changes = compare_days(PLACES, LABELS, days[0], days[1])
    assert [(c.label, c.before, c.after, c.disputed_after) for c in changes] == [
        ("Palmyra", ("The Army",), ("The Army", "The Rebels"), True),
        ("Raqqa", (), ("The Rebels",), False),
    ]
    assert compare_days(PLACES, LABELS, days[1], days[1]) == []


def test_pages_take_a_place_whose_times_are_far_apart(tmp_path: Path) -> None:
    claims = [said("A Begins 0001-01-01", "0001-01-02"), said("B Begins 9999-12-31", "9999-12-31")]
    assert draw(tmp_path, claims).stat().st_size > 1000
    assert isinstance(build_timeline("p", claims), Timeline)
