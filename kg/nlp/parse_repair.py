"""Pipeline component ``conflict_parse``: mends parses that English grammar rules out.

Small models stumble where a finite verb follows a clause between commas, or stands before a name that they do not
know: the verb then comes out as an adjective or a noun, and the clause falls apart. Each repair below looks for a
structure that no English sentence has, so a right parse is left as it is.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.nlp.phrase_repair import (
    agent_inside_a_phrase,
    blamed_for_doing,
    is_accusing,
    item_of_a_list,
    model_before_a_noun,
    name_before_a_subject,
    noun_after_to,
    object_of_a_bare_preposition,
    recipient_before_goods,
    singled_out,
)
from kg.nlp.verb_repair import (
    GOING,
    LYING,
    finite,
    finite_before_object,
    going_noun,
    object_without_verb,
    only_verb,
    participle_before_object,
    particle_of,
    plural_subject,
    second_verb,
    verb_among_nouns,
)

_LOOKED_AT = frozenset(
    "amod compound acl appos nsubj ccomp ROOT oprd npadvmod dep relcl conj pcomp csubj csubjpass prep".split()
)
"""Relations of which some are mended, each below."""
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_NAMES = ("PROPN",)
_RELATIVE = frozenset({"WP", "WDT"})
_NEVER_VERBS = frozenset("rubble ruin ruins ashes dust rebels shoulder".split())
"""Nouns that the tagger takes for infinitives after "to"."""
_SINGLING = frozenset("particular especially particularly notably chiefly mainly including above all".split())


class ParseRepair:
    """Mends the parse of a document in place."""

    def __call__(self, doc: Doc) -> Doc:
        """Look at each sentence once."""
        for sent in doc.sents:
            for token in sent:
                dep, tag = token.dep_, token.tag_
                if dep not in _LOOKED_AT and tag not in ("_SP", "VB"):
                    continue
                pos = token.pos_
                if dep == "amod" and tag == "VBN":
                    _verb_before_a_name(token, sent)
                    second_verb(token)
                elif dep in ("amod", "compound") and (
                    tag in ("VBD", "VBZ", "VBP") or token.text.endswith("ed")
                ):
                    finite_before_object(token)
                elif dep == "acl" and tag == "VBN" and sent.root.pos_ in ("NOUN", "PROPN"):
                    particle_of(token)
                    only_verb(token, sent)
                elif dep == "appos" and pos == token.head.pos_ and pos in ("NOUN", "PROPN"):
                    item_of_a_list(token)
                elif dep == "nsubj" and token.i and token.left_edge.i > sent.start:
                    object_of_a_bare_preposition(token)
                elif dep == "ccomp" and tag == "VBN":
                    _reduced_relative_inside(token)
                elif dep == "ROOT" and tag == "NN":
                    plural_subject(token)
                elif dep == "ROOT" and tag == "NNS":
                    verb_among_nouns(token)
                elif dep == "ROOT" and tag in ("VBD", "VBZ", "VBP"):
                    _speaker_at_the_end(token)
                    particle_of(token)
                elif (
                    tag == "VBG" and dep in ("amod", "compound") and token.i and token.nbor(-1).lower_ == "of"
                ):
                    _gerund_after_an_accusation(token)
                elif pos == "PROPN" and dep in ("oprd", "npadvmod", "dep"):
                    name_before_a_subject(token)
                elif dep == "compound" and tag == "NNS":
                    recipient_before_goods(token)
                elif dep == "compound" and token.i and token.nbor(-1).lower_ in ("a", "an"):
                    _charge_denied(token)
                elif tag == "_SP" and token.text[:1].isalpha():
                    model_before_a_noun(token)
                elif dep == "compound" and pos == "PROPN" and token.head.pos_ == "VERB":
                    if not any(c.dep_ in _SUBJECTS for c in token.head.children):
                        token.dep_ = "nsubj"  # "France backs Chad": no name is part of a verb
                elif dep == "relcl" and tag in ("NNS", "NN"):
                    _relative_noun(token)
                elif dep == "conj" and tag == "VBD":
                    _second_subject(token)
                    particle_of(token)
                elif dep == "conj" and pos in ("PROPN", "NOUN"):
                    object_without_verb(token)
                elif dep == "pcomp" and token.lower_ in GOING | LYING:
                    participle_before_object(token)
                elif dep == "csubj" and token.lower_ in GOING:
                    going_noun(token)
                elif dep in ("csubj", "csubjpass") and tag == "VBN":
                    _reduced_relative_subject(token)
                elif dep == "prep" and token.lower_ == "of" and token.head.dep_ == "dobj":
                    blamed_for_doing(token)
                elif dep == "prep" and token.lower_ == "by":
                    agent_inside_a_phrase(token)
                elif dep == "prep" and token.i and token.nbor(-1).lower_ in _SINGLING:
                    singled_out(token)
                elif tag == "VB" and token.lower_ in _NEVER_VERBS:
                    noun_after_to(token)
        return doc


def _verb_before_a_name(verb: Token, sent: Span) -> None:
    """ "The front, which holds A, shelled Lipa", "took A, shelled B and threatened C": no article, so no adjective."""
    name = verb.head
    if (
        name.pos_ not in _NAMES
        or name.i < verb.i
        or not verb.text.endswith("ed")
        or any(c.i < verb.i and c.dep_ in ("det", "poss", "amod", "advmod") for c in name.children)
        or verb.i == sent.start
        or verb.left_edge != verb
    ):
        return
    before = verb.nbor(-1)
    if name.dep_ == "appos" and before.text == ",":
        subject = name.head
        clause = next((c for c in subject.children if c.dep_ == "relcl" and c.i < verb.i), None)
        if clause is not None and subject.dep_ == "ROOT":
            finite(verb, subject)
            verb.head, verb.dep_ = verb, "ROOT"
            subject.head, subject.dep_ = verb, "nsubj"
            _give_object(verb, name)
    elif name.dep_ == "conj" and before.lower_ in ("and", "or", "but"):
        first = name
        while first.dep_ == "conj":
            first = first.head
        host = first.head
        if first.dep_ == "dobj" and host.pos_ == "VERB" and host.tag_ in ("VBD", "VBN"):
            finite(verb, first)
            verb.tag_ = host.tag_
            before.head, before.dep_ = host, "cc"
            verb.head, verb.dep_ = host, "conj"
            _give_object(verb, name)


def _give_object(verb: Token, name: Token) -> None:
    name.head, name.dep_ = verb, "dobj"
    for child in list(name.children):
        if child.dep_ == "punct" and child.i < verb.i:
            child.head = verb


def _relative_noun(noun: Token) -> None:
    """ "which Iran funds": the head of a relative clause is a verb, and what stands before it its subject."""
    if not any(c.tag_ in _RELATIVE and c.dep_ in ("dobj", "pobj", "nsubj") for c in noun.children):
        return
    if any(c.dep_ in _SUBJECTS and c.tag_ not in _RELATIVE for c in noun.children):
        return
    front = [c for c in noun.children if c.dep_ in ("compound", "nmod", "poss") and c.i == noun.i - 1]
    noun.tag_, noun.pos_ = ("VBZ", "VERB") if noun.tag_ == "NNS" else ("VBP", "VERB")
    for child in front:
        child.dep_ = "nsubj"
    for child in noun.children:
        if child.tag_ in _RELATIVE and child.dep_ == "nsubj" and front:
            child.dep_ = "dobj"


def _second_subject(verb: Token) -> None:
    """ "ransacked the museum and soldiers burned it": a verb right after a coordinated noun has it as its subject."""
    if verb.i == 0 or any(c.dep_ in _SUBJECTS for c in verb.children) or verb.head.pos_ != "VERB":
        return
    noun = verb.nbor(-1)
    if noun.dep_ != "conj" or noun.pos_ not in ("NOUN", "PROPN", "PRON") or noun.i < verb.head.i:
        return
    first = noun.head
    if not verb.head.is_ancestor(first):
        return
    joint = next((c for c in first.children if c.dep_ == "cc" and first.i < c.i < noun.i), None)
    if joint is None or any(c.dep_ == "cc" for c in noun.children):
        return
    if not any(
        c.dep_ in ("dobj", "prep", "dative", "attr", "acomp", "xcomp", "ccomp") and c.i > verb.i
        for c in verb.children
    ):
        return
    joint.head = verb.head
    noun.head, noun.dep_ = verb, "nsubj"


def _reduced_relative_subject(verb: Token) -> None:
    """ "Hospitals run by A were hit": a bare participle is no clause that could be a subject."""
    if any(c.dep_ in ("aux", "auxpass", "mark") for c in verb.children) or verb.head.i < verb.i:
        return
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i]
    if len(own) != 1 or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.head.children):
        return
    subject, main = own[0], verb.head
    subject.head, subject.dep_ = main, "nsubjpass" if verb.dep_ == "csubjpass" else "nsubj"
    verb.head, verb.dep_ = subject, "acl"


def _gerund_after_an_accusation(gerund: Token) -> None:
    """ "accused the army of bombing civilians": after "of" it is what they did, and no quality."""
    noun, of = gerund.head, gerund.nbor(-1)
    if noun.dep_ != "pobj" or noun.head != of or gerund.i > noun.i:
        return
    verb = of.head if of.head.pos_ == "VERB" else of.head.head
    if verb.pos_ == "VERB" and is_accusing(verb):
        of.head = verb
        gerund.pos_ = "VERB"
        gerund.head, gerund.dep_ = of, "pcomp"
        noun.head, noun.dep_ = gerund, "dobj"


def _charge_denied(noun: Token) -> None:
    """ ", a charge Kigali denies": a clause that stands beside the whole sentence, and does not govern it."""
    name = noun.head
    verb = name.head
    if name.pos_ != "PROPN" or name.dep_ != "nsubj" or verb.dep_ != "ROOT" or noun.pos_ != "NOUN":
        return
    said = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < noun.i), None)
    if said is None or any(c.dep_ in ("dobj", "ccomp") and c.i > verb.i for c in verb.children):
        return
    for child in list(name.children):
        if child.dep_ == "det" and child.i < noun.i:
            child.head = noun
    said.head, said.dep_ = said, "ROOT"
    noun.head, noun.dep_ = said, "appos"
    verb.head, verb.dep_ = noun, "relcl"


def _reduced_relative_inside(verb: Token) -> None:
    """ "help councils in areas liberated from X": a bare participle right after a noun belongs to that noun."""
    noun, main = verb.nbor(-1), verb.head
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i]
    if (
        len(own) != 1
        or own[0] == noun
        or not own[0].is_ancestor(noun)
        or noun.dep_ != "pobj"
        or main.i > verb.i
        or any(c.dep_ in ("aux", "auxpass", "dobj", "mark") for c in verb.children)
        or any(c.dep_ == "dobj" for c in main.children)
    ):
        return
    own[0].head, own[0].dep_ = main, "dobj"
    verb.head, verb.dep_ = noun, "acl"


def _speaker_at_the_end(verb: Token) -> None:
    """ "... near Moura, Human Rights Watch said.": the name before a last verb without a subject is its subject."""
    if verb.i < verb.sent.start + 3 or any(c.dep_ in _SUBJECTS for c in verb.children):
        return
    name = verb.nbor(-1)
    if name.pos_ not in ("PROPN", "NOUN") or name.dep_ not in ("conj", "appos", "pobj", "npadvmod"):
        return
    while name.dep_ == "conj" and name.doc[name.left_edge.i - 1].lower_ == "and" and name.head.dep_ == "conj":
        name = name.head  # "... with troops, witnesses and officials said"
    start = name.left_edge.i
    before = name.doc[start - 1]
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < start), None)
    if before.text == "," and clause is not None and clause.is_ancestor(name):
        name.head, name.dep_ = verb, "nsubj"


@Language.factory("conflict_parse", assigns=["token.dep", "token.head", "token.tag"], requires=["token.dep"])
def make_parse_repair(nlp: Language, name: str) -> ParseRepair:
    """Create the component."""
    return ParseRepair()
