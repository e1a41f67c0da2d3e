"""Classes of nouns inside an argument phrase that lead on to whom or what the phrase means."""

from __future__ import annotations

# Quantities and groupings: "dozens of fighters" are fighters.
TRANSPARENT = frozenset(
    "number dozen hundred thousand score most some many few several all lot majority series wave "
    "group couple handful rest remainder member million ten half bulk hundreds thousands dozens "
    "scores tens string band crowd mass one two three four five six seven eight nine remnant remains "
    "busload truckload carload boatload planeload trainload minibus bus truck lorry boat "
    "remain position member team state column convoy concentration gathering type kind part".split()
)
SOME_OF = frozenset(
    "most half some part much third quarter majority bulk rest remainder percent portion".split()
)
MEMBERS = frozenset(
    "member leader head commander chief fighter soldier official supporter deputy family relative "
    "position".split()
)
DOCUMENTS = frozenset(
    "report statement communique resolution document study editorial commentary decree letter memo verdict".split()
)
BRIDGING = frozenset("ally partner".split())
INSTRUMENTS = frozenset(
    "gunfire fire missile rocket shell mortar bomb bullet shot jet plane warplane helicopter drone "
    "tank artillery gun sniper weapon grenade explosion blast ultimatum".split()
)
TEXTS = frozenset(
    "listing measure policy resolution statement declaration communique communiqué letter decree motion".split()
)
ROUND_ABOUT = frozenset(
    "vicinity surroundings environs proximity outskirts north south east west centre center heart northeast northwest "
    "southeast southwest north-east north-west south-east south-west interior middle rest".split()
)
"""Words that place something in or at the edge of what they are "of"."""
HAVING = frozenset("use utilise utilize operate occupy hold control run own man staff".split())
SENDING = frozenset(
    "have keep send deploy dispatch station commit despatch withdraw pull move redeploy mass amass rotate post "
    "base".split()
)
MATERIEL = frozenset(
    "target facility location installation complex "
    "vehicle launcher centre center cell asset weapon weaponry stronghold truck car boat tank supply ammunition "
    "munition equipment line battery radar rocket missile mortar element unit network convoy column "
    "system storage store stockpile formation rank leadership emplacement".split()
)
"""Things of an actor's own whose loss is his: the owner is hit with them."""
