"""A table wherever it was found: heads and rows of cells, each row with its place in the segment."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_CELLS = 512  # cells of a row that are looked at; identifiers further right are still found by the matcher


class Form(enum.Enum):
    """How a table is written."""

    LINES = "lines"  # rows of cells with something between them
    RECORDS = "records"  # every record names its fields: JSON, XML, key=value
    BLOCK = "block"  # one record written as lines of `label: value`


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from data[start:end] of the segment, as text without quotes and blanks around."""

    start: int
    end: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in data[start:end] of a segment. `head` is empty where the table has none."""

    start: int
    end: int
    head: tuple[str, ...] = field(repr=False)
    rows: Sequence[Row] = field(repr=False)
    form: Form = Form.LINES
    delimiter: bytes = field(default=b"", repr=False)

    @property
    def width(self) -> int:
        return max(len(self.head), max((len(row.cells) for row in self.rows), default=0))

    def column(self, index: int) -> list[str]:
        return [row.cells[index] if index < len(row.cells) else "" for row in self.rows]
