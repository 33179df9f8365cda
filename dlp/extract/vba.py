"""Source text of macros, out of the compressed containers of a VBA project ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct

from dlp.extract.base import Budget
from dlp.extract.properties import narrow

_CHUNK = 4096
# Every module's source begins "Attribute VB_Name"; the first eight letters stand uncompressed behind their flag byte.
_FIRST = b"\0Attribut"
# Caches of a VBA project that hold no source: what they repeat stands in the modules.
CACHES = ("_vba_project", "__srp_", "dir")


def module_source(data: bytes, budget: Budget) -> str:
    """The source of a module stream, behind whatever cache it begins with. Raises ValueError where there is none."""
    at = data.find(_FIRST)
    if at < 3 or data[at - 3] != 1:
        raise ValueError("no source")
    return narrow(decompressed(data[at - 3 :], budget), 949)


def decompressed(data: bytes, budget: Budget) -> bytes:
    """A compressed container. Raises ValueError where it is damaged."""
    out = bytearray()
    at = 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = min(at + (header & 0xFFF) + 3, len(data))
        budget.unpack(_CHUNK)
        out += _chunk(data, at + 2, end) if header & 0x8000 else data[at + 2 : at + 2 + _CHUNK]
        at = end if header & 0x8000 else at + 2 + _CHUNK
    return bytes(out)


def _chunk(data: bytes, at: int, end: int) -> bytes:
    """2.4.1.3.2: flag bytes, each before eight literal bytes or copies of what the chunk holds already."""
    out = bytearray()
    while at < end:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 2 > end or not out:
                raise ValueError("a copy of nothing")
            (token,) = struct.unpack_from("<H", data, at)
            at += 2
            bits = max(4, (len(out) - 1).bit_length())
            length, back = (token & 0xFFFF >> bits) + 3, (token >> 16 - bits) + 1
            if back > len(out):
                raise ValueError("a copy from before the chunk")
            piece = out[-back:]
            out += (piece * (length // back + 1))[:length]
            if len(out) > _CHUNK:
                raise ValueError("a chunk that is too long")
    return bytes(out)
