"""Makes text that any later step can hold: no entities, no characters that XML forbids, LF line ends.

Nothing else changes (no Unicode normalisation, no squeezing of white space), so that a quote is what
the source says.
"""

from __future__ import annotations

import html
import re

# Everything outside XML 1.0's Char production: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = str.maketrans("\v\f", "\n\n")  # between words; to drop them would join the words
# Only references that end in a semicolon: "AT&T", "R&D", "?a=1&copy=2" are no entities.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});\Z")
_LONGEST_REFERENCE = 34


def clean_text(text: str) -> str:
    """Return ``text`` without entities and forbidden characters; cleaning twice changes nothing."""
    text = remove_forbidden(text)
    if "&" in text:
        text = decode_entities(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean_line(text: str) -> str:
    """Clean a title or name: as ``clean_text``, with white space squeezed to single spaces."""
    return " ".join(clean_text(text).split())


def remove_forbidden(text: str) -> str:
    """Remove the characters that XML forbids: most control characters, lone surrogates, U+FFFE, U+FFFF.

    Form feeds and vertical tabs become line ends.
    """
    if _FORBIDDEN.search(text) is None:
        return text
    return _FORBIDDEN.sub("", text.translate(_BREAKS))


def count_forbidden(text: str) -> int:
    """Count the characters that XML forbids, apart from the breaks that become line ends."""
    return sum(1 for match in _FORBIDDEN.finditer(text) if match[0] not in "\v\f")


def decode_entities(text: str) -> str:
    """Decode HTML character references, also those encoded more than once (``&amp;#8217;``).

    Notes
    -----
    Each semicolon may close a reference, also one that decoding has just completed. Looking back from
    every semicolon finds them all in one pass, in time linear in the text whatever it nests.
    """
    done: list[str] = []  # finished output; only its last few characters are looked at again
    tail = ""
    pieces = text.split(";")
    for piece in pieces[:-1]:
        done.append(tail[:-_LONGEST_REFERENCE])
        tail = tail[-_LONGEST_REFERENCE:] + piece
        tail = _close_reference(tail + ";")
    done.append(tail)
    done.append(pieces[-1])
    return "".join(done)


def _close_reference(tail: str) -> str:
    while tail.endswith(";"):
        start = tail.rfind("&", max(0, len(tail) - _LONGEST_REFERENCE))
        if start < 0 or _REFERENCE.match(tail, start) is None:
            break
        reference = tail[start:]
        decoded = remove_forbidden(html.unescape(reference))
        if decoded == reference:  # no such name
            break
        if decoded.endswith(";") and len(decoded) > 1:  # a known prefix of an unknown name: "&notit;"
            break
        tail = tail[:start] + decoded
    return tail
