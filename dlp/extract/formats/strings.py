"""Anything without a reader of its own: the readable text in it, and an issue that says that this is not all."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.signatures import UNKNOWN
from dlp.types import Blob, Locus

NAME = "strings"
MEDIA_TYPES = (UNKNOWN,)
ISOLATED = True
LIBRARIES = ("dlp.extract.strings",)
ENCRYPTION = ""
LIMITATIONS = (
    "Whatever is found, the document counts as not fully read.",
    "Runs of UTF-8, CP949 and UTF-16 (little-endian) of Hangul and ASCII are read; a number only where words are near.",
    "Content that is compressed or encrypted by nature is not searched.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.strings import string_segments

    # That the type has no reader is said by whoever chose this one.
    return string_segments(blob, locus, budget)
