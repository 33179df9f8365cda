"""Lines of a page as prose and tables: cells apart by tabs, every row with as many of them, empty ones too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dlp.extract.pdf.pages import Fragment, Line

_BETWEEN = 3  # lines of one wrapped cell that may stand between the rows of a table
_CELL = 24  # most cells of a table are shorter than the lines of a column of prose, in characters


_MOST_CELLS = 20_000  # of one page; beyond, it is no page that a person reads
_DOWNWARDS = 6  # characters; fewer are the numbers of a short list
_PITCH = 1.3  # of words written downwards, in character heights; lists stand further apart
_UPRIGHT = (0, 1)


class Block(NamedTuple):
    """Lines that belong together. A table's lines are rows of the same number of cells, apart by tabs."""

    lines: list[str]
    table: bool

    def __repr__(self) -> str:
        return type(self).__name__


class Placed(NamedTuple):
    """A fragment as read: x in reading direction, y downwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    line: int

    def __repr__(self) -> str:
        return type(self).__name__


Row = list[Placed]
_Columns = list[tuple[float, float]]  # from, to


def blocks(placed: Sequence[Row]) -> Iterator[Block]:
    """The lines in their order."""
    for rows in _candidates(placed):
        if len(rows) == 1 or not any(len(row) > 1 for row in rows):
            yield Block([_plain(row) for row in rows], table=False)
        else:
            yield from _tables(rows)


def columns_of_one(placed: Sequence[Row]) -> Iterator[str]:
    """Words written downwards: single characters close below each other."""
    column: list[Placed] = []
    for row in (*placed, []):
        if len(row) == 1 and len(row[0].text) == 1 and (not column or _below(column[-1], row[0])):
            column.append(row[0])
            continue
        if len(column) >= _DOWNWARDS:
            yield "".join(cell.text for cell in column)
        column = row if len(row) == 1 and len(row[0].text) == 1 else []


def _below(upper: Placed, lower: Placed) -> bool:
    height, width = upper.bottom - upper.top, upper.right - upper.left
    beside = abs(upper.left + upper.right - lower.left - lower.right) / 2
    return beside <= max(width, lower.right - lower.left) and 0 < lower.top - upper.top <= _PITCH * height


def rows_across(placed: Sequence[Row]) -> Iterator[Block]:
    """Tables whose cells were not drawn row by row: rows put together by place alone."""
    if sum(map(len, placed)) > _MOST_CELLS:
        return
    rows = list(_by_height([cell for row in placed for cell in row]))
    mixed = [row for row in rows if len({cell.line for cell in row}) > 1]
    if len(mixed) < 2 or not _like_cells(mixed):
        return
    for several, group in groupby(rows, key=lambda row: len(row) > 1):
        together = list(group)
        if several and any(len({cell.line for cell in row}) > 1 for row in together):
            yield from _tables(together)


def _like_cells(rows: Sequence[Row]) -> bool:
    sizes = sorted(len(cell.text) for row in rows for cell in row)
    return sizes[len(sizes) // 2] <= _CELL


def _plain(row: Row) -> str:
    return "\t".join(cell.text for cell in row)


def place(lines: Sequence[Line]) -> list[Row]:
    """Lines turned so that most of them run from left to right."""
    across = upwards = 0.0
    for line in lines:
        for cell in line.fragments:
            across += cell.last.left + cell.last.right - cell.first.left - cell.first.right
            upwards += cell.last.bottom + cell.last.top - cell.first.bottom - cell.first.top
    turn = _UPRIGHT if abs(across) >= abs(upwards) and across >= 0 else _turned(across, upwards)
    rows: list[Row] = []
    for line in lines:
        row = [_place(cell, turn, len(rows)) for cell in line.fragments]
        if rows and _goes_on(rows[-1][-1], row[0]):
            rows[-1] += (cell._replace(line=len(rows) - 1) for cell in row)
        else:
            rows.append(row)
    return rows


def _goes_on(last: Placed, first: Placed) -> bool:
    """A line that stands right of the last one at the same height: PDFium ends lines at single characters."""
    height = last.bottom - last.top
    return first.left - last.right > height and abs(first.top + first.bottom - last.top - last.bottom) < height


def _turned(across: float, upwards: float) -> tuple[int, int]:
    """The direction of reading: the axis it runs along (0: x, 1: y) and its sign."""
    axis = int(abs(upwards) > abs(across))
    return axis, 1 if (across, upwards)[axis] >= 0 else -1


def _place(cell: Fragment, turn: tuple[int, int], line: int) -> Placed:
    first, last = cell.first, cell.last
    left, right = min(first[0], last[0]), max(first[2], last[2])
    bottom, top = min(first[1], last[1]), max(first[3], last[3])
    if turn == _UPRIGHT:
        return Placed(cell.text, left, right, -top, -bottom, line)
    if turn == (0, -1):
        return Placed(cell.text, -right, -left, bottom, top, line)
    if turn == (1, 1):
        return Placed(cell.text, bottom, top, left, right, line)
    return Placed(cell.text, -top, -bottom, -right, -left, line)


def _candidates(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows that may be one table, a few single lines between rows included, and the lines around them."""
    at = 0
    while at < len(rows):
        if len(rows[at]) < 2:
            end = at + 1
            while end < len(rows) and len(rows[end]) < 2:
                end += 1
            yield list(rows[at:end])
            at = end
            continue
        last, end = at, at + 1
        while end < len(rows) and end - last <= _BETWEEN + 1:
            if len(rows[end]) > 1:
                last = end
            end += 1
        yield list(rows[at : last + 1])
        at = last + 1


def _tables(rows: list[Row]) -> Iterator[Block]:
    """A run of rows, aligned as far as its rows share their columns."""
    start = 0
    while start < len(rows):
        end, aligned = _aligned(rows, start)
        if aligned:
            yield Block(aligned, table=True)
        else:
            end = start + 1
            yield Block([_plain(rows[start])], table=False)
        start = end


def _aligned(rows: list[Row], start: int) -> tuple[int, list[str]]:
    """The longest table that begins at `start`, and where it ends; no rows where there is none."""
    columns: _Columns = []
    kept = start
    for end in range(start, len(rows)):
        row = rows[end]
        if len(row) > 1:
            wider = _merged([*columns, *((cell.left, cell.right) for cell in row)])
            # Columns that grew together are none: every row so far has to fit them.
            grown = len(wider) != len(columns)
            if any(_cells(other, wider) is None for other in (rows[start : end + 1] if grown else (row,))):
                break
            columns, kept = wider, end + 1
        elif columns and _cells(row, columns) is None:
            break
    if sum(len(row) > 1 for row in rows[start:kept]) < 2:
        return start, []
    cells = [_cells(row, columns) for row in rows[start:kept]]
    return (start, []) if None in cells else (kept, ["\t".join(row or ()) for row in cells])


def _merged(spans: _Columns) -> _Columns:
    """Spans that overlap made one, from left to right."""
    merged: _Columns = []
    for left, right in sorted(spans):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _cells(row: Row, columns: _Columns) -> list[str] | None:
    """The text of each column; None where the row does not fit them one by one."""
    cells = [""] * len(columns)
    at, count = 0, len(columns)
    for cell in row if len(row) < 2 else sorted(row, key=_left):
        while at < count and columns[at][1] <= cell.left:
            at += 1
        if at == count or columns[at][0] >= cell.right or (at + 1 < count and columns[at + 1][0] < cell.right):
            return None
        cells[at] = cell.text
        at += 1
    return cells


def _left(cell: Placed) -> float:
    return cell.left


def _by_height(cells: list[Placed]) -> Iterator[Row]:
    """Fragments that share a height, from top to bottom, each row from left to right."""
    row: Row = []
    middle = 0.0
    for cell in sorted(cells, key=lambda cell: (cell.top + cell.bottom, cell.left)):
        here = (cell.top + cell.bottom) / 2
        if row and here - middle > (cell.bottom - cell.top) / 2:
            yield sorted(row, key=lambda cell: cell.left)
            row = []
        if not row:
            middle = here
        row.append(cell)
    if row:
        yield sorted(row, key=lambda cell: cell.left)
