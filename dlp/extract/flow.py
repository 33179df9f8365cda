"""A document's text as XML tells it, whatever the vocabulary: paragraphs joined over their runs, tables as rows with
the place of each cell, text that does not show, and everything else as "name: value" lines.

Each vocabulary is a subclass that says what its elements mean; names come without their namespace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, local
from dlp.extract.sheet import Rows
from dlp.extract.sweep import Block, Sweep
from dlp.types import Locus, Segment

# Words of a schema, colours, GUIDs, lengths and other numbers that a program wrote (no longer than 32 bits).
_MACHINE = re.compile(
    r"[A-Z]+(?:_[A-Z]+)*|[a-z][a-zA-Z-]{0,30}|#[0-9A-Fa-f]{6,8}|\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}?"
    r"|-?\d{1,5}(?:\.\d{0,9})?(?:[a-z]{1,2}|%| ?mm)?"
)
_COUNTER = re.compile(r"-?\d{1,10}(?:\.\d{0,9})?")
_KEPT = 100_000
_NESTED = 64  # tables inside one another
_ROW_CELLS = 16_384  # more than a row of any table has

Handler = Callable[[Any, Mapping[str, str]], None]
Ender = Callable[[Any], None]


@dataclass(slots=True, repr=False)
class Grid:
    """A table that is open. `depth` tells how many of the elements around it do not show."""

    rows: Rows
    depth: int
    hidden: bool = False
    row: int = 0
    column: int = 0
    span: int = 1
    row_span: int = 1
    row_hidden: bool = False
    inside: bool = False  # a cell is open
    line: list[tuple[int, str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


class Flow(Sweep):
    """Receives the events of one part. PARAGRAPHS hold text; INLINE elements are those inside them whose character data
    is the paragraph's own (all but ASIDE where INLINE is empty); CONCEALED ones do not show."""

    PARAGRAPHS: ClassVar[frozenset[str]] = frozenset()
    INLINE: ClassVar[frozenset[str]] = frozenset()
    ASIDE: ClassVar[frozenset[str]] = frozenset()
    CONCEALED: ClassVar[frozenset[str]] = frozenset()
    COUNTERS: ClassVar[frozenset[str]] = frozenset()  # attributes whose numbers are identifiers made by the program
    WORDS: ClassVar[frozenset[str]] = frozenset()  # attributes told even where they look like the schema's own words
    LAYOUT: ClassVar[frozenset[str]] = frozenset()  # elements whose numbers are all layout
    STARTS: ClassVar[Mapping[str, Handler]] = {}
    ENDS: ClassVar[Mapping[str, Ender]] = {}

    def __init__(self, locus: Locus, *, hidden: bool = False) -> None:
        super().__init__(locus, hidden=hidden)
        self._concealed = Gather(locus, hidden=True)
        self._grids: list[Grid] = []
        self._tables_seen = 0
        self._unopened = 0  # tables inside too many others: their cells are told as those of the last one
        self._depth = 0
        self.place = ""
        self.words = 0  # characters of paragraphs so far

    def name_of(self, tag: str) -> str:
        return local(tag)  # "comment" for comments and instructions, which no paragraph shows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.name_of(tag)
        if self._loose:
            self._end_loose(self._path[-1] if self._path else name)
        self._path.append(name)
        if attributes:
            self._tell(name, attributes)
        if name in self.CONCEALED:
            self._depth += 1
        if handler := self.STARTS.get(name):
            handler(self, attributes)
        if name in self.PARAGRAPHS:
            self._blocks.append(Block())
            self._paragraph += 1

    def end(self, tag: str) -> None:
        name = self._path.pop() if self._path else self.name_of(tag)
        if self._loose:
            self._end_loose(name)
        if name in self.PARAGRAPHS and self._blocks:
            self._end_block()
        if handler := self.ENDS.get(name):
            handler(self)
        if name in self.CONCEALED:
            self._depth = max(0, self._depth - 1)

    def data(self, text: str) -> None:
        name = self._path[-1] if self._path else ""
        inline = name in self.INLINE if self.INLINE else name not in self.ASIDE
        if not inline or not self._blocks:
            if not text.isspace():
                self._loose.append(text)
            return
        self._blocks[-1].add(text, shown=not self._deleted, before=not self._inserted)

    def _tell(self, element: str, attributes: Mapping[str, str]) -> None:
        """Attributes that may carry words; `value` and the like go by the name of their element."""
        layout = element in self.LAYOUT
        for key, value in attributes.items():
            if len(value) < 2:
                continue
            known = hash((key, value, layout))
            if known in self._seen:
                continue
            if len(self._seen) < _KEPT:
                self._seen.add(known)
            name = local(key)
            if self._telling(name, value, layout=layout):
                # The parser leaves an ampersand in an attribute as a character reference.
                words = value.replace("&#38;", "&")
                self._values.add(f"{element if name in ('value', 'val') else name}: {words}\n")

    def _telling(self, name: str, value: str, *, layout: bool) -> bool:
        if (layout or name in self.COUNTERS) and _COUNTER.fullmatch(value):
            return False
        return name in self.WORDS or not _MACHINE.fullmatch(value)

    def _end_block(self) -> None:
        block = self._blocks.pop()
        shown = "".join(block.shown)
        position = f"{self.place} paragraph {self._paragraph}".lstrip()
        grid = self._grids[-1] if self._grids else None
        if shown.strip():
            self.words += len(shown)
            if grid is not None and grid.inside and grid.depth == self._depth:
                grid.cell.append(shown)
            else:
                (self._concealed if self._depth else self._prose).add(shown + "\n", position)
        if block.differs and (before := "".join(block.before)).strip() and before != shown:
            self._second.add(before + "\n", position)

    def append(self, text: str) -> None:
        """Text that an element of the paragraph stands for."""
        if self._blocks and self._blocks[-1].size <= TAKE:
            self._blocks[-1].size += len(text)
            if not self._deleted:
                self._blocks[-1].shown.append(text)
            if not self._inserted:
                self._blocks[-1].before.append(text)

    # --- tables -----------------------------------------------------------------------------------------------------

    def open_grid(self, name: str = "", *, hidden: bool = False) -> None:
        if len(self._grids) >= _NESTED:
            self._unopened += 1
            return
        self._tables_seen += 1
        hidden = hidden or self.hidden or self._depth > 0
        rows = Rows(self.locus, name or f"{self.place} table {self._tables_seen}".lstrip(), hidden=hidden)
        self._grids.append(Grid(rows, self._depth, hidden))

    def close_grid(self) -> None:
        if self._unopened:
            self._unopened -= 1
        elif self._grids:
            self._flush_row(self._grids[-1])
            segment = self._grids.pop().rows.take()
            self._emit(self._prose.take())
            self._emit(segment)

    def close_cell(self, text: str | None = None) -> None:
        """The cell at the grid's row and column ends; without `text` it is the paragraphs in it."""
        if not self._grids:
            return
        grid = self._grids[-1]
        grid.inside = False
        text = " ".join(" ".join(grid.cell).split()) if text is None else text
        grid.cell.clear()
        if text:
            grid.line.append((grid.column, text))
        if len(grid.line) > _ROW_CELLS:
            self._flush_row(grid)

    def close_row(self) -> None:
        if self._grids:
            self._flush_row(self._grids[-1])

    def _flush_row(self, grid: Grid) -> None:
        if grid.line:
            self._emit(grid.rows.add(max(1, grid.row), grid.line, hidden=grid.hidden or grid.row_hidden))
            grid.line.clear()
        if grid.rows.size > TAKE:
            self._emit(grid.rows.take())

    # --- what is ready ----------------------------------------------------------------------------------------------

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        if last:
            self._close()
        if last or self._concealed.size > TAKE:
            self._emit(self._concealed.take())
        if not last and self._loose and sum(map(len, self._loose)) > TAKE:
            self._end_loose(self._path[-1] if self._path else "text")
        return super().take(last=last)

    def _close(self) -> None:
        """What a damaged part leaves open is text as well."""
        while self._blocks:
            self._end_block()
        self._unopened = 0
        while self._grids:
            self.close_cell()
            self.close_grid()
        if self._loose:
            self._end_loose("text")
