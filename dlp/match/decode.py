"""Undo whole-run encodings: base64, base64url and hex, with where each decoded byte stood."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

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
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x1b"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text that stood encoded at source[start:end]. `per` source characters stand for `of` decoded bytes."""

    text: bytes = field(repr=False)
    start: int
    end: int
    per: int
    of: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The encoded characters that hold text[start:end]."""
        first = self.start + start * self.per // self.of
        last = self.start + -(-end * self.per // self.of)
        return first, min(last, self.end)


def base64_run(source: bytes, at: int) -> tuple[int, int]:
    """The bounds of the base64 alphabet up to and beyond offset `at`, which may stand behind the padding."""
    padding = source[max(0, at - 4) : at]
    return _run(source, at - len(padding) + len(padding.rstrip(_NOT_BASE64)), _BASE64_ALPHABET, _BASE64_RUN)


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
        text = _base64_text(source[first:end])
        if text:
            return Decoded(text, first, end, 4, 3)
    return None


def _base64_text(run: bytes) -> bytes:
    if len(run) < _SHORTEST:
        return b""
    plain = run.translate(_URL_SAFE)
    if not is_text(_base64(plain[:_PROBE])):
        return b""
    text = _base64(plain)
    return text if is_text(text) else b""


def _base64(run: bytes) -> bytes:
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
        text = bytes.fromhex(pairs[skip : len(pairs) - (len(pairs) - skip) % 2].decode("ascii"))
        if is_text(text[:_PROBE]) and is_text(text):
            return Decoded(text, start + skip, end, per, 1)
    return None


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


def is_text(data: bytes) -> bool:
    """Whether decoded bytes read as text: no control characters, and UTF-8 (the last character may be cut) or CP949."""
    if not data or data.translate(None, _CONTROL) != data:
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 or _is_cp949(data)
    return True


def _is_cp949(data: bytes) -> bool:
    try:
        data.decode("cp949")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 1 and error.start > 0
    # Random bytes often pass; Korean text is mostly Hangul, whose lead bytes are B0..C8.
    leads = sum(0xB0 <= byte <= 0xC8 for byte in data)
    return 4 * leads >= sum(byte >= 0x80 for byte in data)
