"""The forms that time expressions have in English, as regular expressions with named parts.

``FORMS`` are single points of time, each with the name of the rule that reads it (``dates.py``). ``find_expressions``
finds the longest expressions of a text, with the words that bound them: "since March", "between 3 and 5 May".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Each with its first month."""
NUMBERS = {
    word: number
    for number, words in enumerate(
        "a|an|one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        1,
    )
    for word in words.split("|")
}
NUMBERS.update(thirty=30, forty=40, fifty=50)
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}

SPACE = r"(?:[\x20\t\r\n\u00a0]+)"


def _spaced(pattern: str) -> str:
    """Return a pattern in which each blank stands for white space of any kind and length."""
    return pattern.replace(" ", SPACE)


_NUMBER = rf"\d{{1,3}}(?![\d,./])|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
N = rf"(?P<n>{_NUMBER})"
UNIT = r"(?P<unit>minute|hour|day|week|fortnight|month|year|decade)s?"
_ANY_UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade)s?"
_UNITS = r"(?:minutes|hours|days|weeks|months|years|decades)"
_FULL_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
MONTH = rf"(?P<month>{_FULL_MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?!['\u2019]\w)\.?)"
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_A_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_PLAIN_YEAR = r"(?:1\d|20)\d\d"
YEAR = rf"(?P<year>{_PLAIN_YEAR})(?![\d/]|[,.:]\d|-\d|s\b)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d/:]|[.,]\d)"
ABOUT = "about|around|some|nearly|almost|roughly|over|more than|less than|at least|just over|just under|up to"
_STOP = r"(?= ?(?:[.,;:)]|$))"
_PART = (
    r"(?P<part>(?:the )?(?:very )?(?:early|earlier|mid|middle|late|later|end|beginning|start|close|first days"
    r"|last days)"
    r"(?:(?:-| )?(?=\w))(?:(?:in|of|on) )?(?:the )?)"
)
_CLOCK = (
    r"(?:(?:shortly|just|soon) )?(?:(?:at|around|about|by|before|after) )?"
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:a\.?m\.?|p\.?m\.?|o'clock|gmt)"
)
_MOMENT = (
    r"(?:(?:shortly|just|soon) )?(?:(?:at|in|during|around|before|after|by) )?(?:the )?"
    r"(?:(?:early|late|small|predawn) )?"
    r"(?:dawn|daybreak|dusk|noon|midday|midnight|sunrise|sunset|nightfall|morning|afternoon|evening|hours)"
)
_BEFORE = rf"(?:(?:{_CLOCK}|{_MOMENT}|early|earlier|late|later)(?:,? (?:of|on|at|local time|in))*,? )?"
_AFTER = r"(?: (?:(?:early|late) )?(?:morning|afternoon|evening|noon|midday|lunchtime)\b)?"
_IN_YEAR = rf"(?:,? (?:(?:of|in) )?{YEAR}| (?P<which>last|this|next) year)?"
_DAY_MONTH = rf"(?:{WEEKDAY},? )?(?:the )?{DAY}(?: of)? {MONTH}{_IN_YEAR}"
_MONTH_DAY = rf"(?:{WEEKDAY},? )?{MONTH} (?:the )?{DAY}(?:,? {YEAR}| (?P<which>last|this|next) year)?"
_WHICH = r"(?P<which>last|this past|this|next|past|previous|following|that same|that|same|current|coming)"
_NIGHT_OF = (
    r"(?:(?:overnight|(?:in|during|on) the night)(?: (?:of|on|from|into|to))?|(?:the )?night (?:of|from))"
)
_ORDINAL = "(?P<ordinal>first|second|third|fourth|last)"

_SPELT = (
    ("iso", rf"(?P<year>{_PLAIN_YEAR})-(?P<monthnumber>\d\d)-(?P<day>\d\d)(?![\d-])"),
    (
        "numeric",
        rf"{_BEFORE}(?:{WEEKDAY},? )?(?P<one>\d{{1,2}})(?P<mark>[/.])(?P<two>\d{{1,2}})(?P=mark)"
        rf"(?P<year>{_PLAIN_YEAR})(?!\d)",
    ),
    ("night", rf"{_NIGHT_OF} (?:{_DAY_MONTH}|{_MONTH_DAY})"),
    ("night", rf"overnight (?:from )?{WEEKDAY} (?:to|into) {_A_WEEKDAY}"),
    ("night", rf"overnight (?P<into>into|to) {WEEKDAY}"),
    ("night", rf"(?:overnight (?:(?:on|of|from) )?|(?:the )?night (?:of|from) ){WEEKDAY}"),
    ("night", rf"(?:late (?:on )?|early )?{WEEKDAY} (?:night|overnight)"),
    ("night", rf"{DAY}(?: of)? {MONTH}{_IN_YEAR} (?:night|overnight)"),
    ("lastnight", r"overnight|last night|during the night(?! of)"),
    ("tonight", r"tonight"),
    ("dmy", rf"{_BEFORE}{_DAY_MONTH}{_AFTER}"),
    ("mdy", rf"{_BEFORE}{_MONTH_DAY}{_AFTER}"),
    ("weekof", rf"(?:the )?{_ORDINAL} (?:week|days|weekend) (?:of|in) {MONTH}{_IN_YEAR}"),
    (
        "halfof",
        rf"(?:the )?(?P<ordinal>first|second) half of (?:{MONTH}{_IN_YEAR}|{YEAR}|(?P<which>last|this) year)",
    ),
    ("quarter", rf"(?:the )?{_ORDINAL} (?P<quarter>quarter) of (?:{YEAR}|(?P<which>last|this) year)"),
    ("week", rf"(?:the )?week (?:of|beginning|starting) (?:{_DAY_MONTH}|{_MONTH_DAY})"),
    (
        "century",
        r"(?:the )?(?:(?:early|mid|late)(?:-| ))?(?P<century>1[0-9]|20|21)(?:th|st) century",
    ),
    ("decade", r"(?:the )?(?:(?:early|mid|late)(?:-| )(?:the )?)?(?P<decade>(?:1\d|20)\d)0s"),
    (
        "season",
        rf"{_PART}?(?:(?:the|{_WHICH}) )?(?P<season>spring|summer|autumn|winter|fall(?= of (?:1|20)\d))"
        rf"(?:(?:,? (?:of|in))? (?P<year>{_PLAIN_YEAR})(?:\s?[-/]\s?(?:(?:1\d|20)?\d\d))?)?",
    ),
    ("monthyear", rf"{_PART}?{MONTH}{_IN_YEAR}"),
    ("whichmonth", rf"{_PART}?{_WHICH} {MONTH}"),
    ("weekdayof", rf"{_BEFORE}{WEEKDAY}{_AFTER} (?:of )?{_WHICH} week"),
    ("weekday", rf"{_BEFORE}(?P<the>the )?{_WHICH} {WEEKDAY}{_AFTER}"),
    ("weekday", rf"{_BEFORE}{WEEKDAY}(?P<plural>s)?{_AFTER}"),
    ("near", r"the day (?P<two>before yesterday|after tomorrow)"),
    ("near", rf"{_BEFORE}(?P<near>yesterday|today|tomorrow){_AFTER}"),
    ("near", r"(?:(?:early|earlier|late|later) )?(?P<near>this) (?:morning|afternoon|evening)"),
    ("near", r"(?P<near>earlier|later) in the day"),
    ("weekend", rf"(?:(?:the|{_WHICH}) )?weekend"),
    (
        "whichday",
        r"(?:(?:earlier|later|late|early) (?:in |on )?)?"
        r"(?:the (?:end|morning|afternoon|evening|start|beginning) of )?(?:the )?"
        r"(?P<which>next|following|previous|that same|that|same) "
        r"(?P<unit>day|morning|afternoon|evening|night)",
    ),
    ("whichday", rf"the day (?P<which>before|after){_STOP}"),
    ("past", rf"the (?:past|last) (?:{N} {UNIT}|(?P<unit>hour|day|week|month|year)\b)"),
    (
        "thisunit",
        r"(?:(?:the )?(?:end|close|start|beginning) of|(?:earlier|later) in) the (?P<unit>week|month|year)",
    ),
    ("whichunit", rf"(?:{_PART})?(?:the )?{_WHICH} (?P<unit>week|month|year|decade)(?!-)"),
    (
        "ago",
        rf"(?P<about>(?:{ABOUT}) )?(?:the )?{N}(?P<half> and a half)? {UNIT} ago",
    ),
    (
        "later",
        rf"(?P<about>(?:{ABOUT}) )?{N}(?P<half> and a half)? {UNIT} "
        rf"(?P<way>later|afterwards?|after that|earlier|before{_STOP}|after{_STOP})",
    ),
    (
        "vaguelater",
        r"(?:(?:a )?(?:few|several|many|couple of|some) )?(?P<unit>minute|hour|day|week|month|year|moment)s? "
        r"(?P<way>later|afterwards?|after that|earlier)",
    ),
    (
        "after",
        rf"(?:(?:{ABOUT}|just) )?(?:(?:the|{_NUMBER}|a few|several) )?{_ANY_UNIT} (?P<way>after|before)",
    ),
    ("vague", rf"(?:(?:the )?(?:past|last)|recent) (?:few |several |couple of )?(?:{_UNITS}|times)"),
    ("vague", rf"(?:a )?(?:few|several|many|couple of) {_UNITS} ago|(?:long|{_UNITS}) ago"),
    ("vague", rf"recently|earlier{_STOP}"),
    (
        "holiday",
        r"(?P<holiday>christmas (?:day|eve)|new year's (?:day|eve)|easter(?: sunday)?|good friday)"
        rf"(?:,? (?:(?:in|of) )?{YEAR})?",
    ),
    (
        "set",
        rf"(?:every|each)(?: (?:other|single|few|{_NUMBER}))? (?:{_ANY_UNIT}|night|morning|evening|{_A_WEEKDAY}|weekend"
        r"|summer|winter|spring|autumn)|daily|nightly|weekly|monthly|annually|yearly|hourly",
    ),
    ("moment", rf"{_CLOCK}|{_MOMENT}(?<!hours)"),
    ("year", rf"{_PART}?(?:the year )?{YEAR}"),
)
FORMS: tuple[tuple[str, str], ...] = tuple((name, _spaced(pattern)) for name, pattern in _SPELT)
"""Point forms: the name of the rule, and the pattern. Longer forms of one kind stand first."""


def without_names(pattern: str) -> str:
    """Return a pattern whose parts have no names, so that it may stand twice in another."""
    return re.sub(r"\(\?P=mark\)", "[/.]", re.sub(r"\(\?P<\w+>", "(?:", pattern))


_LEAD = (
    r"(?:(?:(?:ever|beginning|starting|as far back|as late|as early|only|shortly) )?"
    r"(?:since|from|until|till|up to|up until|through|throughout|during|by|no later than|as of|as"
    r"|before|prior to|after|following|in|on|at|over|within|for"
    r"|beginning (?:in|on)|starting (?:in|on)|beginning|starting)"
    r"(?: (?:at|in|on|about|around|during|the end of|the))? )"
)
_DAY_MONTH_YEAR = without_names(next(pattern for name, pattern in FORMS if name == "dmy"))
_POINT = "|".join(without_names(pattern) for _, pattern in FORMS)
_BARE = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: (?:{_FULL_MONTH}))?"
_RANGE = (
    rf"(?:between|from) (?:the )?(?:{_POINT}|{_BARE}) (?:and|to|until|till|through|up to) "
    rf"(?:the )?(?:{_POINT}|{_BARE})(?!\w)"
    rf"|(?:(?:from|between|in|on) )?(?:(?:{_BARE}|{without_names(MONTH)} \d{{1,2}})\s?[-\u2013\u2014]\s?"
    rf"(?:(?:{_DAY_MONTH_YEAR})|\d{{1,2}},? {_PLAIN_YEAR}\b)"
    rf"|(?<![\d.,/-]){_PLAIN_YEAR}\s?[-\u2013\u2014]\s?(?:{_PLAIN_YEAR}|\d\d)(?![\d-]| (?:{_FULL_MONTH})))"
)
_LENGTH = rf"for (?:(?:{ABOUT}|a further|another) )?(?:{_NUMBER}|a few|several|many) {_ANY_UNIT}"
_DURATION = (
    rf"{_LENGTH} (?:until|till|up to|from|since|to|ending (?:in|on)|ending) (?:the )?(?:{_POINT})"
    rf"|{_LENGTH}(?! (?:ago|later))|for {_UNITS}\b"
)
_AHEAD = rf"(?:in|within)(?: the next)? (?:{_NUMBER}) (?:hour|day|week|month|year)s?(?:'\s?time)?"


@lru_cache(maxsize=1)
def _whole() -> re.Pattern[str]:
    """Return the pattern of all expressions in small letters; too slow to compile for doing it on import."""
    return re.compile(
        _spaced(rf"(?<![\w'-])(?:{_DURATION}|{_RANGE}|{_LEAD}?(?:{_POINT})|{_AHEAD})(?!\w|-[a-z])")
    )


@lru_cache(maxsize=1)
def _opens() -> frozenset[str]:
    """Return the first three letters of all words in the patterns, without which no expression begins."""
    words = re.sub(r"\\.|\?P<\w+>", " ", _whole().pattern)
    return frozenset(word[:3] for word in re.findall(r"[a-z]+", words))


_ANCHOR_WORD = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|minute|hour|day|week|month|year"
    r"|decade|century|morning|afternoon|evening|night|tonight|overnight|midnight|fortnight|today|tomorrow|yesterday|dawn"
    r"|predawn|dusk|noon|midday|sunrise|sunset|spring|summer|autumn|winter|fall|recent|ago\b|earlier|later|christmas"
    r"|easter|good friday|daily|annually)"
)
_LOWER_MONTH = re.compile(r"(?<!\d )\b(?:may|march|mar|jan|dec|sep|sept|oct|nov|jun|jul|apr|feb|aug)\b")


_START = re.compile(r"(?<![\w'-])\w{1,3}")
_REACH = 48
"""Characters from an expression's first word to the first of its words that only times have, at most."""


def find_expressions(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the time expressions of a text, left to right, without overlaps."""
    # Patterns for small letters are several times as fast as those that overlook case.
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    anchors = [match.start() for match in _ANCHOR_WORD.finditer(small)]
    if not anchors:
        return
    position = index = 0
    whole = _whole()
    opens = _opens()
    for first in _START.finditer(small):
        start = first.start()
        while index < len(anchors) and anchors[index] < start:
            index += 1
        if index == len(anchors):
            return
        if start < position or anchors[index] - start > _REACH:
            continue
        if not first.group()[0].isdecimal() and first.group() not in opens:
            continue
        match = whole.match(small, start)
        if match is None:
            continue
        position = match.end()
        words = text[start:position]
        if _LOWER_MONTH.search(words):
            continue  # "may" and "march" are verbs
        yield start, start + len(words.rstrip(" \t\r\n,"))
