"""Records of a presentation ([MS-PPT] 2.3.1) and the directory of those in use (2.3.3 to 2.3.5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_HEADER = struct.Struct("<HHI")
_CONTAINER = 0xF
_BINARY_TAG = 5003  # 2.11.11: an atom by its number, but records inside
_USER_EDIT, _DIRECTORY = 4085, 6002
_EDITS = 10_000


class Record(NamedTuple):
    """An atom with its data, or a container (`data` is None) whose records follow. `top` is the offset of the
    outermost record it stands in, `path` the types of the containers around it, outermost first."""

    kind: int
    instance: int
    start: int
    top: int
    path: tuple[int, ...]
    data: bytes | None


def records(data: bytes) -> Iterator[Record]:
    """Every record, in order. Raises ValueError where the stream breaks off."""
    ends: list[int] = []
    path: tuple[int, ...] = ()
    at, top = 0, 0
    while at + 8 <= len(data):
        while ends and at >= ends[-1]:
            ends.pop()
            path = path[:-1]
        if not ends:
            top = at
        first, kind, size = _HEADER.unpack_from(data, at)
        start, at = at, at + 8
        if first & 0xF == _CONTAINER or kind == _BINARY_TAG:
            yield Record(kind, first >> 4, start, top, path, None)
            if len(ends) < 64:
                ends.append(at + size)
                path = (*path, kind)
            continue
        yield Record(kind, first >> 4, start, top, path, data[at : at + size])
        at += size
        if at > len(data):
            raise ValueError("a record that breaks off")


class Edits(NamedTuple):
    """Offsets of the records in use by their numbers, and whether they are encrypted."""

    offsets: dict[int, int]
    encrypted: bool
    sound: bool


def edits(data: bytes, user: bytes) -> Edits:
    """Follows the edits back from the last; `user` is the stream "Current User" (2.3.2)."""
    offsets: dict[int, int] = {}
    encrypted = user[12:16] == b"\xdf\xc4\xd1\xf3"
    at = int.from_bytes(user[16:20], "little")
    seen: set[int] = set()
    while 0 < at < len(data) and at not in seen and len(seen) < _EDITS:
        seen.add(at)
        try:
            _, kind, size = _HEADER.unpack_from(data, at)
            before, directory = struct.unpack_from("<8xII", data, at + 8)
            if kind != _USER_EDIT:
                break
            encrypted = encrypted or (size >= 32 and data[at + 36 : at + 40] not in (b"", bytes(4)))
            for number, offset in _directory(data, directory):
                offsets.setdefault(number, offset)
        except struct.error:
            break
        at = before
    return Edits(offsets, encrypted, bool(offsets))


def _directory(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    _, kind, size = _HEADER.unpack_from(data, at)
    if kind != _DIRECTORY:
        return
    at += 8
    end = min(at + size, len(data))
    while at + 4 <= end:
        (head,) = struct.unpack_from("<I", data, at)
        number, count = head & 0xFFFFF, head >> 20
        at += 4
        for index in range(count):
            if at + 4 > end:
                return
            yield number + index, struct.unpack_from("<I", data, at)[0]
            at += 4
