"""Headers of RAR 5, after the technical note of its maker."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Generator, Iterator

from dlp.extract.rar.blocks import Blocks, Entry
from dlp.types import IssueCode

MAGIC = b"Rar!\x1a\x07\x01\0"
_MAIN, _FILE, _SERVICE, _ENCRYPTION, _END = 1, 2, 3, 4, 5
_EXTRA, _DATA, _SPLIT = 0x01, 0x02, 0x18  # of any block
_FOLDER, _TIME, _CRC, _UNKNOWN_SIZE = 0x01, 0x02, 0x04, 0x08  # of a file
_ENCRYPTED, _REDIRECTION, _OWNER, _METADATA = 1, 5, 6, 2  # kinds of extra records
_LARGEST_HEADER = 2 << 20
_SYSTEM = frozenset(("RR", "ACL", "QO"))


class _Fields:
    """Numbers and texts of a block. Raises ValueError where it ends too early."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        data = self.data[self.at : self.at + size]
        if len(data) < size:
            raise ValueError
        self.at += size
        return data

    def number(self) -> int:
        """Seven bits in each byte, the lowest first; the highest bit says that more follow."""
        found = 0
        for shift in range(0, 70, 7):
            byte = self.take(1)[0]
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
        raise ValueError

    def text(self) -> str:
        return self.take(self.number()).decode("utf-8", "replace")


def entries(blocks: Blocks) -> Iterator[Entry]:
    position = len(MAGIC)
    while position < blocks.end:
        head = _Fields(blocks.at(position, 4 + 3))
        try:
            crc = struct.unpack("<I", head.take(4))[0]
            size = head.number()
            if not 0 < size <= _LARGEST_HEADER:
                raise ValueError
            raw = blocks.at(position, head.at + size)
            if zlib.crc32(raw[4:]) != crc:
                blocks.trouble(IssueCode.CORRUPT, "checksum of a header does not hold")
            position += len(raw)
            fields = _Fields(raw)
            fields.at = head.at
            kind, data = yield from _block(fields, position, blocks)
        except ValueError:
            blocks.trouble(IssueCode.CORRUPT, "bytes that are no block")
            return
        position += data
        if kind == _ENCRYPTION:
            blocks.trouble(IssueCode.ENCRYPTED, "names are encrypted too")
            return
        if kind == _END:
            blocks.after(position)
            return
    cut = "ends too early: cut short, or a part of a split archive" if position > blocks.end else "no end record"
    blocks.trouble(IssueCode.CORRUPT, cut)


def _block(fields: _Fields, position: int, blocks: Blocks) -> Generator[Entry, None, tuple[int, int]]:
    """Gives its entry, if it is one; returns its kind and how many bytes of data follow it."""
    kind, flags = fields.number(), fields.number()
    extra = fields.number() if flags & _EXTRA else 0
    data = fields.number() if flags & _DATA else 0
    records = list(_records(fields.data[len(fields.data) - extra :])) if extra else []
    if kind in (_FILE, _SERVICE):
        entry = _entry(fields, position, data, records, split=bool(flags & _SPLIT), service=kind == _SERVICE)
        if not (entry.service and entry.name in _SYSTEM):
            yield entry
        blocks.words += _words(records)
    elif kind == _MAIN:
        blocks.words += [text for number, record in records if number == _METADATA for text in _archive_name(record)]
    return kind, data


def _entry(
    fields: _Fields, position: int, packed: int, records: list[tuple[int, bytes]], *, split: bool, service: bool
) -> Entry:
    flags, size = fields.number(), fields.number()
    fields.number()  # attributes
    if flags & _TIME:
        fields.take(4)
    crc = struct.unpack("<I", fields.take(4))[0] if flags & _CRC else None
    method = fields.number() >> 7 & 7
    fields.number()  # operating system
    return Entry(
        name=fields.text(),
        method=method,
        position=position,
        packed=packed,
        size=0 if flags & _UNKNOWN_SIZE else size,
        crc=None if split else crc,
        encrypted=any(number == _ENCRYPTED for number, _ in records),
        folder=bool(flags & _FOLDER) and not service,
        split=split,
        service=service,
    )


def _records(extra: bytes) -> Iterator[tuple[int, bytes]]:
    fields = _Fields(extra)
    while fields.at < len(extra):
        record = _Fields(fields.take(fields.number()))
        number = record.number()
        yield number, record.data[record.at :]


def _words(records: list[tuple[int, bytes]]) -> Iterator[str]:
    """Where a link leads to, and the names of owner and group."""
    for number, record in records:
        fields = _Fields(record)
        if number == _REDIRECTION:
            fields.number()
            fields.number()
            yield fields.text()
        elif number == _OWNER:
            flags = fields.number()
            yield from (fields.text() for bit in (1, 2) if flags & bit)


def _archive_name(record: bytes) -> Iterator[str]:
    """The name that the archive had when it was made."""
    fields = _Fields(record)
    if fields.number() & 1:
        yield fields.text().rstrip("\0")
