"""What is computed from claims and kept: the same after any way of coming and going, and sound."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import fake_extract

from kg.builder import build_store, refresh_entities
from kg.cli import main
from kg.control.derive import Touched, refresh_derived
from kg.events import EventClaim, cluster_claims
from kg.iris import DEFAULT_BASE, derived_graph_iri, document_graph_iri, mint_document_iri
from kg.shapes import validate
from kg.store import Store

WIRE = (
    "Islamic State seized the town of Palmyra, residents said. Shops were shut and families waited for lorries in the "
    "rain while the hospital ran out of blood, a doctor said by telephone from a village some way to the south."
)
TEXTS = {
    "a": ("2016-12-11", WIRE),
    "b": ("2016-12-12", f"(Agency) {WIRE}"),
    "c": ("2016-12-20", "Islamic State captured Palmyra and then Aleppo. Islamic State captured Aleppo."),
    "d": ("2016-12-30", "Islamic State has held Palmyra since then, a trader said."),
}


def write(folder: Path, *names: str) -> list[Path]:
    paths = []
    for name in names:
        path = folder / f"{name}.md"
        day, text = TEXTS[name]
        path.write_text(
            f"---\ntitle: T\npublished: {day}\npublisher: P{name}\n---\n\n{text}\n", encoding="utf-8"
        )
        paths.append(path)
    return paths


def derived(store: Store) -> set[str]:
    graph = derived_graph_iri(DEFAULT_BASE)
    return {str(quad) for quad in store.quads() if str(quad.graph_name) == f"<{graph}>"}


@pytest.mark.parametrize("order", [("a", "b", "c", "d"), ("d", "c", "b", "a"), ("b", "d", "a", "c")])
def test_derived_graph_is_the_same_one_by_one_and_all_at_once(order: tuple[str, ...], tmp_path: Path) -> None:
    together, apart = Store.in_memory(), Store.in_memory()
    paths = dict(zip(order, write(tmp_path, *order), strict=True))
    build_store(sorted(paths.values()), together, extract=fake_extract)
    for name in order:
        build_store([paths[name]], apart, extract=fake_extract)
    assert derived(apart) == derived(together)
    assert len(derived(together)) > 20
    again = derived(together)
    refresh_derived(together)
    assert derived(together) == again


def test_derived_graph_after_a_removal_is_that_without_the_document(tmp_path: Path) -> None:
    all_, some = Store.in_memory(), Store.in_memory()
    paths = write(tmp_path, "a", "b", "c", "d")
    build_store(paths, all_, extract=fake_extract)
    build_store(paths[1:], some, extract=fake_extract)
    identifier = next(d.identifier for d in all_.documents() if d.identifier.endswith("a.md"))
    iri, stale = mint_document_iri(identifier), Touched()
    stale.add_graph(all_, iri, document_graph_iri(iri))
    all_.remove_document(iri)
    refresh_entities(all_)
    refresh_derived(all_, stale)
    assert derived(all_) == derived(some)


def test_derived_graph_conforms_to_the_shapes(tmp_path: Path) -> None:
    store = Store.in_memory()
    build_store(write(tmp_path, "a", "b", "c", "d"), store, extract=fake_extract)
    report = validate(store)
    assert report.conforms, report.results


def test_control_command_tells_the_day_the_claims_and_the_sources(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path / "s") as store:
        build_store(write(tmp_path, "a", "b", "c", "d"), store, extract=fake_extract)
    assert main(["control", "palmyra", "--on", "2016-12-13", "--store", str(tmp_path / "s")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Palmyra on 2016-12-13\n")
    assert "Islamic State" in out
    assert main(["control", "Palmyra", "--as-of", "2016-12-01", "--store", str(tmp_path / "s")]) == 0
    assert "nobody is known to hold it" in capsys.readouterr().out
    assert main(["control", "Atlantis", "--store", str(tmp_path / "s")]) == 2
    assert "Atlantis" in capsys.readouterr().err


def event_claim(iri: str, **more: object) -> EventClaim:
    values: dict[str, object] = {
        "relation": "attacks", "subject": "a", "object": "b", "iri": iri, "document": iri, "text": iri, **more
    }  # fmt: skip
    return EventClaim(**values)  # type: ignore[arg-type]


def test_events_of_one_day_are_one_and_copies_count_once() -> None:
    claims = [
        event_claim("1", span=(10, 10), begin="x", reported=11),
        event_claim("2", span=(10, 10), begin="x", reported=12, text="1"),
        event_claim("3", span=(1, 31), reported=40),
        event_claim("4", reported=12),
        event_claim("5", span=(20, 20), reported=21),
        event_claim("6", reported=200),
        event_claim("7", relation="supports", span=(10, 10)),
    ]
    for order in (claims, claims[::-1]):
        events = cluster_claims(order)
        assert [[c.iri for c in event.claims] for event in events] == [["6"], ["1", "2", "3", "4"], ["5"]]
        assert (events[1].reports, events[1].sources) == (4, 3)


def test_events_of_a_symmetric_relation_have_no_direction() -> None:
    told = {"relation": "negotiatesWith", "span": (10, 10)}
    claims = [event_claim("1", **told), event_claim("2", subject="b", object="a", **told)]
    assert len(cluster_claims(claims)) == 1
