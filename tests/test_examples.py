from __future__ import annotations

import pytest
from conftest import EXAMPLES

from kg.documents import Document, read_documents
from kg.errors import DocumentError
from kg.graph import KnowledgeGraph

ARMY = {"Syrian army", "Syrian Army", "Syrian Armed Forces", "Syrian Arab Army", "Syrian Arab Armed Forces"}


def read() -> list[Document]:
    problems: list[DocumentError | str] = []
    documents = list(read_documents([EXAMPLES], on_error=problems.append, on_notice=problems.append))
    assert problems == []
    return documents


def test_examples_are_read_with_title_date_and_text() -> None:
    documents = read()
    assert len(documents) == 10
    for document in documents:
        assert document.title, document.id
        assert document.published is not None, document.id
        assert 2015 <= document.published.year <= 2016
        assert 300 < len(document.text) < 2500
    assert sum(bool(document.publisher) for document in documents) == 9


def test_examples_leave_out_what_is_around_the_article() -> None:
    (page,) = [document for document in read() if document.id.endswith(".html")]
    assert "Share this" not in page.text
    assert "Museums\n" not in page.text
    assert "Syria’s head of antiquities" in page.text


@pytest.mark.model
def test_examples_contradict_each_other_on_palmyra(examples: KnowledgeGraph) -> None:
    rows = examples.query("who-controls", place="Palmyra").as_dicts()
    holders = {row["holderLabel"] for row in rows}
    assert "Islamic State" in holders
    assert holders & ARMY or any("Syria" in holder for holder in holders)
    assert len({row["publisher"] for row in rows}) >= 2


@pytest.mark.model
def test_examples_every_claim_has_its_words_in_the_text(examples: KnowledgeGraph) -> None:
    documents = {document.id: document for document in read()}
    claims = examples.claims()
    assert len(claims) > 40
    for claim in claims:
        document = documents[claim.document_id]
        source = document.title if claim.quote_in == "title" else document.text
        words = source[claim.quote_begin : claim.quote_end]
        assert " ".join(words.split()) == " ".join(claim.quote.split())
        assert 0 <= claim.confidence <= 1


@pytest.mark.model
def test_examples_tell_who_destroyed_the_temple(examples: KnowledgeGraph) -> None:
    claims = examples.claims(relations=["damages"], entity="Temple of Bel")
    assert "Islamic State" in {claim.subject_label for claim in claims if claim.polarity == "Affirmed"}


@pytest.mark.model
def test_examples_conform_to_the_shapes(examples: KnowledgeGraph) -> None:
    report = examples.validate()
    assert report.conforms, "\n".join(map(str, report.results))
    assert report.checked > 50


@pytest.mark.model
def test_examples_make_both_networks(examples: KnowledgeGraph) -> None:
    signs = {data["sign"] for _, _, data in examples.alliances().edges(data=True)}
    assert {1, -1} <= signs
    control = examples.control()
    assert {"Palmyra", "Islamic State"} <= {control.nodes[node]["label"] for node in control}
