"""A workbook stream of BIFF 5 or 8, record by record: cells into grids, words from everything else."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget, Item
from dlp.extract.excel import biff
from dlp.extract.excel.biff import Record, Strings
from dlp.extract.excel.formats import Pattern, pattern
from dlp.extract.excel.grid import Grid
from dlp.extract.excel.numbers import ERRORS, rk, shown
from dlp.extract.gather import Gather, unquoted
from dlp.extract.pictures import split
from dlp.extract.words import words
from dlp.types import Issue, IssueCode, Locus

_BOF, _EOF, _FILEPASS = 0x809, 0x0A, 0x2F
_BIFF8 = 0x600
# Records that hold numbers of the layout only.
_LAYOUT = frozenset(
    (0x0A, 0x0B, 0x0C, 0x0D, 0x0F, 0x10, 0x11, 0x12, 0x19, 0x1A, 0x1B, 0x1D, 0x20, 0x22, 0x23, 0x26, 0x27, 0x28, 0x29,
     0x2A, 0x2B, 0x40, 0x41, 0x42, 0x4D, 0x55, 0x5F, 0x80, 0x81, 0x82, 0x83, 0x84, 0x8C, 0x8D, 0x92, 0x99, 0x9C, 0xA0,
     0xA1, 0xBE, 0xC1, 0xD7, 0xDA, 0xE1, 0xE2, 0xE5, 0xEF, 0xFF, 0x13D, 0x160, 0x161, 0x17D, 0x1AF, 0x1B7, 0x1BC,
     0x1C0, 0x1C1, 0x200, 0x201, 0x20B, 0x225, 0x23E, 0x862, 0x863, 0x867, 0x87C, 0x87D, 0x896, 0x1001, 0x1002, 0x1003,
     0x1007, 0x1009, 0x100A, 0x1032, 0x1033, 0x1034, 0x104F, 0x1050, 0x1051, 0x105A)
)  # fmt: skip
_MOST_STRINGS = 5_000_000
_SHEETS = 10_000
_FORMATS = 10_000


class PasswordNeeded(Exception):
    """The records are encrypted (2.4.117)."""


@dataclass(slots=True, repr=False)
class _Note:
    row: int
    column: int
    author: str
    object: int


@dataclass(slots=True, repr=False)
class Book:
    """Reads one stream. `items()` gives what was found in the order of the file."""

    data: bytes = field(repr=False)
    locus: Locus
    budget: Budget
    strings: Strings = field(default_factory=lambda: Strings(wide=True, codepage=949))
    _shared: list[str] = field(default_factory=list, repr=False)
    _unused: set[int] = field(default_factory=set, repr=False)
    _sheets: dict[int, tuple[str, bool]] = field(default_factory=dict)
    _grids: list[Grid] = field(default_factory=list)
    _pending: tuple[int, int] = (0, 0)  # the cell whose formula's string comes next
    _object: int = 0
    _texts: dict[int, str] = field(default_factory=dict)
    _notes: list[_Note] = field(default_factory=list)
    _other: Gather = field(init=False)
    _seen: set[str] = field(default_factory=set, repr=False)
    _ready: list[Item] = field(default_factory=list)
    _count: int = 0
    _patterns: dict[int, Pattern] = field(default_factory=dict)  # number formats that place digits
    _styles: list[int] = field(default_factory=list)  # the number format of each style

    def __post_init__(self) -> None:
        self._other = Gather(self.locus, hidden=True)

    def items(self) -> Iterator[Item]:
        """Raises PasswordNeeded, and ValueError where the stream breaks off, after what could be read."""
        broken = False
        handlers = {kind: method.__get__(self) for kind, method in _HANDLERS.items()}
        try:
            for number, record in enumerate(biff.records(self.data)):
                if not number & 0xFFF:
                    self.budget.check_time()
                handler = handlers.get(record.kind)
                if handler is not None:
                    try:
                        handler(record)
                    except (struct.error, IndexError):
                        broken = True
                elif record.kind not in _LAYOUT:
                    self._sweep(record)
                if self._ready:
                    yield from self._take()
        except ValueError:
            broken = True
        while self._grids:
            self.on_end(Record(_EOF, 0, b""))
        yield from self._take()
        yield from self._leftovers()
        if broken:
            raise ValueError("a workbook that breaks off")

    def _take(self) -> Iterator[Item]:
        ready, self._ready = self._ready, []
        return iter(ready)

    def _leftovers(self) -> Iterator[Item]:
        if segment := self._other.take():
            yield segment
        gather = Gather(Locus(self.locus.container, "unused shared strings"), hidden=True)
        for index in sorted(self._unused):
            gather.add(self._shared[index] + "\n")
        if segment := gather.take():
            yield segment

    # --- the stream as a whole ---

    def on_begin(self, record: Record) -> None:
        """A substream: the globals, a sheet, or a chart inside a sheet."""
        version = struct.unpack_from("<H", record.data)[0]
        if not self._count:
            self.strings = Strings(wide=version >= _BIFF8, codepage=self.strings.codepage)
        self._count += 1
        if self._grids:
            above = self._grids[-1]
            grid = Grid(above.locus, f"{above.name[:60]} chart", above.hidden)
        else:
            name, hidden = self._sheets.get(record.start, ("", self._count > 1))
            grid = Grid(self.locus, name or ("workbook" if self._count == 1 else f"sheet {self._count}"), hidden)
        self._grids.append(grid)

    def on_end(self, _record: Record) -> None:
        if not self._grids:
            return
        grid = self._grids.pop()
        self._ready.extend(grid.take(last=True))
        if not self._grids:
            self._end_texts(grid)
            if segment := self._other.take():
                self._ready.append(segment)

    def _end_texts(self, grid: Grid) -> None:
        """Comments at their cells, then the text boxes."""
        gather = Gather(Locus(self.locus.container, "comments"), hidden=True)
        for note in self._notes:
            text = self._texts.pop(note.object, "") if note.object else ""
            gather.add(f"{note.author}: {text}\n", grid.where(note.row + 1, note.column + 1))
        if segment := gather.take():
            self._ready.append(segment)
        boxes = Gather(Locus(self.locus.container, "text boxes"), hidden=grid.hidden)
        for text in self._texts.values():
            boxes.add(text.replace("\r", "\n") + "\n", unquoted(grid.name))
        if segment := boxes.take():
            self._ready.append(segment)
        self._notes, self._texts = [], {}

    def on_password(self, _record: Record) -> None:
        raise PasswordNeeded

    def on_codepage(self, record: Record) -> None:
        (page,) = struct.unpack_from("<H", record.data)
        self.strings = Strings(self.strings.wide, {0x8000: 10000, 0x8001: 1252, 1200: 949}.get(page, page))

    def on_sheet(self, record: Record) -> None:
        start, state = struct.unpack_from("<IB", record.data)
        name = self.strings.text(record.data, 6, short=True)
        if len(self._sheets) < _SHEETS:
            self._sheets[start] = (name, bool(state & 3))
        self._other.add(name + "\n", "sheets")

    def on_shared_strings(self, record: Record) -> None:
        for text, phonetic in biff.shared_strings(record):
            if len(self._shared) >= _MOST_STRINGS:
                self._ready.append(Issue(IssueCode.TOO_MANY, self.locus, f"over {_MOST_STRINGS} shared strings"))
                break
            if not len(self._shared) & 0xFFFF:
                self.budget.check_time()
            self._shared.append(text)
            for extra in words(phonetic) if phonetic else ():
                self._other.add(extra + "\n", "phonetic text")
        self.budget.unpack(sum(map(len, self._shared)))
        self._unused = set(range(len(self._shared)))

    # --- cells ---

    def _put(self, row: int, column: int, text: str) -> None:
        if self._grids:
            grid = self._grids[-1]
            grid.add(row + 1, column + 1, text)
            if grid.ready:
                self._ready.extend(grid.take())

    def on_label(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        self._put(row, column, self.strings.text(record.data, 6))

    def on_shared_label(self, record: Record) -> None:
        row, column, index = struct.unpack_from("<HH2xI", record.data)
        if index < len(self._shared):
            self._unused.discard(index)
            self.budget.repeat(len(self._shared[index]))
            self._put(row, column, self._shared[index])
        else:
            raise IndexError

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        places = self._patterns.get(self._styles[style]) if style < len(self._styles) else None
        text = shown(value)
        self._put(row, column, places.shown(text) if places else text)

    def on_number(self, record: Record) -> None:
        self._put_number(*struct.unpack_from("<HHHd", record.data))

    def on_rk(self, record: Record) -> None:
        row, column, style, value = struct.unpack_from("<HHHI", record.data)
        self._put_number(row, column, style, rk(value))

    def on_many_rk(self, record: Record) -> None:
        row, column = struct.unpack_from("<HH", record.data)
        for index in range((len(record.data) - 6) // 6):
            style, value = struct.unpack_from("<HI", record.data, 4 + index * 6)
            self._put_number(row, column + index, style, rk(value))

    def on_truth(self, record: Record) -> None:
        row, column, value, error = struct.unpack_from("<HH2xBB", record.data)
        self._put(row, column, ERRORS.get(value, "#ERROR") if error else ("TRUE" if value else "FALSE"))

    def on_formula(self, record: Record) -> None:
        row, column, kind, value, mark = struct.unpack_from("<HH2xB1xB3xH", record.data)
        if mark != 0xFFFF:
            self._put_number(row, column, *struct.unpack_from("<Hd", record.data, 4))
        elif kind == 0:
            self._pending = (row, column)
        elif kind == 1:
            self._put(row, column, "TRUE" if value else "FALSE")
        if self._grids and b"\x17" in record.data[20:]:
            for text in self.strings.in_formula(record.data[20:]):
                self._other.add(text + "\n", self._grids[-1].where(row + 1, column + 1))

    def on_formula_string(self, record: Record) -> None:
        joined = record.data
        if record.more and self.strings.wide:
            joined += b"".join(piece[1:] for piece in record.more)
        self._put(*self._pending, self.strings.text(joined, 0))

    def on_format(self, record: Record) -> None:
        """A number format; what is written in it is swept like all else."""
        (number,) = struct.unpack_from("<H", record.data)
        places = pattern(self.strings.text(record.data, 2, short=not self.strings.wide))
        if places and len(self._patterns) < _FORMATS:
            self._patterns[number] = places
        self._sweep(record)

    def on_style(self, record: Record) -> None:
        self._styles.append(struct.unpack_from("<2xH", record.data)[0])

    def on_row(self, record: Record) -> None:
        row, flags = struct.unpack_from("<H10xH", record.data)
        if flags & 0x20 and self._grids:  # 2.4.221, fDyZero
            self._grids[-1].hidden_rows.add(row + 1)

    def on_columns(self, record: Record) -> None:
        first, last, flags = struct.unpack_from("<HH4xH", record.data)
        if flags & 1 and self._grids:  # 2.4.53, fHidden
            self._grids[-1].hidden_columns.update(range(first + 1, min(last, 255) + 2))

    # --- all else ---

    def on_note(self, record: Record) -> None:
        row, column, _flags, number = struct.unpack_from("<HHHH", record.data)
        if self.strings.wide:
            self._notes.append(_Note(row, column, self.strings.text(record.data, 8), number))
        else:
            size = struct.unpack_from("<H", record.data, 4)[0]
            text = self.strings.text(struct.pack("<H", min(size, 2048)) + record.data[6:], 0)
            self._notes.append(_Note(row, column, text, 0))

    def on_drawn(self, record: Record) -> None:
        """An object: its number, for the text that follows; the rest (macro, link, list) as words."""
        if self.strings.wide and len(record.data) >= 8:
            (self._object,) = struct.unpack_from("<H", record.data, 6)
        self._sweep(record)

    def on_box(self, record: Record) -> None:
        text = biff.boxed_text(record)
        if text:
            key = self._object if self._object not in self._texts else -len(self._texts) - 1
            self._texts[key] = text

    def on_pictures(self, record: Record) -> None:
        found, beside = split(b"".join((record.data, *record.more)), self.locus, self.budget)
        self._ready.extend(found)
        self._sweep(Record(record.kind, record.start, beside))

    def _sweep(self, record: Record) -> None:
        data = b"".join((record.data, *record.more)) if record.more else record.data
        if len(data) < 4:
            return
        name = unquoted(self._grids[-1].name) if self._grids else ""
        for text in words(data):
            if text not in self._seen:
                if len(self._seen) < 100_000:
                    self._seen.add(text)
                self._other.add(text + "\n", name)


_HANDLERS: dict[int, Callable[[Book, Record], None]] = {
    _BOF: Book.on_begin,
    _EOF: Book.on_end,
    _FILEPASS: Book.on_password,
    0x42: Book.on_codepage,
    0x85: Book.on_sheet,
    0xFC: Book.on_shared_strings,
    0x204: Book.on_label,
    0xD6: Book.on_label,
    0xFD: Book.on_shared_label,
    0x203: Book.on_number,
    0x27E: Book.on_rk,
    0xBD: Book.on_many_rk,
    0x205: Book.on_truth,
    0x06: Book.on_formula,
    0x206: Book.on_formula,
    0x406: Book.on_formula,
    0x207: Book.on_formula_string,
    0x208: Book.on_row,
    0x41E: Book.on_format,
    0xE0: Book.on_style,
    0x7D: Book.on_columns,
    0x1C: Book.on_note,
    0x5D: Book.on_drawn,
    0x1B6: Book.on_box,
    0xEB: Book.on_pictures,
}
