"""Text in records: the characters of a paragraph between its controls, and strings in payloads of any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
_UNITS = 16


@dataclass(slots=True)
class Paragraph:
    """A paragraph at `level`: its pieces, in which extended controls are empty slots until their headers come."""

    level: int
    number: int
    pieces: list[str] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    filled: int = 0
    flushed: bool = False

    def read(self, payload: bytes) -> bool:
        """Take in a PARA_TEXT payload. False where its controls do not close as they open."""
        sound = len(payload) % 2 == 0
        for match in _PIECES.finditer(payload):
            piece = match[0]
            if match.lastgroup == "text":
                self.pieces.append(piece.decode("utf-16-le", "replace"))
            elif match.lastgroup is None:
                if (char := _SINGLE.get(piece[0])) and not piece[1]:
                    self.pieces.append(char)
                elif piece[0] in _WIDE and not piece[1]:
                    sound = False  # a control cut short by the end of the payload
            else:
                if match.lastgroup == "tab":
                    self.pieces.append("\t")
                elif piece[0] in _EXTENDED:
                    self.slots.append(len(self.pieces))
                    self.pieces.append("")
                sound = sound and piece[:2] == piece[-2:]
        return sound

    def fill(self, text: str) -> bool:
        """What the next control shows in its place. False where the paragraph has no place for it any more."""
        if self.filled >= len(self.slots):
            return False
        if text and self.flushed:
            self.filled += 1
            return False
        self.pieces[self.slots[self.filled]] = text
        self.filled += 1
        return True

    @property
    def text(self) -> str:
        return "".join(self.pieces)


_WIDE = frozenset((*range(1, 9), 9, 11, 12, *range(14, 24)))

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


def string(payload: bytes, at: int) -> str | None:
    """The string at an offset, its length in WCHARs before it; None where it does not fit."""
    length = int.from_bytes(payload[at : at + 2], "little")
    end = at + 2 + 2 * length
    if at + 2 > len(payload) or end > len(payload):
        return None
    return payload[at + 2 : end].decode("utf-16-le", "replace")
