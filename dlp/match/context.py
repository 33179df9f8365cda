"""What stands around a candidate: the label words before, after and at the head of its column."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.match.vocabulary import Word
from dlp.rules import Label, Side
from dlp.types import Segment

BEFORE = 120  # bytes; about 40 Hangul syllables
AFTER = 40
_HEADER_LINES = 60
_HEADER_BYTES = 8192
_TABLE_BYTES = 1 << 20
_DELIMITERS = (b"\t", b"|", b";", b",")
_NUMBER = re.compile(rb"[0-9](?:[ -]?[0-9]){5}")


@dataclass(frozen=True, slots=True)
class Words:
    """Label words found in a buffer, in order: where each ends, and which word it is."""

    ends: list[int]
    ids: list[int]
    vocabulary: tuple[Word, ...] = field(repr=False)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, Word]]:
        """(start, end, word) of the words that end in start..end, last first."""
        low = bisect_right(self.ends, start)
        for index in range(bisect_right(self.ends, end) - 1, low - 1, -1):
            word = self.vocabulary[self.ids[index]]
            yield self.ends[index] - len(word.text.encode()), self.ends[index], word

    def after(self, start: int, end: int) -> Iterator[tuple[int, int, Word]]:
        """The same for words that begin at or after start, first first."""
        for index in range(bisect_left(self.ends, start), bisect_right(self.ends, end)):
            word = self.vocabulary[self.ids[index]]
            begin = self.ends[index] - len(word.text.encode())
            if begin >= start - 1:
                yield begin, self.ends[index], word


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a candidate's column: the bounds of its cell in `words`' buffer."""

    words: Words
    start: int
    end: int


Pair = tuple[Label | None, Label | None]


def labels(data: bytes, words: Words, column: Column | None, rule: int, start: int, end: int) -> Pair:
    """The nearest word for the rule and the nearest against it, around data[start:end]."""
    own, rival = _in_header(column, rule) if column else (None, None)
    floor = max(0, start - BEFORE)
    if own or rival:
        floor = max(floor, data.rfind(b"\n", 0, start) + 1)  # rows above the value's are other people's
    for begin, stop, word in words.between(floor, start):
        if own and rival:
            break
        distance = start - stop + _taken(data, stop, start)
        if own is None and rule in word.speaks_for:
            own = Label(word.text, Side.BEFORE, distance)
        elif rival is None and rule in word.speaks_against and not _inside(words, rule, begin, stop):
            rival = Label(word.text, Side.BEFORE, distance)
    if own is None or rival is None:
        own, rival = _behind(data, words, rule, end, own, rival)
    return own, rival


def _in_header(column: Column, rule: int) -> Pair:
    own = rival = None
    for begin, stop, word in column.words.between(column.start, column.end):
        if rule in word.speaks_for:
            own = own or Label(word.text, Side.HEADER, 0)
        elif rule in word.speaks_against and not _inside(column.words, rule, begin, stop):
            rival = rival or Label(word.text, Side.HEADER, 1)
    return own, rival


def _inside(words: Words, rule: int, start: int, end: int) -> bool:
    """Whether a rival word is only part of one of the rule's own words there ("등록번호" in "외국인등록번호")."""
    own = ((begin, stop) for begin, stop, word in words.between(start, end + 48) if rule in word.speaks_for)
    return any(begin <= start and stop >= end for begin, stop in own)


def _taken(data: bytes, start: int, end: int) -> int:
    """A label that another number follows first belongs to that number: it counts as further away."""
    return 64 if end - start >= 6 and _NUMBER.search(data, start, end) else 0


def _behind(data: bytes, words: Words, rule: int, end: int, own: Label | None, rival: Label | None) -> Pair:
    """Words behind the value, on its line, unless they label the next number."""
    line_end = data.find(b"\n", end, end + AFTER)
    limit = line_end if line_end >= 0 else end + AFTER
    for begin, stop, word in words.after(end, limit):
        labels_next = data[begin - 1 : begin] != b"(" and _NUMBER.search(data, stop, stop + 24)
        if labels_next or _NUMBER.search(data, end, begin):
            break
        if own is None and rule in word.speaks_for:
            own = Label(word.text, Side.AFTER, begin - end + 2)
        elif rival is None and rule in word.speaks_against:
            rival = Label(word.text, Side.AFTER, begin - end + 40)  # mostly about what comes next
    return own, rival


def column_of(segment: Segment, at: int, words: Words, header_words: Words | None) -> Column | None:
    """The head of the column that offset `at` stands in, if its line is a row of a delimited table."""
    data, header = segment.data, segment.header
    line_start = data.rfind(b"\n", max(0, at - _HEADER_BYTES), at) + 1
    line_end = data.find(b"\n", at, at + _HEADER_BYTES)
    line = data[line_start : line_end if line_end >= 0 else at + _HEADER_BYTES]
    delimiter = next((mark for mark in _DELIMITERS if mark in line), None)
    if delimiter is None:
        return None
    index = _count(data[line_start:at], delimiter)
    if header and header_words is not None:
        bounds = _cell(header, 0, len(header), delimiter, index)
        return Column(header_words, *bounds) if bounds else None
    top = _top(data, line_start, delimiter, _count(line, delimiter))
    if top == line_start:
        return None
    bounds = _cell(data, top, data.index(b"\n", top), delimiter, index)
    return Column(words, *bounds) if bounds else None


def _count(line: bytes, delimiter: bytes) -> int:
    if b'"' not in line:
        return line.count(delimiter)
    return sum(part.count(delimiter) for part in line.split(b'"')[::2])


def _top(data: bytes, line_start: int, delimiter: bytes, count: int) -> int:
    """Start of the first of the lines above that have as many delimiters."""
    floor, top = max(0, line_start - _HEADER_BYTES), line_start
    for _ in range(_HEADER_LINES):
        if top <= floor:
            break
        above = data.rfind(b"\n", floor, top - 1) + 1
        if above <= floor and floor > 0:
            break
        if _count(data[above : top - 1], delimiter) != count:
            break
        top = above
    return top


def _cell(data: bytes, start: int, end: int, delimiter: bytes, index: int) -> tuple[int, int] | None:
    for _ in range(index):
        found = data.find(delimiter, start, end)
        if found < 0:
            return None
        start = found + 1
    found = data.find(delimiter, start, end)
    return start, found if found >= 0 else end


def table_end(data: bytes, at: int) -> int:
    """Where the delimited rows under the line of `at` end, if that line is the head of some; else `at`."""
    line_start = data.rfind(b"\n", max(0, at - _HEADER_BYTES), at) + 1
    line_end = data.find(b"\n", at, at + _HEADER_BYTES)
    if line_end < 0:
        return at
    line = data[line_start:line_end]
    delimiter = next((mark for mark in _DELIMITERS if mark in line), None)
    if delimiter is None:
        return at
    count, end = _count(line, delimiter), line_end
    while end - at < _TABLE_BYTES:
        below = data.find(b"\n", end + 1, end + 1 + _HEADER_BYTES)
        stop = below if below >= 0 else min(len(data), end + 1 + _HEADER_BYTES)
        if _count(data[end + 1 : stop], delimiter) != count:
            break
        end = stop
        if below < 0:
            break
    return end
