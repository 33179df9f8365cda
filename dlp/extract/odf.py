"""The vocabulary of OpenDocument (ISO/IEC 26300, OASIS ODF 1.3 part 3): text, sheets, slides, drawings and their styles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from dlp.extract.cells import letters
from dlp.extract.flow import Ender, Flow, Grid, Handler
from dlp.extract.markup import TAKE, local
from dlp.extract.sweep import plain_number
from dlp.types import Locus

_SPACE = re.compile(r"[ \t\r\n]+")
_NOT_DIGIT = re.compile(r"\D")
_FURTHEST = 1 << 24  # rows and columns are counted no further
_COPIES = 16  # of a repeated cell; one that is repeated more often is decoration
_STYLES, _RANGES, _DELETIONS = 100_000, 1_000, 10_000


@dataclass(slots=True)
class Styles:
    """Names of styles under which nothing shows; those of styles.xml hold in content.xml too."""

    hidden: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Cell:
    kind: str = ""
    value: str = ""


def _count(value: str) -> int:
    """How often something is repeated: at least once."""
    return max(1, min(int(value), _FURTHEST)) if value.isascii() and value.isdecimal() and len(value) < 10 else 1


def _get(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")


class Odf(Flow):
    """Target of one part of the package."""

    PARAGRAPHS = frozenset(("p", "h"))
    ASIDE = frozenset(
        ("comment", "title", "desc", "creator", "date", "creator-initials", "date-string", "meta-date-string", "script",
         "binary-data", "note", "note-body", "note-citation", "annotation", "ruby-text", "number", "frame", "text-box",
         "image", "object", "list", "list-item", "table", "table-row", "table-cell", "label", "sender-initials")
    )  # fmt: skip
    CONCEALED = frozenset(("annotation", "tracked-changes"))
    COUNTERS = frozenset(
        ("id", "x", "y", "width", "height", "rsid", "paragraph-count", "word-count", "character-count")
    )
    WORDS = frozenset(
        ("name", "display-name", "value", "string-value", "formula", "condition", "title", "author", "creator", "href",
         "connection-resource", "sql-statement", "target-name", "description", "label", "current-value", "help-message",
         "expression", "string-value-if-true", "string-value-if-false", "string-value-phonetic", "text", "content")
    )  # fmt: skip

    def __init__(self, locus: Locus, styles: Styles) -> None:
        super().__init__(locus)
        self._styles = styles
        self._style = ""
        self._named = ""
        self._cell = _Cell()
        self._columns: list[list[tuple[int, int]]] = []  # hidden ones of each open table
        self._column: list[int] = []
        self._spans: list[bool] = []
        self._parts: list[bool] = []
        self._pages = 0
        self._region = ""
        self._insertions: set[str] = set()
        self._deletions: dict[str, list[str]] = {}
        self._kept = 0

    def data(self, text: str) -> None:
        # White space is one blank, as in HTML (ODF 1.3 part 3, 6.1.2).
        if self._blocks and ("\n" in text or "\t" in text or "  " in text):
            text = _SPACE.sub(" ", text)
        super().data(text)

    def _tell(self, element: str, attributes: Mapping[str, str]) -> None:
        if element not in ("table-cell", "covered-table-cell"):
            super()._tell(element, attributes)

    def _end_loose(self, name: str) -> None:
        super()._end_loose(self._named if name in ("config-item", "user-defined") and self._named else name)

    def _end_block(self) -> None:
        if self._region and self._blocks and len(self._deletions) < _DELETIONS and self._kept < TAKE:
            words = "".join(self._blocks[-1].shown)
            self._kept += len(words)
            self._deletions.setdefault(self._region, []).append(words)
        super()._end_block()

    # --- styles that hide -------------------------------------------------------------------------------------------

    def start_style(self, attributes: Mapping[str, str]) -> None:
        self._style = _get(attributes, "name")

    def on_properties(self, attributes: Mapping[str, str]) -> None:
        hidden = _get(attributes, "display") in ("false", "none") or _get(attributes, "visibility") == "hidden"
        if hidden and self._style and len(self._styles.hidden) < _STYLES:
            self._styles.hidden.add(self._style)

    def _hides(self, attributes: Mapping[str, str]) -> bool:
        return bool(self._styles.hidden) and _get(attributes, "style-name") in self._styles.hidden

    def start_span(self, attributes: Mapping[str, str]) -> None:
        hidden = self._hides(attributes)
        self._spans.append(hidden)
        self._deleted += hidden

    def end_span(self) -> None:
        if self._spans and self._spans.pop():
            self._deleted = max(0, self._deleted - 1)

    def start_part(self, attributes: Mapping[str, str]) -> None:
        """A paragraph, a section or a slide, which may be hidden as a whole."""
        hidden = self._hides(attributes) or _get(attributes, "display") == "none"
        self._parts.append(hidden)
        self._depth += hidden

    def end_part(self) -> None:
        if self._parts and self._parts.pop():
            self._depth = max(0, self._depth - 1)

    def start_page(self, attributes: Mapping[str, str]) -> None:
        self._pages += 1
        self.place = f"slide {self._pages}"
        self._paragraph = 0
        self.start_part(attributes)

    def on_named(self, attributes: Mapping[str, str]) -> None:
        self._named = _get(attributes, "name")[:80]

    # --- tracked changes --------------------------------------------------------------------------------------------

    def start_region(self, attributes: Mapping[str, str]) -> None:
        self._region = _get(attributes, "id")

    def end_region(self) -> None:
        self._region = ""

    def on_insertion(self, _attributes: Mapping[str, str]) -> None:
        if self._region and len(self._insertions) < _DELETIONS:
            self._insertions.add(self._region)

    def start_inserted(self, attributes: Mapping[str, str]) -> None:
        self._inserted += _get(attributes, "change-id") in self._insertions

    def end_inserted(self, attributes: Mapping[str, str]) -> None:
        if _get(attributes, "change-id") in self._insertions:
            self._inserted = max(0, self._inserted - 1)

    def on_change(self, attributes: Mapping[str, str]) -> None:
        """Here stood what was deleted: the paragraph as it was before is a second view of it."""
        words = self._deletions.get(_get(attributes, "change-id"))
        if words and self._blocks and self._blocks[-1].size <= TAKE:
            text = "\n".join(words)
            self._blocks[-1].before.append(text)
            self._blocks[-1].size += len(text)
            self._blocks[-1].differs = True

    # --- tables -----------------------------------------------------------------------------------------------------

    def start_table(self, attributes: Mapping[str, str]) -> None:
        self.open_grid(_get(attributes, "name"), hidden=self._hides(attributes))
        self._columns.append([])
        self._column.append(1)

    def end_table(self) -> None:
        self.close_grid()
        if self._columns:
            self._columns.pop()
            self._column.pop()

    def on_column(self, attributes: Mapping[str, str]) -> None:
        if not self._columns:
            return
        first, count = self._column[-1], _count(_get(attributes, "number-columns-repeated"))
        self._column[-1] = min(first + count, _FURTHEST)
        if _get(attributes, "visibility") in ("collapse", "filter") and len(self._columns[-1]) < _RANGES:
            self._columns[-1].append((first, first + count - 1))

    def start_row(self, attributes: Mapping[str, str]) -> None:
        if self._grids:
            grid = self._grids[-1]
            grid.row = min((grid.row or 1 - grid.row_span) + grid.row_span, _FURTHEST)
            grid.row_span = _count(_get(attributes, "number-rows-repeated"))
            grid.column, grid.span = 1, 0
            grid.row_hidden = _get(attributes, "visibility") in ("collapse", "filter")

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        if not self._grids:
            return
        grid = self._grids[-1]
        grid.column, grid.span, grid.inside = min(grid.column + grid.span, _FURTHEST), 1, True
        self._cell = _Cell()
        for key, value in attributes.items():
            match local(key):
                case "number-columns-repeated":
                    grid.span = _count(value)
                case "value-type":
                    self._cell.kind = value
                case "value" | "string-value" | "date-value" | "time-value":
                    self._cell.value = value
                case "formula":
                    self._values.add(f"{letters(grid.column)}{grid.row}: {value}\n", self._here(grid))
                case "style-name" | "number-rows-spanned" | "number-columns-spanned" | "boolean-value":
                    continue
                case name:
                    super()._tell(name, {key: value})

    def _here(self, grid: Grid) -> str:
        return f"{grid.rows.name}!{letters(grid.column)}{grid.row}"

    def end_cell(self) -> None:
        if not self._grids:
            return
        grid, cell = self._grids[-1], self._cell
        self._cell = _Cell()
        shown = " ".join(" ".join(grid.cell).split())
        text, other = _told(shown, plain_number(cell.value) if cell.kind == "float" else cell.value, cell.kind)
        if other:
            self._values.add(f"{letters(grid.column)}{grid.row}: {other}\n", self._here(grid))
        self.close_cell(text)
        if text:
            grid.row_hidden |= any(low <= grid.column <= high for low, high in self._columns[-1])
            grid.line.extend((grid.column + copy, text) for copy in range(1, min(grid.span, _COPIES)))

    STARTS: ClassVar[Mapping[str, Handler]] = {
        "table": start_table,
        "table-column": on_column,
        "table-row": start_row,
        "table-cell": start_cell,
        "covered-table-cell": start_cell,
        "change-track-table-cell": start_cell,
        "style": start_style,
        "table-properties": on_properties,
        "text-properties": on_properties,
        "drawing-page-properties": on_properties,
        "span": start_span,
        "p": start_part,
        "h": start_part,
        "section": start_part,
        "page": start_page,
        "config-item": on_named,
        "user-defined": on_named,
        "changed-region": start_region,
        "insertion": on_insertion,
        "change-start": start_inserted,
        "change-end": end_inserted,
        "change": on_change,
        "s": lambda flow, attributes: flow.append(" " * min(_count(_get(attributes, "c")), 100)),
        "tab": lambda flow, _: flow.append("\t"),
        "tab-stop": lambda flow, _: flow.append("\t"),
        "line-break": lambda flow, _: flow.append("\n"),
    }
    ENDS: ClassVar[Mapping[str, Ender]] = {
        "table": end_table,
        "table-row": Flow.close_row,
        "table-cell": end_cell,
        "covered-table-cell": end_cell,
        "change-track-table-cell": end_cell,
        "span": end_span,
        "p": end_part,
        "h": end_part,
        "section": end_part,
        "page": end_part,
        "changed-region": end_region,
    }


def _told(shown: str, value: str, kind: str) -> tuple[str, str]:
    """What stands in a cell's row, and what else is known of it: a number that is shown shortened or as a date."""
    if not value or value == shown:
        return shown or value, ""
    if not shown:
        return value, ""
    same = _NOT_DIGIT.sub("", shown).lstrip("0") == _NOT_DIGIT.sub("", value).lstrip("0")
    if kind == "float" and not same:
        return value, shown
    return shown, "" if same and kind == "float" and len(value) <= 5 else value
