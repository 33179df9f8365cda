"""What belongs together: the row, form, message or sentence around a place in a segment."""

from __future__ import annotations

from dlp.match.context import Words
from dlp.match.matcher import Matches
from dlp.types import Layout, Segment

_SENTENCE = 300  # bytes on either side within one line of prose
_ROW = 16384  # bytes on either side for a row of a table
_FORM = 1200  # bytes on either side for a form or an object
_DELIMITERS = (b"\t", b"|", b";", b",")


def record_of(segment: Segment, start: int, end: int) -> tuple[int, int]:
    """Bounds in segment.data of the record that data[start:end] is part of."""
    data = segment.data
    line = _line(data, start, end)
    if segment.layout is Layout.TABLE:
        return line
    return (
        _object(data, start, end)
        or _form(data, *line)
        or (max(line[0], start - _SENTENCE), min(line[1], end + _SENTENCE))
    )


def cells(row: bytes) -> list[bytes]:
    """The cells of a delimited row; one cell where it is none."""
    delimiter = next((mark for mark in _DELIMITERS if mark in row), None)
    return row.split(delimiter) if delimiter else [row]


def head_of(segment: Segment, matches: Matches) -> tuple[bytes, Words]:
    """The head of a table and the words in it; b"" where the segment is none."""
    if matches.header_words is not None:
        return segment.header, matches.header_words
    head = segment.data.partition(b"\n")[0] if segment.layout is Layout.TABLE else b""
    return head[:_ROW], matches.words


def _line(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The line, as far as it is not longer than a record can be."""
    low, high = max(0, start - _ROW), min(len(data), end + _ROW)
    stop = data.find(b"\n", end, high)
    return max(low, data.rfind(b"\n", low, start) + 1), stop if stop >= 0 else high


def _object(data: bytes, start: int, end: int) -> tuple[int, int] | None:
    """The innermost braces around a value in JSON or the like."""
    opened = data.rfind(b"{", max(0, start - _FORM), start)
    closed = data.find(b"}", end, end + _FORM)
    if opened < 0 or closed < 0 or data.find(b"}", opened, start) >= 0:
        return None
    return opened, closed


def _form(data: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Neighbouring lines of `label: value`, as far as there is no empty line between."""
    if not _is_entry(data[start:end]):
        return None
    floor, ceiling = max(0, start - _FORM), min(len(data), end + _FORM)
    while start > floor:
        above = data.rfind(b"\n", floor, start - 1) + 1
        if (above <= floor and floor > 0) or not _is_entry(data[above : start - 1]):
            break
        start = above
    while end < ceiling:
        below = data.find(b"\n", end + 1, ceiling)
        stop = below if below >= 0 else ceiling
        if not _is_entry(data[end + 1 : stop]):
            break
        end = stop
    return start, end


def _is_entry(line: bytes) -> bool:
    head, mark, value = line.partition(b":")
    return bool(mark) and 0 < len(head.strip()) <= 60 and bool(value.strip())
