"""Data records (section 4.1 of the description): tag, level and size packed into 32 bits, then the payload."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

# DocInfo
DOCUMENT_PROPERTIES = 16
DISTRIBUTE_DOC_DATA = 28
# BodyText
PARA_HEADER = 66
PARA_TEXT = 67
PARA_RANGE_TAG = 70
CTRL_HEADER = 71
LIST_HEADER = 72
TABLE = 77
CTRL_DATA = 87
EQEDIT = 88
MEMO_LIST = 93

# Tags whose payload is numbers only: shapes of characters and paragraphs, lines, pages, borders.
NUMERIC = frozenset((16, 17, 20, 21, 22, 25, 30, 31, 68, 69, 73, 74, 75))

_HEADER = struct.Struct("<I")
_EXTENDED = 0xFFF  # the size follows in 32 bits of its own


class Record(NamedTuple):
    tag: int
    level: int
    payload: bytes

    def __repr__(self) -> str:
        return type(self).__name__


class Records:
    """The records of a stream in order, but for those that hold numbers only and nothing is asked of.

    `broken` is set once the end does not fit the last size.
    """

    def __init__(self, data: bytes, skipped: frozenset[int] = frozenset()) -> None:
        self.data = data
        self.skipped = skipped
        self.broken = False

    def __iter__(self) -> Iterator[Record]:
        data, at, end, skipped = self.data, 0, len(self.data), self.skipped
        unpack = _HEADER.unpack_from
        while at + 4 <= end:
            (header,) = unpack(data, at)
            at += 4
            size = header >> 20
            if size == _EXTENDED:
                if at + 4 > end:
                    break
                (size,) = unpack(data, at)
                at += 4
            if (tag := header & 0x3FF) not in skipped:
                yield Record(tag, header >> 10 & 0x3FF, data[at : at + size])
            at += size
        self.broken = at != end and data[at:end].strip(b"\0") != b"" if at <= end else True
