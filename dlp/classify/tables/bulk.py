"""Columns of very many rows at once: nothing is done for a row alone."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from dlp.classify.tables import split

Columns = list[tuple[str, ...]]


def columns(data: bytes, start: int, end: int, delimiter: bytes, indexes: Sequence[int]) -> Columns:
    """The cells of each row of data[start:end] in the columns asked for, as they are written, one tuple for each column.

    Rows that lack one of the columns give "" there. Rows count on by line, empty ones too.
    """
    text = data[start:end].decode("utf-8", "replace")
    lines = text.split("\n")
    if not text or text.endswith("\n"):
        lines.pop()
    mark, most = delimiter.decode(), max(indexes, default=0) + 2
    if delimiter == split.FIXED:
        rows: Sequence[Sequence[str]] = [split.cells(line.encode(), delimiter) for line in lines]
    elif '"' in text and len(mark) == 1 and mark != "\t":
        rows = [next(csv.reader([line], delimiter=mark), []) if '"' in line else line.split(mark) for line in lines]
    else:
        rows = [line.split(mark, most) for line in lines]
    shift = 1 if delimiter == b"|" and lines and lines[0].lstrip().startswith("|") else 0
    return [tuple([row[index] if index < len(row) else "" for row in rows]) for index in (i + shift for i in indexes)]


def bare(cell: str) -> str:
    return cell.strip(" \r\n\t\"'`")


def line_numbers(data: bytes, start: int, end: int, offsets: Sequence[int]) -> set[int]:
    """The lines of data[start:end], counted from 0, that the offsets stand in."""
    if not offsets:
        return set()
    import numpy as np

    ends = np.flatnonzero(np.frombuffer(data, np.uint8, end - start, start) == 10) + start
    return set(np.searchsorted(ends, np.asarray(offsets)).tolist())
