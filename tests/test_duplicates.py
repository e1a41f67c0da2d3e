"""What ``kg duplicates`` proposes, what it does not, and that it does not compare everything with everything."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT
from pyoxigraph import Literal, NamedNode, Quad

from kg.corrections import duplicates
from kg.corrections.duplicates import Duplicate, find_duplicates
from kg.iris import DEFAULT_BASE, document_graph_iri, entities_graph_iri, mint_document_iri, mint_entity_iri
from kg.linking.names import kind_of
from kg.store import Store
from kg.vocab import CK, RDF, SCHEMA, SKOS, XSD

ENTITIES = NamedNode(entities_graph_iri(DEFAULT_BASE))
DOCUMENT = NamedNode(document_graph_iri(mint_document_iri("d")))


def quads(
    name: str, type_: str = "ArmedGroup", country: str = "sy", reason: str = "same name and type",
    at: tuple[str, str] | None = None, generic: bool = False,
) -> list[Quad]:  # fmt: skip
    node = NamedNode(mint_entity_iri(kind_of(type_), "named", name, f"in-{country}"))
    rows = [
        Quad(node, RDF.type, CK[type_], ENTITIES),
        Quad(node, SKOS.prefLabel, Literal(name), ENTITIES),
        Quad(node, CK.typeSeen, CK[type_], DOCUMENT),
        Quad(node, SKOS.altLabel, Literal(name), DOCUMENT),
        Quad(node, CK.linkReason, Literal(reason), DOCUMENT),
    ]
    if generic:
        rows.append(Quad(node, CK.generic, Literal(True), DOCUMENT))
    for term, value in zip((SCHEMA.latitude, SCHEMA.longitude), at or (), strict=False):
        rows.append(Quad(node, term, Literal(value, datatype=XSD.decimal), ENTITIES))
    return rows


def claim(number: int, subject: str, object_: str, country: str = "sy") -> list[Quad]:
    node = NamedNode(f"{DEFAULT_BASE}claim/{number}")
    ends = [
        NamedNode(mint_entity_iri("actor", "named", name, f"in-{country}")) for name in (subject, object_)
    ]
    rows = ((RDF.type, CK.Claim), (RDF.subject, ends[0]), (RDF.predicate, CK.attacks), (RDF.object, ends[1]))
    return [Quad(node, term, value, DOCUMENT) for term, value in rows]


def propose(*groups: list[Quad]) -> tuple[Duplicate, ...]:
    return find_duplicates(Store.in_memory(quad for group in groups for quad in group))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Hamza Brigade", "Hamzah Brigade", "transliteration"),
        ("Liwa al-Quds", "Liwa Al Quds", "same name but for the spelling"),
        ("Jaysh al-Nasr", "Jaish al-Nasr", "transliteration"),
        ("Northern Shield Brigade", "Northern Shiedl Brigade", "alike"),
        ("Hamza Brigade", "Brigade of Hamza", "another order"),
        ("Free Coastal Union", "FCU", "acronym"),
        ("Hamza Brigade", "Hamza Islamic Brigade", "within the other"),
        ("Ṣuqūr al-Ghāb", "Suqur al-Ghab", "same name but for the spelling"),
    ],
)
def test_duplicates_are_proposed_with_the_reason(one: str, other: str, reason: str) -> None:
    (pair,) = propose(quads(one), quads(other))
    assert {pair.keep.name, pair.drop.name} == {one, other}
    assert reason in pair.reasons[0]
    assert "both ArmedGroup" in pair.reasons
    assert "both of SY" in pair.reasons
    assert 0.7 <= pair.score <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1st Division", "2nd Division"),
        ("Northern Hamza Front", "Southern Hamza Front"),
        ("Hamza Brigade", "Qasim Brigade"),
        ("National Council", "National Army"),
        ("Islamic Front", "Islamic Union"),
        ("الجيش", "الشعب"),
    ],
)
def test_duplicates_leave_out_what_its_name_tells_apart(one: str, other: str) -> None:
    assert propose(quads(one), quads(other)) == ()


def test_duplicates_leave_out_what_is_told_apart_otherwise() -> None:
    assert propose(quads("Hamza"), quads("Hamza", "Settlement")) == ()
    known = [quads("Tripoli", "Settlement", country, "gazetteer") for country in ("ly", "lb")]
    assert propose(*known) == ()
    here, far, near = ((latitude, "36.1") for latitude in ("35.1", "33.1", "35.12"))
    noor = quads("Tell Noor", "Settlement", at=here)
    assert propose(noor, quads("Tell Nur", "Settlement", at=far)) == ()
    assert "2 km apart" in propose(noor, quads("Tell Nur", "Settlement", at=near))[0].reasons
    assert propose(quads("Hamza Brigade", country="sy"), quads("Hamzah Brigade", country="ly")) == ()
    assert propose(quads("rebels", generic=True), quads("rebels", "Organization", generic=True)) == ()
    assert propose(quads("Turks", "PopulationGroup"), quads("Turkic", "State")) == ()


def test_duplicates_what_shares_neighbours_comes_first_and_enemies_last() -> None:
    names = (
        "Hamza Brigade",
        "Hamzah Brigade",
        "Qasim Front",
        "Qassim Front",
        "Yarmuk Army",
        "Yarmouk Army",
        "Zafar",
    )
    claims = [
        *claim(1, "Zafar", "Qasim Front"),
        *claim(2, "Zafar", "Qassim Front"),
        *claim(3, "Hamza Brigade", "Hamzah Brigade"),
    ]
    found = propose(*(quads(name) for name in names), claims)
    assert [pair.keep.name[0] for pair in found] == ["Q", "Y"]
    assert "both with Zafar" in found[0].reasons


def test_duplicates_keep_is_what_the_gazetteer_knows() -> None:
    (pair,) = propose(quads("Hamzah Brigade"), quads("Hamza Brigade", reason="gazetteer"))
    assert pair.keep.name == "Hamza Brigade"


def test_duplicates_are_the_same_in_any_order_of_the_store() -> None:
    groups = [quads(name) for name in ("Hamza Brigade", "Hamzah Brigade", "Hamsa Brigade")]
    assert propose(*groups) == propose(*reversed(groups))


def test_duplicates_work_grows_with_the_names_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    compared = []
    found = []
    pairs = duplicates._pairs

    def count(things: list[duplicates._Thing]) -> set[tuple[int, int]]:
        found_pairs = pairs(things)
        compared.append(len(found_pairs))
        return found_pairs

    monkeypatch.setattr(duplicates, "_pairs", count)
    make_store = __import__("duplicates").make_store
    for size in (1000, 4000):
        store, planted = make_store(size)
        proposed = {frozenset((one.keep.iri, one.drop.iri)) for one in find_duplicates(store, limit=0)}
        found.append(sum(pair in proposed for pair in planted) / len(planted))
    sys.modules.pop("duplicates")
    assert compared[1] < 5 * compared[0]
    assert compared[1] < 4000 * 40
    assert min(found) > 0.85
