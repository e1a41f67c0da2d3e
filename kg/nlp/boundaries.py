"""Pipeline component ``conflict_boundaries``: a line end that is not a wrapped line ends a sentence."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class Boundaries:
    """Sets sentence starts after line ends, before the parser runs; the parser keeps them."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the tokens that open a line."""
        for token in doc[1:]:
            before = doc[token.i - 1]
            if before.is_space and "\n" in before.text and not token.is_space:
                token.is_sent_start = True
        return doc


@Language.factory("conflict_boundaries", assigns=["token.is_sent_start"])
def make_boundaries(nlp: Language, name: str) -> Boundaries:
    """Create the component."""
    return Boundaries()
