"""A section of the body: records in, segments out. Prose, tables, and what stands apart from both, in document order."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget
from dlp.extract.gather import Gather
from dlp.extract.hwp import controls, records, tables
from dlp.extract.hwp.distribution import is_placeholder
from dlp.extract.hwp.records import Record
from dlp.extract.hwp.text import Paragraph, string
from dlp.extract.markup import TAKE
from dlp.extract.words import aligned, wide
from dlp.types import Layout, Locus, Segment

_CHECK_EVERY = 4096
ENOUGH = 4096  # letters: a preview shows at most a quarter of that
_SCRIPT_AT = 4  # of an equation, behind its attributes (table 105)
_RANGE = struct.Struct("<III")  # first and last WCHAR, kind in the upper eight bits (table 63)
_MOST_KINDS = 4  # in one paragraph; programs write two
_SET = b"\x1b\x02"  # the parameter set in which a cell's or a box's field name stands, behind an odd byte


@dataclass(slots=True, repr=False)
class _Scope:
    """What paragraphs belong to: the section itself, or a control. `level` is that of its header, -1 for the section."""

    level: int
    place: str = ""
    hidden: bool = False
    is_table: bool = False
    table: tables.Table | None = None
    paragraph: Paragraph | None = None


@dataclass(slots=True)
class Section:
    """Reads records into segments. `tracked` tells that changes are kept in the text, marked as ranges."""

    locus: Locus
    budget: Budget
    tracked: bool = False
    protected: bool = False  # personal information that a password hides
    placeholder: bool = False  # the sentence that stands for the text of a distribution document
    sound: bool = True
    letters: int = 0  # word characters in paragraphs, to be compared with the preview
    _scopes: list[_Scope] = field(default_factory=lambda: [_Scope(-1)])
    _ready: list[Segment] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0
    _prose: Gather = field(init=False)
    _apart: Gather = field(init=False)
    _second: Gather = field(init=False)
    _values: Gather = field(init=False)

    def __post_init__(self) -> None:
        self._prose = Gather(self.locus)
        self._apart = Gather(self.locus, hidden=True)
        self._second = Gather(self.locus, hidden=True, derived=True)
        self._values = Gather(self.locus, Layout.KEY_VALUE, hidden=True)

    def read(self, stream: records.Records) -> Iterator[Segment]:
        """All segments of a stream of records."""
        handlers, unknown = _HANDLERS, Section.on_strings
        for number, record in enumerate(stream):
            if not number % _CHECK_EVERY:
                self.budget.check_time()
            handlers.get(record.tag, unknown)(self, record)
            if self._ready:
                yield from self._take()
        self._close(-1)
        self._flush(self._scopes[0])
        self._gathered(self._prose, self._apart, self._second, self._values)
        yield from self._take()

    # --- records ------------------------------------------------------------------------------------------------------

    def on_paragraph(self, record: Record) -> None:
        scope = self._close(record.level)
        self._flush(scope)
        if len(self._scopes) > 1:
            self._flush(self._scopes[-2])
        else:
            self._paragraphs += 1
        scope.paragraph = Paragraph(self._paragraphs)

    def on_text(self, record: Record) -> None:
        scope = self._close(record.level)
        if scope.paragraph is None or scope.paragraph.flushed:  # text without a header: damaged, or crafted
            scope.paragraph = Paragraph(self._paragraphs)
            self.sound = False
        self.sound &= scope.paragraph.read(record.payload)

    def on_ranges(self, record: Record) -> None:
        paragraph = self._close(record.level).paragraph
        if paragraph is not None and self.tracked:
            whole = record.payload[: len(record.payload) // _RANGE.size * _RANGE.size]
            paragraph.ranges += [(kind >> 24, start, end) for start, end, kind in _RANGE.iter_unpack(whole)]

    def on_control(self, record: Record) -> None:
        outer = self._close(record.level)
        found = controls.control(record.payload)
        self.protected |= found.identifier == controls.PROTECTED
        if outer.paragraph is None or not outer.paragraph.fill(found.shown):
            self._value("text", found.shown)
        for name, text in found.strings:
            self._value(name, text)
        self._scopes.append(
            _Scope(
                record.level,
                controls.PLACES.get(found.identifier, "control"),
                outer.hidden or found.identifier in controls.HIDDEN,
                is_table=found.identifier == controls.TABLE,
            )
        )

    def on_memo(self, record: Record) -> None:
        self._close(record.level)
        self._scopes.append(_Scope(record.level, "memo", hidden=True))
        self.on_strings(record)

    def on_table(self, record: Record) -> None:
        scope = self._close(record.level)
        if scope.is_table and scope.table is None:
            self._flush(scope)  # the caption stands before the table
            self._tables += 1
            scope.table = tables.Table(self._tables, scope.hidden)

    def on_list(self, record: Record) -> None:
        scope = self._close(record.level)
        self._flush(scope)
        if len(self._scopes) > 1:
            self._flush(self._scopes[-2])
        if scope.table is not None and (address := tables.address(record.payload)):
            scope.table.cells.append(tables.Cell(*address))
        name = record.payload.find(_SET)
        if name >= 0:
            for text in aligned(record.payload, name):
                self._value("field name", text)

    def on_control_data(self, record: Record) -> None:
        for text in aligned(record.payload):
            self._value("name", text)

    def on_equation(self, record: Record) -> None:
        script = string(record.payload, _SCRIPT_AT)
        if script is None:
            self.on_strings(record)
            return
        scope = self._close(record.level)
        self._put(scope, script.text, f"paragraph {self._paragraphs} equation")

    def on_strings(self, record: Record) -> None:
        for text in wide(record.payload, 2 if record.tag in _WORDY else 4):
            self._value("text", text)

    # --- scopes -------------------------------------------------------------------------------------------------------

    def _close(self, level: int) -> _Scope:
        """End the scopes that a record at `level` is not inside of; the innermost that is left."""
        scopes = self._scopes
        while len(scopes) > 1 and scopes[-1].level >= level:
            scope = scopes.pop()
            self._flush(scope)
            if scope.table is not None:
                self._gathered(self._apart if scope.hidden else self._prose)
                self._ready += scope.table.segments(self.locus)
        return scopes[-1]

    def _flush(self, scope: _Scope) -> None:
        """Put the scope's paragraph where it belongs; what its controls show later is told as a value."""
        paragraph = scope.paragraph
        if paragraph is None or paragraph.flushed:
            return
        paragraph.flushed = True
        text = paragraph.text
        if not text.strip():
            return
        if is_placeholder(text):
            self.placeholder = True
            return
        if self.letters < ENOUGH:
            self.letters += sum(map(str.isalnum, text))
        where = f"paragraph {paragraph.number} {scope.place}".rstrip()
        self._put(scope, text, where)
        if paragraph.ranges:
            self._second_readings(paragraph, where)

    def _second_readings(self, paragraph: Paragraph, where: str) -> None:
        """Which kind of range marks deleted text the description does not say: the text is read without each kind."""
        kinds = sorted({kind for kind, _, _ in paragraph.ranges})
        self.sound &= len(kinds) <= _MOST_KINDS
        for kind in kinds[:_MOST_KINDS]:
            self._second.add(paragraph.without(kind) + "\n", where)
        if self._second.size > TAKE:
            self._gathered(self._second)

    def _put(self, scope: _Scope, text: str, position: str) -> None:
        if scope.table is not None and scope.table.cells:
            scope.table.cells[-1].paragraphs.append(text)
            return
        gather = self._apart if scope.hidden else self._prose
        gather.add(text.rstrip("\n") + "\n", position)
        if gather.size > TAKE:
            self._gathered(gather)

    def _value(self, name: str, text: str) -> None:
        if text.strip():
            self._values.add(f"{name}: {text}\n", f"paragraph {self._paragraphs}")
            if self._values.size > TAKE:
                self._gathered(self._values)

    # --- segments -----------------------------------------------------------------------------------------------------

    def _gathered(self, *gathers: Gather) -> None:
        self._ready += [segment for gather in gathers if (segment := gather.take())]

    def _take(self) -> list[Segment]:
        ready, self._ready = self._ready, []
        return ready


_WORDY = frozenset((90, 91))  # text art, form objects: what they show is in their strings

_HANDLERS: dict[int, Callable[[Section, Record], None]] = {
    records.PARA_HEADER: Section.on_paragraph,
    records.PARA_TEXT: Section.on_text,
    records.PARA_RANGE_TAG: Section.on_ranges,
    records.CTRL_HEADER: Section.on_control,
    records.LIST_HEADER: Section.on_list,
    records.TABLE: Section.on_table,
    records.CTRL_DATA: Section.on_control_data,
    records.EQEDIT: Section.on_equation,
    records.MEMO_LIST: Section.on_memo,
}
