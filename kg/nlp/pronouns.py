"""Coreference of pronouns, by agreement, syntax and salience.

The weights follow the salience factors of Lappin and Leass (1994), reduced to those that a dependency parse gives.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.nlp.entities import EntityDraft, EntityTable
from kg.nlp.mention import Mentions, MentionSpan
from kg.nlp.mentions import FIRST_PERSON, THIRD_PLURAL
from kg.nlp.name_types import ACTOR_TYPES, PLACE_TYPES
from kg.nlp.nouns import noun_of
from kg.nlp.roles import surface_subjects

_ACTOR_PRONOUN_TYPES = ACTOR_TYPES - {"Person"}
_CONTROL_VERBS = frozenset(
    "hold seize capture take retake recapture lose control enter storm overrun besiege occupy "
    "liberate defend leave surround free".split()
)
_HE = frozenset("he him his she her himself herself hers".split())
_THIRD = THIRD_PLURAL | {"it", "its", "itself", "he", "him", "his", "she", "her"}
_SPANS = frozenset("second minute hour day week month year decade time while".split())
# Adjectives of what one does, or of what is the case: "it" before them means the clause that follows.
_OF_DOING = frozenset(
    "hard difficult easy easier harder simple important possible impossible early late vital necessary essential "
    "crucial critical imperative good better best bad wrong right wise unwise premature fair unfair legal illegal "
    "common rare usual unusual natural normal sad tragic shameful regrettable".split()
)
_OF_KNOWING = frozenset(
    "clear unclear likely unlikely true untrue false obvious evident apparent known unknown doubtful conceivable "
    "plain".split()
)
# What is done to a place, and who lives there: "its liberation", "its inhabitants".
_OF_PLACES = frozenset("liberation recapture encirclement evacuation inhabitant resident".split())
# Verbs that judge somebody for what is his: "thanked the president for his time".
_JUDGING = frozenset(
    "thank praise commend congratulate honour honor decorate reward blame criticise criticize condemn punish rebuke "
    "denounce applaud salute forgive".split()
)
_SAME_SUBJECT = frozenset("after before while".split())
_PLACE_CATEGORIES = frozenset(("settlement", "part", "region"))
_GROUP_CATEGORIES = frozenset(("fighters", "force", "coalition"))
_STATIVE = frozenset("be lie stand remain become sit seem contain".split())


def resolve_pronoun(
    doc: Doc, mention: MentionSpan, mentions: Mentions, table: EntityTable, sentence_of: list[int]
) -> None:
    """Give a pronoun the entity of its likeliest antecedent in this sentence or the two before."""
    token = doc[mention.head]
    word = mention.noun
    if word in FIRST_PERSON:
        return  # the speaker: attribution knows who that is
    if word == "it" and _is_expletive(token):
        return
    wants = _wanted_types(token, word)
    if not wants:
        return
    ahead = _announced_subject(token, mentions)
    if (
        ahead is not None
        and table.drafts[ahead.entity].type in wants
        and _agrees(word, table.drafts[ahead.entity], ahead)
    ):
        mention.entity, mention.antecedent, mention.type = (
            ahead.entity,
            ahead.head,
            table.drafts[ahead.entity].type,
        )
        return
    apart = _kept_apart(doc, token, word, mentions)
    best: tuple[float, int] | None = None
    chosen: MentionSpan | None = None
    sentence = sentence_of[token.i]
    for other in mentions:
        if other.head >= token.i:
            break
        if other.entity < 0:
            continue
        draft = table.drafts[other.entity]
        distance = sentence - sentence_of[other.head]
        about = draft.key == table.topic and draft.type == "Person" and word in _HE
        if distance > 2 and not about:
            continue
        type_ = (
            "State" if draft.type == "Country" and "State" in wants and "Country" not in wants else draft.type
        )
        if type_ not in wants or not _agrees(word, draft, other) or _bound(token, doc[other.head]):
            continue
        if other.entity in apart:
            continue
        if word in ("its", "their", "his", "her") and other.head in _understood_owner(token):
            mention.entity, mention.antecedent, mention.type = other.entity, other.head, draft.type
            return
        score = _salience(doc, token, other, draft, min(distance, 1) if about else distance)
        score += 0.8 * about
        if best is None or (score, other.head) > best:
            best, chosen = (score, other.head), other
    if chosen is not None:
        mention.entity = chosen.entity
        mention.antecedent = chosen.head
        mention.also = chosen.also
        mention.type = table.drafts[chosen.entity].type


def _announced_subject(pronoun: Token, mentions: Mentions) -> MentionSpan | None:
    """The subject that a phrase before it announces: "During its first occupation of the city, IS destroyed ..."."""
    clause = pronoun.head
    if pronoun.dep_ in ("nsubj", "nsubjpass"):  # "Before they left, the rebels burned ..."
        if clause.dep_ != "advcl" or not any(c.lower_ in _SAME_SUBJECT for c in clause.lefts):
            return None
        return _subject_after(pronoun, clause.head, mentions)
    if pronoun.dep_ != "poss":
        return None
    prep = next((a for a in pronoun.ancestors if a.dep_ == "prep"), None)
    if prep is None or prep.head.pos_ not in ("VERB", "AUX") or pronoun.head.head != prep:
        return None
    return _subject_after(pronoun, prep.head, mentions)


def _subject_after(pronoun: Token, verb: Token, mentions: Mentions) -> MentionSpan | None:
    subjects = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass") and t.i > pronoun.i]
    found = mentions.by_head.get(subjects[0].i) if subjects else None
    return found if found is not None and found.entity >= 0 and found.kind != "pronoun" else None


def _kept_apart(doc: Doc, pronoun: Token, word: str, mentions: Mentions) -> set[int]:
    """Entities that a pronoun cannot stand for: the subject whose object it is, and what another number stands for.

    In "it had fought alongside them" neither is the other (principle B of binding theory, Chomsky 1981).
    """
    found: set[int] = set()
    if pronoun.dep_ in ("dobj", "pobj", "dative", "iobj"):
        verb = pronoun.head
        while verb.pos_ in ("ADP", "NUM", "DET") and verb.head != verb:
            verb = verb.head  # "killed 34 of them"
        if verb.pos_ in ("VERB", "AUX"):
            subjects = (mentions.by_head.get(t.i) for t in surface_subjects(verb))
            found.update(m.entity for m in subjects if m is not None)
    if pronoun.dep_ == "poss":  # "was announced as one of its groups", "is its ally": somebody else's
        noun = pronoun.head
        while noun.dep_ == "pobj" and noun.head.lower_ == "of":
            noun = noun.head.head
        host = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
        as_what = host != noun.head
        if (noun.dep_ == "attr" or as_what) and host.pos_ in ("VERB", "AUX"):
            passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in host.children)
            told = surface_subjects(host)
            if as_what and not passive:  # "they used the school as their base"
                told = [c for c in host.children if c.dep_ == "dobj"]
            owners = (mentions.by_head.get(t.i) for t in told)
            found.update(m.entity for m in owners if m is not None)
    plural = word in THIRD_PLURAL
    for token in doc[pronoun.sent.start : pronoun.i]:
        other = mentions.by_head.get(token.i)
        third = other is not None and other.kind == "pronoun" and other.noun in _THIRD
        if other is not None and third and (other.noun in THIRD_PLURAL) != plural:
            found.add(other.entity)
    return found - {-1}


def _is_expletive(token: Token) -> bool:
    head = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ in ("nsubj", "nsubjpass") and (
        head.lemma_ in ("be", "seem", "appear") or token.dep_ == "nsubjpass"
    ):
        return (
            any(c.dep_ in ("ccomp", "csubj", "xcomp") and c.i > head.i for c in head.children)
            and head.lemma_ != "be"
        ) or any(c.dep_ == "acomp" and _announces_clause(c) for c in head.children)
    if token.dep_ == "nsubj" and head.lemma_ == "take":  # "it took three weeks to mend the bridge"
        spans = [c for c in head.children if c.dep_ in ("dobj", "npadvmod", "dative") and c.i > head.i]
        return any(c.ent_type_ in ("DATE", "TIME") or c.lemma_ in _SPANS for c in spans) and any(
            c.dep_ in ("xcomp", "ccomp", "advcl", "relcl", "acl") and _is_infinitive(c)
            for c in [*head.children, *(g for span in spans for g in span.children)]
        )
    return False


def _announces_clause(adjective: Token) -> bool:
    """True in "it is hard to see", "it is clear that": said of the clause. "It is ready to fight" is not."""
    clauses = [
        c
        for c in (*adjective.children, *adjective.head.children)
        if c.dep_ in ("xcomp", "ccomp", "advcl", "csubj") and c.i > adjective.i
    ]
    word = adjective.lower_
    return any(
        (word in _OF_DOING and _is_infinitive(clause))
        or (
            word in _OF_DOING | _OF_KNOWING
            and any(
                c.lower_ in ("that", "whether", "if", "how", "who", "why", "what") for c in clause.children
            )
        )
        for clause in clauses
    )


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.lefts)


def _wanted_types(token: Token, word: str) -> frozenset[str]:
    head = token.head
    if word in ("he", "him", "his", "she", "her", "himself", "herself", "hers"):
        return frozenset({"Person"})
    if word in THIRD_PLURAL:
        return frozenset(ACTOR_TYPES)
    if token.dep_ == "poss":
        noun = noun_of(head)
        if word == "its" and head.lemma_.lower() in _OF_PLACES:
            return frozenset(PLACE_TYPES)
        if noun and noun.category in ("site", "part", "settlement", "region"):
            return frozenset(PLACE_TYPES)
        if noun and noun.category in (
            "force",
            "government",
            "officials",
            "coalition",
            "fighters",
            "equipment",
        ):
            return frozenset(_ACTOR_PRONOUN_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)
    if token.dep_ in ("dobj", "nsubjpass"):
        if head.lemma_.lower() in _CONTROL_VERBS:
            return frozenset(PLACE_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)
    if token.dep_ == "nsubj":
        if head.lemma_ == "be" and (told := _told_category(head)):  # "it would be the capital of ..."
            return frozenset(PLACE_TYPES if told in _PLACE_CATEGORIES else _ACTOR_PRONOUN_TYPES)
        if head.lemma_.lower() in _STATIVE:
            return frozenset(PLACE_TYPES | _ACTOR_PRONOUN_TYPES)
        return frozenset(_ACTOR_PRONOUN_TYPES)
    return frozenset(_ACTOR_PRONOUN_TYPES | PLACE_TYPES)


def _told_category(verb: Token) -> str:
    """Category of what "it is the capital", "it is a rebel group" says that something is; empty if neither."""
    nouns = [noun_of(c) for c in verb.children if c.dep_ == "attr" and c.i > verb.i]
    category = nouns[0].category if nouns and nouns[0] is not None else ""
    return category if category in _PLACE_CATEGORIES | _GROUP_CATEGORIES else ""


def _understood_owner(pronoun: Token) -> set[int]:
    """Heads that grammar makes a possessive refer to: "press the regime to end its attacks"."""
    noun = pronoun.head
    if noun.dep_ == "conj" and not any(c.dep_ == "poss" for c in noun.head.lefts):
        return {noun.head.i}  # "the army and its allies"
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ == "for" and verb.head.lemma_ in _JUDGING:
        return {c.i for c in verb.head.children if c.dep_ == "dobj"}
    if (
        noun.dep_ == "dobj"
        and verb.dep_ in ("xcomp", "pcomp", "ccomp", "advcl")
        and verb.tag_ in ("VB", "VBG")
    ):
        return {t.i for t in surface_subjects(verb)}
    if (
        noun.dep_ == "pobj"
        and verb.lower_ == "in"
        and verb.head.lemma_ in ("support", "help", "aid", "assist", "back", "join", "advise")
    ):
        return {c.i for c in verb.head.children if c.dep_ == "dobj"}
    return set()


def _agrees(word: str, draft: EntityDraft, mention: MentionSpan) -> bool:
    if word in THIRD_PLURAL:
        return (
            mention.plural
            or draft.plural
            or draft.type in ("ArmedGroup", "MilitaryForce", "PopulationGroup", "Coalition", "Organization")
        )
    if word in ("it", "its", "itself"):
        if mention.plural and mention.kind == "generic":
            return False  # "the rebels", whoever they are
        return not mention.plural or (not draft.generic and draft.type != "PopulationGroup")
    return not mention.plural


def _bound(pronoun: Token, other: Token) -> bool:
    """True where grammar forbids it: a verb's object is not its subject, a modifier is not its head."""
    if pronoun.head.dep_ == "relcl" and pronoun.head.head == other and pronoun.dep_ in ("nsubj", "dobj"):
        return True  # "the rebels, which it denies"
    if other.is_ancestor(pronoun) and other.dep_ not in ("nsubj", "nsubjpass", "ROOT"):
        return pronoun.dep_ == "poss" and pronoun.head == other
    if pronoun.dep_ == "poss" and pronoun.head == other:
        return True
    if pronoun.dep_ not in ("dobj", "pobj", "dative"):
        return False
    verb = pronoun.head if pronoun.dep_ != "pobj" else pronoun.head.head
    if verb.pos_ in ("VERB", "AUX") and other.i in {t.i for t in surface_subjects(verb)}:
        return True
    return other.dep_ in ("nsubj", "nsubjpass") and other.head == verb


def _salience(doc: Doc, pronoun: Token, other: MentionSpan, draft: EntityDraft, distance: int) -> float:
    head = doc[other.head]
    score = -1.5 * distance - 0.01 * (pronoun.i - other.head)
    role = head.dep_
    while role in ("conj", "compound", "amod", "poss", "nmod") and head.head != head:
        if role == "compound" or role == "amod":
            score -= 0.6
        head = head.head
        role = head.dep_
    score += {
        "nsubj": 1.6,
        "nsubjpass": 1.6,
        "ROOT": 0.8,
        "dobj": 0.7,
        "agent": 0.3,
        "appos": 0.3,
        "pobj": 0.2,
    }.get(role, 0.0)
    if role in ("nsubj", "nsubjpass") and head.head.dep_ in ("advcl", "relcl", "ccomp", "acl"):
        score -= 0.5  # the subject of the sentence rather than of a clause inside it
    if pronoun.lower_ in THIRD_PLURAL:
        score += 0.4 if other.plural else -0.2
    if pronoun.dep_ in ("nsubj", "nsubjpass") and role in ("nsubj", "nsubjpass"):
        score += 0.6
    if pronoun.dep_ in ("dobj",) and role in ("dobj", "pobj"):
        score += 0.4
    if head.head in pronoun.ancestors and role in ("nsubj", "nsubjpass"):
        score += 0.5
    if not draft.generic:
        score += 0.7
    score += min(len(draft.heads), 5) * 0.05
    return score
