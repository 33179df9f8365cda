"""Bodies in compressed RTF ([MS-OXRTFCP]) and the text in RTF, HTML inside it included ([MS-OXRTFEX])."""

from __future__ import annotations

import binascii
import re
import struct
from dataclasses import dataclass, field
from typing import NamedTuple

from dlp.extract.base import Budget
from dlp.extract.mapi.values import narrow_text

_COMPRESSED, _STORED = 0x75465A4C, 0x414C454D
# What the dictionary holds to begin with ([MS-OXRTFCP] 2.1.2.1).
_PRESET = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par "
    rb"\pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_STEP = 64 << 10


class Unpacked(NamedTuple):
    """RTF, and whether it is all that there should be."""

    data: bytes
    sound: bool

    def __repr__(self) -> str:
        return type(self).__name__


def unpack(data: bytes, budget: Budget) -> Unpacked:
    """Undo the compression. Every byte is charged before it is kept, in steps."""
    if len(data) < 16:
        return Unpacked(data, sound=not data)
    packed, size, kind = struct.unpack_from("<III", data)
    body = data[16 : max(16, packed + 4)]
    if kind == _STORED:
        budget.unpack(len(body))
        return Unpacked(body[:size], sound=len(body) >= size)
    if kind != _COMPRESSED:
        return Unpacked(data, sound=data.startswith(b"{\\rtf"))
    out = _lz(body, budget)
    return Unpacked(out[:size], sound=len(out) >= size and len(body) == packed - 12)


def _lz(body: bytes, budget: Budget) -> bytes:
    """Runs of eight literals or references into a ring of 4 KiB; the reference to the write position ends it."""
    out = bytearray(_PRESET)
    start = len(_PRESET)
    at, charged = 0, 0
    while at < len(body):
        if len(out) - start >= charged:
            budget.unpack(_STEP)
            charged += _STEP
        control = body[at]
        at += 1
        if not control:
            out += body[at : at + 8]
            at += 8
            continue
        for bit in range(8):
            if not control >> bit & 1:
                out += body[at : at + 1]
                at += 1
                continue
            if at + 2 > len(body):
                return bytes(out[start:])
            reference = body[at] << 8 | body[at + 1]
            at += 2
            back = (len(out) - (reference >> 4)) % _WINDOW
            if back == 0:
                return bytes(out[start:])
            _copy(out, back, (reference & 15) + 2)
    return bytes(out[start:])


def _copy(out: bytearray, back: int, length: int) -> None:
    """A reference before the beginning of the ring reads zeros, as the ring has them; one may overlap what it makes."""
    at = len(out) - back
    if at < 0:
        out += bytes(min(length, -at))
        length += min(0, at)
    elif back < length:
        piece = out[at:]
        out += (piece * (length // back + 1))[:length]
        return
    if length > 0:
        out += out[max(0, at) : max(0, at) + length]


_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?|\\([a-zA-Z]{1,32})(?:-?\d{1,10})? ?|\\([^a-zA-Z])"
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t", b"sect": "\n"}
_SYMBOLS = {b"~": b" ", b"_": b"-", b"\\": b"\\", b"{": b"{", b"}": b"}"}
_QUOTES = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
_HEX = re.compile(rb"[0-9a-fA-F\s]+")
_LONG = 64  # hexadecimal digits that are no word


class Rtf(NamedTuple):
    """The text of an RTF document and what it carries in hexadecimal (pictures, objects)."""

    text: str
    objects: list[bytes]

    def __repr__(self) -> str:
        return type(self).__name__


@dataclass(slots=True, repr=False)
class _Reading:
    """Text as it comes: bytes in the code page are put together until something else follows them."""

    page: int
    pieces: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    digits: bytearray = field(default_factory=bytearray)
    objects: list[bytes] = field(default_factory=list)

    def flush(self) -> None:
        if self.raw:
            self.pieces.append(narrow_text(bytes(self.raw), self.page))
            self.raw.clear()
        if self.digits:
            self.objects.append(binascii.a2b_hex(self.digits[: len(self.digits) // 2 * 2]))
            self.digits.clear()

    def add(self, text: str) -> None:
        self.flush()
        self.pieces.append(text)

    def plain(self, data: bytes) -> None:
        """Text, or lines of hexadecimal digits, which go on until something else comes."""
        if (self.digits or len(data) >= _LONG) and _HEX.fullmatch(data):
            self.digits += data.translate(None, b" \t")
        else:
            self.raw += data


def rtf_text(data: bytes, page: int, budget: Budget) -> Rtf:
    """All text there is, hidden and ignorable groups included; formatting never splits a word."""
    declared = re.search(rb"\\ansicpg(\d{1,5})", data[:1024])
    reading = _Reading(int(declared[1]) if declared and int(declared[1]) else page)
    for count, token in enumerate(_TOKEN.finditer(data)):
        if count % 65536 == 0:
            budget.check_time()
        _step(reading, token)
    reading.flush()
    text = "".join(reading.pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Rtf(text, reading.objects)


def _step(reading: _Reading, token: re.Match[bytes]) -> None:
    escaped, code, word, symbol, brace, plain = token.groups()
    if plain:
        reading.plain(plain)
    elif escaped:
        reading.raw.append(int(escaped, 16))
    elif code:
        reading.add(chr(int(code) % 65536))
    elif word in _BREAKS or word in _QUOTES:
        reading.add(_BREAKS.get(word) or _QUOTES[word])
    elif symbol:
        reading.raw += _SYMBOLS.get(symbol, b"")
    elif brace and reading.digits:
        reading.flush()
