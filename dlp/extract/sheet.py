"""Tables as rows of text: a line for each row, a tab for each column passed, and where each cell stands."""

from __future__ import annotations

from collections.abc import Iterable

from dlp.extract.cells import Cells
from dlp.extract.gather import Gather, unquoted
from dlp.types import Layout, Locus, Segment

# Empty cells written as tabs before a value; further to the right the row goes on in a new line.
GAP = 256
_FIRST = tuple(range(1, GAP + 1))


def column_of(reference: str) -> int:
    """The column of "B4", counted from 1; 0 where the reference does not say."""
    column = 0
    for char in reference[:4]:
        if not "A" <= char <= "Z":
            break
        column = column * 26 + ord(char) - 64
    return column


class Rows:
    """Rows of one table being put together into segments; the first row heads all that follow."""

    def __init__(self, locus: Locus, name: str, *, hidden: bool = False) -> None:
        self.name = unquoted(name)
        self._gather = Gather(locus, Layout.TABLE, hidden)
        self._cells = Cells(self.name)
        self._header = b""
        self._first = True

    @property
    def size(self) -> int:
        return self._gather.size

    def add(self, number: int, cells: list[tuple[int, str]], *, hidden: bool) -> Segment | None:
        """A row of (column, text); a segment where the rows before it are hidden and this one is not, or vice versa."""
        segment = None
        if hidden != self._gather.hidden:
            segment = self.take()
            self._gather.hidden = hidden
        if not cells:
            return segment
        columns, texts = zip(*sorted(cells), strict=True)
        # A row without a gap and without layout in its cells is one join.
        line = "\t".join(texts) if columns == _FIRST[: len(columns)] else "\n"
        if "\n" not in line and "\r" not in line and line.count("\t") == len(columns) - 1:
            self._line(number, 1, line)
        else:
            self._add_with_gaps(number, columns, texts)
        return segment

    def _add_with_gaps(self, number: int, columns: Iterable[int], texts: Iterable[str]) -> None:
        start = position = 1
        pieces: list[str] = []
        for column, text in zip(columns, texts, strict=True):
            if column - position > GAP:
                self._line(number, start, "".join(pieces))
                start = position = column
                pieces = []
            # Two cells in one place stay apart as well.
            apart = "\t" * (column - position) or (" " if pieces else "")
            pieces.append(apart + text.replace("\t", " ").replace("\r", " ").replace("\n", " "))
            position = column
        self._line(number, start, "".join(pieces))

    def _line(self, number: int, column: int, line: str) -> None:
        if not line:
            return
        line += "\n"
        self._cells.offsets.append(self._gather.size)
        self._cells.rows.append((number, column))
        self._gather.add(line)
        if not self._header:
            self._header = line.rstrip("\n").encode("utf-8", "replace")

    def take(self) -> Segment | None:
        cells, self._cells = self._cells, Cells(self.name)
        segment = self._gather.take(header=b"" if self._first else self._header, positions=cells)
        if segment is not None:
            cells.data = segment.data
            self._first = False
        return segment
