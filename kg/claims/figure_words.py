"""Words for those who are counted, and for what befalls them."""

from __future__ import annotations

from types import MappingProxyType

HARM = MappingProxyType(
    {
        lemma: fate
        for fate, lemmas in (
            ("Killed", "kill slay massacre execute behead murder assassinate slaughter"),
            ("Wounded", "wound injure hurt maim"),
            ("Captured", "capture arrest detain kidnap abduct imprison"),
            ("Displaced", "displace evacuate uproot"),
        )
        for lemma in lemmas.split()
    }
)
"""Verbs to what befalls their object."""
SUFFER = MappingProxyType(
    {"die": "Killed", "perish": "Killed", "flee": "Displaced", "leave": "Displaced", "escape": "Displaced"}
)
"""Verbs to what befalls their subject."""
STATES = MappingProxyType(
    {"dead": "Killed", "killed": "Killed", "wounded": "Wounded", "injured": "Wounded", "hurt": "Wounded",
     "missing": "Missing", "displaced": "Displaced", "homeless": "Displaced"}
)  # fmt: skip
"""Words that stand behind whom they tell of: "12 people dead"."""
ACTS = MappingProxyType(
    {
        "death": "Killed", "killing": "Killed", "murder": "Killed", "execution": "Killed", "massacre": "Killed",
        "beheading": "Killed", "life": "Killed", "arrest": "Captured", "detention": "Captured", "capture": "Captured",
        "abduction": "Captured", "kidnapping": "Captured", "disappearance": "Missing", "displacement": "Displaced",
        "evacuation": "Displaced", "flight": "Displaced",
    }
)  # fmt: skip
"""Nouns that say with "of" whom it befell."""
COUNTED_ACTS = MappingProxyType(
    {"death": "Killed", "fatality": "Killed", "life": "Killed", "injury": "Wounded", "arrest": "Captured"}
)
"""Nouns that are counted in place of those whom it befell: "12 deaths"."""
COSTING = frozenset("claim cost take".split())
"""What costs lives."""
FORCING = frozenset("force drive compel oblige".split())
CAPTIVE = frozenset("hostage hostages prisoner prisoners captive".split())
STRIKES = frozenset("airstrike air-strike strike raid attack bombing sortie bombardment".split())
STRIKING = frozenset("carry conduct launch stage mount make fly perform record register count report".split())
TELLING = frozenset("record register count report".split())
HITTING = frozenset("hit strike target pound bomb pummel batter kill wound destroy".split())
COLLECTIVES = frozenset(
    "army military navy battalion brigade regiment platoon squadron division corps garrison unit column convoy "
    "patrol militia faction gang cartel insurgency resistance opposition artillery_unit armoured_column police_force "
    "air_force security_force coastguard coast_guard border_guard national_guard mercenary_company mercenary_group "
    "military_company private_military_company paramilitary_force special_forces combat party tribe clan community "
    "population".split()
)
"""Words for many at once: twelve brigades are no twelve people."""
MORE_PEOPLE = frozenset(
    "person people man woman child other adult guard defender crew sailor pilot migrant evacuee pilgrim tourist "
    "passenger bystander passer-by shopper aid_worker health_worker medic mourner victim survivor houthi "
    "member associate operative supporter relative".split()
)
CIVIL = frozenset(
    "person people civilian resident family inhabitant villager refugee man woman child other household migrant "
    "citizen syrian iraqi".split()
)
"""Whoever of these leaves a place has fled it; fighters withdraw."""
HOMES = frozenset("home house".split())
PLACES_IN = frozenset(
    "in at near off outside inside around across throughout within on of for against from".split()
)
UNITS = frozenset(
    "brigade division battalion regiment corps unit hill route highway road no. number resolution article section "
    "checkpoint point level squadron company block room flight".split()
)
"""A number behind one of these names it."""
