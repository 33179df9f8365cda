"""Undo whole-run encodings: base64, base64url and hex, with where each decoded byte stood."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dlp.match import wrapped
from dlp.match.overlay import Overlay
from dlp.match.readable import as_text

_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64_ALPHABET))
_HEX_ALPHABET = b"0123456789abcdefABCDEF"
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]+")
_HEX_DIGIT_SET = frozenset(bytes([digit]) for digit in _HEX_ALPHABET)
_HEX_DIGITS = re.compile(rb"[0-9A-Fa-f]+")
_HEX_PAIRS = re.compile(rb"(?:[0-9A-Fa-f]{2}[ :])+[0-9A-Fa-f]{2}")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_SHORTEST = 8
_STEP = 4096
_PROBE = 96


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text that stood encoded at source[start:end]. `per` source characters stand for `of` decoded bytes.

    `lines` are the encoded characters without what breaks them into lines, `wide` the text as UTF-8 where it is UTF-16.
    """

    text: bytes = field(repr=False)
    start: int
    end: int
    per: int
    of: int
    lines: Overlay | None = None
    wide: Overlay | None = None

    def done(self, most: int) -> int:
        """Where to read on if no more than about `most` lines were read: some lines before the end, if there are more.

        Four lines of any length hold whole bytes in base64, so that is where a piece may begin.
        """
        if self.lines is None or len(self.lines.ends) <= most:
            return self.end
        return self.lines.ends[max(1, (len(self.lines.ends) - 4) // 4 * 4) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The encoded characters that hold text[start:end]."""
        if self.wide:
            start, end = self.wide.span(start, end)
        first, last = start * self.per // self.of, -(-end * self.per // self.of)
        if self.lines:
            return self.lines.span(first, min(last, len(self.lines.text)))
        return self.start + first, min(self.start + last, self.end)


def _decoded(data: bytes, start: int, end: int, per: int, of: int, lines: Overlay | None = None) -> Decoded | None:
    text = as_text(data)
    if isinstance(text, Overlay):
        return Decoded(bytes(text.text), start, end, per, of, lines, text)
    return Decoded(text, start, end, per, of, lines) if text else None


def base64_run(source: bytes, at: int) -> tuple[int, int]:
    """The bounds of the base64 alphabet up to and beyond offset `at`, which may stand behind the padding."""
    padding = source[max(0, at - 4) : at]
    at += len(padding.rstrip(_NOT_BASE64)) - len(padding)
    start, end = _run(source, at, _BASE64_ALPHABET, _BASE64_RUN)
    return start + (source[max(0, start - 1) : start + 1] == b"\\n"), end  # the end of an escape is no beginning


def hex_run(source: bytes, at: int) -> tuple[int, int]:
    """The bounds of the hex digits around offset `at`, or of pairs that stand apart by a blank or a colon."""
    at -= source[at - 1 : at] not in _HEX_DIGIT_SET  # a trigger may have read one character too far
    start, end = _run(source, at, _HEX_ALPHABET, _HEX_DIGITS)
    if end - start > 2:
        return start, end
    start, end = _run(source, at, _HEX_ALPHABET + b" :", _HEX_PAIRS)
    return start, max(end, at)


def decode_base64(source: bytes, start: int, end: int) -> Decoded | None:
    """What the run holds, if it is text. It may begin after a `/`, `-` or `_` that joined it to a path or name."""
    cut = max(source.rfind(mark, start, end) for mark in (b"/", b"-", b"_")) + 1
    for first in (start, cut) if start < cut < end else (start,):
        run = source[first:end]
        if len(run) >= _SHORTEST and as_text(from_base64(run[:_PROBE])):
            found = _decoded(from_base64(run), first, end, 4, 3)
            if found:
                return found
    return None


def from_base64(run: bytes) -> bytes:
    run = run.translate(_URL_SAFE)
    run = run[:-1] if len(run) % 4 == 1 else run  # one letter over belongs to no byte
    try:
        return base64.b64decode(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""


def decode_hex(source: bytes, start: int, end: int) -> Decoded | None:
    """What the pairs hold, if it is text."""
    run = source[start:end]
    pairs = run.translate(None, b" :")
    per = 2 if len(pairs) == len(run) else 3
    for skip in (0, 1) if per == 2 else (0,):
        data = from_hex(pairs[skip:])
        found = _decoded(data, start + skip, end, per, 1) if as_text(data[:_PROBE]) else None
        if found:
            return found
    return None


def from_hex(pairs: bytes) -> bytes:
    return bytes.fromhex(pairs[: len(pairs) & ~1].decode("ascii"))


def decode_base64_lines(source: bytes, start: int, end: int, floor: int, most: int) -> Decoded | None:
    """What lines of base64 hold together, of which one is source[start:end], if they are lines and it is text.

    They are looked for from `floor` on, and at most about `most` of them read.
    """
    return _decode_lines(wrapped.BASE64, from_base64, source, (start, end, floor), most, (4, 3))


def decode_hex_lines(source: bytes, start: int, end: int, floor: int, most: int) -> Decoded | None:
    """The same for lines of hex digits."""
    return _decode_lines(wrapped.HEX, from_hex, source, (start, end, floor), most, (2, 1))


def _decode_lines(
    lines: wrapped.Lines,
    undo: Callable[[bytes], bytes],
    source: bytes,
    at: tuple[int, int, int],
    most: int,
    ratio: tuple[int, int],
) -> Decoded | None:
    first, last = lines.first(source, *at)
    if not as_text(undo(source[first:last][:_PROBE])):
        return None
    joined = lines.joined(source, first, last, most)
    return _decoded(undo(bytes(joined.text)), first, joined.ends[-1], *ratio, joined) if joined else None


def _run(source: bytes, at: int, alphabet: bytes, pattern: re.Pattern[bytes]) -> tuple[int, int]:
    """The maximal run of `alphabet` around `at`."""
    start = min(at, len(source))
    while start > 0:
        low = max(0, start - _STEP)
        kept = low + len(source[low:start].rstrip(alphabet))
        reached = kept > low
        start = kept
        if reached:
            break
    found = pattern.search(source, start)
    return (found.start(), found.end()) if found and found.start() <= at else (start, at)
