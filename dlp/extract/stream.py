"""Text of any size in bounded memory: blocks cut at line ends, as UTF-8, each with some context of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, NamedTuple

from dlp.extract import charset
from dlp.extract.base import Budget
from dlp.extract.tables import header_row
from dlp.extract.utf8 import Survey, boundary, lines, survey
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Positions, Segment

BLOCK = 1 << 20
CONTEXT = 4 << 10
_CUT_WITHIN = 64 << 10  # how far before the end of a block a line end is looked for

# Digits side by side are hanja in UTF-16: a byte order mark in front of plain text does not hide them.
_NOT_WIDE = re.compile(rb"[0-9]{4}")

# Makes the positions of a segment from its data and the line numbers known for it.
Locator = Callable[[bytes, Positions], Positions]


@dataclass(slots=True)
class Lines:
    """Byte offset -> "line n", counted on from the last offset asked for, since findings come in order."""

    data: bytes = field(repr=False)
    offset: int
    line: int

    def number(self, offset: int) -> int:
        if offset >= self.offset:
            self.line += lines(self.data, self.offset, offset)
        else:
            self.line -= lines(self.data, offset, self.offset)
        self.offset = offset
        return self.line

    def __call__(self, offset: int) -> str:
        return f"line {self.number(offset)}"


class _Window(NamedTuple):
    """Raw bytes of a block with context: own bytes are data[before:end]."""

    data: bytes
    before: int
    end: int

    def __repr__(self) -> str:
        return f"_Window({len(self.data)} bytes)"


def text_segments(
    blob: Blob,
    locus: Locus,
    budget: Budget,
    *,
    layout: Layout | None = None,
    derived: bool = False,
    likely_table: bool = False,
    locator: Locator | None = None,
) -> Iterator[Segment | Issue]:
    """A text as segments. Without a `layout` it is a table where it looks like one, else prose."""
    with blob.open() as stream:
        head = stream.read(charset.SAMPLE)
        whole = len(head) < charset.SAMPLE
        found = charset.detect(head, whole=whole)
        proven = whole and found == charset.Charset("utf-8")
        header: bytes | None = None
        first_char, line, damaged = 0, 1, False
        for window in _windows(stream, found.name, found.skip):
            budget.check_time()
            alone = proven and len(window.data) == len(head)
            block, other = (_only_block(window), b"") if alone else _decode(window, found.name)
            if line == 1 and first_char == 0 and layout is None:
                header = header_row(block.data, likely=likely_table)
                layout = Layout.PROSE if header is None else Layout.TABLE
            if other and not damaged:
                damaged = True
                yield Issue(IssueCode.UNDECODABLE, locus.at(f"line {line}"), "neither UTF-8 nor CP949 without errors")
            positions: Positions = Lines(block.data, block.before, line)
            segment = Segment(
                locus,
                block.data,
                layout or Layout.PROSE,
                derived=derived,
                before=block.before,
                after=len(block.data) - block.end,
                first_char=first_char,
                header=header or b"" if first_char else b"",
                positions=locator(block.data, positions) if locator else positions,
            )
            yield segment
            if other:
                # A second reading has offsets of its own; only its line is told.
                yield replace(
                    segment, data=other, before=0, after=0, derived=True, positions=Lines(other, 0, max(line, 1))
                )
            first_char += block.counts.characters
            line += block.counts.lines


class _Block(NamedTuple):
    """UTF-8 of a window, and the counts of its own bytes data[before:end]."""

    data: bytes
    before: int
    end: int
    counts: Survey

    def __repr__(self) -> str:
        return f"_Block({len(self.data)} bytes)"


def _only_block(window: _Window) -> _Block:
    """The window of a short text that is UTF-8 throughout. Nothing follows it that would count on."""
    return _Block(*window, Survey(0, 0))


def _decode(window: _Window, name: str) -> tuple[_Block, bytes]:
    """A window as UTF-8, and a second reading where no encoding fits."""
    data, before, end = window
    if name not in charset.WIDE:
        whole = survey(data)
        if whole is not None:
            return _Block(data, before, end, _less(whole, data[:before], data[end:])), b""
    parts = (data[:before], data[before:end], data[end:])
    readings = [charset.transcode(part, name) for part in parts]
    left, own, right = (reading.data for reading in readings)
    counts = survey(own) or Survey(0, own.count(b"\n"))
    block = _Block(b"".join((left, own, right)), len(left), len(left) + len(own), counts)
    other = readings[1].other
    if not other and name in charset.WIDE and _NOT_WIDE.search(data):
        other = data.decode("utf-8", "replace").encode()
    return block, other


def _less(whole: Survey, *contexts: bytes) -> Survey:
    """What remains of the counts of a window without its contexts."""
    return Survey(
        whole.characters - sum(len(context.decode("utf-8", "replace")) for context in contexts),
        whole.lines - sum(context.count(b"\n") for context in contexts),
    )


def _windows(stream: BinaryIO, name: str, skip: int) -> Iterator[_Window]:
    start, before = skip, 0
    unit = _unit(name)
    newline = "\n".encode(name) if unit > 1 else b"\n"
    while True:
        stream.seek(start - before)
        data = stream.read(before + BLOCK + CONTEXT)
        if len(data) <= before:
            return
        if len(data) <= before + BLOCK:
            yield _Window(data, before, len(data))
            return
        end = _cut(data, before, before + BLOCK, newline, unit)
        data = data[: _whole(data, len(data) - 4, unit)]
        yield _Window(data, before, end)
        start += end - before
        before = end - _whole(data, max(0, end - CONTEXT), unit)


def _unit(name: str) -> int:
    return 4 if name.startswith("utf-32") else 2 if name.startswith("utf-16") else 1


def _cut(data: bytes, start: int, limit: int, newline: bytes, unit: int) -> int:
    """Where a block ends: after the last line end before `limit`, in a very long line after a blank, or anywhere."""
    lowest = max(start, limit - _CUT_WITHIN)
    for mark in (newline, newline.replace(b"\n", b" "), newline.replace(b"\n", b",")):
        at = data.rfind(mark, lowest, limit)
        while at > lowest and at % unit:
            at = data.rfind(mark, lowest, at + len(mark) - 1)
        if at > lowest:
            return at + unit
    return _whole(data, limit, unit)


def _whole(data: bytes, at: int, unit: int) -> int:
    """The last place at or before `at` that splits no character of UTF-8 or UTF-16."""
    if unit > 1:
        at -= at % unit
        # Not between the halves of a surrogate pair (D800-DBFF, DC00-DFFF), whichever byte comes first.
        low = unit == 2 and 2 <= at <= len(data) - 2 and any(0xDC <= byte <= 0xDF for byte in data[at : at + 2])
        return at - 2 if low else at
    return boundary(data, at)
