"""Mends where a phrase hangs: items of lists, phrases of agents, names before nouns. Used by ``parse_repair``."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.nouns import load_nouns

_ACCUSING = frozenset(verb[:5] for verb in "accuse suspect convict acquit".split())

_GIVING = frozenset(
    "give gives gave given giving send sends sent sending lend lends lent lending sell sells sold selling offer "
    "offers offered offering hand hands handed handing promise promises promised grant grants granted deny denies "
    "denied".split()
)


def is_accusing(verb: Token) -> bool:
    """Tell whether a verb accuses somebody of something; by its first letters, as no lemma is known yet."""
    return str(verb.lower_[:5]) in _ACCUSING


def noun_after_to(noun: Token) -> None:
    """ "reduced to rubble by shelling", "shoulder to shoulder with": "to" is a preposition there."""
    to = next((c for c in noun.children if c.tag_ == "TO" and c.i == noun.i - 1), None)
    if to is None or noun.head == noun:
        return
    host = noun.head
    noun.tag_, noun.pos_ = "NN", "NOUN"
    to.tag_, to.pos_ = "IN", "ADP"
    to.head, to.dep_ = host, "prep"
    noun.head, noun.dep_ = to, "pobj"
    passive = any(c.dep_ == "auxpass" for c in host.children)
    for child in list(noun.children):
        if child.i > noun.i and child.dep_ in ("prep", "agent"):
            child.head = host
            child.dep_ = "agent" if passive and child.lower_ == "by" else child.dep_


def agent_inside_a_phrase(by: Token) -> None:
    """ "was reduced to ruins by shelling": a passive without a doer has the by-phrase, and not the place."""
    noun = by.head
    prep = noun.head
    if noun.dep_ != "pobj" or noun.pos_ not in ("PROPN", "NOUN") or prep.dep_ != "prep":
        return
    verb = prep.head
    if noun.pos_ == "NOUN" and not (load_nouns().keys() & {noun.lower_, noun.lower_.rstrip("s")}):
        return  # "in an attack by rebels"
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    if passive and not any(c.dep_ == "agent" for c in verb.children):
        by.head, by.dep_ = verb, "agent"


def blamed_for_doing(of: Token) -> None:
    """ "accuse the army of torturing detainees": what they are accused of belongs to the verb."""
    verb = of.head.head
    if verb.pos_ == "VERB" and any(c.dep_ == "pcomp" for c in of.children) and is_accusing(verb):
        of.head = verb


def singled_out(prep: Token) -> None:
    """ "the fight against terrorism, in particular against X": both phrases belong to one word."""
    for before in reversed(prep.sent[: prep.i - prep.sent.start]):
        if before.lower_ == prep.lower_ and before.dep_ == "prep" and prep.i - before.i < 12:
            if before.head != prep.head and before.head.i < prep.i:
                prep.head = before.head
            return


def item_of_a_list(noun: Token) -> None:
    """ "three positions, an ammo cache, a staging area, and two buildings": a list, not one thing described anew."""
    if noun.pos_ == "PROPN":  # names of several words: "A B, C D, and E F"; not "Mosul, Iraq, and"
        opens = all(any(c.dep_ == "compound" for c in t.lefts) for t in (noun, noun.head))
    else:
        opens = _counted(noun)
    if not opens or noun.head.i > noun.i:
        return
    top = noun.head
    if _counted(top) and _closes_a_count(noun):
        noun.dep_ = "conj"
        return
    while top.dep_ in ("appos", "conj") and top.head.pos_ == noun.pos_:
        top = top.head
    ends = any(
        t.dep_ == "cc" and t.lower_ in ("and", "or") and t.nbor(-1).text == "," and t.i > noun.i
        for t in top.subtree
    )
    if ends:
        noun.dep_ = "conj"


def _closes_a_count(noun: Token) -> bool:
    """ "two barracks, a bridge and an intersection"; not "two brothers, a farmer and a teacher, joined"."""
    last = max(noun.conjuncts, key=lambda c: c.i, default=noun)
    closing = noun.doc[last.right_edge.i + 1 : last.right_edge.i + 2].text
    return last.i > noun.i and _counted(last) and closing != ","


def _counted(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and any(c.lower_ in ("a", "an") or c.dep_ == "nummod" for c in noun.lefts)


def object_of_a_bare_preposition(noun: Token) -> None:
    """ "X, with A and with support from B, struck": a clause has one subject, a preposition an object."""
    prep = noun.doc[noun.left_edge.i - 1]
    earlier = [c for c in noun.head.children if c.dep_ == "nsubj" and c.i < prep.i]
    bare = prep.pos_ == "ADP" and not any(c.dep_ in ("pobj", "pcomp", "prep") for c in prep.children)
    if earlier and bare and noun.head.i > noun.i:
        noun.head, noun.dep_ = prep, "pobj"


def recipient_before_goods(recipient: Token) -> None:
    """ "sent the rebels weapons": whom something is given to stands before it, and is no part of its name."""
    goods = recipient.head
    verb = goods.head
    noun = load_nouns().get(recipient.lower_.removesuffix("s"))
    if (
        goods.dep_ != "dobj"
        or goods.i != recipient.i + 1
        or goods.tag_ not in ("NNS", "NN")
        or verb.lower_ not in _GIVING
        or noun is None
        or noun.category not in ("force", "fighters", "people", "government", "organization")
    ):
        return
    for child in [c for c in goods.lefts if c.i < recipient.i]:
        child.head = recipient
    recipient.head, recipient.dep_ = verb, "dative"


def model_before_a_noun(model: Token) -> None:
    """ "a Saudi F-15 jet": the tagger takes the make for a blank."""
    if model.i + 1 >= len(model.doc) or model.nbor(1).pos_ not in ("NOUN", "PROPN"):
        return
    noun = model.nbor(1)
    model.tag_, model.pos_ = "NNP", "PROPN"
    for child in list(model.children):
        child.head = noun
    model.head, model.dep_ = noun, "compound"


def name_before_a_subject(name: Token) -> None:
    """ "Wagner troops arrived": a bare name right before the subject belongs to it."""
    if name.i + 1 >= len(name.doc) or list(name.children):
        return
    noun = name.nbor(1)
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.pos_ == "NOUN" and noun.left_edge == noun:
        name.head, name.dep_ = noun, "compound"
