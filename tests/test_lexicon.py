"""The frame lexicon: breadth, form, and what is said of a user's own file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.claims.lexicon import load_lexicon, read_frames
from kg.errors import DataFileError
from kg.vocab import RELATIONS

STRUCTURAL = {"locatedIn", "hasHeritageStatus"}  # evoked by noun phrases rather than by words


def test_lexicon_covers_the_relations_with_many_words() -> None:
    frames = load_lexicon().frames
    assert {frame.relation for frame in frames} == set(RELATIONS) - STRUCTURAL
    assert len({(frame.lemma, frame.words, frame.relation) for frame in frames}) >= 600


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("supports\tback", "columns"),
        ("supports\tback\tX\tagent\tpatient", "part of speech"),
        ("controls\thold\tV\tagent\tpatient\tSometimes", "phase"),
        ("supports\tback\tV\tagent\tpatient\t\tloudly", "flag"),
        ("sup ports\tback\tV\tagent\tpatient", "relation"),
        ("supports\tback,,aid\tV\tagent\tpatient", "empty"),
        ("supports\tback\tV\tagent|\tpatient", "role"),
    ],
)
def test_lexicon_says_which_line_of_a_file_is_wrong_and_why(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(f"# frames\nsupports\tback\tV\tagent\tpatient\n{line}\n")
    with pytest.raises(DataFileError, match=problem) as caught:
        list(read_frames(path))
    assert caught.value.line == 3
