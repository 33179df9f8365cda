"""Marked text of a Word file as paragraphs, tables and field codes ([MS-DOC] 2.4.1, 2.8.25)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE
from dlp.extract.word.formatting import HIDDEN, IN_TABLE, ROW_END
from dlp.types import Layout, Locus, Segment

# Row ends and paragraph ends inside cells, told apart before the marks are dropped; text never holds these.
_ROW, _INNER = "\x06", "\x04"
_FIELD = re.compile("[\x13\x14\x15]")
_ENDS = re.compile("[\r\x07\x0c\x06]")
# Line, column break; hyphens that may not or need not break; anchors of pictures, notes and comments
_SIGNS = {
    0x0B: "\n",
    0x0E: "\n",
    0x1E: "-",
    0x1F: None,
    0xAD: None,
    0x04: " ",
    0x01: None,
    0x02: None,
    0x03: None,
    0x05: None,
    0x08: None,
}


class Run(NamedTuple):
    """`length` counts characters as Word does, by its units of storage."""

    text: str
    marks: int
    length: int


def _marked(run: Run) -> str:
    text = run.text
    if run.marks & ROW_END:
        return text.replace("\x07", _ROW)
    return text.replace("\r", _INNER) if run.marks & IN_TABLE else text


def rendered(runs: Sequence[Run], locus: Locus) -> Iterator[Segment]:
    """One part of the document: as it shows, then its field codes, then paragraphs as they were with what is hidden."""
    shown, codes = _fields("".join(_marked(run) for run in runs if not run.marks & HIDDEN))
    yield from _blocks(shown, locus)
    hidden: list[str] = []
    if any(run.marks & HIDDEN for run in runs):
        every, codes = _fields("".join(map(_marked, runs)))
        known = set(_ENDS.split(shown))
        hidden = [text for text in _ENDS.split(every) if text not in known]
    for name, lines in (("field codes", codes), ("hidden or deleted", hidden)):
        gather = Gather(Locus(locus.container, f"{locus.part} {name}".strip()), hidden=True, derived=lines is hidden)
        for line in lines:
            if text := line.translate(_SIGNS).strip():
                gather.add(text + "\n")
            if gather.size > TAKE and (segment := gather.take()):
                yield segment
        if segment := gather.take():
            yield segment


def _fields(text: str) -> tuple[str, list[str]]:
    """Text with the results of its fields, and the codes of the fields (2.8.25)."""
    if "\x13" not in text:
        return text, []
    shown: list[str] = []
    codes: list[str] = []
    fields: list[bool] = []  # is its code still being read
    reading: list[list[str]] = []  # the codes that are, innermost last
    at = 0
    for match in _FIELD.finditer(text):
        # What a field shows inside the code of another is part of that code.
        (reading[-1] if reading else shown).append(text[at : match.start()])
        at = match.end()
        if match[0] == "\x13":
            fields.append(True)
            reading.append([])
        elif fields:
            if fields[-1]:
                codes.append("".join(reading.pop()))
                fields[-1] = False
            if match[0] == "\x15":
                fields.pop()
    (reading[-1] if reading else shown).append(text[at:])
    codes.extend(map("".join, reading))
    return "".join(shown), codes


def _blocks(text: str, locus: Locus) -> Iterator[Segment]:
    """Paragraphs as prose, rows of cells as tables, in order."""
    prose, table = Gather(locus), Gather(locus, Layout.TABLE)
    row: list[str] = []
    at = paragraph = 0
    knows_rows = _ROW in text
    for match in _ENDS.finditer(text):
        piece, at = text[at : match.start()], match.end()
        paragraph += 1
        where = f"paragraph {paragraph}"
        if match[0] == "\x07" and (piece or knows_rows):
            row.append(" ".join(piece.translate(_SIGNS).split()))
        elif match[0] in "\x07\x06":
            if prose.size and (segment := prose.take()):
                yield segment
            table.characters = prose.characters
            table.add("\t".join(row) + "\n", where)
            row.clear()
        else:
            if table.size or row:
                yield from _end_table(table, row, prose)
            if piece := piece.translate(_SIGNS):
                prose.add(piece + "\n", where)
        for gather in (prose, table):
            if gather.size > TAKE and (segment := gather.take()):
                yield segment
    yield from _end_table(table, row, prose)
    if piece := text[at:].translate(_SIGNS):
        prose.add(piece + "\n", f"paragraph {paragraph + 1}")
    if segment := prose.take():
        yield segment


def _end_table(table: Gather, row: list[str], prose: Gather) -> Iterator[Segment]:
    if row:
        table.add("\t".join(row) + "\n")
        row.clear()
    if segment := table.take():
        yield segment
    prose.characters = max(prose.characters, table.characters)
