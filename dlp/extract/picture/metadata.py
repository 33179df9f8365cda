"""What is written beside the pixels: EXIF, XMP, IPTC, comments, text chunks, and bytes behind the end of a picture."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather
from dlp.extract.picture import exif
from dlp.extract.strings import runs
from dlp.types import Issue, IssueCode, Layout, Locus, Segment

_MOST_TEXT = 1 << 20  # of one text chunk
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_LAYER_TEXT = re.compile(rb"Txt TEXT(.{4})", re.DOTALL)
_PNG_KNOWN = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"tRNS", b"pHYs",
     b"sPLT", b"tIME", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI")
)  # fmt: skip
_JPEG_KNOWN = (b"JFIF\0", b"JFXX\0", b"ICC_PROFILE\0", b"MPF\0", b"Adobe")
_JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length
_JPEG_NEXT = re.compile(rb"\xff[^\0\xff\xd0-\xd7]")


class _Broken(Exception):
    """The picture does not end where it should, or is no picture from here on."""


@dataclass(slots=True)
class _Notes:
    """Collects what stands beside the pixels of one picture."""

    locus: Locus
    budget: Budget

    def text(self, part: str, words: str) -> Iterator[Segment]:
        gather = Gather(Locus(self.locus.container, part), Layout.KEY_VALUE, hidden=True)
        self.budget.unpack(len(words))
        gather.add(words)
        if segment := gather.take():
            yield segment

    def raw(self, part: str, data: bytes) -> Iterator[Segment]:
        return self.text(part, exif.decoded(data))

    def strings(self, part: str, data: bytes) -> Iterator[Segment]:
        return self.text(part, "\n".join(run.text for run in runs(data)))

    def exif(self, data: bytes) -> Iterator[Item]:
        found = exif.read_exif(data)
        yield from self.text("EXIF", "\n".join(found.lines))
        for tag, block in found.blocks:
            reads = {exif.XMP: self.xmp, exif.IPTC: self.iptc, exif.PHOTOSHOP: self.photoshop}
            yield from reads[tag](block)
        if found.broken:
            yield Issue(IssueCode.CORRUPT, Locus(self.locus.container, "EXIF"), "a directory that points nowhere")

    def xmp(self, data: bytes) -> Iterator[Segment]:
        return self.raw("XMP", data)

    def photoshop(self, data: bytes) -> Iterator[Segment]:
        """Image resource blocks: "8BIM", a number, a name of even length, a size, data of even length."""
        at = data.find(b"8BIM")
        while 0 <= at <= len(data) - 12:
            number = struct.unpack_from(">H", data, at + 4)[0]
            body = at + 6 + (data[at + 6] + 2) // 2 * 2
            if body + 4 > len(data):
                return
            size = struct.unpack_from(">I", data, body)[0]
            block = data[body + 4 : body + 4 + size]
            yield from self.iptc(block) if number == 0x0404 else self.strings("Photoshop", block[:_MOST_TEXT])
            at = data.find(b"8BIM", body + 4 + size)

    def iptc(self, data: bytes) -> Iterator[Segment]:
        """IPTC-IIM 4.2: 0x1C, record, dataset, length, text."""
        lines, at = list[str](), 0
        while at + 5 <= len(data) and data[at] == 0x1C:
            record, dataset, size = struct.unpack_from(">BBH", data, at + 1)
            if size & 0x8000:  # an extended dataset; nobody writes one
                lines += [run.text for run in runs(data[at:])]
                break
            if record == 2 and dataset:
                lines.append(exif.decoded(data[at + 5 : at + 5 + size]))
            at += 5 + size
        yield from self.text("IPTC", "\n".join(lines))

    def behind(self, data: bytes) -> Iterator[Item]:
        """What follows the end of the picture: another picture, or something put there."""
        if data.strip(b"\0\r\n \xff"):
            yield Child(held("behind the picture", data), hidden=True)


def read_metadata(media_type: str, data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    """All of it, as hidden segments; trouble with the frame of the picture is an Issue."""
    notes = _Notes(locus, budget)
    try:
        yield from _READS.get(media_type, _boxes)(data, notes)
    except (_Broken, struct.error, IndexError):
        yield Issue(IssueCode.CORRUPT, locus, "a picture that breaks off")


def _png(data: bytes, notes: _Notes) -> Iterator[Item]:
    at = 8
    while at + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"IEND":
            yield from notes.behind(data[at:])
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from notes.text("text", _png_text(kind, body, notes.budget))
        elif kind == b"eXIf":
            yield from notes.exif(body)
        elif kind not in _PNG_KNOWN:
            yield from notes.strings("chunk", body)
    raise _Broken


def _png_text(kind: bytes, body: bytes, budget: Budget) -> str:
    """PNG 11.3.3: a keyword, then text that may be compressed."""
    keyword, _, rest = body.partition(b"\0")
    packed = kind == b"zTXt"
    if packed:
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        languages, _, rest = rest[2:].partition(b"\0")
        keyword, _, rest = keyword + b" " + languages + b" " + rest.partition(b"\0")[0], b"", rest.partition(b"\0")[2]
    if packed:
        try:
            rest = zlib.decompressobj().decompress(rest, _MOST_TEXT)
        except zlib.error:
            raise _Broken from None
        budget.unpack(len(rest))
        if len(rest) == _MOST_TEXT:
            raise _Broken
    return f"{exif.decoded(keyword)}: {exif.decoded(rest)}"


def _jpeg(data: bytes, notes: _Notes) -> Iterator[Item]:
    at = 2
    while at + 2 <= len(data):
        notes.budget.check_time()
        if data[at] != 0xFF:
            raise _Broken
        marker = data[at + 1]
        at += 2 if marker != 0xFF else 1  # filled up
        if marker == 0xD9:
            yield from notes.behind(data[at:])
            return
        if marker == 0xFF or marker in _JPEG_BARE:
            continue
        size = struct.unpack_from(">H", data, at)[0]
        if size < 2 or at + size > len(data):
            raise _Broken
        yield from _jpeg_part(marker, data[at + 2 : at + size], notes)
        at += size
        if marker == 0xDA:
            following = _JPEG_NEXT.search(data, at)
            if following is None:
                raise _Broken
            at = following.start()
    raise _Broken


def _jpeg_part(marker: int, body: bytes, notes: _Notes) -> Iterator[Item]:
    if marker == 0xFE:
        yield from notes.raw("comment", body)
    elif not 0xE0 <= marker <= 0xEF or body.startswith(_JPEG_KNOWN):
        return
    elif body.startswith(b"Exif\0"):
        yield from notes.exif(body[6:])
    elif body.startswith((b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")):
        yield from notes.xmp(body.partition(b"\0")[2])
    elif body.startswith(b"Photoshop 3.0\0"):
        yield from notes.photoshop(body[14:])
    else:
        yield from notes.strings("application data", body)


def _gif(data: bytes, notes: _Notes) -> Iterator[Item]:
    at = 13 + _gif_colours(data[10])
    while at < len(data):
        notes.budget.check_time()
        introducer = data[at]
        if introducer == 0x3B:
            yield from notes.behind(data[at + 1 :])
            return
        if introducer == 0x2C:
            _, at = _gif_blocks(data, at + 10 + _gif_colours(data[at + 9]) + 1, keep=False)
        elif introducer == 0x21:
            label = data[at + 1]
            body, at = _gif_blocks(data, at + 2, keep=label in (0xFE, 0x01, 0xFF))
            if label in (0xFE, 0x01):  # a comment; text to be drawn
                yield from notes.raw("comment", body)
            elif body.startswith(b"XMP Data"):
                yield from notes.strings("XMP", data[at - len(body) - len(body) // 255 : at])
            elif label == 0xFF and not body.startswith((b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1")):
                yield from notes.strings("application data", body)
        else:
            raise _Broken
    raise _Broken


def _gif_colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks(data: bytes, at: int, *, keep: bool) -> tuple[bytes, int]:
    """The data of a chain of sub-blocks, and where it ends."""
    pieces: list[bytes] = []
    while size := data[at]:
        if keep:
            pieces.append(data[at + 1 : at + 1 + size])
        at += 1 + size
    return b"".join(pieces), at + 1


def _webp(data: bytes, notes: _Notes) -> Iterator[Item]:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    at = 12
    while at + 8 <= min(end, len(data)):
        kind, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if kind == b"EXIF":
            yield from notes.exif(body.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield from notes.xmp(body)
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"):
            yield from notes.strings("chunk", body)
        at += 8 + size + size % 2
    if end > len(data):
        raise _Broken
    yield from notes.behind(data[end:])


def _tiff(data: bytes, notes: _Notes) -> Iterator[Item]:
    return notes.exif(data)


def _bmp(data: bytes, notes: _Notes) -> Iterator[Item]:
    size = struct.unpack_from("<I", data, 2)[0]
    if size > len(data):
        raise _Broken
    yield from notes.behind(data[size:] if size else b"")


def _psd(data: bytes, notes: _Notes) -> Iterator[Item]:
    """Image resources behind the colours; words of text layers stand in their descriptors, in UTF-16."""
    at = 30 + struct.unpack_from(">I", data, 26)[0]
    size = struct.unpack_from(">I", data, at)[0]
    if at + 4 + size > len(data):
        raise _Broken
    yield from notes.photoshop(data[at + 4 : at + 4 + size])
    words = list[str]()
    for found in _LAYER_TEXT.finditer(data, at + 4 + size):
        notes.budget.check_time()
        count = min(int.from_bytes(found[1], "big"), _MOST_TEXT)
        words.append(data[found.end() : found.end() + 2 * count].decode("utf-16-be", "replace").replace("\0", ""))
    yield from notes.text("text layers", "\n".join(words))


def _boxes(data: bytes, notes: _Notes) -> Iterator[Item]:
    """HEIC, AVIF and others: EXIF and XMP stand in them as they are."""
    for found in re.finditer(rb"Exif\0\0(?=II\*\0|MM\0\*)", data):
        yield from notes.exif(data[found.end() : found.end() + _MOST_TEXT])
    at = data.find(b"<x:xmpmeta")
    if at >= 0 and (packet := _XMP.match(data[at : at + _MOST_TEXT])):
        yield from notes.xmp(packet[0])


_READS: dict[str, Callable[[bytes, _Notes], Iterator[Item]]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/tiff": _tiff,
    "image/bmp": _bmp,
    "image/vnd.adobe.photoshop": _psd,
}
