"""Normalises a clause or noun phrase to a predicate with roles, whatever its construction.

The deep roles are ``agent`` and ``patient``; prepositional roles keep the preposition's name ("from", "against",
"out of"). Active, passive, relative, participial, infinitival and nominal constructions all end in the same roles, so
that a frame is written once. The normalisation follows the idea of PredPatt (White et al. 2016) and of clause-based
extraction (ClausIE, Del Corro and Gemulla 2013), on spaCy's ClearNLP-style dependencies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.nlp.lemmas import lemma_of

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
# Verbs whose object, not subject, does what the infinitive says.
OBJECT_CONTROL = frozenset(
    "force urge ask order help allow enable want persuade tell pressure push get let make see warn "
    "press invite encourage compel oblige command instruct lead permit require train watch hear find "
    "leave send keep aid assist prompt drive expect deploy task convince beg implore teach cause "
    "authorise authorize coerce support back equip pay hire bribe arm".split()
)
# Verbs that take the object as the doer of "of/for/from ...ing".
_BLAME = frozenset(
    "accuse suspect blame condemn criticise criticize charge convict warn denounce prevent stop keep "
    "bar accuse".split()
)
# Verbs that only lend their subject to the noun: "launched an attack", "waged war".
LIGHT_ACTIVE = frozenset(
    "launch conduct carry wage mount stage make give provide take lead open unleash execute perform "
    "fly do have deliver send offer hold pursue begin start extend pledge grant step order fire claim "
    "plan prepare join attempt run press direct commit reinforce increase boost strengthen reaffirm "
    "restart double ramp mobilise mobilize expand pour announce impose maintain keep "
    "sustain declare wage repeat renew expand sign reach strike show express voice issue withdraw cut "
    "lend supply ship promise undertake organise organize coordinate implement adopt introduce enact "
    "slap lodge file register spring level hurl deal pile heap pour fling aim inflict enforce clamp "
    "raise serve utter publish relaunch reopen revive wrap finish enter perpetrate initiate "
    "spearhead forge cement clinch seal initial arrange levy renew attend".split()
)
_BARE_INFINITIVE = frozenset("help aid assist".split())
_ACTING_NOUNS = frozenset("coalition alliance force group army brigade movement front".split())
_CLAUSES = {"relcl": "relative", "acl": "participle", "amod": "premodifier", "advcl": "adverbial"}
_RELATIVE = frozenset({"WP", "WDT", "WP$"})


@dataclass(slots=True)
class Predicate:
    """A trigger with its roles; the values are heads of argument phrases, coordination not yet spread."""

    token: Token
    construction: str
    roles: dict[str, list[Token]] = field(default_factory=lambda: defaultdict(list))
    governor: Token | None = None
    """The verb that decides whether it happened: the light verb of a noun, else the trigger itself."""


def has_negation(token: Token) -> bool:
    """Tell whether a verb is negated by a word of its own: not, never, no longer."""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "not", "n't"):
            return True
        if child.lower_ == "longer" and any(g.lower_ == "no" for g in child.children):
            return True
    return False


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive: its surface subject is what is acted on."""
    below = {c.dep_ for c in verb.children}
    if below & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if verb.tag_ != "VBN":
        return False
    if "aux" in below and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    dep = verb.dep_
    if dep in ("acl", "amod", "advcl", "relcl", "ccomp", "oprd", "pcomp") and not below & {"nsubj", "aux"}:
        return "dobj" not in below
    if dep == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return is_passive(verb.head) and below.isdisjoint((*SUBJECTS, "dobj"))
    return "agent" in below


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Return what fills the surface subject of a verb, found through control, raising, relatives and coordination."""
    if depth > 8:
        return []
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if own:
        return [_antecedent(verb, c) for c in own]
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX", "ADJ"):
        shared = surface_subjects(head, depth + 1)
        return [s for s in shared if verb.tag_ != "VBZ" or s.lower_ not in ("we", "they", "you", "i")]
    if verb.dep_ == "xcomp" and head.pos_ == "ADJ" and head.dep_ in ("acomp", "conj"):
        return surface_subjects(head.head, depth + 1)  # "was quick to blame"
    if verb.dep_ in ("xcomp", "oprd") or (
        verb.dep_ in ("ccomp", "advcl")
        and _is_infinitive(verb)
        and (head.lemma_ in OBJECT_CONTROL or (head.lemma_ == "call" and _called_on(head)))
    ):
        return _controller(head, depth)
    if verb.dep_ == "ccomp" and head.pos_ in ("VERB", "AUX") and verb.tag_ in ("VB", "VBG"):
        return _controller(head, depth)
    if verb.dep_ == "advcl" and head.pos_ in ("VERB", "AUX"):
        if _is_infinitive(verb) or verb.tag_ in ("VBG", "VBN"):
            return surface_subjects(head, depth + 1) or ([head] if head.pos_ == "NOUN" else [])
        return []
    if verb.dep_ in ("acl", "relcl"):
        if head.dep_ in ("attr", "oprd") and head.head.lemma_ in ("be", "become") and _is_infinitive(verb):
            return surface_subjects(head.head, depth + 1)  # "was the first country to recognise X"
        if verb.dep_ == "acl" and _is_infinitive(verb) and any(c.dep_ == "auxpass" for c in verb.children):
            return [head]  # "the first city to be occupied by X"
        if verb.dep_ == "acl" and _is_infinitive(verb):
            if lemma_of(head) in _ACTING_NOUNS:
                return [head]  # "the coalition to defeat X"
            return _noun_doers(head, depth + 1)
        if verb.dep_ == "relcl" and not any(t.tag_ in _RELATIVE for t in verb.children):
            return []
        return [head]
    if verb.dep_ == "amod":
        if head.dep_ == "conj" and any(c.lower_ == "other" for c in head.lefts):
            return [head, head.head]  # "Raqqa and other ISIL-held towns": Raqqa is one
        return [head]
    if verb.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
        return _of_gerund(head, depth)
    if verb.dep_ == "prep" and head.pos_ in ("VERB", "AUX"):  # "including", "following"
        return surface_subjects(head, depth + 1)
    return []


def _antecedent(verb: Token, subject: Token) -> Token:
    """The noun that a relative pronoun stands for."""
    if subject.tag_ in _RELATIVE:
        clause = verb
        while clause.dep_ == "conj":
            clause = clause.head
        if clause.dep_ in ("relcl", "acl"):
            return clause.head
    return subject


def _is_infinitive(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _controller(head: Token, depth: int) -> list[Token]:
    if lemma_of(head) in OBJECT_CONTROL:
        objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
        if objects:
            return objects
        if is_passive(head):
            return surface_subjects(head, depth + 1)
    return _called_on(head) or surface_subjects(head, depth + 1)


def _called_on(verb: Token) -> list[Token]:
    """Whoever somebody calls on: "called on Russia to stop"."""
    if verb.lemma_ not in ("call", "prevail", "rely", "lean"):
        return []
    preps = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("on", "upon")]
    return [obj for prep in preps for obj in prep.children if obj.dep_ == "pobj"]


def _of_gerund(prep: Token, depth: int) -> list[Token]:
    head = prep.head
    if (
        head.pos_ in ("ADV", "ADJ")
        and head.lower_ in ("prior", "previous", "subsequent")
        and head.head != head
    ):
        head = head.head  # "prior to joining X, he ..."
    if head.pos_ in ("VERB", "AUX"):
        if lemma_of(head) in _BLAME and prep.lower_ in ("of", "for", "from", "with", "against"):
            objects = [c for c in head.children if c.dep_ == "dobj"]
            if objects:
                return objects
            if is_passive(head):
                return surface_subjects(head, depth + 1)
        return surface_subjects(head, depth + 1)
    if head.pos_ == "ADJ" and head.dep_ in ("acomp", "conj") and head.head.pos_ in ("AUX", "VERB"):
        return surface_subjects(head.head, depth + 1)  # "is notorious for abducting children"
    if head.pos_ in ("NOUN", "PROPN", "ADJ"):
        return _noun_doers(head, depth + 1)
    return []


def _noun_doers(noun: Token, depth: int) -> list[Token]:
    """Who does what a noun stands for: possessor, by-phrase, or the subject of the verb that it is the object of."""
    if depth > 8:
        return []
    found = [c for c in noun.children if c.dep_ == "poss"]
    for prep in noun.children:
        if prep.dep_ in ("prep", "agent") and prep.lower_ == "by":
            found += [c for c in prep.children if c.dep_ == "pobj"]
    if found:
        return found
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ == "VERB" and lemma_of(verb) in LIGHT_ACTIVE:
        return deep_subjects(verb, depth + 1)
    if noun.dep_ == "pobj" and verb.dep_ == "prep" and verb.head.pos_ in ("VERB", "NOUN", "AUX"):
        if verb.head.pos_ == "NOUN":
            return _noun_doers(verb.head, depth + 1)
        return deep_subjects(verb.head, depth + 1)
    if noun.dep_ == "conj":
        return _noun_doers(noun.head, depth + 1)
    return [c for c in noun.children if c.dep_ in ("compound", "amod") and c.ent_type_]


def deep_subjects(verb: Token, depth: int) -> list[Token]:
    """Return who does what a verb says: its subject, or the by-phrase of a passive."""
    if is_passive(verb):
        return [
            p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ in ("pobj", "pcomp")
        ]
    return surface_subjects(verb, depth)


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield (name, object) for the prepositional phrases of a token; chains read "out of", "away from"."""
    for prep in token.children:
        if prep.dep_ not in ("prep", "agent", "dative", "advmod", "prt") or prep.pos_ not in (
            "ADP",
            "SCONJ",
            "ADV",
            "VERB",
            "PART",
        ):
            continue
        joined = False
        for obj in prep.children:
            if obj.dep_ in ("pobj", "pcomp"):
                yield prep.lower_, obj
            elif obj.dep_ == "prep":
                for inner in obj.children:
                    if inner.dep_ in ("pobj", "pcomp"):
                        yield obj.lower_, inner
                        yield f"{prep.lower_} {obj.lower_}", inner
            elif obj.dep_ == "conj":
                joined = True
        # "fighting with and alongside"
        for other in prep.conjuncts if joined else ():
            for obj in other.children:
                if obj.dep_ == "pobj":
                    yield other.lower_, obj


def verb_predicate(verb: Token) -> Predicate:
    """Return a verb's roles."""
    passive = is_passive(verb)
    dep, children = verb.dep_, list(verb.children)
    construction = "passive" if passive else "active"
    if dep in _CLAUSES:
        construction = _CLAUSES[dep]
    elif dep in ("xcomp", "pcomp", "ccomp") and not any(c.dep_ in SUBJECTS for c in children):
        construction = "controlled"
    elif dep == "conj":
        construction = "coordinated"
    predicate = Predicate(verb, construction, governor=verb)
    roles = predicate.roles
    subjects = surface_subjects(verb)
    roles["patient" if passive else "agent"] += subjects
    if subjects:
        roles["patient" if passive else "agent"] += _companions(children)
    for child in children:
        relation = child.dep_
        if relation == "dobj":
            roles["patient"].append(_antecedent(verb, child))
        elif relation == "dative" and child.pos_ not in ("ADP",):
            roles["dative"].append(child)
        elif relation in ("attr", "oprd", "acomp"):
            roles["attr"].append(child)
        elif (
            dep == "amod"
            and relation in ("npadvmod", "nmod", "compound")
            and child.i < verb.i
            and child.pos_ in ("NOUN", "PROPN", "ADJ")
        ):
            roles["agent"].append(child)
    if not roles["patient"] and not passive and lemma_of(verb) in _BARE_INFINITIVE:
        for child in children:  # "helping the army fight"
            if (
                child.dep_ == "ccomp"
                and child.tag_ == "VB"
                and not any(c.dep_ in ("aux", "mark") for c in child.children)
            ):
                roles["patient"] += [c for c in child.children if c.dep_ == "nsubj"]
    if dep == "amod" and verb.tag_ == "VBG":
        roles["agent"] = [verb.head]
        roles["patient"] = [c for c in children if c.dep_ in ("npadvmod", "compound", "dobj")]
    for name, obj in prepositions(verb):
        if obj.dep_ == "pcomp" and obj.pos_ == "VERB":
            continue
        if name == "at" and obj.lemma_ == "hand":  # "killed at the hands of"
            roles["agent"] += [inner for n, inner in prepositions(obj) if n == "of"]
            continue
        roles["agent" if name == "by" and passive else name].append(_antecedent(verb, obj))
    if dep == "relcl" and not roles["patient"] and not passive:
        own = [c for c in children if c.dep_ in SUBJECTS]
        if own and own[0].tag_ not in _RELATIVE:
            roles["patient"].append(verb.head)
    # "attacked and destroyed the bridge": the object stands with the last verb only
    if not passive and not roles["patient"] and not any(c.dep_ == "prep" for c in children):
        for other in children:
            if (
                other.dep_ == "conj"
                and other.pos_ == "VERB"
                and not any(c.dep_ in SUBJECTS for c in other.children)
            ):
                roles["patient"] += [c for c in other.children if c.dep_ == "dobj"]
    # Raised objects: "tough to", "helped turn", keep their own.
    return predicate


def _together(prep: Token) -> bool:
    return prep.i > 0 and prep.nbor(-1).lower_ in ("together", "along", "jointly")


def _companions(children: Iterable[Token]) -> list[Token]:
    """Who stands beside the subject in a phrase of the verb's: "X attacked, along with Y"."""
    preps = [(c, c.lower_) for c in children if c.dep_ == "prep"]
    inner = [
        c
        for prep, name in preps
        if name in ("along", "together")
        for c in prep.children
        if c.lower_ == "with"
    ]
    inner += [prep for prep, name in preps if name == "with" and _together(prep)]
    return [obj for prep in inner for obj in prep.children if obj.dep_ == "pobj"]


def spread(token: Token) -> list[Token]:
    """Return the token with what is coordinated to it, in the order of the text."""
    found = [token]
    queue = [token]
    while queue:
        current = queue.pop()
        for child in current.children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"):
                found.append(child)
                queue.append(child)
            elif child.dep_ == "prep" and child.lower_ == "with" and _together(child):
                added = [c for c in child.children if c.dep_ == "pobj"]  # "X, together with Y, attacked"
                found += added
                queue += added
    return sorted(found, key=lambda t: t.i) if len(found) > 1 else found
