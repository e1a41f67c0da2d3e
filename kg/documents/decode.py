"""Bytes to text: which encoding, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from kg.errors import DocumentError

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF-", "a PDF file; save its text first"),
    (b"PK\x03\x04", "a ZIP archive or office document; save its text first"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save its text first"),
    (b"{\\rtf", "an RTF document; save its text first"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
_SAMPLE = 1 << 18
# What Western texts have beside letters in windows-1252: quotes, dashes, bullets, signs, spaces.
_WESTERN = frozenset("€‚„…†‡‰‹‘’“”•–—™› ¡£¥§©«­®°±²³·»¼½¾¿")


def decode_bytes(data: bytes, source: str, on_notice: Callable[[str], None], *, declared: str = "") -> str:
    """Decode one document.

    Parameters
    ----------
    declared
        Encoding that a server or format says; it is believed only where the bytes are not UTF-8.

    Raises
    ------
    DocumentError
        The bytes are no text.
    """
    for mark, problem in _FORMATS:
        if data.startswith(mark):
            raise DocumentError(source, f"this is {problem}")
    encoding = detect_encoding(data, source, declared=declared)
    if not encoding.startswith("utf-8"):
        on_notice(f"{source}: read as {encoding}, not as UTF-8")
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        on_notice(f"{source}: some bytes are not {encoding} and were replaced")
        return data.decode(encoding, errors="replace")


def detect_encoding(data: bytes, source: str, *, declared: str = "") -> str:
    """Return the encoding of ``data``: a byte order mark decides, then UTF-8, ``declared``, statistics.

    Raises
    ------
    DocumentError
        The bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        if (wide := _detect_wide(data)) is None:
            raise DocumentError(source, "this is a binary file, not text")
        return wide
    if _is_control_heavy(data):
        raise DocumentError(source, "this is a binary file, not text")
    if _is_utf8(data):
        return "utf-8"
    for name in (declared, *_find_declared(data)):
        if name and _decodes(data, name):
            return codecs.lookup(name).name
    if _looks_western(data):
        return "cp1252"
    # Loaded only where needed: it is seldom needed, and imports do no work.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise DocumentError(source, "its encoding cannot be told; save it as UTF-8")
    return best.encoding


def _detect_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in mostly Latin text every other byte is NUL."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if len(data) % 2 == 0:
        if odd > 0.5 * half and even < 0.02 * half:
            return "utf-16-le"
        if even > 0.5 * half and odd < 0.02 * half:
            return "utf-16-be"
    return None


def _is_control_heavy(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    control = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13, 27))
    return control > 8 and control > 0.02 * len(sample)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # A few damaged bytes in what is clearly UTF-8 do not make it something else.
        text = data.decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        wide = len(text) - len(text.encode("ascii", errors="ignore")) - damaged
        return wide >= 10 * damaged
    return True


def _find_declared(data: bytes) -> tuple[str, ...]:
    found = _XML_DECLARED.match(data) or _DECLARED.search(data[:4096])
    return (found[1].decode("ascii"),) if found else ()


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        # Codecs such as "hex" are no text encodings and raise LookupError here.
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return False
    return True


def _looks_western(data: bytes) -> bool:
    """Decide for windows-1252, the commonest after UTF-8; short texts defeat the statistics."""
    try:
        text = data[:_SAMPLE].decode("cp1252")
    except UnicodeDecodeError:
        return False
    wide = [character for character in text if character > "\x7f"]
    return (
        len(wide) <= 0.25 * len(text)
        and all(character in _WESTERN or character.isalpha() for character in wide)
        and sum(character.isupper() for character in wide) <= 0.3 * len(wide) + 1
    )
