"""tar archives: ustar, pax and GNU, sparse files too; names, links, owners, comments and what fills up the blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dlp.extract import tarheaders as tar
from dlp.extract.archive import text_of
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import names_segment
from dlp.extract.names import place
from dlp.extract.unpack import STEP, Range, packed_blob
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "tar"
MEDIA_TYPES = ("application/x-tar",)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = ("Parts of an archive that goes on in another volume are read as far as they are there, and reported.",)

_NAMES = 1 << 20  # bytes of names and comments in one segment
_IMPOSSIBLE = 1 << 60


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        yield from _Tape(blob, locus, budget, stream).read()


@dataclass(slots=True, repr=False)
class _Tape:
    """An archive being read from front to end. `told` is what extended headers say of the next entry."""

    blob: Blob
    locus: Locus
    budget: Budget
    stream: BinaryIO
    told: dict[str, bytes] = field(default_factory=dict)
    lines: dict[str, None] = field(default_factory=dict)
    size: int = 0
    entries: int = 0
    ended: bool = False

    def read(self) -> Iterator[Item]:
        while (block := self.stream.read(tar.BLOCK)) and self.entries <= self.budget.limits.entries:
            self.budget.check_time()
            if not block.strip(b"\0"):
                self.ended = True
                self._skip_zeros()
            elif tar.is_header(block):
                self.entries += 1
                self.ended = False
                yield from self._entry(tar.read_header(block))
            else:
                yield from self._resume()
            if self.size > _NAMES:
                yield from self._names()
        yield from self._names()
        if not self.ended:
            yield Issue(IssueCode.CORRUPT, self.locus, "no mark at the end of the archive")
        if self.entries > self.budget.limits.entries:
            yield Issue(IssueCode.TOO_MANY, self.locus, f"over {self.budget.limits.entries} entries")

    def _names(self) -> Iterator[Item]:
        yield from names_segment(self.locus, self.lines)
        self.lines, self.size = {}, 0

    def _note(self, *texts: bytes) -> None:
        for text in texts:
            line = text_of(text)
            self.size += len(line) if line not in self.lines else 0
            self.lines[line] = None

    def _skip_zeros(self) -> None:
        """To the next block that holds something: an archive may have others behind its end."""
        while data := self.stream.read(STEP):
            self.budget.check_time()
            if rest := data.lstrip(b"\0"):
                first = len(data) - len(rest)
                self._back(len(data) - first + first % tar.BLOCK)
                return

    def _back(self, size: int) -> None:
        self.stream.seek(self.stream.tell() - size)

    def _resume(self) -> Iterator[Item]:
        """Go on at the next header after bytes that are none."""
        lost = tar.BLOCK
        while len(block := self.stream.read(tar.BLOCK)) == tar.BLOCK:
            self.budget.check_time()
            if tar.is_header(block):
                self._back(tar.BLOCK)
                break
            lost += tar.BLOCK
        yield Issue(IssueCode.CORRUPT, self.locus, f"about {lost} bytes belong to no entry")

    def _entry(self, header: tar.Header) -> Iterator[Item]:
        self._note(header.name, header.link, *header.words)
        size = self._told_size(header)
        if size < 0:
            yield Issue(IssueCode.CORRUPT, self.locus, "an entry without a size")
            return
        if header.kind in tar.PAX or header.kind in (tar.LONG_NAME, tar.LONG_LINK):
            yield from self._extended(header, size)
            return
        name = self.told.get("GNU.sparse.name") or self.told.get("path") or header.name
        told, self.told = self.told, {}
        if header.kind in tar.DATALESS or (name.endswith(b"/") and not size):
            return
        try:
            yield from self._file(header, text_of(name), size, told)
        except (ValueError, IndexError):
            yield Issue(IssueCode.CORRUPT, place(self.locus, text_of(name)), "a sparse map that makes no sense")

    def _told_size(self, header: tar.Header) -> int:
        told = self.told.get("size", b"")
        size = int(told) if told.isdigit() and len(told) < 20 and header.kind not in tar.PAX else header.size
        return size if size < _IMPOSSIBLE else -1

    def _extended(self, header: tar.Header, size: int) -> Iterator[Item]:
        """A header that speaks of the next one."""
        if size > tar.LONGEST:
            yield Issue(IssueCode.TOO_LARGE, self.locus, "an extended header of over 1 MiB")
            self._skip(size)
            return
        data = self.stream.read(size)
        self._padding(size)
        if header.kind in (tar.LONG_NAME, tar.LONG_LINK):
            self._note(data.rstrip(b"\0"))
            self.told |= {"path": data.partition(b"\0")[0]} if header.kind == tar.LONG_NAME else {}
            return
        try:
            for keyword, value in tar.pax_records(data):
                if not tar.MACHINE.fullmatch(keyword):
                    self._note(keyword.encode("utf-8", "replace") + b": " + value)
                if header.kind != b"g":
                    self.told[keyword] = value
        except ValueError:
            yield Issue(IssueCode.CORRUPT, self.locus, "an extended header that makes no sense")
            self._note(data)

    def _file(self, header: tar.Header, name: str, size: int, told: dict[str, bytes]) -> Iterator[Item]:
        regions = tar.old_sparse(header, self.stream) if header.kind == tar.SPARSE else []
        limit = self.budget.limits.part_bytes
        if size > limit:
            yield Child(packed_blob(self.blob, name, size, Range(self.stream.tell(), size), self.budget))
            self._skip(size)
            return
        data = self.stream.read(size)
        if len(data) < size:
            yield Issue(IssueCode.CORRUPT, place(self.locus, name), "cut short")
        if header.kind == tar.CONTINUED:
            yield Issue(IssueCode.CORRUPT, place(self.locus, name), "begins in another volume")
        self._padding(size)
        real = tar.number(header.block[483:495]) if regions else _real_size(told)
        if real and not regions:
            regions, data = tar.pax_sparse(told, data)
        if real:
            self.budget.unpack(min(real, limit))
            data = tar.expanded(data, regions, min(real, limit))
        yield Child(held(name, data))

    def _skip(self, size: int) -> None:
        self.stream.seek(self.stream.tell() + size)
        self._padding(size)

    def _padding(self, size: int) -> None:
        padding = self.stream.read(-size % tar.BLOCK).strip(b"\0")
        if padding:
            self._note(padding)


def _real_size(told: dict[str, bytes]) -> int:
    """How large a sparse file is with its holes; 0 where the entry is none."""
    size = told.get("GNU.sparse.realsize") or told.get("GNU.sparse.size") or b""
    return int(size) if size.isdigit() and len(size) < 20 else 0
