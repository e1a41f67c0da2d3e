"""A page that shows an article with its claims: which words said what, and how they were read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.claims.explain import Explanation
from kg.documents import Document
from kg.viz.files import write_whole

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    number: int = 0
    title: str = ""
    label: str = ""


def describe_claim(one: Explanation) -> str:
    """Return a claim in one line: "IS controls Palmyra (Begins), claimed by activists"."""
    claim = one.claim
    qualities = [q for q in (claim.phase, claim.polarity if claim.polarity == "Negated" else "") if q]
    text = f"{one.subject} {claim.relation} {one.object}"
    if qualities:
        text += f" ({', '.join(qualities)})"
    if claim.modality != "Actual":
        text += f", {claim.modality.lower()}" + (f" by {one.source}" if one.source else "")
    return text + (f", {claim.time_expression}" if claim.time_expression else "")


def describe_way(one: Explanation) -> str:
    """Return how a claim was read: its frame, construction and confidence."""
    claim = one.claim
    return f"frame {claim.frame}, {claim.construction}, confidence {claim.confidence:.2f}"


def marked_parts(one: Explanation) -> Iterator[tuple[str, str]]:
    """Yield the sentence in pieces, each with its label or an empty one; marks that overlap give way."""
    at = 0
    for mark in one.marks:
        if mark.start < at:
            continue
        if mark.start > at:
            yield one.sentence[at : mark.start], ""
        yield one.sentence[mark.start : mark.end], mark.label
        at = mark.end
    yield one.sentence[at:], ""


def draw_article(document: Document, explanations: Sequence[Explanation], path: Path) -> Path:
    """Write the page; it is one file, asks nothing of a network, and shows hostile text as text."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined
    )
    style = (_TEMPLATES / "article.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    about = ", ".join(
        str(part) for part in (document.publisher, document.published or "", document.id) if part
    )
    page = environment.get_template("article.html.j2").render(
        title=document.title or document.id,
        about=about,
        style=Markup(style),  # our own file
        style_hash=digest,
        text=list(_text(document, explanations)),
        claims=[
            {
                "head": describe_claim(one),
                "parts": [_Part(text, label=label) for text, label in marked_parts(one)],
                "how": describe_way(one),
                "steps": one.steps,
            }
            for one in explanations
        ],
    )
    write_whole(path, page.encode("utf-8"))
    return path


def _text(document: Document, explanations: Sequence[Explanation]) -> Iterator[_Part]:
    """Yield the article in pieces; of quotes that overlap the first is shown."""
    at = 0
    quotes = sorted(
        (one.claim.quote_start, one.claim.quote_end, number, describe_claim(one))
        for number, one in enumerate(explanations, 1)
        if not one.claim.in_title
    )
    for start, end, number, title in quotes:
        if start < at:
            continue
        yield _Part(document.text[at:start])
        yield _Part(document.text[start:end], number=number, title=title)
        at = end
    yield _Part(document.text[at:])
