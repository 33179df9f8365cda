"""Property sets ([MS-OLEPS]): title, author, company, what users added, and every other word in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dlp.extract.words import words

_SETS = 8
_MOST = 4096  # properties of a set, names in a dictionary, elements of a vector
_BYTE_ORDER = 0xFFFE
_I2, _BSTR, _VARIANT, _LPSTR, _LPWSTR, _BLOB, _CLIPBOARD = 2, 8, 12, 30, 31, 65, 71
_IS_VECTOR = 0x1000
# I4, R8, UI4, I8, UI8, INT, UINT
_NUMBERS = {3: "<i", 5: "<d", 19: "<I", 20: "<q", 21: "<Q", 22: "<i", 23: "<I"}
# I2, R4, CY, DATE, ERROR, BOOL, UI2, FILETIME, CLSID: nothing to be said, but room is taken in a vector
_SIZES = {_I2: 4, 4: 4, 6: 8, 7: 8, 10: 4, 11: 4, 18: 4, 64: 8, 72: 16}
_TELLING, _EXACT = 10**6, 10**18  # a smaller number counts pages or words, a larger one of type R8 has lost digits
_UNICODE, _KOREAN = 1200, 949
_DOCUMENT = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
_USER = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
# 2.25.1 and [MS-OSHARED] 2.3.3.2: the numbers of the properties that hold words. Other sets follow the first one.
_SUMMARY = {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 7: "template", 8: "last author",
            9: "revision", 18: "application", 20: "date"}  # fmt: skip
_NAMES = {
    _DOCUMENT: {2: "category", 3: "presentation format", 12: "heading pairs", 13: "titles of parts", 14: "manager",
                15: "company", 26: "content type", 27: "content status", 28: "language", 29: "version"},
    _USER: {},
}  # fmt: skip


class Property(NamedTuple):
    """`name` is the one its user or the standard gave it, or its number."""

    name: str
    text: str

    def __repr__(self) -> str:
        return type(self).__name__


class _Value(NamedTuple):
    """A value as text, the bytes it takes, 0 where that is not known, and whether all of them are there."""

    text: str
    size: int
    whole: bool = True

    def __repr__(self) -> str:
        return type(self).__name__


def properties(data: bytes) -> tuple[list[Property], bool]:
    """The properties that are text or long numbers, as far as they can be read, and whether the stream is sound."""
    found: list[Property] = []
    try:
        mark, count = struct.unpack_from("<H22xI", data)
        sound = mark == _BYTE_ORDER and count <= _SETS
        for index in range(min(count, _SETS)):
            kind, offset = struct.unpack_from("<16sI", data, 28 + index * 20)
            for each in _set(data[offset:], _NAMES.get(kind, _SUMMARY)):
                if each is None:
                    sound = False
                else:
                    found.append(each)
    except struct.error:
        return found, False
    return found, sound


def _set(data: bytes, names: Mapping[int, str]) -> Iterator[Property | None]:
    """Properties, and None for what breaks off."""
    (count,) = struct.unpack_from("<4xI", data)
    if count > _MOST:
        yield None
    available = min(count, _MOST, max(0, len(data) - 8) // 8)
    if available < min(count, _MOST):
        yield None
    places: list[tuple[int, int]] = [struct.unpack_from("<II", data, 8 + index * 8) for index in range(available)]
    codepage = _codepage(data, places)
    for identifier, offset in places:
        if identifier == 0:
            own = {}
            for each in _dictionary(data, offset, codepage):
                if each is None:
                    yield None
                else:
                    own[each[0]] = each[1]
            yield from (Property("name", name) for name in dict.fromkeys(own.values()) if name.strip())
            names = {**names, **own}
    for identifier, offset in places:
        if identifier > 1:
            for value in _values(data, offset, codepage):
                if value is None:
                    yield None
                elif value.strip():
                    yield Property(names.get(identifier, f"property {identifier}"), value)


def _codepage(data: bytes, places: list[tuple[int, int]]) -> int:
    for identifier, offset in places:
        if identifier == 1 and offset + 6 <= len(data):
            kind, value = struct.unpack_from("<IH", data, offset)
            return int(value) if kind == _I2 else _KOREAN
    return _KOREAN


def _dictionary(data: bytes, offset: int, codepage: int) -> Iterator[tuple[int, str] | None]:
    """2.17: identifiers and names; the length counts characters in Unicode, bytes otherwise. None where it breaks off."""
    try:
        (count,) = struct.unpack_from("<I", data, offset)
        at = offset + 4
        for _ in range(min(count, _MOST)):
            identifier, length = struct.unpack_from("<II", data, at)
            size = length * 2 if codepage == _UNICODE else length
            yield identifier, decoded(data[at + 8 : at + 8 + size], codepage)
            at += 8 + size + (-size % 4 if codepage == _UNICODE else 0)
        if count > _MOST or at > len(data):
            yield None
    except struct.error:
        yield None


def _values(data: bytes, offset: int, codepage: int) -> Iterator[str | None]:
    """The texts of one typed value; vectors have several. None where it breaks off."""
    try:
        kind, count = struct.unpack_from("<H", data, offset)[0], 1
        at = offset + 4
        if vector := kind & _IS_VECTOR:
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
        for _ in range(min(count, _MOST)):
            each = kind & 0xFFF
            if vector and each == _VARIANT:
                each = struct.unpack_from("<I", data, at)[0] & 0xFFF
                at += 4
            text, size, whole = _scalar(data, at, each, codepage)
            yield text
            if not whole:
                yield None
            if not (size and whole):
                return
            at += _unaligned(data, at, size) if vector and each == _LPSTR else size
        if count > _MOST:
            yield None
    except struct.error:
        yield None


def _unaligned(data: bytes, at: int, aligned: int) -> int:
    """In a vector narrow strings follow each other without padding ([MS-OSHARED] 2.3.3.1.9), most writers agree."""
    size = 4 + int(struct.unpack_from("<I", data, at)[0])
    following = data[at + size : at + size + 4]
    plausible = len(following) == 4 and int.from_bytes(following, "little") <= len(data) - at - size
    return size if plausible or aligned - size > len(data) - at - size else aligned


def _scalar(data: bytes, at: int, kind: int, codepage: int) -> _Value:
    if kind in _NUMBERS:
        (number,) = struct.unpack_from(_NUMBERS[kind], data, at)
        telling = abs(number) >= _TELLING and (kind != 5 or (abs(number) < _EXACT and number == int(number)))
        return _Value(str(int(number)) if telling else "", struct.calcsize(_NUMBERS[kind]))
    if kind not in (_LPSTR, _BSTR, _LPWSTR, _BLOB, _CLIPBOARD):
        return _Value("", _SIZES.get(kind, 0))
    (length,) = struct.unpack_from("<I", data, at)
    size = length * 2 if kind == _LPWSTR else length
    content = data[at + 4 : at + 4 + size]
    if kind in (_BLOB, _CLIPBOARD):
        # A clipboard is the thumbnail of a page whose own text is read.
        text = "\n".join(words(content)) if kind == _BLOB else ""
    else:
        text = decoded(content, _UNICODE if kind == _LPWSTR else codepage)
    return _Value(text, 4 + size + -size % 4, len(content) == size)


def decoded(data: bytes, codepage: int) -> str:
    """UTF-16, UTF-8, Korean, or one byte to a character; what stands behind a NUL on a line of its own."""
    if codepage == _UNICODE:
        pieces = data[: len(data) & ~1].decode("utf-16-le", "replace").split("\0")
    else:
        pieces = [narrow(piece, codepage) for piece in data.split(b"\0") if piece]
    return "\n".join(filter(None, pieces))


def narrow(data: bytes, codepage: int) -> str:
    """Bytes in a Windows code page; Korean where that reads them and the page given does not."""
    names = {65001: "utf-8", 10000: "mac-roman", 10003: "cp949", 1361: "johab", 0: "cp949", 20127: "cp949"}
    for name in (names.get(codepage, f"cp{codepage}"), "cp949", "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")
