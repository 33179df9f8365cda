"""A SQLite database in memory, read as tables. Its schema is a program of strangers: no view, trigger or index is run.

The file is never opened by SQLite but handed over as bytes (`sqlite3.Connection.deserialize`), read-only, with
`trusted_schema` off, an authorizer that lets nothing but plain reading pass, a bound on what a value may come to (columns
may be computed, by harmless functions), and a handler that watches the clock.
File format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from dlp.extract import charset
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import signature_type
from dlp.extract.strings import runs, string_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

_HEADER = 100
_STEPS = 10_000  # of SQLite's machine between looks at the clock
_TAKE = 256 << 10  # text in one segment
_SMALL = 64  # bytes of a blob that is no file: a key, a hash, a flag
_MOST_TABLES = 10_000
_MOST_FREE = 100_000  # pages

_LAYOUT = re.compile(r"[\n\r\v\f]")
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))


def read_database(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    if blob.size > budget.limits.part_bytes:
        yield Issue(IssueCode.TOO_LARGE, locus, f"over {budget.limits.part_bytes} bytes")
        yield from string_segments(blob, locus, budget)
        return
    with blob.open() as stream:
        data = stream.read()
    told = False
    with closing(_open(data, budget)) as connection:
        try:
            for item in _Reading(connection, locus, budget).items():
                told = told or isinstance(item, Segment)
                yield item
        except (sqlite3.Error, ValueError, OverflowError):
            # The message may quote the schema.
            budget.check_time()
            yield Issue(IssueCode.CORRUPT, locus, "a database that SQLite cannot read")
    if trouble := _wrong_size(data):
        yield Issue(trouble, locus, "not as long as its header says")
        told &= trouble is not IssueCode.SUSPICIOUS  # what is behind its end may be anything
    yield from _free_pages(data, locus, budget)
    if not told:  # damaged from the beginning: what is left of it
        yield from string_segments(blob, locus, budget)


def _open(data: bytes, budget: Budget) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.deserialize(_without_log(data))
    for pragma in ("trusted_schema=0", "query_only=1", "temp_store=2", "cell_size_check=1", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, budget.limits.part_bytes)
    connection.text_factory = _text
    connection.set_progress_handler(lambda: budget.clock() > budget.deadline, _STEPS)
    connection.set_authorizer(lambda what, *_: sqlite3.SQLITE_OK if what in _ALLOWED else sqlite3.SQLITE_DENY)
    return connection


def _wrong_size(data: bytes) -> IssueCode | None:
    """Whether pages are missing, or bytes stand behind the last (1.3.7: the count holds if its two marks agree)."""
    size = _page_size(data)
    if not size or len(data) % size:
        return IssueCode.CORRUPT
    count, changed, valid_for = (struct.unpack_from(">I", data, at)[0] for at in (28, 24, 92))
    if not count or changed != valid_for or count * size == len(data):
        return None
    return IssueCode.CORRUPT if count * size > len(data) else IssueCode.SUSPICIOUS


def _page_size(data: bytes) -> int:
    """0 where there is none that SQLite knows."""
    size = struct.unpack_from(">H", data, 16)[0] if len(data) >= _HEADER else 0
    return 65536 if size == 1 else size if size in (1 << power for power in range(9, 16)) else 0


def _without_log(data: bytes) -> bytes:
    """The same database, not asking for its write-ahead log (bytes 18 and 19): there is no file beside it."""
    return data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return charset.to_utf8(raw).data.decode("utf-8", "replace")


@dataclass(slots=True)
class _Reading:
    """One database being read."""

    connection: sqlite3.Connection
    locus: Locus
    budget: Budget

    def items(self) -> Iterator[Item]:
        schema = self.connection.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(_MOST_TABLES + 1)
        if len(schema) > _MOST_TABLES:
            yield Issue(IssueCode.TOO_MANY, self.locus, f"over {_MOST_TABLES} tables")
        gather = Gather(Locus(self.locus.container, "schema"), Layout.CODE)
        for _, name, sql in schema:
            gather.add(f"{sql or name};\n")
        if segment := gather.take():
            yield segment
        for kind, name, sql in schema[:_MOST_TABLES]:
            if kind == "table" and not str(sql or "").lstrip().lower().startswith("create virtual"):
                yield from self._table(str(name))

    def _table(self, name: str) -> Iterator[Item]:
        """Trouble with one table leaves the others."""
        gather = Gather(self._at(name), Layout.TABLE)
        children: list[Item] = []
        header = b""
        try:
            quoted = name.replace('"', '""')
            cursor = self.connection.execute(f'SELECT * FROM "{quoted}" NOT INDEXED')  # noqa: S608 - quoted
            columns = [str(column[0]) for column in cursor.description]
            header = _line(columns).encode("utf-8", "replace")
            gather.add(_line(columns), "columns")
            for number, row in enumerate(cursor, 1):
                gather.add(_line([self._cell(value, number, children) for value in row]), f"row {number}")
                if gather.size > _TAKE or children:
                    self.budget.unpack(gather.size)
                    yield from _taken(gather, header)
                    yield from children
                    children.clear()
        except (sqlite3.Error, ValueError, OverflowError):
            self.budget.check_time()
            yield from _taken(gather, header)
            yield Issue(IssueCode.CORRUPT, self._at(name), "a table that SQLite cannot read to its end")
        yield from _taken(gather, header)

    def _at(self, table: str) -> Locus:
        return Locus(self.locus.container, unquoted(table))

    def _cell(self, value: object, row: int, children: list[Item]) -> str:
        """A value as text. What is neither number nor text goes to `children`."""
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if not isinstance(value, bytes):
            return _number(value)
        found = "" if signature_type(value[:1024]) else charset.detect(value).name
        if found and not charset.has_controls(value):
            return _text(value)
        if len(value) < _SMALL:
            return " ".join(run.text for run in runs(value))
        children.append(Child(held(f"row-{row}", value)))
        return ""


def _number(value: object) -> str:
    """A real number without a fraction as the whole number it stands for."""
    if isinstance(value, float):
        return str(int(value)) if abs(value) < 1e18 and value == int(value) else repr(value)
    return str(value)


def _line(cells: list[str]) -> str:
    line = "\t".join(cells)
    if _LAYOUT.search(line) or line.count("\t") >= len(cells):
        line = "\t".join(" ".join(cell.split()) for cell in cells)
    return line + "\n"


def _taken(gather: Gather, header: bytes) -> Iterator[Segment]:
    first = not gather.characters
    if segment := gather.take(header=b"" if first else header):
        yield segment


def _free_pages(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    """What is readable on pages that hold nothing any more: SQLite does not wipe deleted rows."""
    size = _page_size(data)
    if not size:
        return
    gather = Gather(Locus(locus.container, "free pages"), hidden=True, derived=True)
    for page in _free_list(data, size):
        budget.check_time()
        start = (page - 1) * size
        for run in runs(data[start : start + size]):
            gather.add(run.text + "\n", f"page {page}")
    budget.unpack(gather.size)
    if segment := gather.take():
        yield segment


def _free_list(data: bytes, size: int) -> Iterator[int]:
    """Numbers of free pages: a chain of trunk pages with the numbers of leaves (1.5)."""
    trunk = struct.unpack_from(">I", data, 32)[0]
    seen: set[int] = set()
    while trunk and trunk not in seen and trunk * size <= len(data) and len(seen) < _MOST_FREE:
        seen.add(trunk)
        start = (trunk - 1) * size
        following, count = struct.unpack_from(">II", data, start)
        for leaf in struct.unpack_from(f">{min(count, size // 4 - 2)}I", data, start + 8):
            if 0 < leaf * size <= len(data) and leaf not in seen and len(seen) < _MOST_FREE:
                seen.add(leaf)
                yield leaf
        yield trunk
        trunk = following
