"""Records as lines of key=value (logs, addresses with parameters), lists of YAML, and blocks of `label: value`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from dlp.classify.tables.grid import Form, Grid
from dlp.classify.tables.lines import Line, lines_of
from dlp.classify.tables.objects import Record, records_grid

_PAIR = re.compile(r"([A-Za-z_\uac00-\ud7a3][\w.\-]{0,40})=(\"[^\"]{0,200}\"|'[^']{0,200}'|[^\s,;&|\"']{1,200})")
_ENTRY = re.compile(r"[ \t]*([-*•]?[ \t]*)([^:=\n{}\[\]|,]{1,40}?)[ \t]*(?::(?!//)|=)[ \t]*([^\n]{1,300})")
_SAID = re.compile(r"[^=\[]{0,60}\[([^\]=]{2,24})\]")
# A heading that speaks of pseudonyms says what the bare numbers below it are.
_UNDER_PSEUDONYM = re.compile(r"가명|익명|비식별")
_BARE_KEYS = frozenset(("번호", "ID", "id", "No", "NO", "키"))
_LONGEST = 4000
_MOST_RECORDS = 4000
_LONGEST_BLOCK = 80


def find(data: bytes, start: int, end: int) -> Iterator[Grid]:
    """Lines of at least two key=value each, and YAML's lists of objects."""
    logged: list[tuple[int, int, Record]] = []
    listed: list[tuple[int, int, Record]] = []
    for line in lines_of(data, start, end):
        if not (listed or logged) and line.text.count(b"=") < 2 and line.text.lstrip(b" \t")[:1] != b"-":
            continue
        text = line.text[:_LONGEST].decode("utf-8", "replace")
        record = _pairs(text)
        if record and (said := _SAID.match(text)):
            record[""] = said[1]
        if len(record) >= 2 and len(logged) < _MOST_RECORDS:
            logged.append((line.start, line.end, record))
            continue
        yield from _done(logged)
        entry = _ENTRY.fullmatch(text)
        if entry and entry[1].strip() == "-" and len(listed) < _MOST_RECORDS:
            listed.append((line.start, line.end, {entry[2].strip(): _bare(entry[3])}))
        elif entry and listed and text[:1] in " \t":
            begun, _, known = listed[-1]
            listed[-1] = begun, line.end, known | {entry[2].strip(): _bare(entry[3])}
        else:
            yield from _done([each for each in listed if len(each[2]) >= 2])
            listed.clear()
    yield from _done(logged)
    yield from _done([each for each in listed if len(each[2]) >= 2])


def blocks(data: bytes, start: int, end: int) -> Iterator[Grid]:
    """Blocks of neighbouring `label: value` lines, each as one record; the heading above it goes with it."""
    block: list[tuple[Line, str, str]] = []
    above = ""
    for line in lines_of(data, start, end):
        parted = b":" in line.text or b"=" in line.text
        entry = _ENTRY.fullmatch(line.text[:400].decode("utf-8", "replace")) if parted else None
        if entry and entry[2].strip() and len(block) < _LONGEST_BLOCK:
            block.append((line, entry[2].strip(), _bare(entry[3])))
            continue
        yield from _block(block, above)
        block = []
        above = line.text[:200].decode("utf-8", "replace").strip(" []#*<>") or above
    yield from _block(block, above)


def _block(block: list[tuple[Line, str, str]], above: str) -> Iterator[Grid]:
    if len(block) < 2:
        return
    prefix = "가명" if _UNDER_PSEUDONYM.search(above) else ""
    record = {prefix + label if label in _BARE_KEYS else label: value for _, label, value in reversed(block)}
    yield records_grid([(block[0][0].start, block[-1][0].end, record)], Form.BLOCK)


def _pairs(text: str) -> Record:
    if text.count("=") < 2:
        return {}
    address = "?" in text and "&" in text
    return {key: _bare(unquote(value) if address else value) for key, value in reversed(_PAIR.findall(text))}


def _bare(value: str) -> str:
    return value.strip(" \t\r\"'`,;")


def _done(records: list[tuple[int, int, Record]]) -> Iterator[Grid]:
    if records:
        yield records_grid(list(records))
        records.clear()
