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
from dlp.extract.unpack import TO_THE_END, Range, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "iso"
MEDIA_TYPES = ("application/x-iso9660-image",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "What a UDF file system beside it holds is reported; its files are read as bytes that belong to no file.",
)

_SECTOR = 2048
_PADDING = 1 << 20  # bytes looked at together
_FIRST, _LAST = 16, 64  # sectors that volume descriptors are looked for in
_PRIMARY, _SUPPLEMENTARY, _END = 1, 2, 255
_DIRECTORY, _GOES_ON = 0x02, 0x80
_RECOGNISED = (b"CD001", b"BEA01", b"NSR02", b"NSR03", b"BOOT2", b"TEA01")
_HEADS = {0: 75, _PRIMARY: _SECTOR, _SUPPLEMENTARY: _SECTOR}  # bytes of a descriptor that mean something, by its type
_OWN = (b"\0", b"\1")  # the names of the directory itself and its parent
_JOLIET = (b"%/@", b"%/C", b"%/E")
_LARGEST_DIRECTORY = 16 << 20
_TELLING = 8  # bytes: fewer hold no number
_STRETCHES = 100  # of bytes that belong to nothing
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
    used: list[tuple[int, int]] = field(default_factory=list)  # bytes that something refers to: start and end
    folders: set[int] = field(default_factory=set)  # sectors where directories begin
    entries: int = 0

    def read(self) -> Iterator[Item]:
        roots, described, size = [], list[bytes](), 0  # of the volume, in sectors
        for number in range(_FIRST, _LAST):
            sector = self._at(number, _SECTOR)
            if sector[1:6] in (b"NSR02", b"NSR03"):
                yield Issue(IssueCode.UNSUPPORTED, self.locus, "UDF")
            if sector[1:6] in _RECOGNISED:
                self._use(number * _SECTOR, _HEADS.get(sector[0], 8) if sector[1:6] == b"CD001" else 8)
            if sector[1:6] == b"CD001" and len(sector) == _SECTOR and sector[0] in (_PRIMARY, _SUPPLEMENTARY):
                joliet = sector[0] == _SUPPLEMENTARY and sector[88:91] in _JOLIET
                self._note_label(sector, joliet=joliet)
                described.append(sector)
                size = max(size, int.from_bytes(sector[80:84], "little"))
                roots.append((joliet, sector[156:190]))
        for joliet, record in sorted(roots, key=lambda root: not root[0]):
            yield from self._tree(record, joliet=joliet)
        for sector in described:
            for order, at in (("<", 140), ("<", 144), (">", 148), (">", 152)):
                if place := struct.unpack_from(order + "I", sector, at)[0]:
                    self._use_table(sector, place, order)
        if not roots:
            yield Issue(IssueCode.CORRUPT, self.locus, "no volume descriptor")
        elif self._goes_on(size):
            yield Issue(IssueCode.SUSPICIOUS, self.locus, "bytes behind the volume")
        yield from names_segment(self.locus, self.lines)
        yield from self._remains()

    def _at(self, sector: int, size: int) -> bytes:
        self.budget.check_time()
        self.stream.seek(sector * _SECTOR)
        return self.stream.read(size)

    def _use(self, start: int, size: int) -> None:
        end = start + size
        if self.used and self.used[-1][1] == start:
            start, _ = self.used.pop()
        self.used.append((start, end))

    def _use_table(self, sector: bytes, place: int, order: str) -> None:
        """A path table (ECMA-119, 9.4) names the directories once more; it ends where it names something else."""
        (size,) = struct.unpack_from("<I", sector, 132)
        data = self._at(place, min(size, _LARGEST_DIRECTORY))
        at = 0
        while at + 8 < len(data) and data[at] and struct.unpack_from(order + "I", data, at + 2)[0] in self.folders:
            self._note_words(data[at + 8 : at + 8 + data[at]])
            at += 8 + data[at] + data[at] % 2
        self._use(place * _SECTOR, at)

    def _goes_on(self, sector: int) -> bool:
        """Whether anything but padding stands from this sector on."""
        return self._stretch(sector * _SECTOR, TO_THE_END) is not None

    def _stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """From the first byte there that is not padding to the last."""
        first = last = -1
        while start < end:
            self.budget.check_time()
            self.stream.seek(start)
            data = self.stream.read(min(_PADDING, end - start))
            if not data:
                break
            if behind := data.lstrip(b"\0"):
                first = start + len(data) - len(behind) if first < 0 else first
                last = start + len(data.rstrip(b"\0"))
            start += len(data)
        return (first, last) if first >= 0 else None

    def _remains(self) -> Iterator[Item]:
        """What stands where nothing refers to, before, between and behind the files: each stretch as a document."""
        told, end = 0, 0
        for start, after in (*sorted(self.used), (TO_THE_END, TO_THE_END)):
            found = self._stretch(end, start) if start > end else None
            end = max(end, after)
            if found is None or found[1] - found[0] < _TELLING:
                continue
            told += 1
            if told > _STRETCHES:
                yield Issue(IssueCode.TOO_MANY, self.locus, f"over {_STRETCHES} stretches that belong to no file")
                return
            place = Range(found[0], found[1] - found[0])
            yield Child(packed_blob(self.blob, "outside the files", place.packed, place, self.budget), hidden=True)

    def _note(self, text: str) -> None:
        self.lines[text.strip(" \0")] = None

    def _note_words(self, data: bytes) -> None:
        for word in _WORDS.findall(data):
            self._note(text_of(word))

    def _note_label(self, sector: bytes, *, joliet: bool) -> None:
        """The labels of a volume: system, name, set, publisher, who made it and with what, and the free bytes."""
        for start, end in ((8, 40), (40, 72), (190, 318), (318, 446), (446, 574), (574, 702), (702, 813)):
            self._note(sector[start:end].decode("utf-16-be", "replace") if joliet else text_of(sector[start:end]))
        for unused in (sector[72:80], sector[88:120], sector[883:]):
            self._note_words(unused)

    def _tree(self, root: bytes, *, joliet: bool) -> Iterator[Item]:
        waiting = [("", *struct.unpack_from("<I4xI", root, 2))]
        visited = set()
        while waiting:
            folder, extent, size = waiting.pop()
            if extent in visited:
                continue
            visited.add(extent)
            self.folders.add(extent)
            if size > _LARGEST_DIRECTORY:
                yield Issue(IssueCode.TOO_LARGE, self.locus, "a directory of over 16 MiB")
            data = self._at(extent, min(size, _LARGEST_DIRECTORY))
            if len(data) < min(size, _LARGEST_DIRECTORY):
                yield Issue(IssueCode.CORRUPT, self.locus, "a directory that is cut short")
            joined = 0
            for at, record in _records(data):
                self.entries += 1
                if self.entries > self.budget.limits.entries:
                    yield Issue(IssueCode.TOO_MANY, self.locus, f"over {self.budget.limits.entries} entries")
                    return
                self._use(extent * _SECTOR + at, len(record))
                self._note_words(self._going_on(record))
                if record[33 : 33 + record[32]] in _OWN:
                    continue
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
        self._note_words(record[33 + record[32] :])  # Rock Ridge: the name as Unix has it, and comments
        return name

    def _going_on(self, record: bytes) -> bytes:
        """What does not fit into a record stands elsewhere (SUSP 1.12, 5.1: CE with sector, offset and length)."""
        at = record.find(b"CE\x1c\x01", 33 + record[32])
        if at < 0 or len(record) < at + 28:
            return b""
        sector, offset, length = struct.unpack_from("<I4xI4xI", record, at + 4)
        length = min(length, _SECTOR)
        self._use(sector * _SECTOR + offset, length)
        self.stream.seek(sector * _SECTOR + offset)
        return self.stream.read(length)

    def _file(self, name: str, extent: int, size: int) -> Iterator[Item]:
        if size and (extent, size) not in self.seen:
            self.seen.add((extent, size))
            self._use(extent * _SECTOR, size)
            yield Child(packed_blob(self.blob, name, size, Range(extent * _SECTOR, size), self.budget))


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a directory and where they are. None goes over the end of a sector."""
    at = 0
    while at + 33 < len(data):
        size = data[at]
        if size < 34 or data[at + 32] + 33 > size:
            at += _SECTOR - at % _SECTOR
            continue
        record = data[at : at + size]
        if len(record) == size:
            yield at, record
        at += size
