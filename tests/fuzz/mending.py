"""Checksums made right after a change, where a wrong one would end the reading before anything is read."""

from __future__ import annotations

import struct
import zlib


def mend(kind: str, data: bytes) -> bytes:
    """The same document with the sums of its headers as they must be; as it is where nothing is to be mended."""
    mender = _MENDERS.get(kind)
    return mender(bytearray(data)) if mender else data


def _sevenz(data: bytearray) -> bytes:
    """7zFormat.txt: the sum of the header, then that of the start header over place, size and sum of the first."""
    if len(data) >= 32:
        offset, size = struct.unpack_from("<QQ", data, 12)
        if size < len(data) and offset < len(data):
            struct.pack_into("<I", data, 28, zlib.crc32(data[32 + offset : 32 + offset + size]))
        struct.pack_into("<I", data, 8, zlib.crc32(data[12:32]))
    return bytes(data)


def _rar(data: bytearray) -> bytes:
    return _rar5(data) if data[:8] == b"Rar!\x1a\x07\x01\x00" else _rar4(data)


def _rar4(data: bytearray) -> bytes:
    """Blocks of RAR 1.5 to 4: the lower half of the sum of a header, in front of it."""
    at = 7
    while at + 7 <= len(data):
        flags, size = struct.unpack_from("<HH", data, at + 3)
        if size < 7 or at + size > len(data):
            break
        struct.pack_into("<H", data, at, zlib.crc32(data[at + 2 : at + size]) & 0xFFFF)
        at += size + (struct.unpack_from("<I", data, at + 7)[0] if flags & 0x8000 and at + 11 <= len(data) else 0)
    return bytes(data)


def _rar5(data: bytearray) -> bytes:
    """The first blocks of RAR 5, one behind the other, as far as their sizes lead."""
    at = 8
    while at + 7 <= len(data):
        size, start = _vint(data, at + 4)
        end = start + size
        if end > len(data) or size < 2:
            break
        struct.pack_into("<I", data, at, zlib.crc32(data[at + 4 : end]))
        _, after = _vint(data, start)
        flags, after = _vint(data, after)
        if flags & 1:
            _, after = _vint(data, after)
        packed, _ = _vint(data, after) if flags & 2 else (0, after)
        at = end + packed
    return bytes(data)


def _vint(data: bytearray, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 0x7F) << shift
        at += 1
        if not data[at - 1] & 0x80:
            break
        shift += 7
    return value, at


def _png(data: bytearray) -> bytes:
    at = 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if at + 12 + size > len(data):
            break
        struct.pack_into(">I", data, at + 8 + size, zlib.crc32(data[at + 4 : at + 8 + size]))
        at += 12 + size
    return bytes(data)


def _tar(data: bytearray) -> bytes:
    """POSIX: the sum of a header's bytes, its own field taken as blanks, for every block that claims to be a header."""
    for at in range(0, len(data) - 511, 512):
        if data[at + 257 : at + 262] == b"ustar":
            data[at + 148 : at + 156] = b" " * 8
            data[at + 148 : at + 156] = b"%06o\0 " % sum(data[at : at + 512])
    return bytes(data)


_MENDERS = {"7z": _sevenz, "rar": _rar, "image": _png, "tar": _tar}
