"""The gazetteer: what a name may denote, and what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataFileError
from kg.gazetteers import Gazetteer, load_gazetteer, normalise_name


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
