"""EGG archives, as newer versions of ALZip write them: every member, the names and the comments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from dlp.extract import unpack
from dlp.extract.archive import text_of
from dlp.extract.base import Budget, Child, Item, ReadStopped
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "egg"
MEDIA_TYPES = ("application/x-egg",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "The record of encryption of each member, with its cipher, or of the whole archive."
LIMITATIONS = (
    "Members that are encrypted, or compressed with AZO, are named and not read.",
    "Solid archives are not read, except for members that are stored or compressed with bzip2.",
    "Parts of a split archive are not put together: what lies whole in one part is read, the rest reported.",
)

# Signatures of records, as they stand in the file.
_END = bytes.fromhex("2282e208")
_FILE = bytes.fromhex("e390850a")
_NAME = bytes.fromhex("ac91850a")
_COMMENT = bytes.fromhex("7236c604")
_WINDOWS, _POSIX = bytes.fromhex("0b95862c"), bytes.fromhex("e522e91e")
_ENCRYPT, _ENCRYPT_ALL = bytes.fromhex("0f47d108"), bytes.fromhex("a844d108")
_BLOCK = bytes.fromhex("130cb502")
_DUMMY = bytes.fromhex("07334607")
_SPLIT, _SKIP, _SOLID = bytes.fromhex("62a2f524"), bytes.fromhex("0000ffff"), bytes.fromhex("60a0e524")

_STORED, _DEFLATED, _BZIP2, _AZO, _LZMA = range(5)
_ALONE = (_STORED, _BZIP2)  # need nothing that came before, in a solid archive either
_CIPHERS = {0: "ZIP 2.0", 1: "AES-128", 2: "AES-256", 5: "LEA-128", 6: "LEA-256"}
_WIDE, _SECRET, _AREA, _RELATIVE = 0x01, 0x08, 0x10, 0x20  # flags of a record
_LARGEST = 1 << 20
_MOST_BLOCKS = 200_000


class _Block(NamedTuple):
    method: int
    size: int
    packed: int
    crc: int
    position: int

    def plain(self, stream: BinaryIO) -> Iterator[bytes]:
        packed = unpack.pieces(stream, self.position, self.packed)
        if self.method == _DEFLATED:
            packed = unpack.inflate(packed)
        elif self.method == _BZIP2:
            packed = unpack.bunzip2(packed)
        elif self.method == _LZMA:  # four bytes of no meaning, then the properties
            first = next(packed, b"")
            packed = unpack.lzma1(first[4:9], unpack.prepend(first[9:], packed))
        return unpack.guarded(unpack.limited(packed, self.size), self.crc, self.size)


@dataclass(frozen=True, slots=True)
class _Packed:
    """The data of a member: blocks, each packed for itself."""

    blocks: tuple[_Block, ...]

    @property
    def packed(self) -> int:
        return sum(block.packed for block in self.blocks)

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        for block in self.blocks:
            yield from block.plain(stream)


@dataclass(slots=True, repr=False)
class _Entry:
    """A member as its records describe it."""

    size: int
    name: str = ""
    cipher: str = ""
    blocks: list[_Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class _Record:
    """A record other than a file or a block."""

    flags: int
    data: bytes


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
    solid: bool = False
    ended: bool = False
    lines: list[str] = field(default_factory=list)

    def read(self) -> Iterator[Item]:
        self.stream.seek(14)  # signature, version, identifier, reserved
        entries = 0
        yield from self._guarded(self._prefix())
        while not self.ended:
            self.budget.check_time()
            if entries > self.budget.limits.entries:
                yield Issue(IssueCode.TOO_MANY, self.locus, f"over {self.budget.limits.entries} entries")
                break
            entries += 1
            yield from self._guarded(self._top())
        yield from names_segment(self.locus, self.lines)

    def _guarded(self, part: Iterator[Item]) -> Iterator[Item]:
        """One part, and after damage on to the next member."""
        try:
            yield from part
        except ReadStopped as stop:
            if stop.code is not IssueCode.CORRUPT:
                raise
            yield Issue(IssueCode.CORRUPT, self.locus, stop.detail)
            at = unpack.find(self.stream, _FILE, self.stream.tell(), self.budget)
            self.ended = at < 0
            self.stream.seek(max(at, 0))

    def _prefix(self) -> Iterator[Item]:
        while (signature := self._signature()) != _END:
            record = self._record()
            if signature in (_SPLIT, _SKIP) and record.data.strip(b"\0"):
                yield Issue(IssueCode.UNSUPPORTED, self.locus, "one part of a split archive")
            elif signature == _SOLID:
                self.solid = True
            elif signature == _ENCRYPT_ALL:
                yield Issue(IssueCode.ENCRYPTED, self.locus, "the whole archive")
            else:
                self._note(record)

    def _top(self) -> Iterator[Item]:
        signature = self._signature()
        if signature == _FILE:
            entry = self._entry()
            yield from self._member(entry)
        elif signature == _END:
            self.ended = True
            strange = -self.stream.tell() + self.stream.seek(0, 2)
            if strange:
                yield Issue(IssueCode.SUSPICIOUS, self.locus, f"{strange} bytes after the archive")
        elif signature in (_COMMENT, _DUMMY):
            self._note(self._record())
        else:
            raise ReadStopped(IssueCode.CORRUPT, "bytes that belong to no entry")

    def _entry(self) -> _Entry:
        entry = _Entry(struct.unpack("<4xQ", self._exactly(12))[0])
        while (signature := self._signature()) != _END:
            record = self._record()
            if signature == _NAME:
                entry.name = self._name(record)
            elif signature == _ENCRYPT:
                entry.cipher = _CIPHERS.get(record.data[0] if record.data else -1, "unknown cipher")
            elif signature not in (_WINDOWS, _POSIX):
                self._note(record)
        while (signature := self._signature(last=True)) == _BLOCK:
            method, size, packed, crc = struct.unpack("<BxIII", self._exactly(14))
            if self._signature() != _END:
                raise ReadStopped(IssueCode.CORRUPT, "a block without an end mark")
            entry.blocks.append(_Block(method, size, packed, crc, self.stream.tell()))
            if len(entry.blocks) > _MOST_BLOCKS:
                raise ReadStopped(IssueCode.TOO_MANY, f"over {_MOST_BLOCKS} blocks")
            self.stream.seek(packed, 1)
            self.budget.check_time()
        self.stream.seek(-len(signature), 1)
        return entry

    def _member(self, entry: _Entry) -> Iterator[Item]:
        where = place(self.locus, entry.name)
        methods = {block.method for block in entry.blocks}
        if entry.cipher:
            yield Issue(IssueCode.ENCRYPTED, where, entry.cipher)
        elif _AZO in methods:
            yield Issue(IssueCode.UNSUPPORTED, where, "AZO compression")
        elif methods - {_STORED, _DEFLATED, _BZIP2, _LZMA}:
            yield Issue(IssueCode.UNSUPPORTED, where, f"compression method {max(methods)}")
        elif self.solid and methods - {*_ALONE}:
            yield Issue(IssueCode.UNSUPPORTED, where, "solid archive")
        elif entry.blocks:
            source = _Packed(tuple(entry.blocks))
            yield Child(unpack.packed_blob(self.blob, entry.name, entry.size, source, self.budget))
        if entry.size != sum(block.size for block in entry.blocks):
            yield Issue(IssueCode.CORRUPT, where, "blocks that do not add up to its size")

    def _name(self, record: _Record) -> str:
        data = record.data
        if record.flags & _SECRET:
            return "(encrypted name)"
        data = data[2 if record.flags & _AREA else 0 :]
        data = data[4 if record.flags & _RELATIVE else 0 :]
        name = text_of(data).replace("\\", "/")
        self.lines.append(name)
        return name

    def _note(self, record: _Record) -> None:
        """Comments, and whatever else there is: filling may hold words as well."""
        data = record.data[2 if record.flags & _AREA else 0 :].strip(b"\0")
        if data:
            self.lines.append(text_of(data))

    def _record(self) -> _Record:
        flags = self._exactly(1)[0]
        width = 4 if flags & _WIDE else 2
        size = int.from_bytes(self._exactly(width), "little")
        if size > _LARGEST:
            raise ReadStopped(IssueCode.CORRUPT, "a record of over 1 MiB")
        return _Record(flags, self._exactly(size))

    def _signature(self, *, last: bool = False) -> bytes:
        return self.stream.read(4) if last else self._exactly(4)

    def _exactly(self, size: int) -> bytes:
        data = self.stream.read(size)
        if len(data) < size:
            raise ReadStopped(IssueCode.CORRUPT, "ends too early: cut short, or a part of a split archive")
        return data
