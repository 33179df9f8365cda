"""OLE objects: what other programs embed in a document, packaged files first of all."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import unquoted
from dlp.extract.hwp.emit import lines
from dlp.extract.hwp.text import words
from dlp.extract.ole import Compound, Stream
from dlp.extract.propset import properties
from dlp.extract.signatures import OLE
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "ole"
MEDIA_TYPES = (OLE,)
LIMITATIONS = (
    "Objects of programs that are not known are read for text strings, and named as not inspected.",
    "The picture that shows an object (OlePres) is left out.",
)

_NATIVE = "\x01Ole10Native"
# Streams in which OLE itself keeps links, names and flags ([MS-OLEDS] 2.3).
_OWN = frozenset(("\x01Ole", "\x01CompObj", "\x03ObjInfo", "\x03LinkInfo", "\x03OlePRINT", "\x03EPRINT"))
_PRESENTATION = "\x02OlePres"
_PACKAGED = 2  # of a native object: a file with its names, as the Packager writes it
_BITMAP_HEADERS = (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")  # lengths of the three that Windows writes
_CHART = b"VtChart"  # the class of the charts that Hancom's programs embed
_ASCII = re.compile(rb"[ -~\xa1-\xfe]{4,}")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    limit = budget.limits.part_bytes
    with blob.open() as file:
        compound = Compound(file, blob.size, budget)
        for stream in compound.streams:
            name = stream.path[-1]
            if name.startswith(_PRESENTATION):
                continue
            data = compound.read(stream, limit)
            if len(data) < stream.size and len(data) >= limit:
                yield Issue(IssueCode.TOO_LARGE, _at(locus, stream), f"over {limit} bytes")
            if data.strip(b"\0"):
                yield from _stream(_at(locus, stream), name, data)
        yield from (Issue(IssueCode.CORRUPT, locus, trouble) for trouble in compound.troubles)


def _at(locus: Locus, stream: Stream) -> Locus:
    return Locus(locus.container, "/".join(map(unquoted, stream.path)))


def _stream(locus: Locus, name: str, data: bytes) -> Iterator[Item]:
    if name == _NATIVE:
        yield from _native(locus, data)
    elif name.startswith("\x05"):
        found, sound = properties(data)
        yield from lines(locus, (f"{each.name}: {each.text}" for each in found))
        if not sound:
            yield Issue(IssueCode.CORRUPT, locus, "property set")
    else:
        yield from lines(locus, _strings(data))
        if _CHART in data[:256]:
            yield Issue(IssueCode.UNSUPPORTED, locus, "the numbers of a chart")
        elif name not in _OWN:
            yield Child(held(locus.part, data))


def _native(locus: Locus, data: bytes) -> Iterator[Item]:
    """The object's own data behind its length; a packaged file has its name and two paths before it."""
    if int.from_bytes(data[4:6], "little") == _PACKAGED:
        label, _, rest = data[6:].partition(b"\0")
        source, _, rest = rest.partition(b"\0")
        length = int.from_bytes(rest[4:8], "little")
        target, content = rest[8 : 8 + length], rest[8 + length :]
        if len(content) >= 4:
            (size,) = struct.unpack_from("<I", content)
            names = [name.rstrip(b"\0").decode("cp949", "replace") for name in (label, source, target)]
            yield from lines(locus, names)
            yield from lines(locus, words(content[4 + size :], 2))  # the names once more, in 16-bit characters
            if size > len(content) - 4:
                yield Issue(IssueCode.CORRUPT, locus, "a packaged file that is cut off")
            yield Child(held(unquoted(names[0]) or locus.part, content[4 : 4 + size]))
            return
    if data[4:6] == b"BM" and data[10:14] == bytes(4) and data[18:22] in _BITMAP_HEADERS:
        # Said here: a signature of two letters tells nothing of a picture that is all one colour.
        yield Issue(IssueCode.UNSUPPORTED, locus, "image/bmp")
    else:
        yield Child(held(locus.part, data[4:]))


def _strings(data: bytes) -> Iterator[str]:
    yield from words(data)
    yield from (run.decode("cp949", "replace") for run in _ASCII.findall(data))
