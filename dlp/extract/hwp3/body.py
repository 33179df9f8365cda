"""The lists of paragraphs of a Hangul 3 document: text, tables, notes and boxes inside one another, without recursion."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget
from dlp.extract.gather import Gather
from dlp.extract.hwp3.codes import UNKNOWN, bytes_of, runs_of, string_of, text_of
from dlp.extract.markup import TAKE
from dlp.extract.sheet import Rows
from dlp.types import Layout, Locus, Segment

_DEEPEST = 500  # lists inside lists; people nest a handful
_WINDOW = 256  # characters looked at a time
_PARAGRAPH, _SHAPE, _CHARACTER_SHAPE, _LINE = 43, 187, 31, 14  # bytes
_CELL, _BOX, _PICTURE = 27, 84, 348

# Controls of a fixed length: code -> characters they take.
_FIXED = {7: 42, 8: 48, 9: 4, 18: 4, 19: 4, 20: 4, 21: 4, 22: 12, 23: 5, 24: 3, 25: 3, 26: 123, 28: 32, 30: 2, 31: 2}
# Controls that are four characters and a block of a length given: fields, bookmarks, references and what is reserved.
_BLOCKS = {5: "field", 6: "bookmark", 29: "reference", **dict.fromkeys((1, 2, 3, 4, 12, 27), "block")}
_INSTEAD = {9: "\t", 24: "-", 30: " ", 31: " "}
# Controls with one list of paragraphs behind so many bytes: hidden comment, header or footer, foot- or endnote.
_LISTS = {15: 8, 16: 10, 17: 14}
_END, _TABLE, _DRAWN, _RULE, _COMMENT = 13, 10, 11, 14, 15
_HEAD = 8  # bytes of a control before what is its own


class Damaged(Exception):
    """The structure leads beyond the end of the data, or too deep."""


@dataclass(slots=True)
class _List:
    """Paragraphs up to an empty one; those of a cell are kept for its row."""

    hidden: bool
    cell: list[str] | None = None


@dataclass(slots=True)
class _Paragraph:
    left: int
    within: _List
    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Grid:
    """A table whose cells come next: where each stands, and its text."""

    hidden: bool
    cells: list[tuple[int, int, list[str]]]


@dataclass(slots=True)
class _Queue:
    """Lists that follow one another: the cells of a box."""

    lists: Iterator[_List]


_Frame = _List | _Paragraph | _Grid | _Queue


@dataclass(slots=True)
class Body:
    """Reads from `position` on. `unknown` counts characters whose code means nothing known."""

    data: bytes
    position: int
    locus: Locus
    budget: Budget
    unknown: int = 0
    _stack: list[_Frame] = field(default_factory=list)
    _prose: Gather = field(init=False)
    _concealed: Gather = field(init=False)
    _values: Gather = field(init=False)
    _ready: list[Segment] = field(default_factory=list)
    _count: int = 0
    _tables: int = 0

    def __post_init__(self) -> None:
        self._prose = Gather(self.locus)
        self._concealed = Gather(self.locus, hidden=True)
        self._values = Gather(self.locus, Layout.KEY_VALUE)

    def read(self) -> Iterator[Segment]:
        """One list of paragraphs and all inside it; `position` is behind it then. Raises Damaged."""
        self._stack = [_List(hidden=False)]
        try:
            while self._stack:
                self._step(self._stack[-1])
                yield from self._taken()
        finally:
            for frame in reversed(self._stack):
                self._give_up(frame)
        yield from self.rest()

    def rest(self) -> Iterator[Segment]:
        """What has been read and not yet handed out."""
        yield from self._taken(last=True)

    def value(self, name: str, text: str) -> None:
        self.unknown += text.count(UNKNOWN)
        if text.strip():
            self._values.add(f"{name}: {text}\n")

    def _step(self, frame: _Frame) -> None:
        if len(self._stack) > _DEEPEST:
            raise Damaged
        match frame:
            case _List():
                self._begin(frame)
            case _Paragraph():
                self._characters(frame)
            case _Grid():
                self._stack.pop()
                self._table(frame)
            case _Queue():
                following = next(frame.lists, None)
                if following is None:
                    self._stack.pop()
                else:
                    self._stack.append(following)

    def _take(self, size: int) -> bytes:
        if size > len(self.data) - self.position:
            self.position = min(self.position, len(self.data))
            raise Damaged
        start, self.position = self.position, self.position + size
        return self.data[start : self.position]

    def _begin(self, frame: _List) -> None:
        """The next paragraph of a list; an empty one ends the list."""
        self.budget.check_time()
        reused, characters, lines, shapes = struct.unpack_from("<BHHB", self._take(_PARAGRAPH))
        if not characters:
            self._stack.pop()
            return
        self._take((0 if reused else _SHAPE) + lines * _LINE)
        if shapes:
            for _ in range(characters):
                if not self._take(1)[0]:
                    self._take(_CHARACTER_SHAPE)
        self._count += 1
        self._stack.append(_Paragraph(characters, frame))

    def _characters(self, frame: _Paragraph) -> None:
        """Text up to a control that has paragraphs of its own, or to the end of the paragraph."""
        while frame.left > 0:
            count = min(frame.left, _WINDOW)
            window = self._take(2 * count)
            codes = struct.unpack(f"<{count}H", window)
            at = next((index for index, code in enumerate(codes) if code < 0x20), count)
            frame.pieces.append(text_of(window[: 2 * at]))
            frame.left -= at
            if at == count:
                continue
            self.position -= 2 * (count - at)
            if codes[at] == _END:
                self._take(2)
                break
            if self._control(codes[at], frame):
                return
        self._stack.pop()
        self._end(frame)

    def _end(self, frame: _Paragraph) -> None:
        text = "".join(frame.pieces)
        self.unknown += text.count(UNKNOWN)
        if not text.strip():
            return
        if frame.within.cell is not None:
            frame.within.cell.append(text)
        else:
            gather = self._concealed if frame.within.hidden else self._prose
            gather.add(text + "\n", f"paragraph {self._count}")

    def _give_up(self, frame: _Frame) -> None:
        """What is open where the reading ends is text as well."""
        if isinstance(frame, _Paragraph):
            self._end(frame)
        elif isinstance(frame, _Grid):
            self._table(frame)

    # --- controls -----------------------------------------------------------------------------------------------------

    def _control(self, code: int, frame: _Paragraph) -> bool:
        """True where lists of paragraphs follow, which are read before the paragraph goes on."""
        if code in _FIXED:
            data = self._take(2 * _FIXED[code])
            frame.left -= _FIXED[code]
            self._fixed(code, data[2:-2], frame)
            return False
        if code in _BLOCKS:
            size = struct.unpack_from("<I", self._take(_HEAD), 2)[0]
            frame.left -= 4
            for run in runs_of(self._take(size), self.budget):
                self.value(_BLOCKS[code], run)
            return False
        nested = _NESTED.get(code)
        if nested is None:
            self._take(2)
            frame.left -= 1
            return False
        self._take(_HEAD)
        frame.left -= 4
        return nested(self, code, frame)

    def _fixed(self, code: int, data: bytes, frame: _Paragraph) -> None:
        if code in _INSTEAD:
            frame.pieces.append(_INSTEAD[code])
        elif code == 23:  # characters laid over one another
            frame.pieces.append(string_of(data[:6]))
        elif code in (7, 8):
            self.value("date", string_of(data[:80]))
        elif code == 22:
            self.value("merge field", bytes_of(data[:20]))
        elif code == 26:
            self.value("index", string_of(data[:120]))
            self.value("index", string_of(data[120:240]))

    def start_list(self, code: int, frame: _Paragraph) -> bool:
        self._take(_LISTS[code])
        self._stack.append(_List(frame.within.hidden or code == _COMMENT))
        return True

    def start_box(self, _code: int, frame: _Paragraph) -> bool:
        """A table, a text box, an equation or a button: cells, then the paragraphs of each, then those of the caption."""
        kind, count = struct.unpack_from("<HH", self._take(_BOX), 78)
        places = [struct.unpack_from("<HH", self._take(_CELL), 4) for _ in range(count)]
        cells: list[tuple[int, int, list[str]]] = [(x, y, []) for x, y in places]
        hidden, is_table = frame.within.hidden, kind == 0
        self._stack.append(_List(hidden))  # the caption comes last
        if is_table:
            self._stack.append(_Grid(hidden, cells))
        self._stack.append(_Queue(_List(hidden, words if is_table else None) for _, _, words in cells))
        return True

    def start_picture(self, _code: int, frame: _Paragraph) -> bool:
        head = self._take(_PICTURE)
        self.value("picture", bytes_of(head[83:339]))
        drawing = self._take(struct.unpack_from("<I", head)[0])
        for run in runs_of(drawing, self.budget):
            self.value("drawing", run)
        self._stack.append(_List(frame.within.hidden))
        return True

    def skip_rule(self, _code: int, _frame: _Paragraph) -> bool:
        self._take(_BOX)
        return False

    def _table(self, grid: _Grid) -> None:
        """Cells by row and column; both are counted from the positions on paper."""
        columns = {x: number for number, x in enumerate(sorted({x for x, _, _ in grid.cells}), 1)}
        by_row: dict[int, list[tuple[int, str]]] = {}
        for x, y, words in grid.cells:
            if words:
                by_row.setdefault(y, []).append((columns[x], " ".join(" ".join(words).split())))
        numbers = {y: number for number, y in enumerate(sorted({y for _, y, _ in grid.cells}), 1)}
        self._tables += 1
        rows = Rows(self.locus, f"table {self._tables}", hidden=grid.hidden)
        for y in sorted(by_row):
            self._ready_if(rows.add(numbers[y], by_row[y], hidden=grid.hidden))
        self._ready_if(self._prose.take())
        self._ready_if(rows.take())

    # --- what is ready ------------------------------------------------------------------------------------------------

    def _ready_if(self, segment: Segment | None) -> None:
        if segment is not None:
            self._ready.append(segment)

    def _taken(self, *, last: bool = False) -> Iterator[Segment]:
        for gather in (self._prose, self._concealed, self._values):
            if last or gather.size > TAKE:
                self._ready_if(gather.take())
        ready, self._ready = self._ready, []
        yield from ready


_NESTED: dict[int, Callable[[Body, int, _Paragraph], bool]] = {
    _TABLE: Body.start_box,
    _DRAWN: Body.start_picture,
    _RULE: Body.skip_rule,
    **dict.fromkeys(_LISTS, Body.start_list),
}
