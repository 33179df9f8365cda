"""Plain text, source code, logs, Markdown and delimiter-separated tables, of any size."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.identify import suffix
from dlp.extract.signatures import SQL, TEXT, TEXT_SUFFIXES
from dlp.extract.stream import text_segments
from dlp.types import Blob, Layout, Locus

NAME = "text"
MEDIA_TYPES = (TEXT, *(kind for kind in dict.fromkeys(TEXT_SUFFIXES.values()) if kind != SQL))
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "PGP armour and the like in the text."
LIMITATIONS = (
    "Encodings other than UTF-8, UTF-16, UTF-32 and CP949 are read as UTF-8 and CP949 and reported as undecodable.",
    "Files written as base64 or hex are unpacked where they begin like a known kind of file or stand in a `data:` URL.",
    "Files written as yEnc, and PGP, PKCS #7 and encrypted keys, are named and not read.",
)

_TABLES = ("text/csv", "text/tab-separated-values")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    named = TEXT_SUFFIXES.get(suffix(blob.name), "")
    layout = Layout.CODE if named in ("text/x-code", "application/yaml") else None
    return text_segments(blob, locus, budget, layout=layout, likely_table=named in _TABLES)
