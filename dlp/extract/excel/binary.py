"""Records of binary parts of a workbook ([MS-XLSB] 2.1.4) and their strings."""

from __future__ import annotations

from collections.abc import Iterator

_LONGEST = 16 << 20  # no record that Excel writes is as long


def records(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Record types and their data. Raises ValueError where the part breaks off or is none."""
    data, at = b"", 0
    more = True
    while True:
        while more and len(data) - at < 6:
            piece = next(pieces, None)
            more = piece is not None
            data, at = data[at:] + (piece or b""), 0
        if at >= len(data):
            return
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        if size > _LONGEST:
            raise ValueError("a record that is too long")
        waiting = [data[at:]]
        have = len(data) - at
        while more and have < size:
            piece = next(pieces, None)
            more = piece is not None
            waiting.append(piece or b"")
            have += len(waiting[-1])
        if len(waiting) > 1:
            data, at = b"".join(waiting), 0
        yield kind, data[at : at + size]
        if have < size:
            raise ValueError("a record that breaks off")
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Seven bits to a byte, the eighth says that more follow (2.1.4)."""
    value = 0
    for index in range(most):
        if at >= len(data):
            raise ValueError("a record that breaks off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            break
    return value, at


def wide_string(data: bytes, at: int) -> tuple[str, int]:
    """XLWideString (2.5.168) and where it ends; an empty one where it is null or goes beyond the record."""
    length = int.from_bytes(data[at : at + 4], "little")
    if len(data) < at + 4 or length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + length * 2
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
