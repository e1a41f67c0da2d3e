"""Heritage statuses that the gazetteer dates, from the table to the store, the shapes and the query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest
from linking_sample import entity, link
from pyoxigraph import Literal, NamedNode, Quad

from kg.claims.model import Claim, Extraction, Mention
from kg.corrections import Correction, parse_corrections, refresh_entities
from kg.corrections.asked import find_entity
from kg.corrections.listing import list_entities
from kg.corrections.model import format_correction
from kg.documents import Document
from kg.errors import DataFileError, UnknownNameError
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.iris import DEFAULT_BASE, entities_graph_iri, mint_document_iri
from kg.linking import EntityRecord, Given, consolidate, link_entities
from kg.linking.linker import entity_of_entry
from kg.query import run_query
from kg.rdf import document_quads, entity_quads
from kg.shapes import validate
from kg.store import Store
from kg.vocab import CK, RDF, SCHEMA, SKOS, XSD

PALMYRA = f"{DEFAULT_BASE}place/palmyra.163808"
TIMBUKTU = f"{DEFAULT_BASE}place/timbuktu.2449067"
HOMS = f"{DEFAULT_BASE}place/homs.169577"
DANGER = f"{DEFAULT_BASE}status/listed.world-heritage-in-danger"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def records(*iris: str) -> list[EntityRecord]:
    return [EntityRecord(iri=iri, document="d", type="Settlement", names=("X",)) for iri in iris]


def told(document_id: str, country: str, *names: str) -> list[Quad]:
    """A document in which a country's army shells its towns."""
    army = entity("army", "MilitaryForce", whole="force", countries=(country,))
    things = (army, *(entity(name, "Settlement") for name in names))
    claims = tuple(
        Claim(
            subject=Mention(start=0, end=4, text="army", entity=0),
            relation="attacks",
            object=Mention(start=9, end=12, text=name, entity=number),
            quote_start=0,
            quote_end=20,
            quote=f"army shelled {name}",
            trigger_start=5,
            trigger_end=8,
            frame="f",
            construction="active",
            confidence=0.9,
        )
        for number, name in enumerate(names, 1)
    )
    document = Document(id=document_id, text="x" * 20, published=datetime.date(2013, 7, 1))
    extraction = Extraction(entities=things, claims=claims)
    return document_quads(document, extraction, link_entities(extraction, document, load_gazetteer()))


def store_of(*documents: Iterable[Quad]) -> Store:
    store = Store.in_memory([quad for quads in documents for quad in quads])
    refresh_entities(store)
    return store


def objects(quads: Iterable[Quad], subject: str, predicate: NamedNode) -> set[str]:
    return {q.object.value for q in quads if q.subject == NamedNode(subject) and q.predicate == predicate}


def test_heritage_a_site_has_its_statuses_with_the_years_in_which_they_hold(gazetteer: Gazetteer) -> None:
    palmyra, homs = link(gazetteer, entity("Palmyra", "Settlement"), entity("Homs", "Settlement"))
    (timbuktu,) = link(gazetteer, entity("Timbuktu", "Settlement"))
    assert [standing.name for standing in palmyra.standings] == [
        "World Heritage in Danger since 2013",
        "World Heritage since 1980",
    ]
    assert {standing.begin for standing in palmyra.standings} == {"2013", "1980"}
    assert homs.standings == ()
    assert ("1990", "2005") in {(standing.begin, standing.end) for standing in timbuktu.standings}


def test_heritage_a_status_without_a_year_has_none(gazetteer: Gazetteer) -> None:
    (undated,) = gazetteer.lookup("Palmyra Museum")
    assert [(r.status, r.begin) for r in undated.heritage] == [("Nationally protected", "")]
    quads = entity_quads([entity_of_entry(undated, gazetteer)])
    (node,) = {q.subject.value for q in quads if q.object == CK.HeritageStatus}
    assert objects(quads, node, SKOS.prefLabel) == {"Nationally protected"}
    assert not objects(quads, node, SCHEMA.startDate)


def test_heritage_statuses_are_nodes_with_years(gazetteer: Gazetteer) -> None:
    quads = entity_quads(consolidate(records(PALMYRA), gazetteer))
    since = f"{DANGER}.since-2013"
    assert since in objects(quads, PALMYRA, CK.hasHeritageStatus)
    graph = NamedNode(entities_graph_iri(DEFAULT_BASE))
    for row in (
        (RDF.type, CK.HeritageStatus),
        (SKOS.prefLabel, Literal("World Heritage in Danger since 2013")),
        (SKOS.altLabel, Literal("World Heritage in Danger")),
        (SCHEMA.startDate, Literal("2013", datatype=XSD.gYear)),
    ):
        assert Quad(NamedNode(since), *row, graph) in quads
    assert not objects(quads, since, SCHEMA.endDate)


def test_heritage_what_is_merged_or_retyped_keeps_or_loses_its_statuses(gazetteer: Gazetteer) -> None:
    merged = consolidate(records(HOMS), gazetteer, given=Given(merged={HOMS: (PALMYRA,)}))
    assert any(entity.standings for entity in merged)
    (actor,) = consolidate(records(PALMYRA), gazetteer, given=Given(types={PALMYRA: "Organization"}))
    assert actor.standings == ()


def test_heritage_the_shapes_hold_with_statuses_of_the_gazetteer_and_catch_bad_years() -> None:
    with store_of(told("a", "ML", "Timbuktu", "Gao")) as store:
        report = validate(store)
        assert report.conforms, report.results
        quads = list(store.quads())
    node = NamedNode(f"{DANGER}.1990-2005")
    graph = NamedNode(entities_graph_iri(DEFAULT_BASE))
    for bad in (
        Quad(node, SCHEMA.endDate, Literal("2007", datatype=XSD.gYear), graph),
        Quad(NamedNode(f"{DANGER}.since-2012"), SCHEMA.endDate, Literal("soon"), graph),
        Quad(node, SCHEMA.startDate, Literal("1991", datatype=XSD.gYear), graph),
    ):
        assert not validate([*quads, bad]).conforms, bad


def rows(store: Store) -> list[tuple[str, str]]:
    found = run_query(store, "heritage-at-risk", timeout=None).as_dicts()
    return [(row["siteLabel"], row["statusLabel"]) for row in found]


def test_heritage_at_risk_gives_the_statuses_of_the_day_with_their_years() -> None:
    with store_of(told("a", "ML", "Timbuktu", "Gao")) as store:
        found = rows(store)
    assert ("Timbuktu", "World Heritage in Danger since 2012") in found
    assert not [row for row in found if "1990" in str(row[1]) or row[1] == "World Heritage"]


@pytest.mark.parametrize("left", [TIMBUKTU, PALMYRA])
def test_heritage_statuses_go_with_the_last_place_that_has_them(left: str) -> None:
    with store_of(told("a", "ML", "Timbuktu"), told("b", "SY", "Palmyra")) as store:
        gone = {TIMBUKTU: "b", PALMYRA: "a"}[left]
        graph = NamedNode(entities_graph_iri(DEFAULT_BASE))
        assert store.remove_document(mint_document_iri(gone))
        refresh_entities(store, only=[({TIMBUKTU, PALMYRA} - {left}).pop()])
        partly = set(store.quads(None, None, None, graph))
        refresh_entities(store)
        whole = set(store.quads(None, None, None, graph))
        armies = {quad for quad in partly - whole if "/actor/" in quad.subject.value}
        assert partly == whole | armies  # the other army was not among those that changed


def test_heritage_statuses_of_the_list_are_no_entities_to_correct() -> None:
    with store_of(told("a", "ML", "Timbuktu")) as store:
        assert not [one for one in list_entities(store) if "Heritage" in one.name]
        since = f"{DANGER}.since-2012"
        with pytest.raises(UnknownNameError):
            find_entity(store, since)
        line = format_correction(Correction(kind="rename", entity=since, value="Mine"))
        with pytest.raises(DataFileError, match="line 1"):
            parse_corrections(line.encode(), Path("corrections.jsonl"))
