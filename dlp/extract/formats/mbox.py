"""Mailboxes in one file (mbox): every message as a document of its own, in memory bounded by the largest one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE
from dlp.extract.signatures import MAIL, MBOX
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

NAME = "mbox"
MEDIA_TYPES = (MBOX,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = "As in each message (`eml`)."
LIMITATIONS = ("A message of over 64 MiB is cut and reported.",)

_STEP = 1 << 20
_LOOK = 1 << 10  # a separator and the beginning of the header behind it
# A line that separates messages (RFC 4155): sender, date with a year; a header field or the end of an empty header next.
_FROM = re.compile(
    rb"\r?\n(From [^\r\n]{0,300}(?:19|20)\d\d[^\r\n]{0,60})\r?\n(?=[!-9;-~]{1,200}[ \t]*:|>From |[ \t]|\r?\n)"
)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


class _Piece(NamedTuple):
    """A message, or a part of one that is too large; `separator` is the line it began with."""

    separator: bytes
    data: bytes
    cut: bool = False

    def __repr__(self) -> str:
        return type(self).__name__


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    lines = Gather(Locus(locus.container, "separators"), Layout.KEY_VALUE)
    with blob.open() as stream:
        number = 0
        for piece in _pieces(stream, budget):
            number += bool(piece.separator)
            if piece.separator:
                lines.add(piece.separator.decode("utf-8", "replace") + "\n", f"message {number}")
            if piece.cut:
                yield Issue(IssueCode.TOO_LARGE, locus, f"message {number} is of over {budget.limits.part_bytes} bytes")
            if piece.data.strip():
                data = _QUOTED.sub(rb"\1", piece.data) if b"\n>From " in piece.data else piece.data
                yield Child(held(f"message {number}", data, MAIL))
            if lines.size > TAKE and (segment := lines.take()):
                yield segment
    if segment := lines.take():
        yield segment


def _pieces(stream: BinaryIO, budget: Budget) -> Iterator[_Piece]:
    """Read on block by block; what may be the beginning of a separator waits for the next block."""
    most = budget.limits.part_bytes
    separator, parts, size = b"", list[bytes](), 0
    pending = b"\n"
    while True:
        budget.check_time()
        block = stream.read(_STEP)
        data, at = pending + block, 0
        for mark in _FROM.finditer(data):
            if block and mark.end() > len(data) - _LOOK:
                break
            yield _Piece(separator, b"".join((*parts, data[at : mark.start()])))
            separator, parts, size, at = mark[1], [], 0, mark.end()
        end = max(at, len(data) - _LOOK) if block else len(data)
        parts.append(data[at:end])
        size += end - at
        pending = data[end:]
        if not block:
            yield _Piece(separator, b"".join(parts))
            return
        if size > most:
            yield _Piece(separator, b"".join(parts), cut=True)
            separator, parts, size = b"", [], 0
