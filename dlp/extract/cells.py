"""Where a byte of a sheet's text stands, as spreadsheets name it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True)
class Cells:
    """Byte offset -> "Sheet!B4", from where lines begin and by counting tabs.

    `rows` holds for each of `offsets` the row number and the column of the line's first cell, both from 1.
    """

    sheet: str = field(repr=False)
    offsets: list[int] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    data: bytes = field(default=b"", repr=False)

    def __call__(self, offset: int) -> str:
        index = bisect_right(self.offsets, offset) - 1
        if index < 0:
            return ""
        row, column = self.rows[index]
        column += self.data.count(b"\t", self.offsets[index], offset)
        return f"{self.sheet}!{letters(column)}{row}"


def letters(column: int) -> str:
    """The name of a column counted from 1: A, B, ... Z, AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
