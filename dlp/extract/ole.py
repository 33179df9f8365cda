"""Compound files ([MS-CFB]): the streams of an OLE document, read as far as the file is sound.

Nothing is believed: chains end at the file's own size, a sector is never read twice for one stream, and what is missing
or contradicts itself is told in `troubles` while the rest is read.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dlp.extract.base import Budget, ReadStopped
from dlp.types import IssueCode

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_LAST = 0xFFFFFFFA  # sectors are numbered below this
_ENTRY = 128
_MOST_ENTRIES = 1 << 16
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True, slots=True, repr=False)
class Stream:
    """A stream of the directory: its path, storages outermost first, and the bytes it says it has."""

    path: tuple[str, ...]
    size: int
    start: int
    attached: bool = True

    @property
    def name(self) -> str:
        return "/".join(self.path)


@dataclass(frozen=True, slots=True, repr=False)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """A compound file of `size` bytes behind a seekable stream. Raises ReadStopped where it is none at all."""

    def __init__(self, file: BinaryIO, size: int, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self.troubles: dict[str, None] = {}
        file.seek(0)
        header = file.read(512)
        if len(header) < 512 or not header.startswith(MAGIC):
            raise ReadStopped(IssueCode.CORRUPT, "no compound file header")
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if not (7 <= shift <= 16 and 2 <= mini_shift < shift):
            self._trouble("sector sizes that cannot be")
            shift, mini_shift = 9, 6
        self._sector = 1 << shift
        self._mini_sector = 1 << mini_shift
        self._sectors = max(0, -(-size // self._sector) - 1)
        (self._directory,) = struct.unpack_from("<I", header, 48)
        self._cutoff, mini_fat, mini_fats, difat, _ = struct.unpack_from("<5I", header, 56)
        self._fat = self._table(self._fat_sectors(header, difat))
        found = self._chain(mini_fat, mini_fats) if mini_fats else []
        self._mini_fat = self._table(found)
        self._mini: bytes | None = None
        self._root: _Entry | None = None
        self.streams = tuple(self._listing())

    def read(self, stream: Stream, limit: int) -> bytes:
        """The content of a stream, at most `limit` bytes of it (the caller compares), less where sectors are missing."""
        wanted = min(stream.size, limit)
        if stream.size < self._cutoff and self._root is not None:
            data = self._read_mini(stream.start, wanted)
        else:
            data = self._read_sectors(self._chain(stream.start, -(-wanted // self._sector)), wanted)
        if len(data) < wanted:
            self._trouble("a stream is shorter than its directory entry says")
        return data

    def whole(self, limit: int) -> bytes:
        """The file as it lies there, at most `limit` bytes of it: for streams whose directory entry is lost."""
        self._file.seek(0)
        return self._file.read(limit)

    def _trouble(self, detail: str) -> None:
        self.troubles.setdefault(detail)

    # --- sectors ------------------------------------------------------------------------------------------------------

    def _fat_sectors(self, header: bytes, difat: int) -> Iterator[int]:
        """Where the sector table itself is: the first 109 sectors from the header, the rest from a chain."""
        yield from struct.unpack_from("<109I", header, 76)
        seen = set()
        while difat < min(self._sectors, _LAST):
            self._budget.check_time()
            if difat in seen:
                self._trouble("a loop in the sector table")
                return
            seen.add(difat)
            entries = struct.unpack(f"<{self._sector // 4}I", self._at(difat).ljust(self._sector, b"\xff"))
            yield from entries[:-1]
            difat = entries[-1]

    def _table(self, sectors: Iterator[int] | list[int]) -> array[int]:
        table = array("I")
        seen = set()
        for sector in sectors:
            if sector >= _LAST or len(table) >= self._sectors + self._sector:
                continue
            data = self._at(sector)
            if len(data) < self._sector or sector in seen:
                self._trouble("a part of the sector table is missing")
            seen.add(sector)
            table.frombytes(data[: len(data) & ~3].ljust(self._sector, b"\xff"))
        if sys.byteorder == "big":
            table.byteswap()
        return table

    def _at(self, sector: int) -> bytes:
        self._budget.check_time()
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)

    def _chain(self, start: int, most: int, table: array[int] | None = None, sectors: int = -1) -> list[int]:
        """The sectors of a chain, at most `most`. Where the table has a hole the next sector is taken for the next."""
        table = self._fat if table is None else table
        sectors = self._sectors if sectors < 0 else sectors
        most = min(most, sectors)
        found: list[int] = []
        sector = start
        while sector < sectors and len(found) < most:
            found.append(sector)
            sector = table[sector] if sector < len(table) else _FREE
            if sector == _FREE and len(found) < most:
                self._trouble("a hole in the sector table")
                sector = found[-1] + 1
        if sector >= sectors and sector != _END and len(found) < most:
            self._trouble("a chain leads out of the file")
        if len(set(found)) < len(found):
            self._trouble("a loop in the sector table")
            found = list(dict.fromkeys(found))
        return found

    def _read_sectors(self, sectors: list[int], wanted: int) -> bytes:
        pieces: list[bytes] = []
        at = 0
        while at < len(sectors) and wanted > 0:
            end = at + 1
            while end < len(sectors) and sectors[end] == sectors[end - 1] + 1 and (end - at) * self._sector < 1 << 20:
                end += 1
            length = min((end - at) * self._sector, wanted)
            self._budget.unpack(length)
            self._file.seek((sectors[at] + 1) * self._sector)
            piece = self._file.read(length)
            pieces.append(piece)
            if len(piece) < length:
                self._trouble("the file ends before its last sector")
                break
            wanted -= length
            at = end
        return b"".join(pieces)

    def _read_mini(self, start: int, wanted: int) -> bytes:
        content = self._mini_stream()
        size = self._mini_sector
        chain = self._chain(start, -(-wanted // size), self._mini_fat, len(content) // size + 1)
        data = b"".join([content[sector * size : (sector + 1) * size] for sector in chain])
        self._budget.unpack(len(data))
        return data[:wanted]

    def _mini_stream(self) -> bytes:
        """What all small streams are cut from; the root entry owns it."""
        if self._mini is None:
            root = self._root
            wanted = 0 if root is None else min(root.size, self._budget.limits.part_bytes)
            sectors = self._chain(root.start, -(-wanted // self._sector)) if root else []
            self._mini = self._read_sectors(sectors, wanted)
        return self._mini

    # --- directory ----------------------------------------------------------------------------------------------------

    def _listing(self) -> Iterator[Stream]:
        entries = self._entries()
        self._root = entries[0] if entries and entries[0].kind == _ROOT else None
        if self._root is None:
            self._trouble("no root in the directory")
        visited = bytearray(len(entries))
        pending: list[tuple[int, tuple[str, ...]]] = [(self._root.child, ())] if self._root else []
        while pending:
            index, path = pending.pop()
            if index >= len(entries) or visited[index]:
                if index < _LAST:
                    self._trouble("a damaged directory")
                continue
            visited[index] = 1
            entry = entries[index]
            pending += ((side, path) for side in (entry.right, entry.left) if side != _FREE)
            if entry.kind == _STORAGE and entry.child != _FREE:
                pending.append((entry.child, (*path, entry.name)[-32:]))
            elif entry.kind == _STREAM:
                yield Stream((*path, entry.name), entry.size, entry.start)
        for index, entry in enumerate(entries):
            if entry.kind == _STREAM and not visited[index]:
                self._trouble("streams outside the directory tree")
                yield Stream((entry.name,), entry.size, entry.start, attached=False)

    def _entries(self) -> list[_Entry]:
        most = _MOST_ENTRIES * _ENTRY // self._sector
        sectors = self._chain(self._directory, most)
        if len(sectors) == most:
            self._trouble("more entries in the directory than are read")
        data = self._read_sectors(sectors, len(sectors) * self._sector)
        version_3 = self._sector == 512
        return [_entry(data, at, version_3=version_3) for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]


def _entry(data: bytes, at: int, *, version_3: bool) -> _Entry:
    length, kind = struct.unpack_from("<HB", data, at + 64)
    left, right, child = struct.unpack_from("<3I", data, at + 68)
    start, size = struct.unpack_from("<IQ", data, at + 116)
    name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    # Writers of version 3 may leave the upper half of the size as it was ([MS-CFB] 2.6.3).
    return _Entry(name, kind, left, right, child, start, size & 0xFFFFFFFF if version_3 else size)
