"""MAPI properties one after the other, as TNEF writes them ([MS-OXTNEF] 2.1.3.4 and 2.1.3.5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from dlp.extract.base import Budget
from dlp.extract.mapi import names
from dlp.extract.mapi.values import BINARY, MULTIPLE, OBJECT, STRING8, UNICODE, WIDTHS, Property

_LENGTHS = frozenset((STRING8, UNICODE, BINARY, OBJECT))


class _Ends(Exception):
    """The data is shorter than it says, or something no one knows stands in it."""


@dataclass(slots=True, repr=False)
class _Cursor:
    data: bytes
    at: int = 0

    def number(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def take(self, length: int) -> bytes:
        piece = self.data[self.at : self.at + length]
        if len(piece) < length:
            raise _Ends
        self.at += length
        return piece

    def padded(self, length: int) -> bytes:
        piece = self.take(length)
        self.at += -length % 4
        return piece


def message_properties(data: bytes, budget: Budget) -> tuple[list[Property], bool]:
    """The properties, and whether they fill the data exactly."""
    cursor = _Cursor(data)
    found: list[Property] = []
    sound = _row(cursor, found, budget)
    return found, sound and cursor.at >= len(data)


def recipient_rows(data: bytes, budget: Budget) -> Iterator[tuple[list[Property], bool]]:
    """One list of properties for each recipient."""
    cursor = _Cursor(data)
    try:
        count = cursor.number()
    except _Ends:
        count = 0
    for _ in range(min(count, len(data) // 4)):
        found: list[Property] = []
        sound = _row(cursor, found, budget)
        yield found, sound
        if not sound:
            return


def _row(cursor: _Cursor, found: list[Property], budget: Budget) -> bool:
    try:
        for _ in range(cursor.number()):
            budget.check_time()
            found += _property(cursor)
    except _Ends:
        return False
    return True


def _property(cursor: _Cursor) -> list[Property]:
    tag = cursor.number()
    kind, number = tag & 0xFFFF, tag >> 16
    name = _name(cursor) if number >= 0x8000 else names.named(number, {})
    single = kind & ~MULTIPLE
    if single in _LENGTHS:
        return [Property(number, single, name, cursor.padded(cursor.number())) for _ in _counted(cursor)]
    width = WIDTHS.get(single)
    if width is None:
        raise _Ends
    if kind & MULTIPLE:
        return [Property(number, single, name, cursor.padded(width)) for _ in _counted(cursor)]
    value = cursor.padded(width)
    return (
        [Property(number, single, name, value)] if number >= 0x8000 or number in names.FIXED or number in _KEPT else []
    )


# Fixed values that steer how the rest is read.
_KEPT = frozenset((names.INTERNET_PAGE, names.MESSAGE_PAGE, names.METHOD, names.HIDDEN))


def _counted(cursor: _Cursor) -> range:
    """As many as are announced; every value takes at least four bytes, so `take` ends a count that lies."""
    return range(min(cursor.number(), len(cursor.data)))


def _name(cursor: _Cursor) -> str:
    cursor.take(16)
    if cursor.number() == 0:
        value = cursor.number()
        return names.LONG_IDS.get(value, f"property {value:04X}")
    return cursor.padded(cursor.number()).decode("utf-16-le", "replace").rstrip("\0") or "named"
