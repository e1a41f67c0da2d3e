"""Pipeline component ``conflict_claims``: from an annotated ``Doc`` to claims, in ``doc._.claims``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.claims.arguments import Arguments
from kg.claims.attribution import Speech, according_to, find_speech, speaker_of
from kg.claims.confidence import confidence
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.claims.engine import FrameEngine
from kg.claims.figures import FigureDraft, FigureFinder, counted_words
from kg.claims.heritage import heritage_claims
from kg.claims.lexicon import Frame, FrameLexicon, load_lexicon
from kg.claims.location import locations
from kg.claims.membership import memberships
from kg.claims.model import Claim, DocumentEntity, Extraction, Figure, Mention
from kg.claims.purpose import purposes
from kg.claims.speakers import resolve_first_person
from kg.claims.times import TimeFinder
from kg.gazetteers import load_gazetteer
from kg.nlp.coreference import Coreference
from kg.nlp.entities import EntityDraft
from kg.nlp.mention import MentionSpan
from kg.nlp.mentions import MentionFinder, register_extensions
from kg.nlp.name_types import NER_TYPES

_TIMELESS = frozenset({"locatedIn", "memberOf", "leads", "hasHeritageStatus"})
_STATIC = _TIMELESS
_BLANK = re.compile(r"\s")


class ClaimExtractor:
    """Reads mentions and coreference, writes ``doc._.kg_extraction``; finds them itself where no component did."""

    def __init__(self, lexicon: FrameLexicon, gazetteer_path: Path | None = None) -> None:
        self.lexicon = lexicon
        self._gazetteer_path = gazetteer_path
        self._finder: MentionFinder | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        if doc._.kg_mentions is None:
            if self._finder is None:
                self._finder = MentionFinder(load_gazetteer(self._gazetteer_path))
            doc = self._finder(doc)
        if doc._.kg_entities is None:
            doc = Coreference()(doc)
        doc._.kg_extraction = self.extract(doc)
        return doc

    def _reading(self, doc: Doc) -> Reading:
        gazetteer = load_gazetteer(self._gazetteer_path)
        return Reading(doc, doc._.kg_mentions, doc._.kg_entities, gazetteer=gazetteer)

    def misses(self, doc: Doc) -> list[tuple[Token, Frame, str]]:
        """Return the triggers of an annotated document that made no claim, with the frame and the reason."""
        reading = self._reading(doc)
        engine = FrameEngine(reading, self.lexicon)
        made = {(draft.trigger, draft.relation) for draft in engine.claims()}
        return [miss for miss in engine.misses if (miss[0].i, miss[1].relation) not in made]

    def extract(self, doc: Doc) -> Extraction:
        """Return what an annotated document says; writes nothing to it."""
        reading = self._reading(doc)
        engine = FrameEngine(reading, self.lexicon)
        speech = find_speech(reading)
        members = list(memberships(reading, engine.arguments))
        resolve_first_person(reading, speech, members)
        drafts = list(engine.claims()) + members
        drafts += locations(reading, engine.arguments)
        drafts += purposes(reading, engine.arguments)
        drafts += heritage_claims(reading, engine.arguments)
        figures = list(FigureFinder(reading, engine.arguments, speech).find())
        triggers = [draft.trigger for draft in drafts] + [figure.trigger for figure in figures]
        times = TimeFinder(reading, self.lexicon, triggers)
        for draft in drafts:
            _attribute(draft, reading, engine.arguments, speech)
            if draft.relation != "locatedIn":
                found = times.time_beside(doc[draft.trigger], doc[draft.object.head]) or times.time_of(
                    doc[draft.trigger],
                    own=draft.relation in _TIMELESS,
                    attempt=draft.relation == "attacks" and draft.modality != "Planned",
                )
                draft.time = (found.start, found.end) if found is not None else None
        for figure in figures:
            expressions = (times.time_of(doc[at]) for at in (figure.trigger, *figure.hosts))
            told = next((one for one in expressions if one is not None), None)
            figure.time = (told.start, told.end) if told is not None else None
        kept = _consistent(drafts, reading)
        planned = frozenset(d.trigger for d in kept if d.modality == "Planned")
        return replace(_Writer(reading).write(kept, figures), times=times.mentions(planned))


def _attribute(draft: ClaimDraft, reading: Reading, arguments: Arguments, speech: list[Speech]) -> None:
    """Give a claim the source that its sentence or the speech around it names."""
    trigger = reading.doc[draft.trigger]
    if draft.source is not None or (
        draft.relation in _STATIC and draft.modality != "Claimed" and speaker_of(trigger, speech) is None
    ):
        return
    source: Token | None = None
    if draft.modality != "Denied":
        source = according_to(trigger) or speaker_of(trigger, speech)
    if source is None:
        return
    found = arguments.resolve(source, "Actor", alone=True)
    if found:
        draft.source = found[0]
    if draft.modality == "Actual" and (found or source is not None):
        draft.modality = "Claimed"


def _consistent(drafts: Iterable[ClaimDraft], reading: Reading) -> list[ClaimDraft]:
    """Drop claims that repeat or undo one another in the same words."""
    kept: list[ClaimDraft] = []
    seen: set[tuple[object, ...]] = set()
    drafts = sorted(drafts, key=lambda d: (d.trigger, d.relation, d.subject.entity, d.object.entity, d.weak))
    controls = {(d.trigger, d.subject.entity, d.object.entity) for d in drafts if d.relation == "controls"}
    struck = {(d.trigger, d.subject.entity, d.object.entity) for d in drafts if d.relation == "attacks"}
    held = {
        (d.subject.entity, d.object.entity, reading.doc[d.trigger].sent.start)
        for d in drafts
        if d.relation == "controls" and d.phase != "Ends"
    }
    same: dict[tuple[object, ...], list[ClaimDraft]] = defaultdict(list)
    for draft in drafts:
        same[_content(draft)].append(draft)
    fought_for = {(d.trigger, d.subject.entity, d.object.head) for d in drafts if d.relation == "attacks"}
    for draft in drafts:
        if draft.subject.entity == draft.object.entity:
            continue
        if (
            draft.relation == "supports"
            and (draft.trigger, draft.subject.entity, draft.object.head) in fought_for
        ):
            continue  # whoever fights for a town fights there, and is not its ally
        key = (draft.trigger, draft.relation, draft.subject.entity, draft.object.entity, draft.phase)
        if key in seen:
            continue
        seen.add(key)
        if _told_better(draft, same[_content(draft)], reading):
            continue
        if draft.relation == "operatesIn" and (
            (draft.subject.entity, draft.object.entity, reading.doc[draft.trigger].sent.start) in held
        ):
            continue  # who holds a place is there anyway
        if (
            draft.relation == "opposes"
            and (draft.trigger, draft.subject.entity, draft.object.entity) in struck
        ):
            continue
        if (
            draft.relation == "attacks"
            and (draft.trigger, draft.subject.entity, draft.object.entity) in controls
        ):
            continue
        kept.append(draft)
    return kept


def _content(draft: ClaimDraft) -> tuple[object, ...]:
    return draft.relation, draft.subject.entity, draft.object.entity, draft.phase, draft.polarity


def _told_better(draft: ClaimDraft, same: list[ClaimDraft], reading: Reading) -> bool:
    """True where another word of the sentence makes the same claim better; ``same`` are all of that content.

    Better is what a predicate tells over what stands beside a noun, then the surer frame, then the first.
    """
    if len(same) == 1:
        return False
    sentence = reading.doc[draft.trigger].sent

    def rank(other: ClaimDraft) -> tuple[bool, bool, int]:
        return (
            other.construction == "noun phrase",
            other.weak or other.construction == "nominal",
            other.trigger,
        )

    return any(
        other is not draft
        and sentence.start <= other.trigger < sentence.end
        and (
            other.modality == draft.modality
            or draft.construction == "noun phrase"
            or (
                draft.relation == "negotiatesWith"
                and draft.modality == "Planned"
                and other.modality != "Denied"
            )
        )
        and rank(other) < rank(draft)
        for other in same
    )


class _Writer:
    """Turns drafts in tokens into values in characters."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc = reading.doc
        self.text = reading.text

    def write(self, drafts: list[ClaimDraft], figures: list[FigureDraft]) -> Extraction:
        used = {a.entity for d in drafts for a in (d.subject, d.object, d.source) if a is not None}
        for figure in figures:  # "97 civilians" are nobody that another text could tell of
            victim = figure.victim
            if (
                victim is not None
                and self.reading.table.drafts[victim.entity].generic
                and victim.entity not in used
            ):
                figure.victim = None
        used |= {a.entity for f in figures for a in (f.victim, f.actor, f.place, f.source) if a is not None}
        # What is named is in the graph, told of or not; "rebels" only where something is told of them.
        named = self._named()
        order = [
            d.index
            for d in self.reading.table.drafts
            if d.index in used or (d.index in named and d.type and not d.generic)
        ]
        number = {index: i for i, index in enumerate(order)}
        entities = tuple(self._entity(self.reading.table.drafts[i]) for i in order)
        claims = tuple(sorted(self._claim(d, number) for d in drafts))
        mentions = tuple(
            sorted(
                self._mention(m.head, number[m.entity]) for m in self.reading.mentions if m.entity in number
            )
        )
        counted = tuple(self._figure(f, number) for f in figures)
        return Extraction(entities=entities, mentions=mentions, claims=claims, figures=counted)

    def _named(self) -> set[int]:
        """Entities that some mention names or describes without doubt.

        "Arab" and "North African" alone name nobody, and one word with a capital may be any word.
        """
        qualities = {
            name.start
            for name in self.reading.mentions.names
            if name.adjective and not name.entry.startswith(("state:", "country:"))
        }

        def is_sure(mention: MentionSpan) -> bool:
            head = self.doc[mention.head]
            if mention.head in qualities and head.dep_ in ("amod", "compound", "nmod"):
                return False
            words = mention.end - mention.start
            return bool(
                mention.entry or mention.kind == "description" or words > 1 or head.ent_type_ in NER_TYPES
            )

        return {m.entity for m in self.reading.mentions if m.kind in ("name", "description") and is_sure(m)}

    def _entity(self, draft: EntityDraft) -> DocumentEntity:
        surfaces = sorted({_clean(s) for s in draft.surfaces if s.strip()})
        name = _clean(draft.name) if draft.name else _clean(draft.first) or next(iter(surfaces), draft.key[0])
        parent = ""
        return DocumentEntity(
            name=name, type=draft.type, names=tuple(surfaces) or (name,), generic=draft.generic,
            countries=_countries(draft),
            gazetteer=_face_entry(draft), whole=_whole(draft), parent=parent,
            aliases_announced=tuple(sorted(_clean(a) for a in draft.announced)),
        )  # fmt: skip

    def _mention(self, head: int, entity: int) -> Mention:
        start, end = self._span(head)
        return Mention(start=start, end=end, text=_clean(self.text[start:end]), entity=entity)

    def _span(self, head: int) -> tuple[int, int]:
        mention = self.reading.mentions.by_head.get(head)
        first, last = (mention.start, mention.end) if mention is not None else (head, head + 1)
        return self.doc[first].idx, self.doc[last - 1].idx + len(self.doc[last - 1])

    def _claim(self, draft: ClaimDraft, number: dict[int, int]) -> Claim:
        start, end = self._quote(draft)
        trigger = self.doc[draft.trigger]
        return Claim(
            subject=self._mention(draft.subject.head, number[draft.subject.entity]), relation=draft.relation,
            object=self._mention(draft.object.head, number[draft.object.entity]),
            polarity=draft.polarity, modality=draft.modality, phase=draft.phase,
            source=self._mention(draft.source.head, number[draft.source.entity]) if draft.source is not None else None,
            time_expression=_BLANK.sub(" ", self.text[slice(*draft.time)]) if draft.time else "",
            time_start=draft.time[0] if draft.time else -1, time_end=draft.time[1] if draft.time else -1,
            quote_start=start, quote_end=end, quote=_BLANK.sub(" ", self.text[start:end]),
            trigger_start=trigger.idx, trigger_end=trigger.idx + len(trigger),
            frame=draft.frame, construction=draft.construction, confidence=confidence(draft, self.reading),
        )  # fmt: skip

    def _figure(self, draft: FigureDraft, number: dict[int, int]) -> Figure:
        phrase, trigger, counted = draft.phrase, self.doc[draft.trigger], draft.counted
        first = min(phrase.start, trigger.i)
        last = max(phrase.end - 1, trigger.i, counted.i if counted is not None else 0)
        start, end = self.doc[first].idx, self.doc[last].idx + len(self.doc[last])

        def mention(argument: Argument | None) -> Mention | None:
            return self._mention(argument.head, number[argument.entity]) if argument is not None else None

        return Figure(
            kind=draft.kind, fate=draft.fate, number=phrase.number, lower=phrase.lower, upper=phrase.upper,
            exactness=phrase.exactness, number_text=_clean(self.doc[phrase.start : phrase.end].text),
            counted=counted_words(self.doc, phrase.end, counted), victim=mention(draft.victim),
            actor=mention(draft.actor), place=mention(draft.place), source=mention(draft.source),
            time_expression=re.sub(r"\s", " ", self.text[slice(*draft.time)]) if draft.time else "",
            time_start=draft.time[0] if draft.time else -1, time_end=draft.time[1] if draft.time else -1,
            quote_start=start, quote_end=end, quote=re.sub(r"\s", " ", self.text[start:end]),
            trigger_start=trigger.idx, trigger_end=trigger.idx + len(trigger),
            hosts=tuple(self.doc[i].idx for i in draft.hosts),
        )  # fmt: skip

    def _quote(self, draft: ClaimDraft) -> tuple[int, int]:
        """From the first to the last word of trigger and arguments, inside the trigger's sentence."""
        low, high = self.reading.sentence_tokens(self.doc[draft.trigger])
        first = last = draft.trigger
        for head in (draft.subject.head, draft.object.head, *draft.extra):
            mention = self.reading.mentions.by_head.get(head)
            begin, end = (mention.start, mention.end - 1) if mention is not None else (head, head)
            owned = self.doc[head]
            if owned.dep_ in ("compound", "nmod", "poss") and owned.head.pos_ == "NOUN":
                end = max(end, owned.head.i)  # "ISIL vehicles", and not "ISIL"
            if low <= begin and end < high:
                first, last = min(first, begin), max(last, end)
        for child in self.doc[draft.trigger].children:
            if child.dep_ == "neg" or child.lower_ in ("still", "never"):
                first, last = min(first, child.i), max(last, child.i)
        return self.doc[first].idx, self.doc[last].idx + len(self.doc[last])


def _countries(draft: EntityDraft) -> tuple[str, ...]:
    if _whole(draft):
        return (draft.key[1],)
    return tuple(sorted({code for c in draft.countries for code in c.split()}))


def _whole(draft: EntityDraft) -> Literal["", "force", "government"]:
    """Tell whether an entity is a country's armed force or government as a whole: "Syrian troops", "the army"."""
    if len(draft.key) == 2 and len(draft.key[1]) == 2 and draft.key[1].isupper():
        if draft.key[0] == "force":
            return "force"
        if draft.key[0] == "government":
            return "government"
    return ""


def _face_entry(draft: EntityDraft) -> str:
    """Gazetteer entry of the face that the entity shows: the state or its country."""
    if draft.type in ("State", "Country") and draft.entry.partition(":")[0] in ("state", "country"):
        return f"{draft.type.lower()}:{draft.key[1]}" if draft.key[0] in ("state", "country") else draft.entry
    if draft.type == "State" and len(draft.key) > 1 and len(draft.key[1]) == 2:
        return f"state:{draft.key[1]}"
    return draft.entry


def _clean(text: str) -> str:
    return " ".join(text.split())


@Language.factory(
    "conflict_claims",
    requires=["token.dep", "token.tag", "token.lemma", "doc.ents"],
    assigns=["doc._.kg_extraction", "doc._.claims"],
    default_config={"lexicon": "", "gazetteer": ""},
)
def make_claims(nlp: Language, name: str, lexicon: str, gazetteer: str) -> ClaimExtractor:
    """Create the component; ``lexicon`` and ``gazetteer`` are paths of a user's own files, or empty."""
    register_extensions()
    if not Doc.has_extension("claims"):
        Doc.set_extension(
            "claims", getter=lambda doc: doc._.kg_extraction.claims if doc._.kg_extraction else ()
        )
    return ClaimExtractor(
        load_lexicon(Path(lexicon) if lexicon else None), Path(gazetteer) if gazetteer else None
    )


__all__ = ["Argument", "ClaimExtractor", "MentionSpan", "make_claims"]
