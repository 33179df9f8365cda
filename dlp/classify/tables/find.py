"""All tables of a segment, however they are written, in order and without overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlp.classify.tables import fields, heads, lines, markup, objects
from dlp.classify.tables.columns import Table, typed
from dlp.classify.tables.grid import Form, Grid
from dlp.classify.tables.heads import Role
from dlp.classify.tables.plan import Nature, Plan, plan_of
from dlp.types import Layout, Segment

_OBJECTS = re.compile(rb"[{\[(]\s*[\"'{\[(\w]|\binsert\b", re.IGNORECASE)
_TAGGED = re.compile(rb"</|/>")
_UNTELLING = (Role.NOTHING, Role.GROUP, Role.SERIAL)
_MOST_TABLES = 200  # of one segment


def tables(segment: Segment, start: int = -1, end: int = -1) -> Iterator[tuple[Table, Plan]]:
    """The tables of a segment's own bytes, or of data[start:end], typed, and whom they are about."""
    data = segment.data
    if start < 0:
        start, end = segment.before, len(segment.data) - segment.after
    taken: list[tuple[int, int]] = []
    found: list[tuple[Table, Plan]] = []
    for grid in _grids(data, start, end, table=segment.layout is Layout.TABLE):
        if len(found) >= _MOST_TABLES:
            break
        if any(grid.start < stop and grid.end > begin for begin, stop in taken):
            continue
        table = typed(grid)
        if table is None or not _telling(table):
            continue
        plan = plan_of(table)
        if not table.headed and plan.nature is Nature.NOBODY:
            continue  # as likely lines of prose
        found.append((table, plan))
        taken.append((grid.start, grid.end))
    for begin, stop in _gaps(taken, start, end):
        for grid in fields.blocks(data, begin, stop):
            if len(found) < _MOST_TABLES and (block := typed(grid)) is not None and _telling(block):
                found.append((block, plan_of(block)))
    found.sort(key=lambda each: each[0].grid.start)
    return iter(found)


def _grids(data: bytes, start: int, end: int, *, table: bool) -> Iterator[Grid]:
    known = table and b"\t" in data[start : start + 4096]
    if not known:
        if _OBJECTS.search(data, start, end):
            yield from objects.find(data, start, end)
        if _TAGGED.search(data, start, end):
            yield from markup.find(data, start, end)
        if data.find(b"=", start, end) >= 0 or data.find(b"- ", start, end) >= 0:
            yield from fields.find(data, start, end)
    yield from lines.find(data, start, end, table=table)


def _gaps(taken: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What is left of start..end."""
    for begin, stop in sorted(taken):
        if begin > start:
            yield start, begin
        start = max(start, stop + 1)
    if start < end:
        yield start, end


def _telling(table: Table) -> bool:
    """Whether the heads, or the values where there are none, say anything that matters here."""
    if not table.headed:
        return table.grid.form is Form.LINES and len(table.columns) >= 3
    return (
        sum(heads.read(column.label).role not in _UNTELLING for column in table.columns) >= 1
        and len(table.columns) >= 2
    )
