"""Tables that are lines with something between the cells: CSV, tabs, bars, semicolons, Markdown, fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dlp.classify.tables import heads, split
from dlp.classify.tables.grid import Form, Grid, Row

MOST_ROWS = 1500  # rows of one table that are looked at singly; those behind are counted by column
_LINE = re.compile(rb"[^\n]*\n?")
_MOST_BLANK = 1


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: bytes

    def __repr__(self) -> str:
        return f"Line({self.start}, {self.end})"


def lines_of(data: bytes, start: int, end: int) -> Iterator[Line]:
    at = start
    while at < end:
        stop = data.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        yield Line(at, stop, data[at:stop].rstrip(b"\r"))
        at = stop + 1


def find(data: bytes, start: int, end: int, *, table: bool) -> Iterator[Grid]:
    """The tables in data[start:end]; `table` tells that the reader of the format knows it is one."""
    if table and b"\t" in data[start : start + (64 << 10)]:
        yield from _known(data, start, end)
        return
    run: list[Line] = []
    delimiter = b""
    for line in lines_of(data, start, end):
        if delimiter and _goes_on(line.text, delimiter, run):
            run.append(line)
            if table and len(run) > MOST_ROWS:
                yield from _grid([*run[:MOST_ROWS], Line(end, end, b"")], delimiter)  # the rest is of one piece
                return
            continue
        if delimiter:
            yield from _grid(run, delimiter)
            run, delimiter = [], b""
        previous, run = (run[-1] if run else None), [line]
        if previous is not None:
            delimiter = _common(previous.text, line.text)
            if delimiter:
                run = [previous, line]
    if delimiter:
        yield from _grid(run, delimiter)
    elif table and run:
        yield from _grid(run, next((mark for mark in split.DELIMITERS if mark in run[0].text), b""))


def _known(data: bytes, start: int, end: int) -> Iterator[Grid]:
    first = list(islice((line for line in lines_of(data, start, end) if line.text.strip()), MOST_ROWS + 1))
    yield from _grid([*first[:MOST_ROWS], Line(end, end, b"")] if len(first) > MOST_ROWS else first, b"\t")


def _common(first: bytes, second: bytes) -> bytes:
    """What parts the cells of both lines, if they can be rows of one table."""
    if not first.strip() or not second.strip():
        return b""
    if split.is_rule(second) and b"|" in first:
        return b"|"
    for delimiter in (*split.DELIMITERS, split.FIXED):
        above, below = split.count(first, delimiter), split.count(second, delimiter)
        if not above or (delimiter == split.FIXED and above < 2):
            continue
        if above == below or (below and (delimiter == b"\t" or abs(above - below) <= min(above, below) // 2)):
            return delimiter
        if below and sum(heads.read(cell).known for cell in split.cells(first, delimiter)[:64]) >= 2:
            return delimiter  # ragged rows under a head
    return b""


def _goes_on(line: bytes, delimiter: bytes, run: Sequence[Line]) -> bool:
    if split.is_rule(line):
        return True
    number = split.count(line, delimiter)
    wide = split.count(run[0].text, delimiter)
    return number >= 1 and number * 2 >= wide and number <= wide * 2 + 2


def _grid(run: Sequence[Line], delimiter: bytes) -> Iterator[Grid]:
    if not delimiter or not run:
        return
    rows = [
        Row(line.start, line.end, split.cells(line.text, delimiter))
        for line in run[:MOST_ROWS]
        if not split.is_rule(line.text)
    ]
    if rows:
        yield Grid(run[0].start, run[-1].end, (), rows, Form.LINES, delimiter)
