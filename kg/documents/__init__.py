"""Reads articles into frozen ``Document``s: files, folders, JSONL, HTML, standard input, addresses."""

from kg.documents.boilerplate import boilerplate_spans
from kg.documents.model import Document
from kg.documents.read import MAX_BYTES, read_documents

__all__ = ["MAX_BYTES", "Document", "boilerplate_spans", "read_documents"]
