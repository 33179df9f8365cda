"""Excel workbooks: cells by row with their column kept, numbers in plain digits, hidden rows, columns and sheets."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from dlp.extract import ooxml
from dlp.extract.base import Budget, Item
from dlp.extract.cells import letters
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, Target, local
from dlp.extract.sheet import Rows, column_of
from dlp.extract.signatures import XLSX
from dlp.extract.sweep import Sweep, plain_number
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "xlsx"
MEDIA_TYPES = (XLSX,)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
LIMITATIONS = (
    *ooxml.LIMITATIONS,
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Dates are read as the serial numbers they are stored as.",
)

_COLUMNS = 16_384


@dataclass(slots=True)
class _Strings:
    """The shared strings, packed: a list of a million str would cost ten times as much."""

    budget: Budget
    data: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("Q"))
    used: bytearray = field(default_factory=bytearray)
    full: bool = False

    def add(self, text: str) -> None:
        if len(self.data) > self.budget.limits.part_bytes:
            self.full = True
            return
        self.data += text.encode("utf-8", "replace")
        self.ends.append(len(self.data))
        self.used.append(0)

    def get(self, index: int) -> str:
        if not 0 <= index < len(self.ends):
            return ""
        self.used[index] = 1
        text = self._at(index)
        self.budget.repeat(len(text))
        return text

    def _at(self, index: int) -> str:
        start = self.ends[index - 1] if index else 0
        return self.data[start : self.ends[index]].decode("utf-8")

    def unused(self) -> Iterator[str]:
        return (self._at(index) for index, used in enumerate(self.used) if not used)


class _StringTable(Sweep):
    """Target of the shared strings part: its items go into the table, all else is swept."""

    def __init__(self, locus: Locus, strings: _Strings) -> None:
        super().__init__(locus)
        self._strings = strings

    def _end_block(self) -> None:
        block = self._blocks.pop()
        if self._blocks:  # phonetic text inside an item
            self._prose.add("".join(block.shown) + "\n")
        else:
            self._strings.add("".join(block.shown))


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str = field(repr=False)
    hidden: bool


class _Workbook(Sweep):
    """Target of the workbook part: the sheets by relation id."""

    def __init__(self, locus: Locus) -> None:
        super().__init__(locus)
        self.sheets: dict[str, _Sheet] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if local(tag) == "sheet" and len(self.sheets) < 10_000:
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets[relation] = _Sheet(attributes.get("name", ""), hidden)


class _SheetSweep(Sweep):
    """Target of a worksheet: rows of cells, formulas beside them, and the sweep for all else on the sheet."""

    def __init__(self, locus: Locus, sheet: _Sheet, strings: _Strings) -> None:
        super().__init__(locus, hidden=sheet.hidden)
        self._sheet, self._strings = sheet, strings
        self._hidden_columns: list[tuple[int, int]] = []
        self._rows = Rows(locus, sheet.name, hidden=sheet.hidden)
        self._row = self._column = 0
        self._row_hidden = False
        self._line: list[tuple[int, str]] = []
        self._type = ""
        self._value: list[str] = []
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not self._inside:
            super().start(tag, attributes)
            if name == "sheetData":
                self._inside = True
            elif name == "col" and attributes.get("hidden") in ("1", "true") and len(self._hidden_columns) < 1000:
                low, high = attributes.get("min", ""), attributes.get("max", "")
                if low.isdecimal() and high.isdecimal():
                    self._hidden_columns.append((int(low[:7]), int(high[:7])))
            return
        self._path.append(name)
        if name == "c":
            self._column = column_of(attributes.get("r", "")) or self._column + 1
            self._type = attributes.get("t", "")
            self._value.clear()
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number[:9]) if number.isdecimal() else self._row + 1
            self._column = 0
            self._row_hidden = attributes.get("hidden") in ("1", "true")

    def end(self, tag: str) -> None:
        if not self._inside:
            super().end(tag)
            return
        name = self._path.pop()
        if name == "c":
            self._end_cell_of_sheet()
        elif name == "row":
            self._end_row_of_sheet()
        elif name == "f" and (formula := "".join(self._loose).strip()):
            self._values.add(f"{letters(self._column)}{self._row}: ={formula}\n", self._here())
        elif name == "sheetData":
            self._inside = False
        if name != "comment":
            self._loose.clear()

    def data(self, text: str) -> None:
        if not self._inside:
            super().data(text)
        elif self._path[-1] == "f":
            self._loose.append(text)
        elif self._path[-1] == "comment":  # of XML: no part of the value it stands in
            self._values.add(f"comment: {text}\n", self._here())
        elif self._path[-1] not in ("row", "sheetData", "c") or not text.isspace():
            self._value.append(text)

    def _here(self) -> str:
        return f"{self._rows.name}!{letters(self._column)}{self._row}"

    def _end_cell_of_sheet(self) -> None:
        text = "".join(self._value)
        self._value.clear()
        if self._type == "s":
            number = text.strip()
            text = self._strings.get(int(number[:9])) if number.isdecimal() else text
        elif self._type in ("", "n"):
            text = plain_number(text.strip())
        if text:
            self._line.append((self._column, text))
        if len(self._line) > _COLUMNS:  # more cells than a row can have
            self._end_row_of_sheet()

    def _end_row_of_sheet(self) -> None:
        if not self._line:
            return
        hidden = self._sheet.hidden or self._row_hidden or any(self._in_hidden(column) for column, _ in self._line)
        self._emit(self._rows.add(self._row, self._line, hidden=hidden))
        self._line.clear()
        if self._rows.size > TAKE:
            self._emit(self._rows.take())

    def _in_hidden(self, column: int) -> bool:
        return any(low <= column <= high for low, high in self._hidden_columns)

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        if last:
            self._end_cell_of_sheet()
            self._end_row_of_sheet()
            self._emit(self._rows.take())
        return super().take(last=last)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    package = ooxml.Package(blob, locus, budget)
    yield from package.open_issues()
    sheets, done = yield from _sheets(package)
    strings = _Strings(budget)
    for member in package.parts():
        if member.name.rpartition("/")[2].lower() == "sharedstrings.xml":
            done.add(member.name)
            yield from package.parse(member, _StringTable(package.at(member.name), strings))
    if strings.full:
        yield Issue(IssueCode.TOO_LARGE, locus, "more shared strings than may be kept")

    def target_for(name: str, part: Locus) -> Target:
        if name in sheets or "/worksheets/sheet" in name.lower():
            short = name.rpartition("/")[2].removesuffix(".xml")
            return _SheetSweep(part, sheets.get(name) or _Sheet(short, hidden=True), strings)
        return ooxml.plain_sweep(name, part)

    for member in package.parts():
        if member.name not in done:
            yield from package.sweep(member, target_for)
    yield from _unused(strings, Gather(package.at("unused shared strings"), hidden=True))


def _sheets(package: ooxml.Package) -> Generator[Item, None, tuple[dict[str, _Sheet], set[str]]]:
    """Reads the workbook part; returns the sheets by part name and the names of the parts read."""
    sheets: dict[str, _Sheet] = {}
    done: set[str] = set()
    for member in package.parts():
        folder, _, name = member.name.rpartition("/")
        if name.lower() != "workbook.xml":
            continue
        workbook = _Workbook(package.at(member.name))
        done.add(member.name)
        yield from package.parse(member, workbook)
        relations = ooxml.Relations(f"{folder}/" if folder else "")
        links = package.named(f"{relations.folder}_rels/{name}.rels")
        if links is not None:  # swept again with all other parts, which is where its trouble is told
            deque(package.parse(links, relations), maxlen=0)
        sheets |= {relations.targets[key]: sheet for key, sheet in workbook.sheets.items() if key in relations.targets}
    return sheets, done


def _unused(strings: _Strings, gather: Gather) -> Iterator[Item]:
    """Strings that no cell shows: what was deleted may still be there."""
    for text in strings.unused():
        gather.add(text + "\n")
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment
