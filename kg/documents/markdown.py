"""Markdown articles: the signs of formatting go, what a front matter says about the article is used."""

from __future__ import annotations

import re

from kg.documents.dates import parse_date
from kg.documents.draft import Draft

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,8000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]{2,20})\s*:\s*(.+?)\s*$", re.MULTILINE)
_SIGNS = (
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)"), ""),  # pictures, with what stands for them
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^ {0,3}(?:=+|-{2,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"(\*{1,3})(?=\S)([^*\n]{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]{1,300}?)(?<=\S)\1(?!\w)"), r"\2"),
)


def read_markdown(text: str, source: str) -> Draft:
    """Make an article of a Markdown text; offsets count in the text without its signs."""
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])}
        text = text[front.end() :]
    text = text.replace("\r\n", "\n")
    heading = re.match(r"\s*#[ \t]+(\S.*)", text)
    for sign, plain in _SIGNS:
        text = sign.sub(plain, text)
    title = fields.get("title", "")
    if not title and heading:
        title = text.lstrip().split("\n", 1)[0]
    return Draft(
        text=text.strip("\n") + "\n",
        source=source,
        title=title,
        published=parse_date(fields.get("published") or fields.get("date") or ""),
        publisher=fields.get("publisher") or fields.get("source") or "",
        url=fields.get("url") or "",
    )
