"""Tells war from sport, business and figures of speech, by the words around a trigger."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.nlp.lemmas import lemma_of

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
_WAR = frozenset(
    "killed dead wounded troops soldiers rebels militants army shelling airstrike airstrikes bomb "
    "bombs rockets shells war".split()
)


def is_figurative(trigger: Token) -> bool:
    """Tell whether a sentence speaks of sport or business, in which armed words mean no arms."""
    words = {lemma_of(t) for t in trigger.sent}
    text = trigger.sent.text
    sport = len(words & _SPORT) + 2 * bool(
        _SCORE.search(text) and not re.search(r"\b(year|aged?|month|day)", text)
    )
    business = len(words & _BUSINESS)
    war = len({t.lower_ for t in trigger.sent} & _WAR)
    return (sport >= 2 or business >= 2) and war == 0
