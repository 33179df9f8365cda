"""ZIP archives with the same bytes everywhere: stored members, one fixed time, any name encoding, old encryption.

The standard library cannot write CP949 names or encrypted members; PKWARE's APPNOTE 6.3.10 is short enough to follow.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

MODIFIED = (12 << 11, (2026 - 1980) << 9 | 4 << 5 | 20)  # 2026-04-20 12:00, as DOS time and date (4.4.6)
ENCRYPTED, UTF8_NAME = 1 << 0, 1 << 11  # general purpose flags (4.4.4)


@dataclass(frozen=True, slots=True)
class Member:
    """`encoding` is that of the name: utf-8 says so in the flags, cp949 does not, as Korean Windows tools do."""

    name: str
    data: bytes
    encoding: str = "utf-8"
    password: bytes = b""


def archive(members: Iterable[Member]) -> bytes:
    body, directory, count = b"", b"", 0
    for member in members:
        name = member.name.encode(member.encoding)
        check = zlib.crc32(member.data)
        stored = encrypt(member.data, member.password, check) if member.password else member.data
        flags = (ENCRYPTED if member.password else 0) | (UTF8_NAME if member.encoding == "utf-8" else 0)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 0, *MODIFIED, check, len(stored), len(member.data), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + common + name + stored
        count += 1
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)


def encrypt(data: bytes, password: bytes, check: int) -> bytes:
    """Traditional PKWARE encryption (6.1), with a header of zeros where others put random bytes."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc_step(keys[2], keys[1] >> 24)

    def cipher(byte: int) -> int:
        word = (keys[2] | 2) & 0xFFFF
        update(byte)
        return byte ^ ((word * (word ^ 1)) >> 8 & 0xFF)

    for byte in password:
        update(byte)
    return bytes(cipher(byte) for byte in bytes(11) + bytes([check >> 24]) + data)


def _crc_step(crc: int, byte: int) -> int:
    """One step of CRC-32 without the conditioning zlib adds around it."""
    return ~zlib.crc32(bytes([byte]), ~crc & 0xFFFFFFFF) & 0xFFFFFFFF
