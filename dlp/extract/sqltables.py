"""The rows that a dump of a database inserts, as tables: what stands in a tuple gets the name of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.gather import Gather, unquoted
from dlp.types import Layout, Locus, Segment

_NAME = r"(?:`[^`\n]{1,200}`|\"[^\"\n]{1,200}\"|\[[^\]\n]{1,200}\]|[\w.$가-힣]{1,200})"
_TABLE = rf"({_NAME}(?:\s*\.\s*{_NAME})?)"
_STATEMENT = re.compile(
    rf"\b(?:(?P<kind>INSERT(?:\s+IGNORE)?\s+INTO|REPLACE\s+INTO|COPY)\s+{_TABLE}\s*(?:\((?P<columns>[^()]{{1,20000}})\)\s*)?"
    rf"(?P<values>VALUES\s*|FROM\s+stdin[^\n]{{0,200}}\n)"
    rf"|CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<made>{_NAME}(?:\s*\.\s*{_NAME})?)\s*\()",
    re.IGNORECASE,
)
_COLUMN = re.compile(rf"[\n,(]?\s*(?P<name>{_NAME})\s+[A-Za-z][^,\n]{{0,400}}(?:,|\n|$)")
_NO_COLUMN = frozenset(("primary", "key", "unique", "constraint", "index", "foreign", "check", "fulltext", ")"))
_VALUE = r"(?:[^()',;]++|'(?:[^'\\]|\\.|'')*+'|\([^()']{0,200}\))"
_TUPLE = re.compile(rf"\s*,?\s*\(((?:{_VALUE}|,)*+)\)", re.DOTALL)
_ITEM = re.compile(rf"(?:^|,)((?:{_VALUE})*+)", re.DOTALL)
_STRING = re.compile(r"^[NnEe]?'(.*)'$", re.DOTALL)
_DEFINITION = 20_000  # characters of a table's definition
_MOST_TABLES = 10_000
_MOST_MISSES = 100  # of one block
_OPEN = 64 << 10  # of a tuple that the end of a block cuts


@dataclass(slots=True, repr=False)
class Rows:
    """Reads a dump block by block; a statement may go on in the next."""

    locus: Locus
    _columns: dict[str, list[str]] = field(default_factory=dict, repr=False)
    # The statement at the end of the last block.
    _open: tuple[str, list[str], bool] | None = field(default=None, repr=False)
    _rest: str = field(default="", repr=False)

    def take(self, block: bytes) -> Iterator[Segment]:
        text = self._rest + block.decode("utf-8", "replace")
        self._rest = ""
        at, misses = 0, 0
        if self._open:
            at, segments = self._read(text, 0, *self._open)
            yield from segments
        # Text that only looks like statements is searched no more: each miss may cost the rest of the block.
        while self._open is None and misses < _MOST_MISSES and (found := _STATEMENT.search(text, at)):
            at = found.end()
            if found["made"]:
                misses += not self._remember(found["made"], text[at : at + _DEFINITION])
                continue
            table = found[2]
            columns = _split(found["columns"]) if found["columns"] else self._columns.get(_plain(table), [])
            copied = (found["kind"] or "").lower() == "copy"
            begin = at
            at, segments = self._read(text, at, table, columns, copied)
            misses += at == begin
            yield from segments

    def _remember(self, table: str, body: str) -> bool:
        """Whether a definition of a table ends where it should."""
        body, end, _ = body.partition(";")
        if not end or len(self._columns) >= _MOST_TABLES:
            return False
        columns = [found["name"] for found in _COLUMN.finditer(body)]
        self._columns[_plain(table)] = [
            _plain(name) for name in columns[:2000] if name.strip('`"[]').lower() not in _NO_COLUMN
        ]
        return True

    def _read(self, text: str, at: int, table: str, columns: list[str], copied: bool) -> tuple[int, list[Segment]]:
        """The rows from `at` on; where they end."""
        gather = Gather(
            Locus(self.locus.container, f"{self.locus.part} of {unquoted(_plain(table))}"), Layout.TABLE, derived=True
        )
        if columns:
            gather.add("\t".join(columns) + "\n")
        self._open = None
        at = self._copied(text, at, gather) if copied else self._tuples(text, at, gather)
        if at == len(text) or self._rest:
            self._open = table, columns, copied
        segment = gather.take() if columns else None
        return at, [segment] if segment else []

    def _tuples(self, text: str, at: int, gather: Gather) -> int:
        while found := _TUPLE.match(text, at):
            at = found.end()
            gather.add("\t".join(_value(item[1]) for item in _ITEM.finditer(found[1])) + "\n")
        rest = text[at:]
        if len(rest) <= _OPEN and not rest.lstrip().startswith(";"):
            begun = rest.lstrip(" ,\r\n\t")
            self._rest = rest if begun.startswith("(") else ""
            return len(text) if self._rest or not begun else at
        return at

    def _copied(self, text: str, at: int, gather: Gather) -> int:
        end = text.find("\n\\.", at - 1)
        rows = text[at : end if end >= 0 else len(text)]
        gather.add(rows.replace("\\N", "") + "\n")
        return len(text) if end < 0 else end + 3


def _split(columns: str) -> list[str]:
    return [_plain(name) for name in columns.split(",")]


def _plain(name: str) -> str:
    return " ".join(name.rpartition(".")[2].strip().strip('`"[]').split())


def _value(written: str) -> str:
    text = written.strip()
    if string := _STRING.match(text):
        text = string[1].replace("''", "'").replace("\\'", "'")
    return "" if text.upper() == "NULL" else " ".join(text.split())
