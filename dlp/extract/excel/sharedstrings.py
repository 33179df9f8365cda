"""The strings that the cells of a workbook share: kept packed, read from their table in its plain form or any other."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import ClassVar

from dlp.extract.excel.plain import BLANK, TEXT, sift, unescaped
from dlp.extract.sweep import Sweep
from dlp.types import Locus

_OVERHEAD = 5  # bytes that are kept beside each string
_OPEN, _SHUT = r'<si><t(?: xml:space="preserve")?+>', "</t></si>"
_ITEMS = re.compile(rf"(?:{BLANK}{_OPEN}{TEXT}{_SHUT})*+")
_TEXTS = re.compile(rf"{_OPEN}([^<]*+){_SHUT}")


@dataclass(slots=True)
class SharedStrings:
    """Strings by number, packed: a list of a million str would cost ten times as much. Up to `limit` bytes in all.

    `repeat` is told how long each string is that a cell shows, since one may be shown in any number of cells.
    """

    limit: int
    repeat: Callable[[int], None]
    full: bool = False
    _data: bytearray = field(default_factory=bytearray, repr=False)
    _ends: array[int] = field(default_factory=lambda: array("I"), repr=False)
    _used: bytearray = field(default_factory=bytearray, repr=False)

    def add(self, texts: Sequence[str]) -> bool:
        """Whether there was room for them. Once there was not, no more are kept: they would have wrong numbers."""
        joined = "".join(texts)
        packed = joined.encode("utf-8", "replace")
        kept = len(self._data) + len(packed) + _OVERHEAD * (len(self._ends) + len(texts))
        self.full |= kept > self.limit
        if self.full:
            return False
        start = len(self._data)
        sizes = map(len, texts if joined.isascii() else (text.encode("utf-8", "replace") for text in texts))
        self._ends.extend(start + end for end in accumulate(sizes))
        self._data += packed
        self._used += bytes(len(texts))
        return True

    def get(self, value: str) -> str:
        """The string a cell refers to by number: "" where there is none, and what is no number as it is."""
        number = value.strip()
        if not number.isdecimal():
            return value
        index = int(number[:9])
        if index >= len(self._ends):
            return ""
        self._used[index] = 1
        start = self._ends[index - 1] if index else 0
        self.repeat(self._ends[index] - start)
        return self._data[start : self._ends[index]].decode()

    def _at(self, index: int) -> str:
        start = self._ends[index - 1] if index else 0
        return self._data[start : self._ends[index]].decode()

    def unused(self) -> Iterator[str]:
        index = self._used.find(0)
        while index >= 0:
            yield self._at(index)
            index = self._used.find(0, index + 1)


class StringTable(Sweep):
    """Target of the shared strings part: its items go into the table, all else is swept.

    What there is no room for is told at least where it stands.
    """

    OPENING: ClassVar = re.compile(rb"<sst(?: [^<>]*)?>")
    CLOSING: ClassVar = "</si>"

    def __init__(self, locus: Locus, strings: SharedStrings) -> None:
        super().__init__(locus)
        self._strings = strings

    def sift(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        return sift(pieces, self)

    def between(self) -> bool:
        return self._path == ["sst"]

    def take_plain(self, text: str, start: int) -> int:
        items = _ITEMS.match(text, start)
        if items is None or items.end() == start:
            return start
        found: list[str] = _TEXTS.findall(text, start, items.end())
        self._add([unescaped(each) for each in found] if "&" in text else found)
        return items.end()

    def _end_block(self) -> None:
        block = self._blocks.pop()
        if self._blocks:  # phonetic text inside an item
            self._prose.add("".join(block.shown) + "\n")
        else:
            self._add(["".join(block.shown)])

    def _add(self, texts: list[str]) -> None:
        if not self._strings.add(texts):
            self._prose.add("\n".join(texts) + "\n")
