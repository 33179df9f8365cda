"""HTML: the visible text in document order, tables, attribute values, comments and scripts, and the source as it is."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, local, parse_html
from dlp.extract.signatures import HTML
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "html"
MEDIA_TYPES = (HTML, "application/xhtml+xml")
ISOLATED = True
LIBRARIES = ("lxml.etree", "numpy")
ENCRYPTION = ""
LIMITATIONS = (
    "Scripts are scanned as text, not run; text that a style sheet hides is scanned but not marked as hidden.",
    "Pictures and frames that are linked are not fetched; their addresses are scanned.",
)

_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
     "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr", "nobr",
     "o:p", "html:span")
)  # fmt: skip
_ASIDE = frozenset(("script", "style", "comment", "noscript", "template"))
# Attributes that carry no text of their own; their values are in the source all the same, which is scanned too.
_PLAIN_ATTRIBUTES = frozenset(
    ("class", "style", "width", "height", "colspan", "rowspan", "align", "valign", "border", "type")
)  # fmt: skip


class _Text:
    """Collects visible text, tables, and everything that is not shown."""

    def __init__(self, locus: Locus) -> None:
        self._shown = Gather(locus, sourced=True)
        aside = Locus(locus.container, "attributes, comments and scripts")
        self._aside = Gather(aside, Layout.KEY_VALUE, sourced=True)
        self._locus = locus
        self._tables: list[tuple[Gather, list[str]]] = []
        self._line: list[str] = []
        self._size = 0
        self._aside_depth = 0
        self._ready: list[Segment] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local(tag)
        for name, value in attributes.items():
            if value and name not in _PLAIN_ATTRIBUTES and not value.startswith("data:"):
                self._aside.add(f"{name}: {value}\n")
        if tag in _ASIDE:
            self._aside_depth += 1
        elif tag == "table":
            self._flush()
            self._tables.append((Gather(self._locus, Layout.TABLE, sourced=True), []))
        elif tag == "tr":
            self._end_row()
        elif tag not in _INLINE and tag not in ("td", "th"):
            self._flush()

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag in _ASIDE:
            self._aside_depth = max(0, self._aside_depth - 1)
            self._aside.add("\n")
        elif tag in ("td", "th") and self._tables:
            self._tables[-1][1].append(self._take_line())
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._tables:
            self._end_row()
            segment = self._tables.pop()[0].take()
            if segment:
                self._emit(self._shown.take())
                self._emit(segment)
        elif tag not in _INLINE:
            self._flush()

    def data(self, text: str) -> None:
        if self._aside_depth:
            self._aside.add(text)
        else:
            self._line.append(text)
            self._size += len(text)

    def _take_line(self) -> str:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        self._size = 0
        return line

    def _flush(self) -> None:
        """A block ends: its text is a line, or inside a table a part of the cell."""
        if self._tables:
            self._line.append(" ")
        elif line := self._take_line():
            self._shown.add(line + "\n")

    def _end_row(self) -> None:
        if not self._tables:
            self._flush()
            return
        table, row = self._tables[-1]
        if rest := self._take_line():
            row.append(rest)
        if row:
            table.add("\t".join(row) + "\n")
            row.clear()

    def _emit(self, segment: Segment | None) -> None:
        if segment is not None:
            self._ready.append(segment)

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        while last and self._tables:
            self.end("table")
        if last or self._size > TAKE:
            self._shown.add(self._take_line() + "\n")
        for gather in (self._shown, self._aside):
            if last or gather.size > TAKE:
                self._emit(gather.take())
        ready, self._ready = self._ready, []
        return iter(ready)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    source = Locus(locus.container, "source")

    def pieces() -> Iterator[bytes]:
        for segment in text_segments(blob, source, budget, layout=Layout.CODE):
            if isinstance(segment, Segment) and not (segment.derived or segment.data == b""):
                yield segment.data[segment.before : len(segment.data) - segment.after]

    try:
        yield from parse_html(pieces(), _Text(locus))
    except ValueError:
        yield Issue(IssueCode.CORRUPT, locus, "HTML that no parser reads to its end")
    yield from text_segments(blob, source, budget, layout=Layout.CODE, derived=True)
