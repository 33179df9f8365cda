"""7z archives: every member, solid blocks unpacked once and within bounds, and the names."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from dlp.extract.base import Budget, BudgetSpent, Child, Item, ReadStopped, held
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.extract.sevenzip.coders import AES, FolderSource, unread
from dlp.extract.sevenzip.headers import ENCODED, START, Contents, Folder, Start, Stream, read_header, read_start
from dlp.extract.unpack import STEP, Unpacked, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "7z"
MEDIA_TYPES = ("application/x-7z-compressed",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "The AES coder of a member's folder, or of the header where names are encrypted too."
LIMITATIONS = (
    "Encrypted members are named and not read; where the names are encrypted too, the archive is.",
    "Members packed with BCJ2 (programs, by some settings), PPMd, Deflate64, Brotli or LZ4 are named and not read.",
    "Parts of a split archive are not put together. What needs over 288 MiB of memory to unpack is reported and not read.",
)

_LARGEST_HEADER = 32 << 20


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    try:
        with blob.open() as stream:
            start = read_start(stream.read(START))
            issues, contents = _contents(blob, stream, start, budget)
    except ValueError as error:
        yield Issue(IssueCode.CORRUPT, locus, f"header: {error}")
        return
    yield from (Issue(code, locus, detail) for code, detail in issues)
    yield from names_segment(locus, (*(name for name, _ in contents.files), *contents.words))
    if len(contents.files) > budget.limits.entries:
        yield Issue(IssueCode.TOO_MANY, locus, f"over {budget.limits.entries} entries")
    yield from _members(blob, locus, budget, contents)


def _contents(
    blob: Blob, stream: BinaryIO, start: Start, budget: Budget
) -> tuple[list[tuple[IssueCode, str]], Contents]:
    """What the header says, unpacked as often as it is packed, and what is wrong with the archive. Raises ValueError."""
    issues: list[tuple[IssueCode, str]] = []
    end = START + start.offset + start.size
    if end > blob.size:
        raise ValueError("ends too early: cut short, or a part of a split archive")
    if end < blob.size:
        issues.append((IssueCode.SUSPICIOUS, f"{blob.size - end} bytes after the archive"))
    if not start.size:
        return issues, Contents()
    if start.size > _LARGEST_HEADER:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a header of over {_LARGEST_HEADER} bytes")
    stream.seek(START + start.offset)
    data = stream.read(start.size)
    if zlib.crc32(data) != start.crc:
        issues.append((IssueCode.CORRUPT, "header: checksum does not hold"))
    contents = Contents()
    claimed = 0
    for _ in range(4):
        contents = read_header(data)
        claimed = max(claimed, contents.packed)
        if data[0] != ENCODED or not contents.folders:
            break
        data = _unpacked_header(blob, contents.folders[0], budget)
    if claimed < start.offset:
        issues.append((IssueCode.SUSPICIOUS, f"{start.offset - claimed} bytes belong to no entry"))
    return issues, contents


def _unpacked_header(blob: Blob, folder: Folder, budget: Budget) -> bytes:
    if any(coder.method == AES for coder in folder.coders):
        raise ReadStopped(IssueCode.ENCRYPTED, "names are encrypted too")
    if method := unread(folder):
        raise ReadStopped(IssueCode.UNSUPPORTED, f"header: {method}")
    if folder.size > _LARGEST_HEADER:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a header of over {_LARGEST_HEADER} bytes")
    with Unpacked(blob.open(), FolderSource(folder), budget) as stream:
        data = stream.read(folder.size)
    if not data or (folder.crc is not None and zlib.crc32(data) != folder.crc):
        raise ValueError("checksum does not hold")
    return data


@dataclass(frozen=True, slots=True, repr=False)
class _Member:
    name: str
    start: int
    stream: Stream


def _members(blob: Blob, locus: Locus, budget: Budget, contents: Contents) -> Iterator[Item]:
    names = iter([name for name, has_data in contents.files if has_data][: budget.limits.entries])
    for folder, streams in zip(contents.folders, contents.streams, strict=True):
        members = []
        at = 0
        for stream, name in zip(streams, names, strict=False):
            members.append(_Member(name, at, stream))
            at += stream.size
        if len(members) < len(streams):
            yield Issue(IssueCode.CORRUPT, locus, f"{len(streams) - len(members)} entries without a name")
        encrypted = any(coder.method == AES for coder in folder.coders)
        method = unread(folder)
        if encrypted or method:
            code = IssueCode.ENCRYPTED if encrypted else IssueCode.UNSUPPORTED
            yield from (Issue(code, place(locus, member.name), "" if encrypted else method) for member in members)
        else:
            yield from _folder(blob, locus, budget, folder, members)


def _folder(blob: Blob, locus: Locus, budget: Budget, folder: Folder, members: list[_Member]) -> Iterator[Item]:
    """The members of one folder in one pass. Those too large for memory are unpacked again when they are read."""
    with cast("BinaryIO", Unpacked(blob.open(), FolderSource(folder), budget)) as stream:
        for number, member in enumerate(members):
            if member.stream.size > budget.limits.part_bytes:
                source = FolderSource(folder, member.start, member.stream.size)
                yield Child(packed_blob(blob, member.name, member.stream.size, source, budget))
                continue
            data, trouble = _read(stream, member)
            if data or not trouble:
                yield Child(held(member.name, data))
            if trouble is None:
                continue
            yield Issue(trouble.code, place(locus, member.name), trouble.detail)
            if isinstance(trouble, BudgetSpent) and budget.spent:
                raise trouble
            if stream.tell() < member.start + member.stream.size:
                left = len(members) - number - 1
                if left:
                    yield Issue(trouble.code, locus, f"{left} more entries packed together with it")
                return


def _read(stream: BinaryIO, member: _Member) -> tuple[bytes, ReadStopped | None]:
    """A member as far as it can be read."""
    pieces: list[bytes] = []
    left = member.stream.size
    crc = 0
    try:
        stream.seek(member.start)
        while left > 0 and (data := stream.read(min(left, STEP))):
            pieces.append(data)
            crc = zlib.crc32(data, crc)
            left -= len(data)
    except ReadStopped as stop:
        return b"".join(pieces), stop
    if left:
        return b"".join(pieces), ReadStopped(IssueCode.CORRUPT, "cut short")
    wrong = member.stream.crc is not None and crc != member.stream.crc
    return b"".join(pieces), ReadStopped(IssueCode.CORRUPT, "checksum does not hold") if wrong else None
