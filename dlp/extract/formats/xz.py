"""xz and .lzma: the file inside, all streams put together."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import compressed
from dlp.extract.base import Budget, Item
from dlp.types import Blob, Locus

NAME = "xz"
MEDIA_TYPES = ("application/x-xz", "application/x-lzma")
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (compressed.LIMITATION, "What needs over 288 MiB of memory to unpack is reported and not read.")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:  # noqa: ARG001 - every reader is called alike
    with blob.open() as stream:
        magic = compressed.XZ if stream.read(6) == compressed.XZ else compressed.LZMA
    yield compressed.child(blob, magic, budget)
