"""Brings the spellings of one name to one key, without bringing different names together.

Case, diacritics, apostrophes, hyphens, dots of acronyms, a leading "the" and the forms of the Arabic article
go. Short names in capitals keep their case, since "IS" and "US" are names where "is" and "us" are words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_ACRONYM = 4
"""Letters up to which a name in capitals stays apart from the same word in small letters."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʻʿʾʹʽ′ˈ\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"))
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ħ": "h",
     "Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ə": "E", "Ħ": "H", "ƙ": "k",
     "ɓ": "b", "ɗ": "d", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None}
)  # fmt: skip
_DOTTED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?")
_SEPARATORS = re.compile(r"[\W_]+")
_DETACHED_POSSESSIVE = re.compile(r"\s+['’]s\b")
_ARTICLES = frozenset({"al", "el", "ul"})
_ASSIMILATED = {
    first + end: ("sh" if end == "sh" else end)
    for end in ("s", "sh", "z", "d", "r", "t", "n", "th", "dh")
    for first in "aeu"
}  # "as-Suwayda": the article takes the sound of the next letter, which tells it from the English "as"


@lru_cache(maxsize=65536)
def normalise_name(name: str) -> str:
    """Return the key under which a name is looked up; empty when nothing of it is a letter or digit.

    Examples
    --------
    >>> tuple(normalise_name(name) for name in ("The Deir ez-Zor", "Al-Bāb", "U.S.", "us"))
    ('deir al zor', 'al bab', 'US', 'us')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name).translate(_LETTERS)
        name = unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))
    name = _DETACHED_POSSESSIVE.sub("s", name)
    if "." in name:
        name = _DOTTED.sub(lambda match: match.group().replace(".", ""), name)
    if "&" in name:
        name = name.replace("&", " and ")
    words = _SEPARATORS.sub(" ", name.translate(_APOSTROPHES)).split()
    while len(words) > 1 and words[0].lower() == "the":
        del words[0]
    if len(words) == 1 and is_acronym(words[0]):
        return words[0]
    words = [word.casefold() for word in words]
    for i, word in enumerate(words[:-1]):
        if word in _ARTICLES or (word in _ASSIMILATED and words[i + 1].startswith(_ASSIMILATED[word])):
            words[i] = "al"
    return " ".join(words)


def is_acronym(word: str) -> bool:
    """Tell whether a word is short and in capitals, so that its case is part of the name."""
    return len(word) <= LONGEST_ACRONYM and word.isupper()


_SKELETON_STEPS = (
    (re.compile(r"(?:kh|x)"), "h"),
    (re.compile(r"(?:gh|q|ck|c(?![hieyz]))"), "k"),
    (re.compile(r"(?:dj|zh|j)"), "g"),
    (re.compile(r"(?:tsch|tch|ch|sch|sz|cz|sh|c)"), "s"),
    (re.compile(r"(?:dh|th)"), lambda match: match.group()[0]),
    (re.compile(r"ph"), "f"),
    (re.compile(r"z"), "s"),
    (re.compile(r"w|v"), "u"),
    (re.compile(r"[aeiouyh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def consonant_skeleton(name: str) -> str:
    """Return what transliterations of a name share: its consonants, the Arabic article left out.

    Too coarse to link by alone: use it inside one country, and where one place alone has it.
    Empty for names with fewer than three such consonants.

    Examples
    --------
    >>> {consonant_skeleton(name) for name in ("Deir ez-Zor", "Dayr al-Zawr", "Deir Ezzor")}
    {'drsr'}
    """
    key = normalise_name(name)
    if not key.isascii() or not key.islower():
        return ""
    skeleton = "".join(word for word in key.split() if word != "al")
    for pattern, replacement in _SKELETON_STEPS:
        skeleton = pattern.sub(replacement, skeleton)
    return skeleton if len(skeleton) >= 3 else ""
