"""Sections of a document whose directory is lost, found by how they begin. Streams nearly always lie in one piece."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from dlp.extract.base import Budget
from dlp.extract.hwp.inflate import inflate
from dlp.extract.hwp.records import PARA_HEADER, Records

_GRAIN = 64  # small streams begin at multiples of this, large ones at multiples of eight times that
_LOOK_AT = 256
_SIZES = range(22, 32)  # of a paragraph's header, by version
_MOST = 64
_LONGEST = 16 << 20
# Raw deflate: a block with codes of its own or the fixed ones, the last or not.
_DEFLATED = frozenset(byte for byte in range(256) if byte & 6 in (2, 4))
_TAGS = range(PARA_HEADER, PARA_HEADER + 64)
_PLAIN = re.compile(rb"\x42\0[\x60-\xf0]\x01")


def sections(data: bytes, budget: Budget) -> Iterator[bytes]:
    """Records that begin with a paragraph, from anywhere in a file; at most a few of them."""
    found, at = 0, 512
    while at < len(data) and found < _MOST:
        if not at % (1 << 16):
            budget.check_time()
        content = b""
        behind = at + _GRAIN
        if _PLAIN.match(data, at):
            content = _plausible(data[at : at + _LONGEST])
            behind = max(behind, at + len(content) // _GRAIN * _GRAIN)
        elif data[at] in _DEFLATED and _begins(data[at : at + _LOOK_AT]):
            content = inflate(data[at : at + _LONGEST], budget).data
        if content:
            yield content
            found += 1
        at = behind


def _begins(data: bytes) -> bool:
    try:
        start = zlib.decompressobj(-15).decompress(data, 4)
    except zlib.error:
        return False
    header = int.from_bytes(start, "little")
    return len(start) == 4 and header & 0xFFFFF == PARA_HEADER and header >> 20 in _SIZES


def _plausible(data: bytes) -> bytes:
    """The records up to the first that no section has."""
    end = 0
    for record in Records(data):
        if record.tag not in _TAGS:
            break
        end += len(record.payload) + (8 if len(record.payload) >= 0xFFF else 4)
    return data[:end]
