"""Lemmas in lower case, with the ones mended that the model's tables get wrong for verbs of war reporting."""

from __future__ import annotations

from spacy.strings import get_string_id
from spacy.tokens import Token

_MENDED = {
    "waged": "wage",
    "waging": "wage",
    "overran": "overrun",
    "bombed": "bomb",
    "besieged": "besiege",
    "wounded": "wound",
    "razed": "raze",
    "razing": "raze",
    "fled": "flee",
    "beset": "beset",
    "shelled": "shell",
    "strafed": "strafe",
    "strafing": "strafe",
    "dynamited": "dynamite",
    "torched": "torch",
    "seized": "seize",
    "ceded": "cede",
    "ceding": "cede",
    "recaptured": "recapture",
    "retook": "retake",
    "retaken": "retake",
    "reoccupied": "reoccupy",
    "lobbed": "lob",
    "routed": "rout",
    "bulldozed": "bulldoze",
    "bulldozing": "bulldoze",
    "allied": "ally",
    "mortared": "mortar",
    "downed": "down",
    "gassed": "gas",
    "staged": "stage",
    "staging": "stage",
    "raged": "rage",
    "raging": "rage",
    "raped": "rape",
    "raping": "rape",
    "fined": "fine",
    "installed": "install",
    "installing": "install",
    "jeered": "jeer",
    "napalmed": "napalm",
    "outgunned": "outgun",
    "relaunched": "relaunch",
    "resupplied": "resupply",
    "cratered": "crater",
    "forgave": "forgive",
    "overthrew": "overthrow",
    "slew": "slay",
    "slain": "slay",
    "overcame": "overcome",
    "fining": "fine",
    "napalming": "napalm",
    "relaunching": "relaunch",
    "resupplying": "resupply",
    "reoccupying": "reoccupy",
    "outgunning": "outgun",
}
_MENDED_NOUNS = {"bases": "base"}

_IDS = frozenset(get_string_id(word) for word in (*_MENDED, *_MENDED_NOUNS))
"""spaCy's numbers of these words, which are faster to compare than the words."""


def lemma_of(token: Token) -> str:
    """Return a token's lemma in lower case."""
    if token.lower in _IDS:
        word = token.lower_
        if word in _MENDED and token.pos_ in ("VERB", "AUX"):
            return _MENDED[word]
        if word in _MENDED_NOUNS:
            return _MENDED_NOUNS[word]
    lemma: str = token.lemma_
    return lemma.lower()
