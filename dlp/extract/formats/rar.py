"""RAR archives of all versions since 1.5: names, links, owners, comments, and the members that are stored."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Item
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.extract.rar import rar4, rar5
from dlp.extract.rar.blocks import STORED, Blocks, Entry
from dlp.extract.unpack import Range, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "rar"
MEDIA_TYPES = ("application/vnd.rar",)
ISOLATED = False
LIBRARIES = ()
LIMITATIONS = (
    "Members with RAR's own compression are named and not read: there is no free library that unpacks it.",
    "Encrypted members are named and not read; where the names are encrypted too, the archive is.",
    "Parts of a split archive are not put together. BLAKE2 checksums are not compared.",
)

_COMMENT = "CMT"


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        kind = rar5 if stream.read(8) == rar5.MAGIC else rar4
        blocks = Blocks(stream, budget, blob.size)
        names: list[str] = []
        for entry in kind.entries(blocks):
            names.append("" if entry.service else entry.name)
            yield from _member(blob, locus, budget, entry)
            if len(names) > budget.limits.entries:
                yield Issue(IssueCode.TOO_MANY, locus, f"over {budget.limits.entries} entries")
                break
    yield from names_segment(locus, (*names, *blocks.words))
    yield from (Issue(code, locus, detail) for code, detail in blocks.troubles)


def _member(blob: Blob, locus: Locus, budget: Budget, entry: Entry) -> Iterator[Item]:
    name = ("comment" if entry.name == _COMMENT else f"service data {entry.name}") if entry.service else entry.name
    where = place(locus, name)
    if entry.folder or not (entry.packed or entry.size):
        return
    if entry.encrypted:
        yield Issue(IssueCode.ENCRYPTED, where)
    elif entry.method != STORED:
        yield Issue(IssueCode.UNSUPPORTED, where, "RAR compression")
    elif entry.packed:
        source = Range(entry.position, entry.packed, entry.crc)
        yield Child(packed_blob(blob, name, entry.packed, source, budget))
    if entry.split:
        yield Issue(IssueCode.UNSUPPORTED, where, "goes on in another part of a split archive")
