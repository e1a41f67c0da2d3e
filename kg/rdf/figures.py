"""Figures, and what they have in common with claims: words, source, time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.iris import mint_figure_iri
from kg.rdf.literals import Row, integer_literal, partial_date, text_literal
from kg.vocab import CK, RDF

if TYPE_CHECKING:
    from kg.claims.model import Claim, Figure


def figure_iri(document_id: str, figure: Figure, iris: Sequence[NamedNode], base: str) -> str:
    """Return the IRI of a figure: of its document, its quote's words and what it says."""
    ends = (figure.victim, figure.actor, figure.place)
    content = (figure.kind, figure.fate, figure.number_text, figure.counted)
    named = (iris[end.entity].value if end else "" for end in ends)
    return mint_figure_iri(document_id, " ".join(figure.quote.split()), *content, *named, base=base)


def claims_of(figure: Figure, evoked: Mapping[tuple[int, bool], Sequence[NamedNode]]) -> Sequence[NamedNode]:
    """Return the claims that the nearest word of the figure's event evokes."""
    found = (evoked.get((host, figure.in_title)) for host in figure.hosts)
    return next((claims for claims in found if claims), ())


def figure_rows(node: NamedNode, figure: Figure, iris: Sequence[NamedNode]) -> Iterator[Row]:
    """Yield what a figure says; ``iris`` are those of the document's entities."""
    yield node, RDF.type, CK[figure.kind]
    for term, value in (
        (CK.number, figure.number),
        (CK.lowerBound, figure.lower),
        (CK.upperBound, figure.upper),
    ):
        if value is not None:
            yield node, term, integer_literal(value)
    yield node, CK.exactness, CK[figure.exactness]
    yield node, CK.numberText, text_literal(figure.number_text)
    if figure.fate:
        yield node, CK.fate, CK[figure.fate]
    if figure.counted:
        yield node, CK.countedText, text_literal(figure.counted)
    ends = ((CK.victim, figure.victim), (CK.perpetrator, figure.actor), (CK.figurePlace, figure.place))
    for term, mention in ends:
        if mention is not None:
            yield node, term, iris[mention.entity]
    yield from word_rows(node, figure, iris[figure.source.entity] if figure.source else None)


def word_rows(node: NamedNode, told: Claim | Figure, source: NamedNode | None) -> Iterator[Row]:
    """Yield the source, the time and the quote of a claim or figure."""
    if told.source and source:
        yield node, CK.attributedTo, source
        yield node, CK.sourceText, text_literal(told.source.text)
        yield node, CK.sourceBegin, integer_literal(told.source.start)
    yield from _time_rows(node, told)
    yield node, CK.quote, text_literal(told.quote)
    yield node, CK.quoteBegin, integer_literal(told.quote_start)
    yield node, CK.quoteEnd, integer_literal(told.quote_end)
    if told.in_title:
        yield node, CK.quoteIn, text_literal("title")


def _time_rows(node: NamedNode, claim: Claim | Figure) -> Iterator[Row]:
    times = (
        (CK.begin, claim.begin),
        (CK.end, claim.end),
        (CK.beginLatest, claim.begin_latest),
    )
    for term, value in times:
        typed = partial_date(value)
        if typed is not None:
            yield node, term, typed
    if claim.somewhere_within:
        yield node, CK.somewhereWithin, Literal(True)
    if claim.time_inferred:
        yield node, CK.timeInferredFrom, CK.PublicationDate
    if claim.time_expression:
        yield node, CK.timeExpression, text_literal(claim.time_expression)
    if claim.time_start >= 0:
        yield node, CK.timeExpressionBegin, integer_literal(claim.time_start)
