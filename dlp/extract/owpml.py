"""The vocabulary of Hancom's documents as XML: OWPML (KS X 6101, in HWPX) and its forerunner HWPML (.hml).

Both name the same things, the older one in capitals: paragraphs of runs of text, tables of addressed cells, controls
such as headers, notes, fields and shapes inside the runs, each with paragraphs of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dlp.extract.flow import Ender, Flow, Handler
from dlp.types import Locus

_MOST_COLUMNS = 16_384


def _number(attributes: Mapping[str, str], name: str) -> int | None:
    """A small number from an attribute, whichever way its name is written."""
    value = attributes.get(name) or attributes.get(name[:1].upper() + name[1:]) or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 6 else None


class Owpml(Flow):
    """Target of one part, or of a whole HWPML document."""

    PARAGRAPHS = frozenset(("p",))
    INLINE = frozenset(
        ("t", "char", "maintext", "insertbegin", "insertend", "deletebegin", "deleteend", "markpenbegin", "markpenend",
         "titlemark", "tab", "linebreak", "nbspace", "fwspace", "hyphen")
    )  # fmt: skip
    CONCEALED = frozenset(("hiddencomment", "memo"))
    COUNTERS = frozenset(
        ("id", "instid", "zOrder", "idRef", "beginIDRef", "fieldid", "charPrIDRef", "paraPrIDRef", "styleIDRef", "width",
         "height", "textpos", "vertpos", "horzpos", "flags", "left", "right", "top", "bottom", "vertOffset",
         "horzOffset", "x", "y", "subjectIDRef", "InstId", "ZOrder", "Width", "Height", "Id", "maxLength", "showtime",
         "parentId", "length", "prIDRef", "pos", "val", "offsetX", "offsetY", "e1", "e2", "e3", "e4", "e5", "e6",
         "centerX", "centerY", "x1", "x2", "y1", "y2", "lastWidth", "textWidth", "textHeight")
    )  # fmt: skip
    WORDS = frozenset(
        ("name", "Name", "command", "Command", "caption", "displayText", "value", "text", "composeText", "author",
         "Author", "metaTag", "metatag", "href", "path", "title", "Text", "Caption", "DisplayText", "Value", "groupName",
         "radioGroupName", "selectedValue", "content", "data", "Data",
         "revisionDesc", "revisionAuthor", "engName", "tag", "Tag", "userChar", "prefixChar", "suffixChar")
    )  # fmt: skip

    LAYOUT = frozenset(("left", "right", "top", "bottom", "intent", "prev", "next", "linespacing"))

    def __init__(self, locus: Locus, *, hidden: bool = False) -> None:
        super().__init__(locus, hidden=hidden)
        self._lower: dict[str, str] = {}
        self._memo_fields: list[bool] = []

    def name_of(self, tag: str) -> str:
        name = self._lower.get(tag)
        if name is None:
            name = super().name_of(tag).lower()
            if len(self._lower) < 1000:
                self._lower[tag] = name
        return name

    def _end_loose(self, name: str) -> None:
        """Metadata and parameters go by the name they give themselves."""
        super()._end_loose(self._named if name in ("meta", "stringparam") and self._named else name)

    _named = ""

    def on_named(self, attributes: Mapping[str, str]) -> None:
        self._named = (attributes.get("name") or "")[:80]

    def start_field(self, attributes: Mapping[str, str]) -> None:
        memo = (attributes.get("type") or attributes.get("Type") or "").upper() == "MEMO"
        self._memo_fields.append(memo)
        self._depth += memo

    def end_field(self) -> None:
        if self._memo_fields and self._memo_fields.pop():
            self._depth = max(0, self._depth - 1)

    def start_table(self, _attributes: Mapping[str, str]) -> None:
        self.open_grid()

    def start_row(self, _attributes: Mapping[str, str]) -> None:
        if self._grids:
            grid = self._grids[-1]
            grid.row, grid.column, grid.span = grid.row + 1, 1, 0

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        if self._grids:
            grid = self._grids[-1]
            grid.column, grid.span = min(grid.column + grid.span, _MOST_COLUMNS), 1
            grid.inside = True
            self.on_address(attributes)
            self.on_span(attributes)

    def on_address(self, attributes: Mapping[str, str]) -> None:
        """The address of a cell, counted from 0; in OWPML it stands behind the cell's text."""
        column, row = _number(attributes, "colAddr"), _number(attributes, "rowAddr")
        if self._grids and column is not None and row is not None and column < _MOST_COLUMNS:
            grid = self._grids[-1]
            if row + 1 != grid.row and grid.line:
                self.close_row()
            grid.row, grid.column = row + 1, column + 1

    def on_span(self, attributes: Mapping[str, str]) -> None:
        if self._grids:
            self._grids[-1].span = min(_number(attributes, "colSpan") or 1, _MOST_COLUMNS)

    def on_compose(self, attributes: Mapping[str, str]) -> None:
        self.append(attributes.get("composeText") or attributes.get("ComposeText") or "")

    def start_deleted(self, _attributes: Mapping[str, str]) -> None:
        self._deleted += 1

    def end_deleted(self, _attributes: Mapping[str, str]) -> None:
        self._deleted = max(0, self._deleted - 1)

    def start_inserted(self, _attributes: Mapping[str, str]) -> None:
        self._inserted += 1

    def end_inserted(self, _attributes: Mapping[str, str]) -> None:
        self._inserted = max(0, self._inserted - 1)

    STARTS: ClassVar[Mapping[str, Handler]] = {
        "tbl": start_table,
        "table": start_table,
        "tr": start_row,
        "row": start_row,
        "tc": start_cell,
        "cell": start_cell,
        "celladdr": on_address,
        "cellspan": on_span,
        "fieldbegin": start_field,
        "meta": on_named,
        "stringparam": on_named,
        "compose": on_compose,
        "deletebegin": start_deleted,
        "deleteend": end_deleted,
        "insertbegin": start_inserted,
        "insertend": end_inserted,
        "tab": lambda flow, _: flow.append("\t"),
        "linebreak": lambda flow, _: flow.append("\n"),
        "nbspace": lambda flow, _: flow.append(" "),
        "fwspace": lambda flow, _: flow.append(" "),
        "hyphen": lambda flow, _: flow.append("-"),
    }
    ENDS: ClassVar[Mapping[str, Ender]] = {
        "tbl": Flow.close_grid,
        "table": Flow.close_grid,
        "tr": Flow.close_row,
        "row": Flow.close_row,
        "tc": Flow.close_cell,
        "cell": Flow.close_cell,
        "fieldbegin": end_field,
    }
