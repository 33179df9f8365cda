"""Binary Excel workbooks: cells by row, hidden rows, columns and sheets, comments, and every other part's words."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract import compound, ooxml
from dlp.extract.archive import Member
from dlp.extract.base import Budget, Item, ReadStopped
from dlp.extract.excel.binary import records, wide_string
from dlp.extract.excel.formats import Pattern, pattern
from dlp.extract.excel.grid import TAKE, Grid
from dlp.extract.excel.numbers import ERRORS, rk, shown
from dlp.extract.gather import Gather, unquoted
from dlp.extract.signatures import XLSB
from dlp.extract.words import words
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "xlsb"
MEDIA_TYPES = (XLSB,)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "A compound file with the stream EncryptedPackage stands in its place."
LIMITATIONS = (
    *ooxml.LIMITATIONS,
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Dates are read as the serial numbers they are stored as; of formulas the result and the words in them are read.",
    "Records other than cells, strings and sheets are read for words of three letters or more.",
)

_ROW, _SHARED, _FORMAT, _STYLE, _COLUMNS, _SHEET, _CELL_STYLES = 0, 19, 44, 47, 60, 156, 617  # [MS-XLSB] 2.3
_MOST_STRINGS = 5_000_000


@dataclass(slots=True, repr=False)
class _Book:
    package: ooxml.Package
    strings: list[str] = field(default_factory=list)
    unused: set[int] = field(default_factory=set)
    sheets: dict[str, tuple[str, bool]] = field(default_factory=dict)  # relation or part -> name, hidden
    patterns: dict[int, Pattern] = field(default_factory=dict)  # number formats that place digits
    styles: list[int] = field(default_factory=list)  # the number format of each style of a cell


def _text(data: bytes) -> str:
    return wide_string(data, 0)[0]


# What a cell holds behind its column and style (2.4.672 and alike), for cells and results of formulas.
_VALUES: dict[int, Callable[[bytes], str]] = {
    2: lambda data: shown(rk(struct.unpack_from("<I", data)[0])),
    3: lambda data: ERRORS.get(data[0], "#ERROR"),
    4: lambda data: "TRUE" if data[0] else "FALSE",
    5: lambda data: shown(struct.unpack_from("<d", data)[0]),
    6: _text,
    8: _text,
    9: lambda data: shown(struct.unpack_from("<d", data)[0]),
    10: lambda data: "TRUE" if data[0] else "FALSE",
    11: lambda data: ERRORS.get(data[0], "#ERROR"),
    62: lambda data: wide_string(data, 1)[0],
}
_FORMULAS = (8, 9, 10, 11)
_NUMBERS = (2, 5, 9)
_SHORT = {13: 2, 14: 3, 15: 4, 16: 5, 17: 6, 18: 7}  # the same without a column: the next one


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    book = _Book(ooxml.Package(blob, locus, budget))
    yield from book.package.open_issues()
    first: list[Member] = []
    later: list[Member] = []
    for member in book.package.parts():
        name = member.name.rpartition("/")[2].lower()
        (first if name in ("workbook.bin", "sharedstrings.bin", "styles.bin") else later).append(member)
    for member in (*first, *later):
        if member.name.lower().endswith(".bin") and not _other_program(book.package, member):
            yield from _part(book, member)
        else:
            yield from book.package.sweep(member, ooxml.plain_sweep)
    gather = Gather(book.package.at("unused shared strings"), hidden=True)
    for index in sorted(book.unused):
        gather.add(book.strings[index] + "\n")
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment


def _other_program(package: ooxml.Package, member: Member) -> bool:
    if "printersettings" in member.name.lower():
        return True
    try:
        return next(package.pieces(member), b"").startswith(compound.MAGIC)
    except ReadStopped:
        return False  # reading it again says what is wrong


def _part(book: _Book, member: Member) -> Iterator[Item]:
    at = book.package.at(member.name)
    try:
        yield from _PartReader(book, member.name, at).items(book.package.pieces(member))
    except (ValueError, struct.error, IndexError):
        yield Issue(IssueCode.CORRUPT, at, "records that break off")
    except ReadStopped as stop:
        yield Issue(stop.code, at, stop.detail)
        if book.package.budget.spent:
            raise
    if member.name.lower().endswith("workbook.bin"):
        _relations(book, member.name)


def _relations(book: _Book, name: str) -> None:
    """From relation ids to parts. Trouble with the part is told where it is swept."""
    folder, _, short = name.rpartition("/")
    links = book.package.named(f"{folder}/_rels/{short}.rels")
    if links is not None:
        relations = ooxml.Relations(f"{folder}/")
        for _ in book.package.parse(links, relations):
            pass
        book.sheets |= {part: book.sheets[key] for key, part in relations.targets.items() if key in book.sheets}


class _PartReader:
    """One binary part: cells if it has any, strings of the table, and words of all else."""

    def __init__(self, book: _Book, name: str, locus: Locus) -> None:
        self._book = book
        short = name.rpartition("/")[2].removesuffix(".bin")
        title, hidden = book.sheets.get(name, (short, "worksheets/" in name))
        self._grid = Grid(locus, title, hidden)
        self._other = Gather(locus, hidden=True)
        self._row = self._column = 0
        self._seen: set[str] = set()

    def items(self, pieces: Iterator[bytes]) -> Iterator[Item]:
        budget = self._book.package.budget
        trouble: Exception | None = None
        try:
            for number, (kind, data) in enumerate(records(pieces)):
                if not number & 0xFFF:
                    budget.check_time()
                self._record(kind, data)
                if self._grid.ready:
                    yield from self._grid.take()
                if self._other.size > TAKE and (segment := self._other.take()):
                    yield segment
        except (ValueError, struct.error, IndexError, ReadStopped) as error:
            trouble = error
        yield from self._grid.take(last=True)
        if segment := self._other.take():
            yield segment
        if trouble is not None:
            raise trouble

    def _record(self, kind: int, data: bytes) -> None:
        if kind in _VALUES or kind == 7:
            (self._column,) = struct.unpack_from("<I", data)
            self._cell(kind, data[8:], int.from_bytes(data[4:7], "little"))
        elif kind in _SHORT:
            self._column += 1
            self._cell(_SHORT[kind], data[4:], int.from_bytes(data[:3], "little"))
        elif kind == _ROW:
            (self._row,) = struct.unpack_from("<I", data)
            self._column = -1
            if data[11] & 0x10:  # 2.4.740, fDyZero
                self._grid.hidden_rows.add(self._row + 1)
        elif kind == _SHARED:
            self._shared(data)
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xH", data)
            if flags & 1:
                self._grid.hidden_columns.update(range(first + 1, min(last, 16_383) + 2))
        elif kind in (_SHEET, _CELL_STYLES, _STYLE, _FORMAT):
            self._of_book(kind, data)
        elif len(data) > 3:
            self._sweep(data)

    def _of_book(self, kind: int, data: bytes) -> None:
        """Sheets and number formats."""
        if kind == _SHEET:
            self._sheet(data)
        elif kind == _CELL_STYLES:
            self._book.styles.clear()  # those before were named styles
        elif kind == _STYLE:
            self._book.styles.append(struct.unpack_from("<2xH", data)[0])
        elif kind == _FORMAT:
            if places := pattern(wide_string(data, 2)[0]):
                self._book.patterns[struct.unpack_from("<H", data)[0]] = places
            self._sweep(data)

    def _cell(self, kind: int, data: bytes, style: int) -> None:
        if kind == 7:
            (index,) = struct.unpack_from("<I", data)
            self._book.unused.discard(index)
            text = self._book.strings[index]
            self._book.package.budget.repeat(len(text))
        else:
            text = _VALUES[kind](data)
            if kind in _NUMBERS and style < len(self._book.styles):
                places = self._book.patterns.get(self._book.styles[style])
                text = places.shown(text) if places else text
        self._grid.add(self._row + 1, min(self._column, 16_383) + 1, text)
        if kind in _FORMULAS:
            end = wide_string(data, 0)[1] if kind == 8 else 0
            self._sweep(data[end:], self._grid.where(self._row + 1, self._column + 1))

    def _shared(self, data: bytes) -> None:
        text, end = wide_string(data, 1)
        strings = self._book.strings
        if len(strings) >= _MOST_STRINGS:
            raise ReadStopped(IssueCode.TOO_MANY, f"over {_MOST_STRINGS} shared strings")
        self._book.unused.add(len(strings))
        strings.append(text)
        if data[0] & 2:
            self._sweep(data[end:])

    def _sheet(self, data: bytes) -> None:
        (state,) = struct.unpack_from("<I", data)
        relation, end = wide_string(data, 8)
        name, _ = wide_string(data, end)
        self._book.sheets[relation] = (name, bool(state & 3))
        self._other.add(name + "\n", "sheets")

    def _sweep(self, data: bytes, position: str = "") -> None:
        for text in words(data):
            if text not in self._seen:
                if len(self._seen) < 100_000:
                    self._seen.add(text)
                self._other.add(text + "\n", position or unquoted(self._grid.name))
