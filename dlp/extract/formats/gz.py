"""gzip: the file inside, all members put together, and the name, comment and extra field of the header."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import compressed
from dlp.extract.archive import text_of
from dlp.extract.base import Budget, Item
from dlp.extract.gather import names_segment
from dlp.extract.unpack import Feed, pieces
from dlp.types import Blob, Locus

NAME = "gz"
MEDIA_TYPES = ("application/gzip",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    compressed.LIMITATION,
    "Where several gzip members stand in one file, the name and comment of the first are scanned.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        header = compressed.gzip_header(Feed(pieces(stream)))
    yield from names_segment(locus, map(text_of, header.words))
    inside = compressed.plain_name(blob.name)
    unnamed = not inside or inside == compressed.base_name(blob.name)
    yield compressed.child(blob, compressed.GZIP, budget, text_of(header.name) if unnamed else inside)
