"""Fills the roles of a frame: from the lexicon's role names to the arguments that a predicate offers."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, Reading
from kg.claims.embedded import (
    TIED,
    announced_blows,
    asked_for,
    conceded,
    pressed_by_condition,
    threatened,
    told,
    withstood,
)
from kg.claims.lexicon import Frame, Role
from kg.nlp.lemmas import lemma_of
from kg.nlp.nominals import noun_predicate
from kg.nlp.roles import Predicate, prepositions, spread, verb_predicate

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
                if token.i in {m.i for m in matched}:
                    continue
                if "assets" in frame.flags and not self.arguments.is_asset(token):
                    continue
                if "acts" in frame.flags and self.reading.mentions.by_head.get(token.i) is not None:
                    continue
                metonymy = self.arguments.metonymy
                if role.name in ("embedded", "blow", "concession"):
                    self.arguments.metonymy = False  # "to hold a strike": not on the strikers
