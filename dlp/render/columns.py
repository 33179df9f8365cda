"""Text laid out in terminal columns, where a Hangul syllable takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence


def width(text: str) -> int:
    """Columns taken on a terminal (Unicode Standard Annex 11: wide and full-width characters take two)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def aligned(rows: Sequence[Sequence[str]], columns: int) -> Iterator[str]:
    """Rows of as many cells each, one below the other; what does not fit into `columns` wraps in the last cell."""
    *fixed, _ = [max(map(width, column)) for column in zip(*rows, strict=True)] or [0]
    room = max(columns - sum(fixed) - 2 * len(fixed), 20)
    for *cells, last in rows:
        head = "".join(f"{pad(cell, size)}  " for cell, size in zip(cells, fixed, strict=True))
        for line in list(wrap(last, room)) or [""]:
            yield (head + line).rstrip()
            head = " " * width(head)


def wrap(text: str, columns: int) -> Iterator[str]:
    """Lines of at most `columns`, broken at spaces; a longer word is broken where it must be."""
    line = ""
    for word in text.split():
        if line and width(line) + 1 + width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        while width(line) > columns:
            head = _fit(line, columns)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def flow(pieces: Sequence[str], separator: str, columns: int) -> Iterator[str]:
    """Lines of whole pieces, as many as fit. Colours take no columns."""
    line = ""
    for piece in pieces:
        longer = f"{line}{separator}{piece}" if line else piece
        if line and width(_COLOR.sub("", longer)) > columns:
            yield line
            line = piece
        else:
            line = longer
    if line:
        yield line


_COLOR = re.compile(r"\x1b\[[\d;]*m")


def _fit(text: str, columns: int) -> str:
    """The longest beginning that fits, at least one character."""
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > columns and index:
            return text[:index]
    return text


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
