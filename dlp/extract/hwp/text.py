"""Text in records: the characters of a paragraph between its controls, and strings in payloads of any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# A paragraph's WCHARs (table 6). Controls take eight of them: the code, twelve bytes of data, the code again. Every
# branch takes an even number of bytes, so the characters stay aligned.
_PIECES = re.compile(
    rb"(?P<control>[\x01-\x08\x0b\x0c\x0e-\x17]\0.{14})|(?P<tab>\x09\0.{14})"
    rb"|(?P<text>(?:[\x20-\xff].|[\0-\x1f][^\0])+)|..",
    re.DOTALL,
)
_SINGLE = {10: "\n", 24: "-", 30: " ", 31: " "}  # line break, hyphen, no-break and fixed-width blank
# Codes whose control has a CTRL_HEADER record of its own ("extended"); the others are "inline".
_EXTENDED = frozenset((1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23))
_WIDE = frozenset((*range(1, 10), 11, 12, *range(14, 24)))


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its pieces, in which extended controls are empty slots until their headers come."""

    number: int
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of the pieces, in WCHARs
    ranges: list[tuple[int, int, int]] = field(default_factory=list)  # kind, first WCHAR, one behind the last
    slots: list[int] = field(default_factory=list)
    filled: int = 0
    flushed: bool = False

    def read(self, payload: bytes) -> bool:
        """Take in a PARA_TEXT payload. False where its controls do not close as they open."""
        sound = len(payload) % 2 == 0
        for match in _PIECES.finditer(payload):
            piece, kind = match[0], match.lastgroup
            if kind == "text":
                shown = piece.decode("utf-16-le", "replace")
            elif kind == "control" or kind == "tab":
                sound = sound and piece[:2] == piece[-2:]
                shown = "\t" if kind == "tab" else ""
                if piece[0] in _EXTENDED:
                    self.slots.append(len(self.pieces))
            else:
                sound = sound and piece[0] not in _WIDE  # a control cut short by the end of the payload
                shown = _SINGLE.get(piece[0], "")
            self.pieces.append(shown)
            self.starts.append(match.start() // 2)
        return sound

    def fill(self, shown: str) -> bool:
        """What the next control shows in its place. False where the paragraph has no place for it any more."""
        if self.filled >= len(self.slots):
            return False
        slot = self.slots[self.filled]
        self.filled += 1
        if shown and self.flushed:
            return False
        self.pieces[slot] = shown
        return True

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def without(self, kind: int) -> str:
        """The text without the ranges marked with `kind`."""
        cut = sorted((start, end) for found, start, end in self.ranges if found == kind and start < end)
        kept: list[str] = []
        for start, piece in zip(self.starts, self.pieces, strict=True):
            while cut and cut[0][1] <= start:
                cut.pop(0)
            kept.append(_cut(piece, start, cut) if cut and cut[0][0] < start + max(1, len(piece)) else piece)
        return "".join(kept)


def _cut(piece: str, start: int, cut: list[tuple[int, int]]) -> str:
    """A piece that begins at WCHAR `start` without what lies in the ranges."""
    kept: list[str] = []
    at = 0
    for first, last in cut:
        if first >= start + len(piece):
            break
        kept.append(piece[at : max(at, first - start)])
        at = max(at, last - start)
    return "".join((*kept, piece[at:]))


# Runs of printable ASCII and Hangul: what words in a payload of numbers look like, and numbers seldom.
_RUNS = {
    least: re.compile(rf"[\t\r\n -~\xa0-\xff\u2010-\u2027\u3131-\u318e\uac00-\ud7a3\uff01-\uff5e]{{{least},}}")
    for least in (2, 4)
}


def words(payload: bytes, least: int = 4) -> Iterator[str]:
    """UTF-16 strings in a payload whose layout is not known, at even and at odd offsets."""
    for start in (0, 1):
        end = len(payload) - (len(payload) - start) % 2
        for run in _RUNS[least].findall(payload[start:end].decode("utf-16-le", "replace")):
            if text := run.strip():
                yield text


def aligned(payload: bytes, start: int = 0) -> Iterator[str]:
    """Strings of two characters and more in a payload of 16-bit fields that begins at `start`."""
    for run in _RUNS[2].findall(payload[start:].decode("utf-16-le", "replace")):
        if text := run.strip():
            yield text


_BREAKS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+")


def strings(data: bytes) -> Iterator[str]:
    """What stands between zeros and other controls in a stream of 16-bit characters."""
    for text in _BREAKS.split(data.decode("utf-16-le", "replace")):
        if len(text := text.strip()) > 1:
            yield text


class String(NamedTuple):
    """A string of a payload and the offset behind it."""

    text: str
    end: int


def string(payload: bytes, at: int) -> String | None:
    """The string at an offset, its length in WCHARs before it; None where it does not fit."""
    end = at + 2 + 2 * int.from_bytes(payload[at : at + 2], "little")
    if at + 2 > len(payload) or end > len(payload):
        return None
    return String(payload[at + 2 : end].decode("utf-16-le", "replace"), end)
