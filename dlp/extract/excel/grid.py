"""Rows of a worksheet being put together: a line for each, cells apart by tabs, every cell placed as "Sheet!B4"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.gather import unquoted
from dlp.types import Layout, Locus, Marks, Segment

TAKE = 1 << 20
# Empty cells written as tabs before a value; further to the right the row goes on in a new line.
_GAP = 256
_COLUMNS = 16_384


def letters(column: int) -> str:
    """The name of a column counted from 1."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(slots=True)
class Grid:
    """One sheet. Rows and columns count from 1. `hidden` sheets, rows and columns are shown as hidden text."""

    locus: Locus
    name: str
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _row: int = 0
    _cells: list[tuple[int, str]] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _size: int = 0
    _characters: int = 0
    _header: bytes = b""
    _first: bool = True
    _lines_hidden: bool = False
    _columns: dict[int, str] = field(default_factory=dict)
    ready: list[Segment] = field(default_factory=list)

    def where(self, row: int, column: int) -> str:
        return f"{unquoted(self.name)}!{letters(column)}{row}"

    def add(self, row: int, column: int, text: str) -> None:
        """A cell with a value; cells of a row come together."""
        if row != self._row or len(self._cells) >= _COLUMNS:
            self._end_row()
            self._row = row
        if text:
            self._cells.append((column, text))

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        """What is ready; all of it at the end."""
        if last:
            self._end_row()
            self._take()
        ready, self.ready = self.ready, []
        return iter(ready)

    def _end_row(self) -> None:
        if not self._cells:
            return
        hidden = (
            self.hidden
            or self._row in self.hidden_rows
            or (bool(self.hidden_columns) and any(column in self.hidden_columns for column, _ in self._cells))
        )
        if hidden != self._lines_hidden:
            self._take()
            self._lines_hidden = hidden
        if any(left[0] > right[0] for left, right in zip(self._cells, self._cells[1:], strict=False)):
            self._cells.sort()
        self._write_row()
        self._cells.clear()
        if self._size > TAKE:
            self._take()

    def _write_row(self) -> None:
        sheet, columns = unquoted(self.name), self._columns
        position, begin = 1, self._size
        for column, text in self._cells:
            gap = column - position
            if gap > _GAP:
                self._put("\n")
                gap = 0
            if gap > 0:
                self._put("\t" * gap)
            name = columns.get(column)
            if name is None:
                name = columns[column] = letters(column)
            self._offsets.append(self._size)
            self._names.append(f"{sheet}!{name}{self._row}")
            self._put(" ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text)
            position = column
        self._put("\n")
        if not self._header and begin == 0 and self._first:
            self._header = "".join(self._lines).rstrip("\n").encode("utf-8", "replace")

    def _put(self, text: str) -> None:
        self._lines.append(text)
        self._size += len(text) if text.isascii() else len(text.encode("utf-8", "replace"))

    def _take(self) -> None:
        if not self._lines:
            return
        text = "".join(self._lines)
        self.ready.append(
            Segment(
                self.locus,
                text.encode("utf-8", "replace"),
                Layout.TABLE,
                self._lines_hidden,
                first_char=self._characters,
                header=b"" if self._first else self._header,
                positions=Marks(tuple(self._offsets), tuple(self._names)),
            )
        )
        self._characters += len(text)
        self._first = False
        self._lines, self._offsets, self._names, self._size = [], [], [], 0
