"""Text in records: the characters of a paragraph between its controls, and strings in payloads of any layout."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

# A paragraph's WCHARs (table 6). Controls take eight of them: the code, six of data, the code again.
_PIECES = re.compile(
    r"(?P<text>[^\0-\x1f]+)|(?P<control>[\x01-\x08\x0b\x0c\x0e-\x17].{7})|(?P<tab>\x09.{7})|.", re.DOTALL
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK = 1 << 16
_SINGLE = {"\n": "\n", "\x18": "-", "\x1e": " ", "\x1f": " "}  # line break, hyphen, no-break and fixed-width blank
# Codes whose control has a CTRL_HEADER record of its own ("extended"); the others are "inline".
_EXTENDED = frozenset(map(chr, (1, 2, 3, 11, 12, 14, 15, 16, 17, 18, 21, 22, 23)))
_WIDE = frozenset(map(chr, (*range(1, 10), 11, 12, *range(14, 24))))


@dataclass(slots=True, repr=False)
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
        text = _units(payload)
        paired = _SURROGATE.search(text) is not None
        sound = len(payload) % 2 == 0
        for match in _PIECES.finditer(text):
            piece, kind = match[0], match.lastgroup
            if kind == "text":
                shown = _merged(piece) if paired else piece
            elif kind is None:
                sound = sound and piece not in _WIDE  # a control cut short by the end of the payload
                shown = _SINGLE.get(piece, "")
            else:
                sound = sound and piece[0] == piece[-1]
                shown = "\t" if kind == "tab" else ""
                if piece[0] in _EXTENDED:
                    self.slots.append(len(self.pieces))
                elif not shown:
                    continue
            self.pieces.append(shown)
            self.starts.append(match.start())
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
        cut = sorted((first, last) for found, first, last in self.ranges if found == kind and first < last)
        kept: list[str] = []
        at = 0  # the first range that may still touch the piece
        for start, piece in zip(self.starts, self.pieces, strict=True):
            while at < len(cut) and cut[at][1] <= start:
                at += 1
            place = 0
            for first, last in islice(cut, at, None):
                if first >= start + len(piece):
                    break
                kept.append(piece[place : max(place, first - start)])
                place = max(place, last - start)
            kept.append(piece[place:])
        return "".join(kept)


def _units(payload: bytes) -> str:
    """A character for each WCHAR: the data of controls may look like surrogates and must not merge with its neighbours."""
    data = payload[: len(payload) & ~1]
    text = data.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(data):
        return text
    chunks = (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
    return "".join("".join(map(chr, struct.unpack(f"<{len(chunk) // 2}H", chunk))) for chunk in chunks)


def _merged(units: str) -> str:
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


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

    def __repr__(self) -> str:
        return type(self).__name__


def string(payload: bytes, at: int) -> String | None:
    """The string at an offset, its length in WCHARs before it; None where it does not fit."""
    end = at + 2 + 2 * int.from_bytes(payload[at : at + 2], "little")
    if at + 2 > len(payload) or end > len(payload):
        return None
    return String(payload[at + 2 : end].decode("utf-16-le", "replace"), end)
