"""The pages as a reader meets them: in Debian's chromium, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from viz_rows import ARABIC, HOSTILE, make_row, sample_alliances, sample_control

from kg.alliances import build_alliances, build_control
from kg.viz import draw_alliances, draw_control

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as runner:
        chromium = runner.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """Open a file offline; at the end, nothing may have been asked for, run or broken."""
    seen: dict[str, list[str]] = {"requests": [], "trouble": []}
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on("pageerror", lambda error: seen["trouble"].append(str(error)))
    page.on("console", lambda message: seen["trouble"].append(message.text))

    def note_dialog(dialog):
        seen["trouble"].append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", note_dialog)
    urls = []

    def open_(path: Path):
        urls.append(path.as_uri())
        page.goto(path.as_uri())
        return page

    yield open_
    page.wait_for_timeout(50)
    context.close()
    assert seen == {"requests": urls, "trouble": []}


@pytest.fixture
def alliances(tmp_path):
    return draw_alliances(build_alliances(sample_alliances()), tmp_path / "alliances.html")


def count_drawn(page, kind):
    return page.evaluate(f"kgPage.{kind}.get({{filter: (item) => !item.hidden}}).length")


def find_node(page, label):
    """Return where on the screen a node lies."""
    return page.evaluate(
        """label => {
            const node = kgPage.nodes.get().find((node) => node.label === label);
            const at = kgPage.network.canvasToDOM(kgPage.network.getPosition(node.id));
            const frame = document.getElementById("network").getBoundingClientRect();
            return [frame.left + at.x, frame.top + at.y];
        }""",
        label,
    )


def test_page_draws_every_node_and_edge(open_page, alliances):
    page = open_page(alliances)
    assert (count_drawn(page, "nodes"), count_drawn(page, "edges")) == (5, 5)
    assert page.locator("#status").inner_text() == "5 actors, 5 lines"
    inked = page.evaluate(
        """() => { const canvas = document.querySelector("#network canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return pixels.filter((value, i) => i % 4 === 3 && value > 0).length; }"""
    )
    assert inked > 1000


def test_page_does_not_move_after_opening(open_page, alliances):
    page = open_page(alliances)
    before = page.evaluate("kgPage.network.getPositions()")
    page.wait_for_timeout(400)
    assert page.evaluate("kgPage.network.getPositions()") == before


def test_page_hover_shows_a_quote_with_source_and_date(open_page, alliances):
    page = open_page(alliances)
    page.mouse.move(*find_node(page, "Militia"), steps=3)
    tooltip = page.locator("#tooltip")
    tooltip.wait_for()
    text = tooltip.inner_text()
    assert "Militia" in text
    assert "“Army fighters, said to supports Militia”" in text
    assert "AP · 2016-12-13 · ‘Report 2’ · confidence 0.80" in text


def test_page_hover_on_an_edge_shows_its_quotes(open_page, alliances):
    page = open_page(alliances)
    (x1, y1), (x2, y2) = find_node(page, "Militia"), find_node(page, "Army")
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2, steps=3)
    page.locator("#tooltip").wait_for()
    text = page.locator("#tooltip").inner_text()
    assert text.startswith("Army supports Militia\n2 sources")
    assert text.count("“") == 2
    page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    assert page.locator("#panel h2").inner_text() == "Army supports Militia"
    assert page.locator("#panel blockquote").count() == 2


def test_page_click_shows_all_that_is_said_of_a_node(open_page, alliances):
    page = open_page(alliances)
    page.mouse.click(*find_node(page, "Army"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Army"
    assert panel.locator("details").count() == 4
    assert panel.locator("details[open] blockquote").count() == 2
    page.locator("#panel .close").click()
    assert panel.is_hidden()


def test_page_by_keyboard_from_search_to_quotes_and_back(open_page, alliances):
    page = open_page(alliances)
    page.locator("#search").focus()
    page.keyboard.type("zahr")  # finds Zähringer
    assert page.locator("#names button").all_inner_texts() == ["Zähringer Rebels\n3"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Zähringer Rebels"
    assert page.evaluate("document.activeElement.id") == "panel"
    for key in ("Tab", "Tab", "Tab", "Enter"):  # past the button and the first summary
        page.keyboard.press(key)
    assert page.locator("#panel details[open]").count() == 2
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_page_search_without_a_match_says_so(open_page, alliances):
    page = open_page(alliances)
    page.fill("#search", "nobody")
    assert page.locator("#names").inner_text() == "No such name here"
    assert page.evaluate("kgPage.nodes.get().every((node) => node.opacity === 1)")


def test_page_search_fades_the_rest(open_page, alliances):
    page = open_page(alliances)
    page.fill("#search", "militia")
    faded = page.evaluate("kgPage.nodes.get().filter((node) => node.opacity < 1).length")
    assert faded == 4


def test_page_filter_hides_a_relation_and_who_has_no_other(open_page, alliances):
    page = open_page(alliances)
    page.uncheck("#filter input[value=supports]")
    assert (count_drawn(page, "nodes"), count_drawn(page, "edges")) == (4, 4)
    assert page.locator("#status").inner_text() == "4 actors, 4 lines (filtered)"
    assert "Militia" not in page.locator("#names").inner_text()
    page.check("#filter input[value=supports]")
    assert (count_drawn(page, "nodes"), count_drawn(page, "edges")) == (5, 5)


@pytest.mark.parametrize("draw", ["alliances", "control"])
def test_page_hostile_text_shows_exactly_and_runs_nothing(draw, open_page, tmp_path):
    other = {"quote": HOSTILE, "publisher": HOSTILE, "source_label": HOSTILE, "document_title": HOSTILE}
    if draw == "alliances":
        graph = build_alliances([make_row(HOSTILE, "attacks", "Plain", **other)])
        path = draw_alliances(graph, tmp_path / "x.html", title=HOSTILE)
    else:
        graph = build_control([make_row("Plain", "controls", HOSTILE, **other)])
        path = draw_control(graph, tmp_path / "x.html", title=HOSTILE)
    page = open_page(path)
    assert page.title() == HOSTILE
    assert page.locator("h1").inner_text() == HOSTILE
    assert sorted(page.locator("#names bdi").all_inner_texts()) == sorted([HOSTILE, "Plain"])
    label = page.evaluate("kgPage.nodes.get().map((node) => node.label).find((label) => label !== 'Plain')")
    assert label.replace("\n", " ") == HOSTILE
    page.mouse.move(*find_node(page, label), steps=3)
    page.locator("#tooltip").wait_for()
    assert page.locator("#tooltip .name").inner_text() == HOSTILE
    page.mouse.click(*find_node(page, label))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == HOSTILE
    assert panel.locator(".iri").inner_text() == f"https://example.org/{HOSTILE}"
    assert panel.locator("blockquote p").inner_text() == f"“{HOSTILE}”"
    assert f"according to {HOSTILE} · {HOSTILE} · 2016-12-12 · ‘{HOSTILE}’" in panel.inner_text()
    assert page.locator("img, b").count() == 0


def test_page_policy_stops_a_script_that_gets_in(browser, alliances):
    page = browser.new_context(offline=True).new_page()
    page.goto(alliances.as_uri())
    page.evaluate(
        """() => { const script = document.createElement("script");
            script.textContent = "window.ran = 1"; document.body.append(script); }"""
    )
    assert page.evaluate("window.ran") is None
    page.context.close()


def test_page_written_in_the_c_locale_is_legible(open_page, tmp_path):
    code = (
        "import sys; from viz_rows import *; from kg.alliances import build_alliances; from kg.viz import *\n"
        "draw_alliances(build_alliances(sample_alliances()), sys.argv[1], title=ARABIC)"
    )
    tests = Path(__file__).parent
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment["PYTHONPATH"] = f"{tests}{os.pathsep}{tests.parent}"
    work = tmp_path / "work"
    work.mkdir()
    subprocess.run([sys.executable, "-c", code, "page.html"], check=True, cwd=work, env=environment)
    assert [path.name for path in work.iterdir()] == ["page.html"]
    moved = (work / "page.html").rename(tmp_path / "moved.html")
    page = open_page(moved)
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert page.locator("h1").inner_text() == ARABIC
    assert {ARABIC, "Zähringer Rebels"} <= set(page.locator("#names bdi").all_inner_texts())


def test_page_of_nothing_says_so(open_page, tmp_path):
    page = open_page(draw_alliances(build_alliances([]), tmp_path / "x.html"))
    assert page.locator("main").inner_text().startswith("No alliances to draw")
    assert page.locator("canvas").count() == 0


def test_page_control_names_phases_and_disputes(open_page, tmp_path):
    page = open_page(draw_control(build_control(sample_control()), tmp_path / "x.html"))
    assert page.locator("#filter label span:not(.count)").all_inner_texts() == ["takes", "holds", "loses"]
    assert "Disputed: reports name more than one holder" in page.locator(".legend").inner_text()
    page.mouse.click(*find_node(page, "Palmyra"))
    assert "disputed" in page.locator("#panel .kind").inner_text()
    page.uncheck("#filter input[value=Ends]")
    assert (count_drawn(page, "nodes"), count_drawn(page, "edges")) == (4, 3)


@pytest.mark.slow
def test_page_large_network_opens_within_seconds(open_page, tmp_path):
    rows = [
        make_row(f"Actor {n % 5000}", "attacks", f"Actor {(n * 7919 + 1) % 5000}", number=n)
        for n in range(20000)
    ]
    page = open_page(draw_alliances(build_alliances(rows), tmp_path / "x.html", limit=80))
    assert count_drawn(page, "nodes") == 80
    text = page.locator("header p").inner_text()
    assert "The 80 most reported of 5,000 actors" in text
    assert "--limit 0 draws all" in text
    assert page.evaluate("performance.now()") < 10_000


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (800, 600)])
def test_page_fits_the_window(width, height, open_page, alliances):
    page = open_page(alliances)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(300)
    page.click("#fit")
    for label in ("Army", "Militia", "Envoy"):
        x, y = find_node(page, label)
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", [x, y]) == "CANVAS"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollHeight") <= height
