"""Follows one sentence of an example article through every module and writes docs/architecture.md.

    python docs/make_architecture.py

A test makes the page again and compares, so it cannot grow stale.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.alliances import build_control
from kg.builder import refresh_entities
from kg.claims.extract import extract_documents
from kg.claims.model import Claim, Extraction
from kg.documents import Document, read_documents
from kg.export import FORMATS
from kg.gazetteers import load_gazetteer
from kg.iris import document_graph_iri, mint_document_iri
from kg.linking import Entity, link_entities
from kg.nlp.pipeline import load_pipeline
from kg.query import claim_rows, run_query
from kg.rdf import document_quads
from kg.shapes import validate
from kg.store import Store
from kg.viz.scene import set_control
from kg.vocab import PREFIXES, RDF

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
ARTICLE = "examples/2016-12-12-palmyra-lost.md"
WORDS = "Islamic State has retaken Palmyra"


def write_page() -> str:
    """Return the page."""
    (document,) = read_documents([ROOT / ARTICLE], on_error=_raise)
    document = Document(
        id=ARTICLE,
        text=document.text,
        title=document.title,
        published=document.published,
        publisher=document.publisher,
    )
    nlp = load_pipeline()
    ((_, extraction),) = extract_documents([document], nlp)
    claim = next(one for one in extraction.claims if one.relation == "controls" and WORDS in one.quote)
    gazetteer = load_gazetteer()
    entities = link_entities(extraction, document, gazetteer)
    quads = document_quads(document, extraction, entities)
    iri = mint_document_iri(document.id)
    store = Store.in_memory()
    store.replace_document(iri, document_graph_iri(iri), quads)
    refresh_entities(store, gazetteer)
    return "\n".join(_sections(document, nlp, extraction, claim, entities, quads, store)) + "\n"


def _sections(
    document: Document,
    nlp: Any,
    extraction: Extraction,
    claim: Claim,
    entities: tuple[Entity, ...],
    quads: list[ox.Quad],
    store: Store,
) -> Iterator[str]:
    linked = [entities[end.entity] for end in (claim.subject, claim.object)]
    trigger = document.text[claim.trigger_start : claim.trigger_end]
    network = build_control(claim_rows(store, relations=["controls"]))
    yield "# From a sentence to the picture"
    yield ""
    yield from _prose("Data flows one way, and each step knows only those before it:")
    yield "    documents → nlp → claims → linking → rdf → store → query → alliances → viz"
    yield ""
    yield from _prose(
        f"This page follows one claim of [`{ARTICLE}`](../{ARTICLE}) through all of them, with the "
        "values at each step. `python docs/make_architecture.py` makes it, and a test compares: don't "
        "edit it by hand."
    )
    yield from _section(
        "1. `kg/documents/` reads",
        "`read_documents` turns files, folders, pages, JSONL and addresses into `Document`s. All offsets "
        "from here on count characters of `text`.",
        "python",
        _show_document(document, claim),
    )
    yield from _section(
        "2. `kg/nlp/` analyses",
        "A spaCy pipeline; the components called `conflict_…` are ours. They find mentions of actors, "
        "places and sites, and put those of one thing together, pronouns too. The components: "
        f"{', '.join(f'`{name}`' for name in nlp.pipe_names)}. Mentions in and after our words:",
        "text",
        _show_mentions(extraction, claim),
    )
    yield from _section(
        "3. `kg/claims/` understands",
        f"The word “{trigger}” evokes the frame `{claim.frame}` of the lexicon (`kg/claims/frames/`, "
        "data); the syntax engine finds who fills its roles, and how the text puts it. The result knows "
        "neither spaCy nor RDF:",
        "python",
        _show_claim(claim, extraction),
    )
    yield from _section(
        "4. `kg/linking/` names",
        "Mentions of a document become entities with IRIs, with the help of the gazetteers "
        "(`kg/gazetteers/`):",
        "python",
        [line for one in linked for line in _show_entity(one)][:-1],
    )
    yield from _section(
        "5. `kg/rdf/` maps",
        f"Pure: document, claims and entities to {len(quads)} quads, all in the graph of this document. "
        "Our claim:",
        "turtle",
        _turtle_of(_claim_node(quads, claim), quads),
    )
    yield from _section(
        "6. `kg/store/` keeps",
        "One transaction replaces what the document said before. Then `kg/builder.py` has the entities of"
        " all documents put together (`kg.linking.consolidate`), in a graph of their own. `kg/shapes.py` "
        f"checks the whole against `ontology/shapes.ttl`: {validate(store)}.",
        "text",
        [f"{_count(store, graph):>5} quads in {graph}" for graph in store.graph_names()],
    )
    yield from _section(
        "7. `kg/query/` asks",
        "`queries/who-controls.rq` with `place=Palmyra`, bound and not pasted; the row of our claim:",
        "text",
        _show_row(store, claim),
    )
    yield from _section(
        "8. `kg/alliances.py` connects",
        "Rows, one for each claim, become a networkx graph, whose edges carry their claims and count "
        "independent sources:",
        "python",
        _show_network(network, linked[0].iri, linked[1].iri, claim.phase),
    )
    yield from _section(
        "9. `kg/viz/` draws",
        "The scene says what is shown and how; the page and the still picture both draw it, as `kg draw "
        "control` does:",
        "python",
        _show_scene(network, claim),
    )
    yield from _prose(
        "And out again: `kg/export.py` writes the store as "
        f"{', '.join(one.title for one in FORMATS.values())}. `kg/graph.py` is the library's front door "
        "(`kg.build`, `kg.open`), `kg/cli/` the command's."
    )


def _section(title: str, prose: str, language: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from _prose(prose)
    yield f"```{language}"
    yield from lines
    yield "```"
    yield ""


def _prose(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, 118, break_long_words=False, break_on_hyphens=False)
    yield ""


def _show_document(document: Document, claim: Claim) -> Iterator[str]:
    for name in ("id", "title", "published", "publisher"):
        yield f"{name:<10}= {getattr(document, name)!r}"
    begin, end = claim.quote_start, claim.quote_end
    yield f"text[{begin}:{end}] = {document.text[begin:end]!r}"


def _show_mentions(extraction: Extraction, claim: Claim) -> Iterator[str]:
    for mention in sorted(set(extraction.mentions)):
        if claim.quote_start <= mention.start and mention.end <= claim.quote_end + 80:
            entity = extraction.entities[mention.entity]
            yield f"{mention.start:>5}–{mention.end:<5} {mention.text:<38} {entity.type:<14} {entity.name}"


def _show_row(store: Store, claim: Claim) -> Iterator[str]:
    rows = run_query(store, "who-controls", {"place": "Palmyra"}, timeout=None).as_dicts()
    row = next(one for one in rows if one["quote"] == claim.quote)
    return (f"{name:<16}{value}" for name, value in row.items() if value)


def _show_network(network: nx.MultiDiGraph, subject: str, object_: str, phase: str) -> Iterator[str]:
    data = network.get_edge_data(subject, object_, key=phase)
    for name, node in (("subject", network.nodes[subject]), ("object", network.nodes[object_])):
        yield f"network.nodes[{name}] = {node}"
    yield f"network.edges[subject, object, {phase!r}]:"
    yield f"    weight={data['weight']}, sources={data['sources']}, {len(data['claims'])} claims"


def _show_scene(network: nx.MultiDiGraph, claim: Claim) -> Iterator[str]:
    scene = set_control(network, title="Who is said to hold what", limit=100)
    edge = next(one for one in scene.edges if claim.quote in {row.quote for row in one.claims})
    yield f"ends   = {scene.nodes[edge.source].label!r}, {scene.nodes[edge.target].label!r}"
    yield f"style  = {edge.style}"
    yield f"quotes = {[row.quote for row in edge.claims]}"


def _raise(error: Exception) -> None:
    raise error


def _show_claim(claim: Claim, extraction: Extraction) -> Iterator[str]:
    subject, object_ = (extraction.entities[end.entity] for end in (claim.subject, claim.object))
    source = extraction.entities[claim.source.entity].name if claim.source else ""
    yield f"subject         = {claim.subject.text!r}  # {subject.type} {subject.name!r}"
    yield f"relation        = {claim.relation!r}"
    yield f"object          = {claim.object.text!r}  # {object_.type} {object_.name!r}"
    for name in ("polarity", "modality", "phase"):
        yield f"{name:<16}= {getattr(claim, name)!r}"
    yield f"source          = {source!r}"
    for name in ("time_expression", "begin", "construction", "confidence"):
        yield f"{name:<16}= {getattr(claim, name)!r}"
    yield f"quote           = {claim.quote!r}"


def _show_entity(entity: Entity) -> Iterator[str]:
    for name in ("iri", "name", "type", "names", "gazetteer", "reason", "matches"):
        yield f"{name:<10}= {getattr(entity, name)!r}"
    yield ""


def _claim_node(quads: list[ox.Quad], claim: Claim) -> ox.NamedNode:
    for quad in quads:
        is_words = isinstance(quad.object, ox.Literal) and quad.object.value == claim.quote
        same = (RDF.predicate, f"ontology#{claim.relation}")
        if is_words and any(
            other.subject == quad.subject
            and other.predicate == same[0]
            and other.object.value.endswith(same[1])
            for other in quads
        ):
            return quad.subject
    raise SystemExit("the claim that the page follows is not in the graph")


def _turtle_of(node: ox.NamedNode, quads: list[ox.Quad]) -> list[str]:
    triples = [quad.triple for quad in quads if quad.subject == node]
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""
    lines = [line for line in data.decode().splitlines() if line and not line.startswith("@prefix")]
    return [line.replace(" ; ", " ;\n    ").replace("\t", "    ") for line in lines]


def _count(store: Store, graph: str) -> int:
    return sum(1 for _ in store.quads(None, None, None, ox.NamedNode(graph)))


def main() -> int:
    """Write the page."""
    PAGE.write_text(write_page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
