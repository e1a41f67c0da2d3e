"""Entities of a document, made by hand, and the linker on them."""

from __future__ import annotations

import datetime

from kg.claims.model import DocumentEntity, Extraction, Mention
from kg.documents import Document
from kg.gazetteers import Gazetteer
from kg.linking import Entity, link_entities

DAY = datetime.date(2016, 12, 12)


def entity(name: str, type_: str, *names: str, **more: object) -> DocumentEntity:
    return DocumentEntity(name=name, type=type_, names=names or (name,), **more)  # type: ignore[arg-type]


def link(
    gazetteer: Gazetteer, *entities: DocumentEntity, id: str = "d", published: datetime.date | None = DAY
) -> list[Entity]:
    mentions = tuple(Mention(start=i, end=i + 1, text=e.name, entity=i) for i, e in enumerate(entities))
    extraction = Extraction(entities=entities, mentions=mentions)
    return list(link_entities(extraction, Document(id=id, text="x", published=published), gazetteer))


def country(iso: str, name: str) -> DocumentEntity:
    return entity(name, "Country", gazetteer=f"country:{iso}", countries=(iso,))
