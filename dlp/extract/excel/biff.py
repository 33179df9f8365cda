"""Records of BIFF 5 and 8 and their strings ([MS-XLS] 2.1.4, 2.5.293)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.properties import narrow

CONTINUE = 0x3C
_HEADER = struct.Struct("<HH")
_STRING_TOKEN = re.compile(rb"\x17([\x01-\xff])")


class Record(NamedTuple):
    """`more` are the records that continue it."""

    kind: int
    start: int
    data: bytes
    more: tuple[bytes, ...] = ()


def records(data: bytes) -> Iterator[Record]:
    """Raises ValueError where the stream breaks off; zeros at its end are padding."""
    at, end = 0, len(data)
    unpack = _HEADER.unpack_from
    while at + 4 <= end:
        start = at
        kind, size = unpack(data, at)
        at += 4 + size
        if at > end:
            yield Record(kind, start, data[start + 4 :])
            raise ValueError("a record that breaks off")
        if not kind and not size and not data.count(0, start) < end - start:
            return
        body = data[start + 4 : at]
        more: list[bytes] = []
        while data[at : at + 2] == b"\x3c\0" and at + 4 <= end:
            size = unpack(data, at)[1]
            more.append(data[at + 4 : at + 4 + size])
            at += 4 + size
        yield Record(kind, start, body, tuple(more))
    if data[at:].strip(b"\0"):
        raise ValueError("a record that breaks off")


class Strings(NamedTuple):
    """How the strings of a file are written."""

    wide: bool  # BIFF 8
    codepage: int

    def text(self, data: bytes, at: int, *, short: bool = False) -> str:
        """A string behind its length (of one byte if `short`)."""
        if len(data) < at + 2:
            return ""
        length = data[at] if short else data[at] | data[at + 1] << 8
        at += 1 if short else 2
        if not self.wide:
            return narrow(data[at : at + length], self.codepage)
        return characters(data[at + 1 :], length, data[at : at + 1])

    def in_formula(self, tokens: bytes) -> Iterator[str]:
        """Strings among the tokens of a formula (2.5.198.89), found without following the other tokens."""
        for match in _STRING_TOKEN.finditer(tokens):
            text = self.text(tokens, match.start(1), short=True)
            if len(text) > 1 and text.isprintable():
                yield text


def characters(data: bytes, length: int, flags: bytes) -> str:
    if flags[:1] and flags[0] & 1:
        return data[: length * 2].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")


class _Pieces:
    """Bytes of a record and those that continue it, as one stream that knows where they meet."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index = 0
        self.piece = pieces[0] if pieces else b""
        self.at = 0

    def next_piece(self) -> bool:
        self._index += 1
        self.at = 0
        self.piece = self._pieces[self._index] if self._index < len(self._pieces) else b""
        return self._index < len(self._pieces)

    def take(self, size: int) -> bytes:
        out = self.piece[self.at : self.at + size]
        self.at += len(out)
        while len(out) < size and self.next_piece():
            more = self.piece[: size - len(out)]
            self.at = len(more)
            out += more
        return out

    def string(self, length: int, flags: int) -> str:
        """Characters; a piece that begins inside a string begins with the flags for what follows (2.5.293)."""
        unit = 1 + (flags & 1)
        if len(self.piece) - self.at >= length * unit:
            data = self.piece[self.at : self.at + length * unit]
            self.at += length * unit
            return data.decode("utf-16-le" if unit == 2 else "latin-1", "replace")
        parts: list[str] = []
        while length > 0:
            unit = 1 + (flags & 1)
            count = min(length, (len(self.piece) - self.at) // unit)
            data = self.piece[self.at : self.at + count * unit]
            self.at += count * unit
            parts.append(data.decode("utf-16-le" if unit == 2 else "latin-1", "replace"))
            length -= count
            if length > 0:
                if not self.next_piece() or not self.piece:
                    break
                flags, self.at = self.piece[0], 1
        return "".join(parts)


def shared_strings(record: Record) -> Iterator[tuple[str, bytes]]:
    """The strings of an SST record (2.4.265), each with its phonetic data, as far as there are any."""
    pieces = _Pieces([record.data, *record.more])
    (count,) = struct.unpack("<I", pieces.take(8)[4:].ljust(4, b"\0"))
    for _ in range(min(count, (len(record.data) + sum(map(len, record.more))) // 3)):
        head = pieces.take(3)
        if len(head) < 3:
            return
        length, flags = head[0] | head[1] << 8, head[2]
        runs = int.from_bytes(pieces.take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(pieces.take(4), "little") if flags & 4 else 0
        text = pieces.string(length, flags)
        if runs:
            pieces.take(runs * 4)
        yield text, pieces.take(min(extra, 1 << 20)) if extra else b""


def boxed_text(record: Record) -> str:
    """Text of a text box or comment (2.4.329): in the records that continue it, formatting behind it."""
    length = int.from_bytes(record.data[10:12], "little")
    parts: list[str] = []
    for piece in record.more:
        if length <= 0:
            break
        unit = 1 + (piece[0] & 1) if piece else 1
        text = characters(piece[1:], min(length, (len(piece) - 1) // unit), piece[:1])
        length -= len(text)
        parts.append(text)
    return "".join(parts)
