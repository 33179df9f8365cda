"""One line of a table into its cells."""

from __future__ import annotations

import csv
import re

from dlp.classify.tables.grid import MOST_CELLS

# Between the cells of a row, the most telling first. Cells that are blanks apart are told by FIXED.
FIXED = b"  "
SLASH = b" / "
DELIMITERS = (b"\t", b"|", b";", SLASH, b",")
_GAP = re.compile(rb"[ \xe3\x80\x80]{2,}")
_RULE = re.compile(rb"[\s|:+=-]+")
LONGEST_LINE = 64 << 10


def is_rule(line: bytes) -> bool:
    """A line that only draws: under the heads of Markdown, around boxes."""
    return line[:1] in b"|:+=-" and b"--" in line + b"-" and _RULE.fullmatch(line) is not None


def count(line: bytes, delimiter: bytes) -> int:
    """How many times the cells of a line are parted, outside quotes."""
    if delimiter == FIXED:
        return len(_GAP.findall(line.strip()))
    if delimiter == b"|":
        line = line.strip()
        return line.count(b"|") - line.startswith(b"|") - line.endswith(b"|")
    if b'"' in line:
        return sum(part.count(delimiter) for part in line.split(b'"')[::2])
    return line.count(delimiter)


def cells(line: bytes, delimiter: bytes) -> tuple[str, ...]:
    """The cells of a line, at most MOST_CELLS of them."""
    text = line[:LONGEST_LINE].decode("utf-8", "replace")
    if delimiter == FIXED:
        return tuple(re.split(r"[ \u3000]{2,}", text.strip(), maxsplit=MOST_CELLS))[:MOST_CELLS]
    if delimiter == b"|":
        text = text.strip()
        text = text[text.startswith("|") : len(text) - (text.endswith("|") and len(text) > 1)]
    mark = delimiter.decode()
    if '"' in text and len(mark) == 1 and mark != "\t":
        parts = next(csv.reader([text], delimiter=mark, skipinitialspace=True), [])
    else:
        parts = text.split(mark, MOST_CELLS)
    return tuple(_bare(part) for part in parts[:MOST_CELLS])


def _bare(cell: str) -> str:
    cell = cell.strip(" \r\n\t\"'`")
    return cell[2:-2].strip() if cell.startswith("**") and cell.endswith("**") and "*" not in cell[2:-2] else cell
