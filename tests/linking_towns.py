"""Towns of the gazetteer in documents on their own country, and on another war: thousands of cases without words."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass

from kg.claims.model import DocumentEntity
from kg.gazetteers import Gazetteer
from kg.gazetteers.build import AT_WAR
from kg.linking.candidates import choose_entry
from kg.linking.context import METROPOLIS, Context
from kg.resources import find_resource

AT_HOME, ABROAD = 1000, 2000


@dataclass(frozen=True, slots=True)
class TownScore:
    """Shares of towns: linked right and wrong at home; linked at all where the document is on another war."""

    right: float
    wrong: float
    abroad: float

    def __str__(self) -> str:
        return f"at home {self.right:.3f} right, {self.wrong:.3f} wrong; abroad {self.abroad:.3f} linked"


def score_towns(gazetteer: Gazetteer) -> TownScore:
    """Link names of towns of 5,000 people and more of countries at war, and names that the document's lacks."""
    with gzip.open(find_resource("gazetteers/data", "settlements.tsv.gz"), "rt", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file]
    rng = random.Random(5)
    own = rng.sample([row for row in rows if row[2] in AT_WAR and int(row[6]) >= 5000], AT_HOME)
    right = wrong = abroad = 0
    for number, name, country, *_ in own:
        context = Context(shares={country: 0.5, "US": 0.3, "FR": 0.2})
        entry = choose_entry(_town(name), gazetteer, context)
        right += entry is not None and entry.id == f"place:{number}"
        wrong += entry is not None and entry.id != f"place:{number}"
    others = [
        (row[1], country)
        for row in rng.sample(rows, 2 * ABROAD)
        for country in [rng.choice(sorted(AT_WAR))]
        if int(row[6]) < METROPOLIS and all(entry.country != country for entry in gazetteer.lookup(row[1]))
    ][:ABROAD]
    for name, country in others:
        context = Context(shares={country: 0.6, "US": 0.4})
        abroad += choose_entry(_town(name), gazetteer, context) is not None
    return TownScore(right / len(own), wrong / len(own), abroad / len(others))


def _town(name: str) -> DocumentEntity:
    return DocumentEntity(name=name, type="Settlement", names=(name,))
