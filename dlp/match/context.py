"""What stands around a candidate: the label words before, after and at the head of its column."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dlp.match.ruleset import Ruleset
from dlp.match.vocabulary import Word
from dlp.rules import Label, Side
from dlp.types import Segment

BEFORE = 120  # bytes; about 40 Hangul syllables
AFTER = 40
_HEADER_BYTES = 8192
_HEAD_LINE = 512  # bytes on either side: longer lines are prose
_TABLE_BYTES = 1 << 20
_CHUNK = 512
_OVERLAP = 96  # longest word in bytes, in any of its forms that matter here
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DELIMITERS = (b"\t", b"|", b";", b",")
CELL_ENDS = b",;|\t\n"
LONGEST_CELL = 24  # bytes between a label and the end of its cell
# A label at the head of a column ends with its cell.
CELL_END = re.compile(rb"[^%b]{0,%d}[%b]" % (CELL_ENDS, LONGEST_CELL, CELL_ENDS))
_NUMBER = re.compile(rb"[0-9](?:[ -]?[0-9]){5}")


# Where a word starts and ends in its buffer.
Placed = tuple[int, int, Word]


class Words:
    """The label words of a buffer, found where they are asked for, a chunk at a time."""

    def __init__(self, data: bytes, ruleset: Ruleset) -> None:
        self._data = data
        self._engine = ruleset.word_engine
        self._vocabulary = ruleset.words
        self._chunks: dict[int, list[Placed]] = {}
        # Delimiter and how many of them -> starts of the first and of the last row of the latest table of such rows.
        self.runs: dict[tuple[bytes, int], tuple[int, int]] = {}

    def between(self, start: int, end: int) -> list[Placed]:
        """(start, end, word) of the words that end in start+1..end, in order."""
        first, last = start // _CHUNK, min(end, len(self._data)) // _CHUNK
        if first == last:
            return [placed for placed in self._chunk(first) if start < placed[1] <= end]
        return [placed for n in range(first, last + 1) for placed in self._chunk(n) if start < placed[1] <= end]

    def _chunk(self, number: int) -> list[Placed]:
        found = self._chunks.get(number)
        if found is None:
            found = self._chunks[number] = self._scan(number * _CHUNK, (number + 1) * _CHUNK)
        return found

    def _scan(self, low: int, high: int) -> list[Placed]:
        base, data = max(0, low - _OVERLAP), self._data
        placed: list[Placed] = []
        for number, ends in self._engine.scan(data[base : high + 1]).items():
            word = self._vocabulary[number]
            for end in ends:
                stop = base + end
                if word.bounded and (stop < len(data) or data[stop - 1] not in _LETTERS):
                    stop -= 1
                if low < stop <= high:
                    placed.append((stop - word.size, stop, word))
        return _longest(placed) if len(placed) > 1 else placed


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a candidate's column: the bounds of its cell in `words`' buffer."""

    words: Words
    start: int
    end: int


Pair = tuple[Label | None, Label | None]


def labels(data: bytes, words: Words, rule: int, start: int, end: int, column: Callable[[], Column | None]) -> Pair:
    """The nearest word for the rule and the nearest against it, around data[start:end].

    First on the value's own line, then at the head of its column (`column` looks for it), then on the lines above.
    """
    floor = max(0, start - BEFORE)
    line = max(floor, data.rfind(b"\n", floor, start) + 1)
    near = words.between(floor, min(len(data), end + AFTER + _OVERLAP))
    before = [placed for placed in near if placed[1] <= start]
    own, rival = _before(data, before, rule, line, start)
    if own is None and (head := column()) is not None:
        own, rival = _in_header(head, rule) if rival is None else (_in_header(head, rule)[0], rival)
        if own or rival:
            floor = line  # rows above the value's are other people's
    if own is None and rival is None and floor < line:
        own, rival = _before(data, before, rule, floor, start)
    if (own is None or rival is None) and len(before) < len(near):
        own, rival = _behind(data, [placed for placed in near if placed[0] >= end - 1], rule, end, own, rival)
    return own, rival


def _before(data: bytes, placed: Sequence[Placed], rule: int, floor: int, start: int) -> Pair:
    """The last words for and against the rule that end behind `floor`."""
    own: Label | None = None
    rival: Label | None = None
    for _, stop, word in reversed(placed):
        if stop <= floor:
            break
        if rule in word.speaks_for:
            own = own or Label(word.text, Side.BEFORE, start - stop + _taken(data, stop, start))
        elif rule in word.speaks_against:
            rival = rival or Label(word.text, Side.BEFORE, start - stop + _taken(data, stop, start))
    return own, rival


def _in_header(column: Column, rule: int) -> Pair:
    placed = column.words.between(column.start, column.end)
    own = next((Label(word.text, Side.HEADER, 0) for _, _, word in placed if rule in word.speaks_for), None)
    rival = next((Label(word.text, Side.HEADER, 1) for _, _, word in placed if rule in word.speaks_against), None)
    return own, rival


def _longest(placed: list[Placed]) -> list[Placed]:
    """The words that are not part of a longer one there ("등록번호" in "법인등록번호")."""
    placed.sort(key=lambda each: (each[1], -each[0]))
    kept: list[Placed] = []
    first = sys.maxsize
    for each in reversed(placed):
        if each[0] < first:
            kept.append(each)
            first = each[0]
    return kept[::-1]


def _taken(data: bytes, start: int, end: int) -> int:
    """A label that another number follows first belongs to that number: it counts as further away."""
    return 64 if end - start >= 6 and _NUMBER.search(data, start, end) else 0


def _behind(data: bytes, placed: Sequence[Placed], rule: int, end: int, own: Label | None, rival: Label | None) -> Pair:
    """Words behind the value, on its line, unless they label the next number."""
    line_end = data.find(b"\n", end, end + AFTER)
    limit = line_end if line_end >= 0 else end + AFTER
    for begin, stop, word in placed:
        labels_next = data[begin - 1 : begin] != b"(" and _NUMBER.search(data, stop, stop + 24)
        if begin > limit or labels_next or _NUMBER.search(data, end, begin):
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
    if not line_start and at > _HEADER_BYTES:
        return None
    line_end = data.find(b"\n", at, at + _HEADER_BYTES)
    line = data[line_start : line_end if line_end >= 0 else at + _HEADER_BYTES]
    delimiter = _delimiter(line)
    if delimiter is None:
        return None
    index = _count(data[line_start:at], delimiter)
    if header and header_words is not None:
        bounds = _cell(header, 0, len(header), delimiter, index)
        return Column(header_words, *bounds) if bounds else None
    top = _top(words, data, line_start, delimiter, _count(line, delimiter))
    if top == line_start:
        return None
    bounds = _cell(data, top, data.index(b"\n", top), delimiter, index)
    return Column(words, *bounds) if bounds else None


def _delimiter(line: bytes) -> bytes | None:
    """What parts the cells of a row; not what only stands inside quotes."""
    return next((mark for mark in _DELIMITERS if mark in line and _count(line, mark)), None)


def _count(line: bytes, delimiter: bytes) -> int:
    if b'"' not in line:
        return line.count(delimiter)
    return sum(part.count(delimiter) for part in line.split(b'"')[::2])


def _top(words: Words, data: bytes, line_start: int, delimiter: bytes, count: int) -> int:
    """Start of the first of the lines above that have as many delimiters. A run of such lines is climbed once."""
    known_top, known_bottom = words.runs.get((delimiter, count), (0, -1))
    if known_top <= line_start <= known_bottom:
        return known_top
    floor, top = max(0, line_start - _TABLE_BYTES), line_start
    while top > floor:
        above = data.rfind(b"\n", max(floor, top - 1 - _HEADER_BYTES), top - 1) + 1
        if (not above and floor) or _count(data[above : top - 1], delimiter) != count:
            break
        top = above
        if above == known_bottom:
            top = known_top
            break
    words.runs[delimiter, count] = top, line_start
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
    line_end = data.find(b"\n", at, at + _HEAD_LINE)
    if line_end < 0:
        return at
    line_start = data.rfind(b"\n", max(0, at - _HEAD_LINE), at) + 1
    if not line_start and at > _HEAD_LINE:
        return at
    line = data[line_start:line_end]
    delimiter = _delimiter(line)
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
