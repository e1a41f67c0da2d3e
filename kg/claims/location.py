"""What noun phrases say of place: "the Syrian town of Palmyra", "Mosul, Iraq", "a castle in Y", "rebels in Aleppo"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.name_types import FIGHTING_TYPES, PLACE_TYPES
from kg.nlp.roles import prepositions, spread, verb_predicate

_IN = frozenset("in at inside within".split())
_PART = frozenset(
    "part side half outskirts suburb edge centre center section quarter district area neighbourhood "
    "neighborhood corner heart".split()
)
_LIE = frozenset("lie locate situate nestle place stand sit".split())
_ACTING = frozenset({"fighters", "force", "coalition"})


def locations(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """Yield locatedIn and operatesIn claims that rest on noun phrases and on verbs of lying somewhere."""
    for mention in reading.mentions:
        if mention.entity < 0:
            continue
        token = reading.doc[mention.head]
        if mention.type in PLACE_TYPES:
            yield from _place(reading, arguments, mention, token)
        elif mention.type in FIGHTING_TYPES and mention.kind != "pronoun":
            yield from _presence(reading, arguments, mention, token)
    for token, lemma in zip(reading.doc, reading.lemmas, strict=True):
        if (lemma in _LIE and token.pos_ == "VERB") or (lemma == "be" and token.pos_ == "AUX"):
            yield from _lying(reading, arguments, token)
    yield from _home_to(reading, arguments)
    yield from _under_headings(reading)


def _claim(
    subject: Argument,
    object_: Argument,
    trigger: int,
    frame: str,
    relation: str = "locatedIn",
    weak: bool = False,
) -> ClaimDraft:
    return ClaimDraft(subject, relation, object_, trigger, frame=frame, construction="noun phrase", weak=weak)


def _own(mention: MentionSpan) -> Argument:
    return Argument(mention.head, mention.entity)


def _place(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    subject = _own(mention)
    doc = reading.doc
    if mention.within:
        yield _claim(subject, Argument(mention.head, _whole_of(reading, mention)), token.i, "locatedIn:part")
    for name, obj in _phrases_after(token):
        wanted = (
            name in _IN
            or (name in ("of", "outside", "near") and (mention.noun in _PART or mention.type == "Site"))
            or (name == "of" and mention.type in ("Region", "Site"))
        )
        if not wanted or obj.dep_ != "pobj":
            continue
        if name in ("outside", "near") and mention.kind != "generic":
            continue
        if name == "of" and (mention.noun == "capital" or (mention.key and mention.key[0] == "of")):
            continue  # said of the town that is the capital; "the provinces of A and B" are A and B
        for place in arguments.resolve(obj, "Place"):
            drafts = reading.table.drafts
            if mention.category == "part" and drafts[mention.entity].generic and drafts[place.entity].generic:
                continue  # "a part of the neighbourhood" tells nothing
            if place.entity != mention.entity:
                yield _claim(subject, place, token.i, f"locatedIn:{name}", weak=name in ("outside", "near"))
    if mention.category in ("settlement", "region", "part", "site", "country") or mention.kind == "name":
        for child in token.children:
            if child.dep_ not in ("amod", "poss", "compound", "nmod") or child.i > token.i:
                continue
            other = reading.mentions.by_head.get(child.i)
            if other is None or other.entity < 0 or other.kind == "pronoun":
                continue
            if child.dep_ in ("amod", "nmod") and other.type not in ("Country", "State"):
                continue
            if (
                mention.noun in ("border", "frontier", "road", "highway", "front", "route")
                and mention.kind != "name"
            ):
                continue  # it lies between two
            if child.dep_ == "compound" and re.search(r"\b(Sea|Gulf|Ocean|River|Bay)$", other.name):
                continue  # "the Red Sea port" lies by it
            if child.dep_ == "amod" and mention.category == "site" and mention.kind != "name" and mention.noun in (
                "base", "airbase", "embassy", "consulate", "position", "outpost", "camp", "checkpoint",
                "headquarters", "barracks", "trench", "bunker", "foxhole", "hideout", "lair", "fighting_position",
            ):  # fmt: skip
                continue  # whose it is, not where
            adjective = (
                other.entry.startswith(("country:", "state:"))
                and other.head == child.i
                and mention.kind != "name"
            )
            if (
                child.dep_ == "compound"
                and not adjective
                and (mention.kind == "name" or other.type not in ("Settlement", "Region"))
            ):
                continue
            if child.dep_ == "compound" and not reading.table.drafts[other.entity].entry:
                continue  # "the Al Salem hospital": a name of its own, and no town
            if other.type not in PLACE_TYPES and not (
                other.type == "State" and child.dep_ in ("amod", "poss")
            ):
                continue
            where = arguments.face(other.entity, "Place")
            if where is not None and where != mention.entity and reading.type_of(where) != "Site":
                yield _claim(subject, Argument(other.head, where), token.i, f"locatedIn:{child.dep_}")
    if mention.kind == "name" and mention.type in ("Settlement", "Region", "Site"):
        yield from _described_as(reading, arguments, mention, token)
    if (
        mention.kind == "name"
        and mention.type in ("Settlement", "Region", "Site")
        and mention.end + 1 < len(doc)
    ):
        yield from _after_comma(reading, arguments, mention)


_LANDS = frozenset("island peninsula coast border frontier bank front".split())
_SEATS = frozenset("capital seat centre center hub".split())


def _described_as(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "Goma, the capital of North Kivu", "Kidal, a town in northern Mali": what an apposition says of the place."""
    hosts = [token]
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        hosts.append(token.head.head)  # "the town of Goma, the capital of North Kivu"
    apposed = [c for host in hosts for c in host.children if c.dep_ == "appos" and c.i > token.i]
    if token.dep_ == "appos" and lemma_of(token.head) in _SEATS:
        apposed.append(token.head)  # "the capital of Montenegro, Podgorica"
    for apposition in apposed:
        noun = lemma_of(apposition)
        other = reading.mentions.by_head.get(apposition.i)
        if noun not in _SEATS and (other is None or other.category not in ("settlement", "part", "region")):
            continue
        for name, obj in prepositions(apposition):
            if name in _IN or (name == "of" and noun in _SEATS and mention.type != "Site"):
                for place in arguments.resolve(obj, "Place"):
                    if place.entity != mention.entity:
                        yield _claim(_own(mention), place, apposition.i, "locatedIn:apposition")


def _whole_of(reading: Reading, mention: MentionSpan) -> int:
    """Return the entity of which a place is a part; it may be named nowhere else."""
    kind = "Country" if mention.within[0] == "country" else "Settlement"
    draft = reading.table.get(mention.within, kind)
    if not draft.heads:
        name = reading.doc[mention.head].text if kind == "Country" else mention.name.split(" ", 1)[1]
        draft.name, draft.generic = name, False
        draft.surfaces[name] = None
        draft.heads.append(mention.head)
        if kind == "Country":
            draft.entry = f"country:{mention.within[1]}"
            draft.countries.add(mention.within[1])
    return draft.index


def _phrases_after(token: Token) -> Iterator[tuple[str, Token]]:
    """Prepositional phrases of a noun, and one right after it that the parser hung on the noun's verb."""
    yield from prepositions(token)
    if token.dep_ in ("dobj", "nsubjpass", "pobj", "conj"):
        behind = token.right_edge.i + 1
        for host in itertools.islice(token.ancestors, 4):
            for prep in host.children:
                if prep.i == behind and prep.dep_ == "prep":
                    yield from ((prep.lower_, obj) for obj in prep.children if obj.dep_ == "pobj")


def _after_comma(reading: Reading, arguments: Arguments, mention: MentionSpan) -> Iterator[ClaimDraft]:
    """ "Mosul, Iraq": a wider place after a comma, not a list."""
    doc = reading.doc
    if doc[mention.end].text != ",":
        return
    other = next(
        (m for m in reading.mentions.by_head.values() if m.start == mention.end + 1 and m.kind == "name"),
        None,
    )
    if other is None or other.entity < 0 or other.type not in (*PLACE_TYPES, "State"):
        return
    following = doc[other.end] if other.end < len(doc) else None
    in_list = following is not None and (
        (following.lower_ in ("and", "or", "&") and _opens_place(reading, other.end + 1))
        or (
            following.text == ","
            and other.end + 1 < len(doc)
            and (
                (doc[other.end + 1].lower_ in ("and", "or") and _opens_place(reading, other.end + 2))
                or (doc[other.end + 1].pos_ == "PROPN" and other.type != "Country" and other.type != "State")
            )
        )
    )
    before = doc[mention.start - 1] if mention.start else None
    before_list = before is not None and (
        before.lower_ in ("and", "or")
        or (before.text == "," and mention.start > 1 and doc[mention.start - 2].pos_ == "PROPN")
    )
    wider = (
        other.type in ("Country", "State", "Region")
        or (mention.type in ("Region", "Site") and other.type == "Settlement")
        or (mention.type == "Settlement" and other.type == "Settlement" and doc[other.head].dep_ == "appos")
    )
    if in_list or before_list or not wider or mention.type == "Country":
        return
    place = arguments.face(other.entity, "Place")
    head = doc[other.head]
    if head.dep_ in ("amod", "compound", "nmod", "poss") and head.head.i >= other.end:
        return  # "in northern Iraq, U.S. personnel were hit"
    if place is not None and place != mention.entity:
        yield _claim(_own(mention), Argument(other.head, place), mention.head, "locatedIn:comma")


def _opens_place(reading: Reading, index: int) -> bool:
    """True where the mention of a place begins at a token, or one after it."""
    return any(
        m.start in (index, index + 1) and m.type in (*PLACE_TYPES, "State")
        for m in reading.mentions.by_head.values()
    )


def _presence(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "ISIL in Iraq and Syria", "rebels in the city of Aleppo": an armed actor with its place."""
    if mention.kind == "name" and token.dep_ in ("compound", "amod", "nmod", "poss"):
        event = token.head
        if token.dep_ in ("poss", "compound") and lemma_of(event) in (
            "campaign",
            "presence",
            "insurgency",
            "operation",
            "activity",
        ):
            for name, obj in prepositions(event):
                if name in _IN:
                    for place in arguments.resolve(obj, "Place"):
                        yield _claim(_own(mention), place, event.i, "operatesIn:campaign", "operatesIn")
        return
    for name, obj in _phrases_after(token):
        on_land = name == "on" and lemma_of(obj) in _LANDS
        near = name in ("in", "near", "inside", "around", "at", "outside", "across") or on_land
        if not near or obj.dep_ != "pobj":
            continue
        if obj.i < token.i:
            continue
        for place in arguments.resolve(obj, "Place"):
            type_ = reading.type_of(place.entity)
            if (
                type_ == "Site"
                and reading.table.drafts[place.entity].generic
                and name not in ("in", "inside", "at")
            ):
                continue
            yield _claim(_own(mention), place, token.i, f"operatesIn:{name}", "operatesIn")


def _lying(reading: Reading, arguments: Arguments, verb: Token) -> Iterator[ClaimDraft]:
    roles = verb_predicate(verb).roles
    subjects = roles.get("patient", []) if verb.tag_ == "VBN" else roles.get("agent", [])
    if verb.tag_ == "VBN" and not subjects:
        subjects = roles.get("agent", [])
    if any(c.dep_ == "neg" for c in verb.children):
        return
    objects = [t for name in ("in", "inside", "within") for t in roles.get(name, ()) if t.dep_ == "pobj"]
    for token in subjects:
        for subject in arguments.resolve(token, "Place"):
            if reading.type_of(subject.entity) == "Country":
                continue
            for obj in objects:
                target = obj
                if lemma_of(obj) in ("centre", "center", "heart", "middle", "north", "south", "east", "west"):
                    inner = next((o for n, o in prepositions(obj) if n == "of"), None)
                    target = inner or obj
                for place in arguments.resolve(target, "Place"):
                    if place.entity != subject.entity:
                        draft = _claim(subject, place, verb.i, "locatedIn:lie")
                        draft.construction = "active"
                        yield draft


def _home_to(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """ "Palmyra, home to Roman ruins": what a place is home to lies in it."""
    doc = reading.doc
    for token in doc[:-3] if "home" in reading.lemmas else ():
        if token.lower_ != "home" or token.nbor(1).lower_ != "to" or token.i < 2:
            continue
        before = [
            m
            for m in reading.mentions
            if m.end <= token.i and token.i - m.end <= 2 and m.type in PLACE_TYPES and m.entity >= 0
        ]
        after = [
            m
            for m in reading.mentions
            if token.i + 1 < m.head <= token.i + 9
            and m.type == "Site"
            and m.entity >= 0
            and m.head < token.sent.end
        ]
        if before and after:
            yield _claim(_own(after[0]), _own(before[-1]), token.i, "locatedIn:home to")


def _under_headings(reading: Reading) -> Iterator[ClaimDraft]:
    """A list under a heading that is a country's or region's name: "Syria" / "Near Raqqa, two strikes ..."."""
    doc = reading.doc
    heading: MentionSpan | None = None
    starts = {m.start: m for m in reading.mentions if m.kind == "name" and m.entity >= 0}
    for sent in doc.sents:
        first = next((t.i for t in sent if not t.is_space), -1)
        mention = starts.get(first)
        if first < 0 or (mention is None and heading is None):
            continue
        words = [t for t in sent if not t.is_space]
        if (
            mention is not None
            and mention.type in ("Country", "State", "Region")
            and doc[mention.start : mention.end].text == "".join(t.text_with_ws for t in words).strip(" :.")
        ):
            heading = mention
            continue
        if heading is None:
            continue
        if words[0].lower_ not in ("near", "in", "at", "around"):
            heading = None
            continue
        place = starts.get(words[1].i) if len(words) > 1 else None
        if place is None:
            place = next((m for m in starts.values() if words[0].i <= m.start <= words[0].i + 1), None)
        if place is None or place.type not in ("Settlement", "Region"):
            continue
        country = heading.entity
        if heading.type == "State":
            iso = reading.table.drafts[heading.entity].key[1]
            country = reading.table.get(("country", iso), "Country").index
            draft = reading.table.drafts[country]
            source = reading.table.drafts[heading.entity]
            draft.generic, draft.name = False, draft.name or source.name
            draft.entry = draft.entry or source.entry
            draft.surfaces.update(source.surfaces)
            draft.countries |= source.countries
            if not draft.heads:
                draft.heads.append(heading.head)
        claim = _claim(_own(place), Argument(heading.head, country), place.head, "locatedIn:heading")
        claim.construction = "list under a heading"
        yield claim


__all__ = ["locations", "spread"]
