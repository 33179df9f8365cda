"""A Hangul 3 file: its header and summary, then, mostly compressed, names, paragraphs and blocks of what they embed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather
from dlp.extract.hwp3.body import Body, Damaged
from dlp.extract.hwp3.codes import UNKNOWN, bytes_of, runs_of, string_of
from dlp.extract.identify import signature_type
from dlp.extract.markup import TAKE
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

_SIGNATURE = b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05"
_INFO, _SUMMARY = 128, 9 * 112
_PROTECTED, _COMPRESSED, _INFO_BLOCKS = 96, 124, 126  # offsets in the document information
_FONT, _STYLE, _LANGUAGES = 40, 20 + 31 + 187, 7
_LINK = 617
_STEP = 1 << 20
_ZEROS = re.compile(rb"\0*")
_HARMLESS = 8 << 20  # below this size nothing can hurt, whatever its ratio
_SUMMARY_NAMES = ("title", "subject", "author", "date", "keyword", "keyword", "comment", "comment", "comment")
# Blocks behind the paragraphs: embedded pictures, OLE objects, links, the picture behind the page.
_PICTURE, _OLE, _LINKS, _BACKGROUND = 1, 2, 3, 6
_BACKGROUND_HEAD = 324


def read_document(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    with blob.open() as stream:
        data = stream.read(budget.limits.part_bytes + 1)
    if len(data) > budget.limits.part_bytes:
        yield Issue(IssueCode.TOO_LARGE, locus, f"over {budget.limits.part_bytes} bytes")
        data = data[: budget.limits.part_bytes]
    if not data.startswith(_SIGNATURE):
        yield Issue(IssueCode.UNSUPPORTED, locus, "not a document of version 3.00")
        return
    start = len(_SIGNATURE)
    info = data[start : start + _INFO]
    if len(info) < _INFO:
        yield Issue(IssueCode.CORRUPT, locus, "shorter than its header")
        return
    protected = struct.unpack_from("<H", info, _PROTECTED)[0] != 0
    summary = data[start + _INFO : start + _INFO + _SUMMARY]
    yield from _head(info, summary, Locus(locus.container, "summary"), protected=protected)
    if protected:
        yield Issue(IssueCode.ENCRYPTED, locus, "a password")
        return
    blocks = start + _INFO + _SUMMARY
    body = blocks + struct.unpack_from("<H", info, _INFO_BLOCKS)[0]
    yield from _runs(data[blocks:body], Locus(locus.container, "information blocks"), budget)
    plain, behind = data[body:], b""
    if info[_COMPRESSED]:
        plain, behind, trouble = _inflated(plain, budget)
        if trouble is not None:
            yield Issue(trouble, locus, "compressed data")
    yield from _contents(plain, locus, budget)
    if behind:
        # The checksum and the length of what was compressed, then blocks of the preview.
        yield from _blocks(behind, 8, Locus(locus.container, "preview"), budget)


def _head(info: bytes, summary: bytes, part: Locus, *, protected: bool) -> Iterator[Item]:
    gather = Gather(part, Layout.KEY_VALUE)
    for number, name in enumerate(_SUMMARY_NAMES):
        text = string_of(summary[number * 112 : number * 112 + 112])
        if text.strip() and not (protected and UNKNOWN in text):
            gather.add(f"{name}: {text}\n")
    for name, start, end in (("linked file", 32, 72), ("annotation", 72, 96)):
        if text := bytes_of(info[start:end]).strip():
            gather.add(f"{name}: {text}\n")
    if segment := gather.take():
        yield segment


def _inflated(data: bytes, budget: Budget) -> tuple[bytes, bytes, IssueCode | None]:
    """The plain bytes (those before the trouble, if any), what stands behind, and what went wrong."""
    decoder = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    size = 0
    pending = data
    while pending and not decoder.eof:
        try:
            piece = decoder.decompress(pending, _STEP)
        except zlib.error:
            return b"".join(pieces), b"", IssueCode.CORRUPT
        pending = decoder.unconsumed_tail
        size += len(piece)
        budget.unpack(len(piece))
        pieces.append(piece)
        if size > _HARMLESS and size > len(data) * budget.limits.ratio:
            return b"".join(pieces), b"", IssueCode.RATIO
        if size > budget.limits.part_bytes:
            return b"".join(pieces), b"", IssueCode.TOO_LARGE
    return b"".join(pieces), decoder.unused_data, None if decoder.eof else IssueCode.CORRUPT


def _contents(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    """Names of fonts and styles, the paragraphs, then blocks. Text whose structure does not hold is searched for."""
    body = Body(data, 0, Locus(locus.container, "body"), budget)
    start = 0
    try:
        start = body.position = _names(data, body)
        yield from body.read()
    except (Damaged, struct.error):
        yield from body.rest()
        yield Issue(IssueCode.CORRUPT, locus, "the structure of the text")
        # Where the structure was lost cannot be told: all of it is searched.
        yield from _runs(data[start:], Locus(locus.container, "body without structure"), budget, derived=True)
    else:
        yield from _blocks(data, body.position, Locus(locus.container, "blocks"), budget)
    if body.unknown:
        yield Issue(IssueCode.UNDECODABLE, locus, f"{body.unknown} characters of a code that is not known")


def _names(data: bytes, body: Body) -> int:
    """Fonts of each language and styles by name; returns where the paragraphs begin."""
    position = 0
    told: set[str] = set()
    for name, size, times in (("font", _FONT, _LANGUAGES), ("style", _STYLE, 1)):
        for _ in range(times):
            count = struct.unpack_from("<H", data, position)[0]
            position += 2
            if position + count * size > len(data):
                raise Damaged
            for number in range(count):
                at = position + number * size
                text = bytes_of(data[at : at + (40 if name == "font" else 20)])
                if text not in told:
                    told.add(text)
                    body.value(name, text)
            position += count * size
    return position


def _blocks(data: bytes, position: int, part: Locus, budget: Budget) -> Iterator[Item]:
    """What the paragraphs embed: (number, length, content). A zero ends them; whatever follows must be blocks too."""
    while (position := _behind_zeros(data, position)) + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, position)
        content = data[position + 8 : position + 8 + size]
        position += 8 + size
        if len(content) < size:
            yield Issue(IssueCode.CORRUPT, part, "a block that is cut off")
        yield from _block(kind, content, part, budget)
    if data[position:].strip(b"\0"):
        yield Issue(IssueCode.CORRUPT, part, "bytes that belong to no block")


def _behind_zeros(data: bytes, position: int) -> int:
    """Where the next block begins, behind any number of empty ones."""
    zeros = _ZEROS.match(data, position)
    return position + (zeros.end() - position) // 8 * 8 if zeros else position


def _block(kind: int, content: bytes, part: Locus, budget: Budget) -> Iterator[Item]:
    skipped = {_PICTURE: 32, _OLE: 4, _BACKGROUND: _BACKGROUND_HEAD}.get(kind, 0)
    if kind == _LINKS:
        yield from _links(content, part)
    elif kind in (_PICTURE, _OLE):
        name = bytes_of(content[:16]) if kind == _PICTURE else "OLE"
        yield Child(held(name or "picture", content[skipped:]))
    else:
        inside = content[skipped:]
        if signature_type(inside):
            yield Child(held(f"block {kind & 0xFFFF}", inside))
            inside = b""
        yield from _runs(content[:skipped] + inside, part, budget)


def _links(content: bytes, part: Locus) -> Iterator[Item]:
    gather = Gather(part, Layout.KEY_VALUE)
    for at in range(0, len(content), _LINK):
        link = content[at : at + _LINK]
        texts = (bytes_of(link[:256].lstrip(b"\1\2")), string_of(link[256:288]), bytes_of(link[288:613]))
        for name, text in zip(("link", "bookmark", "macro"), texts, strict=True):
            if text.strip():
                gather.add(f"{name}: {text}\n")
    if segment := gather.take():
        yield segment


def _runs(data: bytes, part: Locus, budget: Budget, *, derived: bool = False) -> Iterator[Item]:
    gather = Gather(part, hidden=True, derived=derived)
    for run in runs_of(data, budget):
        gather.add(run + "\n")
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment
