"""Tables of a section: cells by row and column, written as lines with tabs so that columns keep their place."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE
from dlp.types import Layout, Locus, Segment

_ADDRESS = struct.Struct("<HH")
_CELL_AT = 8  # behind the list header: column, row, and how many of each the cell spans
_GAP = 256  # empty cells written as tabs before a value; further to the right the row goes on without
_LEAST = 12  # a list header with a cell's address


def address(payload: bytes) -> tuple[int, int] | None:
    """Row and column of the cell that a list header belongs to, from 0."""
    if len(payload) < _LEAST:
        return None
    column, row = _ADDRESS.unpack_from(payload, _CELL_AT)
    return row, column


@dataclass(slots=True)
class Cell:
    row: int
    column: int
    paragraphs: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table being read; `number` counts the tables of a section."""

    number: int
    hidden: bool
    cells: list[Cell] = field(default_factory=list)

    def segments(self, locus: Locus) -> Iterator[Segment]:
        """The table by rows, in pieces of bounded size, each with the table's first row as header."""
        gather = Gather(locus, Layout.TABLE, self.hidden)
        header = b""
        row, column = -1, 0
        for cell in self.cells:
            if cell.row != row:
                if row >= 0:
                    gather.add("\n")
                if gather.size > TAKE and (segment := gather.take(header=header)):
                    header = header or segment.data.partition(b"\n")[0]
                    yield segment
                row, column = cell.row, 0
            gap = min(max(0, cell.column - column), _GAP)
            column = cell.column
            text = " ".join(" ".join(cell.paragraphs).split())
            gather.add("\t" * gap)
            gather.add(text, f"table {self.number}!{letters(cell.column + 1)}{cell.row + 1}")
        gather.add("\n")
        if segment := gather.take(header=header):
            yield segment


def letters(column: int) -> str:
    """The column's name as in spreadsheets and in the formulas of HWP tables: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
