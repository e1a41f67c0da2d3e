"""Linking: what a document tells of countries, armies and times decides what its names denote."""

from __future__ import annotations

import datetime

import pytest
from linking_sample import DAY, country, entity, link

from kg.claims.model import Claim, Extraction, Mention
from kg.documents import Document
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.gazetteers.tables import read_entries
from kg.iris import is_iri
from kg.linking import entry_iri, link_entities


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


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


def test_linking_a_coalition_is_none_that_was_founded_later(gazetteer: Gazetteer) -> None:
    coalition = entity("US-led coalition", "Coalition", gazetteer="actor:global-coalition-against-daesh")
    for year, wanted in ((2003, ""), (2016, "actor:global-coalition-against-daesh")):
        linked = link(gazetteer, country("IQ", "Iraq"), coalition, published=datetime.date(year, 4, 1))
        assert linked[1].gazetteer == wanted


def test_linking_a_country_is_the_region_of_that_name_where_its_towns_are(gazetteer: Gazetteer) -> None:
    georgia = entity("Georgia", "Country", gazetteer="country:GE", countries=("GE",))
    atlanta, tbilisi = entity("Atlanta", "Settlement"), entity("Tbilisi", "Settlement")
    chicago = entity("Chicago", "Settlement")
    assert link(gazetteer, georgia, chicago)[0].gazetteer == "region:US.GA"
    assert link(gazetteer, georgia, tbilisi)[0].gazetteer == "country:GE"
    assert link(gazetteer, georgia, country("US", "United States"))[0].gazetteer == "country:GE"
    assert link(gazetteer, georgia, atlanta, tbilisi)[0].gazetteer == "country:GE"


def test_linking_reads_the_countries_of_words_that_are_in_no_claim(gazetteer: Gazetteer) -> None:
    town = entity("Tripoli", "Settlement")
    for words, wanted in (
        ("Lebanese soldiers left Beirut for Tripoli.", "LB"),
        ("Libya: Tripoli burns.", "LY"),
    ):
        extraction = Extraction(entities=(town,), mentions=(Mention(start=0, end=1, text="x", entity=0),))
        (linked,) = link_entities(extraction, Document(id="d", text=words, published=DAY), gazetteer)
        assert linked.countries == (wanted,)


def test_linking_a_town_that_no_word_bears_out_is_not_guessed(gazetteer: Gazetteer) -> None:
    lipa = entity("Lipa", "Settlement", gazetteer="place:1706090", countries=("PH",))
    assert link(gazetteer, lipa)[0].gazetteer == ""
    assert link(gazetteer, country("PH", "Philippines"), lipa)[1].gazetteer == "place:1706090"


def test_linking_districts_of_a_town_do_not_make_it_a_region(gazetteer: Gazetteer) -> None:
    town = entity("Damascus", "Settlement", "Damascus", "district of Damascus", gazetteer="place:170654")
    assert link(gazetteer, country("SY", "Syria"), town)[1].gazetteer == "place:170654"


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


def test_linking_namesakes_with_a_common_name_are_told_apart_by_their_countries(gazetteer: Gazetteer) -> None:
    man = entity("Mohammed Ali", "Person")
    syrian, again = (link(gazetteer, country("SY", "Syria"), man, id=id)[1].iri for id in "ab")
    yemeni = link(gazetteer, country("YE", "Yemen"), man)[1].iri
    assert syrian == again != yemeni
    assert link(gazetteer, man, id="a")[0].iri != link(gazetteer, man, id="b")[0].iri


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


def test_linking_what_lies_in_a_town_is_no_region(gazetteer: Gazetteer) -> None:
    inner, outer = (
        Mention(start=0, end=7, text="Nineveh", entity=0),
        Mention(start=9, end=14, text="Mosul", entity=1),
    )
    claim = Claim(
        subject=inner, relation="locatedIn", object=outer, quote_start=0, quote_end=14, quote="Nineveh, Mosul",
        trigger_start=7, trigger_end=8, frame="in", construction="apposition", confidence=0.9,
    )  # fmt: skip
    places = (entity("Nineveh", "Region"), entity("Mosul", "Settlement"), country("IQ", "Iraq"))
    extraction = Extraction(entities=places, mentions=(inner, outer), claims=(claim,))
    document = Document(id="d", text="Nineveh, Mosul", published=DAY)
    assert link_entities(extraction, document, gazetteer)[0].gazetteer != "region:IQ.15"
    without = Extraction(entities=places, mentions=(inner, outer))
    assert link_entities(without, document, gazetteer)[0].gazetteer == "region:IQ.15"


def test_linking_a_seeming_description_that_is_a_name_is_what_bears_it(gazetteer: Gazetteer) -> None:
    movement = entity("March 23 Movement", "ArmedGroup", generic=True)
    crowd = entity("rebels", "ArmedGroup", generic=True)
    assert [e.gazetteer for e in link(gazetteer, movement, crowd)] == ["actor:m23", ""]


def test_linking_an_acronym_of_several_needs_what_tells_them_apart(gazetteer: Gazetteer) -> None:
    army = entity("PLA", "ArmedGroup")
    (nobody, _) = link(gazetteer, army, country("IN", "India"))
    assert nobody.gazetteer == ""
    (theirs, *_) = link(
        gazetteer, army, country("IN", "India"), entity("Manipur", "Region", gazetteer="region:IN.17")
    )
    assert theirs.gazetteer == "actor:pla-manipur"
    (nepal, _) = link(gazetteer, army, country("NP", "Nepal"), published=datetime.date(2004, 3, 20))
    assert nepal.gazetteer == "actor:peoples-liberation-army-nepal"


def test_linking_a_wing_is_one_however_its_party_is_spelt(gazetteer: Gazetteer) -> None:
    one, other, unknown = link(
        gazetteer,
        entity("armed wing of Hezbollah", "ArmedGroup"),
        entity("armed wing of Hizbullah", "ArmedGroup"),
        entity("armed wing of the Kalvar Front", "ArmedGroup"),
    )
    assert one.iri == other.iri
    assert ".local." in unknown.iri


def test_linking_a_numbered_unit_is_known_in_its_document_or_country(gazetteer: Gazetteer) -> None:
    battalion = entity("3rd Battalion", "MilitaryForce")
    assert ".local." in link(gazetteer, battalion)[0].iri
    (iraqi,) = link(gazetteer, entity("77th Armoured Division", "MilitaryForce", countries=("IQ",)))
    assert iraqi.iri.endswith(".in-iq")
