"""Roles of nouns that name an event or a tie: "IS's attack on X", "launched an offensive", "came under fire"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.lemmas import lemma_of
from kg.nlp.roles import LIGHT_ACTIVE, Predicate, deep_subjects, is_passive, prepositions, surface_subjects

LIGHT_PRESUPPOSING = frozenset(
    "cease suspend resume escalate intensify continue halt stop end cut step pause extend scale".split()
)
LIGHT_PASSIVE = frozenset(
    "receive suffer face come get sustain endure withstand repel repulse undergo see meet experience "
    "enjoy lose".split()
)
_HARM = frozenset(
    "hit kill wound injure destroy damage reduce level flatten devastate pound strike target raze "
    "shatter wreck batter".split()
)
_HAPPENING = frozenset(
    "break erupt take occur happen rage begin resume intensify continue start follow flare escalate".split()
)
_COMING = frozenset(
    "arrive fly travel go come visit gather meet leave head return sit be stay convene host depart drive reach".split()
)
_STUMBLING = frozenset("run walk drive stumble blunder stray fall".split())
_ANSWERING = frozenset(
    "respond reply answer retaliate react counter follow press proceed continue push forge".split()
)
_ANSWERABLE = frozenset("responsible accountable".split())
_HELPING = frozenset("support help aid assist back advise join".split())
_TAKING_PART = frozenset(
    (verb, "in") for verb in "engage participate partake join assist take cooperate collaborate".split()
) | {
    ("embark", "on"),
    ("resort", "to"),
    ("turn", "to"),
    ("persist", "in"),
    ("proceed", "with"),
    ("respond", "with"),
}
_DEFENDING = frozenset("defend protect shield guard".split())
_DEFENCES = frozenset("defence defense resistance struggle fight protection".split())
_AMOUNTS = frozenset("million billion dollar euro pound surge increase boost rise worth".split())
_ACCUSING = frozenset("accuse suspect convict acquit".split())
_DYING = frozenset("die perish".split())
_HURT = frozenset("kill wound injure hurt maim slay lose".split())
_HELP_NOUNS = frozenset("support help aid assistance training backing solidarity advice".split())
_TELLING = frozenset(
    "reiterate say tell praise compliment commend thank express reaffirm welcome pledge announce "
    "condemn".split()
)


def noun_predicate(noun: Token) -> Predicate:
    """Return the roles of a noun that names an event or a tie: "IS's attack on X", "Iran's support for Y"."""
    predicate = Predicate(noun, "nominal", governor=None)
    roles = predicate.roles
    for child in noun.children:
        if child.dep_ == "poss":
            roles["poss"].append(child)
        elif child.dep_ in ("compound", "nmod", "amod") and child.i < noun.i:
            roles["mod"].append(child)
            if child.dep_ == "amod" and child.tag_ in ("VBN", "VBG", "JJ"):
                # "Saudi-led campaign", "US-backed offensive": the doer stands inside the participle
                roles["mod"] += [
                    c
                    for c in child.children
                    if c.dep_ in ("npadvmod", "compound", "nmod") and c.pos_ in ("PROPN", "NOUN")
                ]
                roles["mod"] += [g for c in child.children if c.dep_ == "conj" for g in (c,)]
            roles["mod"] += [
                g
                for g in child.children
                if g.dep_ in ("compound", "amod", "nmod") and g.pos_ in ("PROPN", "ADJ", "NOUN")
            ]
    for name, obj in prepositions(noun):
        if obj.dep_ == "pobj":
            roles[name].append(obj)
    for child in noun.children:  # "a strike that hit", "the attack launched by"
        if child.dep_ in ("acl", "relcl") and lemma_of(child) == "blame":  # "an attack blamed on X"
            roles["doer"] += [obj for name, obj in prepositions(child) if name == "on"]
        elif child.dep_ == "relcl" and lemma_of(child) in LIGHT_ACTIVE and _has_gap(child):
            roles["doer"] += [
                c for c in child.children if c.dep_ == "nsubj"
            ]  # "the support that we provide to X"
            for name, obj in prepositions(child):
                roles[name].append(obj)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            for name, obj in prepositions(child):
                roles[name].append(obj)
    if noun.dep_ == "pobj" and noun.head.lower_ == "against" and lemma_of(noun.head.head) in _DEFENCES:
        roles["sufferer"] += [
            c for c in noun.head.head.children if c.dep_ == "poss"
        ]  # "its defence against attacks"
    elif noun.dep_ == "pobj" and noun.head.lower_ == "against" and lemma_of(noun.head.head) in _DEFENDING:
        for c in noun.head.head.children:  # "defend itself against the invasion"
            if c.dep_ == "dobj":
                own = c.lower_.endswith(("self", "selves"))
                roles["sufferer"] += surface_subjects(noun.head.head) if own else [c]
    for name, topic in prepositions(noun):  # "talks on border security with X"
        if name in ("on", "about", "over", "for"):
            for tie, obj in prepositions(topic):
                if tie in ("with", "between") and not roles.get(tie):
                    roles[tie].append(obj)
    verb = noun.head
    if noun.dep_ == "nsubj" and lemma_of(verb) in _HAPPENING:  # "clashes broke out between A and B"
        for name, obj in prepositions(verb):
            roles[name].append(obj)
    host = noun
    hops = 0
    while hops < 3 and (
        (host.dep_ == "conj" and host.head.pos_ == "NOUN")
        or (host.dep_ == "pobj" and host.head.lower_ == "of" and host.head.head.pos_ == "NOUN")
        or (host.dep_ == "pobj" and host.head.lower_ == "in" and _is_amount(host.head.head))
    ):
        hops += 1
        if host.dep_ == "conj":
            if not roles["poss"]:
                roles["poss"] += [c for c in host.head.children if c.dep_ == "poss"]
            host = host.head
        else:
            host = host.head.head  # "a wave of airstrikes": what is done with the wave is done with them
            roles["poss"] += [c for c in host.children if c.dep_ == "poss"]
            for name, obj in prepositions(host):
                if obj != noun and name != "of":
                    roles[name].append(obj)
    verb = host.head
    if host.dep_ in ("dobj", "nsubjpass", "attr", "oprd") and verb.pos_ in ("VERB", "AUX"):
        light(predicate, verb, host.dep_)
    elif host.dep_ == "pobj" and verb.lower_ == "for" and lemma_of(verb.head) in _ANSWERABLE:
        copula = verb.head.head
        if verb.head.dep_ in ("acomp", "conj") and copula.pos_ in ("AUX", "VERB"):
            roles["doer"] += surface_subjects(copula)  # "was responsible for the attack"
            predicate.governor = copula
    elif host.dep_ == "pobj" and verb.dep_ in ("prep", "agent") and verb.head.pos_ in ("VERB", "AUX"):
        governor = verb.head
        if (verb.lower_ == "of" and lemma_of(governor) in _ACCUSING) or (
            verb.lower_ == "for" and governor.lemma_ == "blame"
        ):
            roles["doer"] += [c for c in governor.children if c.dep_ == "dobj"] or surface_subjects(governor)
        elif verb.lower_ == "behind" and governor.lemma_ == "be":
            roles["doer"] += surface_subjects(governor)  # "the group is behind the bombing"
        predicate.governor = governor
        if (lemma_of(governor), verb.lower_) in _TAKING_PART:
            roles["doer"] += deep_subjects(governor, 0)  # "engaged in attacks on X"
            predicate.construction = "light verb"
            for name, obj in prepositions(governor):
                if obj.dep_ == "pobj" and obj != host:
                    roles[name].append(obj)
            return predicate
        if verb.lower_ in ("in", "during") and (
            lemma_of(governor) in _DYING or (lemma_of(governor) in _HURT and is_passive(governor))
        ):
            roles["sufferer"] += surface_subjects(governor)  # "ten people died in an attack"
        if (
            verb.lower_ == "by" and is_passive(governor) and lemma_of(governor) in _HARM
        ):  # "reduced to rubble by bombardment": what is hit
            roles["on"] += surface_subjects(governor)
        if verb.lower_ in ("under", "into") and governor.lemma_ in (
            "come",
            "be",
            "get",
            "fall",
            "go",
            "remain",
            "stay",
        ):
            roles["sufferer"] += surface_subjects(governor)
            for name, obj in prepositions(governor):
                if obj != host:
                    roles[name].append(obj)
        elif verb.lower_ == "in" and lemma_of(governor) in _HELPING:
            roles["attendant"] += [
                c for c in governor.children if c.dep_ == "dobj"
            ]  # "help the army in its fight"
        elif verb.lower_ in ("in", "during") and (helped := _helped(governor)):
            roles["attendant"] += helped  # "reiterates its support for Mali in the fight"
        elif verb.lower_ in ("in", "with", "by", "through", "during", "of") and not (
            verb.lower_ == "in" and governor.lemma_ in _TELLING
        ):
            roles["attendant"] += deep_subjects(governor, 0)
        elif verb.lower_ == "into" and lemma_of(governor) in _STUMBLING:
            roles["sufferer"] += surface_subjects(governor)  # "ran into an ambush"
        elif verb.lower_ == "with" and lemma_of(governor) in _ANSWERING:
            roles["doer"] += deep_subjects(governor, 0)  # "replied with a barrage"
            for name, obj in prepositions(governor):
                if obj != host:
                    roles[name].append(obj)
        elif verb.lower_ == "into" and lemma_of(governor) == "enter":
            roles["doer"] += deep_subjects(governor, 0)  # "entered into a pact with"
            for name, obj in prepositions(governor):
                if obj != host:
                    roles[name].append(obj)
        elif verb.lower_ in ("for", "under") and (verb.lower_ == "under" or lemma_of(governor) in _COMING):
            roles["attendant"] += deep_subjects(governor, 0)  # "arrived for talks with", "under a deal with"
        elif verb.lower_ in ("after", "following", "amid") and roles.get("with"):
            roles["late doer"] += deep_subjects(governor, 0)  # "retook it after fighting with rebels"
    elif (
        host.dep_ == "pobj"
        and verb.lower_ in ("in", "during")
        and verb.dep_ == "prep"
        and verb.head.pos_ in ("NOUN", "PROPN")
    ):
        roles["attendant"].append(verb.head)  # "X in the fight against Y"
    return predicate


def _has_gap(clause: Token) -> bool:
    """True for a relative clause whose object is the noun that it stands with."""
    own = [c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")]
    objects = [c for c in clause.children if c.dep_ == "dobj" and c.tag_ not in ("WDT", "WP")]
    return bool(own) and own[0].tag_ not in ("WDT", "WP") and not objects


def _is_amount(token: Token) -> bool:
    """True for the sum in "$70 million in assistance"."""
    return token.pos_ in ("NUM", "SYM") or lemma_of(token) in _AMOUNTS


def _helped(verb: Token) -> list[Token]:
    """Who is helped where a verb has help as its object: "provides training to the army in its fight"."""
    return [
        obj
        for noun in verb.children
        if noun.dep_ == "dobj" and lemma_of(noun) in _HELP_NOUNS
        for source in (noun, verb)
        for name, obj in prepositions(source)
        if name in ("for", "to") and obj.dep_ == "pobj"
    ]


def light(predicate: Predicate, verb: Token, dep: str) -> None:
    """Let the verb of which the noun is the object lend its subject and phrases: "launched an attack on X"."""
    predicate.governor = verb
    roles = predicate.roles
    lemma = lemma_of(verb)
    if dep == "nsubjpass":
        doers = [p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
    else:
        doers = surface_subjects(verb)
    if lemma in LIGHT_ACTIVE:
        roles["doer"] += doers
        predicate.construction = "light verb"
    elif lemma in LIGHT_PRESUPPOSING:
        roles["late doer"] += doers  # what is ceased or resumed has been done; the construction stays nominal
    elif lemma in LIGHT_PASSIVE:
        roles["sufferer"] += doers
        predicate.construction = "light verb"
    else:
        roles["governor subject"] += doers
        return
    for name, obj in prepositions(verb):
        if obj.dep_ == "pobj":
            roles[name].append(obj)
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ != "ADP":
            roles["to"].append(child)
