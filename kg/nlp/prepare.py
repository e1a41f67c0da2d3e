"""Makes a document's text fit for the parser without moving a character.

Every change keeps the length of the text, so that offsets found by the pipeline count in ``Document.text``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

_PLAIN = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\x0b\x0c"), " "),
    **dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad\u2028\u2029{}"), " "),
    ord("\r"): " ",
}
_BULLET = re.compile(r"^[ ]*(?:[.\u2022\u25cf\u25aa\u00b7*\u2013\u2014-]|\(?\d{1,2}[.)])[ ]+", re.M)
# The tagger takes "Near" at the head of a sentence for a name.
_OPENING_PREPOSITION = re.compile(r"(?<![\w.] )(?<!\w)(?:Near|Inside|Outside)(?= [A-Z])")
_TERMINAL = tuple(".!?:;\"')")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def prepare_text(
    text: str,
    *,
    blank: Iterable[tuple[int, int]] = (),
    is_name: Callable[[str], bool] = lambda word: False,
    is_word: Callable[[str], bool] = lambda word: True,
) -> str:
    """Return the text as the parser should see it, of the same length.

    Parameters
    ----------
    text
        The document's text.
    blank
        Half-open spans to leave out: boilerplate.
    is_name
        Tells whether a spelling is a name that the gazetteer knows ("US", "Palmyra").
    is_word
        Tells whether a lower-case spelling is an ordinary word; asked for lines in capitals only.
    """
    out = text.translate(_PLAIN)
    if len(out) != len(text):
        out = text
    for start, end in blank:
        out = out[:start] + re.sub(r"[^\n]", " ", out[start:end]) + out[end:]
    out = _BULLET.sub(lambda match: " " * len(match.group()), out)
    out = _join_wrapped_lines(out)
    out = _OPENING_PREPOSITION.sub(lambda match: match.group().lower(), out)
    return "\n".join(_recase(line, out, is_name, is_word) for line in out.split("\n"))


def _join_wrapped_lines(text: str) -> str:
    """Turn the line ends inside a hard-wrapped paragraph into spaces; the others end a sentence."""
    lines = text.split("\n")
    pairs = [(a.rstrip(), b.lstrip()) for a, b in itertools.pairwise(lines)]
    # Only where lines break in mid-sentence again and again is a full line likely to go on.
    hard_wrapped = sum(50 <= len(a) <= 110 and b[:1].islower() for a, b in pairs) >= 2
    joined = lines[0]
    for before, line in itertools.pairwise(lines):
        tail, head = before.rstrip(), line.lstrip()
        # A wrapped line is nearly full, or goes on in lower case in mid-sentence.
        wrapped = bool(tail and head) and (
            (head[0].islower() and not tail.endswith(_TERMINAL)) or (hard_wrapped and 50 <= len(tail) <= 110)
        )
        joined += (" " if wrapped else "\n") + line
    return joined


def is_capitals(line: str) -> bool:
    """Tell whether a line is written in capitals throughout: a headline, or shouting."""
    if sum(map(str.islower, line)) >= 0.15 * len(line):
        return False
    letters = [c for c in line if c.isalpha()]
    words = _WORD.findall(line)
    return len(words) >= 3 and len(letters) >= 12 and sum(c.isupper() for c in letters) > 0.85 * len(letters)


def is_title_case(line: str) -> bool:
    """Tell whether a line is a headline in which every word of weight has a capital."""
    if len(line) > 160 or line.rstrip().endswith(("!", "?", ":", ";")):
        return False
    words = [w for w in _WORD.findall(line) if len(w) > 3]
    if len(words) < 3:
        return False
    return all(w[0].isupper() for w in words) and not all(w.isupper() for w in words)


def _lowered_in(
    line: str, text: str, is_name: Callable[[str], bool], is_word: Callable[[str], bool]
) -> Callable[[re.Match[str]], str]:
    """Return the replacement that gives the common words of a headline small letters."""
    opening = len(line) - len(line.lstrip())

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        lower = word.lower()
        if match.start() == opening or not word[0].isupper() or word.isupper() or len(lower) != len(word):
            return word
        if is_name(word) or not is_word(lower):
            return word
        named = re.search(rf"(?<=[a-z,] ){re.escape(word)}\b", text.replace(line, ""))
        plain = re.search(rf"\b{re.escape(lower)}\b", text)
        return word if named and not plain else lower

    return lowered


def _recase(line: str, text: str, is_name: Callable[[str], bool], is_word: Callable[[str], bool]) -> str:
    """Give a line in capitals, or a headline in Title Case, the case that it would have in running text."""
    if is_title_case(line):
        return _WORD.sub(_lowered_in(line, text, is_name, is_word), line)
    if not is_capitals(line):
        return line
    first = True

    def recase_word(match: re.Match[str]) -> str:
        nonlocal first
        word, at_start = match.group(), first
        first = False
        lower, title = word.lower(), word[0] + word[1:].lower()
        if len(lower) != len(word):
            return word
        if len(word) <= 5 and not is_word(lower) and is_name(word):
            return word
        if len(word) <= 4 and is_name(word) and lower in _NAMES_LIKE_WORDS:
            return word
        if re.search(rf"(?<=[a-z,] ){re.escape(title)}\b", text) or (is_name(title) and not is_word(lower)):
            return title
        if is_word(lower):
            return (
                title
                if at_start or (is_name(title) and not re.search(rf"\b{re.escape(lower)}\b", text))
                else lower
            )
        return title

    return _WORD.sub(recase_word, line)


# Acronyms of states and bodies whose lower-case spelling is a word; in a headline the body is meant.
_NAMES_LIKE_WORDS = frozenset({"us", "un", "eu", "who", "au"})
