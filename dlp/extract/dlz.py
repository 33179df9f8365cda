"""The bzip2 of ALZ archives: its blocks begin with "DLZ\\x01", have no checksum and no randomised form, and end with
"DLZ\\x02". Everything else is as in bzip2, which the standard library cannot be brought to read without checksums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

_BLOCK, _END = int.from_bytes(b"DLZ\x01", "big"), int.from_bytes(b"DLZ\x02", "big")
_LARGEST = 900_000
_LONGEST_CODE = 20
_GROUP = 50


class _Bits:
    """Bits from pieces of data, highest first."""

    def __init__(self, packed: Iterator[bytes]) -> None:
        self._packed = packed
        self._data, self._at = b"", 0
        self.held, self.count = 0, 0

    def fill(self) -> None:
        """32 bits more; zeros behind the end, a few of which any code may look at."""
        piece = self._data[self._at : self._at + 4]
        while len(piece) < 4:
            following = next(self._packed, None)
            if following is None:
                if not piece:
                    raise EOFError
                piece = piece.ljust(4, b"\0")
                break
            self._data, self._at = piece + following, 0
            piece = self._data[:4]
        self._at += 4
        self.held = (self.held & ((1 << self.count) - 1)) << 32 | int.from_bytes(piece, "big")
        self.count += 32

    def take(self, size: int) -> int:
        while self.count < size:
            self.fill()
        self.count -= size
        return self.held >> self.count & ((1 << size) - 1)


def blocks(packed: Iterator[bytes]) -> Iterator[bytes]:
    """The plain bytes block by block, each of at most 900,000 bytes before its runs are written out.

    Raises ValueError where the data is none of this and EOFError where it ends too early.
    """
    bits = _Bits(packed)
    while (magic := bits.take(32)) != _END:
        if magic != _BLOCK:
            raise ValueError("no block")
        origin = bits.take(24)
        yield from _written_out(_untransformed(_symbols(bits), origin))


def _symbols(bits: _Bits) -> bytearray:
    """The transformed block: Huffman codes, runs of the front symbol, and move to front undone."""
    front = [16 * row + column for row in _set_bits(bits.take(16)) for column in _set_bits(bits.take(16))]
    if not front:
        raise ValueError("no symbols")
    tables = _tables(bits, len(front) + 2)
    end = len(front) + 1
    out = bytearray()
    run, weight = 0, 1
    for symbol in _decoded(bits, *tables):
        if symbol <= 1:
            run += weight << symbol
            weight <<= 1
            if run > _LARGEST:
                raise ValueError("a run that is too long")
            continue
        if run:
            out += bytes((front[0],)) * run
            run, weight = 0, 1
        if symbol == end:
            return out
        byte = front.pop(symbol - 1)
        front.insert(0, byte)
        out.append(byte)
        if len(out) > _LARGEST:
            raise ValueError("a block that is too large")
    raise EOFError


def _set_bits(word: int) -> list[int]:
    return [place for place in range(16) if word >> (15 - place) & 1]


def _tables(bits: _Bits, symbols: int) -> tuple[list[int], list[dict[int, int]]]:
    """Which code is used for each group of 50 symbols, and the codes: (length, bits) as one number -> symbol."""
    codes = bits.take(3)
    count = bits.take(15)
    if not 2 <= codes <= 6 or not count:
        raise ValueError("no codes")
    order = list(range(codes))
    selectors = []
    for _ in range(count):
        place = 0
        while bits.take(1):
            place += 1
        if place >= codes:
            raise ValueError("no such code")
        order.insert(0, order.pop(place))
        selectors.append(order[0])
    return selectors, [_code(_lengths(bits, symbols)) for _ in range(codes)]


def _lengths(bits: _Bits, symbols: int) -> list[int]:
    length = bits.take(5)
    lengths = []
    for _ in range(symbols):
        while bits.take(1):
            length += -1 if bits.take(1) else 1
            if not 1 <= length <= _LONGEST_CODE:
                raise ValueError("no such length")
        lengths.append(length)
    return lengths


def _code(lengths: Sequence[int]) -> dict[int, int]:
    """A canonical code. A leading one keeps codes of different lengths apart."""
    code, table = 0, {}
    for length in range(min(lengths), max(lengths) + 1):
        for symbol, wanted in enumerate(lengths):
            if wanted == length:
                table[1 << length | code] = symbol
                code += 1
        code <<= 1
    return table


def _decoded(bits: _Bits, selectors: list[int], tables: list[dict[int, int]]) -> Iterator[int]:
    shortest = [min(table).bit_length() - 1 for table in tables]
    for selector in selectors:
        table, first = tables[selector], shortest[selector]
        for _ in range(_GROUP):
            while bits.count < _LONGEST_CODE:
                bits.fill()
            held, count = bits.held, bits.count
            for length in range(first, _LONGEST_CODE + 1):
                symbol = table.get(1 << length | (held >> (count - length) & ((1 << length) - 1)), -1)
                if symbol >= 0:
                    bits.count = count - length
                    yield symbol
                    break
            else:
                raise ValueError("no such code")


def _untransformed(last: bytearray, origin: int) -> bytes:
    """The Burrows-Wheeler transform undone."""
    if origin >= len(last):
        raise ValueError("no such row")
    column = np.frombuffer(last, dtype=np.uint8)
    following = np.argsort(column, kind="stable").tolist()
    out = bytearray(len(last))
    at = following[origin]
    for place in range(len(last)):
        out[place] = last[at]
        at = following[at]
    return bytes(out)


def _written_out(data: bytes) -> Iterator[bytes]:
    """Four equal bytes are followed by how many more of them there are."""
    at = 0
    out = bytearray()
    for match in re.finditer(rb"(?s)(.)\1\1\1(.)", data):
        out += data[at : match.start()] + match[1] * (4 + match[2][0])
        at = match.end()
        if len(out) > 1 << 18:
            yield bytes(out)
            out.clear()
    yield bytes(out + data[at:])
