"""Tells war from sport, business and figures of speech, by the words around a trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span

from kg.claims.draft import Reading

_SPORT = frozenset(
    "match goal goalkeeper striker midfielder coach league cup whistle referee penalty kick innings "
    "wicket batsman tournament championship season halftime half-time fixture playoff semifinal "
    "semi-final quarterfinal quarter-final football soccer rugby cricket basketball tennis hockey "
    "athlete olympic olympics stadium fan teammate scorer equaliser equalizer defender winger".split()
)
_BUSINESS = frozenset(
    "shareholder share investor earnings profit revenue stock startup retailer brand advertising "
    "marketing app smartphone supermarket bidder merger acquisition dividend quarter consumer "
    "customer".split()
)
_SCORE = re.compile(r"\b\d{1,3}\s?[-\u2013]\s?\d{1,3}\b")
_AGE = re.compile(r"\b(year|aged?|month|day)")
_WAR = frozenset(
    "killed dead wounded troops soldiers rebels militants army shelling airstrike airstrikes bomb "
    "bombs rockets shells war jailed imprisoned arrested detained treason terrorism sanctions gunmen".split()
)


def figurative_sentences(reading: Reading) -> frozenset[int]:
    """Return where the sentences begin that speak of sport or business, in which armed words mean no arms."""
    lemmas = reading.lemmas
    has_scores = _SCORE.search(reading.text) is not None
    return frozenset(
        sent.start
        for sent in reading.doc.sents
        if _is_figurative(sent, lemmas[sent.start : sent.end], has_scores=has_scores)
    )


def _is_figurative(sent: Span, lemmas: Sequence[str], *, has_scores: bool) -> bool:
    sport, business = len(_SPORT.intersection(lemmas)), len(_BUSINESS.intersection(lemmas))
    if has_scores and _SCORE.search(sent.text) and not _AGE.search(sent.text):
        sport += 2
    return (sport >= 2 or business >= 2) and not any(t.lower_ in _WAR for t in sent)
