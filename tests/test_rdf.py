import datetime
import io
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

import kg.rdf
from kg.claims.model import Claim, DocumentEntity, Extraction, Mention
from kg.documents import Document
from kg.errors import IriError, UnknownNameError
from kg.iris import DEFAULT_BASE, document_graph_iri, entities_graph_iri, mint_document_iri, mint_entity_iri
from kg.rdf import document_quads, entity_quads, partial_date
from kg.vocab import CK, DCTERMS, GEO, PROV, RDF, RDFS, SCHEMA, SKOS, XSD


@dataclass(frozen=True, kw_only=True)
class Linked:
    iri: str
    name: str = "Islamic State"
    type: str = "ArmedGroup"
    names: tuple[str, ...] = ("Islamic State", "IS")
    generic: bool = False
    reason: str = ""
    matches: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    territory: str = ""
    standings: tuple = ()  # type: ignore[type-arg]


DOCUMENT = Document(
    id="a1",
    text="IS took the town.",
    title='Town "taken" \\ twice',
    published=datetime.date(2016, 12, 12),
    publisher="A. Paper",
    url="https://example.org/a b",
)
GROUP = Linked(iri=mint_entity_iri("actor", "islamic-state"), reason="same name")
TOWN = Linked(iri=mint_entity_iri("place", "palmyra"), name="Palmyra", type="Settlement", names=("Palmyra",))
MONITOR = Linked(iri=mint_entity_iri("actor", "monitor"), name="Monitor", type="Organization", names=())
ENTITIES = (
    DocumentEntity(name="IS", type="ArmedGroup", names=("IS", "the group")),
    DocumentEntity(name="Palmyra", type="Settlement", names=("the town",)),
    DocumentEntity(name="Monitor", type="Organization", names=()),
)
CLAIM = Claim(
    subject=Mention(start=0, end=2, text="IS", entity=0),
    relation="controls",
    object=Mention(start=8, end=16, text="the town", entity=1),
    phase="Begins",
    quote_start=0,
    quote_end=16,
    quote="IS took the town",
    trigger_start=3,
    trigger_end=7,
    frame="seizing",
    construction="active",
    confidence=0.86,
)
GRAPH = NamedNode(document_graph_iri(mint_document_iri("a1")))


def quads_of(*claims, document=DOCUMENT, **options):
    return document_quads(
        document, Extraction(entities=ENTITIES, claims=claims), (GROUP, TOWN, MONITOR), **options
    )


def values(quads, predicate):
    return [quad.object for quad in quads if quad.predicate == predicate]


def claims_in(quads):
    return [quad.subject for quad in quads if quad.predicate == RDF.type and quad.object == CK.Claim]


def direct(quads):
    return [q.triple for q in quads if q.subject.value == GROUP.iri and q.object == NamedNode(TOWN.iri)]


def test_a_claim_says_what_and_how():
    source = Mention(start=20, end=27, text="Monitor", entity=2)
    quads = quads_of(replace(CLAIM, source=source, modality="Claimed", time_expression="on Sunday"))
    (node,) = claims_in(quads)
    said = {quad.predicate: quad.object for quad in quads if quad.subject == node}
    integer, decimal = XSD.integer, XSD.decimal
    assert said == {
        RDF.type: CK.Claim,
        RDF.subject: NamedNode(GROUP.iri),
        RDF.predicate: CK.controls,
        RDF.object: NamedNode(TOWN.iri),
        CK.polarity: CK.Affirmed,
        CK.modality: CK.Claimed,
        CK.phase: CK.Begins,
        CK.attributedTo: NamedNode(MONITOR.iri),
        CK.sourceText: Literal("Monitor"),
        CK.sourceBegin: Literal("20", datatype=integer),
        CK.timeExpression: Literal("on Sunday"),
        CK.reportedOn: Literal("2016-12-12", datatype=XSD.date),
        CK.confidence: Literal("0.86", datatype=decimal),
        CK.quote: Literal("IS took the town"),
        CK.quoteBegin: Literal("0", datatype=integer),
        CK.quoteEnd: Literal("16", datatype=integer),
        CK.subjectText: Literal("IS"),
        CK.subjectBegin: Literal("0", datatype=integer),
        CK.objectText: Literal("the town"),
        CK.objectBegin: Literal("8", datatype=integer),
        CK.frame: Literal("seizing"),
        CK.construction: Literal("active"),
        PROV.wasDerivedFrom: NamedNode(mint_document_iri("a1")),
        PROV.wasGeneratedBy: NamedNode(DEFAULT_BASE + "build/conflict-kg-0.1.0"),
    }


def test_a_quote_of_the_title_is_told_from_one_of_the_text():
    assert values(quads_of(CLAIM), CK.quoteIn) == []
    assert values(quads_of(replace(CLAIM, in_title=True)), CK.quoteIn) == [Literal("title")]


def test_a_document_keeps_its_metadata():
    node = NamedNode(mint_document_iri("a1"))
    said = {quad.predicate: quad.object for quad in quads_of() if quad.subject == node}
    assert said == {
        RDF.type: CK.Document,
        DCTERMS.identifier: Literal("a1"),
        DCTERMS.title: Literal(DOCUMENT.title),
        DCTERMS.issued: Literal("2016-12-12", datatype=XSD.date),
        DCTERMS.publisher: Literal("A. Paper"),
        SCHEMA.url: Literal("https://example.org/a b", datatype=XSD.anyURI),
    }


def test_a_bare_document_has_no_empty_values():
    quads = quads_of(document=Document(id="b", text="x"))
    assert not [quad for quad in quads if quad.object == Literal("")]
    assert not values(quads, CK.reportedOn)


def test_all_of_a_document_lies_in_its_graph_without_blank_nodes():
    quads = quads_of(CLAIM)
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


@pytest.mark.parametrize(
    ("polarity", "modality", "phase", "asserted"),
    [
        ("Affirmed", "Actual", "Begins", True),
        ("Affirmed", "Claimed", "Holds", True),
        ("Affirmed", "Actual", "Ends", False),
        ("Affirmed", "Planned", "Begins", False),
        ("Affirmed", "Denied", "Begins", False),
        ("Negated", "Actual", "Holds", False),
        ("Negated", "Claimed", "Begins", False),
    ],
)
def test_direct_triple_needs_a_claim_that_it_is_so(polarity, modality, phase, asserted):
    quads = quads_of(replace(CLAIM, polarity=polarity, modality=modality, phase=phase))
    assert len(direct(quads)) == int(asserted)


def test_one_supporting_claim_is_enough_for_the_direct_triple():
    quads = quads_of(replace(CLAIM, polarity="Negated"), replace(CLAIM, quote="IS had taken the town"))
    assert len(direct(quads)) == 1
    assert len(claims_in(quads)) == 2


def test_a_statement_repeated_in_a_text_is_one_claim_at_its_first_place():
    later = replace(CLAIM, quote_start=500, quote_end=516, confidence=0.5)
    quads = quads_of(later, CLAIM)
    assert claims_in(quads) == claims_in(quads_of(CLAIM))
    assert values(quads, CK.quoteBegin) == [Literal("0", datatype=XSD.integer)]
    assert len(values(quads, CK.confidence)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "IS seized the town"},
        {"relation": "attacks", "phase": ""},
        {"polarity": "Negated"},
        {"modality": "Planned"},
        {"phase": "Ends"},
        {"object": Mention(start=8, end=16, text="the town", entity=2)},
    ],
)
def test_what_differs_in_words_or_content_is_another_claim(change):
    assert claims_in(quads_of(replace(CLAIM, **change))) != claims_in(quads_of(CLAIM))


def test_claim_iri_does_not_move_with_offsets():
    moved = replace(CLAIM, quote_start=90, quote_end=106)
    assert claims_in(quads_of(moved)) == claims_in(quads_of(CLAIM))


def test_nothing_is_said_to_hold_itself():
    quads = document_quads(DOCUMENT, Extraction(entities=ENTITIES, claims=(CLAIM,)), (GROUP, GROUP, MONITOR))
    assert not claims_in(quads)
    assert not direct(quads)


def test_surface_forms_and_types_seen_stay_in_the_documents_graph():
    quads = quads_of()
    group = [q for q in quads if q.subject.value == GROUP.iri]
    assert values(group, SKOS.altLabel) == [Literal("IS"), Literal("the group")]
    assert values(group, CK.typeSeen) == [CK.ArmedGroup]
    assert values(group, CK.linkReason) == [Literal("same name")]
    assert not values(group, RDF.type)


def test_a_document_says_which_of_its_actors_have_no_name():
    linked = (replace(GROUP, generic=True), TOWN, MONITOR)
    quads = document_quads(DOCUMENT, Extraction(entities=ENTITIES), linked)
    assert [quad.subject.value for quad in quads if quad.predicate == CK.generic] == [GROUP.iri]


def test_entities_must_be_aligned():
    with pytest.raises(ValueError, match="1 linked entities for 3"):
        document_quads(DOCUMENT, Extraction(entities=ENTITIES), (GROUP,))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2016-12-11", XSD.date),
        ("2016-12", XSD.gYearMonth),
        ("2016", XSD.gYear),
        ("2016-02-29", XSD.date),
        ("2015-02-29", None),
        ("2016-13", None),
        ("0000", None),
        ("", None),
        ("last Tuesday", None),
        ("2016-12-11T00:00:00", None),
        ("20161211", None),
        ("٢٠١٦", None),
        ("2016-12-11\n", None),
    ],
)
def test_partial_date_is_typed_by_its_form_or_left_out(text, datatype):
    assert partial_date(text) == (None if datatype is None else Literal(text, datatype=datatype))


def test_valid_times_are_typed_and_bad_ones_stay_words():
    quads = quads_of(replace(CLAIM, begin="2016-12", end="2016-02-30", time_expression="in winter"))
    assert values(quads, CK.begin) == [Literal("2016-12", datatype=XSD.gYearMonth)]
    assert not values(quads, CK.end)
    assert values(quads, CK.timeExpression) == [Literal("in winter")]


def test_bounds_of_a_time_and_the_place_of_its_words_are_told():
    timed = {
        "begin": "2016-12-05", "end": "2016-12-11", "somewhere_within": True, "time_inferred": True,
        "time_expression": "last week", "time_start": 3, "time_end": 12,
    }  # fmt: skip
    quads = quads_of(replace(CLAIM, **timed))
    assert values(quads, CK.somewhereWithin) == [Literal(True)]
    assert values(quads, CK.timeInferredFrom) == [CK.PublicationDate]
    assert values(quads, CK.timeExpressionBegin) == [Literal("3", datatype=XSD.integer)]
    reached = quads_of(replace(CLAIM, begin_latest="2016-05-12"))
    assert values(reached, CK.beginLatest) == [Literal("2016-05-12", datatype=XSD.date)]
    assert not values(reached, CK.somewhereWithin)


def test_a_time_counted_from_an_earlier_event_names_its_claim_or_the_text():
    first = replace(CLAIM, begin="2016-05-03", trigger_start=3)
    later = replace(CLAIM, phase="Ends", end="2016-05-05", trigger_start=30, time_anchor=3)
    told = {quad.subject for quad in quads_of(first) if quad.predicate == CK.begin}
    assert set(values(quads_of(first, later), CK.timeInferredFrom)) == told
    assert values(quads_of(later), CK.timeInferredFrom) == [CK.EarlierInText]


@pytest.mark.parametrize(
    ("number", "text"), [(0.0, "0"), (1.0, "1"), (0.86, "0.86"), (1 / 3, "0.3333"), (1e-9, "0"), (-1e-9, "0")]
)
def test_confidence_is_spelt_as_short_as_stores_spell_it(number, text):
    quads = quads_of(replace(CLAIM, confidence=number))
    assert values(quads, CK.confidence) == [Literal(text, datatype=XSD.decimal)]


written = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)


@given(written | st.sampled_from(['"""', "'''\\", "\\u0041", 'end"', "a\tb\nc", "😀", "שלום"]))
def test_quotes_come_back_from_every_format(quote):
    quads = quads_of(replace(CLAIM, quote=quote))
    (kept,) = values(quads, CK.quote)
    assert kept.value == quote.replace("\ufffe", "").replace("\uffff", "")
    for form in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD, RdfFormat.RDF_XML):
        data = pyoxigraph.serialize(
            quads if form.supports_datasets else [quad.triple for quad in quads], format=form
        )
        assert kept in [quad.object for quad in pyoxigraph.parse(data, format=form)], form
    graph = rdflib.Graph().parse(
        io.BytesIO(pyoxigraph.serialize([quad.triple for quad in quads], format=RdfFormat.RDF_XML)),
        format="xml",
    )
    assert [str(text) for text in graph.objects(None, rdflib.URIRef(CK.quote.value))] == [kept.value]


def test_line_ends_that_xml_would_change_are_line_feeds():
    assert values(quads_of(replace(CLAIM, quote="a\r\nb\rc\nd")), CK.quote) == [Literal("a\nb\nc\nd")]


def test_what_xml_cannot_hold_is_left_out():
    quads = quads_of(replace(CLAIM, quote="a\0b\x0bc\ud800d\tn"))
    assert values(quads, CK.quote) == [Literal("abcd\tn")]


def test_same_input_gives_the_same_quads():
    claims = [replace(CLAIM, quote=f"words {number}") for number in range(5)]
    assert quads_of(*claims) == quads_of(*reversed(claims))


@pytest.mark.parametrize("relation", ["control", "Controls", "", "polarity"])
def test_an_unknown_relation_is_refused(relation):
    with pytest.raises(UnknownNameError, match="there is no relation"):
        quads_of(replace(CLAIM, relation=relation))


def test_a_users_own_relation_keeps_its_iri():
    own = "https://example.org/my#recruitsFrom"
    quads = quads_of(replace(CLAIM, relation="recruitsFrom", phase=""), relations={"recruitsFrom": own})
    assert values(quads, RDF.predicate) == [NamedNode(own)]
    assert [triple.predicate.value for triple in direct(quads)] == [own]


def test_a_base_of_ones_own_is_used_throughout():
    base = "https://example.org/kg/"
    linked = [
        replace(entity, iri=entity.iri.replace(DEFAULT_BASE, base)) for entity in (GROUP, TOWN, MONITOR)
    ]
    quads = document_quads(
        DOCUMENT, Extraction(entities=ENTITIES, claims=(CLAIM,)), linked, base=base
    ) + entity_quads(linked, base=base)
    assert DEFAULT_BASE not in pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS).decode()


def test_a_place_has_names_matches_and_coordinates():
    town = replace(
        TOWN,
        names=("Tadmur", "Palmyra", "Tadmor"),
        matches=("https://sws.geonames.org/163960/",),
        longitude=38.28,
        latitude=34.55,
    )
    quads = entity_quads([town])
    node, geometry = NamedNode(TOWN.iri), NamedNode(DEFAULT_BASE + "geometry/place.palmyra")
    assert {quad.graph_name.value for quad in quads} == {entities_graph_iri()}
    assert [(quad.subject, quad.predicate, quad.object) for quad in quads] == [
        (node, RDF.type, CK.Settlement),
        (node, SKOS.prefLabel, Literal("Palmyra")),
        (node, RDFS.label, Literal("Palmyra")),
        (node, SKOS.altLabel, Literal("Tadmor")),
        (node, SKOS.altLabel, Literal("Tadmur")),
        (node, SKOS.exactMatch, NamedNode("https://sws.geonames.org/163960/")),
        (node, GEO.hasGeometry, geometry),
        (geometry, RDF.type, GEO.Geometry),
        (geometry, GEO.asWKT, Literal("POINT(38.28 34.55)", datatype=GEO.wktLiteral)),
        (node, SCHEMA.latitude, Literal("34.55", datatype=XSD.decimal)),
        (node, SCHEMA.longitude, Literal("38.28", datatype=XSD.decimal)),
    ]


def test_a_state_has_its_land_and_a_generic_actor_says_so():
    state = replace(GROUP, type="State", territory=mint_entity_iri("place", "syria"))
    assert values(entity_quads([state]), CK.territory) == [NamedNode(state.territory)]
    assert values(entity_quads([replace(GROUP, generic=True)]), CK.generic) == [Literal(True)]
    assert not values(entity_quads([GROUP]), CK.generic)


def test_hostile_names_keep_their_text_and_load_everywhere():
    names = [
        'Ahrar "al-Sham" <North> | Zone 3',
        "جبهة النصرة",
        "Saint-Étienne",
        "Saint-Etienne",
        '"..."',
        "a\\b",
    ]
    entities = [
        replace(GROUP, iri=mint_entity_iri("actor", name), name=name, names=(name, f"the {name}"))
        for name in names
    ]
    triples = [quad.triple for quad in entity_quads(entities)]
    for form in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD):
        loaded = list(pyoxigraph.parse(pyoxigraph.serialize(triples, format=form), format=form))
        assert len(loaded) == len(triples) == 4 * len(names)
        assert {quad.object.value for quad in loaded if quad.predicate == RDFS.label} == set(names)


def test_entities_come_in_one_order():
    assert entity_quads([TOWN, GROUP]) == entity_quads([GROUP, TOWN])


def test_a_class_that_is_none_is_refused():
    with pytest.raises(UnknownNameError, match="ArmedGroup"):
        entity_quads([replace(GROUP, type="ArmedGroups")])


def test_a_match_that_is_no_iri_is_refused_by_name():
    with pytest.raises(IriError, match="Islamic State"):
        entity_quads([replace(GROUP, matches=("not an iri",))])


def test_the_build_bears_the_projects_version():
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == kg.rdf.VERSION
    assert project["project"]["name"] == kg.rdf.SOFTWARE
