"""Property sets ([MS-OLEPS]): title, author, company, what users added, and every other word in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.words import words

_SETS, _PROPERTIES, _VECTOR = 8, 4096, 4096
_I2, _I4, _BSTR, _VARIANT, _LPSTR, _LPWSTR, _BLOB, _CLIPBOARD = 2, 3, 8, 12, 30, 31, 65, 71
_IS_VECTOR = 0x1000
_UNICODE = 1200
_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
_DOCUMENT = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
# 2.25.1 and [MS-OSHARED] 2.3.3.2: the numbers of the properties that hold words
_NAMES = {
    _SUMMARY: {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 7: "template", 8: "last author",
               9: "revision", 18: "application"},
    _DOCUMENT: {2: "category", 3: "presentation format", 12: "heading pairs", 13: "titles of parts", 14: "manager",
                15: "company", 26: "content type", 27: "content status", 28: "language", 29: "version"},
}  # fmt: skip


class Property(NamedTuple):
    """`name` is the one its user or the standard gave it, or its number."""

    name: str
    value: str


def properties(data: bytes) -> Iterator[Property]:
    """The properties with words in them. Raises ValueError where the stream breaks off, after what could be read."""
    try:
        count = min(struct.unpack_from("<I", data, 24)[0], _SETS)
        for index in range(count):
            kind, offset = struct.unpack_from("<16sI", data, 28 + index * 20)
            yield from _set(data[offset:], _NAMES.get(kind, {}))
    except struct.error:
        raise ValueError("a property set that breaks off") from None


def _set(data: bytes, known: dict[int, str]) -> Iterator[Property]:
    count = min(struct.unpack_from("<I", data, 4)[0], _PROPERTIES)
    places = [struct.unpack_from("<II", data, 8 + index * 8) for index in range(count)]
    codepage = _codepage(data, places)
    names = dict(known)
    for identifier, offset in places:
        if identifier == 0:
            names |= _dictionary(data, offset, codepage)
            for name in sorted(set(names.values()) - set(known.values())):
                yield Property("property", name)
    broken = False
    for identifier, offset in places:
        if identifier > 1:
            try:
                for value in _value(data, offset, codepage):
                    if value.strip():
                        yield Property(names.get(identifier, f"property {identifier}"), value)
            except struct.error:
                broken = True
    if broken:
        raise struct.error


def _codepage(data: bytes, places: list[tuple[int, int]]) -> int:
    for identifier, offset in places:
        if identifier == 1:
            kind, value = struct.unpack_from("<IH", data, offset)
            return int(value) if kind == _I2 else _UNICODE
    return 949


def _dictionary(data: bytes, offset: int, codepage: int) -> dict[int, str]:
    """2.17: identifiers and names; the length counts characters in Unicode, bytes otherwise."""
    names: dict[int, str] = {}
    (count,) = struct.unpack_from("<I", data, offset)
    at = offset + 4
    for _ in range(min(count, _PROPERTIES)):
        identifier, length = struct.unpack_from("<II", data, at)
        size = length * 2 if codepage == _UNICODE else length
        names[identifier] = decoded(data[at + 8 : at + 8 + size], codepage)
        at += 8 + size + (-size % 4 if codepage == _UNICODE else 0)
    return names


def _value(data: bytes, offset: int, codepage: int) -> Iterator[str]:
    (kind,) = struct.unpack_from("<I", data, offset)
    kind &= 0xFFFF
    if not kind & _IS_VECTOR:
        yield _scalar(data, offset + 4, kind, codepage)[0]
        return
    (count,) = struct.unpack_from("<I", data, offset + 4)
    at = offset + 8
    for _ in range(min(count, _VECTOR)):
        each = kind & 0xFFF
        if each == _VARIANT:
            each = struct.unpack_from("<I", data, at)[0]
            at += 4
        text, size = _scalar(data, at, each, codepage)
        yield text
        if not size:
            return
        at += _unaligned(data, at, size) if each == _LPSTR else size


def _unaligned(data: bytes, at: int, aligned: int) -> int:
    """In a vector narrow strings follow each other without padding ([MS-OSHARED] 2.3.3.1.9), most writers agree."""
    size = 4 + int(struct.unpack_from("<I", data, at)[0])
    following = data[at + size : at + size + 4]
    plausible = len(following) == 4 and int.from_bytes(following, "little") <= len(data) - at - size
    return size if plausible or aligned - size > len(data) - at - size else aligned


def _scalar(data: bytes, at: int, kind: int, codepage: int) -> tuple[str, int]:
    """A value as text and the bytes it takes; 0 where that is not known."""
    if kind in (_LPSTR, _BSTR):
        (size,) = struct.unpack_from("<I", data, at)
        return decoded(data[at + 4 : at + 4 + size], codepage), 4 + size + -size % 4
    if kind == _LPWSTR:
        (length,) = struct.unpack_from("<I", data, at)
        return decoded(data[at + 4 : at + 4 + length * 2], _UNICODE), 4 + length * 2 + -(length * 2) % 4
    if kind in (_BLOB, _CLIPBOARD):
        (size,) = struct.unpack_from("<I", data, at)
        # A clipboard is the thumbnail of a page whose own text is read.
        text = "\n".join(words(data[at + 4 : at + 4 + size])) if kind == _BLOB else ""
        return text, 4 + size + -size % 4
    if kind in (_I2, _I4, 19, 22, 23):
        (number,) = struct.unpack_from("<i", data, at)
        return (str(number) if abs(number) > 999_999 else ""), 4
    if kind == 5:
        (real,) = struct.unpack_from("<d", data, at)
        return (str(int(real)) if 999_999 < abs(real) < 1e18 and real == int(real) else ""), 8
    return "", {64: 8, 11: 4, 20: 8, 21: 8}.get(kind, 0)


def decoded(data: bytes, codepage: int) -> str:
    """Text up to its NUL: UTF-16, UTF-8, Korean, or one byte to a character."""
    if codepage == _UNICODE:
        return data[: len(data) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
    return narrow(data.partition(b"\0")[0], codepage)


def narrow(data: bytes, codepage: int) -> str:
    """Bytes in a Windows code page; Korean where that reads them and the page given does not."""
    names = {65001: "utf-8", 10000: "mac-roman", 10003: "cp949", 1361: "johab", 0: "cp949", 20127: "cp949"}
    for name in (names.get(codepage, f"cp{codepage}"), "cp949", "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")
