"""Everything a reader could see or a thief could hide in one XML part of an Office file, whichever part it is.

Paragraphs are joined over their runs; tables become rows; all other character data and every attribute that may carry
words become "name: value" lines. Local names serve WordprocessingML and DrawingML alike (ECMA-376 parts 1 and 4, both
namespaces), so a part is swept by what it holds and not by what it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.base import ReadStopped
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, local
from dlp.types import IssueCode, Layout, Locus, Segment

# Elements whose text is one line: paragraphs, and the rich text of spreadsheets and comments.
_BLOCKS = frozenset(("p", "si", "is", "text", "rPh"))
# Between their elements there is only layout; a comment inside a paragraph is no part of it.
_LOOSE = _BLOCKS - {"text"} | {"comment"}
# Numbers of the page layout; no person writes them.
_GEOMETRY = frozenset(("posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "formatCode", "ptCount"))
_GEOMETRY_ATTRIBUTES = frozenset(
    ("x", "y", "cx", "cy", "w", "h", "l", "t", "r", "b", "pos", "sz", "id", "spid", "idx", "ind", "style", "path",
     "coordsize", "spt", "adj", "prst", "schemaLocation", "shapeid", "gte", "fmla", "uri", "Ignorable", "Requires",
     "paraId", "textId", "paraIdParent", "durableId", "ContentType", "Type", "lang", "eastAsia", "bidi", "rgb",
     "uid", "panose", "sig")
)  # fmt: skip
# GUIDs, revision marks and colours, plain words of the schema, and small numbers with a unit.
_MACHINE = re.compile(
    r"\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}?|[0-9A-F]{6}|[0-9A-F]{8}|-?[0-9.]{1,5}[a-z%]{0,2}|[a-z]+[A-Za-z]{0,20}\d{0,2}"
)
_IDENTIFYING = re.compile(r"[가-힣]|@[A-Za-z]|\d[\d -]{10}")
_DEEPEST = 10_000  # elements inside one another, looked at once for each piece that is parsed
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}|[+-]?\d{5,}\.\d+")


def _telling(name: str, value: str) -> bool:
    """Where only layout should stand, is there what could be an identifier? Font classes are long numbers as well."""
    return len(value) >= 8 and name != "panose" and bool(_IDENTIFYING.search(value)) and not _MACHINE.fullmatch(value)


def plain_number(text: str) -> str:
    """A number without exponent or the noise of floating point: 9.913011234567E12 -> 9913011234567."""
    if not _EXPONENT.fullmatch(text):
        return text
    value = float(text)
    return str(int(value)) if abs(value) < 1e18 and value == int(value) else text


@dataclass(slots=True)
class Block:
    """A paragraph: as it shows, and as it was with deleted and hidden runs and without inserted ones."""

    shown: list[str] = field(default_factory=list, repr=False)
    before: list[str] = field(default_factory=list, repr=False)
    size: int = 0
    differs: bool = False

    def add(self, text: str, *, shown: bool, before: bool) -> None:
        """Text that is shown, that stood there before the tracked changes, or both."""
        self.size += len(text)
        self.differs |= not (shown and before)
        if shown:
            self.shown.append(text)
        if before:
            self.before.append(text)


@dataclass(slots=True)
class _Table:
    gather: Gather
    row: list[str] = field(default_factory=list, repr=False)
    cell: list[str] = field(default_factory=list, repr=False)


class Sweep:
    """Receives the events of one part. `hidden` may be set by the part itself (a slide that is not shown);
    `every_attribute` is for parts whose vocabulary is the author's own."""

    def __init__(self, locus: Locus, *, hidden: bool = False, every_attribute: bool = False) -> None:
        self.locus = locus
        self._every_attribute = every_attribute
        self.hidden = hidden
        self._prose = Gather(locus, hidden=hidden)
        self._values = Gather(locus, Layout.KEY_VALUE, hidden=hidden)
        self._second = Gather(locus, hidden=True, derived=True)
        self._ready: list[Segment] = []
        self._path: list[str] = []
        self._loose: list[str] = []
        self._blocks: list[Block] = []
        self._tables: list[_Table] = []
        self._seen: set[int] = set()  # hashes of attributes told already
        self._paragraph = self._deleted = self._inserted = self._fallback = 0
        self._vanish = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        self._path.append(name)
        if attributes:
            self._attributes(name, attributes)
        if len(self._path) == 1 and attributes.get("show") == "0":
            self._hide()
        handler = _STARTS.get(name)
        if handler:
            handler(self, attributes)
        if name in _BLOCKS:
            self._blocks.append(Block())
            self._paragraph += 1

    def end(self, tag: str) -> None:
        name = self._path.pop() if self._path else local(tag)
        if self._loose:
            self._end_loose(name)
        if name in _BLOCKS and self._blocks:
            self._end_block()
        handler = _ENDS.get(name)
        if handler:
            handler(self)

    def data(self, text: str) -> None:
        name = self._path[-1] if self._path else ""
        if name in _GEOMETRY and not _telling(name, text):
            return
        if not self._blocks or name in _LOOSE:
            if not text.isspace():
                self._loose.append(text)
            return
        unseen = self._deleted or self._vanish or self._fallback or name in ("delText", "delInstrText")
        self._blocks[-1].add(text, shown=not unseen, before=not self._inserted)

    def _attributes(self, element: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            name = element if local(key) == "val" else local(key)
            skipped = name in _GEOMETRY_ATTRIBUTES or name.startswith("rsid")
            if len(value) < 2 or (skipped and not self._every_attribute and not _telling(name, value)):
                continue
            known = hash((name, value))
            told = name in _WORDY or self._every_attribute
            if known in self._seen or (not told and _MACHINE.fullmatch(value)):
                continue
            if len(self._seen) < 100_000:
                self._seen.add(known)
            # The parser leaves an ampersand in an attribute as a character reference.
            self._values.add(f"{name}: {value.replace('&#38;', '&')}\n")

    def _end_loose(self, name: str) -> None:
        text = "".join(self._loose)
        self._loose.clear()
        if text.strip():
            self._values.add(f"{name}: {plain_number(text) if name == 'v' else text}\n")

    def _end_block(self) -> None:
        block = self._blocks.pop()
        shown = "".join(block.shown)
        position = f"paragraph {self._paragraph}"
        if self._tables:
            self._tables[-1].cell.append(shown)
        elif shown.strip():
            self._prose.add(shown + "\n", position)
        if block.differs and (before := "".join(block.before)).strip() and before != shown:
            self._second.add(before + "\n", position)

    def _append(self, text: str) -> None:
        if self._blocks:
            self._blocks[-1].shown.append(text)
            self._blocks[-1].before.append(text)

    def on_break(self, _attributes: dict[str, str]) -> None:
        if "r" in self._path or self._path[-1] == "br":
            self._append("\n" if self._path[-1] != "tab" else "\t")

    def on_hyphen(self, _attributes: dict[str, str]) -> None:
        self._append("-")

    def on_symbol(self, attributes: dict[str, str]) -> None:
        code = next((value for key, value in attributes.items() if local(key) == "char"), "")
        if re.fullmatch("[0-9A-Fa-f]{4}", code):
            # Symbol fonts place ASCII at F000 (ECMA-376 part 1, 17.3.3.30).
            point = int(code, 16)
            self._append(chr(point - 0xF000 if 0xF020 <= point <= 0xF07E else point))

    def start_run(self, _attributes: dict[str, str]) -> None:
        self._vanish = False

    def on_vanish(self, attributes: dict[str, str]) -> None:
        off = any(local(key) == "val" and value in ("0", "false", "off") for key, value in attributes.items())
        self._vanish = not off and self._path[-3:-1] == ["r", "rPr"]

    def start_delete(self, _attributes: dict[str, str]) -> None:
        self._deleted += 1

    def end_delete(self) -> None:
        self._deleted = max(0, self._deleted - 1)

    def start_insert(self, _attributes: dict[str, str]) -> None:
        self._inserted += 1

    def end_insert(self) -> None:
        self._inserted = max(0, self._inserted - 1)

    def start_fallback(self, _attributes: dict[str, str]) -> None:
        self._fallback += 1

    def end_fallback(self) -> None:
        self._fallback = max(0, self._fallback - 1)

    def end_run(self) -> None:
        self._vanish = False

    def start_table(self, _attributes: dict[str, str]) -> None:
        self._tables.append(_Table(Gather(self.locus, Layout.TABLE, self.hidden)))

    def end_cell(self) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row.append(" ".join(" ".join(table.cell).split()))
            table.cell.clear()

    def end_row(self) -> None:
        if self._tables:
            table = self._tables[-1]
            table.gather.add("\t".join(table.row) + "\n", f"paragraph {self._paragraph}")
            table.row.clear()

    def end_table(self) -> None:
        if self._tables:
            segment = self._tables.pop().gather.take()
            self._emit(self._prose.take())
            self._emit(segment)

    def _hide(self) -> None:
        self.hidden = self._prose.hidden = self._values.hidden = True

    def _emit(self, segment: Segment | None) -> None:
        if segment is not None:
            self._ready.append(segment)

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        if len(self._path) > _DEEPEST and not last:
            raise ReadStopped(IssueCode.TOO_DEEP, f"elements over {_DEEPEST} levels deep")
        if last:
            self._close()
        elif self._blocks and self._blocks[-1].size > TAKE:  # no paragraph that a person wrote
            self._end_block()
            self._blocks.append(Block())
        for gather in (self._prose, self._second, self._values, *(table.gather for table in self._tables)):
            if last or gather.size > TAKE:
                self._emit(gather.take())
        ready, self._ready = self._ready, []
        return iter(ready)

    def _close(self) -> None:
        """What a damaged part leaves open is text as well."""
        while self._blocks:
            self._end_block()
        while self._tables:
            self.end_cell()
            self.end_row()
            self.end_table()
        if self._loose:
            self._end_loose("text")


# Attributes whose values are words even where they look like the schema's own.
_WORDY = frozenset(
    ("name", "descr", "title", "author", "initials", "alias", "tag", "displayText", "value", "docVar", "Target",
     "tooltip", "instr", "userId", "displayName", "providerId", "prompt", "promptTitle", "error", "errorTitle",
     "string", "alt", "display", "location", "anchor", "href", "comment", "description", "userName", "user", "v",
     "inputCells", "refreshedBy", "ddeService", "ddeTopic", "sheetName", "totalsRowLabel", "fmlaMacro", "item",
     "helpText", "statusText", "default", "query", "connectString", "caption", "uniqueName", "macro", "fullName")
)  # fmt: skip

_STARTS = {
    "r": Sweep.start_run,
    "vanish": Sweep.on_vanish,
    "tab": Sweep.on_break,
    "br": Sweep.on_break,
    "cr": Sweep.on_break,
    "noBreakHyphen": Sweep.on_hyphen,
    "sym": Sweep.on_symbol,
    "del": Sweep.start_delete,
    "moveFrom": Sweep.start_delete,
    "ins": Sweep.start_insert,
    "moveTo": Sweep.start_insert,
    "Fallback": Sweep.start_fallback,
    "tbl": Sweep.start_table,
}
_ENDS = {
    "r": Sweep.end_run,
    "del": Sweep.end_delete,
    "moveFrom": Sweep.end_delete,
    "ins": Sweep.end_insert,
    "moveTo": Sweep.end_insert,
    "Fallback": Sweep.end_fallback,
    "tc": Sweep.end_cell,
    "tr": Sweep.end_row,
    "tbl": Sweep.end_table,
}
