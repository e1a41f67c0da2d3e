"""Corrections over a store: independent of order, lasting, and undone without a trace."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_documents import Said, build, documents_said, exported, make_document, make_documents

from kg.corrections import (
    Correction,
    RefusedCorrectionError,
    add_corrections,
    apply_corrections,
    read_corrections,
    refresh_entities,
    remove_document,
    undo_correction,
)
from kg.corrections.asked import ask_block, ask_merge, ask_rename, ask_retype, ask_split, find_entity
from kg.corrections.listing import list_entities, list_mentions
from kg.errors import DataFileError, StoreError
from kg.graph import KnowledgeGraph
from kg.query import claim_rows
from kg.store import Store
from kg.vocab import CK


def say(subject: str, relation: str, object_: str, source: str = "") -> Said:
    return subject, relation, object_, "Affirmed", source


HAMZA: list[list[Said]] = [
    [say("Hamza Brigade", "controls", "Palmyra"), say("Russia", "attacks", "Hamza Brigade")],
    [say("Hamza Division", "supports", "rebels", "Orontes Watch")],
    [say("Hamza Brigade", "attacks", "Hamza Division"), say("Jane Doe", "leads", "Hamza Brigade")],
]

MANY = 40

few = settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))


def hamza() -> Store:
    store = Store.in_memory()
    build(store, make_documents(HAMZA))
    return store


def merge_hamza(store: Store) -> None:
    one, other = find_entity(store, "Hamza Brigade"), find_entity(store, "Hamza Division")
    add_corrections(store, [ask_merge(store, one, other)])


def draw_correction(store: Store, rng: random.Random) -> tuple[Correction, ...]:
    """Return a correction that a person could ask for here, or one that is refused."""
    entities = [one.iri for one in list_entities(store)]
    one, other = rng.choice(entities), rng.choice(entities)
    kind = rng.choice(["merge", "merge", "merge", "split", "split", "rename", "retype", "block"])
    if kind == "merge":
        return (ask_merge(store, one, other),)
    if kind == "block":
        return (ask_block(store, one, other),)
    if kind == "rename":
        return (ask_rename(store, one, rng.choice(["New name", 'x "} <>\n', "الجيش"])),)
    if kind == "retype":
        return (
            ask_retype(store, one, rng.choice(["Settlement", "ArmedGroup", "Person", "State", "Country"])),
        )
    spots = [mention.spot for mention in list_mentions(store, one)]
    documents = sorted({mention.document for mention in list_mentions(store, one)})
    if not spots:
        raise RefusedCorrectionError("no mention")
    chosen = rng.sample(spots, rng.randint(1, len(spots))) if rng.random() < 0.5 else [rng.choice(documents)]
    return (ask_split(store, one, chosen, name=rng.choice(["", "Apart"])),)


def correct_at_random(store: Store, rng: random.Random, count: int) -> int:
    done = 0
    for _ in range(count):
        try:
            made = draw_correction(store, rng)
            add_corrections(store, made)
        except RefusedCorrectionError:
            continue
        done += len(made)
    return done


def assert_consistent(store: Store) -> None:
    """Claims, direct triples and entities agree, and the shapes hold."""
    supported = set()
    for claim in claim_rows(store):
        assert claim.subject != claim.object
        if claim.polarity == "Affirmed" and claim.phase != "Ends":
            supported.add((claim.subject, CK.iri + claim.relation, claim.object))
    relations = {CK[name] for name in ("attacks", "supports", "controls", "leads", "locatedIn")}
    direct = {
        (q.subject.value, q.predicate.value, q.object.value) for r in relations for q in store.quads(None, r)
    }
    assert direct == supported
    identity = read_corrections(store).identity
    for old in (old for olds in identity.merged.values() for old in olds):
        node = ox.NamedNode(old)
        assert not list(store.quads(node))
        assert not list(store.quads(None, None, node))
    report = KnowledgeGraph(store).validate()
    assert report.conforms, "\n".join(map(str, report.results))


@few
@given(said=documents_said(), seed=st.integers(0, 10**6))
def test_corrections_hold_whatever_the_order_of_documents_and_of_building(
    said: list[list[Said]], seed: int
) -> None:
    rng = random.Random(seed)
    made = make_documents(said)
    store = Store.in_memory()
    build(store, made)
    correct_at_random(store, rng, 4)
    expected = exported(store)
    assert_consistent(store)
    build(store, made)  # rebuilding over it changes nothing
    assert exported(store) == expected
    # Elsewhere the corrections are there first, and the documents come in another order, one by one.
    other = Store.in_memory()
    other.sidecar.write_corrections(read_corrections(store).text)
    for one in rng.sample(made, len(made)):
        build(other, [one])
    assert exported(other) == expected


@few
@given(said=documents_said(), later=documents_said(2), seed=st.integers(0, 10**6))
def test_corrections_undone_leave_no_trace(
    said: list[list[Said]], later: list[list[Said]], seed: int
) -> None:
    rng = random.Random(seed)
    made = make_documents(said)
    store, plain = Store.in_memory(), Store.in_memory()
    build(store, made)
    build(plain, made)
    states = [exported(store)]
    assert states[0] == exported(plain)
    count = 0
    for _ in range(4):
        count += correct_at_random(store, rng, 1)
        states.append(exported(store))
    last = exported(store)
    if count:  # what is undone can be done again, and the last is the same as before
        file = read_corrections(store)
        undone, _ = undo_correction(store)
        add_corrections(store, [undone])
        assert (exported(store), read_corrections(store).text) == (last, file.text)
    new = [make_document(f"new-{number}", one) for number, one in enumerate(later)]
    build(store, new)
    build(plain, new)
    while read_corrections(store).corrections:
        undo_correction(store)
        assert_consistent(store)
    assert exported(store) == exported(plain)
    assert not store.sidecar.corrected_graphs()


@few
@given(said=documents_said(), seed=st.integers(0, 10**6))
def test_corrections_recompute_only_what_changed_with_the_outcome_of_all(
    said: list[list[Said]], seed: int
) -> None:
    store = Store.in_memory()
    build(store, make_documents(said))
    rng = random.Random(seed)
    for _ in range(4):
        correct_at_random(store, rng, 1)
        incremental = exported(store)
        refresh_entities(store)
        assert exported(store) == incremental


@few
@given(said=documents_said(), seed=st.integers(0, 10**6))
def test_corrections_stand_while_documents_are_removed(said: list[list[Said]], seed: int) -> None:
    rng = random.Random(seed)
    made = make_documents(said)
    store, without = Store.in_memory(), Store.in_memory()
    build(store, made)
    correct_at_random(store, rng, 4)
    gone = rng.choice(store.documents())
    assert remove_document(store, gone.iri)
    without.sidecar.write_corrections(read_corrections(store).text)
    build(without, [one for one in made if one[0].id != gone.identifier])
    assert exported(store) == exported(without)
    build(store, [one for one in made if one[0].id == gone.identifier])
    build(without, [one for one in made if one[0].id == gone.identifier])
    assert exported(store) == exported(without)


def test_corrections_a_merge_moves_claims_names_and_reason() -> None:
    store = hamza()
    one, other = find_entity(store, "Hamza Brigade"), find_entity(store, "Hamza Division")
    add_corrections(store, [ask_merge(store, one, other)])
    (entity,) = list_entities(store, like="hamza")
    assert (entity.iri, entity.name, entity.type) == (one, "Hamza Brigade", "ArmedGroup")
    assert "Hamza Division" in entity.names
    assert "correction" in entity.reason.split("; ")
    assert (entity.claims, entity.documents) == (4, 3)  # that it attacks itself is left out
    assert find_entity(store, "Hamza Division") == find_entity(store, other) == one
    assert {row.iri for row in claim_rows(store)} < {row.iri for row in claim_rows(hamza())}
    assert_consistent(store)


def test_corrections_the_first_keeps_its_name_and_takes_what_it_lacks() -> None:
    store = Store.in_memory()
    build(
        store, make_documents([[say("Russia", "attacks", "Tell Noor"), say("Russia", "attacks", "Palmyra")]])
    )
    one, other = find_entity(store, "Tell Noor"), find_entity(store, "Palmyra")
    add_corrections(store, [ask_merge(store, one, other)])
    text = exported(store).decode()
    assert (
        f"<{one}> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://sws.geonames.org/163808/>" in text
    )
    assert "POINT(" in text
    assert find_entity(store, "Palmyra") == one


def test_corrections_an_actor_is_not_merged_with_a_place_or_a_person() -> None:
    store = hamza()
    iris = {name: find_entity(store, name) for name in ("Hamza Brigade", "Palmyra", "Jane Doe")}
    before = exported(store)
    for other in ("Palmyra", "Jane Doe"):
        with pytest.raises(RefusedCorrectionError, match="cannot be one"):
            ask_merge(store, iris["Hamza Brigade"], iris[other])
        made = Correction(kind="merge", entity=iris["Hamza Brigade"], other=iris[other])
        with pytest.raises(RefusedCorrectionError, match="cannot be one"):
            add_corrections(store, [made])
    assert (exported(store), read_corrections(store).corrections) == (before, ())


def test_corrections_a_retyped_actor_is_a_place_and_loses_what_only_actors_do() -> None:
    store = hamza()
    iri = find_entity(store, "Hamza Division")
    add_corrections(store, [ask_retype(store, iri, "settlement")])
    assert [row.relation for row in claim_rows(store, entity=iri)] == ["attacks"]
    assert_consistent(store)
    add_corrections(store, [ask_merge(store, find_entity(store, "Palmyra"), iri)])
    assert_consistent(store)
    (entity,) = list_entities(store, like="hamza division")
    assert (entity.name, entity.type) == ("Palmyra", "Settlement")


def test_corrections_single_mentions_are_split_off() -> None:
    store = hamza()
    iri = find_entity(store, "Hamza Brigade")
    spot = next(mention.spot for mention in list_mentions(store, iri) if mention.document == "doc-0")
    add_corrections(store, [ask_split(store, iri, [spot], name="Another Hamza")])
    new = find_entity(store, "Another Hamza")
    (row,) = claim_rows(store, entity=new)
    assert (row.relation, row.object_label) == ("controls", "Palmyra")
    assert len(list(claim_rows(store, entity=iri))) == 3
    assert_consistent(store)
    with pytest.raises(RefusedCorrectionError, match="keeps the two apart"):
        add_corrections(store, [ask_merge(store, iri, new)])


def test_corrections_a_document_split_off_takes_all_of_it() -> None:
    store = hamza()
    iri = find_entity(store, "Hamza Brigade")
    add_corrections(store, [ask_split(store, iri, ["doc-0"])])
    others = [one for one in list_entities(store, like="Hamza Brigade") if one.iri != iri]
    assert [(one.name, one.claims, one.documents, one.reason) for one in others] == [
        ("Hamza Brigade", 2, 1, "correction")
    ]
    with pytest.raises(RefusedCorrectionError, match="may be one of 2"):
        find_entity(store, "hamza brigade")
    with pytest.raises(RefusedCorrectionError, match="does not mention"):
        ask_split(store, iri, ["doc-1"])
    with pytest.raises(RefusedCorrectionError, match="no claim names"):
        ask_split(store, iri, ["doc-2:1"])


def test_corrections_blocked_things_are_not_merged_nor_what_they_have_become() -> None:
    store = hamza()
    brigade, division, rebels = (find_entity(store, n) for n in ("Hamza Brigade", "Hamza Division", "rebels"))
    add_corrections(store, [ask_block(store, brigade, division), ask_merge(store, rebels, division)])
    with pytest.raises(RefusedCorrectionError, match="correction 1 keeps the two apart"):
        add_corrections(store, [ask_merge(store, brigade, rebels)])
    with pytest.raises(RefusedCorrectionError, match="keeps apart what is one"):
        add_corrections(store, [Correction(kind="block", entity=rebels, other=division)])


def test_corrections_undo_of_one_that_a_later_needs_is_refused() -> None:
    store = hamza()
    iri = find_entity(store, "Hamza Brigade")
    add_corrections(store, [ask_split(store, iri, ["doc-0"], name="Another")])
    add_corrections(store, [ask_retype(store, find_entity(store, "Another"), "Organization")])
    with pytest.raises(RefusedCorrectionError, match="correction 2 needs it"):
        undo_correction(store, 1)
    with pytest.raises(RefusedCorrectionError, match="no correction 7"):
        undo_correction(store, 7)


def test_corrections_of_a_store_on_disk_outlast_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        before = exported(store)
        merge_hamza(store)
        after = exported(store)
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        assert exported(store) == after
        undo_correction(store)
        assert exported(store) == before


def test_corrections_moved_to_an_empty_folder_hold_for_a_new_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        add_corrections(store, [ask_rename(store, find_entity(store, "Hamza Brigade"), "Hamza")])
        after = exported(store)
    (tmp_path / "new").mkdir()
    (tmp_path / "s" / "corrections.jsonl").rename(tmp_path / "new" / "corrections.jsonl")
    with Store.open(tmp_path / "new") as store:
        build(store, make_documents(HAMZA))
        assert exported(store) == after


@pytest.mark.parametrize("at", ["originals", "graphs", "entities", "note"])
def test_corrections_interrupted_anywhere_are_finished_by_the_next_command(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def merged(folder: Path, interrupt: bool) -> bytes:
        with Store.open(folder) as store:
            build(store, make_documents(HAMZA))
            made = ask_merge(store, find_entity(store, "Hamza Brigade"), find_entity(store, "Hamza Division"))
            add_corrections(store, [ask_rename(store, made.entity, "H")])
            if interrupt:
                with monkeypatch.context() as patch:
                    target = {"originals": (store.sidecar, "keep_originals"), "graphs": (store, "replace_graphs"),
                              "entities": (store, "exchange"), "note": (store.sidecar, "set_applied")}[at]  # fmt: skip

                    def stop(*_: object, **__: object) -> None:
                        raise KeyboardInterrupt

                    patch.setattr(*target, stop)
                    with pytest.raises(KeyboardInterrupt):
                        add_corrections(store, [made])
            else:
                add_corrections(store, [made])
        with Store.open(folder) as store:
            apply_corrections(store)
            return exported(store)

    assert merged(tmp_path / "a", True) == merged(tmp_path / "b", False)


def test_corrections_written_by_hand_are_applied_or_refused_with_their_line(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        iri = find_entity(store, "Hamza Brigade")
        path = tmp_path / "s" / "corrections.jsonl"
        path.write_text(f'# mine\n\n{{"do": "rename", "entity": "{iri}", "name": "Ours"}}\r\n', "utf-8")
        assert apply_corrections(store).corrections == 1
        assert find_entity(store, "Ours") == iri
        before = exported(store)
        with path.open("a", encoding="utf-8") as file:
            file.write(f'{{"do": "merge", "keep": "{iri}", "drop": "{iri[:-9]}x"}}\n')
        with pytest.raises(DataFileError, match="line 4: no document and no gazetteer has"):
            apply_corrections(store)
        with pytest.raises(DataFileError, match="line 4"):
            build(store, make_documents(HAMZA))
        assert exported(store) == before


def test_corrections_without_what_documents_said_before_say_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        before = exported(store)
        merge_hamza(store)
        after = exported(store)
    (tmp_path / "s" / "originals.sqlite").unlink()
    with Store.open(tmp_path / "s") as store, pytest.raises(StoreError, match="build it again"):
        undo_correction(store)
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(HAMZA))
        assert exported(store) in (before, after)
        assert (exported(store) == after) == bool(read_corrections(store).corrections)


def test_corrections_know_the_gazetteer_that_the_store_was_built_with(tmp_path: Path) -> None:
    (tmp_path / "mine.tsv").write_text(
        "id,name,type,country,latitude,longitude\nmy-hill,Noor Hill,Settlement,SY,35.5,36.5\n", "utf-8"
    )
    noor: list[list[Said]] = [[say("Syria", "attacks", "Noor Hill"), say("Syria", "attacks", "Tall Nur")]]
    with Store.open(tmp_path / "s") as store:
        build(store, make_documents(noor), gazetteer=tmp_path / "mine.tsv")
        before = exported(store)
        assert b"POINT(36.5 35.5)" in before
    (tmp_path / "mine.tsv").unlink()
    with Store.open(tmp_path / "s") as store:
        one, other = find_entity(store, "Noor Hill"), find_entity(store, "Tall Nur")
        add_corrections(store, [ask_merge(store, other, one)])
        assert b"POINT(36.5 35.5)" in exported(store)
        undo_correction(store)
        assert exported(store) == before
        build(store, [make_document("other", HAMZA[0])])  # without it
        assert b"POINT(36.5 35.5)" in exported(store)


@pytest.mark.parametrize("name", ["", " ", "\u200e\u202e", "\udcff", "\x00\x1b", "\ue000"])
def test_corrections_a_name_that_nobody_sees_is_refused(name: str) -> None:
    store = hamza()
    iri = find_entity(store, "Hamza Brigade")
    with pytest.raises(RefusedCorrectionError, match="empty"):
        add_corrections(store, [ask_rename(store, iri, name)])
    if name.strip():
        with pytest.raises(RefusedCorrectionError, match="empty"):
            add_corrections(store, [ask_split(store, iri, ["doc-0"], name=name)])
    assert read_corrections(store).text == ""


@settings(max_examples=40, deadline=None)
@given(name=st.text(st.characters(), min_size=1).filter(lambda text: any(c.isalnum() for c in text)))
def test_corrections_any_name_lasts_and_conforms(name: str) -> None:
    store = hamza()
    add_corrections(store, [ask_rename(store, find_entity(store, "Hamza Brigade"), name)])
    before = exported(store)
    build(store, make_documents(HAMZA))
    assert exported(store) == before
    assert KnowledgeGraph(store).validate().conforms
    assert read_corrections(store).corrections[0].value == name
