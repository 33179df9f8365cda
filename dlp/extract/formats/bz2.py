"""bzip2: the file inside, all streams put together."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import compressed
from dlp.extract.base import Budget, Item
from dlp.types import Blob, Locus

NAME = "bz2"
MEDIA_TYPES = ("application/x-bzip2",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (compressed.LIMITATION,)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    yield compressed.child(blob, compressed.BZIP2, budget)
