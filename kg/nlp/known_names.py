"""Names that the gazetteer knows, and which of its entries one means here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from kg.gazetteers import Entry, Gazetteer
from kg.nlp.name_types import ACTOR_TYPES, PLACE_TYPES, Name
from kg.nlp.nouns import load_nouns
from kg.nlp.roles import OBJECT_CONTROL

_LOCATIVE = frozenset("in at near around outside inside across throughout into towards toward within".split())
_ARTICLE = re.compile(r"^(al|el|an|ar|as|ad|at|az|ash|ez|es)$", re.I)
_PARTS_OF_LANDS = PLACE_TYPES - {"Country"}
_LONGEST_ARTICLE = 3
_MAX_WORDS = 8
_DOUBTFUL = 1.5  # weight of a type that the context may overrule
# What happens to a town, or what it is; of any other verb a capital is the subject as the state that acts.
_TOWNLY = frozenset(
    "be become fall see lie remain suffer wake burn witness experience host come face stand run need go have sit "
    "seem appear look fill empty shake lose get feel hear recover rebuild celebrate mourn fall stay brace live boast "
    "contain hold erupt descend turn change grow house".split()
)
_POLITICAL_TOWARDS = frozenset(
    "accuse condemn denounce urge warn threaten blame sanction support back arm fund criticise "
    "criticize pressure supply sell send negotiate ally press push lobby call join accuse isolate appease "
    "antagonise antagonize please provoke pit punish reassure tell inform rebuke thank".split()
)
_DEALINGS = frozenset(
    "talk negotiation agreement deal treaty pact truce ceasefire dialogue drone weapon arm aid tie "
    "relation tension rift cooperation alliance pressure war hostility".split()
)
_POLITICAL_NOUNS = frozenset(
    "support backing ally policy demand refusal decision role intervention response position stance "
    "help ambassador airstrike strike offensive invasion attack force troop army military government regime "
    "intention claim denial plan rejection acceptance recognition involvement aggression war campaign proxy "
    "envoy foe rival enemy partner agreement threat".split()
)
# Those "of Seoul and Pyongyang" are of the states.
_OF_STATES = frozenset("leader ruler president regime envoy ambassador diplomat ally enemy foe rival".split())
_CLITICS = frozenset(("'s", "\u2019s"))
_MONTHS = frozenset(
    "January February March April May June July August September October November December Sunday "
    "Monday Tuesday Wednesday Thursday Friday Saturday "
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Ramadan Eid".split()
)


def gazetteer_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the longest names of the gazetteer in a document that its syntax lets be names."""
    skip = 0
    sure: set[str] = set()  # ids of the actors that the text has named without doubt
    tokens = list(doc)
    for start, token in enumerate(tokens):
        if start < skip or not _may_open_name(token) or (first := token.text) in _MONTHS:
            continue
        near = tokens[start : start + _MAX_WORDS]
        free = first.lower() == "the" or _ARTICLE.match(first)
        words = _MAX_WORDS if free else max(gazetteer.most_words(word) for word in _first_words(near))
        for end, text in reversed(_openings(near, words)):
            name = _from_entries(doc, start, end, text, gazetteer, sure)
            if name is not None:
                if name.weight > _DOUBTFUL:
                    sure.add(name.entry)
                yield name
                skip = end
                break


def _first_words(tokens: Sequence[Token]) -> list[str]:
    """What a name may begin with here: "Cox", and "Cox's" of "Cox's Bazar", which spaCy divides."""
    first, after = tokens[0].text, tokens[1].text if len(tokens) > 1 else ""
    return [first, first + after] if after in _CLITICS else [first]


def _openings(tokens: Sequence[Token], words: int) -> list[tuple[int, str]]:
    """Ends and texts of the spans that begin like these tokens and may be a name of at most so many words."""
    found: list[tuple[int, str]] = []
    text, seen = "", 0
    for token in tokens:
        if token.is_space:
            break
        word = token.text
        seen += word[0].isalnum()
        if seen > words:
            break
        text += word
        named = word[-1].isalnum() or (word[-1] == "." and len(word) > 1)
        if named and (token is tokens[0] or not (token.is_stop and word.islower())):
            found.append((token.i + 1, text))
        text += token.whitespace_
    return found


def _may_open_name(token: Token) -> bool:
    if token.is_lower and len(token) > _LONGEST_ARTICLE:
        return False
    if token.text[0].isupper():
        return not (
            token.is_stop and token.lower_ not in ("us", "un", "is") and token.tag_ not in ("NNP", "NNPS")
        )
    return (
        bool(_ARTICLE.match(token.text))
        and token.i + 1 < len(token.doc)
        and token.nbor(1).text in ("-", "\u2013")
    )


def _from_entries(
    doc: Doc, start: int, end: int, text: str, gazetteer: Gazetteer, sure: set[str]
) -> Name | None:
    entries = gazetteer.lookup(text)
    adjective = False
    if all(e.type in _PARTS_OF_LANDS and gazetteer.is_ambiguous(text, e) for e in entries):
        # "German" is of Germany before it is a parish of that name
        people = gazetteer.by_adjective(text)
        entries, adjective = people or entries, bool(people)
    if not entries:
        return None
    single = end - start == 1
    token = doc[start]
    if single and token.is_sent_start and token.pos_ not in ("PROPN", "ADJ") and not token.ent_type_:
        return None
    if (
        single
        and token.pos_ in ("VERB", "AUX", "ADV", "ADP", "DET", "PRON")
        and not token.ent_type_
        and not text.isupper()
    ):
        return None
    named = [e for e in entries if e.id in sure and e.type in ACTOR_TYPES] if text.isupper() else []
    acronym = single and len(text) > 1 and len(named) == 1
    if acronym:
        entry: Entry | None = named[0]  # "the Arakan Army ... the AA"
    else:
        entry = _choose(doc, start, end, text, entries, gazetteer) if not adjective else entries[0]
    if entry is None:
        return None
    if entry.type == "Site" and any(t.lower_ in ("in", "at", "near") for t in doc[start + 1 : end]):
        return None  # "the Iraqi Museum in Baghdad": two names
    if (
        not single
        and doc[end - 1].text.islower()
        and text not in (entry.name, *entry.names, *entry.ambiguous)
    ):
        return None  # "visited Russia today" is not the broadcaster
    doubtful = gazetteer.is_ambiguous(text, entry) or (entry.id.startswith("place:") and single)
    if entry.type in ACTOR_TYPES and not adjective and _is_common_phrase(doc[start:end], doubtful):
        return None
    if doubtful and entry.type == "Person":
        return None  # bare surnames are left to the model and to coreference
    numbered = re.fullmatch(r"[A-Z]+-?\d+", text)  # "M23"
    if doubtful and single and not token.ent_type_ and token.pos_ != "PROPN" and not numbered and not acronym:
        return None
    plural_people = adjective and token.tag_ in ("NNS", "NNPS")
    return Name(
        start, end, text,
        "PopulationGroup" if plural_people else entry.type,
        entry.id, entry.country.split(" ")[0], adjective or plural_people,
        _DOUBTFUL if doubtful else 3.0,
    )  # fmt: skip


def _is_common_phrase(span: Span, doubtful: bool) -> bool:
    """True for "Government troops", "US officials", "Shiite militias": descriptions, whoever they may stand for."""
    last = span[-1]
    nouns = load_nouns()
    common = last.lower_ in nouns or last.lemma_.lower() in nouns or last.lower_.rstrip("s") in nouns
    return common and (doubtful or last.text.islower()) and (doubtful or len(span) < 3)


def _is_metonym(root: Token) -> bool:
    """Tell whether a name stands where only somebody who acts can stand."""
    token = root
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    head = token.head
    if token.dep_ == "nsubj":
        return head.pos_ == "VERB" and head.lemma_.lower() not in _TOWNLY
    if token.dep_ == "pobj" and head.dep_ == "agent":
        return head.head.lemma_.lower() not in _TOWNLY
    if token.dep_ == "npadvmod" and head.tag_ in ("VBN", "VBD"):
        return True  # "Tehran-backed"
    if token.dep_ in ("nsubj", "dobj") and any(c.dep_ == "xcomp" for c in head.children):
        return head.lemma_.lower() in OBJECT_CONTROL  # "pressed Ankara to halt"
    if token.dep_ == "dobj":
        return head.lemma_.lower() in _POLITICAL_TOWARDS
    if token.dep_ == "pobj" and head.lower_ == "of":
        return head.head.lemma_.lower() in _OF_STATES
    if token.dep_ == "pobj" and head.lower_ in ("on", "upon") and head.head.lemma_.lower() == "call":
        return True
    if token.dep_ == "pobj" and head.lower_ in ("with", "to", "between"):
        return head.head.lemma_.lower() in _POLITICAL_TOWARDS or head.head.lemma_.lower() in _DEALINGS
    return token.dep_ == "poss" and head.lemma_.lower() in _POLITICAL_NOUNS


def _choose(
    doc: Doc, start: int, end: int, text: str, entries: tuple[Entry, ...], gazetteer: Gazetteer
) -> Entry | None:
    """Pick the entry whose type goes with what the model and the syntax say."""
    span = doc[start:end]
    root = span.root
    labels = {t.ent_type_ for t in span} - {""}
    locative = root.dep_ == "pobj" and root.head.lower_ in _LOCATIVE
    place_like = locative or bool(labels & {"GPE", "LOC", "FAC"})
    actors = [e for e in entries if e.type in ACTOR_TYPES and e.type != "State"]
    places = [e for e in entries if e.type in PLACE_TYPES]
    if _is_metonym(root):  # "Moscow rejected": the state whose capital it is
        capital_of = next((e for e in entries if e.type == "State"), None)
        if capital_of is not None:
            return capital_of
    own = [e for e in entries if not gazetteer.is_ambiguous(text, e)]
    states = [e for e in own if e.type in ("Country", "State")]
    if states:
        return next((e for e in states if e.type == "Country"), states[0])
    sure = [e for e in actors if e in own]
    if sure and not (locative and places):
        return sure[0]
    if places and (place_like or not actors):
        if "PERSON" in labels and not locative and len(text.split()) > 1 and not text[:1].islower():
            # people seldom bear the names of towns of several words, and seldom are what is held or entered
            return places[0] if root.dep_ in ("dobj", "pobj", "nsubjpass", "appos", "conj") else None
        return places[0]
    if actors and (not places or labels & {"ORG", "NORP"}) and actors[0].type != "Person":
        return actors[0]
    return None
