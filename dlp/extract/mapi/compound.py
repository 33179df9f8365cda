"""Compound files ([MS-CFB]), read only: storages and streams, whatever the file claims, in bounded time and memory.

Nothing is allocated by what a header says: chains are no longer than the file has sectors, the directory is walked with
a list of what was visited, and every stream read is charged: many entries on the same sectors cost their sum, and more
than the file holds is refused.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.base import Budget, ReadStopped
from dlp.types import IssueCode

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_NOBODY = 0xFFFFFFFF
_ENTRY = 128
_ENTRIES = 200_000
_SHARED = 1 << 20
_STORAGE, _ROOT = 1, 5


class Entry(NamedTuple):
    """A storage or a stream. `left`, `right` and `child` are numbers in the directory."""

    number: int
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    def __repr__(self) -> str:
        return type(self).__name__

    @property
    def is_storage(self) -> bool:
        return self.kind in (_STORAGE, _ROOT)


class Compound:
    """A compound file in memory. `damaged` becomes true where a stream turns out shorter than its entry says."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Raises ReadStopped where there is no directory to be found."""
        if len(data) < 512 or not data.startswith(MAGIC):
            raise ReadStopped(IssueCode.CORRUPT, "no compound file")
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ReadStopped(IssueCode.CORRUPT, "a compound file with sectors of no known size")
        self.damaged = False
        self._taken = 0
        self._data, self._budget, self._sector = data, budget, 1 << shift
        self._cutoff = min(struct.unpack_from("<I", data, 56)[0], 4096)
        self._fat = self._load_fat()
        directory = self._chained(struct.unpack_from("<I", data, 48)[0], len(self._fat) * self._sector)
        self._entries = [_entry(directory, at) for at in range(0, min(len(directory), _ENTRIES * _ENTRY) - 127, _ENTRY)]
        if not self._entries:
            raise ReadStopped(IssueCode.CORRUPT, "a compound file without a directory")
        self.root = self._entries[0]
        self._owner = {0: -1}
        mini_fat = self._chained(struct.unpack_from("<I", data, 60)[0], len(self._fat) * self._sector)
        self._mini_fat = _numbers(mini_fat)
        self._mini = self._chained(self.root.start, min(self.root.size, len(data)))

    def children(self, storage: Entry) -> list[Entry]:
        """The entries of a storage in the order of the directory. An entry belongs to the storage that asks first."""
        found: set[int] = set()
        pending = [storage.child]
        while pending:
            index = pending.pop()
            if index >= len(self._entries) or index in found:
                continue
            if self._owner.setdefault(index, storage.number) != storage.number:
                self.damaged = True
                continue
            found.add(index)
            pending += (self._entries[index].left, self._entries[index].right)
        return [self._entries[index] for index in sorted(found) if self._entries[index].kind]

    def read(self, stream: Entry) -> bytes:
        """The content of a stream as far as it is there. To be asked for once: what all give in sum is bounded."""
        size = min(stream.size, len(self._data))
        self._budget.unpack(size)
        self._taken += size
        if self._taken > len(self._data) + _SHARED:
            raise ReadStopped(IssueCode.SUSPICIOUS, "streams that share their sectors")
        data = self._mini_chained(stream.start, size) if size < self._cutoff else self._chained(stream.start, size)
        if len(data) < stream.size:
            self.damaged = True
        return data[:size]

    def subtree(self, storage: Entry) -> bytes:
        """This file with `storage` for its root and without the names of all that is outside it."""
        self._budget.unpack(len(self._data))
        inside, pending = {0}, [storage]
        while pending:
            for entry in self.children(pending.pop()):
                if entry.number not in inside:
                    inside.add(entry.number)
                    pending.append(entry)
        changed = bytearray(self._data)
        per_sector = self._sector // _ENTRY
        sectors = self._sectors(struct.unpack_from("<I", self._data, 48)[0], len(self._fat))
        for number, sector in enumerate(sectors):
            for slot in range(per_sector):
                at = (sector + 1) * self._sector + slot * _ENTRY
                if number * per_sector + slot not in inside and at + _ENTRY <= len(changed):
                    changed[at : at + _ENTRY] = bytes(68) + b"\xff" * 12 + bytes(48)
        root = (sectors[0] + 1) * self._sector
        changed[root + 76 : root + 96] = struct.pack("<I", storage.child) + bytes(16)
        return bytes(changed)

    def _load_fat(self) -> array[int]:
        most = len(self._data) // self._sector + 1
        tables = list(struct.unpack_from("<109I", self._data, 76))
        sector, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while sector < _LAST and sector not in seen and len(tables) <= most + 109:
            seen.add(sector)
            numbers = _numbers(self._at(sector))
            if not numbers:
                break
            tables += numbers[:-1]
            sector = numbers[-1]
        unique = dict.fromkeys(table for table in tables if table < _LAST)
        return _numbers(b"".join(map(self._at, unique)))[:most]

    def _at(self, sector: int) -> bytes:
        return self._data[(sector + 1) * self._sector : (sector + 2) * self._sector]

    def _sectors(self, start: int, most: int) -> list[int]:
        return list(_chain(self._fat, start, min(most, len(self._fat))))

    def _chained(self, start: int, size: int) -> bytes:
        return b"".join(map(self._at, self._sectors(start, -(-size // self._sector))))

    def _mini_chained(self, start: int, size: int) -> bytes:
        sectors = _chain(self._mini_fat, start, -(-size // 64))
        return b"".join(self._mini[sector * 64 : sector * 64 + 64] for sector in sectors)


def _chain(table: array[int], sector: int, most: int) -> Iterator[int]:
    for _ in range(min(most, len(table))):
        if sector >= len(table):
            return
        yield sector
        sector = table[sector]


def _numbers(data: bytes) -> array[int]:
    """Little-endian 32-bit numbers."""
    return array("Q", struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _entry(directory: bytes, at: int) -> Entry:
    length, kind, _, left, right, child = struct.unpack_from("<HBBIII", directory, at + 64)
    start, size = struct.unpack_from("<IQ", directory, at + 116)
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    # The upper half of a size is rubbish in files with small sectors.
    return Entry(at // _ENTRY, name, kind, left, right, child, start, size & 0xFFFFFFFF)
