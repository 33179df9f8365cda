"""ALZ archives, as ALZip has written them since 2001: every member, the names and the comments."""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dlp.extract import unpack
from dlp.extract.archive import text_of
from dlp.extract.base import Budget, Child, Item
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "alz"
MEDIA_TYPES = ("application/x-alz",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "The flag of each member's header; the member is named."
LIMITATIONS = (
    "Encrypted members are named and not read.",
    "Parts of a split archive are not put together: what lies whole in one part is read, the rest reported.",
)

_MEMBER, _COMMENTS, _END, _TAIL = b"BLZ\x01", b"ELZ\x01", b"CLZ\x01", b"CLZ\x02"
_SPLIT = b"CLZ\x03"
_STORED, _BZIP2, _DEFLATED = 0, 1, 2
_FOLDER, _ENCRYPTED = 0x10, 0x01
_LARGEST_COMMENT = 1 << 20


@dataclass(frozen=True, slots=True)
class _Packed:
    """The data of a member."""

    method: int
    position: int
    packed: int
    size: int
    crc: int

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        return unpack.guarded(self._plain(unpack.pieces(stream, self.position, self.packed)), self.crc, self.size)

    def _plain(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        if self.method == _DEFLATED:
            return unpack.inflate(packed)
        if self.method == _BZIP2:
            from dlp.extract import dlz

            return dlz.blocks(packed)
        return packed


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        yield from _Archive(blob, locus, budget, stream).read()


@dataclass(slots=True, repr=False)
class _Archive:
    """An archive being read from front to end."""

    blob: Blob
    locus: Locus
    budget: Budget
    stream: BinaryIO
    position: int = 8  # signature, version, identifier
    lines: list[str] = field(default_factory=list)

    def read(self) -> Iterator[Item]:
        entries = 0
        while entries <= self.budget.limits.entries:
            self.budget.check_time()
            self.stream.seek(self.position)
            signature = self.stream.read(4)
            if signature == _MEMBER:
                entries += 1
                yield from self._member()
            elif signature == _COMMENTS:
                self._comments()
            elif signature == _END:
                yield from self._end()
                break
            elif not (yield from self._resume()):
                break
        else:
            yield Issue(IssueCode.TOO_MANY, self.locus, f"over {self.budget.limits.entries} entries")
        yield from names_segment(self.locus, self.lines)

    def _member(self) -> Iterator[Item]:
        """A local header: 9 bytes, method, checksum and sizes as wide as it says, the name."""
        fixed = self.stream.read(9)
        width = fixed[7] >> 4 if len(fixed) == 9 else -1
        rest = self.stream.read(6 + 2 * width) if width > 0 else b""
        if width not in (0, 1, 2, 4, 8) or (width and len(rest) < 6 + 2 * width):
            self.position += 4
            yield Issue(IssueCode.CORRUPT, self.locus, "an entry without a size")
            return
        name = text_of(self.stream.read(struct.unpack_from("<H", fixed)[0])).replace("\\", "/")
        self.lines.append(name)
        self.position = self.stream.tell()
        if not width:
            return
        packed, size = (int.from_bytes(rest[at : at + width], "little") for at in (6, 6 + width))
        encrypted = fixed[7] & _ENCRYPTED
        start = self.position + (12 if encrypted else 0)
        self.position = min(start + packed, self.blob.size)
        if encrypted:
            yield Issue(IssueCode.ENCRYPTED, place(self.locus, name))
        elif rest[0] not in (_STORED, _BZIP2, _DEFLATED):
            yield Issue(IssueCode.UNSUPPORTED, place(self.locus, name), f"compression method {rest[0]}")
        elif not fixed[2] & _FOLDER or packed:
            source = _Packed(rest[0], start, packed, size, struct.unpack_from("<I", rest, 2)[0])
            yield Child(unpack.packed_blob(self.blob, name, size, source, self.budget))

    def _comments(self) -> None:
        """Comments of the archive and of members, up to the record at the end, which tells their size."""
        end = self.stream.seek(0, 2) - 16
        self.stream.seek(max(end, 0) + 4)
        size = int.from_bytes(self.stream.read(4), "little")
        self.stream.seek(self.position + 4)
        data = self.stream.read(min(max(size - 4, 0), _LARGEST_COMMENT))
        at = 0
        while at + 6 <= len(data):
            length = struct.unpack_from("<H", data, at + 4)[0]
            self.lines.append(text_of(data[at + 6 : at + 6 + length]))
            at += 6 + length
        self.position += max(size, 4)

    def _end(self) -> Iterator[Item]:
        self.stream.seek(self.position)
        tail = self.stream.read(16)
        if tail[12:] == _SPLIT:
            yield Issue(IssueCode.UNSUPPORTED, self.locus, "goes on in another part of a split archive")
        elif tail[12:] != _TAIL:
            yield Issue(IssueCode.CORRUPT, self.locus, "no end record")
        strange = self.stream.seek(0, 2) - self.position - 16
        if strange > 0:
            yield Issue(IssueCode.SUSPICIOUS, self.locus, f"{strange} bytes after the archive")

    def _resume(self) -> Generator[Item, None, bool]:
        """Go on at the next member after bytes that belong to none; False where there is no other."""
        size = self.stream.seek(0, 2)
        at = unpack.find(self.stream, _MEMBER, self.position, self.budget) if self.position < size else -1
        lost = (at if at >= 0 else size) - self.position
        if lost > 0:
            yield Issue(IssueCode.CORRUPT, self.locus, f"{lost} bytes belong to no entry")
        else:
            yield Issue(IssueCode.CORRUPT, self.locus, "ends too early: cut short, or a part of a split archive")
        self.position = at
        return at >= 0
