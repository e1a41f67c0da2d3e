"""Measures ``kg duplicates``: time over stores of growing size, and how many planted duplicates it finds.

    python benchmarks/duplicates.py [ENTITIES ...]

Each store has that many invented actors and places with a claim each, one in twenty of them twice: with a slip of
a key, another transliteration, its words in another order, or as an acronym.
"""

from __future__ import annotations

import random
import sys
import time

from pyoxigraph import Literal, NamedNode, Quad

from kg.corrections.duplicates import find_duplicates
from kg.iris import DEFAULT_BASE, document_graph_iri, entities_graph_iri, mint_document_iri, mint_entity_iri
from kg.store import Store
from kg.vocab import CK, RDF, SKOS

SYLLABLES = (
    "al ba dar deir fa ghou ha hom jis kaf kha lat ma mar nub qal ra sal sha tal tell um yab za zor bin der mun sur"
).split()
UNITS = "Brigade Division Battalion Front Army Movement Council Union Party Guard Battalions Legion".split()
ADJECTIVES = (
    "Northern Southern Free Islamic National United Popular Central Coastal Desert Mountain Border".split()
)
COUNTRIES = ("sy", "iq", "ly", "ye", "ua", "sd")


def make_name(rng: random.Random, place: bool) -> str:
    word = "".join(rng.sample(SYLLABLES, rng.randint(2, 4))).capitalize()
    if place:
        return rng.choice((word, f"{word} {rng.choice(SYLLABLES).capitalize()}{rng.choice(SYLLABLES)}"))
    if rng.random() < 0.4:
        return f"{rng.choice(ADJECTIVES)} {word} {rng.choice(UNITS)}"
    return f"{word} {rng.choice(UNITS)}"


def vary(rng: random.Random, name: str) -> tuple[str, str]:
    """Return another way to write the name, and what was done."""
    words = name.split()
    how = rng.choice(("slip", "transliteration", "order", "acronym"))
    if how == "order" and len(words) > 1:
        return f"{words[-1]} of {' '.join(words[:-1])}", how
    if how == "acronym" and len(words) > 2:
        return "".join(word[0] for word in words), how
    if how == "transliteration":
        changed = name.replace("ou", "u").replace("ei", "ay").replace("q", "k").replace("kh", "h")
        changed = changed.replace("a", "e", 1) if changed == name else changed
        return (changed if changed != name else name.replace("u", "ou")), how
    place = rng.randrange(1, len(words[0]))
    return name[:place] + name[place + 1 :] if rng.random() < 0.5 else name[:place] + name[
        place - 1 :
    ], "slip"


def make_store(size: int) -> tuple[Store, dict[frozenset[str], str]]:
    """Return a store, and the planted duplicates with how they differ."""
    rng = random.Random(size)
    quads: list[Quad] = []
    planted: dict[frozenset[str], str] = {}
    graph = NamedNode(entities_graph_iri(DEFAULT_BASE))

    def add(name: str, type_: str, kind: str, country: str) -> str:
        node = NamedNode(mint_entity_iri(kind, "named", name, f"in-{country}"))
        document = NamedNode(document_graph_iri(mint_document_iri(f"d{len(quads)}")))
        quads.append(Quad(node, RDF.type, CK[type_], graph))
        quads.append(Quad(node, SKOS.prefLabel, Literal(name), graph))
        quads.append(Quad(node, CK.typeSeen, CK[type_], document))
        quads.append(Quad(node, SKOS.altLabel, Literal(name), document))
        claim = NamedNode(f"{DEFAULT_BASE}claim/{len(quads)}")
        enemy = NamedNode(mint_entity_iri("actor", f"state.{rng.choice(COUNTRIES)}"))
        for term, value in (
            (RDF.type, CK.Claim),
            (RDF.subject, enemy),
            (RDF.predicate, CK.attacks),
            (RDF.object, node),
        ):
            quads.append(Quad(claim, term, value, document))
        return node.value

    while len(quads) < size * 8:
        place, country = rng.random() < 0.4, rng.choice(COUNTRIES)
        type_, kind = (
            ("Settlement", "place") if place else (rng.choice(("ArmedGroup", "Organization")), "actor")
        )
        name = make_name(rng, place)
        iri = add(name, type_, kind, country)
        if rng.random() < 0.05:
            other, how = vary(rng, name)
            twin = add(other, type_, kind, country)
            if twin != iri:
                planted[frozenset((iri, twin))] = how
    return Store.in_memory(quads), planted


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    for size in sizes:
        store, planted = make_store(size)
        begin = time.perf_counter()
        found = find_duplicates(store, limit=0)
        seconds = time.perf_counter() - begin
        ranks = {frozenset((one.keep.iri, one.drop.iri)): rank for rank, one in enumerate(found, 1)}
        hits = {how: [0, 0] for how in sorted(set(planted.values()))}
        for pair, how in planted.items():
            hits[how][0] += pair in ranks
            hits[how][1] += 1
        total = sum(hit for hit, _ in hits.values())
        first = sum(ranks.get(pair, len(ranks) + 1) <= len(planted) for pair in planted)
        by_kind = ", ".join(f"{how} {hit}/{of}" for how, (hit, of) in hits.items())
        print(
            f"{size:,} entities: {seconds:.1f} s, {len(found):,} proposed, "
            f"{total}/{len(planted)} planted found ({by_kind}), {first} among the first {len(planted)}"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 5_000, 20_000])
