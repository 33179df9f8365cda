"""A worksheet of an Office package (ECMA-376 part 1, 18.3): rows of cells, formulas beside them, all else swept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, NamedTuple

from dlp.extract.cells import letters
from dlp.extract.excel.formats import Format
from dlp.extract.excel.plain import ATTRIBUTE, BLANK, TEXT, sift, unescaped
from dlp.extract.excel.sharedstrings import SharedStrings
from dlp.extract.markup import TAKE, local
from dlp.extract.sheet import Rows, column_of
from dlp.extract.sweep import Sweep, plain_number
from dlp.types import Locus, Segment

_COLUMNS = 16_384
_HIDDEN_RANGES = 1000

_ROW = re.compile(rf'{BLANK}<row(?: r="(\d{{1,7}})")?+((?: {ATTRIBUTE})*+)(/?+)>{BLANK}')
# Column, attributes, formula, value, text in place; last, what is none of these.
_CELL = re.compile(
    r'<c(?: r="([A-Z]{1,3})\d{1,7}")?+((?: [a-z]{1,2}="\w*+")*+)(?:/>|>'
    r'(?:<f(?: t="\w++")?+(?: ref="[\w:]++")?+(?: ca="\w++")?+(?: si="\d++")?+(?: ca="\w++")?+(?:/>|>('
    + TEXT
    + r")</f>))?+"
    r'(?:<v(?: xml:space="preserve")?+>(' + TEXT + r")</v>|<v/>|"
    r'<is><t(?: xml:space="preserve")?+>(' + TEXT + r")</t></is>)?+</c>)" + BLANK + r"|(?s:(.).*+)"
)
_ATTRIBUTE = re.compile(r' ([a-zA-Z0-9:]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the workbook says of a sheet."""

    name: str = field(repr=False)
    hidden: bool


class _Kind(NamedTuple):
    """What the attributes of a cell say of its value."""

    shared: bool
    number: bool
    style: int


class _Aside(NamedTuple):
    """A formula, or a number that is `shown` in another form."""

    column: int
    text: str = ""
    shown: bool = False

    def __repr__(self) -> str:
        return f"_Aside(column {self.column})"


def _kind(type_name: str, style: str) -> _Kind:
    return _Kind(type_name == "s", type_name in ("", "n"), int(style) if style.isdecimal() and len(style) < 7 else 0)


class _Layout(NamedTuple):
    """Which cells a row has: most rows of a table have the same."""

    columns: tuple[int, ...]
    kinds: tuple[_Kind, ...]
    shared: tuple[int, ...]  # the cells that refer to shared strings
    numbers: tuple[int, ...]  # and those that hold numbers


@lru_cache(256)
def _layout(names: tuple[str, ...], attributes: tuple[str, ...]) -> _Layout | None:
    """None where the attributes of a cell are for the parser to judge."""
    column = 0
    columns = [column := column_of(name) if name else column + 1 for name in names]
    kinds = [_kind_of(each) for each in attributes]
    known = tuple(kind for kind in kinds if kind is not None)
    shared = tuple(index for index, kind in enumerate(known) if kind.shared)
    numbers = tuple(index for index, kind in enumerate(known) if kind.number)
    return _Layout(tuple(columns), known, shared, numbers) if len(known) == len(kinds) else None


def _attributes(text: str) -> Mapping[str, str] | None:
    """Attributes behind that of the place; None where there is one twice."""
    found = dict(_ATTRIBUTE.findall(text))
    return None if len(found) < text.count('="') or "r" in found else found


@lru_cache(1024)
def _kind_of(text: str) -> _Kind | None:
    found = _attributes(text)
    return None if found is None else _kind(found.get("t", ""), found.get("s", ""))


@lru_cache(1024)
def _hidden_row(text: str) -> bool | None:
    """Do the attributes of a row hide it? None where they are for the parser to judge."""
    found = _attributes(text)
    return None if found is None else found.get("hidden") in ("1", "true")


class SheetSweep(Sweep):
    """Target of a worksheet. Rows in plain form are read by expressions, others as the parser tells them."""

    OPENING: ClassVar = re.compile(rb"<sheetData>")
    CLOSING: ClassVar = "</row>"

    def __init__(self, locus: Locus, sheet: Sheet, strings: SharedStrings, styles: Sequence[Format | None]) -> None:
        super().__init__(locus, hidden=sheet.hidden)
        self._sheet, self._strings = sheet, strings
        self._formats = {number: style for number, style in enumerate(styles) if style is not None}
        self._hidden_columns: list[tuple[int, int]] = []
        self._rows = Rows(locus, sheet.name, hidden=sheet.hidden)
        self._row = self._column = 0
        self._row_hidden = False
        self._line: list[tuple[int, str]] = []
        self._asides: list[_Aside] = []
        self._kind = _kind("", "")
        self._value: list[str] = []
        self._inside = False

    # --- rows in plain form ---

    def sift(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        return sift(pieces, self)

    def between(self) -> bool:
        return self._inside and self._path[-1] == "sheetData"

    def take_plain(self, text: str, start: int) -> int:
        escaped = "&" in text
        at = start
        while (row := _ROW.match(text, at)) is not None:
            number, attributes, empty = row.groups()
            hidden = _hidden_row(attributes)
            end = row.end() if empty else text.find(self.CLOSING, row.end())
            if hidden is None or end < 0 or not self._take_cells(_CELL.findall(text, row.end(), end), escaped=escaped):
                break
            self._start_row(number or "", hidden=hidden)
            self._end_row_of_sheet()
            at = end if empty else end + len(self.CLOSING)
        return at

    def _take_cells(self, cells: Sequence[tuple[str, str, str, str, str, str]], *, escaped: bool) -> bool:
        """The cells of a row, if all of them are in plain form."""
        if not cells:
            return True
        names, attributes, formulas, values, inlines, odd = zip(*cells, strict=True)
        layout = None if odd[-1] or len(cells) > _COLUMNS else _layout(names, attributes)
        if layout is None:
            return False
        # Mostly all cells of a row are of one form.
        texts: Sequence[str] = values
        if any(inlines):
            texts = tuple(map(str.__add__, values, inlines)) if any(values) else inlines
        if escaped:
            texts = tuple(map(unescaped, texts))
        if layout.shared or layout.numbers:
            texts = list(texts)
            for index in layout.shared:
                texts[index] = self._strings.get(texts[index])
            for index in layout.numbers:
                if texts[index]:
                    texts[index] = self._number(layout.columns[index], layout.kinds[index].style, texts[index])
        self._line = list(zip(layout.columns, texts, strict=True))
        if not all(texts):
            self._line = [cell for cell in self._line if cell[1]]
        if any(formulas):
            found = zip(layout.columns, map(unescaped, formulas), strict=True)
            self._asides += [_Aside(column, formula) for column, formula in found if formula]
        return True

    # --- rows as the parser tells them ---

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not self._inside:
            super().start(tag, attributes)
            if name == "sheetData":
                self._inside = True
            elif name == "col" and attributes.get("hidden") in ("1", "true"):
                self._hide_columns(attributes.get("min", ""), attributes.get("max", ""))
            return
        self._path.append(name)
        if name == "c":
            self._column = column_of(attributes.get("r", "")) or self._column + 1
            self._kind = _kind(attributes.get("t", ""), attributes.get("s", ""))
            self._value.clear()
        elif name == "row":
            self._start_row(attributes.get("r", ""), hidden=attributes.get("hidden") in ("1", "true"))

    def end(self, tag: str) -> None:
        if not self._inside:
            super().end(tag)
            return
        name = self._path.pop()
        if name == "c":
            self._end_cell_of_sheet()
        elif name == "row":
            self._end_row_of_sheet()
            self._column = 0
        elif name == "f":
            self._add_formula(self._column, "".join(self._loose))
        elif name == "sheetData":
            self._inside = False
        if name != "comment":
            self._loose.clear()

    def data(self, text: str) -> None:
        if not self._inside:
            super().data(text)
        elif self._path[-1] == "f":
            self._loose.append(text)
        elif self._path[-1] in ("row", "sheetData") and not text.isspace():  # where nothing should stand
            self._values.add(f"text: {text}\n", self._here(self._column))
        elif self._path[-1] == "comment":  # of XML: no part of the value it stands in
            self._values.add(f"comment: {text}\n", self._here(self._column))
        elif self._path[-1] not in ("row", "sheetData", "c") or not text.isspace():
            self._value.append(text)

    # --- what both make of them ---

    def _start_row(self, number: str, *, hidden: bool) -> None:
        self._row = int(number[:9]) if number.isdecimal() else self._row + 1
        self._column = 0
        self._row_hidden = hidden

    def _here(self, column: int) -> str:
        return f"{self._rows.name}!{letters(column)}{self._row}"

    def _number(self, column: int, style: int, value: str) -> str:
        """A number as its format shows it."""
        number = value if value.isdecimal() else plain_number(value.strip())
        form = self._formats.get(style)
        if form is None or (shown := form.shown(number)) == number:
            return number
        if not form.keeps:
            self._asides.append(_Aside(column, number, shown=True))
        return shown

    def _end_cell_of_sheet(self) -> None:
        text = "".join(self._value)
        if self._kind.shared:
            text = self._strings.get(text)
        elif self._kind.number:
            text = self._number(self._column, self._kind.style, text)
        if text:
            self._line.append((self._column, text))
        self._value.clear()
        if len(self._line) > _COLUMNS:  # more cells than a row can have
            self._end_row_of_sheet()

    def _end_row_of_sheet(self) -> None:
        for column, text, shown in self._asides:
            if shown:
                self._second.add(f"{text}\n", self._here(column))
            else:
                self._add_formula(column, text)
        self._asides.clear()
        if not self._line:
            return
        hidden = self._sheet.hidden or self._row_hidden or self._in_hidden()
        self._emit(self._rows.add(self._row, self._line, hidden=hidden))
        self._line = []
        if self._rows.size > TAKE:
            self._emit(self._rows.take())

    def _add_formula(self, column: int, text: str) -> None:
        if formula := text.strip():
            self._values.add(f"{letters(column)}{self._row}: ={formula}\n", self._here(column))

    def _hide_columns(self, low: str, high: str) -> None:
        if low.isdecimal() and high.isdecimal() and len(self._hidden_columns) < _HIDDEN_RANGES:
            self._hidden_columns.append((int(low[:7]), int(high[:7])))

    def _in_hidden(self) -> bool:
        """Does a cell of the row stand in a hidden column?"""
        return bool(self._hidden_columns) and any(
            low <= column <= high for column, _ in self._line for low, high in self._hidden_columns
        )

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        if last:
            if self._inside:  # what a damaged part leaves open
                self._end_cell_of_sheet()
            self._end_row_of_sheet()
            self._emit(self._rows.take())
        return super().take(last=last)
