from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import DataFileError, InputMissingError
from kg.ontology import list_relations, own_relations, read_ontology, render_page
from kg.vocab import CK, RDF, RDFS, RELATIONS

OWN = """
@prefix my: <https://example.org/my#> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
my:recruitsFrom a ck:Relation ; rdfs:label "recruits from" ; rdfs:comment "Finds its people | there." ;
    rdfs:domain ck:ArmedGroup ; rdfs:range ck:PopulationGroup ; skos:example "The militia hired herders." .
"""


@pytest.fixture
def own_file(tmp_path):
    path = tmp_path / "own.ttl"
    path.write_text(OWN, encoding="utf-8")
    return path


def _values(predicate):
    return {t.subject.value for t in read_ontology() if t.predicate == predicate}


@pytest.mark.parametrize("term", sorted(t.value for t in CK))
def test_each_term_has_label_and_comment(term):
    for predicate in (RDFS.label, RDFS.comment):
        texts = [
            t.object.value for t in read_ontology() if t.subject.value == term and t.predicate == predicate
        ]
        assert len(texts) == 1
        assert texts[0].strip()


def test_each_property_has_one_domain_and_one_range():
    owl = "http://www.w3.org/2002/07/owl#"
    kinds = {owl + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
    triples = read_ontology()
    properties = {t.subject for t in triples if t.predicate == RDF.type and t.object.value in kinds}
    assert len(properties) > 30
    for subject in properties:
        for predicate in (RDFS.domain, RDFS.range):
            assert len([t for t in triples if t.subject == subject and t.predicate == predicate]) == 1, (
                subject
            )


def test_relations_come_whole_and_in_order():
    relations = list_relations()
    assert tuple(one.name for one in relations) == RELATIONS
    assert all(one.meaning and one.example and one.domain and one.range for one in relations)
    by_name = {one.name: one for one in relations}
    assert (by_name["leads"].domain, by_name["leads"].range) == ("Person", "Actor")
    assert (by_name["attacks"].domain, by_name["attacks"].range) == ("Actor", "Entity")
    assert by_name["alliedWith"].symmetric
    assert not by_name["controls"].symmetric


def test_a_users_relation_is_read(own_file):
    own = list_relations(own_file)[-1]
    assert (own.name, own.domain, own.range, own.own) == (
        "recruitsFrom",
        "ArmedGroup",
        "PopulationGroup",
        True,
    )
    assert own_relations(own_file) == {"recruitsFrom": "https://example.org/my#recruitsFrom"}


@pytest.mark.parametrize(
    ("old", "new", "problem", "line"),
    [
        (
            "ck:ArmedGroup",
            "ck:Militia",
            "rdfs:domain must be a class of the ontology, and Militia is none",
            6,
        ),
        (
            "rdfs:range ck:PopulationGroup ;",
            "",
            "rdfs:range must be a class of the ontology, and there is none",
            6,
        ),
        ("my:recruitsFrom", "my:controls", "the name is taken", 6),
        ("a ck:Relation ;", "", "declares no relation", 0),
        ("a ck:Relation ;", "a ck:Relation ; ;; x", "not Turtle", 6),
    ],
)
def test_a_broken_file_is_told_with_its_line(own_file, old, new, problem, line):
    own_file.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem) as caught:
        own_relations(own_file)
    assert caught.value.line == line


def test_a_missing_file_is_the_callers_error(tmp_path):
    with pytest.raises(InputMissingError, match="none"):
        list_relations(tmp_path / "none.ttl")


def test_the_page_shows_every_term(own_file):
    page = render_page(own_file)
    for term in CK:
        if term != CK.PartialDate:
            assert f"`ck:{term.value.removeprefix(CK.iri)}`" in page
    assert "The militia hired herders." in page
    assert r"people \| there" in page


def test_ontology_file_has_no_blank_terms_of_ours():
    assert all(
        isinstance(t.subject, pyoxigraph.NamedNode) for t in read_ontology() if t.predicate == RDFS.label
    )


def test_the_page_in_docs_is_the_ontologys():
    page = Path(__file__).parent.parent / "docs" / "ontology.md"
    assert page.read_text(encoding="utf-8") == render_page(), "write it anew: python docs/make_ontology.py"
