"""Records that name their fields, written as objects and lists: JSON, JSON lines, Python, data frames, SQL inserts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dlp.classify.tables import heads, literals
from dlp.classify.tables.grid import MOST_CELLS, Form, Grid, Row
from dlp.classify.tables.heads import Role
from dlp.classify.tables.literals import Node, Tokens

_OPENS = re.compile(rb"[{\[(](?=\s*[\"'{\[(\w}\]-])")
# Brackets in prose and logs that can be no list of anything: one bare thing alone, or a name with its value.
_ALONE = re.compile(rb"\[\s*[\w\x80-\xff][^{}\[\]():,=\"'\n]*\]|\(\s*[\w\x80-\xff][^{}\[\]():,=\"'\n]*\)")
_NAMED = re.compile(rb"[\[(]\s*[\w\x80-\xff][^{}\[\]():,=\"'\n]*[:=]")
_MOST_RECORDS = 4000
_INSERT = re.compile(
    rb"\binsert\s+(?:into\s+)?[\w.\"`\[\]]{1,120}\s*(\([^()]{1,8000}\))?\s*values\s*(?=\()", re.IGNORECASE
)
_COMMENT = re.compile(rb"[ \t]*(?:#|//|--)[ \t]*([^\n]{3,300})")
_GAP = re.compile(rb"[\s,;]*")

Record = dict[str, str]


def find(data: bytes, start: int, end: int) -> Iterator[Grid]:
    """The records in data[start:end]. Objects in a row with the same fields are one table."""
    tokens = Tokens()
    at = start
    loose: list[tuple[Node, Record]] = []
    insert = _INSERT.search(data, at, end)
    while at < end:
        if insert is not None and insert.start() < at:
            insert = _INSERT.search(data, at, end)
        opened = _OPENS.search(data, at, insert.start() if insert else end)
        if insert is not None and opened is None:
            yield from _together(loose)
            grid, at = _inserted(data, insert, tokens)
            if grid is not None:
                yield grid
            continue
        if opened is None or tokens.left <= 0:
            break
        if _NAMED.match(data, opened.start(), end) is not None:
            at = opened.end()
            continue
        if (alone := _ALONE.match(data, opened.start(), end)) is not None:
            yield from _together(loose)
            at = alone.end()
            continue
        node = literals.parse(data, opened.start(), tokens)
        if node is None or node.end > end:
            at = opened.end()
            continue
        at = node.end
        if node.fields is not None and _is_record(node):
            record = flat(node)
            if loose and not _alike(loose[-1][1], record):
                yield from _together(loose)
            loose.append((node, record))
            continue
        yield from _together(loose)
        yield from tables(node, _comment(data, node.end))
    yield from _together(loose)


def _together(loose: list[tuple[Node, Record]]) -> Iterator[Grid]:
    if loose:
        yield records_grid([(node.start, node.end, record) for node, record in loose])
        loose.clear()


def _alike(one: Record, other: Record) -> bool:
    return len(one.keys() & other.keys()) * 2 >= max(len(one), len(other))


def _is_record(node: Node) -> bool:
    """An object that is itself about one thing, not a wrapper around records."""
    return next(tables(node, ()), None) is None and any(value.plain or value.fields for _, value in node.fields or ())


def tables(node: Node, comment: Sequence[str]) -> Iterator[Grid]:
    """The tables in a list or a wrapping object."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.items is not None:
            yield from _listed(node, comment, waiting)
        elif node.fields is not None:
            yield from _wrapped(node, waiting)


def _listed(node: Node, comment: Sequence[str], waiting: list[Node]) -> Iterator[Grid]:
    items = (node.items or [])[:_MOST_RECORDS]
    objects = [item for item in items if item.fields is not None]
    if objects and len(objects) * 2 >= len(items):
        inner = [grid for item in objects for grid in tables(item, ())] if len(objects) <= 50 else []
        if inner:
            yield from inner
        else:
            yield records_grid([(item.start, item.end, flat(item)) for item in objects])
        return
    if len(items) >= 3 and len(comment) == len(items) and all(item.plain for item in items):
        yield _rows_grid(node, [node], comment)
        return
    rows = [item for item in items if item.items and all(cell.plain for cell in item.items)]
    if rows and len(rows) * 2 >= len(items):
        yield _rows_grid(node, rows, comment)
        return
    waiting.extend(reversed([item for item in items if not item.plain]))


def _wrapped(node: Node, waiting: list[Node]) -> Iterator[Grid]:
    fields = node.fields or []
    by_name = {key.lower(): value for key, value in fields}
    columns, rows = by_name.get("columns") or by_name.get("header"), by_name.get("data") or by_name.get("rows")
    if columns is not None and rows is not None and columns.items and rows.items:
        listed = [item for item in rows.items if item.items is not None]
        yield _rows_grid(node, listed[:_MOST_RECORDS], [item.text for item in columns.items])
        return
    lists = [(key, value.items) for key, value in fields if value.items and all(item.plain for item in value.items)]
    if len(lists) >= 2 and len(lists) * 2 > len(fields) and len({len(items) for _, items in lists}) == 1:
        yield _transposed(node, lists)
        return
    objects = [(key, value) for key, value in fields if value.fields is not None]
    if len(objects) >= 2 and len(objects) == len(fields) and _same_keys([value for _, value in objects]):
        yield records_grid([(value.start, value.end, {"": key} | flat(value)) for key, value in objects])
        return
    waiting.extend(reversed([value for _, value in fields if _holds_records(node, value)]))


def _same_keys(objects: Sequence[Node]) -> bool:
    keys = [frozenset(key for key, _ in node.fields or ()) for node in objects]
    return bool(keys[0]) and all(key == keys[0] for key in keys)


def _holds_records(node: Node, value: Node) -> bool:
    """Whether a list or object inside another one holds records of its own; else it says more of the outer one."""
    if value.fields is not None:
        return not any(_tells_whose(key, other) for key, other in value.fields) and any(
            _holds_records(value, inner) for _, inner in value.fields if not inner.plain
        )
    if not value.items or value.items[0].plain:
        return False
    return not any(_tells_whose(key, other) for key, other in node.fields or () if other is not value)


def _tells_whose(key: str, value: Node) -> bool:
    """Whether a field, or an object inside, says whom the record is about."""
    if value.plain:
        return _names_somebody(key)
    return any(_names_somebody(name) for name, inner in value.fields or () if inner.plain)


def _names_somebody(key: str) -> bool:
    return heads.read(key).role in (Role.PERSON, Role.NUMBER, Role.KEY, Role.QUASI)


def flat(node: Node) -> Record:
    """An object's values by field, those of objects inside by their own field with the outer one's name before it."""
    record: Record = {}
    waiting: list[tuple[str, Node]] = [("", node)]
    while waiting and len(record) < MOST_CELLS:
        name, value = waiting.pop()
        if value.fields is not None:
            inner = [(_joined(name, key), each) for key, each in value.fields]
            waiting.extend(reversed(inner))
        elif value.items is not None:
            waiting.extend((name, each) for each in reversed(value.items))
        elif not record.get(name):
            record[name] = value.text
    return record


def _joined(outer: str, key: str) -> str:
    if not outer:
        return key
    role = heads.read(key).role
    return key if role in (Role.PERSON, Role.NUMBER, Role.KEY, Role.QUASI) else f"{outer.rpartition('.')[2]}.{key}"


def records_grid(records: Sequence[tuple[int, int, Record]], form: Form = Form.RECORDS) -> Grid:
    """One table of records at (start, end) with their values by field."""
    names: dict[str, int] = {}
    for _, _, record in records:
        for name in record:
            if len(names) < MOST_CELLS:
                names.setdefault(name, len(names))
    rows = [Row(start, end, tuple(record.get(name, "") for name in names)) for start, end, record in records]
    return Grid(records[0][0], records[-1][1], tuple(names), rows, form)


def _rows_grid(node: Node, rows: Sequence[Node], head: Sequence[str]) -> Grid:
    found = [Row(row.start, row.end, tuple(cell.text for cell in (row.items or [])[:MOST_CELLS])) for row in rows]
    wide = max((len(row.cells) for row in found), default=0)
    named = tuple(head) if len(head) == wide else ()
    return Grid(node.start, node.end, named, found, Form.RECORDS if named else Form.LINES)


def _transposed(node: Node, lists: Sequence[tuple[str, list[Node]]]) -> Grid:
    height = min(len(lists[0][1]), _MOST_RECORDS)
    rows = []
    for index in range(height):
        cells = [items[index] for _, items in lists[:MOST_CELLS]]
        rows.append(Row(cells[0].start, cells[0].end, tuple(cell.text for cell in cells)))
    return Grid(node.start, node.end, tuple(key for key, _ in lists[:MOST_CELLS]), rows, Form.RECORDS)


def _comment(data: bytes, at: int) -> list[str]:
    """The names of columns that a comment behind a list gives."""
    found = _COMMENT.match(data, at)
    return [part.strip() for part in found[1].decode("utf-8", "replace").split(",")] if found else []


def _inserted(data: bytes, insert: re.Match[bytes], tokens: Tokens) -> tuple[Grid | None, int]:
    """The rows of one INSERT and of those that follow it into the same columns."""
    columns = [
        part.strip(" \t\r\n\"'`[]") for part in (insert[1] or b"").decode("utf-8", "replace").strip("()").split(",")
    ]
    rows: list[Node] = []
    start, at = insert.start(), insert.end()
    while len(rows) < _MOST_RECORDS:
        node = literals.parse(data, at, tokens) if data[at : at + 1] == b"(" else None
        if node is None:
            break
        rows.append(node)
        at = node.end
        gap = _GAP.match(data, at)
        at = gap.end() if gap else at
        if data[at : at + 1] != b"(":
            again = _INSERT.match(data, at)
            if again is None or again[1] != insert[1]:
                break
            at = again.end()
    if not rows:
        return None, insert.end()
    found = [Row(row.start, row.end, tuple(cell.text for cell in (row.items or [])[:MOST_CELLS])) for row in rows]
    named = tuple(columns[:MOST_CELLS]) if insert[1] else ()
    return Grid(start, at, named, found, Form.RECORDS if named else Form.LINES), at
