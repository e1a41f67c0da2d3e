"""Measures the timeline of control on a made year whose truth is known.

    python benchmarks/control.py [--claims 200000] [--places 2000] [--wrong 0.1] [--seed 1]

Each place changes hands a few times in the year. Reports tell of it on the day or days later, with the day or
without, several times over, or of a part alone; some are plans, and a share of them is wrong: another holder, or a
seizure that never was. Agreement is the share of days, from the first report of a place on, on which the timeline
names exactly the true holder. Times are of the processor: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.control import Timeline
from kg.control.answer import read_history
from kg.control.derive import refresh_derived
from kg.control.overview import read_places
from kg.iris import (
    DEFAULT_BASE,
    document_graph_iri,
    entities_graph_iri,
    mint_claim_iri,
    mint_document_iri,
    mint_entity_iri,
)
from kg.query import run_query
from kg.store import Store
from kg.vocab import CK, DCTERMS, PROV, RDF, RDFS, SKOS, XSD

START = date(2015, 1, 1)
DAYS = 365
ACTORS = tuple(f"Faction {letter}" for letter in "ABCDEFGH")


@dataclass(frozen=True)
class Told:
    """One claim of the made year."""

    place: int
    actor: str
    phase: str
    reported: int
    day: int | None = None
    modality: str = "Actual"
    part: bool = False


def make_truth(chance: random.Random, places: int) -> list[list[tuple[int, str]]]:
    """Return for each place the days on which it changes hands, with the new holder; the first is day 0."""
    truth = []
    for _ in range(places):
        days = sorted(chance.sample(range(20, DAYS - 20), chance.choice((0, 1, 1, 2, 3))))
        holder, history = chance.choice(ACTORS), []
        for day in (0, *days):
            history.append((day, holder))
            holder = chance.choice([actor for actor in ACTORS if actor != holder])
        truth.append(history)
    return truth


def holder_at(history: list[tuple[int, str]], day: int) -> str:
    """Return the true holder of a day."""
    return next(actor for since, actor in reversed(history) if since <= day)


def tell(
    chance: random.Random, truth: list[list[tuple[int, str]]], claims: int, wrong: float
) -> Iterator[Told]:
    """Yield reports, a like number for each place."""
    for place, history in enumerate(truth):
        for _ in range(claims // len(truth)):
            if chance.random() < wrong:
                actor, day = chance.choice(ACTORS), chance.randrange(DAYS)
                phase = chance.choice(("Begins", "Holds"))
                yield Told(place, actor, phase, day, day if phase == "Begins" else None)
                continue
            day, actor = chance.choice(history)
            kind = chance.random()
            late = min(day + chance.choice((0, 1, 1, 2, 5, 20)), DAYS - 1)
            if kind < 0.35 and day:
                yield Told(place, actor, "Begins", late, day)
            elif kind < 0.45 and day:
                yield Told(place, holder_at(history, day - 1), "Ends", late, day)
            elif kind < 0.5 and day:
                yield Told(place, actor, "Begins", min(day + chance.choice((0, 1)), DAYS - 1))
            elif kind < 0.55:
                reported = chance.randrange(DAYS)
                yield Told(place, chance.choice(ACTORS), "Begins", reported, reported, part=True)
            elif kind < 0.58:
                yield Told(place, chance.choice(ACTORS), "Begins", chance.randrange(DAYS), modality="Planned")
            else:
                reported = chance.randrange(DAYS)
                yield Told(place, holder_at(history, reported), "Holds", reported)


def quads_of(told: list[Told], places: int) -> Iterator[Quad]:
    """Yield the graph of the reports, five claims to a document."""
    entities = NamedNode(entities_graph_iri(DEFAULT_BASE))
    nodes = {actor: NamedNode(mint_entity_iri("actor", actor)) for actor in ACTORS}
    wholes = [NamedNode(mint_entity_iri("place", f"Town {n}")) for n in range(places)]
    parts = [NamedNode(mint_entity_iri("place", f"District of Town {n}")) for n in range(places)]
    for name, node, kind in [
        *((actor, node, CK.ArmedGroup) for actor, node in nodes.items()),
        *((f"Town {n}", node, CK.Settlement) for n, node in enumerate(wholes)),
        *((f"District of Town {n}", node, CK.Site) for n, node in enumerate(parts)),
    ]:
        yield Quad(node, RDF.type, kind, entities)
        for term in (SKOS.prefLabel, RDFS.label):
            yield Quad(node, term, Literal(name), entities)
    by_day = sorted(told, key=lambda one: (one.reported, one.place))
    for number, one in enumerate(by_day):
        identifier = f"d{one.reported}-{number // 5}"
        document = NamedNode(mint_document_iri(identifier))
        graph = NamedNode(document_graph_iri(document.value))
        day = Literal(str(START + timedelta(one.reported)), datatype=XSD.date)
        yield Quad(document, RDF.type, CK.Document, graph)
        yield Quad(document, DCTERMS.identifier, Literal(identifier), graph)
        yield Quad(document, DCTERMS.issued, day, graph)
        yield Quad(document, DCTERMS.publisher, Literal(f"Paper {number % 40}"), graph)
        place = (parts if one.part else wholes)[one.place]
        claim = NamedNode(mint_claim_iri(identifier, str(number)))
        quote = f"{one.actor} {one.phase} it"
        rows: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, CK.Claim),
            (RDF.subject, nodes[one.actor]),
            (RDF.predicate, CK.controls),
            (RDF.object, place),
            (CK.polarity, CK.Affirmed),
            (CK.modality, CK[one.modality]),
            (CK.phase, CK[one.phase]),
            (CK.reportedOn, day),
            (CK.quote, Literal(quote)),
            (CK.quoteBegin, Literal(number % 5 * 100)),
            (CK.quoteEnd, Literal(number % 5 * 100 + len(quote))),
            (CK.confidence, Literal("0.9", datatype=XSD.decimal)),
            (PROV.wasDerivedFrom, document),
        ]
        if one.day is not None:
            when = Literal(str(START + timedelta(one.day)), datatype=XSD.date)
            rows.append((CK.end if one.phase == "Ends" else CK.begin, when))
        yield from (Quad(claim, term, value, graph) for term, value in rows)


def agreement(views: dict[str, Timeline], truth: list[list[tuple[int, str]]], told: list[Told]) -> float:
    """Return the share of days, from a place's first report on, with the true holder alone and undisputed."""
    first = {}
    for one in told:
        if not one.part and one.modality == "Actual":
            first[one.place] = min(first.get(one.place, DAYS), one.reported)
    right = days = 0
    labels = {mint_entity_iri("actor", actor): actor for actor in ACTORS}
    for place, history in enumerate(truth):
        timeline = views.get(f"Town {place}")
        for day in range(first.get(place, DAYS), DAYS):
            days += 1
            ordinal = START.toordinal() + day
            held = timeline.holders(ordinal) if timeline else ()
            right += [labels[i.actor] for i in held] == [holder_at(history, day)]
    return right / days


def main() -> None:
    """Make the year, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--places", type=int, default=2_000)
    parser.add_argument("--wrong", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    truth = make_truth(chance, options.places)
    told = list(tell(chance, truth, options.claims, options.wrong))
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder) / "s") as store:
            store.add(quads_of(told, options.places))
            start = time.process_time()
            refresh_derived(store)
            print(
                f"{len(told):,} claims, {options.places:,} places: derived graph {time.process_time() - start:.1f} s"
            )
        with Store.open(Path(folder) / "s", read_only=True) as store:
            start = time.process_time()
            views = {view.label: view.timeline for view in read_places(store)}
            print(f"all timelines, reading the claims too {time.process_time() - start:.1f} s")
            print(f"agreement with the truth {agreement(views, truth, told):.3f}")
            places = [mint_entity_iri("place", f"Town {n}") for n in range(20)]
            start = time.process_time()
            for place in places:
                read_history(store, [place])
            print(f"one place {(time.process_time() - start) / len(places) * 1000:.1f} ms")
            start = time.process_time()
            for place in places:
                run_query(store, "control-on-date", {"date": "2015-06-01", "place": place}, timeout=None)
            print(f"one place and date by query {(time.process_time() - start) / len(places) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
