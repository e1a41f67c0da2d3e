"""The syntax engine: realises every frame of the lexicon in every construction of a document."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.claims.arguments import Arguments
from kg.claims.climb import Factuality
from kg.claims.conditions import find_dependents, frame_applies, within_reach
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.claims.factuality import assess
from kg.claims.fillers import RoleFiller
from kg.claims.lexicon import Frame, FrameLexicon, Role
from kg.claims.model import Modality
from kg.claims.presence import presence
from kg.claims.topics import figurative_sentences
from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import ACTOR_TYPES
from kg.nlp.nominals import noun_predicate
from kg.nlp.roles import Predicate, prepositions, spread, verb_predicate

# What each relation joins; a frame's own type narrows it.
DOMAIN_RANGE = {
    "supports": ("Actor", "Actor"), "alliedWith": ("Actor", "Actor"), "attacks": ("Actor", "ActorOrPlace"),
    "opposes": ("Actor", "Actor"), "controls": ("Actor", "Place"), "operatesIn": ("Actor", "Place"),
    "locatedIn": ("Place", "Place"), "memberOf": ("Actor", "Actor"), "leads": ("Person", "Actor"),
    "negotiatesWith": ("Actor", "Actor"), "damages": ("Actor", "Place"),
    "hasHeritageStatus": ("Place", "HeritageStatus"),
}  # fmt: skip
_NO_METONYMY = frozenset({"memberOf", "leads", "negotiatesWith", "alliedWith", "operatesIn"})
"""Relations of whoever is meant himself: rockets that land somewhere are not there as troops are."""
_GROUPS = frozenset({"Coalition", "ArmedGroup", "Organization", "MilitaryForce", "Government"})
_BYGONE = frozenset("first previous former earlier past second initial brief".split())
_HOSTILE_AIMS = frozenset(
    "defeat counter fight combat confront degrade destroy eliminate crush oppose resist dislodge oust".split()
)


class FrameEngine:
    """Finds the claims that frames evoke in a document."""

    def __init__(self, reading: Reading, lexicon: FrameLexicon) -> None:
        self.reading = reading
        self.lexicon = lexicon
        self.arguments = Arguments(reading, lexicon)
        self.filler = RoleFiller(reading, self.arguments)
        self.misses: list[tuple[Token, Frame, str]] = []
        """Frames that were evoked and made no claim, with the reason; for those who extend the lexicon."""

    def claims(self) -> Iterator[ClaimDraft]:
        """Yield the claims in the order of their triggers."""
        figurative = figurative_sentences(self.reading)
        for sent in self.reading.doc.sents:
            if sent.start in figurative:
                self._note_figurative(sent)
                continue
            for token in sent:
                pos = token.pos_
                if pos in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
                    yield from self._evoked(token, pos)

    def _note_figurative(self, sent: Span) -> None:
        for token in sent:
            for frame in self.lexicon.evoked_by(lemma_of(token), "V" if token.pos_ == "VERB" else "N")[:1]:
                self.misses.append((token, frame, "the sentence speaks of sport or business"))

    def _evoked(self, token: Token, pos: str) -> Iterator[ClaimDraft]:
        lemma, tag = self.reading.lemmas[token.i], token.tag_
        if pos in ("VERB", "AUX"):
            yield from self._of_verb(token, lemma)
        if pos in ("NOUN", "PROPN") or (tag == "VBG" and token.dep_ in ("pobj", "dobj", "nsubj")):
            if tag == "VBG" and token.lower_ != lemma:
                yield from self._of_noun(token, token.lower_)  # "fighting between A and B killed ten"
            else:
                yield from self._of_noun(token, self._operation(token) or lemma)
        if pos == "ADJ" or tag == "JJ":
            yield from self._of_adjective(token, lemma)
        elif tag == "VBN" or (tag == "VBD" and token.dep_ == "acl"):  # "opposed to X" has no agent
            yield from self._of_adjective(token, token.lower_)

    def _of_verb(self, verb: Token, lemma: str) -> Iterator[ClaimDraft]:
        frames = within_reach(self.lexicon.evoked_by(lemma, "V"), verb)
        if not frames or verb.dep_ in ("aux", "auxpass"):
            return
        predicate = verb_predicate(verb)
        done: set[str] = set()
        matched_long: tuple[str, ...] = ()
        for frame in frames:
            matched = find_dependents(verb, frame.words)
            if matched is None:
                continue
            if not self._applies(frame, predicate):
                continue
            if len(frame.words) < len(matched_long) and frame.relation in done:
                continue
            made = list(self._realise(frame, predicate, matched))
            if made:
                done.add(frame.relation)
                matched_long = max(matched_long, frame.words, key=len)
                yield from made

    def _of_noun(self, noun: Token, lemma: str) -> Iterator[ClaimDraft]:
        frames = self.lexicon.evoked_by(lemma, "N")
        if noun.i and self.lexicon.may_end_pair(lemma):
            before = noun.nbor(-1)
            if before.head == noun:
                frames = (*self.lexicon.evoked_by(f"{before.lemma_.lower()}_{lemma}", "N"), *frames)
        if not frames:
            return
        predicate = noun_predicate(noun)
        if self.lexicon.is_event_noun(lemma):
            self.arguments.note_doers(lemma, self._direct_doers(predicate))
            self.arguments.note_targets(lemma, _aimed_at(predicate))
        done: set[tuple[str, str]] = set()
        for frame in frames:
            if (frame.relation, frame.phase) in done:
                continue
            if not self._applies(frame, predicate):
                continue
            made = list(self._realise(frame, predicate, ()))
            if made:
                done.add((frame.relation, frame.phase))
                yield from made

    def _applies(self, frame: Frame, predicate: Predicate) -> bool:
        applies = frame_applies(frame, predicate, self.reading)
        if not applies:
            self._miss(predicate, frame, "a condition of the frame does not hold")
        return applies

    def _miss(self, predicate: Predicate, frame: Frame, reason: str) -> None:
        self.misses.append((predicate.token, frame, reason))

    def _direct_doers(self, predicate: Predicate) -> list[Argument]:
        for role in ("doer", "poss", "by", "mod"):
            for token in predicate.roles.get(role, ()):
                found = [
                    a
                    for a in self.arguments.resolve(token, "Actor")
                    if self.reading.type_of(a.entity) in ACTOR_TYPES
                ]
                if found:
                    return found
        return []

    def _operation(self, token: Token) -> str:
        """ "launched Operation Olive Branch against X": what bears such a name is an operation."""
        mention = self.reading.mentions.by_head.get(token.i)
        return "operation" if mention is not None and mention.name.startswith("Operation ") else ""

    def _of_adjective(self, word: Token, lemma: str) -> Iterator[ClaimDraft]:
        for frame in self.lexicon.evoked_by(lemma, "A"):
            predicate = Predicate(word, "adjective", governor=word)
            roles = predicate.roles
            if word.dep_ in ("acomp", "attr", "oprd") and word.head.pos_ in ("VERB", "AUX"):
                roles["self"] += verb_predicate(word.head).roles["agent"]
                predicate.governor = word.head
            elif word.dep_ == "conj" and word.head.dep_ in ("acomp", "attr"):
                roles["self"] += verb_predicate(word.head.head).roles["agent"]
                predicate.governor = word.head.head
            elif word.head.pos_ in ("NOUN", "PROPN"):
                roles["self"].append(word.head)
                predicate.governor = None
            for name, obj in prepositions(word):
                roles[name].append(obj)
            if word.dep_ in ("acomp", "attr"):
                for name, obj in prepositions(word.head):
                    roles[name].append(obj)
            if frame_applies(frame, predicate, self.reading):
                yield from self._realise(frame, predicate, ())

    def _realise(
        self, frame: Frame, predicate: Predicate, matched: tuple[Token, ...]
    ) -> Iterator[ClaimDraft]:
        domain, range_ = DOMAIN_RANGE.get(frame.relation, ("", ""))
        if "pairs" in frame.flags:
            yield from self._pairs(frame, predicate, matched, domain)
            return
        if any(_is_reciprocal(t) for tokens in predicate.roles.values() for t in tokens):
            yield from self._pairs(frame, predicate, matched, domain, mutual=True)
            return
        political = frame.relation in ("opposes", "supports", "alliedWith", "negotiatesWith")
        self.arguments.metonymy = frame.relation not in _NO_METONYMY
        self.arguments.acting = self.arguments.dealing = political
        objects = self.filler.fill(frame.object, predicate, range_, matched, frame)
        if not objects:
            self._miss(predicate, frame, f"no object found as {_wanted(frame.object, range_)}")
            return
        self.arguments.acting = True
        subjects = self.filler.fill(frame.subject, predicate, domain, matched, frame)
        self.arguments.acting, self.arguments.metonymy = False, True
        if not subjects:
            self._miss(predicate, frame, f"no subject found as {_wanted(frame.subject, domain)}")
            factuality = assess(predicate) if frame.relation == "attacks" else None
            if factuality is not None:
                known = [o for o in objects if not self.reading.table.drafts[o.entity].generic]
                yield from presence(self.arguments, predicate, factuality, known, self._source(factuality))
            return
        if {o.entity for o in objects} <= {s.entity for s in subjects}:
            self.arguments.barred = frozenset(s.entity for s in subjects)
            self.arguments.acting = political
            objects = self.filler.fill(frame.object, predicate, range_, matched, frame)
            self.arguments.acting, self.arguments.barred = False, frozenset()
        factuality = assess(predicate)
        if factuality is None:
            reason = "the words do not tell it as a fact: a condition, threat, order, possibility or question"
            self._miss(predicate, frame, reason)
            return
        if frame.flags & {"negated", "unwilling"}:
            refused = factuality.polarity == "Negated" and (
                "negated" in frame.flags or factuality.modality == "Planned"
            )
            if not refused:
                self._miss(predicate, frame, "only where it is refused")
                return
            modality: Modality = "Actual" if factuality.modality == "Planned" else factuality.modality
            factuality = replace(factuality, polarity="Affirmed", modality=modality)
        if frame.relation == "attacks" and self.lexicon.is_event_noun(frame.lemma):
            self.arguments.note_doers(frame.lemma, subjects)  # "the strikes", after "have struck"
        if "planned" in frame.flags and factuality.modality in ("Actual", "Claimed"):
            factuality = replace(factuality, modality="Planned")
        for subject in subjects:
            if (
                "actors" in frame.options
                and self.reading.type_of(subject.entity) not in frame.options["actors"]
            ):
                continue
            for object_ in objects:
                if subject.entity == object_.entity or subject.head == object_.head:
                    continue
                if frame.relation == "leads" and self.reading.type_of(object_.entity) == "Person":
                    continue
                if frame.relation == "memberOf" and self._both_vague(subject, object_):
                    continue
                if "groups" in frame.flags and self.reading.type_of(object_.entity) not in _GROUPS:
                    continue
                yield from self._claims(frame, predicate, factuality, subject, object_, matched)
                if "mutual" in frame.flags and self.reading.type_of(object_.entity) in ACTOR_TYPES:
                    yield from self._claims(frame, predicate, factuality, object_, subject, matched)
        if frame.relation == "attacks":
            yield from presence(
                self.arguments, predicate, factuality, objects, self._source(factuality), subjects
            )

    def _both_vague(self, a: Argument, b: Argument) -> bool:
        """ "foreign insurgents joining the insurgency", "rebels include groups": no membership."""
        first, second = self.reading.table.drafts[a.entity], self.reading.table.drafts[b.entity]
        return (
            first.generic
            and second.generic
            and first.type == second.type
            and (bool(first.nouns & {"group", "insurgent", "rebel", "militant", "fighter", "insurgency"}))
        )

    def _pairs(
        self,
        frame: Frame,
        predicate: Predicate,
        matched: tuple[Token, ...],
        domain: str,
        *,
        mutual: bool = False,
    ) -> Iterator[ClaimDraft]:
        """Coordinated arguments of one role stand to each other: "talks between A and B", "A and B clashed"."""
        roles = predicate.roles
        others = [t for name in ("with", "against", "alongside", "beside") for t in roles.get(name, ())]
        if frame.pos == "V" and any(self.arguments.resolve(t, domain) for t in others):
            return  # "A and B fight alongside C": not each other
        if frame.pos == "V" and any(
            n == "with" for t in roles.get("patient", ()) for n, _ in prepositions(t)
        ):
            return  # "A and B negotiated a surrender with C"
        for role in frame.subject:
            if role.name == "mod":
                yield from self._hyphenated(frame, predicate, matched, domain)
                continue
            for token in predicate.roles.get(role.name, ()):
                if token.dep_ in ("attr", "appos"):
                    continue  # "a citizen and leader who has ties": one and the same
                members = [self.arguments.resolve(part, domain, alone=True) for part in spread(token)]
                flat = [a for found in members for a in found]
                distinct = list({a.entity: a for a in flat}.values())
                if len(distinct) < 2:
                    continue
                factuality = assess(predicate)
                if factuality is None:
                    return
                for i, a in enumerate(distinct):
                    for b in distinct[i + 1 :]:
                        yield from self._claims(frame, predicate, factuality, a, b, matched)
                        if mutual or "mutual" in frame.flags:
                            yield from self._claims(frame, predicate, factuality, b, a, matched)
                return

    def _hyphenated(
        self, frame: Frame, predicate: Predicate, matched: tuple[Token, ...], domain: str
    ) -> Iterator[ClaimDraft]:
        """ "the U.S.-Iraq agreement", "Russian-Turkish talks": two names joined before the noun."""
        noun = predicate.token
        before = [
            m
            for m in self.reading.mentions
            if m.kind == "name" and 0 < noun.i - m.head <= 7 and m.entity >= 0
        ]
        for a, b in itertools.pairwise(before):
            joint = self.reading.doc[a.end : b.start].text.strip()
            if joint not in ("-", "\u2013", "and") or any(
                t.pos_ in ("VERB", "AUX") for t in self.reading.doc[b.end : noun.i]
            ):
                continue
            if joint == "and" and b.head != noun.i - 1:
                continue
            first, second = self.arguments.face(a.entity, domain), self.arguments.face(b.entity, domain)
            factuality = assess(predicate)
            if first is None or second is None or first == second or factuality is None:
                continue
            yield from self._claims(
                frame, predicate, factuality, Argument(a.head, first), Argument(b.head, second), matched
            )
            if "mutual" in frame.flags:
                yield from self._claims(
                    frame, predicate, factuality, Argument(b.head, second), Argument(a.head, first), matched
                )

    def _claims(
        self, frame: Frame, predicate: Predicate, factuality: Factuality, subject: Argument, object_: Argument,
        matched: tuple[Token, ...],
    ) -> Iterator[ClaimDraft]:  # fmt: skip
        relation, phase, modality = frame.relation, frame.phase, factuality.modality
        if relation == "controls" and any(
            c.lower_ in _BYGONE and c.dep_ == "amod" for c in predicate.token.children
        ):
            return  # "during its first occupation of the city": over, and nobody says when
        if (
            predicate.construction == "premodifier"
            and phase == "Begins"
            and lemma_of(predicate.token) == "occupy"
        ):
            phase = "Holds"  # "Russian-occupied Melitopol"
        if factuality.attempt or "attempt" in frame.flags:
            if relation == "controls" and phase == "Begins":
                relation, phase = "attacks", ""  # a failed attempt to seize is an attack, and no control
            elif relation not in ("attacks", "opposes", "supports"):
                modality = "Planned" if modality in ("Actual", "Claimed") else modality
        loser = phase == "Ends" and frame.subject[0].name in ("from", "from control", "of")
        if relation == "controls" and loser and (factuality.attempt or modality == "Planned"):
            # who tries or plans to take a place from somebody says that he holds it
            phase, modality = "Holds", "Claimed" if factuality.reporting >= 0 else "Actual"
            if factuality.polarity == "Negated":
                return
        if factuality.attempt and relation == "operatesIn":
            return  # whoever tries to get somewhere is not there
        if (
            factuality.purpose
            and relation in ("attacks", "opposes")
            and lemma_of(predicate.token) in _HOSTILE_AIMS
        ):
            # whoever acts in order to defeat somebody opposes him already
            relation, modality = "opposes", "Claimed" if factuality.reporting >= 0 else "Actual"
        if (
            relation == "controls"
            and phase == "Begins"
            and factuality.polarity == "Negated"
            and factuality.attempt
        ):
            return
        yield ClaimDraft(
            subject, relation, object_, predicate.token.i,
            polarity=factuality.polarity, modality=modality, phase=phase,  # type: ignore[arg-type]
            frame=frame.id, construction=predicate.construction, weak="weak" in frame.flags,
            source=self._source(factuality), extra=tuple(m.i for m in matched),
        )  # fmt: skip

    def _source(self, factuality: Factuality) -> Argument | None:
        if factuality.source is None:
            return None
        found = self.arguments.resolve(factuality.source, "Actor", alone=True)
        return found[0] if found else None


def _aimed_at(event: Predicate) -> list[Token]:
    """What an event noun's phrase, or the verb whose subject it is, says that it hits."""
    own = [t for name in ("on", "against", "sufferer") for t in event.roles.get(name, ())]
    noun = event.token
    if not own and noun.dep_ == "nsubj" and noun.head.pos_ == "VERB":
        own = [t for t in verb_predicate(noun.head).roles.get("patient", ()) if t.pos_ in ("NOUN", "PROPN")]
    return own


def _is_reciprocal(token: Token) -> bool:
    """True for "each other" and "one another"."""
    return token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one")


def _wanted(roles: tuple[Role, ...], type_: str) -> str:
    return " or ".join(f"{role.name} ({role.type or type_ or 'anything'})" for role in roles)
