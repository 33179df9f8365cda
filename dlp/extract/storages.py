"""A storage of a compound file as a file of its own ([MS-CFB] version 3): what its program would have saved."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from dlp.extract.compound import ENTRY, MAGIC, ROOT, STREAM, Compound, Entry

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _TABLE, _TABLES, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
_NUMBERS = _SECTOR // 4
_IN_HEADER = 109  # sectors of the table that the header itself names


@dataclass(slots=True, repr=False)
class _Written:
    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    start: int = _END


@dataclass(slots=True, repr=False)
class _Sectors:
    """Content in sectors of `size` bytes, and the table that chains them."""

    size: int
    pieces: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """The number of the first sector."""
        count = -(-len(data) // self.size)
        if not count:
            return _END
        start = len(self.table)
        self.table.extend(range(start + 1, start + count))
        self.table.append(_END)
        self.pieces += [data, bytes(-len(data) % self.size)]
        return start


def apart(compound: Compound, storage: Entry) -> bytes:
    """The storage with all that is inside it, and nothing of what is outside."""
    written = [_Written("Root Entry", ROOT)]
    waiting = [(storage, 0)]
    while waiting:
        above, number = waiting.pop()
        for entry in compound.children(above):
            written[number].children.append(len(written))
            if entry.kind != STREAM:
                waiting.append((entry, len(written)))
            data = compound.read(entry) if entry.kind == STREAM else b""
            written.append(_Written(entry.name, entry.kind, data))
    return _file(written)


def _file(entries: list[_Written]) -> bytes:
    large, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    for entry in entries[1:]:
        entry.start = (small if len(entry.data) < _CUTOFF else large).add(entry.data)
    entries[0].data = b"".join(small.pieces)
    entries[0].start = large.add(entries[0].data)
    small_table = large.add(struct.pack(f"<{len(small.table)}I", *small.table))
    directory = large.add(_directory(entries))
    first, tables, more = _table_sectors(large.table)
    header = MAGIC + struct.pack("<16xHHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, len(tables), directory, 0, _CUTOFF)
    listed = first + len(tables) if more else _END
    header += struct.pack("<IIII", small_table, -(-len(small.table) // _NUMBERS), listed, len(more))
    located = tables[:_IN_HEADER] + [_NONE] * (_IN_HEADER - len(tables))
    header += struct.pack(f"<{_IN_HEADER}I", *located)
    table = struct.pack(f"<{len(tables) * _NUMBERS}I", *large.table[: len(tables) * _NUMBERS])
    return b"".join((header, *large.pieces, table, *more))


def _directory(entries: list[_Written]) -> bytes:
    """Siblings as a list to the right, in the order that the standard gives them (2.6.4)."""
    following: dict[int, int] = {}
    for entry in entries:
        entry.children.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))
        following.update(zip(entry.children, entry.children[1:], strict=False))
    out = bytearray()
    for number, entry in enumerate(entries):
        name = entry.name.encode("utf-16-le", "replace")[:62]
        child = entry.children[0] if entry.children else _NONE
        out += name.ljust(64, b"\0")
        out += struct.pack("<HBBIII36x", len(name) + 2, entry.kind, 1, _NONE, following.get(number, _NONE), child)
        out += struct.pack("<IQ", entry.start if entry.kind in (STREAM, ROOT) else 0, len(entry.data))
    # Places that nothing uses have no neighbours.
    unused = bytes(68) + b"\xff" * 12 + bytes(ENTRY - 80)
    return bytes(out) + unused * (-len(entries) % (_SECTOR // ENTRY))


def _table_sectors(table: list[int]) -> tuple[int, list[int], list[bytes]]:
    """Extends the table by its own sectors; where they begin, their numbers, and the sectors that list those beyond 109."""
    first = len(table)
    count = lists = 0
    while count * _NUMBERS < first + count + lists:
        count += 1
        lists = -(-max(0, count - _IN_HEADER) // (_NUMBERS - 1))
    table.extend([_TABLE] * count + [_TABLES] * lists)
    table.extend([_NONE] * (count * _NUMBERS - len(table)))
    numbers = list(range(first, first + count))
    beyond = numbers[_IN_HEADER:]
    more = []
    for index in range(lists):
        part = beyond[index * (_NUMBERS - 1) : (index + 1) * (_NUMBERS - 1)]
        onward = first + count + index + 1 if index + 1 < lists else _END
        more.append(struct.pack(f"<{_NUMBERS}I", *part, *[_NONE] * (_NUMBERS - 1 - len(part)), onward))
    return first, numbers, more
