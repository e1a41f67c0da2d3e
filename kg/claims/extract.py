"""Runs the pipeline over documents: prepares their texts, cuts long ones in pieces, puts the results together."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from spacy.language import Language

from kg.claims.dates import day_order
from kg.claims.model import Claim, DocumentEntity, Extraction, Figure, Mention
from kg.claims.time_text import date_mentions, time_of_claim
from kg.documents import Document, boilerplate_spans
from kg.gazetteers import Gazetteer
from kg.nlp.prepare import prepare_text

PIECE_CHARACTERS = 20_000
"""Longest text that the parser sees at once; it needs some 10 kB of memory for each character."""
_BLANK = re.compile(r"\s")
_T = TypeVar("_T")
_Told = TypeVar("_Told", Claim, Figure)
_BATCH = 32
_BATCH_CHARACTERS = 60_000
"""A batch ends at this many pieces or characters, so that its parse stays below some 600 MB."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document's text as the parser gets it; ``shift`` leads back to the document."""

    text: str
    positions: array[int]
    """For each character of the piece and its end: where it stands in the document's text, or in its title."""
    title: int
    """Length of the title that stands before the text in this piece, with its line ends; else 0."""


def extract_documents(documents: Iterable[Document], nlp: Language) -> Iterator[tuple[Document, Extraction]]:
    """Yield each document with what it says, in order; reads ahead by one batch."""
    prepare = prepare_for(nlp)

    def pieces() -> Iterator[tuple[str, tuple[Document, Piece, bool]]]:
        for document in documents:
            parts = list(cut_document(document, prepare))
            for number, piece in enumerate(parts):
                yield piece.text, (document, piece, number == len(parts) - 1)

    gathered: list[Extraction] = []
    for batch in _batches(pieces()):
        for doc, (document, piece, last) in nlp.pipe(batch, as_tuples=True, batch_size=_BATCH):
            extraction = doc._.kg_extraction or Extraction()
            gathered.append(in_document(extraction, piece, document))
            if last:
                yield document, merge_extractions(gathered)
                gathered = []


def _batches(texts: Iterable[tuple[str, _T]]) -> Iterator[list[tuple[str, _T]]]:
    """Cut a stream of texts, each with its context, into lists that fit in memory together."""
    batch: list[tuple[str, _T]] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _BATCH or size + len(text[0]) > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text[0])
    if batch:
        yield batch


def prepare_for(nlp: Language) -> Callable[[str, tuple[tuple[int, int], ...]], str]:
    """Return the function that makes texts fit for this pipeline's parser."""
    gazetteer = _gazetteer_of(nlp)
    vocabulary = nlp.vocab

    def is_name(word: str) -> bool:
        return gazetteer is not None and bool(gazetteer.lookup(word))

    def is_word(word: str) -> bool:
        return bool(vocabulary.has_vector(word))

    return lambda text, blank: prepare_text(text, blank=blank, is_name=is_name, is_word=is_word)


def _gazetteer_of(nlp: Language) -> Gazetteer | None:
    if "conflict_mentions" not in nlp.pipe_names:
        return None
    return nlp.get_pipe("conflict_mentions").gazetteer  # type: ignore[no-any-return, attr-defined]


def cut_document(
    document: Document, prepare: Callable[[str, tuple[tuple[int, int], ...]], str]
) -> Iterator[Piece]:
    """Yield the pieces of a document's title and text; a title that opens the text is not read twice."""
    text = document.text
    title = _title_line(document)
    lead = ""
    if title and title[:60].casefold() not in re.sub(r"\s+", " ", text[: len(title) + 300]).casefold():
        lead = title + ("\n\n" if title.endswith((".", "!", "?")) else ".\n\n")
    spans = boilerplate_spans(text)
    start = 0
    while start < len(text) or start == 0:
        end = _piece_end(text, start)
        inside = tuple(
            (max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start
        )
        body, positions = _collapse(prepare(text[start:end], inside), start)
        head = prepare(lead, ()) if start == 0 else ""
        yield Piece(head + body, array("q", range(len(head))) + positions, len(head))
        start = end
        if end >= len(text):
            break


def _title_line(document: Document) -> str:
    """The title as the parser sees it and as offsets of title claims count it."""
    return " ".join(document.title.split())


_BLANKS = re.compile(r"[ ]*\n[ \n]*\n[ ]*|[ ]*\n[ ]*|[ ]{2,}")


def _collapse(text: str, start: int) -> tuple[str, array[int]]:
    """Shorten runs of white space, on which the parser stumbles; tell where each character came from."""
    out: list[str] = []
    positions = array("q")
    last = 0
    for match in _BLANKS.finditer(text):
        out.append(text[last : match.start()])
        positions.extend(range(start + last, start + match.start()))
        blank = match.group()
        if "\n" in blank and match.start() and text[match.start() - 1].isalnum():
            out.append(".")  # a headline without its full stop is read together with what follows
            positions.append(start + match.start())
        short = "\n\n" if blank.count("\n") > 1 else ("\n" if "\n" in blank else " ")
        out.append(short)
        positions.extend(range(start + match.start(), start + match.start() + len(short)))
        last = match.end()
    out.append(text[last:])
    positions.extend(range(start + last, start + len(text) + 1))
    return "".join(out), positions


def _piece_end(text: str, start: int) -> int:
    """End of the piece that begins at ``start``: the last paragraph, line, sentence or word that fits."""
    limit = start + PIECE_CHARACTERS
    if limit >= len(text):
        return len(text)
    for mark in ("\n\n", "\n", ". ", " "):
        found = text.rfind(mark, start + PIECE_CHARACTERS // 2, limit)
        if found > 0:
            return found + len(mark)
    return limit


def in_document(extraction: Extraction, piece: Piece, document: Document) -> Extraction:
    """Move offsets from a piece to the document; claims of the title count in the title."""
    title = _title_line(document)

    def place(start: int, end: int) -> tuple[int, int, str]:
        source = title if end <= piece.title else document.text
        first, last = piece.positions[start], piece.positions[end - 1] + 1
        return first, min(last, len(source)), source

    def move(mention: Mention) -> Mention:
        start, end, source = place(mention.start, mention.end)
        text = _words(source, start, end) or mention.text
        return Mention(start=start, end=end, text=text, entity=mention.entity)

    order = day_order((document.title, document.text))
    dated = date_mentions(extraction.times, document.published, day_first=order)

    def anchor(told: Claim | Figure, mention: int) -> int:
        """Where the trigger stands of the claim whose time was counted from."""
        if mention < 0:
            return -1
        triggers = [other.trigger_start for other in extraction.claims if other.time_start == mention]
        near = [start for start in triggers if (start < piece.title) == (told.trigger_start < piece.title)]
        return place(min(near), min(near) + 1)[0] if near else -2

    def settle(told: _Told, **more: Any) -> _Told:
        """Give times and offsets, and ``more`` fields, the values that they have in the document."""
        start, end, source = place(told.quote_start, told.quote_end)
        trigger_start, trigger_end, _ = place(told.trigger_start, told.trigger_end)
        time = time_of_claim(told, dated, piece.text[told.trigger_start : told.trigger_end])
        first, last, words = place(told.time_start, told.time_end) if told.time_start >= 0 else (-1, -1, "")
        return replace(
            told,
            time_start=first,
            time_end=last,
            time_expression=_BLANK.sub(" ", words[first:last]) if words else "",
            begin=time.begin,
            end=time.end,
            begin_latest=time.latest,
            somewhere_within=time.within,
            time_inferred=time.inferred,
            time_anchor=anchor(told, time.anchor),
            source=move(told.source) if told.source is not None else None,
            quote_start=start,
            quote_end=end,
            quote=_BLANK.sub(" ", source[start:end]),
            in_title=told.quote_end <= piece.title,
            trigger_start=trigger_start,
            trigger_end=trigger_end,
            **more,
        )

    claims = tuple(
        settle(claim, subject=move(claim.subject), object=move(claim.object)) for claim in extraction.claims
    )
    figures = tuple(
        settle(
            figure,
            victim=move(figure.victim) if figure.victim is not None else None,
            actor=move(figure.actor) if figure.actor is not None else None,
            place=move(figure.place) if figure.place is not None else None,
            hosts=tuple(place(host, host + 1)[0] for host in figure.hosts),
        )
        for figure in extraction.figures
    )
    mentions = tuple(move(m) for m in extraction.mentions)
    return replace(extraction, claims=claims, figures=figures, mentions=mentions, times=())


def _words(source: str, start: int, end: int) -> str:
    return " ".join(source[start:end].split())


def merge_extractions(parts: list[Extraction]) -> Extraction:
    """Put the pieces of one document together; names that equal each other are one entity."""
    if len(parts) == 1:
        return parts[0]
    entities: list[DocumentEntity] = []
    index: dict[tuple[str, ...], int] = {}
    claims: list[Claim] = []
    mentions: list[Mention] = []
    figures: list[Figure] = []
    for part in parts:
        number: dict[int, int] = {}
        for i, entity in enumerate(part.entities):
            key = _identity(entity)
            if key not in index:
                index[key] = len(entities)
                entities.append(entity)
            else:
                entities[index[key]] = _joined(entities[index[key]], entity)
            number[i] = index[key]

        def renumber(mention: Mention, number: dict[int, int] = number) -> Mention:
            return replace(mention, entity=number[mention.entity])

        def renumbered(
            mention: Mention | None, renumber: Callable[[Mention], Mention] = renumber
        ) -> Mention | None:
            return renumber(mention) if mention is not None else None

        mentions += [renumber(m) for m in part.mentions]
        figures += [
            replace(
                f,
                victim=renumbered(f.victim),
                actor=renumbered(f.actor),
                place=renumbered(f.place),
                source=renumbered(f.source),
            )
            for f in part.figures
        ]
        claims += [
            replace(
                c,
                subject=renumber(c.subject),
                object=renumber(c.object),
                source=renumber(c.source) if c.source is not None else None,
            )
            for c in part.claims
        ]
    return Extraction(
        entities=tuple(entities), mentions=tuple(sorted(mentions)), claims=tuple(sorted(claims)),
        figures=tuple(figures), skipped_sentences=sum(p.skipped_sentences for p in parts),
    )  # fmt: skip


def _identity(entity: DocumentEntity) -> tuple[str, ...]:
    if entity.gazetteer:
        return ("gazetteer", entity.gazetteer, entity.type)
    return ("name", entity.name.casefold(), entity.type, *entity.countries)


def _joined(a: DocumentEntity, b: DocumentEntity) -> DocumentEntity:
    return replace(
        a, names=tuple(sorted({*a.names, *b.names})), generic=a.generic and b.generic,
        countries=tuple(sorted({*a.countries, *b.countries})),
        aliases_announced=tuple(sorted({*a.aliases_announced, *b.aliases_announced})),
    )  # fmt: skip
