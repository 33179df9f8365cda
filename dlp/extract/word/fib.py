"""The head of a Word file ([MS-DOC] 2.5) and its pieces of text (2.9.38)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

WORD97, WORD6 = 0xA5EC, 0xA5DC
_FIRST_OF_97 = 0xC1  # nFib: what is below is Word 6 or 95
_ENCRYPTED, _TABLE_1 = 0x100, 0x200
_TABLES = 154  # where FibRgFcLcb97 begins
_CHPX, _PAPX, _CLX = 12, 13, 33  # numbers of the pairs in it
_COMPRESSED = 0x40000000

# 2.5.4, in the order of the text: what the stretches after the body are.
PARTS = (
    "",
    "footnotes",
    "headers and footers",
    "macros",
    "comments",
    "endnotes",
    "text boxes",
    "text boxes in headers",
)
_KOREAN_PAIRS = re.compile(rb"(?:[\xb0-\xc8][\xa1-\xfe]){2}")


class Head(NamedTuple):
    """`lengths` counts the characters of each of PARTS. The pairs are offsets and sizes in the table stream."""

    old: bool
    encrypted: bool
    table: str
    first: int
    last: int
    lengths: tuple[int, ...]
    runs: tuple[int, int]
    paragraphs: tuple[int, int]
    pieces: tuple[int, int]


def head(data: bytes) -> Head:
    """Raises struct.error where the head is cut off, ValueError where there is none."""
    magic, version = struct.unpack_from("<HH", data)
    flags, first, last = struct.unpack_from("<H12xII", data, 10)
    if magic not in (WORD97, WORD6, 0xA697, 0xA698, 0xA699):
        raise ValueError("no head of a Word file")
    table = "1Table" if flags & _TABLE_1 else "0Table"
    if version < _FIRST_OF_97:
        nothing = (0, 0)
        return Head(True, bool(flags & _ENCRYPTED), table, first, last, (), nothing, nothing, nothing)
    lengths = struct.unpack_from("<8i", data, 76)

    def pair(number: int) -> tuple[int, int]:
        offset, size = struct.unpack_from("<II", data, _TABLES + number * 8)
        return offset, size

    return Head(
        False, bool(flags & _ENCRYPTED), table, first, last, tuple(max(0, n) for n in lengths),
        pair(_CHPX), pair(_PAPX), pair(_CLX),
    )  # fmt: skip


class Piece(NamedTuple):
    """Characters from `start` on in the main stream, of `width` bytes each."""

    start: int
    length: int
    width: int


def pieces(table: bytes, place: tuple[int, int]) -> Iterator[Piece]:
    """Raises ValueError where there is no table of pieces."""
    clx = table[place[0] : place[0] + place[1]]
    at = 0
    while clx[at : at + 1] == b"\x01":  # formatting of pieces
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at : at + 1] != b"\x02":
        raise ValueError("no table of pieces")
    plc = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    count = (len(plc) - 4) // 12
    if count < 1:
        raise ValueError("no table of pieces")
    places = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        (start,) = struct.unpack_from("<2xI", plc, (count + 1) * 4 + index * 8)
        length = places[index + 1] - places[index]
        if length > 0:
            yield Piece((start & 0x3FFFFFFF) // 2, length, 1) if start & _COMPRESSED else Piece(start, length, 2)


def text_of(data: bytes, width: int) -> str:
    """Characters of a piece. Narrow ones are Western, but Korean programs have put Korean there."""
    if width == 2:
        return data.decode("utf-16-le", "replace")
    if _KOREAN_PAIRS.search(data):
        try:
            return data.decode("cp949")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
