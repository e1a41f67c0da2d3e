"""Documents with claims made by hand or by hypothesis, and stores of them, to test corrections without a model."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from kg.builder import BuildReport, Resources, build_store
from kg.claims.model import Claim, DocumentEntity, Extraction, Mention
from kg.documents import Document
from kg.export import export_store
from kg.gazetteers import load_gazetteer
from kg.store import Store
from kg.workers import Extracted, PipelineOptions

SYRIA = ("SY",)
THINGS = {
    "Islamic State": DocumentEntity(
        name="Islamic State",
        type="ArmedGroup",
        names=("IS", "Islamic State"),
        gazetteer="actor:islamic-state",
    ),
    "Syria": DocumentEntity(
        name="Syria", type="State", names=("Syria",), gazetteer="state:SY", countries=SYRIA
    ),
    "Russia": DocumentEntity(name="Russia", type="State", names=("Russia",), gazetteer="state:RU"),
    "Hamza Brigade": DocumentEntity(
        name="Hamza Brigade", type="ArmedGroup", names=("Hamza Brigade", "the brigade"), countries=SYRIA
    ),
    "Hamza Division": DocumentEntity(
        name="Hamza Division", type="ArmedGroup", names=("Hamza Division",), countries=SYRIA
    ),
    "rebels": DocumentEntity(
        name="rebels", type="ArmedGroup", names=("rebels",), generic=True, countries=SYRIA
    ),
    "Orontes Watch": DocumentEntity(name="Orontes Watch", type="Organization", names=("Orontes Watch",)),
    "Jane Doe": DocumentEntity(name="Jane Doe", type="Person", names=("Doe", "Jane Doe")),
    "Palmyra": DocumentEntity(name="Palmyra", type="Settlement", names=("Palmyra",), countries=SYRIA),
    "Tell Noor": DocumentEntity(name="Tell Noor", type="Settlement", names=("Tell Noor",), countries=SYRIA),
    "Noor Hill": DocumentEntity(
        name="Noor Hill", type="Settlement", names=("Noor Hill",), gazetteer="own:my-hill", countries=SYRIA
    ),
    "Tall Nur": DocumentEntity(name="Tall Nur", type="Settlement", names=("Tall Nur",), countries=SYRIA),
}
ACTORS = [name for name, thing in THINGS.items() if thing.type not in ("Person", "Settlement")]
PLACES = [name for name, thing in THINGS.items() if thing.type == "Settlement" and name != "Noor Hill"]
RELATIONS = {
    "attacks": (ACTORS, ACTORS + PLACES),
    "supports": (ACTORS, ACTORS),
    "controls": (ACTORS, PLACES),
    "leads": (["Jane Doe"], ACTORS),
    "locatedIn": (PLACES, PLACES),
}

Said = tuple[str, str, str, str, str]
"""Subject, relation, object, polarity and source (empty: none) of a claim."""


@st.composite
def claims_said(draw: st.DrawFn) -> Said:
    relation = draw(st.sampled_from(sorted(RELATIONS)))
    subjects, objects = RELATIONS[relation]
    subject = draw(st.sampled_from(subjects))
    object_ = draw(st.sampled_from([name for name in objects if name != subject]))
    polarity = draw(st.sampled_from(["Affirmed", "Affirmed", "Negated"]))
    return subject, relation, object_, polarity, draw(st.sampled_from(["", "Orontes Watch"]))


def documents_said(count: int = 4) -> st.SearchStrategy[list[list[Said]]]:
    return st.lists(st.lists(claims_said(), min_size=1, max_size=4), min_size=1, max_size=count)


def make_document(id: str, said: Sequence[Said]) -> Extracted:
    names = sorted({name for one in said for name in (one[0], one[2], one[4]) if name})
    claims, text = [], ""
    for subject, relation, object_, polarity, source in said:
        begin = len(text)
        sentence = f"{subject} {relation} {object_}"
        text += f"{sentence}, says {source}. " if source else f"{sentence}. "
        place = begin + len(subject) + len(relation) + 2

        def mention(name: str, start: int) -> Mention:
            return Mention(start=start, end=start + len(name), text=name, entity=names.index(name))

        claims.append(
            Claim(
                subject=mention(subject, begin),
                relation=relation,
                object=mention(object_, place),
                polarity=polarity,  # type: ignore[arg-type]
                phase="Holds" if relation == "controls" else "",
                source=mention(source, begin + len(sentence) + 7) if source else None,
                quote_start=begin,
                quote_end=begin + len(sentence),
                quote=sentence,
                trigger_start=begin + len(subject) + 1,
                trigger_end=place - 1,
                frame="test",
                construction="test",
                confidence=0.9,
            )
        )
    found = Extraction(entities=tuple(THINGS[name] for name in names), claims=tuple(claims))
    return Document(id=id, text=text or "Nothing."), found


def make_documents(said: Iterable[Sequence[Said]]) -> list[Extracted]:
    return [make_document(f"doc-{number}", one) for number, one in enumerate(said)]


def build(store: Store, made: Sequence[Extracted], *, gazetteer: Path | None = None) -> BuildReport | None:
    """Put documents into a store as ``kg build`` does."""
    if not made:
        return None
    by_id = {document.id: found for document, found in made}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        lines = (json.dumps({"id": document.id, "text": document.text}) for document, _ in made)
        path.write_text("\n".join(lines), "utf-8")
        resources = Resources(
            options=PipelineOptions(gazetteer=gazetteer),
            gazetteer=load_gazetteer(gazetteer),
            relations={},
            extract=lambda documents: [(document, by_id[document.id]) for document in documents],
        )
        errors: list[Exception] = []
        report = build_store([path], store, resources=resources, on_error=errors.append)
        assert not errors
    return report


def exported(store: Store) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        export_store(store, Path(folder) / "out.nq")
        return (Path(folder) / "out.nq").read_bytes()
