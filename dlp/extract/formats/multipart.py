"""Multipart bodies of HTTP (form-data, related, mixed): every field, and every file as a document of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from dlp.extract import mime
from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.charset import to_utf8
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import HEAD, signature_type
from dlp.extract.signatures import MULTIPART
from dlp.extract.unpack import Range, find, packed_blob, size_of
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

NAME = "multipart"
MEDIA_TYPES = (MULTIPART,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = ("Beyond 10,000 parts the rest is read as one piece.",)

_PARTS = 10_000
_HEADER = 64 << 10
_FIELD = 64 << 10  # a longer value is a document of its own
_LINE_END = re.compile(rb"(--)?[ \t]{0,200}(?:\r\n|\Z)")
_HEAD_END = re.compile(rb"\A\r\n|\r\n\r\n")
_CODED = ("base64", "quoted-printable")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        yield from _Body(blob, locus, budget, stream).read()


@dataclass(slots=True, repr=False)
class _Body:
    """A body being read from front to end."""

    blob: Blob
    locus: Locus
    budget: Budget
    stream: BinaryIO
    size: int = field(init=False)
    fields: Gather = field(init=False)

    def __post_init__(self) -> None:
        self.size = size_of(self.blob, self.stream)
        self.fields = Gather(self.locus, Layout.KEY_VALUE)

    def read(self) -> Iterator[Item]:
        line = self._at(0, HEAD).partition(b"\n")[0].rstrip(b"\r \t")
        if (said := boundary(self.blob.declared_type)) and f"--{said}".encode("latin-1", "replace") != line:
            yield Issue(IssueCode.SUSPICIOUS, self.locus, "another boundary than told")
        at, last = self._at(0, HEAD).index(b"\n") + 1, False
        for _ in range(_PARTS):
            end, after, last = self._delimiter(b"\r\n" + line, at)
            yield from self._part(at, end)
            at = after
            if last:
                break
        else:
            yield Issue(IssueCode.TOO_MANY, self.locus, f"over {_PARTS} parts")
        if segment := self.fields.take():
            yield segment
        if at > self.size:
            yield Issue(IssueCode.CORRUPT, self.locus, "the last part breaks off")
        elif self._at(at, HEAD).strip() or self.size - at > HEAD:
            yield Child(packed_blob(self.blob, "behind the parts", 0, Range(at, self.size - at), self.budget))

    def _delimiter(self, delimiter: bytes, at: int) -> tuple[int, int, bool]:
        """Where the part ends that begins at `at`, where the next begins, and whether there is none."""
        place = max(0, at - 2)
        while (place := find(self.stream, delimiter, place, self.budget)) >= 0:
            behind = place + len(delimiter)
            if found := _LINE_END.match(self._at(behind, 256)):
                return place, behind + found.end(), bool(found[1])
            place += 1  # the text of a part, which only looks like it
        return self.size, self.size + 1, True

    def _at(self, position: int, size: int) -> bytes:
        self.stream.seek(position)
        return self.stream.read(size)

    def _part(self, start: int, end: int) -> Iterator[Item]:
        head = self._at(start, max(0, min(_HEADER, end - start)))
        found = _HEAD_END.search(head)
        if found is None:
            yield Issue(IssueCode.CORRUPT, self.locus, "a part without a head")
        body = start + (found.end() if found else 0)
        part = mime.parse_part(head[: found.end()] if found else b"\r\n")
        name, file_name = _names(part)
        for key, value in part.fields:
            if key.lower() != "content-disposition" or file_name:
                self.fields.add(f"{key}: {mime.header_text(value)}\n")
        yield from self._content(part, body, max(body, end), name, file_name)

    def _content(self, part: mime.Part, start: int, stop: int, name: str, file_name: str) -> Iterator[Item]:
        declared = str(part.content.get("Content-Type", ""))
        shown = file_name or name or "part"
        if mime.transfer_encoding(part) in _CODED:
            yield from self._decoded(part, start, stop, shown, declared)
            return
        value = self._at(start, min(_FIELD, stop - start))
        plain = not file_name and stop - start < _FIELD and not declared and not signature_type(value[:HEAD])
        if plain and value[:1] not in (b"{", b"["):
            self.fields.add(f"{name}: {to_utf8(value).data.decode('utf-8', 'replace')}\n", unquoted(name))
        elif stop > start:
            whole = packed_blob(self.blob, shown, stop - start, Range(start, stop - start), self.budget)
            yield Child(replace(whole, declared_type=declared))

    def _decoded(self, part: mime.Part, start: int, stop: int, shown: str, declared: str) -> Iterator[Item]:
        if stop - start > self.budget.limits.part_bytes * 2:
            raise ReadStopped(IssueCode.TOO_LARGE, "a transfer encoding of that size")
        data, sound = mime.body_bytes(part._replace(body=self._at(start, stop - start)))
        self.budget.unpack(len(data))
        if not sound:
            yield Issue(IssueCode.UNDECODABLE, self.locus, "a transfer encoding that does not hold")
        yield Child(held(shown, data, declared))


def boundary(declared: str) -> str:
    """The boundary parameter of a Content-Type, "" where there is none."""
    found = re.search(r';\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))', declared, re.IGNORECASE)
    return (found[1] or found[2]) if found else ""


def _names(part: mime.Part) -> tuple[str, str]:
    """The field's name and the file's, as browsers write them (RFC 7578): UTF-8 as it is, or percent-encoded."""
    try:
        name = part.content.get_param("name", "", "content-disposition")
    except (ValueError, LookupError, TypeError):
        name = ""
    text = str(name[2] if isinstance(name, tuple) else name or "")
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), mime.file_name(part.content)
