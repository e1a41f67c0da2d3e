import datetime
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.claims.model import Claim, DocumentEntity, Extraction, Mention
from kg.documents import Document
from kg.iris import mint_entity_iri
from kg.linking.model import Entity
from kg.rdf import document_quads, entity_quads
from kg.shapes import Report, Violation, validate
from kg.vocab import CK, GEO, PROV, RDF, RELATIONS, SKOS, XSD

ROOT = Path(__file__).parent.parent
TYPES = {
    "group": "ArmedGroup",
    "army": "MilitaryForce",
    "chief": "Person",
    "town": "Settlement",
    "temple": "Site",
    "listed": "HeritageStatus",
}
SENSIBLE = {
    "supports": ("group", "army"),
    "alliedWith": ("group", "army"),
    "attacks": ("army", "town"),
    "opposes": ("group", "army"),
    "controls": ("group", "town"),
    "operatesIn": ("group", "town"),
    "locatedIn": ("temple", "town"),
    "memberOf": ("chief", "group"),
    "leads": ("chief", "group"),
    "negotiatesWith": ("group", "army"),
    "damages": ("group", "temple"),
    "hasHeritageStatus": ("temple", "listed"),
}
OWN = """
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/my#shelters> a owl:ObjectProperty ; rdfs:domain ck:Place ; rdfs:range ck:Actor .
"""


def _entity(name):
    kind = {"town": "place", "temple": "place", "listed": "status"}.get(name, "actor")
    return Entity(iri=mint_entity_iri(kind, name), name=name.title(), type=TYPES[name], names=(name,))


ENTITIES = tuple(DocumentEntity(name=name, type=type_, names=(name,)) for name, type_ in TYPES.items())
LINKED = tuple(_entity(name) for name in TYPES)
CHECKED_THINGS = len(TYPES) + 1


def _claim(subject, relation, object_, number=0, **options):
    index = list(TYPES)
    return Claim(
        subject=Mention(start=0, end=3, text="one", entity=index.index(subject)),
        relation=relation,
        object=Mention(start=8, end=13, text="other", entity=index.index(object_)),
        quote_start=0,
        quote_end=20,
        quote=f"{subject} {relation} {object_} {number}",
        trigger_start=4,
        trigger_end=7,
        frame="f",
        construction="active",
        confidence=0.5,
        **{"phase": "Holds" if relation == "controls" else ""} | options,
    )


def _graph(*claims, relations=None):
    document = Document(id="d1", text="x" * 99, published=datetime.date(2016, 12, 12))
    extraction = Extraction(entities=ENTITIES, claims=claims)
    return document_quads(document, extraction, LINKED, relations=relations or {}) + entity_quads(LINKED)


def _sound():
    return _graph(*(_claim(one, relation, other) for relation, (one, other) in SENSIBLE.items()))


def _without(quads, predicate):
    return [quad for quad in quads if quad.predicate != predicate]


def _set(quads, predicate, value):
    return [
        Quad(quad.subject, quad.predicate, value, quad.graph_name) if quad.predicate == predicate else quad
        for quad in quads
    ]


def test_a_sound_graph_conforms_and_says_how_much_was_checked():
    source = Mention(start=0, end=1, text="x", entity=1)
    dated = _claim("group", "supports", "army", 2, source=source, begin="2016-12", end="2016-12-11")
    town = replace(LINKED[3], longitude=38.3, latitude=34.5, matches=("https://sws.geonames.org/163960/",))
    quads = [*_sound(), *_graph(dated), *entity_quads([town])]
    report = validate(quads)
    assert [str(result) for result in report.results] == []
    assert report.conforms
    assert (report.claims, report.claims_found, report.sampled) == (13, 13, False)
    assert report.checked == 13 + CHECKED_THINGS
    assert str(report) == f"the graph conforms: {13 + CHECKED_THINGS} nodes were checked"


def test_a_place_that_leads_a_group_is_named_with_claim_and_quote():
    quads = _graph(_claim("town", "leads", "group"), _claim("chief", "leads", "group"))
    report = validate(quads)
    assert not report.conforms
    (of_claim,) = [result for result in report.results if result.quote]
    assert of_claim.quote == "town leads group 0"
    assert "/claim/d1." in of_claim.focus
    assert of_claim.message == (
        "The relation goes from a person to an actor. Here: Town (Settlement) leads Group (ArmedGroup)."
    )
    (of_triple,) = [result for result in report.results if not result.quote]
    assert of_triple.focus == mint_entity_iri("place", "town")


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_relation_is_held_to_its_domain_and_range(relation):
    one, other = SENSIBLE[relation]
    # Negated, so that no direct triple adds to the results.
    wrong = [
        _claim("group" if other == "listed" else "listed", relation, other, polarity="Negated"),
        _claim(one, relation, "army" if other == "listed" else "listed", polarity="Negated"),
    ]
    report = validate(_graph(*wrong, _claim(one, relation, other)))
    assert sorted(result.quote for result in report.results) == sorted(claim.quote for claim in wrong)


@pytest.mark.parametrize(
    "predicate",
    [
        RDF.subject,
        RDF.object,
        RDF.predicate,
        CK.polarity,
        CK.modality,
        CK.quote,
        CK.quoteBegin,
        CK.quoteEnd,
        CK.subjectText,
        CK.objectText,
        CK.confidence,
        PROV.wasDerivedFrom,
        PROV.wasGeneratedBy,
    ],
)
def test_a_claim_that_lacks_something_fails(predicate):
    report = validate(_without(_graph(_claim("group", "attacks", "army")), predicate))
    assert any("/claim/" in result.focus for result in report.results)
    assert not report.conforms


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (CK.polarity, CK.Claimed),
        (CK.modality, CK.Affirmed),
        (CK.phase, CK.Actual),
        (CK.quote, Literal("")),
        (CK.quoteBegin, Literal("-1", datatype=XSD.integer)),
        (CK.quoteBegin, Literal("20", datatype=XSD.integer)),
        (CK.quoteEnd, Literal("20")),
        (CK.confidence, Literal("1.01", datatype=XSD.decimal)),
        (CK.confidence, Literal("-0.1", datatype=XSD.decimal)),
        (CK.reportedOn, Literal("2016", datatype=XSD.gYear)),
        (CK.begin, Literal("on Sunday")),
        (CK.begin, Literal("2016-02-30", datatype=XSD.date)),
        (RDF.predicate, CK.phase),
        (RDF.predicate, NamedNode("https://example.org/x")),
        (PROV.wasDerivedFrom, NamedNode("https://example.org/x")),
        (GEO.asWKT, Literal("POINT(1 2)")),
    ],
)
def test_a_value_of_the_wrong_kind_fails(predicate, value):
    claim = _claim("group", "controls", "town", begin="2016")
    town = replace(LINKED[3], longitude=38.3, latitude=34.5)
    quads = [*_graph(claim), *entity_quads([town])]
    assert validate(quads).conforms
    changed = _set(quads, predicate, value)
    assert changed != quads
    assert not validate(changed).conforms


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (CK.beginLatest, Literal("by May")),
        (CK.somewhereWithin, Literal("yes")),
        (CK.timeExpressionBegin, Literal("-2", datatype=XSD.integer)),
        (CK.timeExpression, Literal("")),
        (CK.timeInferredFrom, Literal("the report")),
    ],
)
def test_a_time_of_the_wrong_kind_fails(predicate, value):
    timed = _claim(
        "group", "controls", "town", begin="2016-05-02", end="2016-05-08", begin_latest="2016-05-08",
        somewhere_within=True, time_inferred=True, time_expression="last week", time_start=4, time_end=13,
    )  # fmt: skip
    quads = _graph(timed)
    assert validate(quads).conforms
    assert not validate(_set(quads, predicate, value)).conforms


def test_somewhere_within_needs_two_bounds():
    quads = _graph(_claim("group", "controls", "town", begin="2016-05-02", somewhere_within=True))
    assert not validate(quads).conforms


def test_a_quote_stands_in_the_text_or_the_title():
    quads = _graph(_claim("group", "attacks", "army", in_title=True))
    assert validate(quads).conforms
    assert not validate(_set(quads, CK.quoteIn, Literal("margin"))).conforms


def test_two_polarities_are_one_too_many():
    quads = _graph(_claim("group", "attacks", "army"))
    more = [
        Quad(q.subject, q.predicate, CK.Negated, q.graph_name) for q in quads if q.predicate == CK.polarity
    ]
    assert not validate([*quads, *more]).conforms


def test_control_has_a_phase_and_nothing_else_has():
    (missing,) = validate(_without(_graph(_claim("group", "controls", "town")), CK.phase)).results
    assert missing.message.startswith("A claim of control has a phase.")
    (extra,) = validate(_graph(_claim("group", "attacks", "town", phase="Begins"))).results
    assert extra.message == "Only a claim of ck:controls has a phase."


def test_a_claim_about_something_that_nobody_describes_fails():
    quads = [quad for quad in _sound() if quad.object != CK.MilitaryForce or quad.predicate != RDF.type]
    report = validate(quads)
    assert any("Army (no class)" in result.message for result in report.results)


def test_an_entity_has_one_name():
    report = validate(_without(_sound(), SKOS.prefLabel))
    assert len([r for r in report.results if r.message == "An entity has exactly one preferred label."]) == 6


def test_a_graph_without_targets_does_not_pass():
    text = pyoxigraph.serialize(_sound(), format=RdfFormat.N_QUADS).decode()
    misspelt = text.replace("conflict-kg/ontology#", "conflict-kg/ontolgy#")
    report = validate(pyoxigraph.parse(misspelt, format=RdfFormat.N_QUADS))
    assert not report.conforms
    assert report.checked == 0
    assert "no node was checked" in str(report)
    assert [result.message for result in report.results] == [str(report)]
    assert str(validate([])) == str(report)


def test_claims_of_a_misspelt_class_are_found_out():
    wrong = NamedNode("https://w3id.org/conflict-kg/ontology/Claim")
    quads = [
        Quad(q.subject, q.predicate, wrong, q.graph_name) if q.object == CK.Claim else q for q in _sound()
    ]
    report = validate(quads)
    assert report.claims == 0
    assert {r.message for r in report.results} == {"What has an rdf:predicate is a ck:Claim."}
    assert len(report.results) == len(SENSIBLE)


def test_terms_that_the_ontology_does_not_have_are_told():
    extra = Quad(NamedNode(LINKED[0].iri), NamedNode(CK.iri + "sponsors"), Literal("x"))
    (result,) = validate([*_sound(), extra]).results
    assert result == Violation(focus=CK.iri + "sponsors", message="The ontology has no such term.")


def test_a_sample_says_that_it_is_one():
    claims = [_claim("group", "attacks", "army", number) for number in range(40)]
    report = validate(_graph(*claims), limit=10)
    assert report.conforms
    assert report.sampled
    assert (report.claims, report.claims_found, report.checked) == (10, 40, 10 + CHECKED_THINGS)
    assert str(report).endswith("a sample of 10 of 40 claims")
    assert validate(_graph(*claims), limit=0).claims == 40


def test_pieces_find_what_the_whole_finds(monkeypatch):
    quads = _graph(_claim("town", "leads", "group"), *(_claim("chief", "leads", "army", n) for n in range(9)))
    whole = validate(quads)
    monkeypatch.setattr("kg.shapes._BATCH", 2)
    assert validate(quads) == whole
    assert len(whole.results) == 2


def test_a_users_relation_is_held_to_its_own_domain_and_range(tmp_path):
    path = tmp_path / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    relations = {"shelters": "https://example.org/my#shelters"}
    good = _graph(_claim("town", "shelters", "group"), relations=relations)
    bad = _graph(_claim("group", "shelters", "army"), relations=relations)
    assert validate(good, extra=path).conforms
    assert not validate(good).conforms
    assert {result.focus for result in validate(bad, extra=path).results} == {
        mint_entity_iri("actor", "group"),
        *(quad.subject.value for quad in bad if quad.object == CK.Claim),
    }


def test_whatever_lists_its_quads_can_be_validated():
    class Stored:
        def quads(self):
            return iter(_sound())

    assert validate(Stored()) == validate(_sound())


def test_a_violation_is_one_line_for_people():
    violation = Violation(focus="https://e/c", message="Bad.", value="7", quote="they took it")
    assert str(violation) == 'https://e/c in "they took it": Bad. (found: 7)'
    failed = Report(conforms=False, checked=3, claims=2, claims_found=2, results=(violation,))
    assert str(failed) == "the graph does not conform: 1 problem, 3 nodes checked"


def test_shapes_and_ontology_speak_the_same_terms():
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    used = {str(node) for triple in shapes for node in triple if str(node).startswith(CK.iri)}
    assert used <= {term.value for term in CK}
    assert {CK[name].value for name in RELATIONS} <= used


def test_shapes_are_themselves_valid_shacl():
    import pyshacl

    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
