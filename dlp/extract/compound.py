"""Compound files ([MS-CFB]): storages and streams, read as far as the file is sound.

Nothing is believed: chains end at the file's own size, a sector is never read twice for one stream, entries that no
storage names are found all the same, and every byte given out is charged, since many entries may point at the same
sectors. What is missing or contradicts itself is told in `troubles` while the rest is read.
"""

from __future__ import annotations

import io
import struct
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from dlp.extract.base import Budget, ReadStopped
from dlp.types import Blob, IssueCode

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STORAGE, STREAM, ROOT = 1, 2, 5  # 2.6.1, object type
ENTRY = 128

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_LAST = 0xFFFFFFFA  # 2.1: sectors are numbered below this
_CUTOFF = 4096
_IN_HEADER = 109  # sectors of the table that the header itself names
_MOST_ENTRIES = 100_000
_DEEPEST = 32  # names in a path; no program nests as deep as this
_BLANK = b"\0\xff"
_HELD = 4  # times limits.part_bytes: as much of a compound file is held at once
_SHARED = 1 << 20  # beyond twice the file, all streams together


class Entry(NamedTuple):
    """A storage or stream by its number in the directory and that of its storage, -1 where none names it.

    `path` begins below the root, storages outermost first; `size` is what the entry claims, in bytes.
    """

    number: int
    parent: int
    path: tuple[str, ...]
    kind: int
    start: int
    size: int

    def __repr__(self) -> str:
        return type(self).__name__

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def linked(self) -> bool:
        return self.parent >= 0

    @property
    def is_storage(self) -> bool:
        return self.kind == STORAGE


class _Raw(NamedTuple):
    """An entry as it is written."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    def __repr__(self) -> str:
        return type(self).__name__


class Compound:
    """A compound file of `size` bytes behind a seekable stream. `entries` are in the order of the directory.

    Raises ReadStopped where it is none at all. Without a directory there are no entries: `has_root` tells.
    """

    def __init__(self, file: BinaryIO, size: int, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._bytes = size
        self._taken = 0
        self._given: dict[int, int] = {}
        self._own: set[int] = set()  # sectors of tables and directory
        self.troubles: list[str] = []
        file.seek(0)
        header = file.read(512)
        if len(header) < 512 or not header.startswith(MAGIC):
            raise ReadStopped(IssueCode.CORRUPT, "no header of a compound file")
        shift, small_shift = struct.unpack_from("<HH", header, 30)
        if not (7 <= shift <= 16 and 2 <= small_shift < shift):
            self._trouble("sector sizes that cannot be")
            shift, small_shift = 9, 6
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        self._sectors = max(0, -(-size // self._sector) - 1)
        directory, cutoff, small_table, small_tables = struct.unpack_from("<I4xIII", header, 48)
        if cutoff > _CUTOFF:
            self._trouble("a border between small and large streams that cannot be")
        self._cutoff = min(cutoff, _CUTOFF)
        self._table = self._numbers(self._table_sectors(header))
        self._small_table = self._numbers(self._chain(small_table, small_tables) if small_tables else ())
        self._small: bytes | None = None
        self._load(self._directory(directory))

    # --- storages and streams -----------------------------------------------------------------------------------------

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

    def children(self, storage: Entry) -> list[Entry]:
        """What stands directly in a storage, or in `root`, in the order of the directory."""
        return self._children.get(storage.number, [])

    def find(self, *path: str) -> Entry | None:
        """A stream by its path, in any case of letters; where that fails an unlinked one of that name."""
        wanted = tuple(name.lower() for name in path)
        named = [entry for entry in self.entries if entry.kind == STREAM and entry.name.lower() == wanted[-1]]
        exact = [entry for entry in named if tuple(name.lower() for name in entry.path) == wanted]
        return next(iter(exact), None) or next((entry for entry in named if not entry.linked), None)

    def named(self, *path: str) -> bytes:
        """The stream at this path; empty where there is none."""
        entry = self.find(*path)
        return self.read(entry) if entry else b""

    def read(self, entry: Entry, limit: int | None = None) -> bytes:
        """A stream, at most `limit` bytes of it (the caller compares), less where sectors are missing.

        Raises ReadStopped where all streams together are far more than the file: they share their sectors.
        """
        wanted = min(entry.size, self._bytes, self._bytes if limit is None else limit)
        self._count(entry, wanted)
        if entry.size < self._cutoff:
            data = self._read_small(entry.start, wanted)
        else:
            count = -(-wanted // self._sector)
            data = self._read_sectors(self._prolonged(self._chain(entry.start, count), count), wanted)
        if len(data) < wanted or wanted == self._bytes < entry.size:
            self._trouble("streams that break off")
        return data

    def whole(self, limit: int) -> bytes:
        """The file as it lies there, at most `limit` bytes of it: for streams whose directory entry is lost."""
        self._file.seek(0)
        return self._file.read(limit)

    def remains(self, limit: int) -> tuple[bytes, bytes]:
        """What no stream holds, at most `limit` bytes of either kind: deleted, and never released.

        Programs leave deleted text in free sectors, and whatever their buffers held behind the end of a stream. Sectors that are
        marked as used without a stream to use them, and bytes behind the last sector, are nobody's by mistake.
        """
        used = dict.fromkeys(self._own, self._sector)
        for entry in (self.root, *(each for each in self.streams() if each.size >= self._cutoff)):
            used |= self._held(entry, self._sector, small=-1)
        deleted, lost, last = bytearray(), bytearray(), self._last()
        for sector in range(self._sectors):
            if used.get(sector, 0) == self._sector:
                continue
            free = sector in used or (sector < len(self._table) and self._table[sector] == _FREE and sector < last)
            self._file.seek((sector + 1) * self._sector + used.get(sector, 0))
            data = self._file.read(self._sector - used.get(sector, 0)).strip(_BLANK)
            kept = deleted if free else lost
            if data and len(kept) < limit:
                self._budget.unpack(len(data))
                kept += data + b"\n" * free
        return bytes(deleted + self._small_remains()), bytes(lost)

    def _last(self) -> int:
        """The last sector that the table says is used."""
        return next((number for number in range(len(self._table) - 1, -1, -1) if self._table[number] != _FREE), -1)

    def _small_remains(self) -> bytes:
        content, size = self._small_streams(), self._small_sector
        sectors = -(-len(content) // size)
        used: dict[int, int] = {}
        for entry in self.streams():
            if entry.size < self._cutoff:
                used |= self._held(entry, size, small=sectors)
        pieces = (content[number * size + used.get(number, 0) : (number + 1) * size] for number in range(sectors))
        return b"\n".join(piece for piece in pieces if piece.strip(_BLANK))

    def _held(self, entry: Entry, size: int, *, small: int) -> dict[int, int]:
        """How much of each of its sectors a stream holds."""
        wanted = min(entry.size, self._bytes)
        chain = self._chain(entry.start, -(-wanted // size), small=small)
        held = dict.fromkeys(chain, size)
        if chain and wanted % size:
            held[chain[-1]] = wanted % size
        return held

    def _count(self, entry: Entry, wanted: int) -> None:
        """What each stream takes, once; sound ones share nothing, and damage that makes one too large is borne."""
        self._taken += max(0, wanted - self._given.get(entry.number, 0))
        self._given[entry.number] = max(wanted, self._given.get(entry.number, 0))
        if self._taken > 2 * self._bytes + _SHARED:
            raise ReadStopped(IssueCode.SUSPICIOUS, "streams that share their sectors")

    def _trouble(self, words: str) -> None:
        if words not in self.troubles:
            self.troubles.append(words)

    # --- sectors ------------------------------------------------------------------------------------------------------

    def _table_sectors(self, header: bytes) -> Iterator[int]:
        """Where the sector table itself is: the first sectors from the header, the rest from a chain."""
        yield from struct.unpack_from(f"<{_IN_HEADER}I", header, 76)
        following, count = struct.unpack_from("<II", header, 68)
        each = self._sector // 4
        if not count and self._sectors <= _IN_HEADER * each:
            return  # some writers leave a number there that means nothing
        seen = set()
        while following < min(self._sectors, _LAST):
            if following in seen:
                self._trouble("a loop in the sector table")
                return
            seen.add(following)
            entries = struct.unpack(f"<{each}I", self._at(following).ljust(self._sector, b"\xff"))
            yield from entries[:-1]
            following = entries[-1]

    def _numbers(self, sectors: Iterable[int]) -> array[int]:
        """A table of 32-bit numbers kept in these sectors."""
        table = array("I")
        seen = set()
        for sector in sectors:
            if sector >= _LAST or len(table) >= self._sectors + self._sector:
                continue
            data = self._at(sector)
            if len(data) < self._sector or sector in seen:
                self._trouble("a sector table that breaks off")
            seen.add(sector)
            table.frombytes(data[: len(data) & ~3].ljust(self._sector, b"\xff"))
        if sys.byteorder == "big":
            table.byteswap()
        return table

    def _at(self, sector: int) -> bytes:
        self._budget.check_time()
        self._own.add(sector)
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)

    def _chain(self, start: int, most: int, *, small: int = -1) -> list[int]:
        """The sectors of a chain, at most `most`. Where the table has a hole the next sector is taken for the next.

        `small`: how many sectors the stream of small streams has, for chains in it.
        """
        table, sectors = (self._table, self._sectors) if small < 0 else (self._small_table, small)
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

    def _prolonged(self, sectors: list[int], count: int) -> list[int]:
        """A chain that is too short goes on behind its last sector: programs write streams in one piece where they can."""
        if not sectors or len(sectors) >= count:
            return sectors
        self._trouble("streams that break off")
        known = set(sectors)
        behind = range(sectors[-1] + 1, min(sectors[-1] + 1 + count - len(sectors), self._sectors))
        return sectors + [sector for sector in behind if sector not in known]

    def _read_sectors(self, sectors: list[int], wanted: int) -> bytes:
        """The content of sectors, neighbouring ones at once."""
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

    def _read_small(self, start: int, wanted: int) -> bytes:
        content = self._small_streams()
        size = self._small_sector
        chain = self._chain(start, -(-wanted // size), small=-(-len(content) // size))
        data = b"".join([content[sector * size : (sector + 1) * size] for sector in chain])
        self._budget.unpack(len(data))
        return data[:wanted]

    def _small_streams(self) -> bytes:
        """What all small streams are cut from; the root entry owns it."""
        if self._small is None:
            wanted = min(self.root.size, self._budget.limits.part_bytes) if self.has_root else 0
            self._small = self._read_sectors(self._chain(self.root.start, -(-wanted // self._sector)), wanted)
        return self._small

    # --- directory ----------------------------------------------------------------------------------------------------

    def _directory(self, start: int) -> list[_Raw]:
        most = _MOST_ENTRIES * ENTRY // self._sector
        sectors = self._chain(start, most)
        if len(sectors) == most:
            self._trouble("more entries in the directory than are read")
        self._own.update(sectors)
        data = self._read_sectors(sectors, len(sectors) * self._sector)
        old = self._sector == 512
        return [_raw(data, at, version_3=old) for at in range(0, len(data) - ENTRY + 1, ENTRY)]

    def _load(self, raw: list[_Raw]) -> None:
        """`root`, `entries` and what stands in which storage."""
        number = next((at for at, entry in enumerate(raw) if entry.kind == ROOT), None)
        if number is None:
            self._trouble("no root in the directory")
            number = 0 if raw and raw[0].name == "Root Entry" else None
        self.has_root = number is not None
        root = _Raw("", ROOT, _FREE, _FREE, _FREE, _END, 0) if number is None else raw[number]
        self.root = Entry(number or 0, -1, (), ROOT, root.start, root.size)
        found = {} if number is None else self._tree(raw, number)
        for at, entry in enumerate(raw):
            if at not in found and at != number and entry.kind in (STORAGE, STREAM):
                self._trouble("directory entries outside the tree")
                found[at] = Entry(at, -1, (entry.name,), entry.kind, entry.start, entry.size)
        self.entries = [found[at] for at in sorted(found)]
        self._children: dict[int, list[Entry]] = defaultdict(list)
        for each in self.entries:
            if each.linked:
                self._children[each.parent].append(each)

    def _tree(self, raw: list[_Raw], root: int) -> dict[int, Entry]:
        """Every entry that the tree reaches (2.6.4: red-black trees of siblings, one for each storage)."""
        found: dict[int, Entry] = {}
        waiting: list[tuple[int, int, tuple[str, ...]]] = [(raw[root].child, root, ())]
        while waiting:
            number, parent, above = waiting.pop()
            if number >= len(raw) or number in found or number == root:
                if number < _LAST and number != root:
                    self._trouble("a damaged directory")
                continue
            if len(found) % 1000 == 0:
                self._budget.check_time()
            entry = raw[number]
            kind = entry.kind
            if kind not in (STORAGE, STREAM):
                self._trouble("a damaged directory")
                kind = STREAM
            path = (*above, entry.name)[-_DEEPEST:]
            found[number] = Entry(number, parent, path, kind, entry.start, entry.size)
            waiting += [(entry.left, parent, above), (entry.right, parent, above)]
            if kind == STORAGE:
                waiting.append((entry.child, number, path))
        return found


def _raw(data: bytes, at: int, *, version_3: bool) -> _Raw:
    length, kind, left, right, child = struct.unpack_from("<HBxIII", data, at + 64)
    start, size = struct.unpack_from("<IQ", data, at + 116)
    name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    # Writers of version 3 may leave the upper half of the size as it was (2.6.3).
    return _Raw(name, kind, left, right, child, start, size & 0xFFFFFFFF if version_3 else size)


def opened(blob: Blob, budget: Budget) -> Compound:
    """A compound file in memory. Raises ReadStopped where it is larger than may be held, none, or without a root."""
    most = budget.limits.part_bytes * _HELD
    with blob.open() as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a compound file of over {most} bytes")
    file = Compound(io.BytesIO(data), len(data), budget)
    if not file.has_root:
        raise ReadStopped(IssueCode.CORRUPT, "no root in the directory")
    return file
