"""Who speaks where a verb of saying introduces what is said."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.roles import is_passive, surface_subjects


def speaker_of_verb(verb: Token) -> Token | None:
    """Return who says what a reporting verb introduces: its deep subject, also after the verb."""
    if is_passive(verb):
        for child in verb.children:
            if child.dep_ == "agent":
                return next((p for p in child.children if p.dep_ == "pobj"), None)
        return None
    subjects = surface_subjects(verb)
    subject = subjects[0] if subjects else None
    if subject is None and verb.dep_ in (
        "ROOT",
        "ccomp",
        "parataxis",
    ):  # "…, said the general": the subject comes after
        subject = next(
            (
                c
                for c in verb.rights
                if c.dep_ in ("nsubj", "dobj", "attr", "npadvmod") and c.pos_ in ("PROPN", "NOUN")
            ),
            None,
        )
    return subject
