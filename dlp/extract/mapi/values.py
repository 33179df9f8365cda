"""Values of MAPI properties ([MS-OXCDATA] 2.11) as text."""

from __future__ import annotations

import re
import struct
from datetime import datetime, timedelta
from typing import NamedTuple

from dlp.extract.charset import codec, to_utf8, transcode
from dlp.extract.words import words

STRING8, UNICODE, BINARY, OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
GUID = 0x0048
MULTIPLE = 0x1000
# Types whose values have a fixed length -> that length
WIDTHS = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
_NUMBERS = {2: "<h", 3: "<i", 4: "<f", 5: "<d", 0x14: "<q"}
_EPOCH, _OLE_EPOCH = datetime(1601, 1, 1), datetime(1899, 12, 30)  # noqa: DTZ001 - printed as they stand
# Code pages whose bytes cannot be told from those of others: their name is believed.
_BELIEVED = frozenset(
    (437, 850, 852, 866, 874, 932, 936, 950, 1250, 1251, *range(1253, 1259), 20866, 21866, 20932, 50220, 50225)
)
# Named by programs that know no better, for Korean text as well.
_WESTERN = frozenset((1252, 20127, 28591))
_HANGUL = re.compile(rb"(?:[\xb0-\xc8][\xa1-\xfe]){2}|[\xea-\xed][\x80-\xbf]{2}")


class Property(NamedTuple):
    """One value of a property. `kind` is its type without the mark for several values."""

    number: int
    kind: int
    name: str
    value: bytes

    def __repr__(self) -> str:
        return type(self).__name__


def encoding(page: int) -> str:
    """The Python codec of a Windows code page, "" where there is none."""
    special = {65001: "utf-8", 1200: "utf-16-le", 1201: "utf-16-be", 949: "cp949", 51949: "cp949", 50225: "iso2022_kr"}
    special |= {20127: "ascii", 28591: "latin-1", 20866: "koi8-r", 50220: "iso2022_jp", 51932: "euc_jp", 936: "gbk"}
    return special.get(page) or codec(f"cp{page}")


def narrow_text(data: bytes, page: int) -> str:
    """Text in a code page. The bytes decide, except between pages that they cannot tell apart."""
    if data.isascii():
        return data.decode("ascii")
    name = encoding(page)
    if page in _WESTERN and not _HANGUL.search(data):
        return data.decode("cp1252", "replace")
    if page in _BELIEVED and name:
        return transcode(data, name).data.decode("utf-8", "replace")
    decoded = to_utf8(data, name)
    return "\n".join(reading.decode("utf-8", "replace") for reading in decoded if reading)


def text_of(item: Property, page: int) -> str:
    """What a value says, "" where it says nothing."""
    if item.kind == UNICODE:
        return item.value.decode("utf-16-le", "replace").rstrip("\0")
    if item.kind == STRING8:
        return narrow_text(item.value.rstrip(b"\0"), page)
    if item.kind in (BINARY, OBJECT):
        return "\n".join(words(item.value))
    return _fixed(item)


def number(item: Property) -> int:
    return int.from_bytes(item.value[:4], "little")


def _fixed(item: Property) -> str:
    width = WIDTHS.get(item.kind, 0)
    if not width or len(item.value) < width:
        return ""
    data = item.value[:width]
    try:
        if item.kind in _NUMBERS:
            value = struct.unpack(_NUMBERS[item.kind], data)[0]
            return str(int(value)) if value == value // 1 else repr(value)
        if item.kind == 6:
            return f"{struct.unpack('<q', data)[0] / 10_000:.4f}".rstrip("0").rstrip(".")
        if item.kind == 7:
            return str(_OLE_EPOCH + timedelta(days=struct.unpack("<d", data)[0]))
        if item.kind == 0x40:
            return str(_EPOCH + timedelta(microseconds=struct.unpack("<Q", data)[0] // 10))
    except (OverflowError, ValueError):
        pass
    return ""
