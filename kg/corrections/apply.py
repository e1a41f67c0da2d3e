"""Makes a store's graphs follow its corrections, and changes the corrections.

The order of writing lets one go on after an interruption: first the file, then what documents were before,
then their graphs and the entities, and last the note of which corrections the graphs follow. While that note
and the file differ, the next command that writes applies the difference first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.control.derive import Touched, refresh_derived
from kg.corrections.entities import refresh_entities
from kg.corrections.file import CorrectionsFile, parse_corrections, read_corrections
from kg.corrections.identity import ContradictionError
from kg.corrections.model import Correction
from kg.corrections.rewrite import correct_quads, entities_of
from kg.errors import DataFileError, StoreError, UsageError
from kg.gazetteers import Gazetteer, load_gazetteer
from kg.iris import DEFAULT_BASE, document_graph_iri
from kg.linking import entry_of_iri
from kg.linking.model import CORRECTION
from kg.store import Store
from kg.vocab import CK, RDF

_TOGETHER = 200
"""Documents that are rewritten in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying corrections did."""

    corrections: int
    """How many there are now."""
    documents: int
    """How many documents' graphs changed."""


class RefusedCorrectionError(UsageError):
    """A correction that cannot be made, or taken back."""

    def __init__(self, problem: str) -> None:
        """Keep what stands against it."""
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Say it."""
        return self.problem


def add_corrections(
    store: Store,
    corrections: Iterable[Correction],
    gazetteer: Gazetteer | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> Applied:
    """Add corrections to a store's file and apply them.

    Raises
    ------
    RefusedCorrectionError
        One contradicts another; nothing is changed.
    DataFileError
        The file was edited by hand, and cannot be used.
    """
    file = read_corrections(store, base=base)
    try:
        new = file.with_added(corrections)
    except ContradictionError as error:
        raise RefusedCorrectionError(str(error)) from error
    return _change(store, file, new, gazetteer, base)


def undo_correction(
    store: Store, number: int = 0, gazetteer: Gazetteer | None = None, *, base: str = DEFAULT_BASE
) -> tuple[Correction, Applied]:
    """Take a correction back (0: the last one); return it, and what that did.

    Raises
    ------
    RefusedCorrectionError
        There is none with this number, or a later one needs it.
    """
    file = read_corrections(store, base=base)
    count = len(file.corrections)
    if not count:
        raise RefusedCorrectionError("there is no correction to undo")
    number = number or count
    if not 1 <= number <= count:
        raise RefusedCorrectionError(f"there is no correction {number}; kg corrections lists {count}")
    try:
        new = file.without(number)
    except ContradictionError as error:
        problem = f"correction {error.number} needs it ({error}): undo that one first"
        raise RefusedCorrectionError(problem) from error
    return file.corrections[number - 1], _change(store, file, new, gazetteer, base)


def apply_corrections(
    store: Store,
    gazetteer: Gazetteer | None = None,
    *,
    check_known: bool = True,
    rebuilding: bool = False,
    derive_all: bool = True,
    base: str = DEFAULT_BASE,
) -> Applied:
    """Make the graphs follow the corrections file, where it was changed by hand or a command was interrupted.

    Parameters
    ----------
    check_known
        Refuse a line with an IRI that no document, gazetteer or earlier correction has.
    rebuilding
        Pass over documents whose words before the corrections are lost: they are about to be read again.
    derive_all
        Compute all anew that is computed from claims, as is needed after an interruption.

    Raises
    ------
    DataFileError
        A line of the file cannot be used; nothing is changed.
    """
    file = read_corrections(store, base=base)
    if file.text == store.sidecar.applied():
        return Applied(corrections=len(file.corrections), documents=0)
    if gazetteer is None:
        gazetteer = load_gazetteer(store.sidecar.gazetteer_path)
    if check_known:
        for line, iri in unknown_iris(store, file, gazetteer, base=base):
            problem = f"no document and no gazetteer has {iri}; kg entities lists what there is"
            raise DataFileError(file.path, line, problem)
    old = parse_corrections(store.sidecar.applied().encode(), file.path, base=base)
    same = sum(1 for _ in _common(old.corrections, file.corrections))
    changed = (*old.corrections[same:], *file.corrections[same:])
    touched = _connected(changed, (*old.corrections, *file.corrections))
    touched |= {one.identity.find(iri) for one in (old, file) for iri in touched}
    stale = Touched()
    for iri in touched:
        stale.add_entity(store, iri)
    documents = 0
    if any(one.kind in ("merge", "split", "retype") for one in changed):
        graphs = store.sidecar.corrected_graphs(touched)
        for iri in touched:
            for quad in store.quads(ox.NamedNode(iri), CK.typeSeen):
                if isinstance(quad.graph_name, ox.NamedNode):
                    graphs.add(quad.graph_name.value)
        waiting = iter(sorted(graphs))
        while some := list(islice(waiting, _TOGETHER)):
            documents += _rewrite(store, some, file, stale, rebuilding)
    refresh_entities(store, gazetteer, identity=file.identity, only=touched, base=base)
    for iri in touched:
        stale.add_entity(store, iri)
    refresh_derived(store, None if derive_all else stale, base=base)
    store.flush()
    store.sidecar.set_applied(file.text, {iri for one in file.corrections for iri in one.iris})
    return Applied(corrections=len(file.corrections), documents=documents)


def unknown_iris(
    store: Store,
    file: CorrectionsFile,
    gazetteer: Gazetteer,
    *,
    applied: bool = True,
    base: str = DEFAULT_BASE,
) -> Iterator[tuple[int, str]]:
    """Yield the lines of the file with IRIs that no document and no gazetteer has.

    Parameters
    ----------
    applied
        IRIs that a correction named before are known too, though their documents have gone.
    """
    for number, correction in enumerate(file.corrections, 1):
        for iri in correction.iris:
            if not (
                iri in file.identity.made
                or any(store.quads(ox.NamedNode(iri), CK.typeSeen))
                or any(store.quads(ox.NamedNode(iri), RDF.type))
                or store.sidecar.mentioned(iri)
                or (applied and store.sidecar.is_known(iri))
                or entry_of_iri(iri, gazetteer, base=base) is not None
            ):
                yield file.line_of(number), iri


def keep_document(
    store: Store, document_iri: str, quads: list[ox.Quad], corrections: CorrectionsFile
) -> list[ox.Quad]:
    """Put what a document says in place of what it said before, corrected; return the corrected quads.

    Parameters
    ----------
    quads
        The document's graph as it is without corrections.
    """
    graph = document_graph_iri(document_iri)
    corrected = correct_quads(quads, corrections.identity)
    if corrected is not quads:
        store.sidecar.keep_originals([(graph, quads, entities_of(quads))])
    store.replace_document(document_iri, graph, corrected)
    if corrected is quads:
        store.sidecar.forget_originals([graph])
    return corrected


def remove_document(
    store: Store, document_iri: str, gazetteer: Gazetteer | None = None, *, base: str = DEFAULT_BASE
) -> bool:
    """Take a document out, with its claims and the entities that nothing else mentions; return whether it was there.

    What was computed from it is computed anew. Corrections stay, also of what is gone: it may come again.
    """
    apply_corrections(store, gazetteer, base=base)
    graph = document_graph_iri(document_iri)
    entities = {
        quad.subject.value
        for quad in store.quads(None, CK.typeSeen, None, ox.NamedNode(graph))
        if isinstance(quad.subject, ox.NamedNode)
    }
    stale = Touched()
    stale.add_graph(store, document_iri, graph)
    if not store.remove_document(document_iri):
        return False
    store.sidecar.forget_originals([graph])
    refresh_entities(store, gazetteer, only=entities, base=base)
    refresh_derived(store, stale, base=base)
    return True


def _change(
    store: Store, old: CorrectionsFile, new: CorrectionsFile, gazetteer: Gazetteer | None, base: str
) -> Applied:
    if gazetteer is None:
        gazetteer = load_gazetteer(store.sidecar.gazetteer_path)
    # What was changed by hand before is checked and applied by itself, so that its errors are not this one's.
    apply_corrections(store, gazetteer, base=base)
    store.sidecar.write_corrections(new.text)
    return apply_corrections(store, gazetteer, check_known=False, derive_all=False, base=base)


def _rewrite(store: Store, graphs: list[str], file: CorrectionsFile, stale: Touched, rebuilding: bool) -> int:
    changes: dict[str, list[ox.Quad]] = {}
    originals: list[tuple[str, list[ox.Quad], list[str]]] = []
    restored: list[str] = []
    for graph in graphs:
        now = list(store.quads(None, None, None, ox.NamedNode(graph)))
        before = store.sidecar.original(graph)
        if before is None:
            if any(q.predicate == CK.linkReason and q.object == ox.Literal(CORRECTION) for q in now):
                if rebuilding:
                    continue
                problem = (
                    f"what {graph} said before it was corrected is lost; build it again from the articles"
                )
                raise StoreError(store.name, problem)
            before = now
        corrected = correct_quads(before, file.identity)
        if corrected is before:
            restored.append(graph)
        else:
            originals.append((graph, before, entities_of(before)))
        if set(corrected) != set(now):
            changes[graph] = corrected
    if originals:
        store.sidecar.keep_originals(originals)
    for turn in range(2):  # before and after
        for graph in changes:
            stale.add_graph(store, _document_of(graph), graph)
        if turn == 0:
            store.replace_graphs(changes)
    if restored:
        store.flush()
        store.sidecar.forget_originals(restored)
    return len(changes)


def _document_of(graph: str) -> str:
    return graph.replace("/graph/document/", "/document/")


def _common(one: Iterable[Correction], other: Iterable[Correction]) -> Iterator[Correction]:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return
        yield mine


def _connected(changed: Iterable[Correction], all_: Iterable[Correction]) -> set[str]:
    """Return the IRIs that merges and splits, old or new, join with those of the changed corrections."""
    joined: dict[str, set[str]] = {}
    for correction in all_:
        group = set(correction.iris) if correction.kind in ("merge", "split") else {correction.entity}
        for iri in list(group):
            group |= joined.get(iri, set())
        joined.update(dict.fromkeys(group, group))
    return {iri for correction in changed for one in correction.iris for iri in joined.get(one, {one})}
