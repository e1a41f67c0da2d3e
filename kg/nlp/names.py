"""Finds proper names: the model's named entities, mended by the gazetteer, cue words and the document itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kg.gazetteers import Gazetteer
from kg.nlp.introduced_names import introduced_names
from kg.nlp.known_names import gazetteer_names
from kg.nlp.name_types import ACTOR_TYPES, NER_TYPES, Name, cue_type, surface
from kg.nlp.nouns import load_nouns
from kg.nlp.told_places import settle_places

_PLACE_NOUNS = frozenset({"settlement", "part", "region", "site", "country"})
_LOCATIVE = frozenset("in at near around outside inside across throughout into towards toward within".split())
# What is done to places, and hardly to people.
_PLACE_VERBS = frozenset(
    "recapture retake overrun besiege occupy enter liberate shell bombard invade reoccupy reconquer "
    "encircle evacuate seize control hold lose storm defend abandon raze regain relinquish cede reach garrison "
    "fortify annex pound".split()
)
_OFFICE_WORDS = frozenset("press prime vice deputy assistant chief principal acting".split())
_EVENT_WORDS = frozenset(
    "strike strikes attack attacks airstrike airstrikes raid raids offensive offensives designation statement visit "
    "trip threat threats talks bombing bombings shelling incursion invasion retreat withdrawal advance victory defeat "
    "funding support sanctions response remarks".split()
)
_PRESS_WORDS = frozenset("statement release conference briefing office".split())
_NO_NAMES = frozenset(
    "Cholera Ebola Covid COVID-19 Covid-19 Malaria Polio Measles Famine Drought "
    "Ramadan Eid Ashura Christmas Easter Nowruz B.C. A.D. B.C.E. BC AD BCE CE GMT UTC TV PM AM IED VBIED UAV".split()
)
# Laws, papers and events bear names, but do not act.
_NO_ACTOR = re.compile(
    r"\b(Agreement|Act|Treaty|Resolution|Accords?|Convention|Protocol|Charter|Constitution|Memorandum)\b"
    r"|\bHostilities\b|^(World )?War\b|\b(War|Day|Summit|Conference|Games|Olympics|Award|Prize|Anniversary)$"
)
_UNIT = re.compile(
    r"\b(Brigade|Battalion|Division|Regiment|Squadron|Wing|Corps|Group|Army|Fleet|Company|Marines)\b"
)
_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"\d+(st|nd|rd|th)|[IVX]+")
_MODEL = re.compile(r"\b[A-Z]{1,4}-\d{1,3}[A-Z]?\b")
_TITLES = frozenset(
    "the a an near in at on from mr mr. mrs mrs. ms ms. dr dr. gen gen. col col. lt lt. maj maj. sgt "
    "sgt. capt capt. sir".split()
)


def find_names(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """Return the document's proper names, in order, none overlapping another."""
    models = _MODEL.search(doc.text) is not None
    found = [
        *_ner_names(doc, gazetteer, models=models),
        *gazetteer_names(doc, gazetteer),
        *_leftover_names(doc, models=models),
    ]
    # Longer spans win; of equal ones the surer.
    found.sort(key=lambda n: (-(n.end - n.start), -n.weight, n.start))
    taken: set[int] = set()
    kept: list[Name] = []
    for name in found:
        if not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    kept = sorted([*kept, *introduced_names(doc, kept)], key=lambda n: n.start)
    adjusted = [_adjust(doc, _as_region(doc, name, gazetteer)) for name in kept]
    return _agree(doc, settle_places(doc, adjusted))


def _trim(span: Span) -> Span | None:
    """Cut determiners, possessive marks, titles of rank and punctuation off a named entity."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].lower_ in _TITLES or not _WORD.search(doc[start].text)):
        start += 1
    for index in range(
        start + 1, end - 1
    ):  # "the People's Guard & Hezbollah's fighters": the name ends at the mark
        if doc[index].tag_ == "POS" and doc[index + 1].text.islower():
            end = index
            break
    if end < len(doc) and end - start > 1 and doc[end - 1].lower_ in _OFFICE_WORDS:
        following = load_nouns().get(doc[end].lower_)
        if following is not None and following.category == "officials":
            end -= 1  # "Pentagon Press Secretary"
    while end - start > 1 and (
        doc[end - 1].lower_ in _EVENT_WORDS
        or (doc[end - 1].lower_ == "press" and end < len(doc) and doc[end].lower_ in _PRESS_WORDS)
    ):
        end -= 1  # "Coalition Strikes", "Terrorist Designation": what is done is no part of the name
    while end - start > 1 and doc[end - 1].lower_ in ("of", "the", "in", "and", "for", "at"):
        end -= 1
    while (
        end > start
        and (doc[end - 1].tag_ == "POS" or not _WORD.search(doc[end - 1].text))
        and doc[end - 1].text != "."
    ):
        end -= 1
    for index in range(start, end):
        if "\n" in doc[index].text or (doc[index].text in '(;["\u201c\u201d' and index > start):
            end = index
            break
    return doc[start:end] if end > start else None


def _ner_names(doc: Doc, gazetteer: Gazetteer, *, models: bool) -> Iterator[Name]:
    """Yield the model's named entities that may be actors or places; ``models``: the text has some "F-16"."""
    for ent in doc.ents:
        if ent.label_ not in NER_TYPES:
            continue
        span = _trim(ent)
        if span is None or not any(t.text[0].isupper() for t in span):
            continue
        words = span.text
        if words in _NO_NAMES or _NO_ACTOR.search(words) or (models and _is_model(span)):
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
        if ampersand > 0 and gazetteer.lookup(surface(doc[ampersand + 1 : span.end])):
            span = doc[span.start : ampersand]
        inner = next((t.i for t in span if t.lower_ in ("in", "at", "near") and t.i > span.start), -1)
        if inner > 0 and all(e.type == "Site" for e in gazetteer.lookup(surface(span))):
            span = doc[span.start : inner]  # "Iraqi Museum in Baghdad": two names
        text = surface(span)
        cue = cue_type(text)
        type_, weight = (cue, 2.0) if cue else (NER_TYPES[ent.label_], 1.0)
        before = load_nouns().get(doc[span.start - 1].lower_) if span.start else None
        if ent.label_ == "PERSON" and before is not None and before.category == "officials":
            type_, weight, cue = "Person", 2.0, ""  # "spokesman Talal Silo"
        elif (
            ent.label_ == "PERSON"
            and len(span) == 1
            and span.root.dep_ == "pobj"
            and _is_whereabouts(span.root)
        ):
            type_, weight = "Settlement", 1.5  # "a college in Zakho"
        elif ent.label_ == "PERSON" and (
            cue in ("Organization", "") or (cue == "Person" and span[0].text in ("Abu", "Umm"))
        ):
            type_, weight = "Person", 1.0
            if (
                span.root.dep_ in ("dobj", "nsubjpass")
                and span.root.head.lemma_.lower() in _PLACE_VERBS
                and len(span) < 4
            ):
                type_, weight = "Settlement", 1.5  # "recaptured Adan Yabal": no person
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


_PEOPLE = frozenset(
    "airmen soldiers fighters rebels militants insurgents terrorists jihadists gunmen troops officers sailors pilots "
    "servicemen guardsmen policemen militiamen tribesmen".split()
)


def _are_people(token: Token) -> bool:
    """True for plurals of people with a capital: what stands before them may be a name, the whole is none."""
    return token.lower_ in _PEOPLE


def _is_whereabouts(token: Token) -> bool:
    prep = token.head
    return prep.lower_ in ("in", "at", "near", "outside", "around") and prep.head.lemma_.lower() not in (
        "trust", "confidence", "faith", "believe", "interest", "hope", "find", "see", "anger", "look", "point", "aim",
        "shoot", "laugh", "angry",
    )  # fmt: skip


def _is_description(span: Span, gazetteer: Gazetteer) -> bool:
    """True for "Syrian Government", "US forces", "Government": a noun phrase, not a name of its own."""
    last = span[-1]
    if len(span) > 1 and _are_people(last):
        return True  # "ANG Airmen"
    if last.lower_ not in load_nouns() and last.lemma_.lower() not in load_nouns():
        return False
    if last.text[0].isupper() and len(span) > 1:
        entries = gazetteer.lookup(surface(span))
        if entries and any(e.type in ACTOR_TYPES or e.type == "Site" for e in entries):
            return False
        noun = load_nouns().get(last.lower_)
        if noun is not None and noun.category == "officials":
            return True  # "Vice Foreign Minister": an office
        rest = span[:-1]
        if (
            noun is not None
            and noun.category in ("fighters", "force", "people")
            and gazetteer.lookup(surface(rest))
        ):
            return True  # "ISIL Terrorists" in a headline
        described = gazetteer.by_adjective(surface(rest)) or any(
            e.type in ("Country", "State") for e in gazetteer.lookup(surface(rest))
        )
        return bool(described)
    return not (last.text[0].isupper() and len(span) > 1)


def _leftover_names(doc: Doc, *, models: bool) -> Iterator[Name]:
    """Yield runs of proper nouns that are in no named entity: "the Orlen bridge", "Marvik"."""
    index = 0
    titled = _title_cased(doc)
    for token in doc:
        if token.i < index or not _is_name_word(token) or token.i in titled:
            continue
        index = token.i
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
        text = surface(span)
        index = end
        if text in _NO_NAMES or _NO_ACTOR.search(text) or (models and _is_model(span)):
            continue
        if len(span) == 1 and token.tag_ == "NNPS" and token.i <= token.sent.start + 1:
            continue  # "The Members of ...": a word with a capital
        if len(span) == 1 and (token.lower_ in load_nouns() or singular_known(token) or len(token.text) < 2):
            continue
        noun = load_nouns().get(span[-1].lower_)
        if (noun is not None and noun.category == "officials") or (len(span) > 1 and _are_people(span[-1])):
            continue
        cue = cue_type(text)
        yield Name(span.start, span.end, text, cue or _guess(span), weight=0.6 if cue else 0.3)


def _is_model(span: Span) -> bool:
    """True for "F-16 Fighting Falcons": a make of aircraft or weapon."""
    near = span.doc[max(0, span.start - 3) : span.end].text
    return _MODEL.search(near) is not None


def _title_cased(doc: Doc) -> set[int]:
    """Tokens of headlines in Title Case, where a capital tells nothing."""
    found: set[int] = set()
    for sent in doc.sents:
        words = [t for t in sent if t.is_alpha and len(t) > 3]
        if len(words) >= 4 and sum(not t.is_lower and t.text[0].isupper() for t in words) >= 0.8 * len(words):
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
        and token.lower_ not in _LOCATIVE
        and token.text.isascii() | token.text.isalpha()
        and len(token.text) > 1
    )


def _guess(span: Span) -> str:
    """Type of a name that nothing else tells, from its place in the sentence."""
    root = span.root
    if root.dep_ == "pobj" and root.head.lower_ in _LOCATIVE | {"from", "to", "of"}:
        return "Settlement"
    return "Organization"


def _as_region(doc: Doc, name: Name, gazetteer: Gazetteer) -> Name:
    """Let "the American state of Georgia" be the region of the country that the adjective names."""
    if name.start < 3 or doc[name.start - 1].lower_ != "of" or doc[name.start - 2].lower_ != "state":
        return name
    countries = {entry.country for entry in gazetteer.by_adjective(doc[name.start - 3].text)}
    regions = [e for e in gazetteer.lookup(name.text) if e.type == "Region" and e.country in countries]
    if len(regions) != 1 or name.country in countries:
        return name
    region = regions[0]
    return replace(name, type="Region", entry=region.id, country=region.country, weight=20.0)


def _adjust(doc: Doc, name: Name) -> Name:
    """Let the words around a name settle its type: "the village of Tal Rifah", "the Karrada district"."""
    root = doc[name.start : name.end].root
    numbered = name.start > 0 and _NUMBER.fullmatch(doc[name.start - 1].text)
    if numbered and _UNIT.search(name.text):  # "the 21st Armoured Brigade"
        start = name.start - 1
        name = replace(
            name, start=start, text=surface(doc[start : name.end]), type="MilitaryForce", weight=3.0
        )
    if name.end < len(doc) and name.type in ("MilitaryForce", "ArmedGroup", "Organization"):
        after = doc[name.end]
        if after.tag_ == "NNP" and _UNIT.fullmatch(after.text) and after.head.i >= name.start:
            end = name.end + 1  # "9th Iraqi Army Division"
            name = replace(
                name, end=end, text=surface(doc[name.start : end]), type="MilitaryForce", weight=3.0
            )
    if root.dep_ == "nsubj" and root.head.lemma_ == "be" and not name.entry and name.type != "Person":
        attrs = [load_nouns().get(c.lemma_.lower()) for c in root.head.children if c.dep_ == "attr"]
        if any(noun is not None and noun.category == "officials" for noun in attrs):
            return replace(name, type="Person", weight=3.0)  # "Abboud Qanbar is an Iraqi general"
    while root.dep_ == "conj" and root.head.pos_ == "PROPN":
        root = root.head  # "the provinces of A and B"
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
    surnames = {n.text.split()[-1].casefold() for n in names if n.type == "Person" and " " in n.text}
    names = [
        replace(n, type="Person", entry="", country="", weight=1.5)
        if n.text.casefold() in surnames
        and (not n.entry or (n.entry.startswith("place:") and doc[n.start].ent_type_ == "PERSON"))
        and not n.adjective
        and n.type not in ("State", "Country")
        else n
        for n in names
    ]  # "Abboud Qanbar ... Qanbar"
    for name in names:
        if not name.adjective and not _stands_for_state(name):
            votes[name.text.casefold()][name.type, name.entry, name.country] += name.weight  # type: ignore[assignment]
    settled: list[Name] = []
    for name in names:
        options = votes.get(name.text.casefold())
        if options and not name.adjective and not _stands_for_state(name):
            (type_, entry, country), _ = max(options.items(), key=lambda item: (item[1], item[0]))
            if (type_, entry, country) != (name.type, name.entry, name.country):
                name = replace(name, type=type_, entry=entry, country=country)
        settled.append(name)
    return settled
