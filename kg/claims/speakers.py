"""Gives "we", "our" and "I" their entity: the speaker's body, the speaker, or whoever the statement is by."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Span

from kg.claims.attribution import Speech, speaker_of
from kg.claims.draft import ClaimDraft, Reading
from kg.nlp.roles import surface_subjects

_SINGULAR = frozenset("i me my mine myself".split())
_PLURAL = frozenset("we us our ours ourselves".split())
_SPOKEN_FOR = frozenset({"State", "Government", "Organization", "Coalition", "MilitaryForce"})
# A minister's "we" may be the ministry, the state or its allies: the name of the ministry does not tell.
_MINISTRIES = frozenset(("ministry", "department"))
_STATEMENTS = frozenset("statement communique communiqué declaration".split())
_BODIES = frozenset({"State", "Government", "Organization", "Coalition", "MilitaryForce", "ArmedGroup"})


def resolve_first_person(reading: Reading, speech: list[Speech], memberships: Iterable[ClaimDraft]) -> None:
    """Set the entity of first-person pronouns where the text tells who speaks, and for whom."""
    body_of: dict[int, int] = {}
    for draft in memberships:
        if draft.relation == "leads" or (
            draft.subject.entity not in body_of and draft.relation == "memberOf"
        ):
            body_of[draft.subject.entity] = draft.object.entity
    author = _author(reading)
    for mention in reading.mentions:
        if mention.kind != "pronoun" or mention.noun not in _SINGULAR | _PLURAL:
            continue
        speaker = speaker_of(reading.doc[mention.head], speech)
        entity = -1
        if speaker is not None:
            named = reading.mentions.by_head.get(speaker.i)
            entity = named.entity if named is not None else -1
            if entity >= 0 and mention.noun in _PLURAL and reading.type_of(entity) == "Person":
                entity = body_of.get(entity, -1)
                if entity < 0 or reading.table.drafts[entity].nouns & _MINISTRIES:
                    entity = _spoken_for(reading, speech, mention.head)
        elif mention.noun in _PLURAL:
            entity = _just_told_of(reading, mention.head)
            entity = entity if entity >= 0 else author
        if entity >= 0:
            mention.entity, mention.type = entity, reading.type_of(entity)
            mention.antecedent = reading.table.drafts[entity].heads[-1]


def _spoken_for(reading: Reading, speech: list[Speech], pronoun: int) -> int:
    """The body that a speaker last made a subject: "The UK has worked ...", he said, "we are targeting ..."."""
    around = [s for s in speech if s.start <= pronoun < s.end]
    start = min((s.start for s in around), default=pronoun)
    for token in reversed(reading.doc[start:pronoun]):
        mention = reading.mentions.by_head.get(token.i)
        named = mention is not None and mention.kind == "name" and mention.entity >= 0
        if named and mention and token.dep_ == "nsubj" and reading.type_of(mention.entity) in _SPOKEN_FOR:
            return mention.entity
    return -1


def _just_told_of(reading: Reading, pronoun: int) -> int:
    """The body of which the sentence before told: "The Coalition complies ... We will continue"."""
    start = reading.doc[pronoun].sent.start
    if not start or "\n" in reading.doc[start - 1].text:
        return -1
    root = reading.doc[start - 1].sent.root
    for token in surface_subjects(root):
        mention = reading.mentions.by_head.get(token.i)
        if (
            mention is not None
            and mention.entity >= 0
            and reading.type_of(mention.entity) in ("State", "Coalition")
        ):
            return mention.entity
    return -1


def _state_of(reading: Reading, body: int) -> int:
    """The state for an army: a statement that tells what the army did is the state's."""
    draft = reading.table.drafts[body]
    if draft.type != "MilitaryForce":
        return body
    states = [d for d in reading.table.drafts if d.type == "State" and d.countries & draft.countries]
    return states[0].index if states else body


def _author(reading: Reading) -> int:
    """The body that makes a statement in its own voice: the subject with which the text begins."""
    for number, sent in enumerate(reading.doc.sents):
        if number > 2:
            break
        headed = _heading_names(reading, sent)
        if headed >= 0:
            return headed
        for token in surface_subjects(sent.root):
            mention = reading.mentions.by_head.get(token.i)
            if (
                mention is not None
                and mention.entity >= 0
                and reading.type_of(mention.entity) in _BODIES
                and mention.kind != "generic"
            ):
                return _state_of(reading, mention.entity)
    return -1


def _heading_names(reading: Reading, sent: Span) -> int:
    """Whose statement a heading says that it is: "Statement by the Government of Norway on Yemen"."""
    words = [token.lower_ for token in sent[:5]]
    if not words or not _STATEMENTS & set(words[:2]) or not {"by", "of", "from"} & set(words):
        return -1
    for token in sent:
        if token.lower_ in ("on", "regarding", "concerning", "about", "following", "after"):
            break
        mention = reading.mentions.by_head.get(token.i)
        if mention is not None and mention.entity >= 0 and reading.type_of(mention.entity) in _BODIES:
            return mention.entity
    return -1
