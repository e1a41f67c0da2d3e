"""Why a text gave the claims that it gave, and why a trigger word gave none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.claims.extract import Piece, cut_document, in_document, prepare_for
from kg.claims.model import Claim, Extraction
from kg.documents import Document


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Mark:
    """A part of a sentence that plays a part in a claim; characters of ``Explanation.sentence``, half-open."""

    start: int
    end: int
    label: str
    """"trigger", "subject", "object", "source" or "time"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A claim with the sentence that says it and the way from the one to the other."""

    claim: Claim
    subject: str
    """Name of the entity."""
    object: str
    source: str
    sentence: str
    marks: tuple[Mark, ...]
    steps: tuple[str, ...]
    """Coreference: "it" is "the Sunrise Militia"."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Miss:
    """A word that evoked a frame but made no claim."""

    start: int
    """Character of ``Document.text``."""
    word: str
    relation: str
    frame: str
    reason: str
    sentence: str


def explain_document(document: Document, nlp: Language) -> list[Explanation]:
    """Return every claim of a document with its sentence, marked, in the order of the text."""
    return [one for doc, piece in _read(document, nlp) for one in _explanations(doc, piece, document)]


def find_misses(document: Document, nlp: Language) -> list[Miss]:
    """Return the trigger words of a document that made no claim, one for each word and relation."""
    extractor = nlp.get_pipe("conflict_claims")
    found: dict[tuple[int, str], Miss] = {}
    for doc, piece in _read(document, nlp):
        for token, frame, reason in extractor.misses(doc):  # type: ignore[attr-defined]
            start = piece.positions[token.idx]
            miss = Miss(
                start=start, word=token.text, relation=frame.relation, frame=frame.id, reason=reason,
                sentence=" ".join(token.sent.text.split()),
            )  # fmt: skip
            before = found.get((start, frame.relation))
            if before is None or _progress(reason) > _progress(before.reason):
                found[start, frame.relation] = miss
    return sorted(found.values())


def _progress(reason: str) -> int:
    """How far a frame got before it failed: of several the one that came nearest to a claim is told."""
    stages = ("a condition", "no object", "no subject", "the words")
    return next((i for i, stage in enumerate(stages) if reason.startswith(stage)), -1)


def _read(document: Document, nlp: Language) -> Iterator[tuple[Doc, Piece]]:
    prepare = prepare_for(nlp)
    for piece in cut_document(document, prepare):
        yield nlp(piece.text), piece


def _explanations(doc: Doc, piece: Piece, document: Document) -> Iterator[Explanation]:
    extraction: Extraction = doc._.kg_extraction
    placed = in_document(extraction, piece, document)
    pairs = zip(extraction.claims, placed.claims, strict=True)  # moving offsets keeps the order
    for raw, moved in sorted(pairs, key=lambda pair: (pair[0].trigger_start, pair[0])):
        trigger = doc.char_span(raw.trigger_start, raw.trigger_end, alignment_mode="expand")
        if trigger is None:
            continue
        sentence = trigger.sent
        base = sentence.start_char
        parts = [("trigger", raw.trigger_start, raw.trigger_end), ("subject", raw.subject.start, raw.subject.end),
                 ("object", raw.object.start, raw.object.end)]  # fmt: skip
        if raw.source is not None:
            parts.append(("source", raw.source.start, raw.source.end))
        if raw.time_expression and (at := sentence.text.find(raw.time_expression)) >= 0:
            parts.append(("time", base + at, base + at + len(raw.time_expression)))
        marks = tuple(
            sorted(
                Mark(start=start - base, end=end - base, label=label)
                for label, start, end in parts
                if sentence.start_char <= start and end <= sentence.end_char
            )
        )
        names = extraction.entities
        yield Explanation(
            claim=moved, subject=names[raw.subject.entity].name, object=names[raw.object.entity].name,
            source=names[raw.source.entity].name if raw.source is not None else "",
            sentence=sentence.text.replace("\n", " ").rstrip(), marks=marks, steps=tuple(_steps(doc, raw)),
        )  # fmt: skip


def _steps(doc: Doc, claim: Claim) -> Iterator[str]:
    for mention in (claim.subject, claim.object, claim.source):
        if mention is None:
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        found = doc._.kg_mentions.by_head.get(span.root.i) if span is not None else None
        if found is not None and found.antecedent >= 0 and found.antecedent != found.head:
            other = doc._.kg_mentions.by_head.get(found.antecedent)
            words = doc[other.start : other.end].text if other is not None else doc[found.antecedent].text
            yield f"{mention.text!r} is {' '.join(words.split())!r}"
