"""Stretches of a Word file that are hidden, deleted, in a table or the end of a row ([MS-DOC] 2.9.33, 2.9.174)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget

HIDDEN, ROW_END, IN_TABLE = 1, 2, 4
_PAGE = 512
_MOST = 1_000_000
# 2.6.1 and 2.6.2: deleted by a tracked change, hidden, in a table, the mark that ends a row
_MARKS = {0x0800: HIDDEN, 0x083C: HIDDEN, 0x2416: IN_TABLE, 0x2417: ROW_END | IN_TABLE}
_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)  # 2.2.5.1, operand by the top three bits; 0: the length comes first
_DEFINES_TABLE = 0xD608


@dataclass(slots=True)
class Stretches:
    """Byte ranges of the main stream with marks, in order and apart from each other."""

    _starts: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _marks: list[int] = field(default_factory=list)

    def add(self, start: int, end: int, mark: int) -> None:
        if self._starts and start < self._ends[-1]:  # out of order: what damaged tables do
            return
        self._starts.append(start)
        self._ends.append(end)
        self._marks.append(mark)

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The range in pieces of one mark each."""
        index = max(0, bisect_right(self._starts, start) - 1)
        at = start
        while index < len(self._starts) and self._starts[index] < end:
            low, high = max(self._starts[index], start), min(self._ends[index], end)
            if high > low:
                if low > at:
                    yield at, low, 0
                yield low, high, self._marks[index]
                at = high
            index += 1
        if at < end:
            yield at, end, 0


def stretches(main: bytes, table: bytes, place: tuple[int, int], budget: Budget, *, paragraphs: bool) -> Stretches:
    """From the pages of formatting that a table lists; as far as they can be read."""
    found = Stretches()
    plc = table[place[0] : place[0] + place[1]]
    count = min((len(plc) - 4) // 8, len(main) // _PAGE)
    for index in range(max(0, count)):
        budget.check_time()
        (number,) = struct.unpack_from("<I", plc, (count_of(plc) + 1) * 4 + index * 4)
        page = main[(number & 0x3FFFFF) * _PAGE : ((number & 0x3FFFFF) + 1) * _PAGE]
        if len(page) == _PAGE:
            _page(page, found, paragraphs=paragraphs)
    return found


def count_of(plc: bytes) -> int:
    return (len(plc) - 4) // 8


def _page(page: bytes, found: Stretches, *, paragraphs: bool) -> None:
    runs = page[-1]
    step = 13 if paragraphs else 1
    if (runs + 1) * 4 + runs * step > _PAGE:
        return
    places = struct.unpack_from(f"<{runs + 1}I", page)
    for run in range(runs):
        at = page[(runs + 1) * 4 + run * step] * 2
        if not at or places[run + 1] <= places[run]:
            continue
        size = page[at]
        if not paragraphs:
            properties = page[at + 1 : at + 1 + size]
        elif size:  # 2.9.174: words, less one byte; a style number first
            properties = page[at + 3 : at + size * 2]
        else:
            properties = page[at + 4 : at + 2 + page[at + 1] * 2] if at + 1 < _PAGE else b""
        mark = marks(properties)
        if mark:
            found.add(places[run], places[run + 1], mark)


def marks(properties: bytes) -> int:
    """What a list of properties says, each two bytes and an operand."""
    at, mark = 0, 0
    while at + 3 <= len(properties):
        code = properties[at] | properties[at + 1] << 8
        length = _LENGTHS[code >> 13]
        if code in _MARKS:
            mark = mark | _MARKS[code] if properties[at + 2] else mark & ~_MARKS[code]
        if length == 0:
            size = properties[at + 2]
            length = 1 + size
            if code == _DEFINES_TABLE:
                length = 1 + int.from_bytes(properties[at + 2 : at + 4], "little")
        at += 2 + length
    return mark
