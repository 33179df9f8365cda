"""Workbooks that are encrypted although nobody gave them a password ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.6)."""

from __future__ import annotations

import hashlib
import struct

from dlp.extract.base import Budget

_NOBODYS = "VelvetSweatshop".encode("utf-16-le")
_FILEPASS, _SHEET = 0x2F, 0x85
_BLOCK = 1024
# Records that stay plain (2.2.10): the beginning of a substream, locks and revisions
_PLAIN = frozenset((0x809, _FILEPASS, 0xE1, 0x194, 0x195, 0x196, 0x138))


def opened(data: bytes, budget: Budget) -> bytes:
    """The plain workbook stream; empty where it has a password of its own, or is encrypted in another way."""
    budget.unpack(len(data))
    out = bytearray(data)
    stream, short = b"", b""
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        start, end = at + 4, min(at + 4 + size, len(data))
        if kind == _FILEPASS and not short:
            short = _key(data[start:end])
            if not short:
                return b""
            stream = b"".join(_stream(short, block, _BLOCK) for block in range(len(data) // _BLOCK + 1))
            struct.pack_into("<H", out, at, 0x0B00)  # no record of that number: it is not asked for again
        elif kind not in _PLAIN and stream:
            first = start + 4 if kind == _SHEET else start  # the place of a sheet is plain
            if end > first:
                out[first:end] = _mixed(data[first:end], stream[first:end])
        at += 4 + size
    return bytes(out) if short else b""


def _key(filepass: bytes) -> bytes:
    """What the keys of all blocks are made from; empty where the password is another one or the method is."""
    if filepass[:6] != b"\1\0\1\0\1\0" or len(filepass) < 54:
        return b""
    salt, verifier = filepass[6:22], filepass[22:54]
    start = hashlib.md5(_NOBODYS, usedforsecurity=False).digest()[:5] + salt
    short = hashlib.md5(start * 16, usedforsecurity=False).digest()[:5]
    plain = _mixed(verifier, _stream(short, 0, 32))
    return short if hashlib.md5(plain[:16], usedforsecurity=False).digest() == plain[16:] else b""


def _stream(short: bytes, block: int, size: int) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    key = hashlib.md5(short + struct.pack("<I", block), usedforsecurity=False).digest()
    return Cipher(ARC4(key), mode=None).encryptor().update(bytes(size))


def _mixed(data: bytes, stream: bytes) -> bytes:
    size = len(data)
    return (int.from_bytes(data, "little") ^ int.from_bytes(stream[:size], "little")).to_bytes(size, "little")
