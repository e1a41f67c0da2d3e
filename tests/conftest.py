"""What test files share: the pipeline, a graph of the examples, and an extractor that needs no model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.claims.model import Claim, DocumentEntity, Extraction, Mention
from kg.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.graph import KnowledgeGraph

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"

ENTITIES = {
    "Islamic State": DocumentEntity(
        name="Islamic State", type="ArmedGroup", names=("Islamic State",), gazetteer="actor:islamic-state"
    ),
    "Russia": DocumentEntity(name="Russia", type="State", names=("Russia",), gazetteer="state:RU"),
    "Turkey": DocumentEntity(name="Turkey", type="State", names=("Turkey",), gazetteer="state:TR"),
    "Palmyra": DocumentEntity(name="Palmyra", type="Settlement", names=("Palmyra",)),
    "Aleppo": DocumentEntity(name="Aleppo", type="Settlement", names=("Aleppo",)),
}
RULES = (
    ("Islamic State", r"seize[sd]?|captured|retaken|has held", "Palmyra", "controls", "Begins"),
    ("Russia", r"met|and|brokered|,", "Turkey", "negotiatesWith", ""),
    ("Islamic State", r"attack on", "Palmyra", "attacks", ""),
)


def fake_extract(documents: Iterable[Document]) -> Iterator[tuple[Document, Extraction]]:
    """Find a few claims by rules so plain that tests of what follows need no language model."""
    for document in documents:
        if "BREAK THE PIPELINE" in document.text:
            raise RuntimeError("broken on purpose")
        yield document, _extract(document.text)


def _extract(text: str) -> Extraction:
    names = [name for name in ENTITIES if name in text]
    claims = []
    for subject, trigger, object_, relation, phase in RULES:
        for found in re.finditer(
            rf"({subject})[^.\n]{{0,60}}?\b({trigger})\b[^.\n]{{0,60}}?({object_})", text
        ):
            ends = [
                Mention(
                    start=found.start(group),
                    end=found.end(group),
                    text=found[group],
                    entity=names.index(found[group]),
                )
                for group in (1, 3)
            ]
            claims.append(
                Claim(
                    subject=ends[0],
                    relation=relation,
                    object=ends[1],
                    phase=phase,  # type: ignore[arg-type]
                    quote_start=found.start(),
                    quote_end=found.end(),
                    quote=found[0],
                    trigger_start=found.start(2),
                    trigger_end=found.end(2),
                    frame="test",
                    construction="test",
                    confidence=0.9,
                )
            )
    mentions = tuple(sorted({mention for claim in claims for mention in (claim.subject, claim.object)}))
    return Extraction(
        entities=tuple(ENTITIES[name] for name in names), mentions=mentions, claims=tuple(claims)
    )


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the default pipeline, loaded once."""
    from kg.nlp.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """Yield the graph of the examples, made by the real pipeline; tests only read it."""
    import kg

    with kg.build([EXAMPLES], store=tmp_path_factory.mktemp("examples") / "examples.kg") as graph:
        yield graph


@pytest.fixture
def plain_graph(tmp_path: Path) -> KnowledgeGraph:
    """Return a graph of the examples in ``tmp_path / "plain.kg"``, closed, made without a model."""
    from kg.builder import build_store
    from kg.graph import KnowledgeGraph
    from kg.store import Store

    with Store.open(tmp_path / "plain.kg") as store:
        report = build_store([EXAMPLES], store, extract=fake_extract)
    return KnowledgeGraph(store, report=report)
