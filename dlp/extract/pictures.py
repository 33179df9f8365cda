"""Pictures in the drawings of binary Office files ([MS-ODRAW] 2.2.20 to 2.2.31), found wherever they stand."""

from __future__ import annotations

import re
import struct
import zlib

from dlp.extract.base import Budget, Child, Item, held
from dlp.types import Issue, IssueCode, Locus

_EMF, _WMF, _PICT = 0xF01A, 0xF01B, 0xF01C
_ENDINGS = {
    _EMF: "emf",
    _WMF: "wmf",
    _PICT: "pict",
    0xF01D: "jpg",
    0xF01E: "png",
    0xF01F: "dib",
    0xF029: "tiff",
    0xF02A: "jpg",
}
_RECORD = re.compile(rb"[\x1a-\x1f\x29\x2a]\xf0")
_STARTS = (b"\x89PNG", b"\xff\xd8", b"II*\0", b"MM\0*", b"\x28\0\0\0", b"\x0c\0\0\0")
_MOST = 2000


def split(data: bytes, locus: Locus, budget: Budget) -> tuple[list[Item], bytes]:
    """The pictures of a stream as documents of their own, each once, whoever refers to it; and the bytes beside them."""
    items: list[Item] = []
    beside: list[bytes] = []
    at = taken = 0
    while match := _RECORD.search(data, at):
        at, start = match.end(), match.end() + 4
        if match.start() < 2 or start > len(data):
            continue
        verinst, kind, size = struct.unpack_from("<HHI", data, match.start() - 2)
        if verinst & 0xF or not 0x210 <= verinst >> 4 <= 0x7A8 or not 16 < size <= len(data) - start:
            continue
        body = data[start : start + size]
        content = _metafile(body, kind, budget) if kind in (_EMF, _WMF, _PICT) else _bitmap(body)
        if not content:
            continue
        if len(items) >= _MOST:
            items.append(Issue(IssueCode.TOO_MANY, locus, f"over {_MOST} pictures"))
            break
        beside.append(data[taken : match.start() - 2])
        at = taken = start + size
        items.append(Child(held(f"picture {len(items) + 1}.{_ENDINGS[kind]}", content)))
    beside.append(data[taken:])
    return items, b"\xff\xff".join(beside)


def _bitmap(body: bytes) -> bytes:
    """Behind one or two identifiers of 16 bytes and a tag."""
    for start in (17, 33):
        if body.startswith(_STARTS, start):
            return body[start:]
    return b""


def _metafile(body: bytes, kind: int, budget: Budget) -> bytes:
    """Behind identifiers and a header of 34 bytes that gives the plain size; usually deflated."""
    for start in (16, 32):
        if len(body) < start + 34:
            continue
        size, packed, method = (
            *struct.unpack_from("<I", body, start),
            *struct.unpack_from("<I", body, start + 28),
            body[start + 32],
        )
        data = body[start + 34 : start + 34 + packed]
        if packed > len(body) or method not in (0, 0xFE) or not data:
            continue
        if method == 0xFE:
            return data
        try:
            plain = zlib.decompressobj().decompress(data, min(size, budget.limits.part_bytes // 4) + 1)
        except zlib.error:
            continue
        budget.unpack(len(plain))
        # A WMF in a drawing lacks the header that files have.
        return (b"\xd7\xcd\xc6\x9a" + bytes(18) + plain) if kind == _WMF else plain
    return b""
