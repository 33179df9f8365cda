"""The outermost layer of PKCS #7 and CMS (RFC 5652): what kind it is, what is signed in it, and who signed.

Only headers of BER are read, in one pass from front to back: constructed values are entered, primitive ones skipped, so
neither lengths that lie nor nesting cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dlp.extract.base import Budget

_PKCS7, _SMIME = bytes.fromhex("2a864886f70d0107"), bytes.fromhex("2a864886f70d01091001")
SIGNED, COMPRESSED, DATA = _PKCS7 + b"\x02", _SMIME + b"\x09", _PKCS7 + b"\x01"
_END, _OBJECT, _OCTETS, _CONTEXT = 0x00, 0x06, 0x04, 0xA0
_CONSTRUCTED = 0x20
# Types of text, and their encodings: UTF8, Printable, Teletex, IA5, Universal, BMP strings.
_TEXT = {0x0C: "utf-8", 0x13: "latin-1", 0x14: "cp949", 0x16: "latin-1", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}


class Envelope(NamedTuple):
    """`kind` is the object identifier of the outermost layer; `whole` tells that its lengths hold."""

    kind: bytes
    content: bytes
    names: tuple[str, ...]
    whole: bool

    def __repr__(self) -> str:
        return type(self).__name__


class _Value(NamedTuple):
    tag: int
    start: int
    end: int


def read_envelope(data: bytes, budget: Budget) -> Envelope:
    """The content in the clear if there is any, and the words of the certificates."""
    kind, names = b"", dict[str, None]()
    content: list[bytes] = []
    recent = (0, 0, 0)
    collecting, whole = False, True
    for value in _values(data, budget):
        whole = whole and value.end <= len(data)
        tag = value.tag
        if tag == _OBJECT and not kind:
            kind = data[value.start : value.end]
        # Content is what follows "object identifier, [0]" as octets, whole or in pieces.
        if not content and recent[1:] == (_OBJECT, _CONTEXT) and tag & ~_CONSTRUCTED == _OCTETS:
            collecting = True
        collecting = collecting and tag & ~_CONSTRUCTED in (_OCTETS, _END)
        if collecting and tag == _OCTETS:
            budget.unpack(value.end - value.start)
            content.append(data[value.start : value.end])
        elif tag in _TEXT:
            names[data[value.start : value.end].decode(_TEXT[tag], "replace")] = None
        recent = (*recent[1:], tag)
    return Envelope(kind, b"".join(content), tuple(names), whole)


def end_of(data: bytes, budget: Budget) -> int:
    """Where the outermost value ends: by its length, or by the mark that closes it (X.690 8.1.3)."""
    at = depth = count = 0
    while at + 2 <= len(data):
        count += 1
        if count % 65536 == 0:
            budget.check_time()
        tag, length = data[at], data[at + 1]
        at += 2
        if length == 0x80:
            depth += 1
            continue
        if length > 0x80:
            octets = length & 0x7F
            length = int.from_bytes(data[at : at + octets], "big")
            at += octets
        at += length
        depth -= tag == _END and not length
        if depth <= 0:
            break
    return min(at, len(data))


def _values(data: bytes, budget: Budget) -> Iterator[_Value]:
    """Every value in the order it stands in; constructed ones end where their header ends."""
    at, count = 0, 0
    while at + 2 <= len(data):
        count += 1
        if count % 65536 == 0:
            budget.check_time()
        tag, length = data[at], data[at + 1]
        at += 2
        if length > 0x80:
            octets = length & 0x7F
            length = int.from_bytes(data[at : at + octets], "big")
            at += octets
        elif length == 0x80:
            length = 0
        if tag & _CONSTRUCTED:
            yield _Value(tag, at, at)
        else:
            yield _Value(tag, at, at + length)
            at += length
