"""Excel workbooks: cells by row with their column kept, numbers as shown, hidden rows, columns and sheets."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract import ooxml
from dlp.extract.archive import Member
from dlp.extract.base import Budget, Item
from dlp.extract.excel.formats import Format
from dlp.extract.excel.sharedstrings import SharedStrings, StringTable
from dlp.extract.excel.styles import Styles
from dlp.extract.excel.worksheet import Sheet, SheetSweep
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, Target, local
from dlp.extract.signatures import XLSX
from dlp.extract.sweep import Sweep
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "xlsx"
MEDIA_TYPES = (XLSX,)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "A compound file with the stream EncryptedPackage stands in its place."
LIMITATIONS = (
    *ooxml.LIMITATIONS,
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Numbers are shown by their format where it places digits and signs or makes a date, otherwise as they are stored.",
)

_KEPT = 3  # the table of shared strings may have as much memory as so many parts


class _Workbook(Sweep):
    """Target of the workbook part: the sheets by relation id, and the day that dates count from."""

    def __init__(self, locus: Locus) -> None:
        super().__init__(locus)
        self.sheets: dict[str, Sheet] = {}
        self.since_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = local(tag)
        if name == "sheet" and len(self.sheets) < 10_000:
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets[relation] = Sheet(attributes.get("name", ""), hidden)
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")


@dataclass(slots=True)
class _Book:
    """What the sheets need of the other parts. Parts that were read for it are `done`."""

    package: ooxml.Package
    strings: SharedStrings
    sheets: dict[str, Sheet] = field(default_factory=dict, repr=False)  # by part
    formats: list[Format | None] = field(default_factory=list)
    since_1904: bool = False
    done: set[str] = field(default_factory=set, repr=False)

    def read(self) -> Iterator[Item]:
        for name, read in (
            ("workbook.xml", self._workbook),
            ("styles.xml", self._styles),
            ("sharedstrings.xml", self._strings),
        ):
            for member in self.package.parts():
                if member.name.rpartition("/")[2].lower() == name:
                    self.done.add(member.name)
                    yield from read(member)

    def _workbook(self, member: Member) -> Iterator[Item]:
        workbook = _Workbook(self.package.at(member.name))
        yield from self.package.parse(member, workbook)
        self.since_1904 |= workbook.since_1904
        folder, _, name = member.name.rpartition("/")
        relations = ooxml.Relations(f"{folder}/" if folder else "")
        links = self.package.named(f"{relations.folder}_rels/{name}.rels")
        if links is not None:  # swept again with all other parts, which is where its trouble is told
            deque(self.package.parse(links, relations), maxlen=0)
        sheets = workbook.sheets
        self.sheets |= {relations.targets[key]: sheets[key] for key in sheets if key in relations.targets}

    def _styles(self, member: Member) -> Iterator[Item]:
        styles = Styles(self.package.at(member.name), since_1904=self.since_1904)
        yield from self.package.parse(member, styles)
        self.formats = self.formats or styles.formats

    def _strings(self, member: Member) -> Iterator[Item]:
        yield from self.package.parse(member, StringTable(self.package.at(member.name), self.strings))

    def target_for(self, name: str, part: Locus) -> Target:
        if name in self.sheets or "/worksheets/sheet" in name.lower():
            short = name.rpartition("/")[2].removesuffix(".xml")
            sheet = self.sheets.get(name) or Sheet(short, hidden=True)
            return SheetSweep(part, sheet, self.strings, self.formats)
        return ooxml.plain_sweep(name, part)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    package = ooxml.Package(blob, locus, budget)
    yield from package.open_issues()
    book = _Book(package, SharedStrings(_KEPT * budget.limits.part_bytes, budget.repeat))
    yield from book.read()
    if book.strings.full:
        yield Issue(
            IssueCode.TOO_LARGE, locus, "more shared strings than may be kept: those left over stand in no cell"
        )
    for member in package.parts():
        if member.name not in book.done:
            yield from package.sweep(member, book.target_for)
    yield from _unused(book.strings, Gather(package.at("unused shared strings"), hidden=True))


def _unused(strings: SharedStrings, gather: Gather) -> Iterator[Item]:
    """Strings that no cell shows: what was deleted may still be there."""
    for text in strings.unused():
        gather.add(text + "\n")
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment
