"""The text of pages as PDFium reads it: whatever its place, colour or layer, in the order it is drawn, with its boxes.

PDFium keeps global state: one thread at a time, and no handle outlives the call that made it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple, Protocol

from dlp.extract.base import Budget, ReadStopped
from dlp.types import IssueCode

MAX_PAGES = 10_000
_LOCK = threading.Lock()
_INVISIBLE = 3  # text rendering mode: neither filled nor stroked (ISO 32000-1, table 106)
_WIDE = 1.0  # a gap of this many character heights parts cells; words stand a third of one apart
_LEADING = 0.25  # of a character's height between lines at least
_POINT = 1.0  # what is closer than this stands together, however small it is
_UNMAPPED_LINE = 6  # glyphs without characters in a row that could be something; fewer are bullets and ornaments
_RULE = 2  # a line of so few different characters is drawn with them, not written
_MOST_PLACED = 200_000  # characters of a page; beyond, nobody laid it out to be read

# Ligatures that fonts name as one character, and symbol fonts, which place ASCII at F000.
_SPELT = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st", 0: None}
_SPELT |= {0xF000 + code: chr(code) for code in range(0x20, 0x7F)}
_ODD = re.compile("[\0\xad\ufb00-\ufb06\uf020-\uf07e\ufffe]")
# What PDFium makes of a hyphen at the end of a line; and the soft hyphen itself.
_HYPHEN = re.compile("(?<=[0-9])[\ufffe\xad](?=[0-9])|\ufffe$")
_HYPHENS = re.compile("[\ufffe\xad]")
_UNREAL = re.compile("[\x01-\x08\x0b\x0e-\x1f\ue000-\uf8ff\ufffd]")
_GAP = re.compile(r"[^\S\r\n]+")
# PDFium joins lines over U+FFFE, which stands for a hyphen; after a letter a word goes on, else only the line ends.
_LINE = re.compile("[^\r\n\ufffe]*(?:(?<=[^\\W\\d_])\ufffe[^\r\n\ufffe]+)*\ufffe?")


class Box(NamedTuple):
    """Corners in points, y upwards."""

    left: float
    bottom: float
    right: float
    top: float


class _Rect(Protocol):
    """PDFium's own rectangle, which it fills."""

    left: float
    bottom: float
    right: float
    top: float


_NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words of one line with no wide gap between them, and the boxes of their first and last character."""

    text: str = field(repr=False)
    first: Box
    last: Box


@dataclass(frozen=True, slots=True)
class Line:
    """What PDFium puts on one line, cut at wide gaps. Not `shown` where it is invisible or beside the page."""

    fragments: tuple[Fragment, ...]
    shown: bool = True
    unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 1; `readable` is False where PDFium could not load the page."""

    number: int
    lines: tuple[Line, ...] = ()
    readable: bool = True


@dataclass(slots=True)
class Reading:
    """The pages read, how many there are by PDFium's count (-1: not a document to it), and what stopped the reading."""

    pages: list[Page] = field(default_factory=list)
    count: int = -1
    stopped: ReadStopped | None = None


def read_pages(data: bytes, budget: Budget, wanted: Container[int]) -> Reading:
    """The pages whose numbers are `wanted`."""
    import pypdfium2  # noqa: F401 - starts the library
    from pypdfium2 import raw

    reading = Reading()
    with _LOCK:
        document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            return reading
        reading.count = raw.FPDF_GetPageCount(document)
        # A page keeps its fonts loaded: it is closed when the next one has taken them over.
        before = None
        try:
            for number in range(1, min(reading.count, MAX_PAGES) + 1):
                if number in wanted:
                    budget.check_time()
                    page = raw.FPDF_LoadPage(document, number - 1)
                    try:
                        reading.pages.append(_read(raw, page, number, budget))
                    finally:
                        raw.FPDF_ClosePage(before)
                        before = page
        except ReadStopped as stop:
            reading.stopped = stop
        finally:
            raw.FPDF_ClosePage(before)
            raw.FPDF_CloseDocument(document)
    if reading.count > MAX_PAGES and reading.stopped is None:
        reading.stopped = ReadStopped(IssueCode.TOO_MANY, f"over {MAX_PAGES} pages")
    return reading


def _read(raw: ModuleType, page: object, number: int, budget: Budget) -> Page:
    text = raw.FPDFText_LoadPage(page) if page else None
    if not text:
        return Page(number, readable=False)
    try:
        return Page(number, tuple(_Glyphs(raw, page, text, budget).lines()))
    finally:
        raw.FPDFText_ClosePage(text)


class _Glyphs:
    """The characters of one page and the boxes of those that are asked for."""

    def __init__(self, raw: ModuleType, page: object, handle: object, budget: Budget) -> None:
        import ctypes

        self._raw, self._handle, self._budget = raw, handle, budget
        self._rect, self._other = raw.FS_RECTF(), raw.FS_RECTF()
        count = max(0, raw.FPDFText_CountChars(handle))
        budget.unpack(2 * count)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(handle, 0, count, buffer) if count else 0
        self._text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        self._placed = count <= _MOST_PLACED
        self._same = len(self._text) == count  # else characters were left out or split in two
        if "\ufffd" in self._text:
            self._text = re.sub("\ufffd", self._beyond, self._text)
        raw.FPDF_GetPageBoundingBox(page, self._rect)
        self._page = _as_box(self._rect)

    def _beyond(self, match: re.Match[str]) -> str:
        """A character beyond the first 65,536, which stands as U+FFFD in the text. Offsets stay: it is one character."""
        code = int(self._raw.FPDFText_GetUnicode(self._handle, self._index(match.start())))
        return chr(code) if 0x10000 <= code < 0x110000 else match[0]

    def _index(self, offset: int) -> int:
        return offset if self._same else int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._handle, offset))

    def _box(self, offset: int) -> Box:
        if not self._raw.FPDFText_GetLooseCharBox(self._handle, self._index(offset), self._rect):
            return _NOWHERE
        return _as_box(self._rect)

    def lines(self) -> Iterator[Line]:
        for number, found in enumerate(_LINE.finditer(self._text)):
            if not number % 256:
                self._budget.check_time()
            if found[0].strip():
                yield from (self._line(start, end) for start, end in self._parts(*found.span()))

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A line without the blanks around it, in pieces where PDFium has put one below the other on one line."""
        text = self._text
        while text[start].isspace():
            start += 1
        while text[end - 1].isspace():
            end -= 1
        if self._placed and end - start > 1 and _leaves(self._box(start), self._box(end - 1)):
            yield from self._cut(start, end)
        else:
            yield start, end

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        text, at = self._text, start
        first = before = self._box(start)
        for offset in range(start + 1, end):
            if text[offset].isspace() or text[offset] == "\ufffe":  # it has no box
                continue
            here = self._box(offset)
            if _leaves(before, here) and _begins_line(before, here):
                # A word goes on after its hyphen, but not where it is all that stands on its line: that is a cell.
                word_goes_on = text[offset - 1] == "\ufffe" and (
                    abs(here.left - first.left) > _POINT or not text[at : offset - 1].isalpha()
                )
                if not word_goes_on:
                    yield at, offset - text[offset - 1].isspace()
                    at, first = offset, here
            before = here
        yield at, end

    def _line(self, start: int, end: int) -> Line:
        text = self._text
        if not self._placed:
            return Line((Fragment(tidy(text[start:end]), _NOWHERE, _NOWHERE),))
        fragments: list[Fragment] = []
        at, first = start, self._box(start)
        for gap in self._wide_gaps(start, end):
            fragments.append(Fragment(tidy(text[at : gap.start()]), first, self._box(gap.start() - 1)))
            at, first = gap.end(), self._box(gap.end())
        last = self._box(end - (2 if text[end - 1] == "\ufffe" and end - start > 1 else 1))
        fragments.append(Fragment(tidy(text[at:end]), first, last))
        shown = self._within(first) or self._within(last)
        return Line(tuple(fragments), shown and not self._is_invisible(start), self._unmapped(start, end))

    def _wide_gaps(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Blanks of a line that part cells. The two characters around each are asked for: most of the time goes here."""
        box, handle, before, after = self._raw.FPDFText_GetLooseCharBox, self._handle, self._rect, self._other
        same, index = self._same, self._index
        for gap in _GAP.finditer(self._text, start, end):
            left, right = gap.span()
            box(handle, left - 1 if same else index(left - 1), before)
            box(handle, right if same else index(right), after)
            height = before.top - before.bottom
            # Nearly always the next word of the same line.
            if -height < after.left - before.right < height and abs(after.bottom - before.bottom) < height / 2:
                continue
            if _apart(_as_box(before), _as_box(after)):
                yield gap

    def _within(self, box: Box) -> bool:
        page = self._page
        return box.right > page.left and box.left < page.right and box.top > page.bottom and box.bottom < page.top

    def _is_invisible(self, offset: int) -> bool:
        thing = self._raw.FPDFText_GetTextObject(self._handle, self._index(offset))
        return bool(thing) and self._raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE

    def _unmapped(self, start: int, end: int) -> bool:
        """The font does not say what characters its glyphs are, so that the text is not what it shows."""
        if end - start < _UNMAPPED_LINE:
            return False
        piece = self._text[start:end]
        if len(set(piece)) <= _RULE:
            return False
        if not piece.isascii() and 2 * len(_UNREAL.findall(piece.translate(_SPELT))) > len(piece):
            return True
        without: Callable[[object, int], int] = self._raw.FPDFText_HasUnicodeMapError
        places = (start, (start + end) // 2, end - 1)
        return all(without(self._handle, self._index(at)) == 1 for at in places if not self._text[at].isspace())


def _as_box(rect: _Rect) -> Box:
    return Box(rect.left, rect.bottom, rect.right, rect.top)


def _apart(before: Box, after: Box) -> bool:
    """There is a wide gap between two characters of one line, whichever way the line runs."""
    height, width = before.top - before.bottom, before.right - before.left
    across = abs(before.bottom + before.top - after.bottom - after.top) / 2
    if across <= height / 2:
        return max(after.left - before.right, before.left - after.right) > _WIDE * height
    along = abs(before.left + before.right - after.left - after.right) / 2
    if along <= width / 2:
        return max(after.bottom - before.top, before.bottom - after.top) > _WIDE * width
    return False


def _leaves(first: Box, second: Box) -> bool:
    """Two characters do not stand at one height."""
    return abs(first.bottom + first.top - second.bottom - second.top) > max(first.top - first.bottom, _POINT)


def _begins_line(before: Box, after: Box) -> bool:
    """Letters of words written downwards or upwards touch, in one column; lines of a table do not."""
    height = before.top - before.bottom
    gap = max(before.bottom - after.top, after.bottom - before.top)
    return gap > max(_LEADING * height, _POINT) or abs(after.left - before.left) > max(2 * height, _POINT)


def tidy(text: str) -> str:
    """Text with ligatures and symbol characters spelt out, and the hyphens of line ends undone."""
    if text.isascii() and "\0" not in text:
        return text
    if not _ODD.search(text):
        return text
    return _HYPHENS.sub("", _HYPHEN.sub("-", text)).translate(_SPELT)
