"""RAR archives of all versions since 1.5: members, names, links, owners and comments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.extract.rar import rar4, rar5
from dlp.extract.rar.blocks import STORED, Blocks, Entry
from dlp.extract.unpack import Range, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "rar"
MEDIA_TYPES = ("application/vnd.rar",)
ISOLATED = True
LIBRARIES = ("dlp.extract.rar.libarchive",)
ENCRYPTION = "The flag or record of each member; of the whole archive where its names are encrypted too."
LIMITATIONS = (
    "Members with RAR's own compression are read where the system has libarchive.so.13; elsewhere they are named.",
    "Solid archives before RAR 5, comments that are compressed, and compressed members over `part_bytes` are named.",
    "Encrypted members are named and not read; where the names are encrypted too, the archive is.",
    "Parts of a split archive are not put together. BLAKE2 checksums of stored members are not compared.",
)

_COMMENT = "CMT"


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    limit = budget.limits.entries
    with blob.open() as stream:
        kind = rar5 if stream.read(8) == rar5.MAGIC else rar4
        blocks = Blocks(stream, budget, blob.size)
        entries = list(islice(kind.entries(blocks), limit + 1))
    if len(entries) > limit:
        yield Issue(IssueCode.TOO_MANY, locus, f"over {limit} entries")
    yield from names_segment(locus, (*(entry.name for entry in entries if not entry.service), *blocks.words))
    yield from (Issue(code, locus, detail) for code, detail in blocks.troubles)
    for entry in entries[:limit]:
        yield from _member(blob, locus, budget, entry)
    yield from _compressed(blob, locus, budget, [entry for entry in entries[:limit] if not entry.service])


def _shown(entry: Entry) -> str:
    if not entry.service:
        return entry.name
    return "comment" if entry.name == _COMMENT else f"service data {entry.name}"


def _packed(entry: Entry) -> bool:
    """Left to the library."""
    alone = not (entry.service or entry.folder or entry.encrypted or entry.split)
    return alone and entry.method != STORED and entry.size > 0


def _member(blob: Blob, locus: Locus, budget: Budget, entry: Entry) -> Iterator[Item]:
    """A member that is stored, or why it is not read."""
    where = place(locus, _shown(entry))
    if entry.folder or _packed(entry) or not (entry.packed or entry.size):
        return
    if entry.encrypted:
        yield Issue(IssueCode.ENCRYPTED, where)
    elif entry.method != STORED:
        yield Issue(IssueCode.UNSUPPORTED, where, "RAR compression")
    elif entry.packed:
        yield from _stored(blob, where, budget, entry)
    if entry.split:
        yield Issue(IssueCode.UNSUPPORTED, where, "goes on in another part of a split archive")


def _stored(blob: Blob, where: Locus, budget: Budget, entry: Entry) -> Iterator[Item]:
    source = Range(entry.position, entry.packed, entry.crc)
    content = packed_blob(blob, _shown(entry), entry.packed, source, budget)
    if min(entry.packed, blob.size - entry.position) > budget.limits.part_bytes:
        yield Child(content)
        return
    pieces: list[bytes] = []
    with content.open() as stream:
        try:
            while piece := getattr(stream, "read1", stream.read)(1 << 20):
                pieces.append(piece)
        except ReadStopped as stop:
            yield Issue(stop.code, where, stop.detail)
    if pieces:
        yield Child(held(content.name, b"".join(pieces)))


def _compressed(blob: Blob, locus: Locus, budget: Budget, entries: list[Entry]) -> Iterator[Item]:
    wanted = {number: entry for number, entry in enumerate(entries) if _packed(entry)}
    small = {number: entry for number, entry in wanted.items() if entry.size <= budget.limits.part_bytes}
    if small:
        from dlp.extract.rar import libarchive

        with blob.open() as stream:
            data = stream.read() if blob.size <= libarchive.LARGEST else b""
        for number, content in libarchive.unpacked(data, small, budget):
            entry = wanted.pop(number)
            yield Child(held(entry.name, content))
    for entry in wanted.values():
        yield Issue(IssueCode.UNSUPPORTED, place(locus, entry.name), "RAR compression")
