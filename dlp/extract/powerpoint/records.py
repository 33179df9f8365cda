"""Records of a presentation ([MS-PPT] 2.3.1) and the directory of those in use (2.3.3 to 2.3.5)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_HEADER = struct.Struct("<HHI")
_CONTAINER = 0xF
_BINARY_TAG = 5003  # 2.11.11: an atom by its number, but records inside
_USER_EDIT, _DIRECTORY = 4085, 6002
_EDITS = 10_000
_DEPTH = 64


class Record(NamedTuple):
    """An atom with its data, or a container (`data` is None) whose records follow. `top` is the offset of the
    outermost record it stands in, `path` the types of the containers around it, outermost first."""

    kind: int
    instance: int
    start: int
    top: int
    path: tuple[int, ...]
    data: bytes | None


def records(data: bytes, anchors: Sequence[int]) -> Iterator[Record]:
    """Every record, in order. Where nothing sensible stands, reading goes on at the next of `anchors`, which are offsets
    of records known otherwise. Raises ValueError at the end where something was left out."""
    ends: list[int] = []
    path: tuple[int, ...] = ()
    at, top = 0, 0
    broken = False
    while at + 8 <= len(data):
        while ends and at >= ends[-1]:
            ends.pop()
            path = path[:-1]
        first, kind, size = _HEADER.unpack_from(data, at)
        if not ends:
            top = at
        if not kind or (size > len(data) - at - 8 and kind != _BINARY_TAG):
            # Unused space between saves is filled with zeros.
            following = _following(anchors, at, len(data))
            broken = broken or bool(data[at:following].strip(b"\0"))
            if kind and not first & 0xF:
                yield Record(kind, first >> 4, at, top, path, data[at + 8 : following])
            at, ends, path = following, [], ()
            continue
        start, at = at, at + 8
        if first & 0xF == _CONTAINER or kind == _BINARY_TAG:
            yield Record(kind, first >> 4, start, top, path, None)
            if len(ends) < _DEPTH:
                ends.append(at + size)
                path = (*path, kind)
            continue
        yield Record(kind, first >> 4, start, top, path, data[at : at + size])
        at += size
    if broken:
        raise ValueError("a presentation that breaks off")


def _following(anchors: Sequence[int], at: int, end: int) -> int:
    index = bisect_right(anchors, at)
    return min(anchors[index], end) if index < len(anchors) else end


class Edits(NamedTuple):
    """Offsets of the records in use by their numbers, and whether they are encrypted."""

    offsets: dict[int, int]
    encrypted: bool
    places: tuple[int, ...]  # of all records named anywhere, in order

    @property
    def sound(self) -> bool:
        return bool(self.offsets)


def edits(data: bytes, user: bytes) -> Edits:
    """Follows the edits back from the last; `user` is the stream "Current User" (2.3.2)."""
    offsets: dict[int, int] = {}
    encrypted = user[12:16] == b"\xdf\xc4\xd1\xf3"
    at = int.from_bytes(user[16:20], "little")
    seen: set[int] = set()
    places: set[int] = set()
    while 0 < at < len(data) and at not in seen and len(seen) < _EDITS:
        seen.add(at)
        try:
            _, kind, size = _HEADER.unpack_from(data, at)
            before, directory = struct.unpack_from("<8xII", data, at + 8)
            if kind != _USER_EDIT:
                break
            encrypted = encrypted or (size >= 32 and data[at + 36 : at + 40] not in (b"", bytes(4)))
            places.add(directory)
            for number, offset in _directory(data, directory):
                offsets.setdefault(number, offset)
                places.add(offset)
        except struct.error:
            break
        at = before
    return Edits(offsets, encrypted, tuple(sorted(places | seen)))


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
