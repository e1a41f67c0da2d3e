"""Who says a sentence where its own clause does not tell: quotations, "said:", "according to"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.claims.draft import Reading
from kg.claims.governors import REPORT
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import surface_subjects

_SPEECH = REPORT | frozenset("respond ask urge condemn".split())
_MAX_QUOTE = 3000  # characters; an opening mark without its partner must not swallow the article


@dataclass(frozen=True, slots=True)
class Speech:
    """Tokens [start, end) that are somebody's words."""

    start: int
    end: int
    speaker: Token | None


def find_speech(reading: Reading) -> list[Speech]:
    """Return the stretches of direct speech of a document with their speakers, in order."""
    doc, text = reading.doc, reading.text
    quotes = _quotations(doc) if _MARKS.search(text) else []
    inside = {i for start, end in quotes for i in range(start, end)}
    found: list[Speech] = []
    last: Token | None = None
    last_end = -1
    for start, end in quotes:
        if end - start < 4:
            continue
        speaker = _speaker_near(doc, start, end, inside)
        if speaker is None and last is not None and not _paragraph_break_twice(doc, last_end, start):
            speaker = last
        if speaker is not None:
            last, last_end = speaker, end
            found.append(Speech(start, end, speaker))
    found += _after_colon(doc, inside) if ":" in text else []
    return sorted(found, key=lambda s: (s.start, s.end))


_MARKS = re.compile("[\"\u201c\u201d]|``|''")


def _quotations(doc: Doc) -> list[tuple[int, int]]:
    spans, opened = [], -1
    for token in doc:
        if token.is_quote and token.text in ('"', "``", "''", "\u201c", "\u201d"):
            if opened < 0:
                opened = token.i
            elif token.text == "\u201c" or (_opens(doc, token) and _paragraph_start(doc, token.i)):
                # each paragraph of a long quotation opens anew
                spans.append((opened, token.i))
                opened = token.i
            else:
                spans.append((opened, token.i + 1))
                opened = -1
        if opened >= 0 and token.idx - doc[opened].idx > _MAX_QUOTE:
            opened = -1
    return spans


def _opens(doc: Doc, token: Token) -> bool:
    return not token.whitespace_ and (
        token.i == 0 or bool(doc[token.i - 1].whitespace_) or doc[token.i - 1].is_space
    )


def _paragraph_start(doc: Doc, index: int) -> bool:
    return index == 0 or (doc[index - 1].is_space and "\n" in doc[index - 1].text)


def _paragraph_break_twice(doc: Doc, start: int, end: int) -> bool:
    return sum(t.text.count("\n") > 0 for t in doc[start:end]) > 1 or end - start > 60


def _speaker_near(doc: Doc, start: int, end: int, inside: set[int]) -> Token | None:
    """Subject of a reporting verb that stands outside the quotation, in a sentence that touches it."""
    first, last = doc[start].sent, doc[min(end, len(doc)) - 1].sent
    sentences: list[Span] = [last, first]
    if last.end < len(doc):
        after = doc[last.end].sent
        if (len(after) < 25 and not doc[end - 1 : last.end].text.strip('"\u201d ').endswith(".")) or after[
            0
        ].lower_ in ("said", "says", "added"):
            sentences.append(after)
    if first.start > 0:
        before = doc[first.start - 1].sent
        if before.text.rstrip().endswith((":", ",")):
            sentences.insert(0, before)
    for sentence in sentences:
        for token in sentence:
            if token.pos_ != "VERB" or token.i in inside or lemma_of(token) not in _SPEECH:
                continue
            subjects = [s for s in surface_subjects(token) if s.i not in inside]
            if not subjects:
                subjects = [
                    c
                    for c in token.rights
                    if c.dep_ in ("nsubj", "dobj", "npadvmod", "attr")
                    and c.pos_ in ("PROPN", "NOUN")
                    and c.i not in inside
                ]
            if subjects:
                return subjects[0]
            follower = next(
                (
                    t
                    for t in doc[token.i + 1 : token.i + 10]
                    if t.pos_ == "PROPN" and t.dep_ in ("ROOT", "nsubj")
                ),
                None,
            )
            if follower is not None:
                return follower
    return None


def _after_colon(doc: Doc, inside: set[int]) -> list[Speech]:
    """A line "X said:" makes the speaker of all that follows, up to the next such line."""
    opened: list[tuple[int, Token]] = []
    for sentence in doc.sents:
        if not re.search(r":\s*$", sentence.text):
            match = re.search(r"\b(said|says|stated|writes?|told reporters)\s*:\s", sentence.text)
            if not match:
                continue
        for token in sentence:
            if token.i in inside or lemma_of(token) not in _SPEECH:
                continue
            after = [t for t in doc[token.i + 1 : token.i + 5] if t.text == ":"]
            if not after:
                continue
            subjects = surface_subjects(token) or [
                c for c in token.lefts if c.pos_ in ("PROPN", "NOUN") and c.dep_ not in ("npadvmod",)
            ]
            subjects = (
                subjects
                or [t for t in sentence if t.pos_ == "PROPN" and t.i < token.i and t.head.i >= t.i][-1:]
            )
            if subjects and not any(
                i in inside for i in range(after[0].i + 1, min(after[0].i + 3, len(doc)))
            ):
                opened.append((after[0].i + 1, subjects[0]))
                break
    result = []
    for number, (start, speaker) in enumerate(opened):
        end = opened[number + 1][0] if number + 1 < len(opened) else len(doc)
        result.append(Speech(start, end, speaker))
    return result


def speaker_of(token: Token, speech: list[Speech]) -> Token | None:
    """Return who says a token; the narrowest stretch of speech around it decides."""
    around = [s for s in speech if s.start <= token.i < s.end and s.speaker is not None]
    return min(around, key=lambda s: s.end - s.start).speaker if around else None


def according_to(token: Token) -> Token | None:
    """Return X of "according to X" in the clause of a token."""
    for clause in (token, *token.ancestors):
        for child in clause.children:
            if child.lower_ == "according":
                for prep in child.children:
                    if prep.lower_ == "to":
                        return next((c for c in prep.children if c.dep_ == "pobj"), None)
            if child.dep_ == "prep" and child.lower_ == "per":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        if clause.dep_ == "ROOT":
            break
    return None
