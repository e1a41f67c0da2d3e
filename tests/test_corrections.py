"""The corrections file: what a line may say, and that it says the same when it is read again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corrections import Correction, Place
from kg.corrections.file import HEADER, parse_corrections
from kg.corrections.identity import ContradictionError, read_identity
from kg.corrections.model import KINDS, LineError, check_type, format_correction, parse_correction
from kg.errors import DataFileError
from kg.iris import DEFAULT_BASE

A, B, C = (f"{DEFAULT_BASE}actor/named.{name}" for name in "abc")
TOWN = f"{DEFAULT_BASE}place/named.town"
APART = f"{A}.apart-abcdefghij"

hostile = st.text() | st.sampled_from(
    [
        "\u202edcba",
        'a"b\\c',
        "a\nb",
        "a\tb\x00\x1b[31m",
        "\u2028\u2029\x85",
        "\ud800",
        "😀\U000e0041",
        "<a> | #",
        "الجيش",
    ]
)
visible = hostile.filter(lambda text: any(character.isalnum() for character in text))
places = st.builds(
    lambda document, offset, title: Place(document=document, offset=offset, in_title=title and offset >= 0),
    hostile.filter(bool),
    st.integers(-1, 10**6),
    st.booleans(),
)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    kind = draw(st.sampled_from(KINDS))
    named = kind == "rename" or (kind == "split" and draw(st.booleans()))
    value = draw(visible) if named else "Settlement" if kind == "retype" else ""
    mentions = draw(st.sets(places, min_size=1, max_size=3)) if kind == "split" else set()
    return Correction(
        kind=kind,
        entity=A,
        other="" if kind in ("rename", "retype") else B,
        value=value,
        mentions=tuple(sorted(mentions)),
        about=tuple(draw(st.lists(hostile, max_size=2))),
        note=draw(hostile),
    )


@given(corrections())
def test_corrections_any_words_come_back_from_one_readable_line(correction: Correction) -> None:
    line = format_correction(correction)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert parse_correction(line) == correction
    assert line.encode("utf-8")


def test_corrections_letters_of_any_script_stay_readable() -> None:
    line = format_correction(Correction(kind="rename", entity=A, value="الجيش السوري é"))
    assert "الجيش السوري é" in line


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("nonsense", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "JSON object"),
        ('{"do": "fuse"}', "must be one of merge, split, rename, retype, block"),
        ('{"do": ["merge"]}', "must be one of"),
        (f'{{"do": "merge", "keep": "{A}"}}', '"drop" is missing'),
        (f'{{"do": "merge", "keep": "{A}", "drop": "Hamas"}}', "not the IRI"),
        (f'{{"do": "merge", "keep": "{A}", "drop": "{DEFAULT_BASE}claim/x"}}', "not the IRI"),
        (f'{{"do": "merge", "keep": "{A}", "drop": "{B} x"}}', "not the IRI"),
        (f'{{"do": "merge", "keep": "{A}", "drop": "{B}", "dorp": 1}}', "no field 'dorp'"),
        (f'{{"do": "rename", "entity": "{A}", "name": " \\u200e"}}', "empty"),
        (f'{{"do": "retype", "entity": "{A}", "type": "Setlement"}}', "did you mean Settlement"),
        (f'{{"do": "split", "from": "{A}", "to": "{APART}", "mentions": []}}', '"mentions" must be'),
        (f'{{"do": "split", "from": "{A}", "to": "{APART}", "mentions": ["a"]}}', "a mention is"),
        (f'{{"do": "split", "from": "{A}", "to": "{APART}", "mentions": [{{"document": "a", "offset": ""}}]}}', "off"),
        (f'{{"do": "block", "one": "{A}", "other": "{A}"}}', "keeps apart what is one"),
        (f'{{"do": "merge", "keep": "{A}", "drop": "{TOWN}"}}', "an actor and a place cannot be one"),
        (f'{{"do": "split", "from": "{A}", "to": "{C}", "mentions": [{{"document": "a"}}]}}', "not an IRI that"),
        (f'{{"do": "rename", "entity": "{APART}", "name": "x"}}', "no split before it makes"),
    ],
)  # fmt: skip
def test_corrections_a_bad_line_is_refused_with_its_number(line: str, problem: str) -> None:
    text = f"{HEADER}\n{line}\n"
    with pytest.raises(DataFileError, match="line 4: ") as raised:
        parse_corrections(text.encode(), "c.jsonl")
    assert problem in raised.value.problem


def test_corrections_text_that_is_not_utf8_is_refused_with_its_line() -> None:
    with pytest.raises(DataFileError, match="line 2: the text is not UTF-8"):
        parse_corrections(b"# a\n\xff\xfe\n", "c.jsonl")


def test_corrections_contradictions_name_the_later_line() -> None:
    merge = format_correction(Correction(kind="merge", entity=A, other=B))
    block = format_correction(Correction(kind="block", entity=B, other=A))
    for lines in ((merge, "# why", block), (block, "", merge), (merge, "#", merge)):
        with pytest.raises(DataFileError, match="line 3"):
            parse_corrections("\n".join(lines).encode(), "c.jsonl")


def test_corrections_editing_keeps_comments_and_blank_lines() -> None:
    line = format_correction(Correction(kind="block", entity=A, other=B))
    file = parse_corrections(f"\ufeff# mine\n\n{line}\r\n# end".encode(), "c.jsonl")
    added = file.with_added([Correction(kind="rename", entity=A, value="x")])
    assert added.text.startswith(f"# mine\n\n{line}\n# end\n")
    assert added.without(2).text == f"# mine\n\n{line}\n# end\n"
    assert added.without(1).corrections == added.corrections[1:]
    assert parse_corrections(added.text.encode(), "c.jsonl").text == added.text


def test_corrections_are_followed_one_after_the_other() -> None:
    identity = read_identity(
        [
            Correction(kind="merge", entity=A, other=B),
            Correction(kind="split", entity=B, other=APART, mentions=(Place(document="d"),)),
            Correction(kind="merge", entity=C, other=B),
        ]
    )
    document = f"{DEFAULT_BASE}document/d"
    assert {identity.find(iri) for iri in (A, B, C)} == {C}
    assert [identity.of_document(document, iri) for iri in (A, B, C)] == [APART, APART, C]
    assert identity.of_document(f"{DEFAULT_BASE}document/e", A) == C
    assert identity.is_blocked(APART, B)


def test_corrections_a_chain_of_a_thousand_merges_ends_at_the_last() -> None:
    iris = [f"{DEFAULT_BASE}actor/named.{number}" for number in range(1000)]
    chain = [Correction(kind="merge", entity=new, other=old) for old, new in pairwise(iris)]
    assert read_identity(chain).find(iris[0]) == iris[-1]
    with pytest.raises(ContradictionError, match="one already"):
        read_identity([*chain, Correction(kind="merge", entity=iris[0], other=iris[-1])])


def test_corrections_classes_are_found_whatever_their_case() -> None:
    assert check_type(" armedgroup") == check_type("ck:ArmedGroup") == "ArmedGroup"
    with pytest.raises(LineError, match="no class 'Entity'"):
        check_type("Entity")
