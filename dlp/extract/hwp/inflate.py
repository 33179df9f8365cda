"""Raw deflate, bounded: what a stream unpacks to, and whether that is all of it."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from dlp.extract.base import Budget
from dlp.types import IssueCode

_STEP = 64 << 10
_HARMLESS = 8 << 20  # below this size nothing can hurt, whatever its ratio


class Unpacked(NamedTuple):
    """`trouble` tells why `data` is not all; `rest` is what stands behind the end of the compressed data."""

    data: bytes
    trouble: IssueCode | None = None
    rest: bytes = b""


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
    rest = engine.unused_data + data[at:] if engine.eof else b""
    return Unpacked(b"".join(pieces), None if engine.eof else IssueCode.CORRUPT, rest)
