"""Finds what stands in an article but says nothing: bylines, credits, topic lists, share buttons, datelines.

The rules look at the shape of a line, as English news sites have it, never at one site's wording. A line
that reads like a sentence is kept: an article's own sentence lost is worse than a byline read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.documents.dates import MONTH, WEEKDAY

_LONGEST_LINE = 400  # characters; longer lines are prose, whatever they begin with
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")

_NAME = r"(?:[A-Z][\w’'.-]*|(?:al|el|de|van|von|der|bin|ben|ibn|abu|da|di|du|la|le|y|and|of|for|in|at|the|with|&)\b)"
_AGENCY = r"(?:[A-Z][A-Za-z]*[ /]?){1,4}"
_PHOTO = (
    r"(?:(?:File |Stock |Main |Cover |Featured )?(?:Photo|Photograph|Image|Picture|Pic|Video|Graphic|Illustration"
    r"|Infographic|Map|Audio|Footage)s?|Credits?|Supplied)"
)
_TIME_WORD = (
    rf"(?:{WEEKDAY}|{MONTH}|\d{{1,4}}(?:st|nd|rd|th)?|\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?:am|pm)?"
    r"|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}(?:T[\d:.]+Z?)?|\d{1,2}(?:am|pm)|[ap]\.?m\b\.?|noon|midnight|today|yesterday"
    r"|[A-Z]{2,5}T|GMT|UTC|Z|local|time|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|ago|on|at|of|about|an?)"
)
_TIMES = rf"(?:{_TIME_WORD}(?:[\s,|•·:()+/–—-]+|$)){{1,14}}"

TIME_LINE = re.compile(rf"{_TIMES}$")
"""A line that is only a date, a time, or both."""

_WHOLE_LINE = (TIME_LINE,) + tuple(
    re.compile(form)
    for form in (
        # bylines and the people behind an article
        rf"(?i:by)\s+{_NAME}(?:,?\s+{_NAME}){{0,11}}[,.]?(?:\s*[|/].*)?$",
        r"(?i:from|words|story|report|text|analysis|opinion)\s+by\s+[A-Z][\w’'. -]{2,80}$",
        r"[(\[]?(?i:(?:additional |with )?(?:reporting|writing|editing|compiled|edited|translated|photography"
        r"|photographs?|photos?|produced|production)(?: and (?:writing|editing|reporting))?)\s+by\b.{2,300}$",
        r"[A-Z].{2,200}\bcontributed\s+(?:reporting\b|(?:to|from)\b.{0,60}\breport(?:ing)?\b|to\s+this\b).{0,60}$",
        # times
        r"(?i:(?:first|last|originally)?\s*(?:posted|published|updated|modified|created|date)(?:\s+(?:on|at))?"
        rf"(?:\s+by\s+[\w ]{{2,30}})?)\s*[:|–—-]?\s*(?:{_TIMES})?$",
        # lists of topics and links
        r"(?i:(?:related\s+|more\s+)?(?:topics?|tags?|keywords?|categor(?:y|ies)|subjects?|sections?)|tagged"
        r"(?:\s+(?:as|with|in))?|filed\s+(?:under|in)|posted\s+in|hashtags?)\s*:.*$",
        r"(?i:topics|tags|keywords|categories|tagged)$",
        r"(?i:read\s+(?:more|also|next|on)|also\s+(?:read|see)|see\s+(?:also|more)|related(?:\s+\w+){0,2}|more(?:\s+on"
        r"\s+this(?:\s+\w+)?)?|watch(?:\s+\w+)?|listen(?:\s+\w+)?|don[’']t\s+miss|recommended|editor[’']?s?[’']?s?\s+(?:pick|choice)s?"
        r"|most\s+(?:read|popular|viewed)|trending|explore\s+more|in\s+pictures|gallery)\s*(?:[:|»›>].*|$)",
        r"(?i:more\s+(?:on|about|from)\s+.{2,60}|related\s+(?:stor(?:y|ies)|articles?|links?|content|coverage|news|posts?))$",
        # buttons and asides
        r"(?i:(?:share|tweet|pin|print|save|e-?mail|forward|copy|bookmark|comment|like)(?:\s+(?:this|it|on|via|with|to|the"
        r"|link|page|article|story|post|save|print|tweet|e-?mail|us|by|your|friends|facebook|twitter|x|whatsapp|telegram"
        r"|linkedin|reddit|messenger|now|and|or|&|\||/|,))*)[.!]?$",
        r"(?i:share\s+(?:this|on|via|to|with)\b.{0,80})$",
        r"(?i:(?:follow|like|join|find|contact|support|e-?mail)\s+us\b.{0,160})$",
        r"(?i:follow\s+.{0,60}\bon\s+(?:twitter|facebook|x|instagram|telegram|youtube|linkedin|threads)\b.{0,60})$",
        r"(?i:(?:subscribe|sign\s+up|register|log\s*in|sign\s*in|click|tap|download\s+(?:our|the)|get\s+(?:our|the|more)"
        r"|donate|support\s+our)\b(?:.{0,160}\b(?:here|newsletters?|alerts?|now|today|account|app|free|inbox|journalism"
        r"|e-?mails?|comment|continue)\b.{0,60})?)[.!]?$",
        r"(?i:advertisements?|sponsored(?:\s+content)?|promoted(?:\s+stories)?|loading|skip\s+to\s+.{1,40}|back\s+to\s+top"
        r"|(?:story|article)\s+continues\s+(?:below|after).{0,60}|continue\s+reading.{0,80}|show\s+(?:more|less|caption)"
        r"|hide\s+caption|view\s+(?:more|all|comments).{0,40}|(?:leave|post|add)\s+a\s+(?:comment|reply)|comments?"
        r"(?:\s*\(\d+\))?|\d[\d,.]*\s+(?:comments?|views?|shares?|likes?)|\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?"
        r"|play\s+(?:video|audio).{0,80}|(?:breaking|live|exclusive)\s*:?|home\s*[>›»/].{0,100})[.…]*$",
        # consent and rights
        r"(?i:.{0,200}\b(?:uses?|accept|reject|manage|enable)\s+(?:all\s+|our\s+|any\s+)?cookies\b.{0,200})$",
        r"(?i:.{0,160}\b(?:privacy\s+(?:policy|notice|settings)|terms\s+(?:of\s+(?:use|service)|and\s+conditions)"
        r"|cookie\s+(?:policy|settings|notice))\b.{0,160})$",
        r"(?i:.{0,160}\ball\s+rights\s+reserved\b.{0,160})$",
        r"(?i:(?:©|\(c\)\s|&copy|copyright\b\s*(?:©|\(c\)|\d{4}|[A-Z:])).{0,200})$",
        r"(?i:.{0,160}\bmay\s+not\s+be\s+(?:published|reproduced|copied|redistributed)\b.{0,160})$",
        r"(?i:.{0,60}\b(?:enable|turn\s+on)\s+javascript\b.{0,160})$",
        # addresses, agencies, rules
        r"(?:https?://|www\.)\S+$",
        r"(?:@\w{2,30}|[\w.+-]+@[\w-]+\.[\w.]+)(?:[\s,|]+(?:@\w{2,30}|[\w.+-]+@[\w-]+\.[\w.]+))*$",
        r"(?:[A-Z][A-Za-z]{1,14}\s?[/|]\s?){1,4}[A-Z][A-Za-z]{1,14}$",
        r"\(?(?:with\s+)?(?:AP|AFP|UPI|DPA|dpa|EFE|ANSA|Reuters|Xinhua|TASS|SANA|Wire|wires?|agencies|Agencies|staff|Staff)"
        r"(?:\s+(?:agencies|wires|staff|reports))?\)?\.?$",
        r"[\W_]+$",
        r"(?:-\s*)?(?:ENDS?|###|-30-)(?:\s*-)?$",
    )
)
_LINK_HEADING = re.compile(
    r"(?i:(?:read\s+(?:more|also|next)|also\s+read|see\s+also|related(?:\s+(?:stor(?:y|ies)|articles?|links?|content|coverage"
    r"|news|posts?|topics?))?|more\s+(?:on|about)\s+this\s+\w+|most\s+(?:read|popular|viewed)|recommended(?:\s+\w+){0,2}"
    r"|trending(?:\s+now)?|topics|tags))\s*:?$"
)
_BULLET = re.compile(r"[-*•·▪►»›>–]\s+")

# "Photo: Omar Haddad / AFP": the whole line; "Photo: Soldiers enter the town. (AFP)": label and credit.
_CREDIT = re.compile(
    rf"[(\[]?(?i:{_PHOTO}(?:\s+(?:credit|by|courtesy(?:\s+of)?|source))?)\s*[:/|]\s*|(?i:photos?|images?|pictures?)\s+(?:by|courtesy)\s+"
)
_CAPTION_LABEL = re.compile(rf"(?i:{_PHOTO}|Caption)\s*:\s+")
_INLINE_CREDIT = re.compile(
    rf"[(\[](?:(?i:{_PHOTO}|credit)(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s?[:/]\s?|(?i:(?:photo|image|picture|video)s?)\s+"
    rf"(?:by|courtesy)\s|{_AGENCY}\s?(?:[:/]\s?|\b(?:via|for)\s)(?=[A-Z])|(?:AP|AFP|EPA|Reuters|Getty)\s+(?i:photos?|images?)\b)"
    r"[^()\[\]\n]{0,100}[)\]]|[(\[](?:File|Archive|file photo|Getty Images|Supplied)[)\]]"
)

_DATE = rf"(?:(?:{WEEKDAY},?\s*)?(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|{WEEKDAY})"
_CAPITALS = r"[A-Z][A-Z’'.-]+(?:[ /-][A-Z][A-Z’'.-]*){0,4}"
_PLACE = r"[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]*|of|the|al|de)){0,3}"
_WIRE = r"(?:[(\[][A-Z][\w .,&/’'-]{1,40}[)\]]|/[A-Z]\w[\w -]{1,30}/)"
_DASH = r"\s*(?:--+|[–—―])\s*|\s+-\s+"
_DATELINE = tuple(
    re.compile(form)
    for form in (
        # PLACE, Country, March 4 (Wire) -      Place (Wire) —      PLACE, 12 December 2016:
        rf"(?:{_CAPITALS}|{_PLACE})(?:[,/]\s*{_PLACE}){{0,3}},?\s*(?:{_DATE},?\s*{_WIRE}|{_WIRE},?\s*(?:{_DATE})?|(?<=,)\s*{_DATE}"
        rf"|(?<=,\s){_DATE})\s*(?:{_DASH}|:\s+)",
        # PLACE, Country —      UNITED NATIONS —     (no wire, no date: capitals, and a sentence after it)
        rf"(?=[^,\n–—-]{{4}}){_CAPITALS}(?:,\s*(?:{_PLACE}|[A-Z.]{{2,6}})){{0,2}}(?:{_DASH})(?=[\"“‘']?[A-Z])",
        # (Wire) -
        rf"{_WIRE}\s*(?:{_DASH})",
        # March 4 (Wire) -
        rf"{_DATE}\s+{_WIRE}\s*(?:{_DASH})",
    )
)


def boilerplate_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the parts of ``text`` that are no part of the report.

    Parameters
    ----------
    text
        A document's text; lines end with LF.

    Returns
    -------
    tuple of (start, end)
        Code points, half-open, sorted, apart from one another. Whole lines without their line end, or
        parts of lines: a dateline before its sentence, a photo credit in brackets.

    Notes
    -----
    Under a heading such as "Related stories" the lines that follow count too, up to the first one that
    ends like a sentence. Links and lists are recognised in English only.
    """
    spans: list[tuple[int, int]] = []
    under_links = False
    for start, line in _split_lines(text):
        stripped = line.strip()
        if not stripped:
            continue
        begin = start + line.index(stripped[0])
        whole = (begin, begin + len(stripped))
        if len(stripped) > _LONGEST_LINE:
            under_links = False
            spans.extend(_find_parts(stripped, begin))
            continue
        bullet = _BULLET.match(stripped)
        content = stripped[bullet.end() :] if bullet else stripped
        if _LINK_HEADING.match(content):
            under_links = True
            spans.append(whole)
        elif is_boilerplate_line(content) or (under_links and not _SENTENCE_END.search(content) and len(content) <= 160):
            spans.append(whole)
        else:
            under_links = False
            spans.extend(_find_parts(stripped, begin))
    return tuple(spans)


def is_boilerplate_line(line: str) -> bool:
    """Tell whether a whole line (stripped, without a bullet) is boilerplate by itself."""
    if len(line) > _LONGEST_LINE:
        return False
    return any(form.match(line) for form in _WHOLE_LINE) or _is_credit(line)


def match_dateline(line: str) -> int:
    """Return the length of the dateline that ``line`` begins with: "HALVOR, March 4 (Wire) - "; 0: none."""
    head = line[:160]
    return max((match.end() for form in _DATELINE if (match := form.match(head))), default=0)


def _is_credit(line: str) -> bool:
    label = _CREDIT.match(line)
    if label is None:
        return False
    rest = line[label.end() :].rstrip(")]")
    return len(rest.split()) <= 8 and not _SENTENCE_END.search(rest)


def _find_parts(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line of prose that are boilerplate."""
    done = match_dateline(line)
    if not done and (label := _CAPTION_LABEL.match(line)):
        done = label.end()
    if done:
        yield offset, offset + done
    for credit in _INLINE_CREDIT.finditer(line, done):
        yield offset + credit.start(), offset + credit.end()


def _split_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1
