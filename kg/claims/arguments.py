"""From the head of an argument phrase to the document's entities that fill a role."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from kg.claims.draft import Argument, Reading
from kg.claims.lexicon import FrameLexicon
from kg.claims.phrase_words import (
    BRIDGING,
    DOCUMENTS,
    HAVING,
    INSTRUMENTS,
    MATERIEL,
    MEMBERS,
    ROUND_ABOUT,
    SENDING,
    SOME_OF,
    TEXTS,
    TRANSPARENT,
)
from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import ACTOR_TYPES, PLACE_TYPES, fits
from kg.nlp.nominals import noun_predicate
from kg.nlp.roles import deep_subjects, prepositions, spread


class Arguments:
    """Resolves argument phrases of one document."""

    def __init__(self, reading: Reading, lexicon: FrameLexicon) -> None:
        self.reading = reading
        self.lexicon = lexicon
        self.acting = False
        """Whether a town that no gazetteer knows may stand for a state that acts."""
        self.dealing = False
        """Whether a capital may stand for its state: where parties deal with one another."""
        self.barred: frozenset[int] = frozenset()
        """Entities that own nothing here: "suspended its aid to X" is not against itself."""
        self.metonymy = True
        """Whether an event may stand for its doer."""
        self._doers: dict[str, list[tuple[int, ...]]] = {}
        self._targets: dict[str, list[list[Token]]] = {}

    def resolve(
        self, token: Token, want: str, *, depth: int = 0, alone: bool = False, before: int = -1
    ) -> list[Argument]:
        """Return the entities of a class ("Actor", "Place", an ontology class, "" for any) that a phrase denotes."""
        found: list[Argument] = []
        for part in [token] if alone else spread(token):
            if 0 <= before < part.i:
                continue
            found += self._resolve_one(part, want, depth)
        unique: dict[int, Argument] = {}
        for argument in found:
            unique.setdefault(argument.entity, argument)
        return list(unique.values())

    def _resolve_one(self, token: Token, want: str, depth: int) -> list[Argument]:
        if depth > 5:
            return []
        mentions = self.reading.mentions.by_head
        mention = mentions.get(token.i)
        lemma = lemma_of(token)
        inner = _of_object(token) if lemma in TRANSPARENT or token.pos_ in ("NUM", "DET", "PRON") else None
        if (
            inner is not None
            and (want == "Place" or want in PLACE_TYPES)
            and (lemma in SOME_OF or any(c.lower_ in ("almost", "nearly", "not") for c in token.children))
        ):
            # "most of the province" is not the province; what is named of it is
            return [a for e in _examples(inner) for a in self.resolve(e, want, depth=depth + 1)]
        if inner is not None and (
            mention is None or (mention.kind == "generic" and lemma in TRANSPARENT) or lemma == "member"
        ):
            below = self.resolve(inner, want, depth=depth + 1)
            if below:
                return [Argument(a.head, a.entity, a.steps) for a in below]
        if mention is not None and mention.kind == "pronoun" and mention.antecedent >= 0:
            before = mentions.get(mention.antecedent)
            if before is not None and before.kind == "generic" and before.category in ("force", "people"):
                units = self._units_of(self.reading.doc[before.head], want, depth)
                if units:
                    return [Argument(token.i, u.entity, 1) for u in units]
        if mention is not None and mention.kind == "generic":
            apposed = [
                c
                for c in token.children
                if c.dep_ == "appos"
                and c.i in mentions
                and mentions[c.i].kind == "name"
                and mentions[c.i].type != "HeritageStatus"
            ]
            examples = _examples(token) if mention.plural else []
            if examples:  # "cities such as Aleppo", "groups including A and B"
                found = [a for e in examples for a in self.resolve(e, want, depth=depth + 1)]
                if found:
                    return found
            if mention.category == "force" and not mention.countries and want in (
                "Actor", "ActorOrPlace", "MilitaryForce", "",
            ):  # fmt: skip
                sender = self._senders(token, want, depth)
                if sender:
                    return sender
            owner = next((c for c in token.lefts if c.tag_ == "PRP$" and c.i in mentions), None)
            if (
                owner is not None
                and mention.category in ("fighters", "force")
                and mentions[owner.i].type == "ArmedGroup"
            ):
                return self._resolve_one(owner, want, depth + 1)  # "its militants": the group
            if mention.category in ("force", "people", "fighters"):  # "Marines from 3rd Battalion": the unit
                units = self._units_of(token, want, depth)
                if units:
                    return units
            if mention.category == "officials" and mention.plural and want in ("Actor", "ActorOrPlace", ""):
                for name, obj in prepositions(token):  # "leaders of the new government": the government
                    bodies = self.resolve(obj, "Actor", depth=depth + 1) if name in ("of", "from") else []
                    if bodies and all(self.reading.type_of(b.entity) != "Person" for b in bodies):
                        return bodies
            if apposed:  # "our ally Turkey": Turkey; "three blocs: A, B and C"
                named = [
                    a
                    for one in apposed
                    for a in self.resolve(one, want, depth=depth + 1, alone=not mention.plural)
                ]
                if named or not mention.plural:
                    return named
        if (
            mention is not None
            and mention.kind == "generic"
            and mention.noun in BRIDGING
            and mention.definite
        ):
            return []  # "its allies": who they are the words do not say
        if mention is not None and want == "Place" and mention.category in ("equipment", "officials"):
            return []  # whoever seizes a Greek freighter does not hold Greece
        if mention is not None and mention.entity >= 0:
            found = []
            for head in (token.i, *mention.also):
                other = mentions.get(head)
                if other is not None and other.entity >= 0:
                    entity = self.face(other.entity, want)
                    if entity is not None:
                        steps = (
                            1
                            if other.kind == "pronoun" or (other.antecedent >= 0 and not other.surfaces)
                            else 0
                        )
                        found.append(Argument(head if head != token.i else token.i, entity, steps))
            if found:
                return found
            if want == "Actor" and mention.type in PLACE_TYPES and mention.kind != "name":
                owners = self.owners(token, want, depth + 1)
                # "the destruction of Syria's heritage" is no attack on the state
                return [a for a in owners if self.acting or self.reading.type_of(a.entity) != "State"]
            return []
        if mention is None:
            beside = next(
                (c for c in token.children if c.dep_ == "appos" and c.i in mentions and c.pos_ == "PROPN"),
                None,
            )
            if beside is not None and token.pos_ == "NOUN":  # "the polarising figure, Khalifa Haftar"
                return self._resolve_one(beside, want, depth + 1)
            covering = self.reading.mentions.name_over(token.i) if token.pos_ == "PROPN" else None
            if covering is not None:
                entity = self.face(covering.entity, want)
                return [Argument(covering.head, entity, 0)] if entity is not None else []
        if want == "ActorOrPlace" and lemma in MATERIEL:
            hit = self.owners(token, "Actor", depth + 1)  # "struck two ISIL vehicles": ISIL is hit
            if hit:
                return hit
        if self.metonymy and (want in ("", "Actor") or want in ACTOR_TYPES):
            return self._through_event(token, want, depth)
        if want in ("Place", "ActorOrPlace") and lemma in ROUND_ABOUT and mention is None:
            around = _of_object(token)
            return self.resolve(around, want, depth=depth + 1) if around is not None else []
        if want == "ActorOrPlace" and lemma in ("target", "position", "site", "area", "location"):
            for name, obj in prepositions(token):
                if name in ("in", "near", "at", "around", "inside", "of"):
                    return self.resolve(obj, want, depth=depth + 1)
        return []

    def _senders(self, token: Token, want: str, depth: int) -> list[Argument]:
        """Whose troops they are that somebody sends: "Turkey deployed troops to Libya"."""
        verb = token.head
        if (
            token.dep_ != "dobj"
            or lemma_of(verb) not in SENDING
            or self.reading.mentions.by_head[token.i].definite
        ):
            return []
        senders = [a for t in deep_subjects(verb, 0) for a in self.resolve(t, want, depth=depth + 1)]
        return [
            Argument(token.i, a.entity, a.steps + 1)
            for a in senders
            if self.reading.type_of(a.entity) in ACTOR_TYPES
        ]

    def _units_of(self, token: Token, want: str, depth: int) -> list[Argument]:
        """Units that soldiers are from: "Marines from 3rd Battalion"."""
        if want not in ("Actor", "ActorOrPlace", ""):
            return []
        wanted = (
            "ArmedGroup" if self.reading.mentions.by_head[token.i].category == "fighters" else "MilitaryForce"
        )
        return [
            a for name, obj in prepositions(token) if name in ("from", "of") and obj.i > token.i
            for a in self.resolve(obj, wanted, depth=depth + 1)
        ]  # fmt: skip

    def _through_event(self, token: Token, want: str, depth: int) -> list[Argument]:
        """An event or a weapon acts for its doer: "Russian airstrikes hit", "64 airstrikes that killed"."""
        lemma = lemma_of(token)
        if lemma in TEXTS:  # "passed a resolution demanding": who passed it demands
            makers = self.owners(token, want, depth + 1)
            if not makers and token.dep_ == "dobj":
                makers = [
                    a for t in deep_subjects(token.head, 0) for a in self.resolve(t, want, depth=depth + 1)
                ]
            return makers
        if not (self.lexicon.is_event_noun(lemma) or lemma in INSTRUMENTS or token.tag_ == "VBG"):
            if lemma in MEMBERS or lemma in DOCUMENTS:
                return self.owners(token, want, depth + 1)
            return []
        doers = self.event_doers(token, want, depth + 1)
        if not doers and lemma in INSTRUMENTS:
            doers = self.owners(token, want, depth + 1)  # "tanks of the army"
        return [Argument(a.head, a.entity, a.steps + 1) for a in doers]

    def event_doers(self, noun: Token, want: str = "Actor", depth: int = 0) -> list[Argument]:
        """Who does the event that a noun names; where its phrase does not tell, the doer of the same event before."""
        predicate = noun_predicate(noun)
        for role in ("doer", "poss", "by", "mod", "from"):
            for token in predicate.roles.get(role, ()):
                found = self.resolve(token, want, depth=depth + 1)
                found = [a for a in found if self.reading.type_of(a.entity) in ACTOR_TYPES]
                if found:
                    return found
        earlier = self._doers.get(lemma_of(noun), [])
        if earlier and len(set(earlier)) == 1:
            return [Argument(self.reading.table.drafts[e].heads[-1], e, 2) for e in earlier[0]]
        return []

    def note_targets(self, lemma: str, tokens: list[Token]) -> None:
        """Remember what the events of a noun were aimed at: "an attack on X", "the attack wounded X"."""
        if tokens:
            self._targets.setdefault(lemma, []).append(tokens)

    def targets_before(self, noun: Token) -> list[Token]:
        """What "the attack" was aimed at, when the text told of it before."""
        definite = any(c.lower_ in ("the", "this", "these", "that", "those") for c in noun.children)
        earlier = [ts for ts in self._targets.get(lemma_of(noun), []) if ts[0].i < noun.i]
        return earlier[-1] if definite and earlier else []

    def note_doers(self, lemma: str, arguments: list[Argument]) -> None:
        """Remember who did the events of a noun."""
        if arguments:
            self._doers.setdefault(lemma, []).append(tuple(sorted(a.entity for a in arguments)))

    def is_asset(self, token: Token) -> bool:
        """Tell whether a phrase denotes things or sites that somebody has: "ISIL fighting positions"."""
        mention = self.reading.mentions.by_head.get(token.i)
        if mention is None:
            return lemma_of(token) in MATERIEL
        return mention.kind == "generic" and mention.type == "Site"

    def owners(
        self, token: Token, want: str, depth: int = 0, *, also: tuple[str, ...] = ()
    ) -> list[Argument]:
        """Whoever a thing belongs to or comes from: "an Indian proposal", "Serbia's suppression", "calls by Minsk".

        ``also`` names further prepositions that count: "relations with Congo", "aid to the rebels".
        """
        if depth > 5:
            return []
        candidates: list[Token] = []
        mention = self.reading.mentions.by_head.get(token.i)
        inside = (
            range(mention.start, mention.end) if mention is not None and mention.kind == "name" else range(0)
        )
        for child in token.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod") and child.i not in inside:
                candidates.append(child)
                candidates += [c for c in child.children if c.dep_ in ("amod", "compound", "poss")]
        for name, obj in prepositions(token):
            if name in ("by", "from", "of", *also):
                candidates.append(obj)
        place = mention is not None and mention.type in PLACE_TYPES
        for child in token.children if not place else ():  # "the plan presented by X"
            if child.dep_ in ("acl", "relcl"):
                candidates += [obj for name, obj in prepositions(child) if name == "by"]
            if child.dep_ in ("acl", "relcl") and any(
                c.tag_ == "WDT" and c.dep_ == "dobj" for c in child.children
            ):
                candidates += [
                    c for c in child.children if c.dep_ == "nsubj"
                ]  # "the plan that X put forward"
        for clause in token.children:  # "facilities used by the militia"
            if clause.dep_ == "acl" and lemma_of(clause) in HAVING:
                candidates += deep_subjects(clause, 0)
        if token.dep_ == "pobj" or token.dep_ == "conj":
            for clause in (c for a in list(token.ancestors)[:2] for c in a.children if c.dep_ == "acl"):
                if clause.i > token.i and lemma_of(clause) in HAVING and clause.tag_ == "VBN":
                    candidates += deep_subjects(clause, 0)
        acting = self.acting
        for candidate in candidates:
            # "the seizure of Ostrel" does not make Ostrel a state
            self.acting = acting and candidate.dep_ != "pobj"
            found = self.resolve(candidate, want, depth=depth + 1)
            self.acting = acting
            found = [a for a in found if a.entity not in self.barred]
            if found:
                return [Argument(a.head, a.entity, a.steps + 1) for a in found]
        whole = _of_object(token) if lemma_of(token) in TRANSPARENT else None
        return self.owners(whole, want, depth + 1, also=also) if whole is not None else []

    def face(self, entity: int, want: str) -> int | None:
        """Return the entity, or its other face (state and country), if it is of the class that is wanted."""
        drafts = self.reading.table.drafts
        draft = drafts[entity]
        if fits(draft.type, want):
            return entity
        if draft.type == "Country" and fits("State", want):
            return self._other_face(entity, "State")
        if draft.type == "State" and fits("Country", want):
            return self._other_face(entity, "Country")
        if (
            self.acting
            and draft.type == "Settlement"
            and fits("State", want)
            and not draft.generic
            and not draft.entry
        ):
            return self._other_face(entity, "State")  # in no gazetteer, and acts: a state of the writer's
        if self.acting and self.dealing and fits("State", want) and draft.type == "Settlement":
            return self.reading.capital_as_state(entity)
        if (
            want in ("Actor", "Coalition", "")
            and draft.type == "Region"
            and draft.name in ("West", "Gulf", "the West")
        ):
            return entity
        return None

    def _other_face(self, entity: int, type_: str) -> int:
        table = self.reading.table
        draft = table.drafts[entity]
        iso = draft.key[1] if draft.key[0] in ("state", "country") else draft.name.casefold()
        other = table.get((type_.lower(), iso), type_)
        if not other.heads:
            other.heads.append(draft.heads[0])
        other.generic = False
        other.name = other.name or draft.name
        other.entry = other.entry or draft.entry
        other.countries |= draft.countries
        other.surfaces.update(draft.surfaces)
        return other.index


def _examples(token: Token) -> list[Token]:
    """What "including" or "such as" names of a phrase; the parser may hang it on the verb."""
    preps = [c for c in token.children if c.dep_ == "prep" and c.i > token.i]
    for clause in token.children:  # "individuals supplying oil to the regime, including X"
        if clause.dep_ in ("acl", "relcl"):
            preps += [c for c in clause.subtree if c.lower_ == "including" and c.nbor(-1).text == ","]
    for host in itertools.islice(token.ancestors, 3):
        preps += [
            c
            for c in host.children
            if c.lower_ == "including" and c.i > token.i and 0 <= c.i - token.right_edge.i <= 2
        ]
    return [
        obj
        for prep in preps
        if prep.lower_ == "including" or (prep.lower_ == "as" and prep.nbor(-1).lower_ == "such")
        for obj in prep.children
        if obj.dep_ in ("pobj", "pcomp")
    ]


def _of_object(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
