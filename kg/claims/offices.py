"""Offices and ranks: what titles, appositions, copulas and appointments say of who leads and who serves what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.arguments import Arguments
from kg.claims.draft import Argument, ClaimDraft, Reading
from kg.nlp.lemmas import lemma_of
from kg.nlp.mention import MentionSpan
from kg.nlp.roles import is_passive, prepositions, spread

GROUPS = frozenset({"ArmedGroup", "MilitaryForce", "Organization", "Coalition", "Government", "State"})
"""Classes of what somebody can lead or belong to."""
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
_FIELDS = frozenset(
    (
        "national security",
        "foreign affairs",
        "homeland security",
        "human rights",
        "political affairs",
        "press",
    )
)
"""What an adviser or secretary is for; capitals do not make a body of it."""
_OF = frozenset("of for at in with from".split())


def offices(reading: Reading, arguments: Arguments, person: MentionSpan, name: Token) -> Iterator[ClaimDraft]:
    """Yield who a person leads or serves, by the titles that his name or pronoun bears."""
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
                yield ClaimDraft(
                    me, relation, body, title.i, frame=f"{relation}:{lemma_of(title)} {way}",
                    construction="noun phrase",
                )  # fmt: skip


def _title_nouns(reading: Reading, person: MentionSpan, name: Token) -> Iterator[tuple[Token, str]]:
    doc = reading.doc
    for child in name.children:
        if (
            child.dep_ in ("compound", "nmod", "appos")
            and child.pos_ in ("NOUN", "PROPN")
            and not person.start <= child.i < person.end
        ):
            yield child, "title" if child.i < name.i else "apposition"
            yield from _offices_told_of(child)
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
    if name.dep_ in ("nsubj", "nsubjpass"):
        yield from _offices_taken(name.head)
    ahead = _office_before(reading, person)
    if ahead is not None:
        yield ahead, "title"


def _office_before(reading: Reading, person: MentionSpan) -> Token | None:
    """The office in "Commander of the Southern Command (SOUTHCOM) General Laura Richardson", however it is parsed."""
    doc = reading.doc
    i = person.start - 1
    while i > 0 and (lemma_of(doc[i]) in LEADING | SERVING and doc[i].tag_ in ("NNP", "NN")):
        i -= 1
    if i > 2 and doc[i].text == ")" and doc[i - 2].text == "(":
        i -= 3
    body = next((m for m in reading.mentions.by_head.values() if m.kind == "name" and m.end == i + 1), None)
    if body is None or body.entity < 0 or body.entity == person.entity:
        return None
    start = body.start - 1
    while start > 0 and doc[start].pos_ == "DET":
        start -= 1
    if start < 1 or doc[start].lower_ != "of":
        return None
    office = doc[start - 1]
    return office if lemma_of(office) in LEADING | SERVING and office.head != doc[person.head] else None


_APPOINTING = frozenset("appoint name elect make promote nominate designate swear confirm".split())
_SERVING_AS = frozenset("serve act work function return continue".split())


def _offices_told_of(noun: Token) -> Iterator[tuple[Token, str]]:
    """ "an officer who served as head of state": what a relative clause says of the office before it."""
    for clause in noun.children:
        if clause.dep_ == "relcl" and any(
            c.tag_ == "WP" and c.dep_ in ("nsubj", "nsubjpass") for c in clause.children
        ):
            yield from _offices_taken(clause)


def _offices_taken(verb: Token) -> Iterator[tuple[Token, str]]:
    """ "was appointed commander of", "is the head of", "became chief of", "served as minister of"."""
    lemma = lemma_of(verb)
    for other in verb.children:
        if other.dep_ == "conj" and other.pos_ in ("VERB", "AUX") and not any(
            c.dep_ in ("nsubj", "nsubjpass") for c in other.children
        ):  # fmt: skip
            yield from _offices_taken(other)
    if any(c.dep_ == "neg" for c in verb.children):
        return
    if lemma == "be":
        for attr in verb.children:
            if attr.dep_ == "attr":
                yield from _offices_told_of(attr)
    if lemma in ("be", "become", "remain") or (lemma in _APPOINTING and is_passive(verb)):
        yield from (
            (c, "copula" if lemma == "be" else "appointment")
            for c in verb.children
            if c.dep_ in ("attr", "oprd", "dobj")
        )
    if lemma in _SERVING_AS or (lemma in _APPOINTING and is_passive(verb)):
        yield from ((obj, "appointment") for name, obj in prepositions(verb) if name in ("as", "to"))


def _relation_of(title: Token) -> str | None:
    lemma = lemma_of(title)
    before = title.nbor(-1).lower_ if title.i else ""
    deputies = {t.lower_ for t in title.lefts} & {"deputy", "vice", "assistant", "acting-deputy", "deputy-"}
    if lemma == "minister" and before == "prime":
        return "leads"
    if (
        lemma == "general"
        and before == "-"
        and title.i > 1
        and title.nbor(-2).lower_ in ("secretary", "director")
    ):
        return "leads"
    if lemma in LEADING and not deputies:
        return "leads"
    if lemma in LEADING or lemma in SERVING or lemma.startswith("charg"):
        return "memberOf"
    return None


def _bodies(reading: Reading, arguments: Arguments, title: Token, person: MentionSpan) -> list[Argument]:
    """The organisation of an office: "commander of U.S. Central Command", "Foreign Office Minister", "its leader"."""
    lemma = lemma_of(title)
    headed = [
        obj for _, obj in prepositions(title) if obj.lower_ in ("state", "government") and lemma == "head"
    ]
    if headed:  # "head of state of Sudan"
        for name, obj in (pair for host in (*headed, title) for pair in prepositions(host)):
            if name == "of" and obj not in headed:
                return [a for a in arguments.resolve(obj, "Actor") if reading.type_of(a.entity) in GROUPS]
    staff = [obj for _, obj in prepositions(title) if obj.lower_ == "staff"]  # "chief of staff of the army"
    for name, obj in (pair for host in (*staff, title) for pair in prepositions(host)):
        if obj in staff:
            continue
        if name in _OF and obj.dep_ == "pobj":
            if obj.lower_ in _PORTFOLIOS:
                department = _department(reading, obj.lower_)
                if department:
                    return department
                continue  # "Rwanda's Minister of State"
            found = [a for a in arguments.resolve(obj, "Actor") if reading.type_of(a.entity) in GROUPS]
            if name == "for" and not lemma.startswith("spokes"):
                # "the Special Representative for Syria" is not Syria's
                found = [a for a in found if reading.type_of(a.entity) != "State"]
            if found:
                return found
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
    fronts.sort(
        key=lambda t: (
            reading.mentions.by_head[t.i].type == "State" if t.i in reading.mentions.by_head else False
        )
    )
    for token in fronts:
        mention = reading.mentions.by_head.get(token.i)
        if (
            mention is None
            or mention.entity == person.entity
            or mention.name.lower() in _FIELDS | _PORTFOLIOS
        ):
            continue
        found = [
            a for a in arguments.resolve(token, "Actor", alone=True) if reading.type_of(a.entity) in GROUPS
        ]
        for other in token.conjuncts:  # "an M23 and Congo River Alliance member"
            if other.i < title.i and other.i in reading.mentions.by_head:
                found += [
                    a
                    for a in arguments.resolve(other, "Actor", alone=True)
                    if reading.type_of(a.entity) in GROUPS
                ]
        if found:
            return _government_for(reading, arguments, lemma, title, found)
    portfolio = next((t.lower_ for t in fronts if t.lower_ in _PORTFOLIOS), "")
    if portfolio and lemma in ("minister", "secretary"):
        return _department(reading, portfolio)
    if (
        lemma in ("president", "premier", "chancellor", "king", "minister")
        and title.dep_ == "compound"
        and (lemma != "minister" or (title.i > 0 and title.nbor(-1).lower_ == "prime"))
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
