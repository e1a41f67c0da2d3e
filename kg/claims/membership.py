"""Offices, ranks and parts: what titles, appositions and "of" say of who leads and who belongs to what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.roles import prepositions, spread

LEADING = frozenset(
    "president leader commander chief head director chairman chairwoman chairperson chair king queen "
    "emir emperor premier chancellor secretary-general ruler warlord boss captain governor mayor "
    "founder commander-in-chief caliph dictator sultan chieftain prince superintendent administrator "
    "principal".split()
)
SERVING = frozenset(
    "minister secretary spokesman spokeswoman spokesperson officer official general colonel envoy "
    "ambassador diplomat deputy adviser advisor member senator lawmaker negotiator representative "
    "delegate mediator lieutenant major sergeant captain fighter soldier pilot commander airman "
    "marine operative coordinator inspector chargé".split()
)
# "Secretary of Defense": the office, not a body
_PORTFOLIOS = frozenset(
    "defense defence state interior treasury energy commerce labor labour education health justice "
    "finance war".split()
)
_OF = frozenset("of for at in with from".split())
_GROUPS = frozenset({"ArmedGroup", "MilitaryForce", "Organization", "Coalition", "Government", "State"})
_EXAMPLES = frozenset({"including", "like", "especially", "particularly", "notably", "such"})


def memberships(reading: Reading, arguments: Arguments) -> Iterator[ClaimDraft]:
    """Yield leads and memberOf claims that rest on noun phrases."""
    for mention in reading.mentions:
        if mention.entity < 0 or mention.kind == "pronoun":
            continue
        token = reading.doc[mention.head]
        if mention.type == "Person" and mention.kind == "name":
            yield from _titles(reading, arguments, mention, token)
            yield from _of_body(reading, arguments, mention, token)
        elif mention.category in ("force", "fighters", "people") and mention.kind != "name":
            yield from _from_body(reading, arguments, mention, token)
        if mention.type in ("Government", "Organization", "MilitaryForce", "ArmedGroup") and mention.kind in (
            "name",
            "description",
        ):
            yield from _part_of(reading, arguments, mention, token)
        if mention.type == "Coalition" or mention.category == "coalition":
            yield from _led_by(reading, arguments, mention, token)
        if mention.type in ("State", "Country") and mention.kind == "name":
            yield from _within_body(reading, arguments, mention, token)
        yield from _examples(reading, arguments, mention, token)


def _draft(subject: Argument, relation: str, object_: Argument, trigger: Token, frame: str) -> ClaimDraft:
    return ClaimDraft(
        subject, relation, object_, trigger.i, frame=f"{relation}:{frame}", construction="noun phrase"
    )


def _titles(reading: Reading, arguments: Arguments, person: MentionSpan, name: Token) -> Iterator[ClaimDraft]:
    me = Argument(person.head, person.entity)
    for title, way in _title_nouns(reading, person, name):
        former = {t.lower_ for t in title.lefts} & {"former", "ex", "ousted", "late", "outgoing", "deposed"}
        relation = _relation_of(title)
        if relation is None or former & {"former", "ex", "ousted", "deposed", "late"}:
            continue
        bodies = _bodies(reading, arguments, title, person)
        if (
            title.lemma_.lower() in ("secretary", "minister")
            and bodies
            and bodies[0].steps
            and reading.type_of(bodies[0].entity) in ("Government", "Organization")
        ):
            relation = "leads"  # a minister heads the ministry of that name
        for body in bodies:
            if body.entity != person.entity:
                yield _draft(me, relation, body, title, f"{lemma_of(title)} {way}")


def _of_body(
    reading: Reading, arguments: Arguments, person: MentionSpan, name: Token
) -> Iterator[ClaimDraft]:
    """ "Sergeant Paul Okot of the Ugandan army"."""
    for preposition, obj in prepositions(name):
        if preposition not in ("of", "from") or obj.dep_ != "pobj":
            continue
        for body in arguments.resolve(obj, "Actor"):
            if reading.type_of(body.entity) in _GROUPS - {"State"} and body.entity != person.entity:
                yield _draft(Argument(person.head, person.entity), "memberOf", body, name, preposition)


def _within_body(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "working with Turkey within NATO", "its partners in the coalition": a state in a body of states."""
    state = arguments.face(mention.entity, "State")
    hosts = [token]
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.lower_ in ("with", "alongside"):
        hosts.append(token.head.head)
    for host in hosts:
        for name, obj in prepositions(host):
            if name != "within" or obj.i < token.i or state is None:
                continue
            for body in arguments.resolve(obj, "Actor"):
                if reading.type_of(body.entity) in ("Organization", "Coalition"):
                    yield _draft(Argument(token.i, state), "memberOf", body, obj, "within")


def _title_nouns(reading: Reading, person: MentionSpan, name: Token) -> Iterator[tuple[Token, str]]:
    doc = reading.doc
    for child in name.children:
        if (
            child.dep_ in ("compound", "nmod", "appos")
            and child.pos_ in ("NOUN", "PROPN")
            and not person.start <= child.i < person.end
        ):
            yield child, "title" if child.i < name.i else "apposition"
            if child.dep_ == "appos":
                for other in spread(child)[1:]:
                    if lemma_of(other) in LEADING | SERVING:
                        yield other, "apposition"
    if name.dep_ == "appos" and name.head.pos_ in ("NOUN", "PROPN"):
        yield name.head, "apposition"
    if (
        person.start > 0
        and doc[person.start - 1].pos_ in ("PROPN", "NOUN")
        and doc[person.start - 1].head != name
    ):
        before = doc[person.start - 1]
        if lemma_of(before) in LEADING | SERVING and before.dep_ in ("compound", "nmod"):
            yield before, "title"
    if name.dep_ == "nsubjpass" and name.head.lemma_ in ("appoint", "name", "elect", "make", "promote"):
        yield from ((c, "appointment") for c in name.head.children if c.dep_ in ("oprd", "attr", "dobj"))
    if name.dep_ in ("nsubj",) and name.head.lemma_ == "be":
        for attr in name.head.children:
            if attr.dep_ == "attr":
                yield attr, "copula"


def _relation_of(title: Token) -> str | None:
    lemma = lemma_of(title)
    before = title.nbor(-1).lower_ if title.i else ""
    deputies = {t.lower_ for t in title.lefts} & {"deputy", "vice", "assistant", "acting-deputy", "deputy-"}
    if (lemma == "minister" and before == "prime") or False:
        return "leads"
    if lemma in LEADING and not deputies:
        return "leads"
    if lemma in LEADING or lemma in SERVING or lemma.startswith("charg"):
        return "memberOf"
    return None


def _bodies(reading: Reading, arguments: Arguments, title: Token, person: MentionSpan) -> list[Argument]:
    """The organisation of an office: "commander of U.S. Central Command", "Foreign Office Minister", "its leader"."""
    lemma = lemma_of(title)
    for name, obj in prepositions(title):
        if name in _OF and obj.dep_ == "pobj":
            if obj.lower_ in _PORTFOLIOS:
                return _department(reading, obj.lower_)
            found = [a for a in arguments.resolve(obj, "Actor") if reading.type_of(a.entity) in _GROUPS]
            if found:
                return _government_for(reading, arguments, lemma, title, found)
    fronts: list[Token] = []
    for child in title.children:
        if child.dep_ in ("poss", "compound", "nmod", "amod") and child.i < title.i:
            fronts.append(child)
            fronts += [c for c in child.children if c.dep_ in ("compound", "amod", "nmod")]
    # in "Syrian President Bashar al-Assad" the adjective may hang on the name
    if title.dep_ in ("compound", "nmod"):
        fronts += [
            c for c in title.head.children if c.i < title.i and c.dep_ in ("amod", "compound", "poss", "nmod")
        ]
    for token in fronts:
        mention = reading.mentions.by_head.get(token.i)
        if mention is None or mention.entity == person.entity:
            continue
        found = [
            a for a in arguments.resolve(token, "Actor", alone=True) if reading.type_of(a.entity) in _GROUPS
        ]
        if found:
            return _government_for(reading, arguments, lemma, title, found)
    portfolio = next((t.lower_ for t in fronts if t.lower_ in _PORTFOLIOS), "")
    if portfolio and lemma in ("minister", "secretary"):
        return _department(reading, portfolio)
    if (
        lemma in ("president", "premier", "chancellor", "king", "minister")
        and title.dep_ == "compound"
        and (lemma != "minister" or title.nbor(-1).lower_ == "prime")
    ):
        return _own_country(reading, person)
    return []


def _department(reading: Reading, portfolio: str) -> list[Argument]:
    """The department of a portfolio where the text has one: "Defense Secretary" and "the Department of Defense"."""
    for draft in reading.table.drafts:
        words = {w.lower() for s in draft.surfaces for w in s.split()}
        if (
            draft.type in ("Government", "Organization")
            and portfolio in words
            and words & {"department", "ministry", "office"}
            and draft.heads
        ):
            return [Argument(draft.heads[-1], draft.index, 1)]
    return []


def _government_for(
    reading: Reading, arguments: Arguments, lemma: str, title: Token, found: list[Argument]
) -> list[Argument]:
    """A head of state or government leads the government where the text has it, else the state."""
    result = []
    for argument in found:
        draft = reading.table.drafts[argument.entity]
        if draft.type == "State" and lemma in (
            "president",
            "premier",
            "chancellor",
            "king",
            "minister",
            "ruler",
            "dictator",
        ):
            key = ("government", draft.key[1])
            index = reading.table.by_key.get(key)
            if index is not None and lemma != "king":
                result.append(Argument(argument.head, index, argument.steps))
                continue
        result.append(argument)
    return result


def _own_country(reading: Reading, person: MentionSpan) -> list[Argument]:
    """ "President Bashar al-Assad": the government of the country that the person's entry and the text share."""
    for iso in reading.table.drafts[person.entity].countries:
        for code in iso.split():
            index = reading.table.by_key.get(("government", code))
            if index is None:
                index = reading.table.by_key.get(("state", code))
            if index is not None:
                return [Argument(person.head, index, 1)]
    return []


def _from_body(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "Marines from 3rd Battalion", "experts from WMF", "an official from the rebel group"."""
    me = Argument(mention.head, mention.entity)
    places = [(name, obj) for name, obj in prepositions(token) if name in ("from", "of", "with")]
    for child in token.children:
        if (
            child.dep_ == "acl"
            and child.tag_ == "VBN"
            and child.lemma_ in ("deploy", "draw", "recruit", "assign")
        ):
            places += [(name, obj) for name, obj in prepositions(child) if name == "from"]
    for name, obj in places:
        if obj.dep_ != "pobj" or (
            name == "with" and mention.category not in ("people", "officials", "force")
        ):
            continue
        for body in arguments.resolve(obj, "Actor"):
            if reading.type_of(body.entity) in _GROUPS - {"State"} and body.entity != mention.entity:
                yield _draft(me, "memberOf", body, token, f"{name}")


def _part_of(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "the Office of Museums at the Ministry of Culture", "3rd Battalion, 6th Marines"."""
    me = Argument(mention.head, mention.entity)
    doc = reading.doc
    if mention.kind == "name":
        for name, obj in prepositions(token):
            if name not in ("at", "of", "within", "under", "in") or obj.i < mention.end or obj.dep_ != "pobj":
                continue
            other = reading.mentions.by_head.get(obj.i)
            if (
                other is not None
                and other.kind == "name"
                and other.entity not in (mention.entity, -1)
                and other.type in _GROUPS - {"State"}
            ):
                yield _draft(me, "memberOf", Argument(other.head, other.entity), token, name)
        if mention.type == "MilitaryForce" and mention.end < len(doc) and doc[mention.end].text == ",":
            other = next(
                (
                    m
                    for m in reading.mentions.by_head.values()
                    if m.start == mention.end + 1 and m.kind == "name"
                ),
                None,
            )
            if (
                other is not None
                and other.type == "MilitaryForce"
                and other.entity not in (mention.entity, -1)
            ):
                following = doc[other.end].lower_ if other.end < len(doc) else ""
                if following not in ("and", "or"):
                    yield _draft(me, "memberOf", Argument(other.head, other.entity), token, "comma")
    parent = token.head
    if token.dep_ in ("nsubj", "nsubjpass", "dobj") and parent.pos_ == "VERB":
        for name, obj in prepositions(parent):
            if name == "as" and obj.lemma_ == "part":
                for inner_name, inner in prepositions(obj):
                    if inner_name == "of":
                        for body in arguments.resolve(inner, "Actor"):
                            if (
                                reading.type_of(body.entity) in _GROUPS - {"State"}
                                and body.entity != mention.entity
                            ):
                                yield _draft(me, "memberOf", body, obj, "as part of")


def _led_by(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "the US-led coalition": the United States are in it."""
    me = Argument(mention.head, mention.entity)
    for child in token.children:
        if child.dep_ == "amod" and lemma_of(child) in ("lead", "led"):
            for inner in child.children:
                if inner.dep_ in ("npadvmod", "compound", "nmod") and inner.i < child.i:
                    for body in arguments.resolve(inner, "Actor"):
                        if body.entity != mention.entity:
                            yield _draft(body, "memberOf", me, child, "led")


def _examples(
    reading: Reading, arguments: Arguments, mention: MentionSpan, token: Token
) -> Iterator[ClaimDraft]:
    """ "Coalition partners, especially the Turks", "groups including A and B": parts of the whole."""
    if mention.type not in ("Coalition", "ArmedGroup", "Organization") or mention.kind == "pronoun":
        return
    whole = Argument(mention.head, mention.entity)
    heads: list[Token] = []
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("including", "like", "as") and child.i > token.i:
            if child.lower_ == "as" and child.nbor(-1).lower_ != "such":
                continue
            heads += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
        if child.dep_ == "appos" and any(c.lower_ in _EXAMPLES for c in child.lefts):
            heads.append(child)
    for head in heads:
        for part in arguments.resolve(head, "Actor"):
            if part.entity != mention.entity:
                yield _draft(part, "memberOf", whole, token, "example")
