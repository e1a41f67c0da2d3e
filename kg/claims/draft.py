"""Claims while they are being made: in tokens, with what is needed to judge them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.claims.model import Modality, Phase, Polarity
from kg.gazetteers import Gazetteer
from kg.nlp.entities import EntityTable
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import Mentions


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a claim: the mention that fills it, and the document's entity that it denotes."""

    head: int
    """Head token of the mention, as it stands in the text; may be a pronoun."""
    entity: int
    steps: int = 0
    """How indirect the way was: coreference, metonymy, event coreference."""


@dataclass(slots=True)
class ClaimDraft:
    """A claim in tokens."""

    subject: Argument
    relation: str
    object: Argument
    trigger: int
    polarity: Polarity = "Affirmed"
    modality: Modality = "Actual"
    phase: Phase = ""
    source: Argument | None = None
    time: tuple[int, int] | None = None
    """Characters of the words that say when."""
    frame: str = ""
    construction: str = ""
    weak: bool = False
    extra: tuple[int, ...] = ()
    """Further tokens that the quote must hold."""


@dataclass(slots=True)
class Reading:
    """What the claim extractors read: the annotated document."""

    doc: Doc
    mentions: Mentions
    table: EntityTable
    speech: list[object] = field(default_factory=list)
    text: str = field(init=False)
    """The document's text, which spaCy joins anew each time that it is asked for it."""
    lemmas: list[str] = field(init=False)
    """Lemma of each token, in lower case."""
    words: frozenset[str] = field(init=False)
    """Lemmas of the document, for conditions on its topic."""
    gazetteer: Gazetteer | None = None

    def __post_init__(self) -> None:
        """Look up once what all extractors ask for."""
        self.text = self.doc.text
        self.lemmas = [lemma_of(token) for token in self.doc]
        self.words = frozenset(itertools.compress(self.lemmas, (token.is_alpha for token in self.doc)))

    def capital_as_state(self, entity: int) -> int | None:
        """Return the state that a capital stands for in dealings: "aid to Kabul"; None for other towns."""
        draft = self.table.drafts[entity]
        if self.gazetteer is None or draft.type != "Settlement" or draft.generic or not draft.entry:
            return None
        states = [e for e in self.gazetteer.lookup(draft.name) if e.type == "State"]
        if not states:
            return None
        state = self.table.get(("state", states[0].country), "State")
        if not state.heads:
            state.heads.append(draft.heads[0])
        state.generic = False
        state.name = state.name or draft.name
        state.entry = state.entry or states[0].id
        state.countries.add(states[0].country)
        state.surfaces.update(draft.surfaces)
        return state.index

    def type_of(self, entity: int) -> str:
        """Ontology class of an entity."""
        return self.table.drafts[entity].type

    def sentence_tokens(self, token: Token) -> tuple[int, int]:
        """First and last token of a token's sentence, half-open, white space trimmed."""
        sent = token.sent
        start, end = sent.start, sent.end
        while end > start and self.doc[end - 1].is_space:
            end -= 1
        while start < end and self.doc[start].is_space:
            start += 1
        return start, end
