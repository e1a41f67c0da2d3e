import pyoxigraph
import pytest

from kg.ontology import read_ontology
from kg.vocab import (
    CK,
    DCTERMS,
    GEO,
    PARENT_CLASS,
    PREFIXES,
    PROV,
    RDF,
    RELATIONS,
    SCHEMA,
    SKOS,
    SYMMETRIC,
    data_prefixes,
    is_subclass,
    subclasses,
)


def _ontology():
    return read_ontology()


def _subjects(predicate, value):
    return {t.subject.value for t in _ontology() if t.predicate == predicate and t.object == value}


def test_vocab_and_ontology_have_the_same_terms():
    defined = {
        t.subject.value
        for t in _ontology()
        if isinstance(t.subject, pyoxigraph.NamedNode) and t.subject.value.startswith(CK.iri)
    }
    assert defined == {term.value for term in CK}


def test_relations_are_those_of_the_ontology():
    assert {CK[name].value for name in RELATIONS} == _subjects(RDF.type, CK.Relation)
    assert len(RELATIONS) == 12


def test_symmetric_relations_are_those_of_the_ontology():
    symmetric = pyoxigraph.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
    assert {CK[name].value for name in SYMMETRIC} == _subjects(RDF.type, symmetric)


def test_class_hierarchy_is_that_of_the_ontology():
    below = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    found = {
        t.subject.value.removeprefix(CK.iri): t.object.value.removeprefix(CK.iri)
        for t in _ontology()
        if t.predicate == below and t.object.value.startswith(CK.iri) and t.object != CK.Figure
    }
    assert found == dict(PARENT_CLASS)


@pytest.mark.parametrize("namespace", [CK, RDF, SKOS, PROV, DCTERMS, SCHEMA, GEO])
def test_a_typo_raises_where_it_stands(namespace):
    with pytest.raises(AttributeError, match="has no term 'lable'"):
        _ = namespace.lable
    with pytest.raises(AttributeError, match="has no term"):
        _ = namespace["lable"]


def test_a_typo_is_told_the_nearest_terms():
    with pytest.raises(AttributeError, match="did you mean controls"):
        _ = CK.control


def test_terms_are_nodes_under_their_namespace():
    assert pyoxigraph.NamedNode("https://w3id.org/conflict-kg/ontology#controls") == CK.controls
    assert CK["leads"] == CK.leads
    assert "leads" in CK
    assert "iri" not in CK


def test_prefixes_are_distinct():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert PREFIXES["ck"] == CK.iri


def test_data_prefixes_leave_no_slash_in_local_names():
    prefixes = data_prefixes("https://e/id/")
    assert prefixes["actor"] == "https://e/id/actor/"
    assert not set(prefixes) & set(PREFIXES)


def test_subclasses_follow_the_whole_way_up():
    assert is_subclass("ArmedGroup", "Entity")
    assert not is_subclass("HeritageStatus", "Entity")
    assert set(subclasses("Place")) == {"Place", "Country", "Settlement", "Region", "Site", "HeritageSite"}
    assert subclasses("HeritageStatus") == ("HeritageStatus",)
