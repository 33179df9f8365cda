"""Whether a segment is worth reading for tables: told by a few places, since reading all of it takes long."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import merge

from dlp.classify.tables import find, listed
from dlp.classify.tables.columns import Table
from dlp.classify.tables.plan import Nature, Plan
from dlp.match.matcher import Matches
from dlp.types import Layout, Segment

_SMALL = 8 << 10  # bytes of a segment in which tables are looked for whatever it looks like
_LARGE = 64 << 10  # bytes of a segment of which only places are looked at first
_HEAD, _CELLS = 1024, 2  # bytes and delimiters of a line that make a table likely
_AROUND = 4 << 10  # bytes looked at before and behind a sign or match in what may be a row
_MARKS = (b",", b"|", b"\t", b";", b"  ")
_INLINE = (b"<t", b"</", b'":', b"=", b"', '")
Place = tuple[int, int]


def may_hold(segment: Segment, matches: Matches) -> bool:
    """Tables without a word of credit in them have rows like these; others have signs."""
    if len(segment.data) <= (_LARGE if _is_table(segment) else _SMALL):
        return True
    places = list(_places(segment, matches))
    looked_at = sum(high - low for low, high in places)
    if not places:
        return False
    whole = len(segment.data) <= _LARGE or looked_at * 2 > len(segment.data)
    if whole or segment.data[segment.before : segment.before + 64].lstrip()[:1] in (b"{", b"["):
        return True
    return any(_shows(segment, matches, place) for place in places)


def _is_table(segment: Segment) -> bool:
    return bool(segment.header) or segment.layout is Layout.TABLE


def _shows(segment: Segment, matches: Matches, place: Place) -> bool:
    if any(_tells(table, plan, matches) for table, plan in find.tables(segment, *place)):
        return True
    return bool(listed.find(segment.data, *place))


def _tells(table: Table, plan: Plan, matches: Matches) -> bool:
    """About somebody, or with words of credit: what is done with the rest of it is not decided here."""
    if plan.nature is not Nature.NOBODY or plan.attributes:
        return True
    at = bisect_left(matches.signs, table.grid.start)
    return table.headed and at < len(matches.signs) and matches.signs[at] <= table.grid.end


def _places(segment: Segment, matches: Matches) -> Iterator[Place]:
    """Where rows may be: at the segment's start, and around signs and matches in lines like rows. In order, apart."""
    data, floor, ceiling = segment.data, segment.before, len(segment.data) - segment.after
    low = high = floor
    if _is_table(segment) or _like_a_row(data, floor):
        high = _line(data, min(ceiling, floor + 4 * _AROUND), ceiling)
    for at in _ends(matches):
        if not max(floor, high - _AROUND // 2) <= at < ceiling or not _like_a_row(data, at):
            continue
        first = data.rfind(b"\n", floor, max(floor, at - _AROUND)) + 1 or floor
        if first > high:
            if high > low:
                yield low, high
            low = first
        high = _line(data, min(ceiling, at + _AROUND), ceiling)
    if high > low:
        yield low, high


def _ends(matches: Matches) -> Iterable[int]:
    return merge(matches.signs, [match.start for match in matches.found])


def _line(data: bytes, at: int, ceiling: int) -> int:
    stop = data.find(b"\n", at, min(ceiling, at + _AROUND))
    return stop if stop >= 0 else at


def _like_a_row(data: bytes, at: int) -> bool:
    """Whether the line of `at` and the one below have the same delimiters, or the line has those of objects."""
    floor = max(0, at - _HEAD)
    low = data.rfind(b"\n", floor, at) + 1 or floor
    lines = data[low : at + _HEAD].split(b"\n", 2)
    if any(lines[0].count(mark) >= _CELLS for mark in _INLINE):
        return True
    return len(lines) > 1 and any(min(line.count(mark) for line in lines[:2]) >= _CELLS for mark in _MARKS)
