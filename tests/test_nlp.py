"""Mentions and coreference, on sentences of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nlp.aliases import is_acronym_of, is_short_for
from kg.nlp.prepare import is_capitals, prepare_text

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model


def types(nlp: Language, text: str) -> dict[str, str]:
    doc = nlp(text)
    return {m.name or doc[m.start : m.end].text: m.type for m in doc._.kg_mentions if m.kind != "pronoun"}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Fighters of the Kalden Liberation Front entered Marvik.", "Kalden Liberation Front", "ArmedGroup"),
        ("The 21st Armoured Brigade shelled the village.", "21st Armoured Brigade", "MilitaryForce"),
        ("The Ministry of Defence denied it.", "Ministry of Defence", "Government"),
        ("Shells fell on the village of Tal Rifah.", "Tal Rifah", "Settlement"),
        ("They captured the Orlen bridge.", "Orlen bridge", "Site"),
        ("Troops pulled out of eastern Aleppo.", "eastern Aleppo", "Region"),
        ("Russia condemned the attack.", "Russia", "State"),
        ("Soldiers entered Syria.", "Syria", "Country"),
        ("Rebels crossed into the east of Chad.", "Chad", "Country"),
        ("The leaders of Seoul and Pyongyang met.", "Seoul", "State"),
        ("Voters in the American state of Georgia elected a senator.", "Georgia", "Region"),
        ("The military wing of Hezbollah shelled the hill.", "armed wing of Hezbollah", "ArmedGroup"),
        ("They shelled Hezbollah's military wing.", "armed wing of Hezbollah", "ArmedGroup"),
    ],
)
def test_mentions_names_get_the_type_that_the_words_around_them_tell(
    nlp: Language, text: str, name: str, type_: str
) -> None:
    assert types(nlp, text).get(name) == type_


def entity_of(nlp: Language, text: str, words: str) -> set[str]:
    doc = nlp(text)
    start = text.rindex(words)
    mention = next(
        m for m in doc._.kg_mentions if doc[m.start].idx <= start < doc[m.end - 1].idx + len(doc[m.end - 1])
    )
    return set(doc._.kg_entities.drafts[mention.entity].surfaces) if mention.entity >= 0 else set()


@pytest.mark.parametrize(
    ("text", "anaphor", "name"),
    [
        ("The Sunrise Militia left the valley. It had shelled the dam.", "It", "Sunrise Militia"),
        ("Hezbollah fighters attacked the base. The group said it had won.", "The group", "Hezbollah"),
        ("The army shelled the town of Senja. Rebels later left the town.", "the town", "Senja"),
        ("Syrian Democratic Forces (SDF) advanced. The SDF took Manbij.", "SDF", "Syrian Democratic Forces"),
        ("Ahmad al-Masri spoke. Al-Masri threatened the city.", "Al-Masri", "Ahmad al-Masri"),
    ],
)
def test_coreference_finds_what_is_taken_up(nlp: Language, text: str, anaphor: str, name: str) -> None:
    assert name in entity_of(nlp, text, anaphor)


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        ("Hamas praised the attack. The armed wing of Hamas fired rockets.", "armed wing", {"Hamas"}),
        ("Hezbollah left. Hezbollah's military wing shelled the hill.", "military wing", {"Hezbollah"}),
    ],
)
def test_coreference_a_wing_is_not_its_party(nlp: Language, text: str, words: str, others: set[str]) -> None:
    assert entity_of(nlp, text, words).isdisjoint(others)


@pytest.mark.parametrize(
    ("text", "anaphor", "name"),
    [
        ("Isis retook the town. Jets bombed the jihadist group.", "group", "Isis"),
        ("The Qassam Brigades, the armed wing of Hamas, left.", "armed wing", "Qassam Brigades"),
        ("The Arakan Army attacked. The AA broke a ceasefire.", "AA", "Arakan Army"),
    ],
)
def test_coreference_finds_known_groups_again(nlp: Language, text: str, anaphor: str, name: str) -> None:
    assert name in entity_of(nlp, text, anaphor)


def test_coreference_keeps_two_towns_apart(nlp: Language) -> None:
    assert "Kirsan" not in entity_of(
        nlp, "Rebels took the town of Senja and the city of Kirsan. They left the town.", "the town"
    )


@given(st.text())
def test_prepare_text_keeps_every_character_in_its_place(text: str) -> None:
    assert len(prepare_text(text)) == len(text)


def test_prepare_text_gives_a_headline_in_capitals_its_case() -> None:
    names = {"UN", "US", "Karsa"}
    text = prepare_text(
        "UN CONDEMNS US STRIKE ON CLINIC IN KARSA",
        is_name=names.__contains__,
        is_word=lambda word: word != "karsa",
    )
    assert text == "UN condemns US strike on clinic in Karsa"


def test_prepare_text_joins_a_wrapped_paragraph_and_no_heading() -> None:
    text = "Syria\nRebels who had held the eastern part of the old town for more than\ntwo years left it on Monday."
    assert prepare_text(text).count("\n") == 1


def test_is_capitals_asks_for_a_whole_line() -> None:
    assert is_capitals("REBELS SEIZE PORT CITY")
    assert not is_capitals("NATO and the UN met")


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [("SDF", "Syrian Democratic Forces", True), ("UNHCR", "Syrian army", False), ("US", "Us", False)],
)
def test_acronyms_are_made_of_initials(short: str, full: str, expected: bool) -> None:
    assert is_acronym_of(short, full) is expected


def test_acronyms_pass_over_a_possessive_s() -> None:
    assert is_acronym_of("PLA", "People's Liberation Army")


def test_short_names_are_surnames_or_telling_words() -> None:
    assert is_short_for("Assad", "Bashar al-Assad", "Person")
    assert is_short_for("Observatory", "Syrian Observatory for Human Rights", "Organization")
    assert not is_short_for("State", "Islamic State", "ArmedGroup")
    assert not is_short_for("Aleppo", "Aleppo province", "Region")


def test_names_are_in_the_graph_whether_something_is_told_of_them_or_not(nlp: Language) -> None:
    doc = nlp("Reporters in Aleppo wrote about Iran on Nov. 3. Rebels and Gen. were a topic.")
    found = {entity.name: entity.generic for entity in doc._.kg_extraction.entities}
    assert found == {"Aleppo": False, "Iran": False}
