"""Clauses under speech: what somebody threatens or agrees to do, and to whom the words say it would be done."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.lexicon import FrameLexicon
from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import has_negation, prepositions, spread, verb_predicate

TIED = ("with", "to", "for", "against", "between", "among")
_HOSTILE = frozenset(("attacks", "opposes", "damages"))
_SPEAKERS_OWN = frozenset("it they he she we i".split())
_OWN_POSSESSIVES = frozenset("its their his her our my".split())
_GUILTY = frozenset("responsible guilty culpable complicit liable accountable".split())
_INSULTS = frozenset(
    "traitor butcher terrorist murderer criminal puppet tyrant liar aggressor thug coward butcher enemy dictator "
    "monster fascist killer stooge lackey warmonger bandit gangster thief hypocrite infidel apostate collaborator "
    "spy madman threat menace pariah villain hangman devil satan evil barbarian genocidal illegal illegitimate "
    "rogue cancer scourge disgrace outlaw hooligan nazi racist despot".split()
)
_YIELDING = frozenset(
    "return hand extradite withdraw pull reopen restore resume sign accept allow permit admit grant negotiate meet "
    "receive cooperate comply talk".split()
)
# Roles of a clause that do not tell with whom it deals.
_BY_THE_WAY = frozenset(
    "agent attr over by in at near during before after within under as about than".split()
)


def threatened(verb: Token) -> list[Token]:
    """Whom the act would hit that somebody threatens to do: "threatened to cut ties with X", "to shell X"."""
    return [t for clause in _infinitives(verb) for t in _reached(clause, (*TIED, "on", "of", "in"))]


def announced_blows(verb: Token, lexicon: FrameLexicon) -> list[Token]:
    """Whom a hostile act would hit that is announced: "vowed to retaliate against X", "warned it would"."""
    clauses = [*_infinitives(verb), *_own_futures(verb)]
    return [
        t for clause in clauses if _is_hostile(clause, lexicon) for t in _reached(clause, (*TIED, "on", "of"))
    ]


def told(verb: Token, lexicon: FrameLexicon) -> list[Token]:
    """Who is told that the speaker will do something hostile: "told X it would freeze its assets"."""
    if not any(_is_hostile(clause, lexicon) for clause in _own_futures(verb)):
        return []
    return [c for c in verb.children if c.dep_ in ("dobj", "dative")]


def blamed(verb: Token) -> list[Token]:
    """Who is said to be behind something: "said X was behind the blast", "claims X is responsible for it"."""
    found: list[Token] = []
    for clause in verb.children:
        if clause.dep_ == "ccomp" and lemma_of(clause) == "be":
            guilty = any(c.dep_ == "acomp" and c.lower_ in _GUILTY for c in clause.children)
            if guilty or any(name == "behind" for name, _ in prepositions(clause)):
                found += [c for c in clause.children if c.dep_ == "nsubj"]
    return found


def branded(verb: Token) -> list[Token]:
    """Who is called names: "called X a traitor", "described X as a terrorist"."""
    named = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    labels = [c for c in verb.children if c.dep_ in ("oprd", "attr")]
    labels += [c for n in named for c in n.children if c.dep_ == "appos"]
    labels += [obj for name, obj in prepositions(verb) if name == "as"]
    labels += [obj for n in named for name, obj in prepositions(n) if name == "as"]
    labels += [c for clause in verb.children if clause.dep_ == "ccomp" for c in (clause, *clause.children)]
    if not any(lemma_of(label) in _INSULTS for label in labels):
        return []
    small = [
        c for clause in verb.children if clause.dep_ == "ccomp" for c in clause.children if c.dep_ == "nsubj"
    ]
    return named or small


def refused(verb: Token, lexicon: FrameLexicon) -> list[Token]:
    """With whom somebody says that he will not deal: "said he would never share power with X"."""
    return [
        t
        for clause in _own_futures(verb)
        if has_negation(clause) and not _is_hostile(clause, lexicon)
        for t in _reached(clause, ("with", "to", "between"), skip=_BY_THE_WAY | {"for", "from"})
    ]


def yielded(verb: Token) -> list[Token]:
    """To whom somebody gives way who says that he will: "said it would release X", "will withdraw from X"."""
    return [
        t
        for clause in _own_futures(verb)
        if lemma_of(clause) in _YIELDING and not has_negation(clause)
        for t in _reached(clause, ("with", "to", "from", "of"), skip=_BY_THE_WAY)
        if not any(c.lower_ in _OWN_POSSESSIVES for c in t.lefts)
    ]


def conceded(word: Token, lexicon: FrameLexicon) -> list[Token]:
    """With whom somebody deals who agrees or offers to do what is no hostile act: "agreed to return X to Y"."""
    ties = ("with", "to", "for", "between", "among", "of")
    reached = [
        t
        for clause in _infinitives(word)
        if not _is_hostile(clause, lexicon)
        for t in _reached(clause, ties, skip=_BY_THE_WAY)
        if not any(c.lower_ in _OWN_POSSESSIVES for c in t.lefts)
    ]
    return sorted(reached, key=lambda t: t.dep_ == "dobj")  # "to hand the colonel over to Peru": Peru


def pressed_by_condition(verb: Token) -> list[Token]:
    """Who is to do what would avert a threat: "threatened to quit unless X withdrew"."""
    clauses = [verb, *_infinitives(verb), *(c for c in verb.children if c.dep_ == "ccomp")]
    marks = ("unless", "until", "if") if lemma_of(verb) in ("threaten", "warn") else ("unless", "until")
    return [
        subject
        for clause in clauses
        for condition in clause.children
        if condition.dep_ == "advcl"
        and any(c.dep_ in ("mark", "advmod") and c.lower_ in marks for c in condition.children)
        for subject in verb_predicate(condition).roles.get("agent", ())
    ]


def withstood(verb: Token) -> list[Token]:
    """What somebody does not yield to: "declined to resign despite pressure by X", "in spite of calls from Y"."""
    clauses = [verb, *_infinitives(verb)]
    found: list[Token] = []
    for name, obj in (pair for clause in clauses for pair in prepositions(clause)):
        if name == "despite":
            found.append(obj)
        elif name == "in" and obj.lower_ in ("spite", "face", "defiance"):
            found += [inner for n, inner in prepositions(obj) if n == "of"]
    return found


def asked_for(noun: Token) -> list[Token]:
    """With whom what is proposed would be done: "an invitation to meet X", "a call to hand Y over to X"."""
    return [
        t
        for clause in noun.children
        if clause.dep_ in ("acl", "relcl") and any(c.tag_ == "TO" for c in clause.children)
        for t in _reached(clause, ("with", "to", "of", "between", "by"), skip=_BY_THE_WAY | {"against", "on"})
    ]


def _infinitives(word: Token) -> Iterator[Token]:
    for clause in word.children:
        if clause.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl") and (
            any(c.tag_ == "TO" for c in clause.children)
            or (clause.tag_ == "VB" and clause.i and clause.nbor(-1).text == "-")  # "to re-open"
        ):
            if clause.dep_ in ("advcl", "relcl") and word.pos_ not in ("ADJ", "NOUN"):
                continue
            yield clause
            below = [c for c in clause.children if c.dep_ in ("conj", "xcomp") and c.pos_ == "VERB"]
            yield from below  # "agreed to stop supplying", "to withdraw and hand over"
            yield from (c for b in below for c in b.children if c.dep_ == "xcomp" and c.pos_ == "VERB")


def _own_futures(verb: Token) -> Iterator[Token]:
    """Clauses in which the speaker says what he will do: "warned that it would strike", "that its forces will"."""
    for clause in verb.children:
        if clause.dep_ != "ccomp" or not any(
            c.dep_ == "aux"
            and c.lower_ in ("will", "would", "shall", "wo", "'ll", "'d", "may", "might", "could")
            for c in clause.children
        ):
            continue
        subject = next((c for c in clause.children if c.dep_ == "nsubj"), None)
        if subject is not None and (
            subject.lower_ in _SPEAKERS_OWN or any(c.lower_ in _OWN_POSSESSIVES for c in subject.children)
        ):
            yield clause


def _reached(
    clause: Token, ties: tuple[str, ...], skip: frozenset[str] = frozenset(("agent", "attr", "over", "by"))
) -> list[Token]:
    """Argument phrases of a clause, and what its objects are tied to."""
    found: list[Token] = []
    for name, tokens in verb_predicate(clause).roles.items():
        if name.split()[0] not in skip:
            found += tokens
        if name in ("patient", "into", "in"):  # "enter into talks with"
            found += [o for t in tokens for n, o in prepositions(t) if n in ties]
    return found


def _is_hostile(clause: Token, lexicon: FrameLexicon) -> bool:
    """Tell whether a clause tells of a hostile act, by its verb or by the noun that a light verb carries."""
    roles = verb_predicate(clause).roles
    below = {lemma_of(t) for t in clause.subtree}
    by_verb = any(
        frame.relation in _HOSTILE
        and not frame.flags & {"negated", "unwilling"}
        and set(frame.words) <= below
        and any(roles.get(role.name) for role in frame.object)
        for frame in lexicon.evoked_by(lemma_of(clause), "V")
    )
    objects = [n for c in clause.children if c.dep_ == "dobj" for n in spread(c)]
    return by_verb or any(
        frame.relation in _HOSTILE for n in objects for frame in lexicon.evoked_by(lemma_of(n), "N")
    )
