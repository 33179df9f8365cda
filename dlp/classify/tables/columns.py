"""The columns of a table, typed by head and by a sample of their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dlp.classify import terms, values
from dlp.classify.tables import heads, shapes
from dlp.classify.tables.grid import MOST_CELLS, Form, Grid, Row
from dlp.classify.tables.heads import Head, Role
from dlp.classify.terms import Term
from dlp.classify.values import Kind

SAMPLE = 60  # rows that decide
_HEAD_WITHIN = 12  # rows a table's head is looked for in
_TITLED = re.compile(r"(?:항목|구분|필드|속성|key|field|item|이름)\|(?:값|내용|value|입력값|정보)", re.IGNORECASE)
_MOST = 0.6  # of the filled cells


@dataclass(frozen=True)
class Column:
    """One column: its head, and what most of its filled cells are. Each question is answered when first asked."""

    index: int
    head: Head
    label: str = field(repr=False)
    sample: Sequence[Row] = field(default=(), repr=False, compare=False)

    @property
    def role(self) -> Role:
        return self.head.role

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Those of the sample that are filled."""
        at = self.index
        cells = (row.cells[at] for row in self.sample if at < len(row.cells))
        return tuple(cell for cell in cells if not shapes.is_blank(cell))

    @property
    def filled(self) -> int:
        return len(self.cells)

    @cached_property
    def names(self) -> bool:
        return self._most(shapes.is_name)

    @cached_property
    def masked(self) -> bool:
        return self._most(shapes.is_masked)

    @cached_property
    def hashed(self) -> bool:
        return self._most(shapes.is_hash)

    @cached_property
    def tokens(self) -> bool:
        return self._most(shapes.is_token)

    @cached_property
    def opaque(self) -> bool:
        return self._most(shapes.is_opaque)

    @cached_property
    def marked(self) -> bool:
        return self._most(shapes.is_marked)

    @cached_property
    def companies(self) -> bool:
        return self._most(shapes.is_company)

    @cached_property
    def ages(self) -> bool:
        return self._most(shapes.is_age)

    @cached_property
    def sexes(self) -> bool:
        return self._most(shapes.is_sex)

    @cached_property
    def regions(self) -> bool:
        return self._most(shapes.is_region)

    @cached_property
    def amounts(self) -> bool:
        return self._most(shapes.is_amount)

    @cached_property
    def numbers(self) -> bool:
        return self._most(lambda cell: shapes.number_of(cell) is not None)

    @cached_property
    def distinct(self) -> int:
        return len(set(self.cells))

    def _most(self, test: Callable[[str], bool]) -> bool:
        return bool(self.cells) and sum(map(test, self.cells)) >= _MOST * len(self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with its head found and its columns typed."""

    grid: Grid
    columns: tuple[Column, ...]
    rows: Sequence[Row] = field(repr=False)
    headed: bool = True

    def of(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]


def typed(grid: Grid) -> Table | None:
    """The grid as a table; None where it cannot be one about anything."""
    grid = _upright(grid)
    labels, first = _head(grid)
    body = [row for row in grid.rows[first:] if not _is_head(row, labels) and any(cell for cell in row.cells)]
    if not body:
        return None
    sample = body[:SAMPLE]
    width = min(max(len(labels), *(len(row.cells) for row in sample)), MOST_CELLS)
    columns = tuple(_column(index, labels[index] if index < len(labels) else "", sample) for index in range(width))
    return Table(grid, columns, body, headed=bool(labels))


def _head(grid: Grid) -> tuple[tuple[str, ...], int]:
    """The labels of the columns, and how many rows they take with what stands above them."""
    if grid.head:
        return grid.head, 0
    best, where = 1.0, -1
    for number, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        points = _points(row)
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else None
        if points == 1 and below is not None and len(row.cells) >= 3 and not any(map(_is_figure, row.cells)):
            points += any(map(_is_figure, below.cells))  # words over figures
        if points > best and points * 2 >= min(4, len([cell for cell in row.cells if cell])):
            best, where = points, number
            break
    if where < 0:
        return (), 0
    labels = grid.rows[where].cells
    if _is_numbered(grid.rows[where + 1 :], len(labels)):
        return ("", *labels), where + 1
    if where:
        labels = _with_group(grid.rows[where - 1].cells, labels)
    elif (
        len(grid.rows) > 2
        and _points(grid.rows[1]) >= 2
        and not any(shapes.number_of(cell) is not None for cell in grid.rows[1].cells)
    ):
        labels, where = _with_group(labels, grid.rows[1].cells), 1
    return labels, where + 1


def _is_numbered(rows: Sequence[Row], width: int) -> bool:
    """Whether rows have one cell more than the head, a running number: data frames as they are printed."""
    return len(rows) >= 2 and all(
        len(row.cells) == width + 1 and row.cells[0] == str(number) for number, row in enumerate(rows[:_HEAD_WITHIN])
    )


def _points(row: Row) -> float:
    """How much a row looks like a head: known heads, less the cells that are values."""
    known = sum(1 for cell in row.cells[:64] if cell and heads.read(cell).known)
    figures = sum(
        1
        for cell in row.cells[:64]
        if shapes.number_of(cell) is not None or shapes.is_hash(cell) or shapes.is_masked(cell)
    )
    return known - 2 * figures + (0.5 if known == len(row.cells) else 0)


def _is_figure(cell: str) -> bool:
    return (
        shapes.number_of(cell) is not None or shapes.is_hash(cell) or values.kind_of(cell) in (Kind.AMOUNT, Kind.DATE)
    )


def _with_group(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Heads in two rows: one that says nothing by itself takes what stands above it, or to the left of that."""
    labels: list[str] = []
    group = ""
    for index, cell in enumerate(below):
        group = (above[index] if index < len(above) else "") or group
        labels.append(cell if not group or heads.read(cell).known else f"{group} {cell}".strip())
    return tuple(labels)


def _is_head(row: Row, labels: tuple[str, ...]) -> bool:
    """The head again, as on every page."""
    return bool(labels) and row.cells[: len(labels)] == labels[: len(row.cells)] and len(row.cells) > 1


def _upright(grid: Grid) -> Grid:
    """A sheet that has its labels down the first column is turned, so that its records are rows."""
    if (
        grid.form is Form.LINES
        and grid.width == 2
        and len(grid.rows) > 2
        and _TITLED.fullmatch("|".join(grid.rows[0].cells))
    ):
        grid = replace(grid, rows=grid.rows[1:])
    if grid.head or grid.form is not Form.LINES or not 2 <= grid.width <= 20 or not 2 <= len(grid.rows) <= 200:
        return grid
    labels = grid.column(0)
    known = [heads.read(label) for label in labels]
    telling = [head for head in known if head.role not in (Role.NOTHING, Role.GROUP, Role.SERIAL, Role.ELSEWHERE)]
    # Whose each column is may stand above them (구분, 채무자, 보증인).
    skipped = len(grid.rows) > 3 and heads.read(labels[0]).role is Role.GROUP
    heading = grid.rows[skipped : 1 if grid.width == 2 else 3]
    across = max(sum(1 for cell in row.cells[1:] if heads.read(cell).known) for row in heading)
    if len(telling) < 2 or len(telling) * 5 < len(labels) * 3 or across * 2 > grid.width - 1:
        return grid
    rows = [Row(grid.start, grid.end, tuple(grid.column(index))) for index in range(1, grid.width)]
    return Grid(grid.start, grid.end, tuple(labels), rows, Form.RECORDS)


def _column(index: int, label: str, sample: Sequence[Row]) -> Column:
    return Column(index, heads.read(label), label, sample)


def attribute_of(column: Column, cell: str) -> Term | None:
    """The attribute that a cell gives: by its column's head and a value of its kind, or by what it says itself."""
    if shapes.is_blank(cell) or shapes.is_type(cell):
        return None
    term = column.head.term
    if term is not None and column.role is Role.ATTRIBUTE:
        kind = values.kind_of(cell)
        if term.takes(kind) or (kind is not None and terms.in_label(cell) is not None and len(cell) <= 20):
            return term
        return None
    if column.role in (Role.NOTHING, Role.GROUP, Role.SERIAL):
        return shapes.stated(cell)
    return None
