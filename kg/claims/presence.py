"""Who is where, as an attack tells it: "near Mosul, strikes engaged ISIL units" puts ISIL near Mosul."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.claims.arguments import Arguments
from kg.claims.climb import Factuality
from kg.claims.draft import Argument, ClaimDraft
from kg.nlp.lemmas import lemma_of
from kg.nlp.name_types import FIGHTING_TYPES
from kg.nlp.roles import Predicate, prepositions

_PLACE_PREPOSITIONS = ("near", "in", "at", "around", "outside", "inside")
# In what is fought hand to hand both sides are on the spot; who sends aircraft is not.
_CLOSE = frozenset("engage clash fight battle skirmish ambush storm repel".split())


def presence(
    arguments: Arguments,
    predicate: Predicate,
    factuality: Factuality,
    objects: Sequence[Argument],
    source: Argument | None,
    subjects: Sequence[Argument] = (),
) -> Iterator[ClaimDraft]:
    """Yield where those are who are hit, and in close fighting those who hit.

    Parameters
    ----------
    objects, subjects
        Who is hit, and by whom.
    source
        Who says so, if somebody is named.
    """
    reading = arguments.reading
    if factuality.polarity != "Affirmed" or factuality.modality in ("Planned", "Denied"):
        return
    armed = [a for a in objects if reading.type_of(a.entity) in FIGHTING_TYPES]
    if lemma_of(predicate.token) in _CLOSE:
        armed += [a for a in subjects if reading.type_of(a.entity) in FIGHTING_TYPES and not a.steps]
    if not armed or predicate.token.pos_ not in ("VERB", "NOUN"):
        return
    for name in _PLACE_PREPOSITIONS:
        near = [*predicate.roles.get(name, ())]
        for target in (*predicate.roles.get("patient", ()), *predicate.roles.get("on", ())):
            near += [obj for n, obj in prepositions(target) if n == name]
        for token in near:
            for place in arguments.resolve(token, "Place"):
                for actor in armed:
                    yield ClaimDraft(
                        actor, "operatesIn", place, predicate.token.i, modality=factuality.modality,
                        frame="operatesIn:hit there", construction=predicate.construction, source=source,
                    )  # fmt: skip
