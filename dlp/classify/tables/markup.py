"""Tables in the source of a page, and records in XML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.classify.tables.grid import MOST_CELLS, Form, Grid, Row
from dlp.classify.tables.objects import Record, records_grid

_TAG = re.compile(rb"<(/?)([A-Za-z\x80-\xff_][\w:.\x80-\xff-]{0,60})((?:\s[^<>]{0,2000})?)(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.\x80-\xff-]{1,60})\s*=\s*(?:"([^"]{0,500})"|'([^']{0,500})')""")
_MOST_TAGS = 100_000
_MOST_DEPTH = 64
_MOST_ROWS = 4000
_DRAWN = frozenset(
    (b"class", b"style", b"border", b"width", b"align", b"xmlns", b"colspan", b"rowspan", b"href", b"src")
)


@dataclass(slots=True)
class _Element:
    name: bytes = field(repr=False)
    start: int
    inside: int
    record: Record = field(default_factory=dict, repr=False)
    children: int = 0


def find(data: bytes, start: int, end: int) -> Iterator[Grid]:
    """The tables of HTML and the records of XML in data[start:end], in order of where they end."""
    stack: list[_Element] = []
    records: dict[bytes, list[tuple[int, int, Record]]] = {}
    table: list[Row] = []
    row: list[str] = []
    opened = row_start = cell_start = start
    for number, tag in enumerate(_TAG.finditer(data, start, end)):
        if number > _MOST_TAGS:
            break
        name = tag[2].lower()
        if name in (b"table", b"tbody", b"thead", b"tr", b"td", b"th"):
            closing = bool(tag[1])
            if name == b"table" and not closing:
                opened, table, row = tag.start(), [], []
            elif name == b"tr" and not closing:
                row, row_start = [], tag.start()
            elif name in (b"td", b"th"):
                if closing:
                    row.append(_text(data[cell_start : tag.start()]))
                else:
                    cell_start = tag.end()
            elif name == b"tr" and row and len(table) < _MOST_ROWS:
                table.append(Row(row_start, tag.end(), tuple(row[:MOST_CELLS])))
            elif name == b"table" and table:
                yield Grid(opened, tag.end(), (), table, Form.LINES)
                table = []
            continue
        _element(data, tag, stack, records)
    for found in records.values():
        yield records_grid(found)


def _element(
    data: bytes, tag: re.Match[bytes], stack: list[_Element], records: dict[bytes, list[tuple[int, int, Record]]]
) -> None:
    if not tag[1]:
        element = _Element(tag[2], tag.start(), tag.end(), _attributes(tag[3]))
        if stack:
            stack[-1].children += 1
        if tag[4]:
            _closed(data, element, tag.start(), tag.end(), stack, records)
        elif len(stack) < _MOST_DEPTH:
            stack.append(element)
        return
    while stack:
        element = stack.pop()
        if element.name == tag[2]:
            _closed(data, element, tag.start(), tag.end(), stack, records)
            return


def _closed(
    data: bytes,
    element: _Element,
    inner_end: int,
    end: int,
    stack: list[_Element],
    records: dict[bytes, list[tuple[int, int, Record]]],
) -> None:
    name = element.name.decode("utf-8", "replace")
    if not element.children and inner_end > element.inside and stack:
        stack[-1].record.setdefault(name, _text(data[element.inside : inner_end]))
    if len(element.record) >= 2 and sum(map(len, records.values())) < _MOST_ROWS:
        records.setdefault(element.name, []).append((element.start, end, element.record))
    elif len(element.record) == 1 and stack:
        for key, value in element.record.items():
            stack[-1].record.setdefault(key, value)


def _attributes(text: bytes) -> Record:
    return {
        name.decode("utf-8", "replace"): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
        if name.lower() not in _DRAWN
    }


def _text(raw: bytes) -> str:
    return " ".join(html.unescape(re.sub(rb"<[^>]{0,500}>", b" ", raw[:2000]).decode("utf-8", "replace")).split())
