"""Names that a text itself says denote one thing: brackets, "also known as", acronyms, short forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.nlp.mention import Mentions, MentionSpan

_KNOWN_AS = re.compile(r"^(,|\(|or|also|formerly|better|previously|commonly|known|called|as|\s)+$", re.I)
# One of these words alone is no short form of a name that holds it.
_NO_SHORT_NAMES = frozenset(
    "state states nation nations republic kingdom union party front movement group united national "
    "democratic islamic people news international army forces council committee".split()
)
_NAME_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_APART = 6
"""Tokens at most between a name and the one that the text announces for it."""
_SMALL = frozenset("of the and for in on de la al el".split())


def announced_aliases(doc: Doc, mentions: Mentions) -> Iterator[tuple[MentionSpan, MentionSpan]]:
    """Yield pairs of mentions of which the text says that the second names the first.

    "Syrian Democratic Forces (SDF)", "Jaish al-Fatah, also known as the Army of Conquest", "Daesh, as the group is
    also known" (there the second is the description, so the pair is not given here but by coreference).
    """
    spans = sorted(
        (m for m in mentions if m.kind in ("name", "description") and m.key), key=lambda m: (m.start, m.end)
    )
    named = [m for m in spans if m.kind == "name"]
    ending: dict[int, list[MentionSpan]] = defaultdict(list)
    for mention in spans:
        ending[mention.end].append(mention)
    for second in named:
        near = range(second.start - _APART, second.start + 1)
        before = [m for end in near for m in ending.get(end, ()) if m is not second]
        if not before:
            continue
        first = max(before, key=lambda m: (m.end, -m.start))
        first = max((m for m in before if m.end == first.end), key=lambda m: m.end - m.start)
        between = doc[first.end : second.start].text.strip()
        after = doc[second.end : second.end + 1].text
        bracketed = between in ("(", "( the") and after in (")", ",", ";")
        if (
            bracketed
            and (is_acronym_of(second.name, first.name) or second.name.isupper())
            and len(second.name) > 1
        ):
            if second.type not in ("State", "Country") and first.type not in ("State", "Country"):
                yield first, second
        elif (
            between
            and _KNOWN_AS.match(between.replace(",", " , ").replace("(", " ( ").strip())
            and re.search(r"known as|called|formerly|^\(?\s*or\b", between, re.I)
        ) and (
            ("name" in (first.kind, second.kind) and first.type not in ("Person",))
            or second.type == first.type
        ):
            yield first, second
        if bracketed and first.name.isupper() and is_acronym_of(first.name, second.name):
            yield first, second
    yield from _as_known(doc, named)


def _as_known(doc: Doc, named: list[MentionSpan]) -> Iterator[tuple[MentionSpan, MentionSpan]]:
    """ "Daesh, as the group is also known": the group last named is Daesh."""
    for mention in named:
        if (
            doc[min(mention.end + 1, len(doc) - 1)].lower_ != "as"
            and doc[min(mention.end, len(doc) - 1)].lower_ != "as"
        ):
            continue
        tail = doc[mention.end : mention.end + 9].text
        if re.match(r"^,? as (the \w+|it|they) (is|are) (also )?(known|called)", tail):
            earlier = [m for m in named if m.end <= mention.start and m.type == mention.type]
            if earlier:
                yield earlier[-1], mention


def is_acronym_of(short: str, full: str) -> bool:
    """Tell whether a word in capitals is made of the initials of a name ("SDF" of "Syrian Democratic Forces")."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()):
        return False
    words = list(re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", full)))
    initials = "".join(w[0] for w in words if w.lower() not in _SMALL).upper()
    every = "".join(w[0] for w in words).upper()
    return len(words) > 1 and letters in (initials, every)


def is_short_for(short: str, full: str, type_: str) -> bool:
    """Tell whether a name is a shorter form of another: a surname, or the telling words of a body's name."""
    if type_ in ("Settlement", "Region", "Site", "Country"):
        return False
    a, b = _NAME_WORD.findall(short), _NAME_WORD.findall(full)
    if not a or len(a) >= len(b):
        return False
    fold = [w.casefold() for w in b]
    own = [w.casefold() for w in a]
    if type_ == "Person":
        return own == fold[-len(own) :] or (
            re.sub(r"^al-", "", own[-1]) == re.sub(r"^al-", "", fold[-1]) and len(own) == 1
        )
    if len(own) == 1 and own[0] in _NO_SHORT_NAMES:
        return False
    if len(own) == 1 and (
        len(own[0]) < 4
        or (b[0].casefold() == own[0] and len(b) > 1 and not fold[-1].startswith(("group", "movement")))
    ):
        return False
    return any(
        fold[i : i + len(own)] == own for i in range(1 if len(own) == 1 else 0, len(fold) - len(own) + 1)
    )
