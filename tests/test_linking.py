"""Linking: one node per real thing, none where the words do not settle it."""

from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims.model import Claim, DocumentEntity, Extraction, Mention
from kg.documents import Document
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.gazetteers.tables import read_entries
from kg.iris import is_iri
from kg.linking import Entity, EntityRecord, consolidate, entry_iri, entry_of_iri, link_entities

DAY = datetime.date(2016, 12, 12)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def entity(name: str, type_: str, *names: str, **more: object) -> DocumentEntity:
    return DocumentEntity(name=name, type=type_, names=names or (name,), **more)  # type: ignore[arg-type]


def link(
    gazetteer: Gazetteer, *entities: DocumentEntity, id: str = "d", published: datetime.date | None = DAY
) -> list[Entity]:
    mentions = tuple(Mention(start=i, end=i + 1, text=e.name, entity=i) for i, e in enumerate(entities))
    extraction = Extraction(entities=entities, mentions=mentions)
    return list(link_entities(extraction, Document(id=id, text="x", published=published), gazetteer))


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


def country(iso: str, name: str) -> DocumentEntity:
    return entity(name, "Country", gazetteer=f"country:{iso}", countries=(iso,))


@pytest.mark.parametrize(
    ("published", "force", "government"),
    [
        (DAY, "syrian-armed-forces", "syrian-government"),
        (datetime.date(2024, 6, 1), "syrian-armed-forces", "syrian-government"),
        (datetime.date(2025, 6, 1), "new-syrian-armed-forces", "syrian-transitional-government"),
        (None, "syrian-armed-forces", "syrian-government"),
    ],
)
def test_linking_a_country_has_the_army_and_government_of_the_day(
    gazetteer: Gazetteer, published: datetime.date | None, force: str, government: str
) -> None:
    army = entity("Syrian army", "MilitaryForce", whole="force", countries=("SY",))
    rule = entity("Syrian government", "Government", whole="government", countries=("SY",))
    linked = link(gazetteer, army, rule, published=published)
    assert [e.gazetteer for e in linked] == [f"actor:{force}", f"actor:{government}"]


@pytest.mark.parametrize(
    "name", ["Iraqi army", "Iraq's army", "Iraqi forces", "Iraqi troops", "Iraqi military"]
)
def test_linking_a_description_of_an_army_is_the_countrys_forces(gazetteer: Gazetteer, name: str) -> None:
    (army,) = link(gazetteer, entity(name, "MilitaryForce", countries=("IQ",)))
    assert army.gazetteer == "actor:iraqi-armed-forces"


def test_linking_a_body_that_has_a_name_keeps_it(gazetteer: Gazetteer) -> None:
    army = entity("British Army", "MilitaryForce", gazetteer="actor:british-army", countries=("GB",))
    police = entity("Iraqi Security Forces", "MilitaryForce", countries=("IQ",))
    assert [e.gazetteer for e in link(gazetteer, army, police)] == [
        "actor:british-army", "actor:iraqi-security-forces",
    ]  # fmt: skip


def test_linking_government_forces_are_those_of_the_documents_country_or_nobodys(
    gazetteer: Gazetteer,
) -> None:
    plain = entity("Government forces", "MilitaryForce", "Government forces", "forces")
    assert link(gazetteer, country("SY", "Syria"), plain)[1].gazetteer == "actor:syrian-armed-forces"
    assert link(gazetteer, country("IQ", "Iraq"), plain)[1].gazetteer == "actor:iraqi-armed-forces"
    assert (
        link(gazetteer, country("IQ", "Iraq"), country("SY", "Syria"), country("TR", "Turkey"), plain)[
            3
        ].reason
        == "local to the document"
    )
    assert link(gazetteer, plain)[0].gazetteer == ""


def test_linking_forces_of_a_breakaway_republic_are_not_the_countrys(gazetteer: Gazetteer) -> None:
    forces = entity("DPR forces", "MilitaryForce", "DPR forces", "forces", whole="force", countries=("UA",))
    assert link(gazetteer, country("UA", "Ukraine"), forces)[1].gazetteer == ""


def test_linking_the_army_is_the_one_that_the_document_has(gazetteer: Gazetteer) -> None:
    army = entity("army", "MilitaryForce", generic=True)
    syrian = entity("Syrian army", "MilitaryForce", whole="force", countries=("SY",))
    turkish = entity("Turkish army", "MilitaryForce", whole="force", countries=("TR",))
    assert link(gazetteer, syrian, army)[1].gazetteer == "actor:syrian-armed-forces"
    assert link(gazetteer, syrian, turkish, army)[2].reason == "local to the document"
    assert link(gazetteer, country("CO", "Colombia"), army)[1].gazetteer == "actor:colombian-armed-forces"
    assert link(gazetteer, army)[0].reason == "local to the document"


def test_linking_rebels_are_those_of_the_only_country_of_a_document(gazetteer: Gazetteer) -> None:
    rebels = entity("rebels", "ArmedGroup", generic=True)
    syrian = entity("Syrian rebels", "ArmedGroup", "Syrian rebels", generic=True, countries=("SY",))
    syria, iraq = country("SY", "Syria"), country("IQ", "Iraq")
    assert link(gazetteer, syria, rebels)[1].iri == link(gazetteer, syrian)[0].iri
    assert link(gazetteer, iraq, rebels)[1].iri != link(gazetteer, syria, rebels)[1].iri
    assert link(gazetteer, syria, iraq, rebels)[2].reason == "local to the document"


def test_linking_descriptions_keep_what_tells_them_apart(gazetteer: Gazetteer) -> None:
    one, other = link(
        gazetteer,
        entity("Syrian opposition forces", "ArmedGroup", "forces", generic=True, countries=("SY",)),
        entity("Syrian Kurdish forces", "ArmedGroup", "forces", generic=True, countries=("SY",)),
    )
    assert one.iri != other.iri


def test_linking_a_spokesman_is_known_in_his_document_alone(gazetteer: Gazetteer) -> None:
    man = entity("US spokesman", "Person", generic=True, countries=("US",))
    assert link(gazetteer, man, id="a")[0].iri != link(gazetteer, man, id="b")[0].iri


def test_linking_peoples_are_no_countries(gazetteer: Gazetteer) -> None:
    militias = entity("Shia militias", "ArmedGroup", generic=True, countries=("shias",))
    assert link(gazetteer, militias, id="a")[0].iri != link(gazetteer, militias, id="b")[0].iri


def test_linking_a_guess_at_a_name_says_nothing_of_the_country(gazetteer: Gazetteer) -> None:
    gaza = "actor:international-stabilization-force-gaza"
    guess = entity("ISF", "Coalition", gazetteer=gaza, countries=("PS",))
    assert link(gazetteer, country("IQ", "Iraq"), guess)[1].gazetteer == "actor:iraqi-security-forces"
    assert (
        link(gazetteer, country("LB", "Lebanon"), guess)[1].gazetteer
        == "actor:internal-security-forces-lebanon"
    )


def test_linking_the_islamic_state_is_one_and_its_branch_another(gazetteer: Gazetteer) -> None:
    names = ("Islamic State", "ISIL", "ISIS", "Daesh", "Da'esh")
    assert len({link(gazetteer, entity(name, "ArmedGroup"))[0].iri for name in names}) == 1
    (branch,) = link(gazetteer, entity("Islamic State West Africa Province", "ArmedGroup"))
    assert branch.gazetteer == "actor:iswap"


def test_linking_the_two_congos_and_sudans_and_georgias(gazetteer: Gazetteer) -> None:
    for first, name, type_, wanted in (
        (country("CG", "Republic of the Congo"), "Brazzaville", "Settlement", "CG"),
        (country("CD", "DR Congo"), "Kinshasa", "Settlement", "CD"),
        (country("SD", "Sudan"), "South Sudan", "State", "SS"),
        (country("GE", "Georgia"), "Tbilisi", "Settlement", "GE"),
    ):
        assert link(gazetteer, first, entity(name, type_))[1].countries == (wanted,), name


def test_linking_goes_by_the_country_that_the_text_puts_beside_a_place(gazetteer: Gazetteer) -> None:
    georgia = entity("Georgia", "Country", gazetteer="country:GE", countries=("GE",))
    usa = country("US", "United States")
    where = Mention(start=9, end=12, text="USA", entity=1)
    inner = Mention(start=0, end=7, text="Georgia", entity=0)
    claim = Claim(
        subject=inner, relation="locatedIn", object=where, quote_start=0, quote_end=12, quote="Georgia, USA",
        trigger_start=7, trigger_end=8, frame="in", construction="apposition", confidence=0.9,
    )  # fmt: skip
    extraction = Extraction(entities=(georgia, usa), mentions=(inner, where), claims=(claim,))
    first, _ = link_entities(extraction, Document(id="d", text="Georgia, USA"), gazetteer)
    assert first.gazetteer == "region:US.GA"


def test_linking_a_site_is_found_by_its_town(gazetteer: Gazetteer) -> None:
    mosque = entity("Umayyad Mosque", "Site")
    towns = {name: entity(name, "Settlement") for name in ("Aleppo", "Damascus")}
    syria = country("SY", "Syria")
    assert link(gazetteer, syria, towns["Aleppo"], mosque)[2].gazetteer == "site:great-mosque-of-aleppo"
    assert link(gazetteer, syria, towns["Damascus"], mosque)[2].gazetteer == "site:umayyad-mosque-of-damascus"
    assert link(gazetteer, syria, *towns.values(), mosque)[3].gazetteer == ""
    assert link(gazetteer, syria, mosque, id="a")[1].iri != link(gazetteer, syria, mosque, id="b")[1].iri


def test_linking_a_town_of_a_country_that_no_word_is_about_is_not_guessed(gazetteer: Gazetteer) -> None:
    arak = entity("Arak", "Settlement", gazetteer="place:143127", countries=("IR",))
    assert link(gazetteer, country("SY", "Syria"), arak)[1].gazetteer == ""
    assert link(gazetteer, country("IR", "Iran"), arak)[1].gazetteer == "place:143127"


def test_linking_a_surname_that_nobody_knows_stays_in_its_document(gazetteer: Gazetteer) -> None:
    cook, full = entity("Quendrick", "Person"), entity("Peter Quendrick", "Person")
    assert link(gazetteer, cook, id="a")[0].iri != link(gazetteer, cook, id="b")[0].iri
    assert link(gazetteer, full, id="a")[0].iri == link(gazetteer, full, id="b")[0].iri


def test_linking_a_person_of_two_is_the_one_in_office(gazetteer: Gazetteer) -> None:
    aoun = entity("Aoun", "Person")
    lebanon = country("LB", "Lebanon")
    for year, wanted in ((2018, "person:michel-aoun"), (2026, "person:joseph-aoun")):
        linked = link(gazetteer, lebanon, aoun, published=datetime.date(year, 6, 1))
        assert linked[1].gazetteer == wanted


def test_linking_embassies_and_ministries_are_many(gazetteer: Gazetteer) -> None:
    for name in ("US Embassy", "Interior Ministry", "Supreme Court"):
        body = entity(name, "Government")
        assert link(gazetteer, body, id="a")[0].iri != link(gazetteer, body, id="b")[0].iri, name


def test_linking_entries_of_all_tables_have_valid_iris_of_their_own(gazetteer: Gazetteer) -> None:
    entries = list(read_entries())
    iris = {entry_iri(entry) for entry in entries}
    assert len(iris) == len(entries)
    assert all(is_iri(iri) for iri in iris)
