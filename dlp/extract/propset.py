"""Property sets ([MS-OLEPS]): titles, authors and whatever else an application notes about a document."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# Identifiers of the sets that have names of their own for the same numbers ([MS-OLEPS] 3.1.1).
_DOCUMENT_SUMMARY = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
_DOCUMENT = {2: "category", 14: "manager", 15: "company", 27: "content status", 28: "language"}
_SUMMARY = {
    2: "title",
    3: "subject",
    4: "author",
    5: "keywords",
    6: "comments",
    7: "template",
    8: "last author",
    9: "revision",
    18: "application",
    20: "date",
}
_MOST_PROPERTIES = 1000
_MOST_ELEMENTS = 1000
_LPSTR, _LPWSTR, _BSTR, _VECTOR, _VARIANT = 30, 31, 8, 0x1000, 12
_NUMBERS = {3: "<i", 19: "<I", 20: "<q", 21: "<Q", 5: "<d"}  # I4, UI4, I8, UI8, R8
_TELLING = 1_000_000  # a smaller number counts pages or words
_UNICODE = 1200


class Property(NamedTuple):
    """A name in words and the value as text."""

    name: str
    text: str


def properties(data: bytes) -> tuple[list[Property], bool]:
    """The values of a property set stream that are text or long numbers, and whether the set is sound."""
    found: list[Property] = []
    try:
        mark, count = struct.unpack_from("<H22xI", data)
        if mark != 0xFFFE:
            return found, False
        for number in range(min(count, 8)):
            identifier, offset = struct.unpack_from("<16sI", data, 28 + number * 20)
            found += _section(data, offset, _DOCUMENT if identifier == _DOCUMENT_SUMMARY else _SUMMARY)
    except (struct.error, ValueError):
        return found, False
    return found, count <= 8


def _section(data: bytes, offset: int, names: Mapping[int, str]) -> Iterator[Property]:
    (count,) = struct.unpack_from("<4xI", data, offset)
    if count > _MOST_PROPERTIES:
        raise ValueError
    places = dict(struct.unpack_from("<II", data, offset + 8 + number * 8) for number in range(count))
    codec = "cp949"
    if 1 in places and data[offset + places[1]] == 2:  # VT_I2: the code page of the set
        codec = _codec(struct.unpack_from("<H", data, offset + places[1] + 4)[0])
    if 0 in places:  # names of properties that the user made
        own = dict(_dictionary(data, offset + places[0], codec))
        yield from (Property("name", name) for name in own.values() if name)
        names = {**names, **own}
    for key, place in places.items():
        if key > 1:
            for text in filter(str.strip, _values(data, offset + place, codec)):
                yield Property(names.get(key, f"property {key}"), text)


def _codec(page: int) -> str:
    if page == _UNICODE:
        return "utf-16-le"
    if page == 65001:
        return "utf-8"
    try:
        "".encode(codec := f"cp{page}")
    except LookupError:
        return "cp949"
    return codec


def _dictionary(data: bytes, at: int, codec: str) -> Iterator[tuple[int, str]]:
    (count,) = struct.unpack_from("<I", data, at)
    if count > _MOST_PROPERTIES:
        raise ValueError
    at += 4
    for _ in range(count):
        key, length = struct.unpack_from("<II", data, at)
        width = 2 if codec == "utf-16-le" else 1
        yield key, _text(data, at + 8, length * width, codec)
        at += 8 + length * width
        if width == 2:
            at += -at % 4


def _values(data: bytes, at: int, codec: str) -> Iterator[str]:
    """The texts of one typed value; vectors have several."""
    (kind,) = struct.unpack_from("<I", data, at)
    at += 4
    count = 1
    if kind & _VECTOR:
        count = min(struct.unpack_from("<I", data, at)[0], _MOST_ELEMENTS)
        at += 4
    for _ in range(count):
        element = kind & 0xFFF
        if kind & _VECTOR and element == _VARIANT:
            element = struct.unpack_from("<I", data, at)[0] & 0xFFF
            at += 4
        if element in _NUMBERS:
            (value,) = struct.unpack_from(_NUMBERS[element], data, at)
            at += struct.calcsize(_NUMBERS[element])
            if abs(value) >= _TELLING and value == value // 1:
                yield str(int(value))
        elif element in (_LPSTR, _LPWSTR, _BSTR):
            (length,) = struct.unpack_from("<I", data, at)
            width = 2 if element == _LPWSTR else 1
            yield _text(data, at + 4, length * width, "utf-16-le" if element == _LPWSTR else codec)
            at += 4 + length * width
            at += -at % 4 if element == _LPWSTR or not kind & _VECTOR else 0
        else:
            return


def _text(data: bytes, at: int, length: int, codec: str) -> str:
    if at + length > len(data):
        raise ValueError
    return data[at : at + length].decode(codec, "replace").rstrip("\0")
