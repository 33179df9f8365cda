"""Zstandard: the file inside, all frames put together."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import compressed
from dlp.extract.base import Budget, Item
from dlp.types import Blob, Locus

NAME = "zst"
MEDIA_TYPES = ("application/zstd",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    compressed.LIMITATION,
    "Frames that readers skip are reported, not read. Windows of over 128 MiB and dictionaries of their own are not supported.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    yield compressed.child(blob, compressed.ZSTANDARD, budget)
