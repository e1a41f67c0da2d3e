from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viz_rows import ARABIC, HOSTILE, make_row, sample_alliances, sample_control

from kg.alliances import build_alliances, build_control
from kg.errors import ExtraMissingError, UnknownNameError
from kg.viz import FORMATS, draw_alliances, draw_control
from kg.viz.files import write_whole
from kg.viz.page import MAX_QUOTES, render_page
from kg.viz.scene import choose_nodes, set_alliances, set_control

PNG = b"\x89PNG\r\n\x1a\n"


def page_of(rows, **options):
    return render_page(
        set_alliances(build_alliances(rows), **({"title": "T", "limit": 0} | options))
    ).decode()


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def test_draw_unknown_format_names_those_that_are(tmp_path):
    with pytest.raises(UnknownNameError, match=r"no picture format '\.htm'; did you mean \.html"):
        draw_alliances(nx.MultiDiGraph(), tmp_path / "x.htm")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("rows", [[], sample_control()[:1], sample_control()])
def test_draw_writes_one_file(ending, rows, tmp_path):
    if ending != ".html":
        pytest.importorskip("matplotlib")
    path = draw_control(build_control(rows), tmp_path / f"x{ending}")
    assert list(tmp_path.iterdir()) == [path]
    data = path.read_bytes()
    assert data.startswith({".html": b"<!DOCTYPE html>", ".svg": b"<?xml", ".png": PNG}[ending])


@pytest.mark.parametrize("ending", FORMATS)
def test_draw_same_bytes_under_any_hash_seed_and_locale(ending, tmp_path):
    if ending != ".html":
        pytest.importorskip("matplotlib")
    code = (
        "import sys; from viz_rows import *; from kg.alliances import build_alliances; from kg.viz import *\n"
        "draw_alliances(build_alliances(sample_alliances()), sys.argv[1])"
    )
    tests = Path(__file__).parent
    found = []
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        path = tmp_path / f"{seed}{ending}"
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}",
        }
        subprocess.run([sys.executable, "-c", code, path], check=True, env=environment, cwd=tmp_path)
        found.append(path.read_bytes())
    assert found[0] == found[1]
    if ending != ".png":
        assert ARABIC in found[0].decode()
    assert {path.suffix for path in tmp_path.iterdir()} == {ending}  # no lib folder


def test_still_without_matplotlib_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ExtraMissingError, match=r"conflict-kg\[pictures\]"):
        draw_alliances(build_alliances(sample_alliances()), tmp_path / "x.png")


def test_still_shows_hostile_and_mathematical_labels(tmp_path):
    pytest.importorskip("matplotlib")
    rows = [make_row(f"{HOSTILE} $x_2$ \\frac", "attacks", "日本")]
    path = draw_alliances(build_alliances(rows), tmp_path / "x.svg", title="$\\bad{")
    text = path.read_text("utf-8")
    assert "<img" not in text
    assert "$x_2$" in text
    assert "$\\bad{" in text


def test_page_needs_nothing_from_elsewhere():
    page = page_of(sample_alliances())
    assert not re.search(r"<(?:link|img|iframe|script)[^>]*(?:src|href)=", page)
    assert "sourceMappingURL" not in page
    assert "@import" not in page
    assert "url(" not in re.search(r"<style>(.*?)</style>", page, re.S)[1]
    assert "cdn" not in re.sub(r"<script>.*?</script>", "", page, flags=re.S).lower()
    assert "@license" in page  # vis-network's own notice stays with it
    assert page.index('<meta charset="utf-8">') < 1024


def test_page_policy_allows_its_own_scripts_and_nothing_else():
    page = page_of(sample_alliances())
    policy = re.search(r'Security-Policy" content="(.*?)"', page)[1].replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    own = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert len(own) == 2
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert rules["script-src"].split() == [hash_of(script) for script in own]
    assert rules["style-src"] == hash_of(re.search(r"<style>(.*?)</style>", page, re.S)[1])


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_page_keeps_any_text_and_never_lets_it_out(text):
    page = page_of([make_row("A", "attacks", "B", quote=text, subject_label=text)], title=text)
    data = data_of(page)
    assert data["links"][0]["claims"][0]["quote"] == text
    assert text in {actor["label"] for actor in data["actors"]}
    plain = page_of([make_row("A", "attacks", "B")])
    assert page.count("<") == plain.count("<")  # the text adds no tag


def test_page_heading_is_escaped():
    page = page_of(sample_alliances(), title=HOSTILE)
    assert '<h1 dir="auto">&#34;&gt;&lt;img src=x onerror=alert(1)&gt; &lt;/script&gt;' in page
    assert "<img" not in page.replace(json.dumps(HOSTILE), "")


def test_page_lone_surrogate_is_written():
    assert "\ud800" not in page_of([make_row("A\ud800", "attacks", "B")])


def test_page_of_nothing_says_so():
    page = page_of([])
    assert "No alliances to draw" in page
    assert "<script" not in page


def test_page_many_quotes_are_counted_not_all_carried():
    rows = [make_row("A", "attacks", "B", number=number) for number in range(MAX_QUOTES + 7)]
    (link,) = data_of(page_of(rows))["links"]
    assert (len(link["claims"]), link["count"]) == (MAX_QUOTES, MAX_QUOTES + 7)


def star(rays):
    return [make_row("Hub", "attacks", f"Ray{number:03}", number=number) for number in range(rays)]


def test_scene_limit_says_what_is_hidden():
    scene = set_alliances(build_alliances(star(30)), title="T", limit=10)
    assert len(scene.nodes) == 10
    assert scene.summary == (
        "The 10 most reported of 31 actors, with 9 of 30 claims. Hidden: 21 actors and 21 claims; "
        "draw again with a greater limit to see more (--limit 0 draws all)."
    )
    assert set_alliances(build_alliances(star(30)), title="T", limit=0).summary == "31 actors, 30 claims."


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_scene_limit_leaves_no_node_alone(limit):
    pairs = [make_row(f"A{number}", "attacks", f"B{number}") for number in range(10)]
    graph = build_alliances(pairs)
    chosen = choose_nodes(graph, limit)
    assert 2 <= len(chosen) <= max(limit, 2)
    assert nx.number_of_isolates(graph.subgraph(chosen)) == 0


def test_scene_weight_decides_width_and_size():
    rows = [make_row("A", "attacks", "B", number=n, publisher=f"P{n}") for n in range(6)]
    scene = set_alliances(build_alliances([*rows, make_row("C", "attacks", "B")]), title="T", limit=0)
    widths = {scene.nodes[edge.source].label: edge.width for edge in scene.edges}
    sizes = {node.label: node.size for node in scene.nodes}
    assert widths["A"] > widths["C"]
    assert sizes["B"] > sizes["A"] > sizes["C"]


def test_scene_control_marks_disputed_places_and_phases():
    scene = set_control(build_control(sample_control()), title="T", limit=0)
    assert [node.label for node in scene.nodes if node.disputed] == ["Palmyra"]
    assert [style.name for style in scene.edge_styles] == ["Begins", "Holds", "Ends"]
    assert {node.style.shape for node in scene.nodes if node.label in {"Palmyra", "Aleppo"}} == {"box"}


def test_scene_unknown_type_is_drawn_as_other_actor():
    scene = set_alliances(
        build_alliances([make_row("A", "attacks", "B", subject_type="Own")]), title="T", limit=0
    )
    assert "Other actor" in {style.words for style in scene.node_styles}


def test_write_whole_leaves_the_old_file_when_it_fails(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_text("old")

    def refuse(*_):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]
