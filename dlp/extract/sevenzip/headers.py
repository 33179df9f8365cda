"""The headers of 7z archives, after 7zFormat.txt of the LZMA SDK (public domain)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

MAGIC = b"7z\xbc\xaf\x27\x1c"
START = 32
HEADER, ENCODED = 0x01, 0x17
_END, _PROPERTIES, _ADDITIONAL, _STREAMS, _FILES = 0x00, 0x02, 0x03, 0x04, 0x05
_PACK, _UNPACK, _SUBSTREAMS, _SIZE, _CRC, _FOLDER, _UNPACK_SIZE, _COUNTS = (
    0x06,
    0x07,
    0x08,
    0x09,
    0x0A,
    0x0B,
    0x0C,
    0x0D,
)
_EMPTY_STREAM, _NAMES, _COMMENT, _DUMMY = 0x0E, 0x11, 0x16, 0x19
_MOST_CODERS = 32


class Start(NamedTuple):
    """Where the header is: bytes from START on, their number, their CRC-32."""

    offset: int
    size: int
    crc: int


@dataclass(frozen=True, slots=True, repr=False)
class Coder:
    """One step of unpacking. `size` is what comes out of it."""

    method: bytes
    inputs: int
    outputs: int
    properties: bytes
    size: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """Files packed together: coders, in the order in which packed bytes go through them, and where those bytes are.

    `chain` is None where the coders make no chain (BCJ2 has four inputs).
    """

    coders: tuple[Coder, ...]
    chain: tuple[Coder, ...] | None
    streams: int
    size: int
    position: int = 0
    packed: int = 0
    crc: int | None = None


class Stream(NamedTuple):
    """The bytes of one file in a folder."""

    size: int
    crc: int | None


@dataclass(slots=True, repr=False)
class Contents:
    """What a header says. `streams` has for each folder its files' bytes; `files` a name and whether there are any."""

    folders: list[Folder] = field(default_factory=list)
    streams: list[list[Stream]] = field(default_factory=list)
    files: list[tuple[str, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    packed: int = 0


class _Reader:
    """Numbers from a header. Raises ValueError where it ends too early or counts more than it can hold."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        data = self.data[self.at : self.at + size]
        if len(data) < size:
            raise ValueError("header cut short")
        self.at += size
        return data

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        """As many bytes more as the first has leading ones; its other bits are the highest."""
        first = self.byte()
        more = 8 - (first ^ 0xFF).bit_length()
        low = int.from_bytes(self.take(more), "little")
        return low | (first & ((0x80 >> more) - 1)) << (8 * more) if more < 7 else low

    def count(self) -> int:
        """Of things of which each takes a bit at least."""
        found = self.number()
        if found > 8 * (len(self.data) - self.at) + 1:
            raise ValueError("counts more than there is")
        return found

    def bits(self, count: int) -> list[bool]:
        data = self.take((count + 7) // 8)
        return [bool(data[place // 8] >> (7 - place % 8) & 1) for place in range(count)]

    def all_or_bits(self, count: int) -> list[bool]:
        return [True] * count if self.byte() else self.bits(count)

    def digests(self, count: int) -> list[int | None]:
        return [struct.unpack("<I", self.take(4))[0] if known else None for known in self.all_or_bits(count)]

    def inside(self) -> None:
        if self.byte():
            raise ValueError("header data kept elsewhere")


def read_start(head: bytes) -> Start:
    if len(head) < START or not head.startswith(MAGIC):
        raise ValueError("no start header")
    return Start(*struct.unpack_from("<QQI", head, 12))


def read_header(data: bytes) -> Contents:
    """A header, or the description of a packed one, in which case there are no files. Raises ValueError."""
    reader = _Reader(data)
    contents = Contents()
    kind = reader.byte()
    if kind == ENCODED:
        _streams(reader, contents)
        return contents
    if kind != HEADER:
        raise ValueError("no header")
    while (part := reader.byte()) != _END:
        if part == _PROPERTIES:
            while reader.byte() != _END:
                reader.take(reader.number())
        elif part == _ADDITIONAL:
            _streams(reader, Contents())
        elif part == _STREAMS:
            _streams(reader, contents)
        elif part == _FILES:
            _files(reader, contents)
        else:
            raise ValueError("unknown part")
    return contents


def _streams(reader: _Reader, contents: Contents) -> None:
    position = START
    sizes: list[int] = []
    while (part := reader.byte()) != _END:
        if part == _PACK:
            offset, sizes = _pack_info(reader)
            position += offset
        elif part == _UNPACK:
            contents.folders = list(_placed(_folders(reader), position, sizes))
            contents.streams = [[Stream(folder.size, folder.crc)] for folder in contents.folders]
        elif part == _SUBSTREAMS:
            contents.streams = _substreams(reader, contents.folders)
        else:
            raise ValueError("unknown part")
    contents.packed = position - START + sum(sizes)


def _pack_info(reader: _Reader) -> tuple[int, list[int]]:
    position, count, sizes = reader.number(), reader.count(), []
    while (part := reader.byte()) != _END:
        if part == _SIZE:
            sizes = [reader.number() for _ in range(count)]
        elif part == _CRC:
            reader.digests(count)
        else:
            raise ValueError("unknown part")
    return position, sizes


def _folders(reader: _Reader) -> list[Folder]:
    if reader.byte() != _FOLDER:
        raise ValueError("no folders")
    count = reader.count()
    reader.inside()
    shapes = [_coders(reader) for _ in range(count)]
    if reader.byte() != _UNPACK_SIZE:
        raise ValueError("no sizes")
    folders = [_sized(reader, *shape) for shape in shapes]
    while (part := reader.byte()) != _END:
        if part != _CRC:
            raise ValueError("unknown part")
        crcs = reader.digests(count)
        folders = [replace(folder, crc=crc) for folder, crc in zip(folders, crcs, strict=True)]
    return folders


def _coders(reader: _Reader) -> tuple[list[Coder], dict[int, int], int]:
    """Coders, which input each output goes to, and how many packed streams there are."""
    coders = []
    count = reader.number()
    if not 1 <= count <= _MOST_CODERS:
        raise ValueError("too many coders")
    for _ in range(count):
        flags = reader.byte()
        method = reader.take(flags & 0x0F)
        inputs, outputs = (reader.number(), reader.number()) if flags & 0x10 else (1, 1)
        properties = reader.take(reader.number()) if flags & 0x20 else b""
        if not (1 <= inputs <= _MOST_CODERS and outputs == 1):
            raise ValueError("a coder of a kind that does not exist")
        coders.append(Coder(method, inputs, outputs, properties))
    pairs = {}
    for _ in range(count - 1):
        into = reader.number()
        pairs[into] = reader.number()
    packed = sum(coder.inputs for coder in coders) - len(pairs)
    if packed > 1:
        for _ in range(packed):
            reader.number()
    return coders, pairs, packed


def _sized(reader: _Reader, coders: list[Coder], pairs: dict[int, int], packed: int) -> Folder:
    sized = [replace(coder, size=reader.number()) for coder in coders]
    bound = set(pairs.values())
    last = next((place for place in range(len(sized)) if place not in bound), -1)
    if last < 0:
        raise ValueError("coders in a circle")
    chain = None
    if all(coder.inputs == 1 for coder in sized):
        order = [last]
        while order[-1] in pairs and len(order) <= len(sized):
            order.append(pairs[order[-1]])
        if not all(0 <= place < len(sized) for place in order) or len(set(order)) != len(sized):
            raise ValueError("coders in a circle")
        chain = tuple(sized[place] for place in reversed(order))
    return Folder(tuple(sized), chain, packed, sized[last].size)


def _placed(folders: Sequence[Folder], position: int, sizes: list[int]) -> Iterator[Folder]:
    """Folders with the place of their packed bytes: one packed stream after the other."""
    at = 0
    for folder in folders:
        own = sizes[at : at + folder.streams]
        if len(own) < folder.streams:
            raise ValueError("packed streams are missing")
        yield replace(folder, position=position, packed=sum(own))
        position += sum(own)
        at += folder.streams


def _substreams(reader: _Reader, folders: Sequence[Folder]) -> list[list[Stream]]:
    counts = [1] * len(folders)
    sizes: list[list[int]] | None = None
    crcs: list[list[int | None]] | None = None
    while (part := reader.byte()) != _END:
        if part == _COUNTS:
            counts = [reader.count() for _ in folders]
        elif part == _SIZE:
            sizes = [_split(reader, folder.size, count) for folder, count in zip(folders, counts, strict=True)]
        elif part == _CRC:
            crcs = _substream_crcs(reader, folders, counts)
        else:
            raise ValueError("unknown part")
    if sizes is None and any(count > 1 for count in counts):
        raise ValueError("sizes are missing")
    sizes = sizes or [[folder.size] * count for folder, count in zip(folders, counts, strict=True)]
    crcs = crcs or [[folder.crc if count == 1 else None] * count for folder, count in zip(folders, counts, strict=True)]
    return [[Stream(*pair) for pair in zip(*both, strict=True)] for both in zip(sizes, crcs, strict=True)]


def _split(reader: _Reader, whole: int, count: int) -> list[int]:
    sizes = [reader.number() for _ in range(count - 1)]
    if sum(sizes) > whole:
        raise ValueError("files larger than their folder")
    return [*sizes, whole - sum(sizes)] if count else []


def _substream_crcs(reader: _Reader, folders: Sequence[Folder], counts: list[int]) -> list[list[int | None]]:
    known = [count == 1 and folder.crc is not None for folder, count in zip(folders, counts, strict=True)]
    told = reader.digests(sum(count for count, is_known in zip(counts, known, strict=True) if not is_known))
    crcs: list[list[int | None]] = []
    at = 0
    for folder, count, is_known in zip(folders, counts, known, strict=True):
        crcs.append([folder.crc] if is_known else told[at : at + count])
        at += 0 if is_known else count
    return crcs


def _files(reader: _Reader, contents: Contents) -> None:
    count = reader.count()
    names = [""] * count
    empty = [False] * count
    while (part := reader.byte()) != _END:
        size = reader.number()
        field_of = _Reader(reader.take(size))
        if part == _EMPTY_STREAM:
            empty = field_of.bits(count)
        elif part == _NAMES:
            field_of.inside()
            names = field_of.data[1:].decode("utf-16-le", "replace").split("\0")[:count]
            names += [""] * (count - len(names))
        elif part in (_COMMENT, _DUMMY) and field_of.data.strip(b"\0"):
            contents.words.append(field_of.data.decode("utf-16-le", "replace").strip("\0"))
    contents.files = [(name.replace("\\", "/"), not none) for name, none in zip(names, empty, strict=True)]
