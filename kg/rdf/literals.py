"""Values of claims, figures and documents as RDF literals."""

from __future__ import annotations

import re
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.vocab import XSD

Row = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""A triple of what one graph holds."""
# What XML 1.0 cannot hold, and lone surrogates: no export could write them and be read again.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARTIAL_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date, ""),
    (re.compile(r"\d{4}-\d{2}"), XSD.gYearMonth, "-01"),
    (re.compile(r"\d{4}"), XSD.gYear, "-01-01"),
)


def partial_date(text: str) -> Literal | None:
    """Return an ISO date, year-month or year as a typed literal; None for anything else, also 2016-02-30.

    Examples
    --------
    >>> partial_date("2016-12").datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    >>> partial_date("last Tuesday") is None
    True
    """
    for form, datatype, rest in _PARTIAL_DATES:
        if text.isascii() and form.fullmatch(text):
            try:
                date.fromisoformat(text + rest)
            except ValueError:
                return None
            return Literal(text, datatype=datatype)
    return None


def text_literal(text: str) -> Literal:
    """Return a text without the characters that no export could write."""
    # XML reads every line end as a line feed, and our XML writer does not escape the others.
    return Literal(_UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def date_literal(day: date) -> Literal:
    """Return a day as an ``xsd:date``."""
    return Literal(day.isoformat()[:10], datatype=XSD.date)


def integer_literal(number: int) -> Literal:
    """Return a whole number."""
    return Literal(str(number), datatype=XSD.integer)


def decimal_literal(number: float, places: int) -> Literal:
    """Return the shortest spelling, which stores that rewrite numbers leave as it is."""
    text = f"{number:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal("0" if text == "-0" else text, datatype=XSD.decimal)
