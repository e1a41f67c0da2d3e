"""The store of quads: a folder on disk, or memory; alone knows the store library's files and locks."""

from kg.store.files import READ_FORMATS
from kg.store.rows import EntityRow, StoredDocument
from kg.store.store import DEFAULT_STORE, STORE_VARIABLE, Store, default_store_path

__all__ = [
    "DEFAULT_STORE",
    "READ_FORMATS",
    "STORE_VARIABLE",
    "EntityRow",
    "Store",
    "StoredDocument",
    "default_store_path",
]
