"""Linking: one node per real thing, none where the words do not settle it."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_sample import DAY, entity, link

from kg.gazetteers import Gazetteer, load_gazetteer
from kg.iris import is_iri
from kg.linking import EntityRecord, consolidate, entry_iri, entry_of_iri


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_linking_spellings_of_one_town_get_one_iri(gazetteer: Gazetteer) -> None:
    syria = entity("Syria", "Country", gazetteer="country:SY", countries=("SY",))
    iris = {
        link(gazetteer, syria, entity(n, "Settlement"))[1].iri
        for n in ("Deir ez-Zor", "Dayr al-Zawr", "Deir Ezzor")
    }
    assert len(iris) == 1


def test_linking_tripoli_goes_with_the_country_of_the_document(gazetteer: Gazetteer) -> None:
    for iso, name in (("LY", "Libya"), ("LB", "Lebanon")):
        country = entity(name, "Country", gazetteer=f"country:{iso}", countries=(iso,))
        _, town = link(gazetteer, country, entity("Tripoli", "Settlement"))
        assert town.countries == (iso,)


def test_linking_the_army_of_a_country_is_one_whatever_it_is_called(gazetteer: Gazetteer) -> None:
    forms = [("Syrian army", "army"), ("Syrian government forces", "forces"), ("Syrian troops", "troops")]
    found = {
        link(gazetteer, entity(name, "MilitaryForce", name, short, whole="force", countries=("SY",)))[0].iri
        for name, short in forms
    }
    assert len(found) == 1


def test_linking_a_state_and_its_territory_are_two_joined_nodes(gazetteer: Gazetteer) -> None:
    state, country = link(
        gazetteer,
        entity("Syria", "State", gazetteer="state:SY"),
        entity("Syria", "Country", gazetteer="country:SY"),
    )
    assert state.iri != country.iri
    assert state.territory == country.iri


def test_linking_generic_actors_of_two_documents_are_two_unless_a_country_qualifies_them(
    gazetteer: Gazetteer,
) -> None:
    plain = entity("rebels", "ArmedGroup", generic=True)
    syrian = entity("Syrian rebels", "ArmedGroup", "Syrian rebels", "rebels", generic=True, countries=("SY",))
    assert link(gazetteer, plain, id="a")[0].iri != link(gazetteer, plain, id="b")[0].iri
    assert link(gazetteer, syrian, id="a")[0].iri == link(gazetteer, syrian, id="b")[0].iri


def test_linking_an_ambiguous_acronym_goes_with_the_document(gazetteer: Gazetteer) -> None:
    syria = entity("Syria", "Country", gazetteer="country:SY", countries=("SY",))
    libya = entity("Libya", "Country", gazetteer="country:LY", countries=("LY",))
    guess = entity("SDF", "ArmedGroup", gazetteer="actor:special-deterrence-force")
    assert link(gazetteer, syria, guess)[1].gazetteer == "actor:syrian-democratic-forces"
    assert link(gazetteer, libya, guess)[1].gazetteer == "actor:special-deterrence-force"
    assert link(gazetteer, guess)[0].gazetteer == ""


def test_linking_a_regime_that_is_named_is_that_regime_whatever_the_day(gazetteer: Gazetteer) -> None:
    regime = entity("Assad regime", "Government", whole="government", countries=("SY",))
    for published in (None, DAY, datetime.date(2025, 6, 1)):
        assert link(gazetteer, regime, published=published)[0].gazetteer == "actor:syrian-government"


def test_linking_bare_surnames_need_a_context(gazetteer: Gazetteer) -> None:
    syria = entity("Syria", "Country", gazetteer="country:SY", countries=("SY",))
    assert link(gazetteer, syria, entity("Mr Assad", "Person"))[1].gazetteer == "person:bashar-al-assad"
    stranger = entity("Anna Assad", "Person", "Anna Assad", "Assad")
    assert link(gazetteer, syria, stranger)[1].gazetteer == ""
    assert (
        link(gazetteer, entity("President Hafez al-Assad", "Person"))[0].gazetteer == "person:hafez-al-assad"
    )


def test_linking_the_province_is_not_the_town(gazetteer: Gazetteer) -> None:
    syria = entity("Syria", "Country", gazetteer="country:SY", countries=("SY",))
    town = entity("Homs", "Settlement", gazetteer="place:169577")
    province = entity("Homs", "Settlement", "Homs", "Homs province", gazetteer="place:169577")
    assert [e.gazetteer for e in link(gazetteer, syria, town, province)[1:]] == [
        "place:169577",
        "region:SY.11",
    ]


def test_linking_a_branch_is_not_its_mother(gazetteer: Gazetteer) -> None:
    usa = entity("United States", "State", gazetteer="state:US", countries=("US",))
    guard = entity("Vermont National Guard", "MilitaryForce", "National Guard", "Vermont National Guard")
    assert link(gazetteer, usa, guard)[1].gazetteer == ""
    forces = entity("Islamic State forces", "ArmedGroup", "Islamic State", "Islamic State forces")
    assert link(gazetteer, usa, forces)[1].gazetteer == "actor:islamic-state"


def test_linking_a_crowd_is_not_one_group(gazetteer: Gazetteer) -> None:
    crowd = entity("Syrian rebels", "ArmedGroup", countries=("SY",))
    assert link(gazetteer, crowd)[0].gazetteer == ""


def test_linking_a_village_far_from_the_document_is_not_guessed(gazetteer: Gazetteer) -> None:
    iraq = entity("Iraq", "Country", gazetteer="country:IQ", countries=("IQ",))
    assert link(gazetteer, iraq, entity("Sadah", "Settlement"))[1].gazetteer == ""
    assert link(gazetteer, iraq, entity("Geneva", "Settlement"))[1].gazetteer == "place:2660646"


def test_linking_names_that_every_country_has_stay_in_their_document(gazetteer: Gazetteer) -> None:
    coalition = entity("Coalition", "Coalition")
    assert link(gazetteer, coalition, id="a")[0].iri != link(gazetteer, coalition, id="b")[0].iri


def test_linking_gives_matches_and_coordinates(gazetteer: Gazetteer) -> None:
    (town,) = link(gazetteer, entity("Palmyra", "Settlement", countries=("SY",)))
    assert town.matches == ("https://sws.geonames.org/163808/",)
    assert (town.latitude, town.longitude) == (34.5624, 38.284)


def test_linking_an_entrys_iri_leads_back_to_it_and_is_its_own(gazetteer: Gazetteer) -> None:
    samples: tuple[str, ...] = (
        "actor:islamic-state",
        "person:bashar-al-assad",
        "country:SY",
        "state:SY",
        "people:kurds",
    )
    samples += ("place:163808", "place:dabiq", "region:SY.04", "region:middle-east", "site:WHC-23")
    iris = set()
    for entry_id in (*samples, "site:temple-of-bel"):
        entry = gazetteer.get(entry_id)
        assert entry is not None
        assert entry_of_iri(entry_iri(entry), gazetteer) == entry
        iris.add(entry_iri(entry))
    assert len(iris) == len(samples) + 1


def test_consolidation_knows_the_gazetteer_by_the_iri(gazetteer: Gazetteer) -> None:
    records = [
        EntityRecord(iri=e.iri, document=d, type=e.type, names=e.names, reason=e.reason)
        for d in ("a", "b")
        for e in link(gazetteer, entity("Syria", "State", "Syrian", gazetteer="state:SY"), id=d)
    ]
    state, country = consolidate(records, gazetteer)
    assert (state.name, state.names, state.territory) == ("Syria", ("Syrian",), country.iri)
    assert country.type == "Country"


def test_linking_says_why(gazetteer: Gazetteer) -> None:
    known, unknown = link(
        gazetteer, entity("Hezbollah", "ArmedGroup"), entity("Kalden Liberation Front", "ArmedGroup")
    )
    assert known.reason == "gazetteer"
    assert unknown.reason == "same name and type"


def test_linking_an_actor_never_becomes_a_place(gazetteer: Gazetteer) -> None:
    (linked,) = link(gazetteer, entity("Palmyra", "ArmedGroup"))
    assert "/place/" not in linked.iri


@pytest.mark.parametrize(
    "name", ["", "...", "<b>", 'Ahrar "al-Sham" | Zone 3', "جبهة النصرة", "a" * 500, "SELECT * {"]
)
def test_linking_any_name_gets_a_valid_iri_the_same_in_each_run(gazetteer: Gazetteer, name: str) -> None:
    first, again = (link(gazetteer, entity(name or "?", "Organization"))[0].iri for _ in range(2))
    assert first == again
    assert is_iri(first)


NAMES = st.sampled_from(["Kalden Front", "KF", "Front"])
RECORDS = st.builds(
    EntityRecord,
    iri=st.sampled_from(["https://e/1", "https://e/2"]),
    document=st.sampled_from(["https://d/1", "https://d/2", "https://d/3"]),
    type=st.sampled_from(["ArmedGroup", "Organization"]),
    names=st.lists(NAMES, min_size=1, max_size=3, unique=True).map(lambda n: tuple(sorted(n))),
    generic=st.booleans(),
    reason=st.sampled_from(["gazetteer", "same name and type"]),
)


@settings(max_examples=50)
@given(st.lists(RECORDS, max_size=8), st.randoms())
def test_consolidation_does_not_depend_on_the_order_of_documents(
    records: list[EntityRecord], rng: random.Random
) -> None:
    shuffled = list(records)
    rng.shuffle(shuffled)
    assert list(consolidate(records)) == list(consolidate(shuffled))
