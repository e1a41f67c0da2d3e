"""The shapes of boilerplate lines, as English news sites have them; ``boilerplate`` applies them.

Each form matches a whole line. What begins like boilerplate and goes on like a sentence ("Published
reports say …", "Share of the blame …") must not match: the rest of the line is checked too.
"""

from __future__ import annotations

import re

from kg.documents.dates import MONTH, WEEKDAY

_SMALL = (
    r"(?:al|el|de|van|von|der|bin|ben|ibn|abu|da|di|du|la|le|y|and|of|for|in|at|the|with|our|correspondents?|reporters?"
    r"|editors?|writers?|staff|wires?|agencies|chief|producer|analyst|special|senior|foreign|defen[cs]e|diplomatic"
    r"|national|political|bureau)\b"
)
_NAME = rf"(?:[A-Z][\w’'.-]*|&|{_SMALL})"
_NAMES = rf"{_NAME}(?:,?\s+{_NAME}){{0,11}}"
_WORK = (
    r"(?:(?:additional|with)\s+)?(?:reporting|writing|editing|compiled|edited|written|translated|photography|photographs?"
    r"|photos?|produced|production)(?:\s+and\s+(?:writing|editing|reporting))?(?:\s+by|:)"
)
# Atomic and possessive: the parts of a time can be cut in many ways, and trying them all takes seconds.
_TIME_WORD = (
    r"(?>\d{1,4}[-/]\d{1,2}[-/]\d{1,4}(?:T[\d:.]+Z?)?|\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?i:am|pm)?|\d{1,2}(?i:am|pm)"
    rf"|\d{{1,4}}(?i:st|nd|rd|th)?|(?i:{WEEKDAY}|{MONTH}|[ap]\.?m\b\.?|noon|midnight|today|yesterday)|[A-Z]{{2,5}}T"
    r"|GMT|UTC|Z|local|time|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|about|ago|on|at|of|an?)"
)
_TIMES = rf"(?:{_TIME_WORD}(?:[\s,|•·:()+/–—-]++|$)){{1,14}}+"
_NETWORK = (
    r"(?:facebook|twitter|whats\s?app|telegram|linkedin|reddit|instagram|youtube|pinterest|messenger|copy\s+link"
    r"|e-?mail|print|x)"
)

TIME_LINE = re.compile(rf"{_TIMES}$")
"""A line that is only a date, a time, or both."""

_PEOPLE = (
    rf"(?i:by)\s+{_NAMES}[,.]?(?:\s*[|/–—,-]\s*{_TIMES})?(?:\s*[|/].{{0,80}})?$",
    r"(?i:from|words|story|report|text|analysis|opinion)\s+by\s+[A-Z][\w’'. -]{2,80}$",
    rf"[(\[]?(?i:{_WORK})\s+{_NAMES}(?:[;,.]\s+(?i:{_WORK})\s+{_NAMES}){{0,4}}[.;]?[)\]]?$",
    r"[A-Z].{2,200}\bcontributed\s+(?:reporting\b|(?:to|from)\s+[\w\s,]{0,40}?(?:this|the)\s+(?:report|story|article|piece)\b)"
    r".{0,60}$",
    r"\(?(?:with\s+)?(?:AP|AFP|UPI|DPA|dpa|EFE|ANSA|Reuters|Xinhua|TASS|SANA|Wire|[Ww]ires|[Aa]gencies"
    r"|[Ss]taff|Getty Images)(?:\s+(?:agencies|wires|staff|reports))?\)?\.?$",
    r"(?:[A-Z][A-Za-z]{1,14}\s?[/|]\s?){1,4}[A-Z][A-Za-z]{1,14}$",
)
_TIME_STAMPS = (
    r"(?i:(?:first|last|originally)?\s*(?:posted|published|updated|modified|created|date)(?:\s+(?:on|at))?)"
    rf"\s*[:|–—-]?\s*(?:{_TIMES})?(?:\s*by\s+[\w’'. -]{{2,40}})?$",
)
_LISTS = (
    r"(?i:(?:(?:related|more)\s+)?(?:topics?|tags?|keywords?|categor(?:y|ies)|subjects?|sections?)"
    r"|tagged(?:\s+(?:as|with|in))?|filed\s+(?:under|in)|posted\s+in|hashtags?)\s*:.*$",
    r"(?i:topics|tags|keywords|categories|tagged)$",
    r"(?i:read\s+(?:more|also|next|on)|also\s+(?:read|see)|see\s+(?:also|more)|related(?:\s+\w+){0,2}"
    r"|more(?:\s+on\s+this(?:\s+\w+)?)?|watch(?:\s+\w+)?|listen(?:\s+\w+)?|don[’']t\s+miss|recommended"
    r"|editor[’']?s?[’']?\s+(?:pick|choice)s?|most\s+(?:read|popular|viewed)|trending|explore\s+more|in\s+pictures"
    r"|gallery)\s*(?:[:|»›>].*|$)",
    r"(?i:more\s+(?:on|about|from)(?:\s+[^\s,:.]+){1,5})$",
    r"(?i:related\s+(?:stor(?:y|ies)|articles?|links?|content|coverage|news|posts?))$",
)
_BUTTONS = (
    r"(?i:(?:share|tweet|pin|print|save|e-?mail|forward|copy|bookmark|comment|like)"
    r"(?:\s+(?:this|it|on|via|with|to|the|link|page|article|story|post|save|print|tweet|e-?mail|us|by|your|friends|now"
    rf"|and|or|&|\||/|,|{_NETWORK}))*)[.!]?$",
    rf"(?i:{_NETWORK}(?:[\s,|/•·]+{_NETWORK}){{0,9}})$",
    r"(?i:share\s+(?:this|on|via|to|with)\b.{0,80})$",
    r"(?i:(?:follow|like|join|find|contact|e-?mail)\s+us(?:\s+(?:on|at|via|by)\b.{0,160}|\s*:.*)?[.!]?)$",
    rf"(?i:follow\s+.{{0,60}}\bon\s+{_NETWORK}\b.{{0,60}})$",
    r"(?i:(?:subscribe|sign\s+up|register|log\s*in|sign\s*in|click|tap|download\s+(?:our|the)|get\s+our"
    r"|donate|support\s+our)(?:\s+.{0,160})?\b(?:here|newsletters?|alerts?|account|app|inbox|journalism|e-?mails?"
    r"|comment|subscribe|donate|register)\b.{0,40})$",
    r"(?i:subscribe|sign\s+up|register|log\s*in|sign\s*in|donate)(?:\s+(?:now|today|free|here))?[.!]?$",
    r"(?i:skip\s+to\s+.{1,40}|back\s+to\s+top|(?:story|article)\s+continues\s+(?:below|after).{0,60}"
    r"|continue\s+reading.{0,80}|show\s+(?:more|less|caption)|hide\s+caption|view\s+(?:more|all|comments).{0,40}"
    r"|(?:leave|post|add)\s+a\s+(?:comment|reply)|comments?(?:\s*\(\d+\))?|play\s+(?:video|audio).{0,80})[.…]*$",
    r"(?i:advertisements?|sponsored(?:\s+content)?|promoted(?:\s+stories)?|loading|(?:breaking|live|exclusive)\s*:?"
    r"|\d[\d,.]*\s+(?:comments?|views?|shares?|likes?)|\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?)[.…]*$",
    r"(?i:home)\s*[>›»/].{0,100}$",
)
_RIGHTS = (
    r"(?i:.{0,200}\b(?:uses?|accept|reject|manage|enable)\s+(?:all\s+|our\s+|any\s+)?cookies\b.{0,200})$",
    r"(?i:.{0,160}\b(?:privacy\s+(?:policy|notice|settings)|terms\s+(?:of\s+(?:use|service)|and\s+conditions)"
    r"|cookie\s+(?:policy|settings|notice))\b.{0,160})$",
    r"(?i:.{0,160}\ball\s+rights\s+reserved\b.{0,160})$",
    r"(?:©|\([cC]\)\s|(?i:copyright)\s*(?:©|\([cC]\)|\d{4}|:|[A-Z])).{0,200}$",
    r"(?i:.{0,160}\bmay\s+not\s+be\s+(?:published|reproduced|copied|redistributed)\b.{0,160})$",
    r"(?i:.{0,60}\b(?:enable|turn\s+on)\s+javascript\b.{0,160})$",
)
_SIGNS = (
    r"(?:https?://|www\.)\S+$",
    r"(?:@\w{2,30}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,60})"
    r"(?:[\s,|]+(?:@\w{2,30}|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,60}))*$",
    r"[\W_]+$",
    r"(?:-\s*)?(?:ENDS?|###|-30-)(?:\s*-)?$",
)
WHOLE_LINE = (
    TIME_LINE,
    *(re.compile(form) for form in (*_PEOPLE, *_TIME_STAMPS, *_LISTS, *_BUTTONS, *_RIGHTS, *_SIGNS)),
)
"""A line that one of these matches from its beginning is boilerplate."""

LINK_HEADING = re.compile(
    r"(?i:(?:read\s+(?:more|also|next)|also\s+read|see\s+also|more\s+(?:on|about)\s+this\s+\w+"
    r"|most\s+(?:read|popular|viewed)|related(?:\s+(?:stor(?:y|ies)|articles?|links?|content|coverage|news|posts?|topics?))?|recommended(?:\s+\w+){0,2}"
    r"|trending(?:\s+now)?|topics|tags))\s*:?$"
)
"""A heading after which links to other articles, or topics, follow line by line."""

_PHOTO = (
    r"(?:(?:File |Stock |Main |Cover |Featured )?(?:Photo|Photograph|Image|Picture|Pic|Video|Graphic"
    r"|Illustration|Infographic|Map|Audio|Footage)s?|Credits?|Supplied)"
)
CREDIT = re.compile(
    rf"[(\[]?(?:(?i:{_PHOTO}(?:\s+(?:credit|by|courtesy(?:\s+of)?|source))?)\s*[:/|]\s*"
    r"|(?i:photo(?:graph)?s?|images?|pictures?)\s+(?:by|courtesy)\s+)"
)
"""Before a name it makes a credit of the line: "Photo: Omar Haddad / AFP"."""

CAPTION_LABEL = re.compile(rf"(?i:{_PHOTO}|Caption)\s*:\s+")
"""Before a sentence it is a part of its own: "Photo: Soldiers enter the town." """

_PICTURE_AGENCY = (
    r"(?:AP|AFP|EPA|UPI|DPA|dpa|Reuters|REUTERS|Getty(?:\s+Images)?|Xinhua|Anadolu|SANA|TASS|Sputnik)"
)
INLINE_CREDIT = re.compile(
    rf"[(\[](?:(?i:{_PHOTO})(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s?[:/]\s?|(?i:(?:photo|image|picture|video)s?)\s+"
    rf"(?:by|courtesy)\s|{_PICTURE_AGENCY}\s?[:/]\s?|{_PICTURE_AGENCY}\s+(?i:photos?|images?)\b"
    rf"|[A-Z][\w’'. -]{{1,60}}?\svia\s+{_PICTURE_AGENCY}\b)[^()\[\]\n]{{0,100}}[)\]]"
    r"|[(\[](?:File|Archive|file photo|Getty Images|Supplied)[)\]]"
    # any other name before a colon only where the line ends with it
    r"|\((?:[A-Z][A-Za-z]*[ /]?){1,4}:\s?[A-Z][^()\[\]\n]{0,60}\)$"
)
"""A credit in brackets: "(AFP: Omar Haddad)"."""

_DATE = (
    rf"(?:(?:{WEEKDAY},?\s*)?(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|{WEEKDAY})"
)
_CAPITALS = r"[A-Z][A-Z’'.-]+(?:[ /][A-Z][A-Z’'.-]*){0,4}"
_PLACE = r"[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]*|of|the|al|de)){0,3}"
_WIRE = r"(?:[(\[](?P<wire>[A-Z][\w .,&/’'-]{1,40})[)\]]|/[A-Z]\w[\w -]{1,30}/)"
_DASH = r"(?:\s*(?:--+|[–—―])\s*|\s+-(?:\s+|$))"
_SENTENCE = r"(?=[\"“‘'(]?[A-Z0-9]|$)"
DATELINE = tuple(
    re.compile(form)
    for form in (
        # PLACE, Country, March 4 (Wire) -      Place (Wire) —      PLACE, 12 December 2016:
        rf"(?P<place>{_CAPITALS}|{_PLACE})(?:[,/]\s*{_PLACE}){{0,3}},?\s*"
        rf"(?:{_DATE},?\s*{_WIRE.replace('wire', 'wire1')}"
        rf"|{_WIRE},?\s*(?:{_DATE})?|(?<=,)\s*{_DATE}|(?<=,\s){_DATE})"
        rf"\s*(?:{_DASH}|:\s+){_SENTENCE}",
        # PLACE, Country —      PLACE —      PLACE, Country:      (no wire, no date: capitals, and a sentence)
        rf"(?=[^,\n–—-]{{4}}){_CAPITALS}(?:(?:,\s*(?:{_PLACE}|[A-Z.]{{2,6}})){{0,2}}{_DASH}|,\s*{_PLACE}:\s+){_SENTENCE}",
        # (Wire) -      March 4 (Wire) -
        rf"(?:{_DATE}\s+)?{_WIRE}\s*{_DASH}{_SENTENCE}",
    )
)
"""What stands before the first sentence: "HALVOR, March 4 (Wire) - "."""
