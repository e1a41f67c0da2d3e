"""What a group is there for: "the coalition to defeat Daesh", "an alliance formed to fight the rebels" oppose them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.roles import spread

_COMBATING = frozenset(
    "defeat fight combat counter destroy degrade eliminate eradicate oust topple overthrow contain confront "
    "dismantle expel".split()
)
_FORMING = frozenset("form create establish found set unite assemble build".split())


def purposes(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """Yield an ``opposes`` claim for each party that a coalition says it is there to fight."""
    for mention in reading.mentions:
        if mention.entity >= 0 and (mention.type == "Coalition" or mention.category == "coalition"):
            yield from _of_coalition(reading, arguments, mention)


def _of_coalition(reading: Reading, arguments: Arguments, mention: MentionSpan) -> Iterator[ClaimDraft]:
    for verb in _infinitives(reading.doc[mention.head]):
        if lemma_of(verb) not in _COMBATING:
            continue
        if any(child.dep_ == "neg" for child in verb.children):
            continue
        for item in (i for child in verb.children if child.dep_ == "dobj" for i in spread(child)):
            for enemy in arguments.resolve(item, "Actor"):
                if enemy.entity != mention.entity:
                    yield ClaimDraft(
                        Argument(mention.head, mention.entity), "opposes", enemy, verb.i,
                        frame="opposes:purpose", construction="noun phrase",
                    )  # fmt: skip


def _infinitives(noun: Token) -> Iterator[Token]:
    hosts = [noun, *(c for c in noun.children if c.dep_ == "acl" and lemma_of(c) in _FORMING)]
    clauses = [c for host in hosts for c in host.children if c.dep_ in ("acl", "relcl", "xcomp", "advcl")]
    clauses += [c for c in noun.head.children if c.dep_ in ("advcl", "xcomp") and c.left_edge.i == noun.i + 1]
    for clause in clauses:  # the last is "lead the coalition to defeat X", as the parser has it
        if clause.i > noun.i and any(c.tag_ == "TO" for c in clause.children):
            yield clause
            yield from (c for c in clause.conjuncts if c.i > clause.i)  # "to degrade and defeat X"
