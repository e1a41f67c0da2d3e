"""Proper names, and what their words tell of their type: "…Front", "Ministry of …", "… Bridge"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Span

from kg.nlp.nouns import load_nouns

PLACE_TYPES = frozenset({"Country", "Settlement", "Region", "Site", "Place"})
ACTOR_TYPES = frozenset(
    {
        "State",
        "Government",
        "MilitaryForce",
        "ArmedGroup",
        "Organization",
        "Coalition",
        "Person",
        "PopulationGroup",
    }
)
FIGHTING_TYPES = frozenset({"ArmedGroup", "MilitaryForce", "Coalition"})
"""Actors that fight, and so are where they fight."""
NER_TYPES = {
    "PERSON": "Person", "ORG": "Organization", "GPE": "Settlement", "LOC": "Region", "FAC": "Site", "NORP": "PopulationGroup",
}  # fmt: skip
# Words inside a name that tell what bears it; the first pattern that matches decides.
_CUES = (
    ("Site", r"\b(College|University|School|Academy|Hospital|Museum|Library)$"),
    ("MilitaryForce", r"^\d+(st|nd|rd|th)\b.*\b(Brigade|Battalion|Division|Regiment|Squadron|Corps|Army|Fleet|Wing)\b"),
    ("Coalition", r"\b(Coalition|Operation|Alliance|Allied)\b"),
    ("ArmedGroup", r"\b(Brigades?|Militias?|Jabhat?|Jabha|Jaish|Jaysh|Liwa|Ahrar|Harakat|Kata'?ib|Ansar|Mujahideen|Guerr?illas?"
                   r"|Jihad|Insurgents?|Rebels?|Tigers|Battalions)\b|\b(Liberation|Resistance|Free|Lord's|Revolutionary|Democratic"
                   r"|Self-Defen[cs]e|Patriotic|Salvation|People's|Popular)\b.*\b(Army|Forces?|Front|Guards?|Units|Fighters)\b"
                   r"|\bFront\b|\bArmy of\b|\bResistance$"),
    ("MilitaryForce", r"\b(Army|Armed Forces|Forces|Navy|Air Force|Marines?|National Guard|Guards|Command|Wing|Squadron|Battalion"
                      r"|Regiment|Corps|Division|Brigade|Task Force|Police|Gendarmerie|Military|Fleet|CJTF\S*)\b"),
    ("Government", r"\b(Ministry|Department of|Foreign Office|Government|Parliament|Embassy|Kremlin|White House|Pentagon|Cabinet"
                   r"|Congress|Senate|Administration|State Department|Presidency|Knesset|Duma|Treasury)\b"),
    ("Person", r"^(Abu|Umm|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Sheikh|President|King)\b\.?"),
    ("Organization", r"\b(Observatory|Organi[sz]ation|Council|Committee|Agency|Union|Court|Party|Fund|Board|Association|Centre|Center"
                     r"|Institute|Watch|News|Times|Post|Society|Foundation|Commission|Office|Movement|Network|Crescent|Cross|Group|Nations"
                     r"|League|Authority|International|Programme|Program|Project|Museums|Bureau|Service|Assembly|Congress)\b"),
    ("Region", r"\b(Province|Governorate|District|Region|Oblast|County|Valley|River|Mountains?|Lake|Sea|Desert|Islands?|Strip|Peninsula"
               r"|Gulf|Heights|Plain|Corridor)$"),
)  # fmt: skip
_CUE_PATTERNS = tuple((type_, re.compile(pattern)) for type_, pattern in _CUES)


def cue_type(text: str) -> str:
    """Type that the words of a name themselves tell ("…Front", "Ministry of …"); empty when they do not."""
    for type_, pattern in _CUE_PATTERNS:
        if pattern.search(text):
            return type_
    words = re.findall(r"[\w'-]+", text)
    noun = load_nouns().get(words[-1].lower()) if len(words) > 1 else None
    if noun and noun.category in ("site", "region", "settlement"):
        return noun.type
    return ""


def fits(type_: str, want: str) -> bool:
    """Tell whether an ontology class is, or lies under, the one that is wanted."""
    if not want or type_ == want:
        return True
    if want == "Actor":
        return type_ in ACTOR_TYPES
    if want == "Place":
        return type_ in PLACE_TYPES
    if want == "ActorOrPlace":
        return type_ in ACTOR_TYPES or type_ in PLACE_TYPES
    return False


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a document."""

    start: int
    end: int
    """Token span, half-open."""
    text: str
    type: str
    entry: str = ""
    country: str = ""
    adjective: bool = False
    """True for "Syrian", "Palestinian": names the state or people of a place."""
    weight: float = 1.0
    """How sure the type is; the same spelling elsewhere in the document is given the weightiest type."""


def surface(span: Span) -> str:
    """Return the words of a span, white space normalised."""
    return " ".join(span.text.split())
