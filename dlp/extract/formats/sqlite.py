"""SQLite databases: every table with its column names, the schema, files kept in cells, and what deleted rows left."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.signatures import SQLITE
from dlp.types import Blob, Locus

NAME = "sqlite"
MEDIA_TYPES = (SQLITE,)
ISOLATED = True
LIBRARIES = ("dlp.extract.database", "dlp.extract.strings")
ENCRYPTION = ""
LIMITATIONS = (
    "What a program has not yet written back (the files -wal and -journal beside a database) is not part of it.",
    "Free pages, where deleted rows remain, are read for text strings only; free room inside pages in use is not.",
    "Views and virtual tables are not run: the tables they rest on are read.",
    "Databases over `limits.part_bytes` are read for text strings only and reported.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.database import read_database

    return read_database(blob, locus, budget)
