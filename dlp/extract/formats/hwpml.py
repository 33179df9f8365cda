"""HWPML (.hml): a Hancom document as one XML file, with its pictures and objects inside as base64."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Iterator, Mapping

from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.markup import DoctypeFound, parse_xml
from dlp.extract.owpml import Owpml
from dlp.extract.signatures import HWPML
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

NAME = "hwpml"
MEDIA_TYPES = (HWPML,)
ISOLATED = True
LIBRARIES = ("lxml.etree", "numpy")
ENCRYPTION = ""
LIMITATIONS = (
    "Pictures are named as not inspected.",
    "A document type declaration or damage stops the reading; the source is scanned then, the result is partial.",
    "Attributes that can only hold layout (identifiers, sizes, colours) are left out.",
)

_STEP = 64 << 10
_INFLATE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class _Document(Owpml):
    """Target of the whole file: what BINDATA elements hold becomes children and issues, not text."""

    def __init__(self, locus: Locus, budget: Budget) -> None:
        super().__init__(locus)
        self.found: list[Child | Issue] = []
        self._budget = budget
        self._binary: list[str] | None = None
        self._size = 0
        self._name = ""
        self._compressed = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if self._path[-1] == "bindata":
            self._binary, self._size = [], 0
            self._name = f"BINDATA {attributes.get('Id', '')}".rstrip()
            self._compressed = _given(attributes, "Compress") == "true"

    def data(self, text: str) -> None:
        if self._binary is None:
            super().data(text)
        elif self._size <= self._budget.limits.part_bytes:
            self._size += len(text)
            self._binary.append(text)

    def end(self, tag: str) -> None:
        if self._binary is not None and self._path and self._path[-1] == "bindata":
            self.found.append(self._decoded("".join(self._binary)))
            self._binary = None
        super().end(tag)

    def _decoded(self, text: str) -> Child | Issue:
        where = self.locus.at(self._name)
        if self._size > self._budget.limits.part_bytes:
            return Issue(IssueCode.TOO_LARGE, where, f"over {self._budget.limits.part_bytes} bytes")
        try:
            data = binascii.a2b_base64(text)
        except (binascii.Error, ValueError):
            return Issue(IssueCode.CORRUPT, where, "base64")
        self._budget.unpack(len(data))
        if self._compressed:
            try:
                data = _inflated(data, self._budget)
            except zlib.error:
                return Issue(IssueCode.CORRUPT, where, "compressed data")
        return Child(held(self._name, data[4:] if data.startswith(_OLE, 4) else data))


def _given(attributes: Mapping[str, str], name: str) -> str:
    return attributes.get(name, "").lower()


def _inflated(data: bytes, budget: Budget) -> bytes:
    """Raw deflate; as much of it as there is where the end is missing."""
    decoder = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    while data and not decoder.eof:
        piece = decoder.decompress(data, _INFLATE)
        data = decoder.unconsumed_tail
        budget.unpack(len(piece))
        pieces.append(piece)
    return b"".join(pieces)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    target = _Document(locus, budget)
    broken: Issue | None = None

    def pieces() -> Iterator[bytes]:
        with blob.open() as stream:
            while data := stream.read(_STEP):
                budget.check_time()
                yield data

    try:
        for item in parse_xml(pieces(), target):
            yield item
            yield from _popped(target.found)
    except DoctypeFound:
        broken = Issue(IssueCode.SUSPICIOUS, locus, "a document type declaration")
    except ValueError:
        broken = Issue(IssueCode.CORRUPT, locus, "XML that is not well-formed")
    except ReadStopped as stop:
        yield from target.take(last=True)
        broken = Issue(stop.code, locus, stop.detail)
        if budget.spent:
            raise
    yield from _popped(target.found)
    if broken is not None:
        yield broken
        yield from text_segments(blob, Locus(locus.container, "source"), budget, layout=Layout.CODE, derived=True)


def _popped(found: list[Child | Issue]) -> Iterator[Item]:
    while found:
        yield found.pop(0)
