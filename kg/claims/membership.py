"""Members and parts: what noun phrases say of who belongs to what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.claims.offices import GROUPS, offices
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.roles import prepositions

_EXAMPLES = frozenset({"including", "like", "especially", "particularly", "notably", "such"})


def memberships(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """Yield leads and memberOf claims that rest on noun phrases."""
    for mention in reading.mentions:
        if mention.entity < 0:
            continue
        token = reading.doc[mention.head]
        if mention.kind == "pronoun":
            if mention.type == "Person" and token.dep_ in ("nsubj", "nsubjpass"):
                yield from offices(reading, arguments, mention, token)
            continue
        if mention.type == "Person" and mention.kind == "name":
            yield from offices(reading, arguments, mention, token)
            yield from _of_body(reading, arguments, mention, token)
            yield from _named_after_head(reading, mention, token)
        elif mention.category in ("force", "fighters", "people") and mention.kind != "name":
            yield from _from_body(reading, arguments, mention, token)
            yield from _of_organisation(reading, mention, token)
        if mention.type in ("Government", "Organization", "MilitaryForce", "ArmedGroup") and mention.kind in (
            "name",
            "description",
        ):
            yield from _part_of(reading, arguments, mention, token)
        if mention.type == "Coalition" or mention.category == "coalition":
            yield from _led_by(reading, arguments, mention, token)
        if mention.type in ("State", "Country") and mention.kind == "name":
            yield from _within_body(reading, arguments, mention, token)
        yield from _examples(reading, arguments, mention, token)


def _draft(subject: Argument, relation: str, object_: Argument, trigger: Token, frame: str) -> ClaimDraft:
    return ClaimDraft(
        subject, relation, object_, trigger.i, frame=f"{relation}:{frame}", construction="noun phrase"
    )


def _of_body(
    reading: Reading, arguments: Arguments, person: MentionSpan, name: Token
) -> Iterator[ClaimDraft]:
    """ "Sergeant Paul Okot of the Ugandan army"."""
    for preposition, obj in prepositions(name):
        if preposition not in ("of", "from") or obj.dep_ != "pobj":
            continue
        for body in arguments.resolve(obj, "Actor"):
            if reading.type_of(body.entity) in GROUPS - {"State"} and body.entity != person.entity:
                yield _draft(Argument(person.head, person.entity), "memberOf", body, name, preposition)


def _of_organisation(reading: Reading, mention: MentionSpan, token: Token) -> Iterator[ClaimDraft]:
    """ "six UN peacekeepers": they belong to the organisation whose name they bear."""
    if mention.category != "force":
        return
    for child in token.children:
        other = reading.mentions.by_head.get(child.i)
        if (
            child.dep_ in ("compound", "nmod")
            and other is not None
            and other.kind == "name"
            and other.entity not in (-1, mention.entity)
            and reading.type_of(other.entity) in ("Organization", "Coalition")
        ):
            me = Argument(mention.head, mention.entity)
            yield _draft(me, "memberOf", Argument(other.head, other.entity), token, "of the organisation")


_SCHEME = re.compile(r"\b(Program|Programme|Project|Plan|Initiative|Operation)\b")
"""Schemes that one takes part in, and is no member of."""
_RULES = frozenset("government administration regime cabinet junta".split())


def _named_after_head(reading: Reading, person: MentionSpan, name: Token) -> Iterator[ClaimDraft]:
    """ "the government of Prime Minister X": he heads it."""
    if name.dep_ == "poss":
        host = name.head  # "Bashir's government"
    elif name.dep_ == "pobj" and name.head.lower_ == "of":
        host = name.head.head
    else:
        return
    body = reading.mentions.by_head.get(host.i)
    if body is not None and body.entity not in (-1, person.entity) and body.noun in _RULES:
        me = Argument(person.head, person.entity)
        yield _draft(me, "leads", Argument(body.head, body.entity), host, "government of")


def _within_body(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "working with Turkey within NATO", "its partners in the coalition": a state in a body of states."""
    state = arguments.face(mention.entity, "State")
    hosts = [token]
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.lower_ in ("with", "alongside"):
        hosts.append(token.head.head)
    for host in hosts:
        for name, obj in prepositions(host):
            if name != "within" or obj.i < token.i or state is None:
                continue
            for body in arguments.resolve(obj, "Actor"):
                if reading.type_of(body.entity) in ("Organization", "Coalition"):
                    yield _draft(Argument(token.i, state), "memberOf", body, obj, "within")


def _from_body(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "Marines from 3rd Battalion", "experts from WMF", "an official from the rebel group"."""
    me = Argument(mention.head, mention.entity)
    places = [(name, obj) for name, obj in prepositions(token) if name in ("from", "of", "with")]
    for child in token.children:
        if (
            child.dep_ == "acl"
            and child.tag_ == "VBN"
            and child.lemma_ in ("deploy", "draw", "recruit", "assign")
        ):
            places += [(name, obj) for name, obj in prepositions(child) if name == "from"]
    for name, obj in places:
        if obj.dep_ != "pobj" or (
            name == "with" and mention.category not in ("people", "officials", "force")
        ):
            continue
        for body in arguments.resolve(obj, "Actor"):
            if (
                mention.category == "fighters"
                and name == "from"
                and reading.type_of(body.entity) == "ArmedGroup"
            ):
                continue  # "fighters from X" are X
            if reading.type_of(body.entity) in GROUPS - {"State"} and body.entity != mention.entity:
                yield _draft(me, "memberOf", body, token, f"{name}")


def _part_of(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "the Office of Museums at the Ministry of Culture", "3rd Battalion, 6th Marines"."""
    me = Argument(mention.head, mention.entity)
    doc = reading.doc
    if mention.kind == "name":
        for name, obj in prepositions(token):
            if name not in ("at", "of", "within", "under", "in") or obj.dep_ != "pobj":
                continue
            if obj.i < mention.end and mention.key[:1] != ("wing",):
                continue  # within the name: "the Army of Conquest"; but "the armed wing of Hamas" is of Hamas
            other = reading.mentions.by_head.get(obj.i)
            if (
                other is not None
                and other.kind == "name"
                and other.entity not in (mention.entity, -1)
                and other.type in GROUPS - {"State"}
            ):
                if any(c.dep_ == "poss" and mention.start <= c.i < mention.end for c in obj.children):
                    # "the Department of the Treasury's Office of ...": the parser cuts it in the middle
                    yield _draft(Argument(other.head, other.entity), "memberOf", me, token, name)
                    continue
                yield _draft(me, "memberOf", Argument(other.head, other.entity), token, name)
        if mention.type == "MilitaryForce" and mention.end < len(doc) and doc[mention.end].text == ",":
            other = next(
                (
                    m
                    for m in reading.mentions.by_head.values()
                    if m.start == mention.end + 1 and m.kind == "name"
                ),
                None,
            )
            if (
                other is not None
                and other.type == "MilitaryForce"
                and other.entity not in (mention.entity, -1)
            ):
                following = doc[other.end].lower_ if other.end < len(doc) else ""
                if following not in ("and", "or"):
                    yield _draft(me, "memberOf", Argument(other.head, other.entity), token, "comma")
    if mention.kind == "name":
        for child in token.children:  # "ISIL's Amaq News Agency"
            owner = reading.mentions.by_head.get(child.i)
            if (
                child.dep_ == "poss"
                and owner is not None
                and owner.kind == "name"
                and owner.type in ("ArmedGroup", "Organization", "Coalition")
                and owner.entity not in (mention.entity, -1)
            ):
                yield _draft(me, "memberOf", Argument(owner.head, owner.entity), token, "of the body")
    parent = token.head
    if token.dep_ in ("nsubj", "nsubjpass", "dobj") and parent.pos_ == "VERB":
        for name, obj in prepositions(parent):
            if name == "as" and obj.lemma_ == "part":
                for inner_name, inner in prepositions(obj):
                    if inner_name == "of":
                        for body in arguments.resolve(inner, "Actor"):
                            if (
                                reading.type_of(body.entity) in GROUPS - {"State"}
                                and not _SCHEME.search(reading.table.drafts[body.entity].name)
                                and body.entity != mention.entity
                            ):
                                yield _draft(me, "memberOf", body, obj, "as part of")


def _led_by(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "the US-led coalition": the United States are in it."""
    me = Argument(mention.head, mention.entity)
    hosts = [token, token.head] if token.dep_ == "compound" else [token]  # "US-led coalition bombing"
    for child in (c for host in hosts for c in host.children if c.i < token.i):
        if child.dep_ == "amod" and lemma_of(child) in ("lead", "led"):
            for inner in child.children:
                if inner.dep_ in ("npadvmod", "compound", "nmod") and inner.i < child.i:
                    for body in arguments.resolve(inner, "Actor"):
                        if body.entity != mention.entity:
                            yield _draft(body, "memberOf", me, child, "led")


def _examples(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "Coalition partners, especially the Turks", "groups including A and B": parts of the whole."""
    if mention.type not in ("Coalition", "ArmedGroup", "Organization") or mention.kind == "pronoun":
        return
    whole = Argument(mention.head, mention.entity)
    heads: list[Token] = []
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("including", "like", "as") and child.i > token.i:
            if child.lower_ == "as" and child.nbor(-1).lower_ != "such":
                continue
            heads += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
        if child.dep_ == "appos" and any(c.lower_ in _EXAMPLES for c in child.lefts):
            heads.append(child)
    for head in heads:
        for part in arguments.resolve(head, "Actor"):
            if part.entity != mention.entity:
                yield _draft(part, "memberOf", whole, token, "example")
