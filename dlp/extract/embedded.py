"""Files that a text carries as base64, hex or uuencode: taken out of the segments it comes in and handed on as children."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from dlp.extract.base import Budget, Child, held
from dlp.extract.mime import uudecode
from dlp.types import Coding, Encoded, Issue, IssueCode, Locus, Segment

# A line of base64 may be indented or quoted, its end and its slashes may be written as the escapes of JSON. What
# follows on the next line belongs to it only if that line is all of the alphabet: base64 need not end in padding.
_LINE = rb"(?:[A-Za-z0-9+/_-]++|\\/)++"
_NEXT = rb"(?:\\[rn]|[\r\n])++[ \t>]{0,64}+"
_LINE_ENDS = rb"(?=[=\"'<\\\r\n),;\]}]|[ \t]++(?:[\r\n]|\Z)|\Z)"
_MORE_LINES = rb"(?:" + _NEXT + _LINE + _LINE_ENDS + rb")*+={0,2}"
_PAIR = rb"[0-9A-Fa-f]{2}"
_BETWEEN = rb"(?:\\x|,?[ \t]{0,40}+0x|[ :]|,?[\r\n]++[ \t]{0,40}+(?:0x)?)?"
_UU_LINES = rb"(?:[ -`]{1,62}(?:\r?\n|\Z))*+"

# The encoded text from its beginning, and how it goes on at the beginning of the next segment.
_BEGINS = {
    Coding.BASE64: re.compile(_LINE + _MORE_LINES),
    Coding.HEX: re.compile(_PAIR + rb"(?:" + _BETWEEN + _PAIR + rb")*+"),
    Coding.UUENCODE: re.compile(_UU_LINES),
}
_GOES_ON = {
    Coding.BASE64: re.compile(rb"(?:" + _NEXT + rb")?(?:" + _LINE + _LINE_ENDS + rb")?" + _MORE_LINES),
    Coding.HEX: re.compile(rb"(?:" + _BETWEEN + _PAIR + rb")*+"),
    Coding.UUENCODE: re.compile(_UU_LINES),
}
_BLANK = b" \t\r\n>"
_SHORTEST = 8  # bytes; less is no file


@dataclass(slots=True)
class _Open:
    """Encoded text that reaches the end of a segment and may go on in the next."""

    coding: Coding
    derived: bool
    pieces: list[bytes] = field(repr=False)
    size: int = 0


@dataclass(slots=True)
class Unpacking:
    """The files of one document's text, each told once."""

    locus: Locus
    budget: Budget
    _told: set[bytes] = field(default_factory=set, repr=False)
    _open: _Open | None = None

    @property
    def waiting(self) -> bool:
        """The segments seen so far end inside a file."""
        return self._open is not None

    def take(self, segment: Segment, encoded: Sequence[Encoded]) -> Iterator[Child | Issue]:
        """The files that end in this segment, given where in it files begin."""
        done = segment.before
        if self._open is not None and self._open.derived == segment.derived:
            done = yield from self._read(self._open, _GOES_ON, segment, done)
        for item in encoded:
            if item.start >= done and self._open is None:
                done = yield from self._read(_Open(item.coding, segment.derived, []), _BEGINS, segment, item.start)

    def last(self) -> Iterator[Child | Issue]:
        """What no further segment has ended."""
        if self._open is not None:
            yield from self._close(self._open)

    def _read(
        self, file: _Open, how: dict[Coding, re.Pattern[bytes]], segment: Segment, start: int
    ) -> Generator[Child | Issue, None, int]:
        """Reads on from `start` and returns the end."""
        limit = len(segment.data) - segment.after
        found = how[file.coding].match(segment.data, start, limit)
        end = found.end() if found else start
        file.pieces.append(segment.data[start:end])
        file.size += end - start
        if segment.after and not segment.data[end:limit].strip(_BLANK) and not file.pieces[-1].endswith(b"="):
            self._open = file
            if file.size > self.budget.limits.part_bytes:
                self._open = None
                yield Issue(IssueCode.TOO_LARGE, self.locus, f"over {self.budget.limits.part_bytes} bytes in the text")
        else:
            yield from self._close(file)
        return end

    def _close(self, file: _Open) -> Iterator[Child | Issue]:
        self._open = None
        self.budget.unpack(file.size * 3 // 4)
        content, sound = _DECODERS[file.coding](b"".join(file.pieces))
        mark = hashlib.blake2b(content, digest_size=16).digest()
        if len(content) < _SHORTEST or mark in self._told:
            return
        self._told.add(mark)
        if not sound:
            yield Issue(IssueCode.CORRUPT, self.locus, "a file encoded in the text does not decode to its end")
        yield Child(held(f"embedded-{len(self._told)}", content))


def _base64(text: bytes) -> tuple[bytes, bool]:
    plain = re.sub(rb"\\[nr]|[^A-Za-z0-9+/_-]", b"", text).replace(b"-", b"+").replace(b"_", b"/")
    return binascii.a2b_base64(plain[: len(plain) - (len(plain) % 4 == 1)] + b"=" * (-len(plain) % 4)), True


def _hex(text: bytes) -> tuple[bytes, bool]:
    pairs = re.sub(rb"\\x|0x|[^0-9A-Fa-f]", b"", text)
    return binascii.a2b_hex(pairs[: len(pairs) - len(pairs) % 2]), True


_DECODERS = {Coding.BASE64: _base64, Coding.HEX: _hex, Coding.UUENCODE: uudecode}
