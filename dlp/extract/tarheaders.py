"""Headers of tar (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU): numbers, checksums, extended records, sparse maps."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

BLOCK = 512
# An extended header or a long name of more than this is no name.
LONGEST = 1 << 20
_MAX_REGIONS = 100_000

REGULAR = frozenset((b"0", b"\0", b"7", b"S"))
LONG_NAME, LONG_LINK, SPARSE, DIRECTORY, VOLUME, CONTINUED = b"L", b"K", b"S", b"5", b"V", b"M"
PAX = frozenset((b"x", b"X", b"g"))
# Links, devices, directories and pipes have no data, whatever size they claim.
DATALESS = frozenset((b"1", b"2", b"3", b"4", DIRECTORY, b"6", VOLUME))

_CHECKSUM = slice(148, 156)
_SPARE = re.compile(rb"[0-7 \0]{8}")
_WORDS = re.compile(rb"[^\0]{4,}")
_OCTAL = re.compile(rb"[0-7 ]{1,12}")
# Keywords of extended headers that only programs fill in.
MACHINE = re.compile(
    r"[amc]time|LIBARCHIVE\.creationtime|[ug]id|size|GNU\.sparse\.(?!name).*|SCHILY\.(?:dev|ino|nlink)"
)


@dataclass(frozen=True, slots=True, repr=False)
class Header:
    """One block of 512 bytes. `words` is all of it that is not a number: what stands behind a NUL is text as well."""

    name: bytes
    link: bytes
    kind: bytes
    size: int
    words: tuple[bytes, ...]
    block: bytes


class Region(NamedTuple):
    """A part of a sparse file that is there."""

    offset: int
    size: int


def number(field: bytes) -> int:
    """Octal digits, or base 256 where the highest bit is set (GNU). Negative where it is no number."""
    if field[:1] >= b"\x80":
        return int.from_bytes(bytes([field[0] & 0x3F]) + field[1:], "big", signed=False) if field[0] < 0xC0 else -1
    digits = field.strip(b" \0").partition(b"\0")[0]
    if not digits:
        return 0
    return int(digits, 8) if re.fullmatch(rb"[0-7]+", digits) else -1


def is_header(block: bytes) -> bool:
    """The checksum holds, counted with signs or without: the first tar programs did not agree."""
    if len(block) < BLOCK or not _SPARE.fullmatch(block[_CHECKSUM]) or not block[_CHECKSUM].strip(b" \0"):
        return False
    told = number(block[_CHECKSUM])
    rest = block[:148] + b" " * 8 + block[156:BLOCK]
    return told in (sum(rest), sum(rest) - 256 * sum(byte > 127 for byte in rest))


def read_header(block: bytes) -> Header:
    """A block whose checksum holds."""
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    tail = block[345:] if block[156:157] != SPARSE else b""
    fields = (block[:100], block[157:257], block[265:329], tail)
    words = tuple(word for field in fields for word in _WORDS.findall(field) if not _OCTAL.fullmatch(word))
    link = block[157:257].partition(b"\0")[0]
    kind, size = block[156:157], number(block[124:136])
    return Header(prefix + b"/" + name if prefix else name, link, kind, size, words, block)


def pax_records(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Keyword and value of each record "length keyword=value\\n". Raises ValueError where it is none."""
    at = 0
    while at < len(data) and data[at:].strip(b"\0"):
        digits = re.match(rb"(\d{1,7}) ", data[at : at + 8])
        length = int(digits[1]) if digits else 0
        record = data[at : at + length]
        if not digits or length < 5 or not record.endswith(b"\n"):
            raise ValueError("no pax record")
        keyword, _, value = record[digits.end() : -1].partition(b"=")
        yield keyword.decode("utf-8", "replace"), value
        at += length


def old_sparse(header: Header, stream: BinaryIO) -> list[Region]:
    """The map of a GNU sparse entry, continued in further blocks of the stream."""
    regions = list(_regions(header.block[386:482]))
    more = header.block[482]
    while more and len(regions) < _MAX_REGIONS:
        block = stream.read(BLOCK)
        if len(block) < BLOCK:
            raise ValueError("sparse map cut short")
        regions += _regions(block[:504])
        more = block[504]
    return regions


def _regions(fields: bytes) -> Iterator[Region]:
    for offset, size in struct.iter_unpack("12s12s", fields):
        if offset.strip(b"\0 ") or size.strip(b"\0 "):
            yield _region(number(offset), number(size))


def _region(offset: int, size: int) -> Region:
    if offset < 0 or size < 0:
        raise ValueError("sparse map")
    return Region(offset, size)


def pax_sparse(told: dict[str, bytes], data: bytes) -> tuple[list[Region], bytes]:
    """The map of a pax sparse entry (GNU formats 0.1 and 1.0) and the data without it."""
    if told.get("GNU.sparse.major") == b"1":
        lines = data.split(b"\n", 1)
        count = int(lines[0])
        if not 0 <= count <= _MAX_REGIONS:
            raise ValueError("sparse map")
        numbers = [int(line) for line in lines[1].split(b"\n", 2 * count)[: 2 * count]]
        used = len(lines[0]) + 1 + sum(len(line) + 1 for line in lines[1].split(b"\n", 2 * count)[: 2 * count])
        data = data[used + -used % BLOCK :]
    else:
        numbers = [int(word) for word in told.get("GNU.sparse.map", b"").split(b",") if word][: 2 * _MAX_REGIONS]
    return [_region(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)], data


def expanded(data: bytes, regions: list[Region], size: int) -> bytes:
    """A sparse file with its holes as zeros, at most `size` bytes; whatever the map leaves over stands at the end."""
    out = bytearray()
    at = 0
    for region in regions:
        if region.offset > size or region.offset < len(out):
            break
        out += bytes(region.offset - len(out)) + data[at : at + region.size]
        at += region.size
    return bytes(out + data[at:]) if at < len(data) else bytes(out)
