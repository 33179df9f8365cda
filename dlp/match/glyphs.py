"""Characters that stand for plain digits, letters, dashes, blanks or nothing, by their UTF-8 bytes.

Built from Python's Unicode data and a short list of what Unicode does not call a digit or dash but people type as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Zero-width and invisible characters: inside a number they are nothing at all.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060"
    "\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
# Controls of C0 and C1 but for tabs and line ends, and format characters that nobody uses: nothing as well. A NUL
# between digits is also UTF-16 that lies in a file of another encoding.
_CONTROLS = (
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0x202A, 0x202E), (0x2065, 0x206F),
    (0xFFF9, 0xFFFD), (0xE0001, 0xE007F),
)  # fmt: skip
# What is written over or around the character before it: strokes, accents, enclosing circles and keys, and selectors
# of variants.
_MARKS = (
    (0x0300, 0x034E), (0x0350, 0x036F), (0x0483, 0x0489), (0x180B, 0x180D), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0), (0x302A, 0x302D), (0x3099, 0x309A), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
# Written as a hyphen: dashes, minus signs, the Hangul vowel ㅡ, the long-vowel mark, box drawing.
_DASHES = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u2796\u2e3a"
    "\u2e3b\u301c\u3030\u30fc\u3161\ufe58\ufe63\uff0d\uff5e\uff70\u02d7\u05be\u1806"
)
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000"
_DOTS = "\u00b7\u2022\u2024\u2027\u22c5\u30fb\uff0e\uff61\uff65\u3002"
_SLASHES = "\u2044\u2215\uff0f"
# Where digits other than ASCII's live. Between A000 and DFFF, among the Hangul syllables, rare scripts are left out.
_RANGES = ((0x00B2, 0x00BA), (0x0660, 0xA000), (0xF900, 0x1FBFA))


def _digit_value(char: str) -> int | None:
    value = unicodedata.digit(char, None)
    if value is None and unicodedata.category(char) == "No":
        numeric = unicodedata.numeric(char, None)
        value = int(numeric) if numeric is not None and 0 <= numeric <= 9 and numeric == int(numeric) else None
    return value


def _digits() -> dict[bytes, bytes]:
    return {
        chr(code).encode(): b"%d" % value
        for low, high in _RANGES
        for code in range(low, high)
        if (value := _digit_value(chr(code))) is not None
    }


def _plain(characters: str, plain: bytes) -> dict[bytes, bytes]:
    return {char.encode(): plain for char in characters}


def _nothing(ranges: Iterable[tuple[int, int]]) -> dict[bytes, bytes]:
    return {chr(code).encode(): b"" for first, last in ranges for code in range(first, last + 1)}


def _wide_ascii() -> dict[bytes, bytes]:
    """Full-width ASCII (U+FF01..FF5E) and the mathematical alphabets."""
    wide = {chr(code).encode(): bytes([code - 0xFEE0]) for code in range(0xFF01, 0xFF5F)}
    maths = {
        chr(code).encode(): plain.encode()
        for code in range(0x1D400, 0x1D7CC)
        if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain.isascii()
    }
    return wide | maths


DIGITS: dict[bytes, bytes] = _digits()
INVISIBLE: dict[bytes, bytes] = _plain(_INVISIBLE, b"")
# These stand in text that hides nothing more often (accents, coloured logs): alone they are no sign.
MARKS: dict[bytes, bytes] = _nothing((*_CONTROLS, *_MARKS))
DASHES: dict[bytes, bytes] = _plain(_DASHES, b"-")
SEPARATORS: dict[bytes, bytes] = (
    DASHES | _plain(_BLANKS, b" ") | _plain(_DOTS, b".") | _plain(_SLASHES, b"/") | _plain("\u2028\u2029\u0085", b"\n")
)
# Every character that is rewritten, with what it becomes. Later tables win: a full-width digit is a digit.
PLAIN: dict[bytes, bytes] = _wide_ascii() | SEPARATORS | INVISIBLE | MARKS | DIGITS

# Sino-Korean numerals as they are read out.
NUMERALS: dict[bytes, bytes] = {
    char.encode(): digit
    for chars, digit in (
        ("공영", b"0"), ("일", b"1"), ("이", b"2"), ("삼", b"3"), ("사", b"4"), ("오", b"5"),
        ("육륙", b"6"), ("칠", b"7"), ("팔", b"8"), ("구", b"9"),
    )
    for char in chars
}  # fmt: skip


def any_of(characters: Iterable[bytes]) -> bytes:
    """A byte pattern that matches one of the characters, grouped by leading bytes to keep automata small."""
    tails: dict[bytes, list[int]] = {}
    for char in sorted(set(characters)):
        tails.setdefault(char[:-1], []).append(char[-1])
    return b"(?:" + b"|".join(re.escape(head) + _byte_class(last) for head, last in tails.items()) + b")"


def _byte_class(values: list[int]) -> bytes:
    return b"[" + b"".join(b"\\x%02x" % value for value in values) + b"]"
