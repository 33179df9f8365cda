"""ISO 9660 images with Joliet and Rock Ridge names: every file, and the names and labels."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dlp.extract.archive import text_of
from dlp.extract.base import Budget, Child, Item
from dlp.extract.gather import names_segment
from dlp.extract.unpack import Range, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "iso"
MEDIA_TYPES = ("application/x-iso9660-image",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "What a UDF file system beside it holds is reported, not read. Bytes that belong to no file are not looked for.",
)

_SECTOR = 2048
_PADDING = 1 << 20  # bytes looked at together
_FIRST, _LAST = 16, 64  # sectors that volume descriptors are looked for in
_PRIMARY, _SUPPLEMENTARY, _END = 1, 2, 255
_DIRECTORY, _GOES_ON = 0x02, 0x80
_JOLIET = (b"%/@", b"%/C", b"%/E")
_LARGEST_DIRECTORY = 16 << 20
_WORDS = re.compile(rb"[0-9A-Za-z\x80-\xff][ -~\x80-\xff]{3,}")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        yield from _Image(blob, locus, budget, stream).read()


@dataclass(slots=True, repr=False)
class _Image:
    """An image being read. Joliet and the plain tree lead to the same files, which are read once, names are not."""

    blob: Blob
    locus: Locus
    budget: Budget
    stream: BinaryIO
    lines: dict[str, None] = field(default_factory=dict)
    seen: set[tuple[int, int]] = field(default_factory=set)
    entries: int = 0

    def read(self) -> Iterator[Item]:
        roots, size = [], 0  # of the volume, in sectors
        for number in range(_FIRST, _LAST):
            sector = self._at(number, _SECTOR)
            if sector[1:6] in (b"NSR02", b"NSR03"):
                yield Issue(IssueCode.UNSUPPORTED, self.locus, "UDF")
            if sector[1:6] == b"CD001" and len(sector) == _SECTOR and sector[0] in (_PRIMARY, _SUPPLEMENTARY):
                joliet = sector[0] == _SUPPLEMENTARY and sector[88:91] in _JOLIET
                self._note_label(sector, joliet=joliet)
                size = max(size, int.from_bytes(sector[80:84], "little"))
                roots.append((joliet, sector[156:190]))
        for joliet, record in sorted(roots, key=lambda root: not root[0]):
            yield from self._tree(record, joliet=joliet)
        if not roots:
            yield Issue(IssueCode.CORRUPT, self.locus, "no volume descriptor")
        elif self._goes_on(size):
            yield Issue(IssueCode.SUSPICIOUS, self.locus, "bytes behind the volume")
        yield from names_segment(self.locus, self.lines)

    def _at(self, sector: int, size: int) -> bytes:
        self.budget.check_time()
        self.stream.seek(sector * _SECTOR)
        return self.stream.read(size)

    def _goes_on(self, sector: int) -> bool:
        """Whether anything but padding stands from this sector on."""
        while data := self._at(sector, _PADDING):
            if data.strip(b"\0"):
                return True
            sector += _PADDING // _SECTOR
        return False

    def _note(self, text: str) -> None:
        self.lines[text.strip(" \0")] = None

    def _note_label(self, sector: bytes, *, joliet: bool) -> None:
        """The labels of a volume: system, name, set, publisher, who made it and with what, and the free bytes."""
        for start, end in ((8, 40), (40, 72), (190, 318), (318, 446), (446, 574), (574, 702), (702, 813)):
            self._note(sector[start:end].decode("utf-16-be", "replace") if joliet else text_of(sector[start:end]))
        for word in _WORDS.findall(sector[883:]):
            self._note(text_of(word))

    def _tree(self, root: bytes, *, joliet: bool) -> Iterator[Item]:
        waiting = [("", *struct.unpack_from("<I4xI", root, 2))]
        visited = set()
        while waiting:
            folder, extent, size = waiting.pop()
            if extent in visited:
                continue
            visited.add(extent)
            if size > _LARGEST_DIRECTORY:
                yield Issue(IssueCode.TOO_LARGE, self.locus, "a directory of over 16 MiB")
            data = self._at(extent, min(size, _LARGEST_DIRECTORY))
            if len(data) < min(size, _LARGEST_DIRECTORY):
                yield Issue(IssueCode.CORRUPT, self.locus, "a directory that is cut short")
            joined = 0
            for record in _records(data):
                self.entries += 1
                if self.entries > self.budget.limits.entries:
                    yield Issue(IssueCode.TOO_MANY, self.locus, f"over {self.budget.limits.entries} entries")
                    return
                name = folder + self._name(record, joliet=joliet)
                start, length = struct.unpack_from("<I4xI", record, 2)
                if record[25] & _DIRECTORY:
                    waiting.append((name + "/", start, length))
                elif record[25] & _GOES_ON and length % _SECTOR == 0:  # its parts lie one behind the other
                    joined += length
                else:
                    yield from self._file(name, start - joined // _SECTOR, length + joined)
                    joined = 0

    def _name(self, record: bytes, *, joliet: bool) -> str:
        raw = record[33 : 33 + record[32]]
        name = raw.decode("utf-16-be", "replace") if joliet else text_of(raw)
        name = re.sub(r";\d+$", "", name)
        self._note(name)
        for word in _WORDS.findall(record[33 + record[32] :]):  # Rock Ridge: the name as Unix has it, and comments
            self._note(text_of(word))
        return name

    def _file(self, name: str, extent: int, size: int) -> Iterator[Item]:
        if size and (extent, size) not in self.seen:
            self.seen.add((extent, size))
            yield Child(packed_blob(self.blob, name, size, Range(extent * _SECTOR, size), self.budget))


def _records(data: bytes) -> Iterator[bytes]:
    """The records of a directory, without those of itself and its parent. None goes over the end of a sector."""
    at = 0
    while at + 33 < len(data):
        size = data[at]
        if size < 34 or data[at + 32] + 33 > size:
            at += _SECTOR - at % _SECTOR
            continue
        record = data[at : at + size]
        if len(record) == size and record[33 : 33 + record[32]] not in (b"\0", b"\1"):
            yield record
        at += size
