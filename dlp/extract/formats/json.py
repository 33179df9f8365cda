"""JSON and JSON lines: the text as it is, with JSON paths for positions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dlp.extract.base import Budget, Item
from dlp.extract.jsonpath import Paths
from dlp.extract.signatures import JSON, JSONL
from dlp.extract.stream import BLOCK, Lines, text_segments
from dlp.types import Blob, Layout, Locus, Positions

NAME = "json"
MEDIA_TYPES = (JSON, JSONL)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (f"In documents of over {BLOCK >> 20} MiB, findings are placed by line instead of by path.",)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    locator = partial(_locator, one_block=blob.size <= BLOCK)
    return text_segments(blob, locus, budget, layout=Layout.KEY_VALUE, locator=locator)


def _locator(data: bytes, lines: Positions, *, one_block: bool) -> Positions:
    if not one_block or not isinstance(lines, Lines):
        return lines
    return _LinePaths(data, lines) if _has_lines(data) else Paths(data)


def _has_lines(data: bytes) -> bool:
    """More than one document: the first line ends one, and another begins."""
    first, _, rest = data.partition(b"\n")
    opened, closed = first.strip()[:1], first.strip()[-1:]
    return (opened, closed) in ((b"{", b"}"), (b"[", b"]")) and rest.lstrip()[:1] in (b"{", b"[")


class _LinePaths:
    """Byte offset -> "line 3 $.name"."""

    def __init__(self, data: bytes, lines: Lines) -> None:
        self._data, self._lines = data, lines
        self._start, self._paths = -1, Paths(b"")

    def __call__(self, offset: int) -> str:
        start = self._data.rfind(b"\n", 0, offset) + 1
        if start != self._start:
            self._start, self._paths = start, Paths(self._data, start)
        return f"{self._lines(offset)} {self._paths(offset)}"
