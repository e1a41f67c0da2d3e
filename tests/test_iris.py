import os
import subprocess
import sys

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import IriError
from kg.iris import (
    DEFAULT_BASE,
    check_base,
    derived_graph_iri,
    document_graph_iri,
    entities_graph_iri,
    geometry_iri,
    is_iri,
    mint_build_iri,
    mint_claim_iri,
    mint_document_iri,
    mint_entity_iri,
)

HOSTILE = (
    'Ahrar "al-Sham" <North> | Zone 3',
    "Al-Bab",
    "al Bab",
    "جبهة النصرة",
    "مجلس",
    "Saint-Étienne",
    "Saint-Etienne",
    '"..."',
    "a/b",
    "a%2Fb",
    "a#b",
    "..",
    "\ud800",
    "x" * 5000,
    "\n\0\t!",
)
labels = st.text(alphabet=st.characters(codec=None)).filter(str.strip)


@given(labels)
def test_any_label_gives_an_absolute_iri_in_ascii(label):
    iri = mint_entity_iri("actor", label)
    assert pyoxigraph.NamedNode(iri).value == iri
    assert iri.isascii()
    assert len(iri) > len(DEFAULT_BASE + "actor/")
    assert len(iri) < 200


@given(labels, labels)
def test_two_labels_share_an_iri_only_when_equal(one, other):
    assert (mint_entity_iri("place", one) == mint_entity_iri("place", other)) == (one == other)
    assert (mint_document_iri(one) == mint_document_iri(other)) == (one == other)


@given(st.lists(labels, min_size=1, max_size=3), st.lists(labels, min_size=1, max_size=3))
def test_parts_are_not_run_together(some, others):
    assert (mint_entity_iri("actor", *some) == mint_entity_iri("actor", *others)) == (some == others)
    assert (mint_claim_iri("d", *some) == mint_claim_iri("d", *others)) == (some == others)


@given(labels)
def test_an_iri_as_label_is_not_taken_for_the_label_it_was_made_of(label):
    slug = mint_entity_iri("actor", label).removeprefix(DEFAULT_BASE + "actor/")
    assert slug == label or mint_entity_iri("actor", slug) != mint_entity_iri("actor", label)


def test_hostile_labels_get_distinct_iris():
    assert len({mint_entity_iri("actor", label) for label in HOSTILE}) == len(HOSTILE)


def test_labels_that_are_slugs_stay_readable():
    assert mint_entity_iri("actor", "islamic-state") == DEFAULT_BASE + "actor/islamic-state"
    assert mint_document_iri("palmyra-2016-12") == DEFAULT_BASE + "document/palmyra-2016-12"
    assert mint_entity_iri("actor", "sy", "army") == DEFAULT_BASE + "actor/sy.army"


def test_other_processes_make_the_same_iris():
    code = "from kg.iris import mint_entity_iri as m; print(m('place', 'Deir ez-Zor'), m('actor', 'جبهة'))"
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert out.stdout.split() == [mint_entity_iri("place", "Deir ez-Zor"), mint_entity_iri("actor", "جبهة")]


@pytest.mark.parametrize("label", ["", " ", "\n\t"])
def test_blank_labels_are_refused_by_name(label):
    with pytest.raises(IriError, match="it is blank") as caught:
        mint_entity_iri("actor", label)
    assert caught.value.label == label


@pytest.mark.parametrize(
    "base", ["", "id/", "http://e/[/", "http://e/a b/", "http://e/x", "http://e/\ud800/"]
)
def test_bad_bases_are_refused(base):
    with pytest.raises(IriError):
        mint_entity_iri("actor", "x", base=base)


@pytest.mark.parametrize("kind", ["", "Actor", "a/b", "a b"])
def test_a_kind_is_a_slug(kind):
    with pytest.raises(IriError, match="a kind is"):
        mint_entity_iri(kind, "x")


def test_an_entity_needs_a_label():
    with pytest.raises(IriError, match="no label"):
        mint_entity_iri("actor")


def test_graphs_lie_under_the_base_of_their_documents():
    base = "https://example.org/data/document/"
    document = mint_document_iri("A 1", base=base)
    assert document_graph_iri(document) == base + "graph/" + document.removeprefix(base)
    assert entities_graph_iri(base) == base + "graph/entities"
    assert derived_graph_iri(base) == base + "graph/derived"


@pytest.mark.parametrize("iri", ["", "https://e/", "https://e/document/", "https://e/graph/document/x"])
def test_only_documents_have_document_graphs(iri):
    with pytest.raises(IriError, match="IRI of a document"):
        document_graph_iri(iri)


def test_geometries_are_apart_from_entities():
    place = mint_entity_iri("place", "palmyra")
    assert geometry_iri(place) == DEFAULT_BASE + "geometry/place.palmyra"
    with pytest.raises(IriError, match="does not lie under"):
        geometry_iri("https://elsewhere.example/x")


def test_the_build_has_no_clock_in_its_iri():
    assert mint_build_iri("conflict-kg", "0.1.0") == DEFAULT_BASE + "build/conflict-kg-0.1.0"
    with pytest.raises(IriError):
        mint_build_iri("conflict kg", "<1>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://e/x", True),
        ("urn:x:y", True),
        ("x", False),
        ("http://e/a b", False),
        ("http://e/\ud800", False),
    ],
)
def test_is_iri_tells_what_stores_take(text, expected):
    assert is_iri(text) is expected


def test_a_good_base_comes_back():
    assert check_base("http://localhost:8000/id#") == "http://localhost:8000/id#"
