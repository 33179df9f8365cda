"""ZIP files as documents hide in them: listed by their directory or, where that is damaged, by their local headers."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from dlp.extract import unpack
from dlp.extract.base import Budget, ReadStopped
from dlp.extract.compressed import zstandard
from dlp.types import Blob, IssueCode

STORED, DEFLATED, BZIP2, LZMA, ZSTANDARD, XZ, AES = 0, 8, 12, 14, 93, 95, 99
_METHODS = (STORED, DEFLATED, BZIP2, LZMA, ZSTANDARD, XZ)
# What else there is, to be named (APPNOTE 4.4.5).
_UNREAD = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    10: "DCL Implode",
    20: "Zstandard (old)",
    94: "MP3",
    97: "WavPack",
    98: "PPMd",
}
_STEP = unpack.STEP
_LOCAL = b"PK\x03\x04"
_HEAD = 256  # bytes of a local header read at once: most names and extra fields fit
_MAX_DIRECTORY = 32 << 20
_MOST_WORDS = 50_000
# Four letters or digits in a row, of any script.
_WORDS = re.compile(rb"[0-9A-Za-z\x80-\xff]{4}")
_NUMBERS = frozenset((0x0001, 0x000A, 0x000D, 0x5455, 0x5855, 0x7855, 0x7875, 0x9901, 0xA11E, 0xA220, 0xCAFE, 0xD935))
_UNICODE = frozenset((0x6375, 0x7075))
_UTF8_FLAG, _ENCRYPTED_FLAGS, _DESCRIPTOR_FLAG = 0x800, 0x2041, 0x8  # APPNOTE 4.4.4; bits 0, 6 and 13 encrypt


class Member(NamedTuple):
    """One entry. `data` is where its compressed bytes begin, `packed` their number (-1: until the stream ends)."""

    name: str
    comment: str
    method: int
    encrypted: bool
    header: int
    data: int
    packed: int
    size: int
    crc: int | None

    def __repr__(self) -> str:
        return f"Member({self.size} bytes at {self.header})"

    @property
    def supported(self) -> bool:
        return self.method in _METHODS

    @property
    def method_name(self) -> str:
        return _UNREAD.get(self.method, f"method {self.method}")

    def chunks(self, stream: BinaryIO, most: int = unpack.TO_THE_END) -> Iterator[bytes]:
        """The plain bytes, in pieces; errors of the data end in ReadStopped."""
        return unpack.guarded(_plain(stream, self), self.crc, most=most)


@dataclass(slots=True)
class Listing:
    """The entries of an archive and what is wrong with it."""

    members: list[Member] = field(default_factory=list)
    comment: bytes = field(default=b"", repr=False)
    troubles: list[tuple[IssueCode, str]] = field(default_factory=list)
    words: dict[str, None] = field(default_factory=dict, repr=False)  # other names, and what extra fields hold

    def note(self, raw: bytes) -> None:
        if _WORDS.search(raw) and len(self.words) < _MOST_WORDS:
            self.words[text_of(raw.strip(b"\0"))] = None


def list_members(stream: BinaryIO, limit: int) -> Listing:
    """Every entry, duplicates included, at most `limit` of them."""
    listing = Listing()
    infos = _directory(stream, listing)
    if infos is None:
        listing.members.extend(_carve(stream, limit))
        return listing
    if len(infos) > limit:
        listing.troubles.append((IssueCode.TOO_MANY, f"over {limit} entries"))
    members = [_member(stream, info, listing) for info in infos[:limit]]
    listing.members.extend(member for member in members if member is not None)
    if None in members:
        listing.troubles.append((IssueCode.CORRUPT, "directory entries that point to no local header"))
        listing.members[:] = _carve(stream, limit)
    elif _strays(stream, listing):
        _add_unlisted(stream, listing, limit)
    return listing


def _directory(stream: BinaryIO, listing: Listing) -> list[zipfile.ZipInfo] | None:
    """The central directory; None where there is none that can be used."""
    if _directory_size(stream) > _MAX_DIRECTORY:
        listing.troubles.append((IssueCode.TOO_MANY, f"a directory of over {_MAX_DIRECTORY} bytes"))
        return None
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, struct.error, IndexError):
        listing.troubles.append((IssueCode.CORRUPT, "no usable directory; entries were found by their local headers"))
        return None
    listing.comment = archive.comment
    return archive.infolist()


def _directory_size(stream: BinaryIO) -> int:
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - (66 << 10)))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<I", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0
    if size != 0xFFFFFFFF:
        return int(size)
    large = tail.rfind(b"PK\x06\x06", 0, at)  # APPNOTE 4.3.14
    return int(struct.unpack_from("<Q", tail, large + 40)[0]) if 0 <= large <= len(tail) - 48 else 0


def _member(stream: BinaryIO, info: zipfile.ZipInfo, listing: Listing) -> Member | None:
    if not 0 <= info.header_offset < unpack.TO_THE_END:
        return None
    stream.seek(info.header_offset)
    local = stream.read(_HEAD)
    if len(local) < 30 or not local.startswith(_LOCAL):
        return None
    name_length, extra_length = struct.unpack_from("<HH", local, 26)
    if name_length + extra_length > _HEAD - 30:
        local += stream.read(name_length + extra_length - (_HEAD - 30))
    if local[30 : 30 + name_length] != _raw(info):
        listing.note(local[30 : 30 + name_length])
    for extra in dict.fromkeys((info.extra, local[30 + name_length : 30 + name_length + extra_length])):
        if extra:
            _note_extra(extra, listing)
    return Member(
        name=_name(info.orig_filename, info.flag_bits).replace("\\", "/"),  # what some Windows programs write
        comment=text_of(info.comment),
        method=info.compress_type,
        encrypted=bool(info.flag_bits & _ENCRYPTED_FLAGS) or info.compress_type == AES,
        header=info.header_offset,
        data=info.header_offset + 30 + name_length + extra_length,
        packed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
    )


def _raw(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437", "replace")


def _note_extra(extra: bytes, listing: Listing) -> None:
    """Extra fields (APPNOTE 4.5), but for those that hold nothing but numbers: sizes, times, owners, ciphers, filling."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind not in _NUMBERS:
            # The Unicode path and comment begin with a version and a checksum.
            listing.note(extra[at + 4 + (5 if kind in _UNICODE else 0) : at + 4 + size])
        at += 4 + size
    listing.note(extra[at:])


def _name(name: str, flags: int) -> str:
    """A member name as its maker meant it: without the UTF-8 flag Korean Windows writes CP949 and macOS UTF-8."""
    if flags & _UTF8_FLAG or name.isascii():
        return name
    try:
        return text_of(name.encode("cp437"))
    except UnicodeEncodeError:
        return name


def text_of(raw: bytes) -> str:
    """Bytes of a name or comment: UTF-8, else CP949, else the code page of DOS."""
    for codec in ("utf-8", "cp949"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _strays(stream: BinaryIO, listing: Listing) -> bool:
    """Notice entries that share bytes (a bomb's trick) and bytes that belong to no entry (a hiding place)."""
    position, stray = 0, 0
    for member in sorted(listing.members, key=lambda member: member.header):
        if member.header < position:
            listing.troubles.append((IssueCode.SUSPICIOUS, "entries overlap"))
            break
        # A data descriptor (APPNOTE 4.3.9) takes up to 24 bytes after an entry.
        stray += member.header - position if member.header - position > 24 else 0
        position = member.data + member.packed
    if stray:
        listing.troubles.append((IssueCode.SUSPICIOUS, f"{stray} bytes between or before the entries"))
    after = _after_directory(stream, len(listing.comment))
    if after > 0:
        listing.troubles.append((IssueCode.SUSPICIOUS, f"{after} bytes after the archive"))
    return stray > 0 or after > 0


def _add_unlisted(stream: BinaryIO, listing: Listing, limit: int) -> None:
    """Entries that the directory does not name. It may even be that of an archive stored inside this one, whose own
    directory is lost: then the entries found by their headers hold the listed ones, and count instead of them."""
    headers = sorted(member.header for member in listing.members)
    taken = _Spans((member.header, member.data + max(0, member.packed)) for member in listing.members)
    known = set(headers)
    carved = [member for member in _carve(stream, limit) if member.header not in known]
    outer = [member for member in carved if bisect_left(headers, member.data) < bisect_left(headers, _end(member))]
    if outer:
        listing.troubles.append((IssueCode.CORRUPT, "no directory of its own; entries were found by their headers"))
        inner = _Spans((member.data, _end(member)) for member in outer)
        listing.members[:] = [member for member in listing.members if member.header not in inner]
    kept = {member.header for member in outer}
    free = [member for member in carved if member.header in kept or member.header not in taken]
    if free and not outer:
        listing.troubles.append((IssueCode.SUSPICIOUS, f"{len(free)} entries that the directory does not name"))
    listing.members.extend(free)
    del listing.members[limit:]


def _end(member: Member) -> int:
    return member.data + max(0, member.packed)


class _Spans:
    """Which offsets lie in any of some stretches of bytes."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _after_directory(stream: BinaryIO, comment: int) -> int:
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - (66 << 10)))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return len(tail) - at - 22 - comment if at >= 0 else 0


def _carve(stream: BinaryIO, limit: int) -> Iterator[Member]:
    """Entries found by the signature of their local headers, for archives without a usable directory."""
    position, found = 0, 0
    while found < limit:
        stream.seek(position)
        block = stream.read(_STEP)
        if len(block) < 30:
            return
        member = None
        at = block.find(_LOCAL, 0, len(block) - 26)
        while at >= 0 and (member := _carved(stream, position + at)) is None:
            at = block.find(_LOCAL, at + 4, len(block) - 26)
        if member is None:
            position += len(block) - 29
            continue
        found += 1
        yield member
        position = member.data + max(0, member.packed)


def _carved(stream: BinaryIO, position: int) -> Member | None:
    stream.seek(position)
    flags, method, crc, packed, size, names, extra = struct.unpack("<6xHH4xIIIHH", stream.read(30))
    name = stream.read(names)
    end = stream.seek(0, io.SEEK_END)
    data = position + 30 + names + extra
    if not name or data > end or not (method in _METHODS or method == AES):
        return None
    if flags & _DESCRIPTOR_FLAG or packed > end - data:
        packed, size, crc = -1, 0, None
    return Member(
        text_of(name).replace("\\", "/"), "", method, bool(flags & _ENCRYPTED_FLAGS), position, data, packed, size, crc
    )


def member_names(stream: BinaryIO) -> tuple[set[str], bytes, bytes]:
    """To tell types apart: names in lower case, the content types of an Office package, the `mimetype` of others."""
    listing = list_members(stream, 10_000)
    found = {"[content_types].xml": b"", "mimetype": b""}
    for member in listing.members:
        name = member.name.lower()
        if name in found and not member.encrypted and member.supported:
            try:
                found[name] = b"".join(member.chunks(stream, most=1 << 20))
            except ReadStopped:
                continue
    return {member.name.lower() for member in listing.members}, found["[content_types].xml"], found["mimetype"]


def member_blob(parent: Blob, member: Member, budget: Budget) -> Blob:
    """A member as a document: opens its parent afresh, so that it can be read at any time and anywhere."""
    return unpack.packed_blob(parent, member.name, member.size, member, budget)


def _plain(stream: BinaryIO, member: Member) -> Iterator[bytes]:
    packed = unpack.pieces(stream, member.data, member.packed if member.packed >= 0 else unpack.TO_THE_END)
    match member.method:
        case _ if member.method == STORED:
            # Without a known length a stored entry ends where the next header begins.
            yield from packed if member.packed >= 0 else _until_signature(packed)
        case _ if member.method == DEFLATED:
            yield from unpack.inflate(packed)
        case _ if member.method == BZIP2:
            yield from unpack.bunzip2(packed)
        case _ if member.method == ZSTANDARD:
            yield from zstandard(packed)
        case _ if member.method == XZ:
            yield from unpack.unxz(packed)
        case _:
            # APPNOTE 5.8.8: version (2), size of properties (2), properties; then as in .lzma without its size.
            first = next(packed, b"")
            yield from unpack.lzma1(first[4:9], unpack.prepend(first[9:], packed))


def _until_signature(packed: Iterator[bytes]) -> Iterator[bytes]:
    for data in packed:
        at = re.search(rb"PK(?:\x03\x04|\x01\x02|\x07\x08)", data)
        yield data[: at.start()] if at else data
        if at:
            return
