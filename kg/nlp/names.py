"""Finds proper names: the model's named entities, mended by the gazetteer, cue words and the document itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from kg.gazetteers import Entry, Gazetteer
from kg.nlp.name_types import ACTOR_TYPES, NER_TYPES, PLACE_TYPES, cue_type
from kg.nlp.nouns import load_nouns

_PLACE_NOUNS = frozenset({"settlement", "part", "region", "site", "country"})
_LOCATIVE = frozenset("in at near around outside inside across throughout into towards toward within".split())
_ARTICLE = re.compile(r"^(al|el|an|ar|as|ad|at|az|ash|ez|es)$", re.I)
_NO_NAMES = frozenset("BC AD BCE CE GMT UTC TV PM AM IED VBIED UAV".split())
# Laws, papers and events bear names, but do not act.
_NO_ACTOR = re.compile(
    r"\b(Agreement|Act|Treaty|Resolution|Accords?|Convention|Protocol|Charter|Constitution|Memorandum)\b"
    r"|\bHostilities\b|^(World )?War\b|\bWar$"
)
_UNIT = re.compile(
    r"\b(Brigade|Battalion|Division|Regiment|Squadron|Wing|Corps|Group|Army|Fleet|Company|Marines)\b"
)
# What a capital does when it stands for its state.
_POLITICAL = frozenset(
    "say deny reject accuse condemn denounce urge agree refuse back support warn threaten announce "
    "demand insist want fear recognise recognize sanction impose offer pledge vow hope criticise "
    "criticize welcome oppose propose expel sever recall sign negotiate declare decide claim admit "
    "confirm dismiss blame seek fund arm finance sponsor deploy intervene retaliate respond react "
    "maintain argue view regard consider see plan intend promise send supply".split()
)
_POLITICAL_NOUNS = frozenset(
    "support backing ally policy demand refusal decision role intervention response position stance help ambassador".split()
)
_MONTHS = frozenset(
    "January February March April May June July August September October November December Sunday "
    "Monday Tuesday Wednesday Thursday Friday Saturday".split()
)
_MAX_WORDS = 8
_TITLES = frozenset(
    "the a an near in at on from mr mr. mrs mrs. ms ms. dr dr. gen gen. col col. lt lt. maj maj. sgt "
    "sgt. capt capt. sir".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a document."""

    start: int
    end: int
    """Token span, half-open."""
    text: str
    type: str
    entry: str = ""
    country: str = ""
    adjective: bool = False
    """True for "Syrian", "Palestinian": names the state or people of a place."""
    weight: float = 1.0
    """How sure the type is; the same spelling elsewhere in the document is given the weightiest type."""


def find_names(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """Return the document's proper names, in order, none overlapping another."""
    found = (
        list(_ner_names(doc, gazetteer)) + list(_gazetteer_names(doc, gazetteer)) + list(_leftover_names(doc))
    )
    # Longer spans win; of equal ones the surer.
    found.sort(key=lambda n: (-(n.end - n.start), -n.weight, n.start))
    taken: set[int] = set()
    kept: list[Name] = []
    for name in found:
        if not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    kept.sort(key=lambda n: n.start)
    return _agree(doc, [_adjust(doc, name) for name in kept])


def _surface(span: Span) -> str:
    return re.sub(r"\s+", " ", span.text).strip()


def _trim(span: Span) -> Span | None:
    """Cut determiners, possessive marks, titles of rank and punctuation off a named entity."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].lower_ in _TITLES or not re.search(r"\w", doc[start].text)):
        start += 1
    for index in range(
        start + 1, end - 1
    ):  # "the People's Guard & Hezbollah's fighters": the name ends at the mark
        if doc[index].tag_ == "POS" and doc[index + 1].text.islower():
            end = index
            break
    while (
        end > start
        and (doc[end - 1].tag_ == "POS" or not re.search(r"\w", doc[end - 1].text))
        and doc[end - 1].text != "."
    ):
        end -= 1
    for index in range(start, end):
        if "\n" in doc[index].text:
            end = index
            break
    return doc[start:end] if end > start else None


def _ner_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    for ent in doc.ents:
        if ent.label_ not in NER_TYPES:
            continue
        span = _trim(ent)
        if span is not None and (span.text in _NO_NAMES or _NO_ACTOR.search(span.text) or _is_model(span)):
            continue
        if span is None or not any(t.text[0].isupper() for t in span):
            continue
        if _is_description(span, gazetteer):
            continue
        if len(span) == 1 and (
            span[0].pos_ in ("VERB", "AUX", "ADV", "NUM")
            or (
                span[0].is_sent_start
                and span[0].tag_ not in ("NNP", "NNPS", "JJ")
                and not span[0].text.isupper()
            )
        ):
            continue
        ampersand = next((t.i for t in span if t.text == "&" and span.start < t.i < span.end - 1), -1)
        if ampersand > 0 and gazetteer.lookup(_surface(doc[ampersand + 1 : span.end])):
            span = doc[span.start : ampersand]
        inner = next((t.i for t in span if t.lower_ in ("in", "at", "near") and t.i > span.start), -1)
        if inner > 0 and not gazetteer.lookup(_surface(span)):
            span = doc[span.start : inner]  # "Iraqi Museum in Baghdad": two names
        text = _surface(span)
        cue = cue_type(text)
        type_, weight = (cue, 2.0) if cue else (NER_TYPES[ent.label_], 1.0)
        if ent.label_ == "PERSON" and cue in ("Organization", ""):
            type_, weight = "Person", 1.0
        if ent.label_ == "NORP" and span[-1].pos_ == "ADJ" and not cue:
            yield Name(span.start, span.end, text, "PopulationGroup", adjective=True, weight=0.5)
            continue
        if (
            ent.label_ == "GPE"
            and not cue
            and len(span) > 1
            and span[-1].text.isupper()
            and len(span[-1].text) > 2
        ):
            type_ = "Organization"  # "Vermont ANG"
        yield Name(span.start, span.end, text, type_, weight=weight)


def _is_description(span: Span, gazetteer: Gazetteer) -> bool:
    """True for "Syrian Government", "US forces", "Government": a noun phrase, not a name of its own."""
    last = span[-1]
    if last.lower_ not in load_nouns() and last.lemma_.lower() not in load_nouns():
        return False
    if last.text[0].isupper() and len(span) > 1:
        entries = gazetteer.lookup(_surface(span))
        if entries and any(e.type in ACTOR_TYPES or e.type == "Site" for e in entries):
            return False
        noun = load_nouns().get(last.lower_)
        if noun is not None and noun.category == "officials":
            return True  # "Vice Foreign Minister": an office
        rest = span[:-1]
        described = gazetteer.by_adjective(_surface(rest)) or any(
            e.type in ("Country", "State") for e in gazetteer.lookup(_surface(rest))
        )
        return bool(described)
    return not (last.text[0].isupper() and len(span) > 1)


def _gazetteer_names(doc: Doc, gazetteer: Gazetteer) -> Iterator[Name]:
    skip = 0
    for token in doc:
        if token.i < skip or not _may_open_name(token):
            continue
        for end in range(min(len(doc), token.i + _MAX_WORDS), token.i, -1):
            last = doc[end - 1]
            if not last.text[-1:].isalnum() and not (last.text[-1:] == "." and len(last.text) > 1):
                continue
            if (
                all(t.ent_type_ in ("DATE", "TIME", "CARDINAL", "ORDINAL") for t in doc[token.i : end])
                or token.text in _MONTHS
            ):
                continue
            if any(t.is_space for t in doc[token.i : end]) or (
                end - token.i > 1 and last.text.islower() and last.is_stop
            ):
                continue
            text = _surface(doc[token.i : end])
            name = _from_entries(doc, token.i, end, text, gazetteer)
            if name is not None:
                yield name
                skip = end
                break


def _may_open_name(token: Token) -> bool:
    if token.text[0].isupper():
        return not (
            token.is_stop and token.lower_ not in ("us", "un", "is") and token.tag_ not in ("NNP", "NNPS")
        )
    return (
        bool(_ARTICLE.match(token.text))
        and token.i + 1 < len(token.doc)
        and token.nbor(1).text in ("-", "\u2013")
    )


def _from_entries(doc: Doc, start: int, end: int, text: str, gazetteer: Gazetteer) -> Name | None:
    entries = gazetteer.lookup(text)
    adjective = False
    if not entries:
        entries = gazetteer.by_adjective(text)
        adjective = bool(entries)
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
    entry = _choose(doc, start, end, text, entries, gazetteer) if not adjective else entries[0]
    if entry is None:
        return None
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
    if doubtful and single and not token.ent_type_ and token.pos_ != "PROPN":
        return None
    plural_people = adjective and token.tag_ in ("NNS", "NNPS")
    return Name(
        start, end, text,
        "PopulationGroup" if plural_people else entry.type,
        entry.id, entry.country.split(" ")[0], adjective or plural_people,
        1.5 if doubtful else 3.0,
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
        return head.lemma_.lower() in _POLITICAL
    if token.dep_ == "pobj" and head.dep_ == "agent":
        return head.head.lemma_.lower() in _POLITICAL
    return token.dep_ == "poss" and head.lemma_.lower() in _POLITICAL_NOUNS


def _choose(
    doc: Doc, start: int, end: int, text: str, entries: tuple[Entry, ...], gazetteer: Gazetteer
) -> Entry | None:
    """Pick the entry whose type goes with what the model and the syntax say."""
    root = doc[start:end].root
    labels = {t.ent_type_ for t in doc[start:end]} - {""}
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


def _leftover_names(doc: Doc) -> Iterator[Name]:
    """Yield runs of proper nouns that are in no named entity: "the Orlen bridge", "Marvik"."""
    index = 0
    titled = _title_cased(doc)
    while index < len(doc):
        token = doc[index]
        if not _is_name_word(token) or index in titled:
            index += 1
            continue
        end = index + 1
        while end < len(doc) and (
            _is_name_word(doc[end])
            or (
                doc[end].text in ("-", "'")
                and end + 1 < len(doc)
                and _is_name_word(doc[end + 1])
                and not doc[end - 1].whitespace_
            )
        ):
            end += 1
        span = doc[index:end]
        text = _surface(span)
        index = end
        if text in _NO_NAMES or _NO_ACTOR.search(text) or _is_model(span):
            continue
        if len(span) == 1 and token.tag_ == "NNPS" and token.i <= token.sent.start + 1:
            continue  # "The Members of ...": a word with a capital
        if len(span) == 1 and (token.lower_ in load_nouns() or singular_known(token) or len(token.text) < 2):
            continue
        noun = load_nouns().get(span[-1].lower_)
        if noun is not None and noun.category == "officials":
            continue
        cue = cue_type(text)
        yield Name(span.start, span.end, text, cue or _guess(span), weight=0.6 if cue else 0.3)


def _is_model(span: Span) -> bool:
    """True for "F-16 Fighting Falcons": a make of aircraft or weapon."""
    near = span.doc[max(0, span.start - 3) : span.end].text
    return bool(re.search(r"\b[A-Z]{1,4}-\d{1,3}[A-Z]?\b", near))


def _title_cased(doc: Doc) -> set[int]:
    """Tokens of headlines in Title Case, where a capital tells nothing."""
    found: set[int] = set()
    for sent in doc.sents:
        words = [t for t in sent if t.is_alpha and len(t.text) > 3]
        if len(words) >= 4 and sum(t.text[0].isupper() for t in words) >= 0.8 * len(words):
            found.update(t.i for t in sent)
    return found


def singular_known(token: Token) -> bool:
    """True for a capitalised common noun such as "Troops" or "Government"."""
    return token.lemma_.lower() in load_nouns() or token.lower_.rstrip("s") in load_nouns()


def _is_name_word(token: Token) -> bool:
    return (
        token.tag_ in ("NNP", "NNPS")
        and token.ent_type_ in ("", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW")
        and token.text[0].isupper()
        and not token.like_num
        and token.text.isascii() | token.text.isalpha()
        and len(token.text) > 1
    )


def _guess(span: Span) -> str:
    """Type of a name that nothing else tells, from its place in the sentence."""
    root = span.root
    if root.dep_ == "pobj" and root.head.lower_ in _LOCATIVE | {"from", "to", "of"}:
        return "Settlement"
    return "Organization"


def _adjust(doc: Doc, name: Name) -> Name:
    """Let the words around a name settle its type: "the village of Tal Rifah", "the Karrada district"."""
    root = doc[name.start : name.end].root
    numbered = name.start > 0 and re.fullmatch(r"\d+(st|nd|rd|th)|[IVX]+", doc[name.start - 1].text)
    if numbered and _UNIT.search(name.text):  # "the 21st Armoured Brigade"
        start = name.start - 1
        name = replace(
            name, start=start, text=_surface(doc[start : name.end]), type="MilitaryForce", weight=3.0
        )
    if (
        root.dep_ == "pobj"
        and root.head.lower_ == "of"
        and not name.entry.startswith(("actor", "country", "state"))
    ):
        noun = load_nouns().get(root.head.head.lemma_.lower())
        if noun and noun.category in ("settlement", "region", "part") and root.head.head.i < name.start:
            if noun.lemma in ("part", "side", "half", "area", "outskirts", "edge", "suburbs", "side"):
                return name
            return replace(name, type=noun.type if noun.category != "part" else "Settlement", weight=4.0)
        if noun and noun.category == "government" and name.type == "Settlement":
            return replace(name, type="Country")
    return name


def _stands_for_state(name: Name) -> bool:
    return name.type == "State" and name.entry.startswith("state:")


def _agree(doc: Doc, names: list[Name]) -> list[Name]:
    """Give one spelling one type throughout the document: the weightiest."""
    votes: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for name in names:
        if not name.adjective and not _stands_for_state(name):
            votes[name.text.casefold()][name.type, name.entry, name.country] += name.weight  # type: ignore[assignment]
    settled: list[Name] = []
    for name in names:
        options = votes.get(name.text.casefold())
        if options and not name.adjective and not _stands_for_state(name):
            (type_, entry, country), _ = max(options.items(), key=lambda item: (item[1], item[0]))
            name = replace(name, type=type_, entry=entry, country=country)
        settled.append(name)
    return settled


def names_in(names: Iterable[Name], start: int, end: int) -> list[Name]:
    """Names that lie within a token span."""
    return [n for n in names if start <= n.start and n.end <= end]
