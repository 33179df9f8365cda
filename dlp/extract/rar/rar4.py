"""Headers of RAR before version 5 (1.5 to 4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from dlp.extract.archive import text_of
from dlp.extract.rar.blocks import Blocks, Entry
from dlp.types import IssueCode

MAGIC = b"Rar!\x1a\x07\0"
_MAIN, _FILE, _OLD_COMMENT, _SERVICE, _END = 0x73, 0x74, 0x75, 0x7A, 0x7B
_LONG = 0x8000  # data follows the block
_VOLUME, _HEADERS_ENCRYPTED = 0x01, 0x80  # of the archive
_SPLIT, _ENCRYPTED, _COMMENT, _FOLDER, _LARGE, _UNICODE = 0x03, 0x04, 0x08, 0xE0, 0x100, 0x200  # of a file
_STORED = 0x30
_SYSTEM = frozenset(("RR", "ACL", "UOW", "AV", "QO"))  # recovery, rights, owners, signatures: no words in them


def entries(blocks: Blocks) -> Iterator[Entry]:
    position = len(MAGIC)
    while len(head := blocks.at(position, 7)) == 7:
        crc, kind, flags, size = struct.unpack("<HBHH", head)
        header = blocks.at(position, size)
        if size < 7 or len(header) < size or not 0x72 <= kind <= 0x7B:
            blocks.trouble(IssueCode.CORRUPT, "bytes that are no block")
            return
        if kind in (_FILE, _SERVICE) and not flags & _COMMENT and zlib.crc32(header[2:]) & 0xFFFF != crc:
            blocks.trouble(IssueCode.CORRUPT, "checksum of a header does not hold")
        data = 0
        if kind == _MAIN and flags & _HEADERS_ENCRYPTED:
            blocks.trouble(IssueCode.ENCRYPTED, "names are encrypted too")
            return
        if kind in (_FILE, _SERVICE) and size >= 32:
            entry = _entry(header, flags, position + size, service=kind == _SERVICE)
            _embedded_comment(header, flags, blocks)
            data = entry.packed
            if not (entry.service and entry.name in _SYSTEM):
                yield entry
        elif flags & _LONG and size >= 11:
            data = int(struct.unpack_from("<I", header, 7)[0])
        if (kind == _MAIN and size > 13) or kind == _OLD_COMMENT:
            _old_comment(header[13 if kind == _MAIN else 0 :], blocks)
        position += size + data
        if kind == _END:
            break
    if position > blocks.end:
        blocks.trouble(IssueCode.CORRUPT, "ends too early: cut short, or a part of a split archive")
    blocks.after(position)


def _entry(header: bytes, flags: int, position: int, *, service: bool) -> Entry:
    packed, size, crc, method, length = struct.unpack_from("<II x I 4x x B H", header, 7)
    at = 32
    if flags & _LARGE and len(header) >= 40:
        high = struct.unpack_from("<II", header, 32)
        packed, size, at = packed | high[0] << 32, size | high[1] << 32, 40
    raw = header[at : at + length]
    split = flags & _SPLIT
    return Entry(
        name=_name(raw, unicode=bool(flags & _UNICODE)).replace("\\", "/"),
        method=method - _STORED,
        position=position,
        packed=packed,
        size=size,
        crc=None if split else crc,
        encrypted=bool(flags & _ENCRYPTED),
        folder=flags & _FOLDER == _FOLDER and not service,
        split=bool(split),
        service=service,
    )


def _name(raw: bytes, *, unicode: bool) -> str:
    plain, zero, encoded = raw.partition(b"\0")
    if not (unicode and zero):
        return text_of(plain)
    try:
        return _unpacked_name(plain, encoded)
    except IndexError:
        return text_of(plain)


def _unpacked_name(plain: bytes, encoded: bytes) -> str:
    """A name whose characters share a high byte, each told by two bits: this byte alone, with the high byte, two bytes,
    or a run that follows the plain name."""
    high = encoded[0] << 8
    out: list[int] = []
    at, flags, left = 1, 0, 0
    while at < len(encoded) and len(out) < 4096:
        if not left:
            flags, left, at = encoded[at], 8, at + 1
        left -= 2
        kind = flags >> left & 3
        if kind == 0:
            out.append(encoded[at])
        elif kind == 1:
            out.append(high | encoded[at])
        elif kind == 2:
            out.append(encoded[at] | encoded[at + 1] << 8)
            at += 1
        else:
            at += _run(plain, encoded, at, high, out)
        at += 1
    return "".join(map(chr, out)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _run(plain: bytes, encoded: bytes, at: int, high: int, out: list[int]) -> int:
    """Characters of the plain name, shifted and with the high byte where the run says so. Bytes used besides the first."""
    count = (encoded[at] & 0x7F) + 2
    shift = encoded[at + 1] if encoded[at] & 0x80 else 0
    shifted = bool(encoded[at] & 0x80)
    run = plain[len(out) : len(out) + count]
    out += [high | (byte + shift & 0xFF) if shifted else byte for byte in run]
    return int(shifted)


def _embedded_comment(header: bytes, flags: int, blocks: Blocks) -> None:
    """A comment inside a file header, as RAR 1.5 and 2 wrote it."""
    length = struct.unpack_from("<H", header, 26)[0]
    at = 32 + (8 if flags & _LARGE else 0) + length
    if flags & _COMMENT and not flags & _UNICODE:
        _old_comment(header[at:], blocks)


def _old_comment(block: bytes, blocks: Blocks) -> None:
    """A comment block: 7 bytes of header, size, version, method, checksum, text."""
    if len(block) < 13 or block[2] != _OLD_COMMENT:
        return
    size, method = struct.unpack_from("<HxB", block, 7)
    if method == _STORED:
        blocks.words.append(text_of(block[13 : 13 + size]))
    else:
        blocks.trouble(IssueCode.UNSUPPORTED, "a comment with RAR compression")
