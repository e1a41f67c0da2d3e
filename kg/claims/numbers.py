"""Numbers in a text with what its words say of how exact they are: "no fewer than 25", "between 30 and 40", "dozens".

"Dozens" or "hundreds" are no numbers: they have bounds alone, wide enough for what writers mean by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Exactness = Literal["Exactly", "AtLeast", "AtMost", "About", "Between", "Roughly"]

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
_VAGUE: dict[tuple[str, ...], tuple[int, int]] = {
    ("hundreds", "of", "thousands"): (200_000, 999_999),
    ("tens", "of", "thousands"): (20_000, 99_999),
    ("thousands",): (2_000, 9_999),
    ("hundreds",): (200, 999),
    ("scores",): (40, 199),
    ("dozens",): (24, 99),
    ("tens",): (20, 99),
    ("several",): (3, 9),
    ("a", "few"): (3, 9),
    ("a", "handful"): (3, 9),
}
_FEW = ("several", "few")
_OPENINGS = frozenset((*_ONES, *_TENS, *_SCALES, *_FEW, *(form[0] for form in _VAGUE), "a", "an", "half"))
"""Words with which numbers begin that are not in digits."""
_BEFORE: tuple[tuple[Exactness, tuple[str, ...]], ...] = (
    ("AtLeast", ("at least", "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of",
                 "more than", "over", "upwards of", "upward of", "in excess of")),
    ("AtMost", ("at most", "up to", "as many as", "no more than", "not more than", "a maximum of", "fewer than",
                "less than", "under")),
    ("About", ("about", "around", "some", "roughly", "approximately", "estimated", "an estimated", "nearly", "almost",
               "close to", "circa", "~", "just under")),
)  # fmt: skip
_AFTER: tuple[tuple[Exactness, tuple[str, ...]], ...] = (
    ("AtLeast", ("or more",)),
    ("AtMost", ("or fewer", "or less")),
    ("About", ("or so",)),
)
_QUALIFIERS = sorted(
    ((tuple(words.split()), kind) for kind, phrases in _BEFORE for words in phrases), key=lambda q: -len(q[0])
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_RANGE = re.compile(r"(\d[\d,]*)[\u2013\u2014-](\d[\d,]*)")
_TO = ("to", "and", "or", "-", "\u2013", "\u2014")
_NO_RATE = frozenset(
    "in of after for within than about over nearly before during later ago earlier long - almost half only just".split()
)
"""Beside "a week" these say that it is a stretch of time."""
_MANY = 20
"""Single words for more than this are of two parts."""


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class NumberPhrase:
    """A number as a text tells it; ``start`` and ``end`` are places in the sequence of words, half-open."""

    start: int
    end: int
    number: int | None
    """None: the words tell bounds alone."""
    lower: int | None
    upper: int | None
    exactness: Exactness


def find_numbers(words: Sequence[str], start: int = 0, end: int | None = None) -> Iterator[NumberPhrase]:
    """Yield the numbers of a stretch of words in lower case, each with its qualifiers.

    Examples
    --------
    >>> [(n.number, n.exactness) for n in find_numbers("no fewer than twenty - five villagers".split())]
    [(25, 'AtLeast')]
    >>> [(n.lower, n.upper) for n in find_numbers("hundreds of thousands of people".split())]
    [(200000, 999999)]
    """
    stop = len(words) if end is None else end
    place = start
    while place < stop:
        opens = words[place] in _OPENINGS or words[place][:1].isdigit()
        found = _phrase(words, place, start, stop) if opens else None
        if found is None:
            place += 1
        else:
            yield found
            place = found.end


def _phrase(words: Sequence[str], place: int, low: int, stop: int) -> NumberPhrase | None:
    begin = place
    number: int | None = None
    lower: int | None
    upper: int | None
    vague = _vague(words, place, stop)
    if vague is not None:
        end, lower, upper = vague
        exactness: Exactness = "Roughly"
    elif (exact := _range(words, place, stop) or _number(words, place, stop)) is not None:
        end, first, second = exact
        number = first if second is None else None
        lower, upper = first, first if second is None else second
        exactness = "Exactly" if second is None else "Between"
    else:
        return None
    if begin > low and words[begin - 1] in ("between", "from") and exactness == "Between":
        begin -= 1
    kind, begin, end = _qualified(words, begin, end, low, stop)
    if kind == "AtLeast":
        upper = None
    elif kind == "AtMost":
        lower = None
    elif kind == "About" and exactness == "Exactly":
        lower = upper = None
    if kind and (exactness == "Exactly" or (exactness == "Roughly" and kind != "About")):
        exactness = kind
    return NumberPhrase(start=begin, end=end, number=number, lower=lower, upper=upper, exactness=exactness)


def _qualified(
    words: Sequence[str], begin: int, end: int, low: int, stop: int
) -> tuple[Exactness | None, int, int]:
    """Return what the words around a number say of it, and where the whole begins and ends."""
    for phrases in _AFTER:
        for text in phrases[1]:
            form = tuple(text.split())
            if tuple(words[end : min(end + len(form), stop)]) == form:
                return phrases[0], begin, end + len(form)
    for form, kind in _QUALIFIERS:
        at = begin - len(form)
        if at >= low and tuple(words[at:begin]) == form:
            return kind, at, end
    return None, begin, end


def _vague(words: Sequence[str], place: int, stop: int) -> tuple[int, int, int] | None:
    """Return the end and the bounds of "dozens", "several hundred"."""
    after = place + 1 if words[place] == "a" else place
    if after + 1 < stop and words[after] in _FEW and words[after + 1] in _SCALES:
        scale = _SCALES[words[after + 1]]
        return after + 2, (3 if words[after] == "several" else 2) * scale, 10 * scale - 1
    for form, (lower, upper) in _VAGUE.items():
        if tuple(words[place : min(place + len(form), stop)]) == form:
            return place + len(form), lower, upper
    return None


def _range(words: Sequence[str], place: int, stop: int) -> tuple[int, int, int | None] | None:
    """Return the end and both numbers of "30 to 40", "30-40", "between 30 and 40"."""
    if match := _RANGE.fullmatch(words[place]):
        one, two = (int(part.replace(",", "")) for part in match.groups())
        return (place + 1, one, two) if one < two else None
    first = _number(words, place, stop)
    if first is None or first[0] + 1 >= stop or words[first[0]] not in _TO:
        return None
    if words[first[0]] == "and" and (place == 0 or words[place - 1] != "between"):
        return None
    second = _number(words, first[0] + 1, stop)
    if second is None or second[1] <= first[1]:
        return None
    return second[0], first[1], second[1]


def _number(words: Sequence[str], place: int, stop: int) -> tuple[int, int, None] | None:
    """Return the end and the value of a plain number in digits or words."""
    word = words[place]
    if word in ("a", "an", "half") and (found := _one_of(words, place, stop)) is not None:
        return found
    if _DIGITS.fullmatch(word):
        value = float(word.replace(",", ""))
        end = place + 1
        while end < stop and words[end] in _SCALES:
            value *= _SCALES[words[end]]
            end += 1
        return (end, round(value), None) if value == round(value) else None
    return _in_words(words, place, stop)


def _one_of(words: Sequence[str], place: int, stop: int) -> tuple[int, int, None] | None:
    """ "a hundred", "half a million", "a dozen"."""
    after = words[place + 1 : min(place + 3, stop)]
    if words[place] == "half" and len(after) > 1 and after[0] in ("a", "an") and after[1] in _SCALES:
        return place + 3, _SCALES[after[1]] // 2, None
    if words[place] != "half" and after and after[0] in _SCALES:
        rest = _in_words(words, place + 1, stop)
        return rest if rest is not None else (place + 2, _SCALES[after[0]], None)
    return None


def _in_words(words: Sequence[str], place: int, stop: int) -> tuple[int, int, None] | None:
    """ "two hundred and fifty thousand"; what cannot go on ends the number."""
    total = part = 0
    end, at = place, place
    while at < stop:
        word = words[at]
        if word in _ONES and (
            part % 100 == 0 or (part % 10 == 0 and part % 100 >= _MANY and _ONES[word] < 10)
        ):
            if end > place and part % 100 == 0 and part and words[at - 1] not in ("hundred", "and"):
                break
            part += _ONES[word]
        elif word in _TENS and part % 100 == 0:
            part += _TENS[word]
        elif word in ("hundred", "dozen") and part < 100:
            part = max(part, 1) * _SCALES[word]
        elif word in ("thousand", "million") and not 0 < total < _SCALES[word]:
            total += max(part, 1) * _SCALES[word]
            part = 0
        elif word in ("-", "and") and end == at and end > place and at + 1 < stop:
            follows = words[at + 1]
            joins = follows in _ONES if word == "-" else part % 100 == 0 and (part or total)
            if not joins or not (follows in _ONES or follows in _TENS):
                break
            at += 1
            continue
        else:
            break
        at += 1
        end = at
    first = words[place]
    if end == place or (first in _SCALES and (place == 0 or words[place - 1] not in ("a", "an"))):
        return None
    return (end, total + part, None) if total + part else None


def is_rate(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether words speak of so many for each time or thing: "a day", "every week", "per month"."""
    told = words[start:end]
    if any(
        word in ("per", "daily", "weekly", "monthly", "yearly", "annually", "every", "each") for word in told
    ):
        return True
    for at, (one, two) in enumerate(pairwise(told)):
        if one == "a" and two in ("day", "week", "month", "year"):
            before, after = told[at - 1] if at else "", told[at + 2] if at + 2 < len(told) else ""
            if before not in _NO_RATE and after not in _NO_RATE:
                return True
    return False
