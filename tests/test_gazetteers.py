"""The gazetteer: what a name may denote, and what it must not."""

from __future__ import annotations

import gzip
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataFileError, InputMissingError
from kg.gazetteers import Entry, Gazetteer, consonant_skeleton, load_gazetteer, normalise_name
from kg.gazetteers.places import Places, SortedLines
from kg.gazetteers.tables import read_entries
from kg.resources import find_resource


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [entry.id for entry in gazetteer.lookup(name)]


@pytest.mark.parametrize("name", ["Deir ez-Zor", "Dayr al-Zawr", "Deir Ezzor", "Deir al-Zor", "DEIR EZ-ZOR"])
def test_gazetteer_spellings_of_one_town_find_it(gazetteer: Gazetteer, name: str) -> None:
    assert "place:170794" in ids(gazetteer, name)


@pytest.mark.parametrize(
    "name", ["Islamic State", "ISIL", "ISIS", "Daesh", "Da'esh", "Islamic State of Iraq and the Levant"]
)
def test_gazetteer_names_of_one_group_find_it(gazetteer: Gazetteer, name: str) -> None:
    assert ids(gazetteer, name)[0] == "actor:islamic-state"


def test_gazetteer_an_acronym_is_no_word(gazetteer: Gazetteer) -> None:
    assert "country:US" in ids(gazetteer, "US")
    assert "country:US" not in ids(gazetteer, "us")
    assert "actor:islamic-state" in ids(gazetteer, "IS")
    assert "actor:islamic-state" not in ids(gazetteer, "is")


def test_gazetteer_keeps_namesakes_apart(gazetteer: Gazetteer) -> None:
    assert {"country:CD", "country:CG"} <= set(ids(gazetteer, "Congo"))
    assert ids(gazetteer, "South Sudan")[0] == "country:SS"
    assert ids(gazetteer, "Sudan")[0] == "country:SD"
    assert {"country:GE", "region:US.GA"} <= set(ids(gazetteer, "Georgia"))
    tripolis = {entry.country for entry in gazetteer.lookup("Tripoli") if entry.type == "Settlement"}
    assert {"LY", "LB"} <= tripolis


def test_gazetteer_former_names_of_states_find_them(gazetteer: Gazetteer) -> None:
    for name, iso in (
        ("Burma", "MM"),
        ("Zaire", "CD"),
        ("Swaziland", "SZ"),
        ("Côte d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
    ):
        assert f"country:{iso}" in ids(gazetteer, name), name


def test_gazetteer_adjectives_find_their_state(gazetteer: Gazetteer) -> None:
    for word, iso in (("Syrian", "SY"), ("Britons", "GB"), ("Dutch", "NL"), ("Iraqi", "IQ")):
        assert {e.country for e in gazetteer.by_adjective(word)} == {iso}


def test_gazetteer_a_state_and_its_country_are_two_entries(gazetteer: Gazetteer) -> None:
    state, country = gazetteer.get("state:SY"), gazetteer.get("country:SY")
    assert state is not None
    assert country is not None
    assert (state.type, country.type) == ("State", "Country")


def test_gazetteer_heritage_has_its_dates(gazetteer: Gazetteer) -> None:
    entry = gazetteer.get("site:WHC-23")
    assert entry is not None
    assert {(record.status, record.begin) for record in entry.heritage} == {
        ("World Heritage", "1980"), ("World Heritage in Danger", "2013"),
    }  # fmt: skip


def test_gazetteer_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    words = "the Syrian Observatory for Human Rights said".split()
    length, entries = gazetteer.longest_match(words, 1)
    assert length == 5
    assert entries[0].id == "actor:syrian-observatory-for-human-rights"


def test_gazetteer_takes_a_users_own_file(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,type,country,aliases\nkalden-front,Kalden Front,ArmedGroup,XX,KF|Kalden Rebels\n"
    )
    own = load_gazetteer(path)
    assert [entry.name for entry in own.lookup("Kalden Rebels")] == ["Kalden Front"]


def test_gazetteer_says_which_line_of_a_users_file_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name,type,country\na,Name A,ArmedGroup,SY\nb,Name B,Nonsense,SY\n")
    with pytest.raises(DataFileError, match="line 3"):
        load_gazetteer(path)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Aleppo province", "region:SY.09"),
        ("Raqqa governorate", "region:SY.04"),
        ("province of Latakia", "region:SY.02"),
        ("Anbar", "region:IQ.01"),
        ("the Gaza Strip", "region:PS.GZ"),
        ("the Middle East", "region:middle-east"),
    ],
)
def test_gazetteer_finds_regions(gazetteer: Gazetteer, name: str, region: str) -> None:
    assert ids(gazetteer, name)[0] == region


def test_gazetteer_a_bare_name_is_the_town_before_its_province(gazetteer: Gazetteer) -> None:
    for name in ("Aleppo", "Homs", "Idlib", "Hama", "Donetsk"):
        found = gazetteer.lookup(name)
        assert found[0].type == "Settlement", name
        assert any(entry.type == "Region" for entry in found), name


def test_gazetteer_has_no_airport_codes_and_no_foreign_bynames(gazetteer: Gazetteer) -> None:
    assert "Manchester" not in {entry.name for entry in gazetteer.lookup("MAN")}
    assert "SY" not in {entry.country for entry in gazetteer.lookup("Tortosa")}


def test_gazetteer_words_of_a_text_are_no_towns(gazetteer: Gazetteer) -> None:
    assert gazetteer.longest_match(["police", "said"], 0) == (0, ())
    assert all(gazetteer.is_ambiguous("Police", entry) for entry in gazetteer.lookup("Police"))


def test_gazetteer_joins_what_a_tokeniser_parts(gazetteer: Gazetteer) -> None:
    for text, length, entry_id in (
        ("Deir ez - Zor city", 4, "place:170794"),
        ("al - Nusra Front fighters", 4, "actor:al-nusra-front"),
        ("Raqqa province , Syria", 2, "region:SY.04"),
    ):
        found, entries = gazetteer.longest_match(text.split(), 0)
        assert (found, entries[0].id) == (length, entry_id), text


def test_gazetteer_an_organisation_is_not_its_mother(gazetteer: Gazetteer) -> None:
    assert ids(gazetteer, "UNESCO")[0] == "actor:unesco"
    assert ids(gazetteer, "UN")[0] == "actor:united-nations"
    assert ids(gazetteer, "U.N.") == ids(gazetteer, "UN")


def test_gazetteer_an_unknown_transliteration_is_found_within_the_country(gazetteer: Gazetteer) -> None:
    town = gazetteer.similar_place("Deyr Azzour", "SY")
    assert town is not None
    assert town.id == "place:170794"
    assert gazetteer.similar_place("Deyr Azzour", "UA") is None
    assert gazetteer.similar_place("Bo", "SY") is None


def test_gazetteer_a_town_that_is_a_heritage_site_has_its_status(gazetteer: Gazetteer) -> None:
    town = gazetteer.get("place:163808")
    assert town is not None
    assert ("World Heritage in Danger", "2013") in {(r.status, r.begin) for r in town.heritage}
    aleppo = gazetteer.get("place:170063")
    assert aleppo is not None
    assert not aleppo.heritage  # its old city is


def test_gazetteer_other_scripts_find_their_town(gazetteer: Gazetteer) -> None:
    assert ids(gazetteer, "تدمر")[0] == "place:163808"
    assert ids(gazetteer, "Київ")[0] == "place:703448"


@pytest.mark.parametrize("name", ["", "...", "x" * 500, "SELECT * { ?s ?p ?o }", "<b>", "\ud800", "the"])
def test_gazetteer_a_bad_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == ()


def test_gazetteer_takes_turtle_with_skos_labels(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ck: <https://w3id.org/conflict-kg/ontology#> .
<https://example.org/kalden-front> a ck:ArmedGroup ;
    skos:prefLabel "Kalden Front"@en ; skos:altLabel "Kalden Rebels" ; skos:hiddenLabel "KF" ;
    skos:exactMatch <http://www.wikidata.org/entity/Q42> .
"""
    )
    (entry,) = load_gazetteer(path).lookup("Kalden Rebels")
    assert (entry.id, entry.wikidata, entry.ambiguous) == ("own:kalden-front", "Q42", ("KF",))
    assert entry.matches == ("https://example.org/kalden-front",)
    path.write_text("<https://example.org/a> a b ;\n oops")
    with pytest.raises(DataFileError, match=r"own\.ttl, line \d+"):
        load_gazetteer(path)


def test_gazetteer_a_users_entry_replaces_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name,type\nplace:163808,Tadmur-on-Sand,Settlement\n")
    own = load_gazetteer(path)
    town = own.get("place:163808")
    assert town is not None
    assert town.name == "Tadmur-on-Sand"
    assert "place:163808" not in ids(own, "Palmyra")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,...,ArmedGroup,,,,", "no letter"),
        ("a,A,ArmedGroup,Syria,,,", "ISO 3166"),
        ("a,A,Settlement,SY,95,10,", "outside"),
        ("a,A,Settlement,SY,north,10,", "no number"),
        ("a,A,Settlement,SY,35,,", "both"),
        ("a,A,ArmedGroup,,,,42", "Wikidata"),
        ("thing:a,A,ArmedGroup,,,,", "prefix"),
        ("a,A,ArmedGroup", "cells"),
    ],
)
def test_gazetteer_says_what_is_wrong_with_a_row(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"id,name,type,country,latitude,longitude,wikidata\nok,Fine,Region,SY,,,\n{row}\n")
    with pytest.raises(DataFileError, match=f"line 3: .*{problem}"):
        load_gazetteer(path)


@given(
    st.dictionaries(st.text("abc é", min_size=1, max_size=60), st.text("xyz"), max_size=300), st.text("abc é")
)
def test_sorted_lines_finds_what_a_dictionary_finds(lines: dict[str, str], key: str) -> None:
    data = "".join(f"{k}\t{v}\n" for k, v in sorted(lines.items(), key=lambda item: item[0].encode()))
    table = SortedLines(data.encode())
    for k in (*lines, key):
        assert table.get(k) == lines.get(k)


def test_consonant_skeleton_is_empty_for_what_says_too_little() -> None:
    assert consonant_skeleton("Homs") == ""
    assert consonant_skeleton("") == ""


@given(st.text())
def test_normalise_name_never_fails_and_is_done_once(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Bab", "al Bab"),
        ("the Islamic State", "Islamic State"),
        ("Saint-Étienne", "Saint-Etienne"),
        ("U.S.", "US"),
    ],
)
def test_normalise_name_folds_spellings(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return list(read_entries())


def test_gazetteer_ids_are_unique_and_what_entries_refer_to_is_there(
    gazetteer: Gazetteer, entries: list[Entry]
) -> None:
    assert len({entry.id for entry in entries}) == len(entries)
    dangling = [
        (entry.id, reference)
        for entry in entries
        for reference in (entry.parent, entry.successor_of, *(office.actor for office in entry.offices))
        if reference and gazetteer.get(reference) is None
    ]
    assert dangling == []


def test_gazetteer_entries_are_well_formed(entries: list[Entry]) -> None:
    for entry in entries:
        assert normalise_name(entry.name), entry.id
        assert all(re.fullmatch("[A-Z]{2,4}", code) for code in entry.countries), entry.id
        assert entry.country in ("", *entry.countries), entry.id
        assert (entry.latitude is None) == (entry.longitude is None), entry.id
        assert abs(entry.latitude or 0) <= 90, entry.id
        assert abs(entry.longitude or 0) <= 180, entry.id
        assert re.fullmatch(r"(?:Q[1-9]\d*)?", entry.wikidata), entry.id
        if entry.id.startswith(("actor:", "site:", "region:")):
            assert not set(entry.names) & set(entry.ambiguous), entry.id


def test_gazetteer_every_state_has_its_country(gazetteer: Gazetteer, entries: list[Entry]) -> None:
    states = [entry for entry in entries if entry.type == "State"]
    assert len(states) > 190
    for state in states:
        country = gazetteer.get(f"country:{state.country}")
        assert country is not None
        assert country.type == "Country"


def test_gazetteer_every_table_is_read(entries: list[Entry]) -> None:
    read = {"actors": "actor:", "blocs": "actor:", "countries": "country:", "heritage": "site:WHC-"}
    read |= {"leaders": "person:", "peoples": "people:", "regions": "region:", "sites-other": "site:"}
    read |= {"places-other": "place:", "first-level-regions": "region:SY."}
    names_only = {"settlement-names", "region-names"}  # of what GeoNames has; the build reads them
    files = {path.stem for path in find_resource("gazetteers/data").glob("*.csv")}
    assert files == names_only | read.keys()
    for prefix in read.values():
        assert any(entry.id.startswith(prefix) for entry in entries), prefix


def test_gazetteer_settlements_are_read_line_by_line(gazetteer: Gazetteer) -> None:
    data = find_resource("gazetteers/data", "settlements.tsv.gz").read_bytes()
    for line in gzip.decompress(data).decode().splitlines()[::500]:
        number, name, country, *_ = line.split("\t")
        town = gazetteer.get(f"place:{number}")
        assert town is not None
        assert (town.country, town.type) == (country, "Settlement")
        assert normalise_name(town.name) == normalise_name(name)


def test_gazetteer_a_lookup_does_not_read_all_names(gazetteer: Gazetteer) -> None:
    start = time.perf_counter()
    Gazetteer(read_entries(), places=Places())  # load_gazetteer() would give the one that is there already
    load = time.perf_counter() - start
    names = [f"Qalaat {i}" for i in range(20)]
    start = time.perf_counter()
    for name in names:
        gazetteer.lookup(name)
    assert (time.perf_counter() - start) / len(names) < load / 5


def test_gazetteer_a_known_town_comes_before_a_province_elsewhere(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Gaza")[0].country == "PS"


def test_gazetteer_the_name_of_a_site_in_its_town_needs_the_town(gazetteer: Gazetteer) -> None:
    mosques = gazetteer.lookup("Umayyad Mosque")
    assert {entry.id for entry in mosques} == {
        "site:great-mosque-of-aleppo", "site:umayyad-mosque-of-damascus",
    }  # fmt: skip
    assert all(gazetteer.is_ambiguous("Umayyad Mosque", entry) for entry in mosques)
    assert not gazetteer.lookup("House of Culture")


def test_gazetteer_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"own\.csv"):
        load_gazetteer(tmp_path / "own.csv")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "line 1: it has no entries"),
        (b"name,type,colour\n", "line 1: the header"),
        (b"id,name,type\nx,A,Region\n\nx,B,Region\n", "line 4: .*line 2"),
        (b'id,name,type\nx,"A,Region\n', "line 2: it is not CSV"),
        (b"id,name,type\nx,A,Region\ny,\xff,Region\n", "line 3: it is not UTF-8"),
    ],
)
def test_gazetteer_says_what_is_wrong_with_a_file(tmp_path: Path, text: bytes, problem: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(text)
    with pytest.raises(DataFileError, match=problem):
        load_gazetteer(path)


@pytest.mark.parametrize(
    ("wing", "party"),
    [
        ("Arakan Liberation Army", "Arakan Liberation Party"),
        ("People's Liberation Guerrilla Army", "Communist Party of India (Maoist)"),
        ("Kuki-Chin National Army", "Kuki-Chin National Front"),
        ("Congolese Revolutionary Army", "March 23 Movement"),
        ("SPLA-IO", "SPLM-IO"),
        ("Al-Qassam Brigades", "Hamas"),
    ],
)
def test_gazetteer_an_army_is_no_other_name_of_its_party(gazetteer: Gazetteer, wing: str, party: str) -> None:
    (own,), (mother,) = gazetteer.lookup(wing), gazetteer.lookup(party)
    assert own.id != mother.id
    assert own.parent == mother.id
