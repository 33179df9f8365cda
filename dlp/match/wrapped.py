"""Encoded text that is broken into lines (RFC 2045 section 6.8, RFC 7468), quoted in a reply or escaped in a program."""

from __future__ import annotations

import re
from functools import lru_cache

from dlp.match.overlay import Overlay

_LONGEST = 1024  # characters of a line: longer ones are not wrapped
_FULL = 56  # from here on lines of different lengths are one text
_BREAK = rb"(?:[ \t]{0,4}\r?\n[ \t>|]{0,8}|(?:\\{1,4}r)?\\{1,4}n)"
_BREAK_BEFORE = re.compile(_BREAK + rb"\Z")
_FARTHEST = 16  # characters of the longest break


class Lines:
    """Lines of one alphabet. All but the last are of one length, or all are long."""

    def __init__(self, alphabet: bytes, shortest: int) -> None:
        self._letters = bytes(byte for byte in range(256) if re.match(b"[" + alphabet + b"]", bytes([byte])))
        self._class = b"[" + alphabet + b"]"
        self._shortest = shortest
        self._line = re.compile(b"(" + self._class + b"+)" + _BREAK + b"?")

    def first(self, source: bytes, start: int, end: int, floor: int) -> tuple[int, int]:
        """The first line of those that source[start:end] is one of, from `floor` on."""
        line = (start, end)
        while (above := self._above(source, line, floor, last=line == (start, end))) is not None:
            line = above
        return line

    def _above(self, source: bytes, line: tuple[int, int], floor: int, *, last: bool) -> tuple[int, int] | None:
        low = max(floor, line[0] - _FARTHEST)
        broken = _BREAK_BEFORE.search(source, low, line[0])
        if broken is None:
            return None
        end = broken.start()
        low = max(floor, end - _LONGEST)
        start = low + len(source[low:end].rstrip(self._letters))
        start += source[start - 1 : start + 1] == b"\\n"  # the end of an escape, not the beginning of a line
        width, below = end - start, line[1] - line[0]
        same = width == below or min(width, below) >= _FULL or (last and width > below)
        ruled = not source[start:end].strip(b"-_")
        return (start, end) if width >= self._shortest and same and not ruled else None

    def joined(self, source: bytes, start: int, end: int, most: int) -> Overlay | None:
        """The first line, source[start:end], and those below it, up to `most` and one, without the breaks."""
        width = end - start
        fewest, longest = min(width, _FULL), width if width < _FULL else _LONGEST
        below = _together(self._class, fewest, longest, most).match(source, start) if width >= self._shortest else None
        if below is None:
            return None
        overlay = Overlay()
        for line in self._line.finditer(source, start, below.end()):
            overlay.add(line[1], line.start(1), line.end(1), 1)
        return overlay if len(overlay.starts) > 1 else None


@lru_cache(maxsize=256)
def _together(letters: bytes, fewest: int, longest: int, most: int) -> re.Pattern[bytes]:
    """Lines of `fewest` to `longest` letters and a shorter one behind them."""
    line = letters + b"{%d,%d}" % (fewest, longest)
    return re.compile(b"(?:%s%s){1,%d}(?:%s{1,%d}(?!%s))?" % (line, _BREAK, most, letters, longest, letters))


BASE64 = Lines(rb"A-Za-z0-9+/_-", 8)
HEX = Lines(rb"0-9A-Fa-f", 16)
