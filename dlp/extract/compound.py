"""Compound files ([MS-CFB]): storages and streams in memory, whatever the directory and the tables are worth.

Nothing here trusts a chain, a size or a tree: chains end where the table does, entries that no storage names are found
all the same, and every byte given out is charged, since many entries may point at the same sectors.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget, ReadStopped
from dlp.types import Blob, IssueCode

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STORAGE, STREAM, ROOT = 1, 2, 5  # 2.6.1, object type
_HEADER = 512
_ENTRY = 128
_LAST = 0xFFFFFFFA  # 2.1: sector numbers end below, what is above says what is not a sector
_END, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_MOST_ENTRIES = 100_000
_HELD = 4  # times limits.part_bytes: as much of a compound file is held at once


@dataclass(frozen=True, slots=True)
class Entry:
    """A storage or stream. `path` begins below the root; `linked` is false where no storage names it."""

    path: tuple[str, ...]
    kind: int
    start: int
    size: int
    linked: bool = True

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclass(slots=True)
class Compound:
    """A compound file. `troubles` says what was found wrong so far, in plain words, each once."""

    data: bytes = field(repr=False)
    budget: Budget
    entries: list[Entry] = field(init=False, default_factory=list)
    troubles: list[str] = field(init=False, default_factory=list)
    _size: int = field(init=False, default=512)
    _small: int = field(init=False, default=64)
    _cutoff: int = field(init=False, default=4096)
    _fat: array[int] = field(init=False, repr=False)
    _small_fat: array[int] = field(init=False, repr=False)
    _small_data: bytes = field(init=False, repr=False, default=b"")

    def __post_init__(self) -> None:
        self._fat = self._small_fat = array("I")
        if len(self.data) < _HEADER or not self.data.startswith(MAGIC):
            raise ReadStopped(IssueCode.CORRUPT, "no header of a compound file")
        shift, small_shift = struct.unpack_from("<HH", self.data, 30)
        directory, self._cutoff, small_start, small_count = struct.unpack_from("<I4xIII", self.data, 48)
        if shift not in (9, 12) or small_shift > shift:
            self._trouble("sector sizes that no version has")
            shift, small_shift = (9, 6)
        self._size, self._small = 1 << shift, 1 << small_shift
        self._fat = self._read_fat()
        small = self._chain(small_start, min(small_count, len(self._fat)) * self._size) if small_count else b""
        self._small_fat = _numbers(small)
        self._read_directory(self._chain(directory, len(self._fat) * self._size, open_end=True))

    def streams(self, *below: str) -> Iterator[Entry]:
        """Streams in this storage and in those inside it."""
        for entry in self.entries:
            if entry.kind == STREAM and entry.path[: len(below)] == below:
                yield entry

    def storages(self, *below: str) -> Iterator[Entry]:
        """Storages that stand directly in this one."""
        for entry in self.entries:
            if entry.kind == STORAGE and entry.path[:-1] == below:
                yield entry

    def find(self, *path: str) -> Entry | None:
        """A stream by its path, in any case of letters; where that fails an unlinked one of that name."""
        wanted = tuple(name.lower() for name in path)
        named = [entry for entry in self.entries if entry.kind == STREAM and entry.name.lower() == wanted[-1]]
        exact = [entry for entry in named if tuple(name.lower() for name in entry.path) == wanted]
        return next(iter(exact), None) or next((entry for entry in named if not entry.linked), None)

    def read(self, entry: Entry) -> bytes:
        """A stream as far as it can be read; what is missing is a trouble."""
        self.budget.unpack(min(entry.size, len(self.data)))
        small = entry.size < self._cutoff
        data = self._small_chain(entry) if small else self._chain(entry.start, entry.size)
        if len(data) < entry.size:
            self._trouble("streams that break off")
            if not small:  # programs write them in one piece where they can
                at = (entry.start + 1) * self._size + len(data)
                data += self.data[at : at + entry.size - len(data)]
        return data

    def named(self, *path: str) -> bytes:
        """The stream at this path; empty where there is none."""
        entry = self.find(*path)
        return self.read(entry) if entry else b""

    def _trouble(self, words: str) -> None:
        if words not in self.troubles:
            self.troubles.append(words)

    def _read_fat(self) -> array[int]:
        sectors = array("I", struct.unpack_from("<109I", self.data, 76))
        more, count = struct.unpack_from("<II", self.data, 68)
        most = len(self.data) // self._size + 1
        for _ in range(min(count, most)):
            block = _numbers(self._sector(more))
            if not block:
                self._trouble("a sector table that breaks off")
                break
            sectors.extend(block[:-1])
            more = block[-1]
        found = [self._sector(sector) for sector in sectors[: most + 109] if sector < _LAST]
        table = _numbers(b"".join(found[:most]))
        if any(len(piece) < self._size for piece in found):
            self._trouble("a sector table that breaks off")
        return table[:most]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self.data[at : at + self._size] if number < _LAST else b""

    def _chain(self, start: int, size: int, *, open_end: bool = False) -> bytes:
        """The first `size` bytes of a chain, neighbouring sectors copied at once."""
        table, length = self._fat, len(self._fat)
        pieces: list[bytes] = []
        left = min(-(-size // self._size), length)
        sector = start
        while left > 0 and sector < length:
            first, run = sector, 1
            left -= 1
            sector = table[sector]
            while left and sector == first + run and sector < length:
                run += 1
                left -= 1
                sector = table[sector]
            at = (first + 1) * self._size
            pieces.append(self.data[at : at + run * self._size])
            if open_end and len(pieces) > length:
                break
        if open_end and left <= 0 and length:
            self._trouble("a chain without end")
        return b"".join(pieces)[:size]

    def _small_chain(self, entry: Entry) -> bytes:
        table, length = self._small_fat, len(self._small_fat)
        pieces: list[bytes] = []
        sector, left = entry.start, min(-(-entry.size // self._small), length)
        while left > 0 and sector < length:
            pieces.append(self._small_data[sector * self._small : (sector + 1) * self._small])
            sector = table[sector]
            left -= 1
        return b"".join(pieces)[: entry.size]

    def _read_directory(self, directory: bytes) -> None:
        raw = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        # A chain that goes round gives the same sectors again and again.
        raw = raw[: min(_MOST_ENTRIES, max(1, len(self.data) // _ENTRY))]
        root = next((entry for entry in raw if entry[66] == ROOT), None)
        if root is None:
            raise ReadStopped(IssueCode.CORRUPT, "no root in the directory")
        self._small_data = self._chain(*struct.unpack_from("<II", root, 116))
        paths = _paths(raw, raw.index(root), self.budget)
        for number, entry in enumerate(raw):
            if entry[66] in (STORAGE, STREAM):
                start, size = struct.unpack_from("<II", entry, 116)
                path = paths.get(number)
                if path is None:
                    self._trouble("directory entries outside the tree")
                self.entries.append(Entry(path or (_name(entry),), entry[66], start, size, path is not None))


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data[: len(data) & ~3])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _paths(raw: list[bytes], root: int, budget: Budget) -> dict[int, tuple[str, ...]]:
    """The path of every entry that the tree reaches (2.6.4: red-black trees of siblings, one for each storage)."""
    paths: dict[int, tuple[str, ...]] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = [(struct.unpack_from("<I", raw[root], 76)[0], ())]
    while waiting:
        number, above = waiting.pop()
        if number >= len(raw) or number in paths or number == root:
            continue
        if len(paths) % 1000 == 0:
            budget.check_time()
        left, right, child = struct.unpack_from("<III", raw[number], 68)
        path = (*above, _name(raw[number]))[-8:]  # no program nests as deep as this
        paths[number] = path
        waiting += [(left, above), (right, above)]
        if raw[number][66] == STORAGE:
            waiting.append((child, path))
    return paths


def opened(blob: Blob, budget: Budget) -> Compound:
    """Raises ReadStopped where the file is larger than may be held, or no compound file."""
    most = budget.limits.part_bytes * _HELD
    with blob.open() as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a compound file of over {most} bytes")
    return Compound(data, budget)


# --- writing: a storage as a file of its own --------------------------------------------------------------------------


@dataclass(slots=True)
class _Written:
    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)


def apart(compound: Compound, storage: Entry) -> bytes:
    """An embedded storage as a compound file: what its program would have saved. Small streams go into full sectors."""
    depth = len(storage.path)
    written = [_Written("Root Entry", ROOT)]
    numbers: dict[tuple[str, ...], int] = {(): 0}
    for entry in compound.entries:
        if entry.path[:depth] == storage.path and len(entry.path) > depth and entry.path[depth:] not in numbers:
            data = compound.read(entry) if entry.kind == STREAM else b""
            numbers[entry.path[depth:]] = len(written)
            written.append(_Written(entry.name, entry.kind, data))
    for path, number in numbers.items():
        if path:
            written[numbers.get(path[:-1], 0)].children.append(number)
    return written_file(written)


def written_file(entries: list[_Written]) -> bytes:
    """[MS-CFB] with sectors of 512 bytes and no mini stream: the directory first, then the streams, then the table."""
    table: list[int] = []
    following = {
        left: right for entry in entries for left, right in zip(entry.children, entry.children[1:], strict=False)
    }

    def chain(size: int) -> int:
        count = -(-size // 512)
        if not count:
            return _END
        start = len(table)
        table.extend(range(start + 1, start + count))
        table.append(_END)
        return start

    chain(len(entries) * _ENTRY)
    directory = bytearray()
    for number, entry in enumerate(entries):
        name = entry.name.encode("utf-16-le", "replace")[:62]
        child = entry.children[0] if entry.children else _NONE
        directory += name.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ",
            len(name) + 2, entry.kind, 1, _NONE, following.get(number, _NONE), child, chain(len(entry.data)), len(entry.data),
        )  # fmt: skip
    streams = b"".join(entry.data + bytes(-len(entry.data) % 512) for entry in entries)
    first, tables, more = _table_sectors(table)
    header = MAGIC + struct.pack(
        "<16xHHHHH6xIIIIIIIII",
        0x3E, 3, 0xFFFE, 9, 6, 0, len(tables), 0, 0, 0, _END, 0, first + len(tables) if more else _END, len(more),
    )  # fmt: skip
    located = tables[:109] + [_NONE] * (109 - len(tables))
    head = header + struct.pack("<109I", *located)
    numbers = b"".join(struct.pack("<I", number) for number in table)
    return b"".join((head, bytes(directory) + bytes(-len(directory) % 512), streams, numbers, *more))


def _table_sectors(table: list[int]) -> tuple[int, list[int], list[bytes]]:
    """Extends the table by its own sectors; where they begin, their numbers, and the sectors that list those beyond 109."""
    first = len(table)
    count = lists = 0
    while count * 128 < first + count + lists:
        count += 1
        lists = -(-max(0, count - 109) // 127)
    table.extend([_FAT] * count + [0xFFFFFFFC] * lists)
    table.extend([_NONE] * (count * 128 - len(table)))
    numbers = list(range(first, first + count))
    beyond = numbers[109:]
    more = []
    for index in range(lists):
        part = beyond[index * 127 : (index + 1) * 127]
        onward = first + count + index + 1 if index + 1 < lists else _END
        more.append(struct.pack("<128I", *part, *[_NONE] * (127 - len(part)), onward))
    return first, numbers, more
