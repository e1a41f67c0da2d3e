"""Classes of words that govern a clause and decide whether it tells of something that happened.

The classes follow FactBank (Saurí and Pustejovsky 2009): source-introducing predicates, and predicates that project
certainty and polarity.
"""

from __future__ import annotations

REPORT = frozenset(
    "say tell claim report announce state declare confirm acknowledge admit insist maintain assert "
    "allege add note explain argue believe think estimate suggest indicate reveal disclose write "
    "tweet stress emphasise emphasize boast testify conclude describe remark comment recall reply "
    "respond respond predict complain describe quote cite hear tell mention observe warn accuse call "
    "charge find determine verify contend certify post concede reiterate affirm swear document record "
    "reckon assess".split()
)
DENY = frozenset("deny reject refute dispute dismiss repudiate contradict rebut".split())
PLAN = frozenset(
    "apply plan intend aim hope prepare vow pledge promise agree decide want expect schedule seek determine "
    "mean resolve pledge undertake commit design offer choose elect propose plot ready look "
    "continue_to".split()
) - {"propose"}
ATTEMPT = frozenset(
    "try attempt struggle strive fight battle bid work endeavour endeavor endeavor push move".split()
)
ORDER = frozenset(
    "urge order ask call demand request appeal press encourage advise instruct tell beg implore "
    "invite want require command recommend persuade beseech exhort lobby pressure".split()
)
IRREAL = frozenset(
    "threaten fear warn consider propose authorise authorize contemplate discuss debate wonder doubt "
    "refuse prevent avoid avert deter stop halt bar prohibit forbid ban discourage dissuade rule "
    "suggest wish imagine pretend await risk need consider hesitate urge allow permit let enable "
    "dread".split()
)
FAIL = frozenset("fail refuse decline neglect omit refrain abstain forget".split())
NOUN_PLAN = frozenset(
    "plan intention decision promise pledge vow agreement readiness preparation aim goal bid".split()
)
NOUN_ONGOING = frozenset(
    "campaign effort fight battle operation mission offensive war struggle drive push attempt bid try "
    "assault mission work".split()
)
NOUN_IRREAL = frozenset(
    "threat call ability right need duty chance opportunity possibility fear risk capability capacity "
    "permission power failure responsibility refusal demand request appeal proposal warning option "
    "order mandate authorisation authorization licence license desire reluctance hope obligation inability".split()
)
CONDITION = frozenset("if unless whether lest provided".split())
MODAL_IRREAL = frozenset("may might could should must can ought need 'd".split())
HEARSAY = frozenset("reportedly allegedly apparently purportedly supposedly".split())
# Verbs that take an event as their object without letting it happen, or before it does.
PREVENT_EVENT = frozenset(
    "prevent avert avoid thwart foil deter forestall preempt rule_out fear threaten urge demand "
    "propose consider authorise authorize contemplate expect await predict discuss oppose consider "
    "forbid ban request order want need suggest cancel postpone call risk anticipate".split()
)
PLAN_EVENT = frozenset("plan prepare plot vow promise pledge schedule intend mull".split())
