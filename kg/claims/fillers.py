"""Fills the roles of a frame: from the lexicon's role names to the arguments that a predicate offers."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, Reading
from kg.claims.embedded import (
    TIED,
    announced_blows,
    asked_for,
    blamed,
    branded,
    conceded,
    pressed_by_condition,
    refused,
    threatened,
    told,
    withstood,
    yielded,
)
from kg.claims.lexicon import Frame, FrameLexicon, Role
from kg.claims.phrase_words import INSTRUMENTS, MATERIEL
from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import ACTOR_TYPES
from kg.nlp.nominals import noun_predicate
from kg.nlp.roles import Predicate, prepositions, spread, verb_predicate

_BELOW: dict[str, Callable[[Token], list[Token]]] = {
    "embedded": threatened,
    "blamed": blamed,
    "branded": branded,
    "yielded": yielded,
    "condition": pressed_by_condition,
    "despite": withstood,
}
"""Roles that the clauses below a predicate fill, by the name that frames give them."""
_BELOW_HOSTILE: dict[str, Callable[[Token, FrameLexicon], list[Token]]] = {
    "blow": announced_blows,
    "told": told,
    "refused": refused,
}
"""The like, which ask the lexicon whether what a clause tells is hostile."""
_HARMING = frozenset("kill wound injure maim".split())


class RoleFiller:
    """Finds what fills the roles of frames in one document."""

    def __init__(self, reading: Reading, arguments: Arguments) -> None:
        """Take the document and the resolver of its argument phrases."""
        self.reading = reading
        self.arguments = arguments

    def fill(
        self,
        roles: tuple[Role, ...],
        predicate: Predicate,
        want: str,
        matched: tuple[Token, ...],
        frame: Frame,
    ) -> list[Argument]:
        """Return the fillers of the first role that has some of the class that is wanted."""
        for role in roles:
            wanted = role.type or want
            if role.type == "Actor" and want not in ("Actor", "ActorOrPlace", ""):
                wanted = want
            for token in self._tokens(role.name, predicate, matched, frame.flags):
                if token in matched:
                    continue
                if "weapons" in frame.flags and role in frame.subject and lemma_of(token) not in INSTRUMENTS:
                    continue  # missiles rain, troops land
                aim = role in frame.object
                if aim and "assets" in frame.flags and not self.arguments.is_asset(token):
                    continue
                if aim and "acts" in frame.flags and self.reading.mentions.by_head.get(token.i) is not None:
                    continue
                metonymy = self.arguments.metonymy
                if role.name in ("embedded", "blow", "concession"):
                    self.arguments.metonymy = False  # "to hold a strike": not on the strikers
                if role.owner and self._is_actor(token):
                    continue  # "pressure on the regime" is on the regime, and not on whose it is
                if role.owner:
                    found = self.arguments.owners(
                        token, wanted, also=TIED if frame.relation == "opposes" else ()
                    )
                else:
                    # "groups backed by X, but also factions": what follows the clause does not share its head
                    single = predicate.construction == "premodifier" and token == predicate.token.head
                    clause = token.is_ancestor(predicate.token) and predicate.token.dep_ in ("acl", "relcl")
                    found = self.arguments.resolve(
                        token, wanted, alone=single, before=predicate.token.i if clause else -1
                    )
                self.arguments.metonymy = metonymy
                if found:
                    return found
        return []

    def _is_actor(self, token: Token) -> bool:
        mention = self.reading.mentions.by_head.get(token.i)
        return (
            mention is not None
            and mention.entity >= 0
            and self.reading.type_of(mention.entity) in ACTOR_TYPES - {"Person"}
        )

    def _tokens(
        self, name: str, predicate: Predicate, matched: tuple[Token, ...], flags: frozenset[str]
    ) -> list[Token]:
        """Tokens that fill a role of the lexicon."""
        roles = predicate.roles
        if name == "actor":
            return [
                t
                for role in (
                    "doer",
                    "poss",
                    "by",
                    "mod",
                    "attendant" if _is_struggle(predicate.token) else "",
                    "late doer",
                )
                for t in roles.get(role, ())
            ]
        if name == "self":
            return list(roles.get("self", ())) or self._copula(predicate, flags)
        if name in ("with attendant", "in attendant"):
            return self._attendant(predicate.token, name.split()[0])
        if name == "in of":
            if self._attendant(predicate.token, "in"):
                return list(roles.get("of", ()))
            return []
        if name == "under of":
            return list(roles.get("of", ())) if _prep_above(predicate.token) == "under" else []
        if name == "under host":
            prep = predicate.token.head
            if _prep_above(predicate.token) != "under":
                return []
            host = prep.head
            if host.pos_ in ("NOUN", "PROPN"):
                return [host]
            return verb_predicate(host).roles.get("patient", []) if host.pos_ == "VERB" else []
        if name in _BELOW:
            return _BELOW[name](predicate.token)
        if name in _BELOW_HOSTILE:
            return _BELOW_HOSTILE[name](predicate.token, self.arguments.lexicon)
        if name == "concession":
            mentions = self.reading.mentions.by_head
            return [
                t
                for t in conceded(predicate.token, self.arguments.lexicon)
                if t.i not in mentions or mentions[t.i].category != "people" or mentions[t.i].countries
            ]  # "agreed to allow access for people in need": they are no party to it
        if name == "asked":
            return [t for patient in roles.get("patient", ()) for t in asked_for(patient)]
        if name == "embedded subject":
            return [
                c for clause in predicate.token.children if clause.dep_ == "ccomp"
                for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")
            ]  # fmt: skip
        if name == "under agent":
            prep = predicate.token.head
            above = prep.head if _prep_above(predicate.token) == "under" else None
            return (
                list(verb_predicate(above).roles.get("agent", ()))
                if above is not None and above.pos_ == "VERB"
                else []
            )
        if name == "claimed event":
            return self._claimed_event(predicate, matched)
        if name == "from control":
            for token in self._tokens("from", predicate, matched, flags):
                if lemma_of(token) in ("control", "rule", "occupation", "grip", "hand", "clutch"):
                    return [c for c in token.children if c.dep_ in ("poss", "compound", "amod")] + [
                        obj for n, obj in prepositions(token) if n == "of"
                    ]
            return []
        if name == "at hands":
            return [obj for n, tok in prepositions(predicate.token) if n == "at" and tok.lemma_ == "hand"
                    for m, obj in prepositions(tok) if m == "of"]  # fmt: skip
        if name == "of" and matched:
            own = [obj for m in matched for n, obj in prepositions(m) if n == "of"]
            # "in rebel hands", "under government control"
            own += [
                c for m in matched for c in m.children if c.dep_ in ("compound", "poss", "amod") and c.i < m.i
            ]
            return own + list(roles.get("of", ()))
        found = list(roles.get(name, ()))
        if not found and predicate.token.pos_ == "VERB":
            # which verb or noun a phrase after the object hangs on is often a guess of the parser's
            found = [
                obj
                for patient in roles.get("patient", ())
                for n, obj in prepositions(patient)
                if n == name and n != "of"
            ]
        if not found and matched:  # "put the blame for the raid on X"
            tied = [t for n in ("for", "over", "of", "about") for t in roles.get(n, ())]
            found = [obj for t in tied for n, obj in prepositions(t) if n == name and n != "of"]
        for token in matched:  # "took control of", "put pressure on": the phrase may hang on the noun
            found += [obj for n, obj in prepositions(token) if n == name]
        return found

    def _claimed_event(self, predicate: Predicate, matched: tuple[Token, ...]) -> list[Token]:
        """Targets in "claimed responsibility for an attack on X", "attacks in X, for which Y claimed ..."."""
        targets: list[Token] = []
        for noun in matched:
            events = [obj for n, obj in prepositions(noun) if n == "for"]
            events += [obj for n, obj in prepositions(predicate.token) if n == "for"]
            for event in events:
                host = event
                if event.tag_ in ("WDT", "WP"):
                    clause = predicate.token
                    host = self._event_before(clause.head) if clause.dep_ == "relcl" else event
                for part in spread(host):
                    for n, obj in prepositions(part):
                        if n in ("on", "against", "at", "in", "near", "of"):
                            targets.append(obj)
                    if part.pos_ == "VERB" or part.tag_ == "VBG":
                        targets += [c for c in part.children if c.dep_ == "dobj"]
                    if not targets and part.pos_ == "NOUN":
                        targets += self.arguments.targets_before(part)
                    for clause in part.children:  # "bombings that struck a hotel"
                        if clause.dep_ in ("relcl", "acl") and clause.pos_ == "VERB":
                            targets += verb_predicate(clause).roles.get("patient", [])
                    for clause in part.subtree:  # "an attack on a base in Kidal that killed six soldiers"
                        if clause.dep_ == "relcl" and clause.head != part and lemma_of(clause) in _HARMING:
                            targets += verb_predicate(clause).roles.get("patient", [])
        return [t for t in targets if t.tag_ not in ("WDT", "WP")]

    def _event_before(self, noun: Token) -> Token:
        """The event that "for which" goes back to: "the bombings in Gao, for which ..." are not Gao."""
        for node in (noun, *noun.ancestors):
            if node.pos_ in ("VERB", "AUX"):
                break
            if self.arguments.lexicon.is_event_noun(lemma_of(node)):
                return node
        return noun

    def _copula(self, predicate: Predicate, frame_flags: frozenset[str]) -> list[Token]:
        """What a predicate noun is said of: "X is a member of", "X, a member of"."""
        noun = predicate.token
        while noun.dep_ == "pobj" and noun.head.lower_ == "of" and _is_partitive(noun.head.head):
            noun = noun.head.head  # "one of its constituent groups"
        if noun.dep_ in ("attr", "oprd") and noun.head.pos_ in ("AUX", "VERB"):
            return verb_predicate(noun.head).roles.get("agent", [])
        if noun.dep_ == "appos":
            return [noun.head]
        appositions = [c for c in noun.children if c.dep_ == "appos"]
        if appositions:
            return appositions
        if noun.dep_ == "pobj" and noun.head.lower_ == "as" and noun.head.head.pos_ == "VERB":
            roles = verb_predicate(noun.head.head).roles
            return [*roles.get("patient", []), *roles.get("agent", [])]
        if any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in noun.children):
            return []  # "their supporters" says no more than the word
        if "copula" not in frame_flags and self.reading.mentions.by_head.get(noun.i) is not None:
            return [noun]
        return []

    def _attendant(self, noun: Token, preposition: str) -> list[Token]:
        """Who does the clause that "with the support of Y" or "in support of Y" goes with."""
        prep = noun.head
        if noun.dep_ != "pobj" or prep.lower_ != preposition:
            return []
        host = prep.head
        while host.pos_ == "ADP" and host.head != host:  # "with A and with the support of B"
            host = host.head
        if host.pos_ == "NOUN" and lemma_of(host) in MATERIEL:  # "targeting tanks in support of the army"
            host = next((a for a in host.ancestors if a.pos_ == "VERB"), host)
        if host.pos_ in ("VERB", "AUX"):
            roles = verb_predicate(host).roles
            return roles.get("agent", []) or roles.get("by", []) or roles.get("patient", [])
        if host.pos_ in ("NOUN", "PROPN", "ADP"):
            doers = noun_predicate(host).roles
            found = [*doers.get("doer", ()), *doers.get("poss", ()), *doers.get("mod", ())]
            return found or [host]
        return []


def _is_partitive(token: Token) -> bool:
    return token.pos_ in ("NUM", "DET", "PRON") or (token.pos_ == "NOUN" and lemma_of(token) == "part")


def _is_struggle(noun: Token) -> bool:
    """True for nouns of which "X in the ..." makes X the one who does it."""
    return lemma_of(noun) in ("fight", "war", "battle", "struggle", "campaign", "effort", "jihad")


def _prep_above(noun: Token) -> str:
    return noun.head.lower_ if noun.dep_ == "pobj" else ""
