"""Refuses queries that would reach outside the store or change it, on the parsed text, before anything runs.

rdflib's parser gives the tree; Oxigraph runs the text. Where the two could read a text differently (code
point escapes, carriage returns) it is normalised first, and the bare keyword is looked for once more, so that
nothing hides between them.

References
----------
SPARQL 1.1 Query, sections 13.2 (FROM), 19.2 (code point escapes); SPARQL 1.1 Federated Query.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.errors import QueryRefusedError, QuerySyntaxError
from kg.vocab import PREFIXES

# An escape whose backslash is not itself escaped; the text \\\\u0041 is a backslash and letters.
_ESCAPE = re.compile(r"(?<!\\)(?P<pairs>(?:\\\\)*)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_UPDATE_WORDS = "INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH"
_TOKEN = re.compile(
    r"""
      (?P<string> \"{3}(?:\\.|(?!\"{3}).)*\"{3} | '{3}(?:\\.|(?!'{3}).)*'{3}
                | \"(?:\\.|[^\"\\\n])*\" | '(?:\\.|[^'\\\n])*' )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment> \#[^\n]* )
    | (?P<name>    [?$@]\w+ | [\w.-]*:(?:[\w.%:-]|\\.)* )
    | (?P<word>    \w+ )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A text that may run."""

    text: str
    """The text, normalised; run this, not what came in."""
    has_dataset: bool
    """Whether it says itself, by FROM, which graphs it reads."""


def check_query(text: str, graphs: Collection[str]) -> CheckedQuery:
    """Parse a query and refuse what does more than read the store.

    Parameters
    ----------
    graphs
        IRIs of the graphs that FROM may name.

    Raises
    ------
    QuerySyntaxError
        It is not SPARQL 1.1.
    QueryRefusedError
        It is an update, asks another service, reads another source, or is nested too deeply to check.
    """
    text = _normalise(text)
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        # rdflib would take the u behind an escaped backslash for an escape; only the structure matters here.
        tree = parseQuery(re.sub(r"(\\\\)[uU]", r"\1_", text))
    except ParseException as error:
        if word := _first_word(text, _UPDATE_WORDS):
            problem = (
                f"{word} is an update, and a query changes nothing; use SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
            raise QueryRefusedError(problem) from None
        raise QuerySyntaxError(_describe(error), error.lineno, error.column) from None
    except RecursionError:
        raise QueryRefusedError("the query is nested too deeply") from None
    nodes = list(_nodes(tree))
    prefixes = dict(PREFIXES)
    for node in reversed(nodes):  # so they come as written: the last declaration of a prefix counts
        if node.name == "PrefixDecl":
            prefixes[_text_of(node, "prefix")] = str(node["iri"])
    has_dataset = False
    for node in nodes:
        if node.name == "ServiceGraphPattern":
            raise QueryRefusedError("SERVICE asks another server; a query reads this store only")
        if node.name == "DatasetClause":
            has_dataset = True
            # rdflib's CompValue.get answers a missing key with the key itself
            for term in (node[key] for key in ("default", "named") if key in node):
                iri = str(term)
                if getattr(term, "name", "") == "pname":
                    iri = prefixes.get(_text_of(term, "prefix"), "") + _text_of(term, "localname")
                if iri not in graphs:
                    problem = f"FROM <{iri}> is no graph of this store; only its own graphs can be read"
                    raise QueryRefusedError(problem)
        if node.name == "pname" and (prefix := _text_of(node, "prefix")) not in prefixes:
            raise _undeclared(text, prefix)
    if any(match["word"] and match["word"].upper() == "SERVICE" for match in _TOKEN.finditer(text)):
        raise QueryRefusedError("SERVICE asks another server; a query reads this store only")
    return CheckedQuery(text, has_dataset)


def locate_syntax_error(error: SyntaxError) -> QuerySyntaxError:
    """Return what Oxigraph says of a text, with its line and column in fields."""
    message = str(error)
    if match := re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL):
        # It lists what its grammar could go on with, and at times a sentence that says what is wrong.
        listed = match[3].removeprefix("expected ").removeprefix("one of ").split(", ")
        problem = next((item for item in listed if re.fullmatch(r"\w+(?: [\w-]+){2,}", item)), "")
        return QuerySyntaxError(problem or "this cannot stand here", int(match[1]), int(match[2]))
    return QuerySyntaxError(message)


def _normalise(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if broken := re.search("[\ud800-\udfff]", text):
        line = text.count("\n", 0, broken.start()) + 1
        column = broken.start() - text.rfind("\n", 0, broken.start())
        raise QuerySyntaxError("this is no character; the query must be UTF-8", line, column)
    try:
        text = _ESCAPE.sub(lambda match: match["pairs"] + chr(int(match[2] or match[3], 16)), text)
        text.encode()
    except (ValueError, OverflowError):  # UnicodeEncodeError is a ValueError
        raise QuerySyntaxError("an escape \\u or \\U names no character") from None
    if _ESCAPE.search(text):
        raise QueryRefusedError("an escape inside an escape (\\u005C…) could hide a part of the query")
    return text


def _first_word(text: str, words: str) -> str:
    """Return the keyword that follows the prologue, if it is one of these."""
    in_prologue = False
    for match in _TOKEN.finditer(text):
        if match["word"]:
            word = match["word"].upper()
            if word not in ("PREFIX", "BASE"):
                return word if word in words.split() else ""
            in_prologue = True
        elif (
            match["string"]
            or (match["other"] and not match["other"].isspace())
            or ((match["iri"] or match["name"]) and not in_prologue)
        ):
            return ""
    return ""


def _describe(error: Any) -> str:
    rest = error.pstr[error.loc :].split("\n")[0][:40]
    return f"unexpected {rest!r}" if rest.strip() else "the query ends too early, or a bracket is not closed"


def _nodes(tree: Any) -> Iterator[Any]:
    """Yield every named node of rdflib's parse tree."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    stack = [tree]
    while stack:
        item = stack.pop()
        if isinstance(item, CompValue):
            yield item
            stack.extend(item.values())
        elif isinstance(item, ParseResults | list | tuple):
            stack.extend(item)


def _text_of(node: Any, key: str) -> str:
    return str(node[key]) if key in node else ""


def _undeclared(text: str, prefix: str) -> QuerySyntaxError:
    """Return an error that points at the first use of the prefix."""
    near = get_close_matches(prefix, PREFIXES)
    hint = f"; did you mean {near[0]}:?" if near else f"; begin the query with PREFIX {prefix}: <…>"
    problem = f"the prefix {prefix}: is not declared{hint}"
    for match in _TOKEN.finditer(text):
        if match["name"] and match["name"].startswith(f"{prefix}:"):
            line = text.count("\n", 0, match.start()) + 1
            return QuerySyntaxError(problem, line, match.start() - text.rfind("\n", 0, match.start()))
    return QuerySyntaxError(problem)
