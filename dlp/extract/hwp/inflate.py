"""Raw deflate, bounded: what a stream unpacks to, and whether that is all of it."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from dlp.extract.base import Budget
from dlp.types import IssueCode

_STEP = 64 << 10
_HARMLESS = 8 << 20  # below this size nothing can hurt, whatever its ratio
_FOOTER = 64  # Hancom's writer puts a CRC-32 and the length behind the data, padded where it is encrypted afterwards


class Unpacked(NamedTuple):
    """`trouble` tells why `data` is not all that the stream holds, or not what was written."""

    data: bytes
    trouble: IssueCode | None = None


def inflate(data: bytes, budget: Budget) -> Unpacked:
    """Raises BudgetSpent alone; damage is told in the result, with what came out before it."""
    engine = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    produced = at = 0
    pending = b""
    while not engine.eof and (at < len(data) or pending):
        if not pending:
            pending = data[at : at + _STEP]
            at += len(pending)
        try:
            piece = engine.decompress(pending, _STEP * 4)
        except zlib.error:
            return Unpacked(b"".join(pieces), IssueCode.CORRUPT)
        pending = engine.unconsumed_tail
        produced += len(piece)
        budget.unpack(len(piece))
        pieces.append(piece)
        if produced > budget.limits.part_bytes:
            return Unpacked(b"".join(pieces), IssueCode.TOO_LARGE)
        if produced > _HARMLESS and produced > len(data) * budget.limits.ratio:
            return Unpacked(b"".join(pieces), IssueCode.RATIO)
    whole = b"".join(pieces)
    if not engine.eof:
        return Unpacked(whole, IssueCode.CORRUPT)
    return Unpacked(whole, _behind(engine.unused_data + data[at:], whole))


def _behind(rest: bytes, whole: bytes) -> IssueCode | None:
    """What the bytes behind the compressed data say: nothing, that it was altered, or that something is hidden there."""
    if len(rest) > _FOOTER and rest.strip(b"\0"):
        return IssueCode.SUSPICIOUS
    if len(rest) != 8:
        return None
    checksum, length = struct.unpack("<II", rest)
    altered = length != len(whole) or checksum not in (0, zlib.crc32(whole))  # older writers leave the checksum at 0
    return IssueCode.CORRUPT if altered else None
