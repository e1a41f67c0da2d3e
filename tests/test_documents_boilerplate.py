"""Which lines say nothing about the war, and which only look so."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import boilerplate_spans
from kg.documents.boilerplate import is_boilerplate_line, match_dateline

BOILERPLATE = """\
By Mara Lindqvist
BY MARA LINDQVIST AND OMAR HADDAD
By Mara Lindqvist, Middle East correspondent
By Mara Lindqvist in Beirut
By Mara Lindqvist and wires
By Mara Lindqvist | 12 December 2016
Mara Lindqvist and Omar Haddad contributed to this report.
(Reporting by Mara Lindqvist; Editing by Omar Haddad)
Reporting by Mara Lindqvist in Beirut; editing by Omar Haddad
Additional reporting by Omar Haddad.
(Photo: Omar Haddad)
Photo: Omar Haddad/AFP
Image: AFP
Image: Soldiers in the citadel (AFP)
Photo credit: Omar Haddad
Photograph by Omar Haddad
Picture courtesy of the ministry
(AP Photo/Omar Haddad)
Getty Images
Topics: unrest, war
Tags: Syria, Russia
Topics
Filed under: World
Share this
Share this with Facebook
Share on Twitter
Share
SHARE THIS ARTICLE
Email
Print this article
Facebook Twitter WhatsApp
Follow us on Twitter
Follow @maralindqvist on Twitter
Updated 12 Dec
Updated 12 Dec 2016, 5:04am
UPDATED: December 12, 2016 5:04 PM EST
First posted
First posted Mon 12 Dec 2016 at 3:00pm AEDT
Last updated on 12 December 2016
Published: 2016-12-12T10:00:00Z
Published 3 hours ago
Posted on December 12, 2016 by admin
12 December 2016
Monday, December 12, 2016
December 12, 2016 | 5:04 pm
2016-12-12
10/12/2016
© 2016 The Halvor Times
Copyright 2016 The Halvor Times. All rights reserved.
(c) 2016 Halvor Wire
This material may not be published, broadcast, rewritten or redistributed.
Read more: Government forces retake Aleppo
READ MORE
Read next: Russia bombs rebels in Aleppo
Related: Turkey backs rebels in Syria
Related stories
More on this story
We use cookies to improve your experience.
This site uses cookies.
Accept all cookies
By continuing you agree to our privacy policy and terms of use.
Sign up for our newsletter
Subscribe now
Click here to subscribe
Advertisement
Story continues below advertisement
5 min read
1,204 views
12 comments
Leave a comment
Reuters/AP
AFP
https://example.org/story
mara@example.org
@maralindqvist
* * *
ENDS
Loading...
Please enable JavaScript to view this page
Watch: Rebels leave Aleppo
Video: Rebels leave Aleppo
Recommended
Most read
Home > World > Syria
""".splitlines()
REPORT = """\
By Monday the rebels had lost the town.
By capturing Palmyra, IS gained a base
By late 2016 Syria controlled Aleppo
Published reports say IS seized Palmyra.
Updated figures show that Syria lost the town
Share of the blame falls on Russia
Shared intelligence from Russia helped Syria
Print shops in Aleppo were destroyed by rebels.
Follow-up strikes hit Raqqa
Related attacks by IS hit Homs
Related attacks by IS hit Homs.
Image of a shattered temple shocked the world
Topics of the talks include Russia's support for Syria
May fighting hit the town
March 2016 saw Syria retake Palmyra
On Monday, Russia bombed Idlib
At 5 pm the army entered the town
Subscribe to the view that Russia backs Assad
More on Monday: Russia strikes Aleppo
Turkey backs rebels, Russia backs Assad
Syrian army enters Palmyra
IS seizes Palmyra
Email from the ministry says Russia backs Assad
Comment by the minister angered Turkey
Like Russia, Iran backs Assad
Join forces with Russia, Assad tells Iran
Support for Assad comes from Russia
Home to 2,000-year-old ruins, Palmyra fell to IS
Watch towers were destroyed by IS
Watch posts were destroyed by IS
Live fire hit the town
Copyright law was changed by Syria
Contact with the rebels was lost
Save Aleppo, rebels tell Turkey
Gallery of Aleppo museum looted by IS
Date palms burned as IS shelled Palmyra
Photo shows IS fighters in Palmyra
Produced by Iran, the drones were given to Russia.
Written by Iran, the plan was rejected by Syria
Video showed IS militants destroying the temple
Video: Rebels have left Aleppo, the army said.
Sections of Aleppo are held by rebels
Register offices in Mosul were burned by IS
Click of a rifle
Iran supports Syria/Lebanon border force
Key points: Monitors say IS militants have forced troops to retreat from Palmyra
From Aleppo to Homs the army advanced
Register offices in Mosul were burned by IS
Iranian money contributed to the fall of the town, a report says
Support us in the war, rebels tell Turkey
Get the troops out now, rebels tell Turkey
Islamic State (IS) - the group that lost the town - fled
Reporting by local media says Russia struck the town
""".splitlines()
DATELINES = [
    "HALVOR, March 4 (Wire) - |The",
    "GENEVA (Wire) - |Russia",
    "PALMYRA, Syria (AP) — |IS",
    "DAMASCUS — |The",
    "WASHINGTON, D.C. — |The",
    "UNITED NATIONS (AP) — |The",
    "MOSCOW/BEIRUT (Reuters) - |Rus",
    "BEIRUT, Lebanon —|IS militants",
    "Damascus (AFP) - |The",
    "DAMASCUS, Dec 12 (SANA) – |The",
    "DAMASCUS, 12 December 2016: |The",
    "AMMAN, Jordan, Dec. 12, 2016 /PRNewswire/ -- |The",
    "(Reuters) - |IS",
    "ALEPPO, Syria, Dec 12 - |The",
    "Aleppo, Syria, December 12, 2016 — |The",
    "GENEVA, Monday (Wire) - |The",
    "DAMASCUS, Syria: |The",
    "AL-TANF, Syria (AP) -- |US",
    "BEIRUT (Reuters): |The",
    "Washington, DC (CNN) — |The",
    "SANA’A, Yemen (AP) — |The",
    "Geneva, 12 December 2016 – |The",
    "DEIR EZ-ZOR (AFP) - |IS",
    "(CNN) -- |The",
    "March 4 (Wire) - |The",
]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate_spans(text)]


@pytest.mark.parametrize("line", BOILERPLATE)
def test_boilerplate_line_is_covered_whole(line: str) -> None:
    covered = boilerplate_spans(f"Before.\n\n  {line} \n\nThe army left.")
    assert covered[0][0] == 11
    assert covered[-1][1] == 11 + len(line)


@pytest.mark.parametrize("line", REPORT)
def test_line_of_the_report_is_kept(line: str) -> None:
    assert not is_boilerplate_line(line)
    assert cut(line) == [] or line.startswith("Video")


@pytest.mark.parametrize("line", DATELINES)
def test_dateline_is_a_span_of_its_own(line: str) -> None:
    dateline, sentence = line.split("|")
    text = f"Army leaves\n\n{dateline}{sentence} army left on Sunday."
    assert cut(text) == [dateline]


@pytest.mark.parametrize(
    "line",
    [
        "Russia — which backs Assad — said so",
        "Turkey, Russia — the guarantors — met",
        "ISIS — which holds the town — lost",
        "NATO (the alliance) said",
        "Syria (and Russia) - they said",
        "Islamic State (IS) - The group lost",
        "Syrian Democratic Forces (SDF) - A group took",
        "On Monday - The army left",
        "Palmyra, Syria",
    ],
)
def test_actor_or_aside_is_no_dateline(line: str) -> None:
    assert match_dateline(line) == 0


def test_dateline_may_stand_alone_on_its_line() -> None:
    text = "REBELS SEIZE PORT\n\nBy Mara Lindqvist\nHALVOR, March 4 (Wire) -\n\nRebels took the port."
    assert cut(text) == ["By Mara Lindqvist", "HALVOR, March 4 (Wire) -"]


def test_credit_in_brackets_is_cut_out_of_its_line() -> None:
    assert cut("The castle after the battle. (AFP: Omar Haddad)") == ["(AFP: Omar Haddad)"]
    assert cut("Troops enter the town (Photo: Omar Haddad) on Sunday.") == ["(Photo: Omar Haddad)"]


def test_caption_keeps_its_sentence() -> None:
    text = "Photo: Government troops have entered the castle above the town. (Reuters: Omar Haddad)"
    assert cut(text) == ["Photo: ", "(Reuters: Omar Haddad)"]


@pytest.mark.parametrize(
    "name",
    ["(SDF)", "(IS/ISIS)", "(Observatory for Human Rights)", "(Jabha Shamiya)", "(the US, UK and France)"],
)
def test_name_in_brackets_is_no_credit(name: str) -> None:
    assert cut(f"The fighters {name} took the town on Sunday.") == []
    assert cut(f"The town was lost to fighters {name}") == []


def test_links_under_a_heading_are_covered_up_to_the_next_sentence() -> None:
    parts = [
        "The army left.",
        "Related stories",
        "- Russia bombs town",
        "Turkey backs rebels",
        "The army came back.",
    ]
    text = "\n\n".join([*parts, "Iran backs Syria"])
    assert cut(text) == ["Related stories", "- Russia bombs town", "Turkey backs rebels"]


@given(st.text(st.sampled_from("By Ab1:,.-—/()\n©@"), max_size=120))
def test_spans_are_sorted_apart_and_inside_the_text(text: str) -> None:
    end_before = 0
    for start, end in boilerplate_spans(text):
        assert end_before <= start < end <= len(text)
        assert "\n" not in text[start:end]
        end_before = end


PIECES = [
    "By ",
    "A ",
    "12 ",
    "12:",
    "-",
    "12-12-12 ",
    "; ",
    "a@a.",
    "(",
    "A/",
    "PHOTO: ",
    "Updated ",
    "on ",
    "AA-",
    "of ",
    " ",
    "Aa, ",
]


def test_no_line_takes_long_however_it_is_made() -> None:
    begin = time.perf_counter()
    for first, second in itertools.product(PIECES, repeat=2):
        boilerplate_spans(((first + second) * 400)[:398] + "§")
        boilerplate_spans((first + second * 400)[:398] + "§")
    assert time.perf_counter() - begin < 5


def test_long_single_line_takes_linear_time() -> None:
    begin = time.perf_counter()
    assert boilerplate_spans("Militants held the (old) town on Sunday. " * 120_000) == ()
    assert time.perf_counter() - begin < 5
