"""What 7z packs with, undone by the standard library: LZMA, LZMA2, bzip2, deflate, Zstandard, and the filters of xz."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dlp.extract import unpack
from dlp.extract.base import ReadStopped
from dlp.extract.compressed import zstandard
from dlp.extract.sevenzip.headers import Coder, Folder
from dlp.types import IssueCode

AES = bytes.fromhex("06f10701")
_UNREAD = {
    "0303011b": "BCJ2",
    "030401": "PPMd",
    "040109": "Deflate64",
    "04f71102": "Brotli",
    "04f71104": "LZ4",
    "04f71105": "LZ5",
    "04f71106": "Lizard",
}
_FILTERS = {
    "03": lzma.FILTER_DELTA,
    "03030103": lzma.FILTER_X86,
    "04": lzma.FILTER_X86,
    "03030205": lzma.FILTER_POWERPC,
    "05": lzma.FILTER_POWERPC,
    "03030401": lzma.FILTER_IA64,
    "06": lzma.FILTER_IA64,
    "03030501": lzma.FILTER_ARM,
    "07": lzma.FILTER_ARM,
    "03030701": lzma.FILTER_ARMTHUMB,
    "08": lzma.FILTER_ARMTHUMB,
    "03030805": lzma.FILTER_SPARC,
    "09": lzma.FILTER_SPARC,
}
_CHUNK = 1 << 16

Step = Callable[[bytes, Iterator[bytes]], Iterator[bytes]]


def _lzma2(properties: bytes, packed: Iterator[bytes]) -> Iterator[bytes]:
    bits = properties[0] if properties else 41
    size = 0xFFFFFFFF if bits == 40 else (2 | bits & 1) << (bits // 2 + 11)
    if bits > 40 or size > unpack.DECODER_MEMORY:
        raise ReadStopped(IssueCode.TOO_LARGE, f"unpacking needs over {unpack.DECODER_MEMORY} bytes")
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": max(size, 4096)}]
    return unpack.decompress(packed, lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters))


def _filtered(identifier: int, properties: bytes, plain: Iterator[bytes]) -> Iterator[bytes]:
    """A filter of liblzma by itself. It wants LZMA2 behind it: the bytes go through as chunks that are stored."""
    own: dict[str, int] = {"id": identifier}
    if identifier == lzma.FILTER_DELTA:
        own["dist"] = (properties[0] if properties else 0) + 1
    filters = [own, {"id": lzma.FILTER_LZMA2, "dict_size": _CHUNK}]
    return unpack.decompress(_stored(plain), lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters))


def _stored(plain: Iterator[bytes]) -> Iterator[bytes]:
    for data in plain:
        for at in range(0, len(data), _CHUNK):
            piece = data[at : at + _CHUNK]
            yield b"\x01" + (len(piece) - 1).to_bytes(2, "big") + piece
    yield b"\0"


def _filter(identifier: int) -> Step:
    return lambda properties, plain: _filtered(identifier, properties, plain)


_STEPS: dict[bytes, Step] = {
    b"\0": lambda _, packed: packed,
    b"\x21": _lzma2,
    bytes.fromhex("030101"): unpack.lzma1,
    bytes.fromhex("040108"): lambda _, packed: unpack.inflate(packed),
    bytes.fromhex("040202"): lambda _, packed: unpack.bunzip2(packed),
    bytes.fromhex("04f71101"): lambda _, packed: zstandard(packed),
    **{bytes.fromhex(name): _filter(identifier) for name, identifier in _FILTERS.items()},
}


def unread(folder: Folder) -> str:
    """The first method of a folder that cannot be undone here, "" where all can."""
    for coder in folder.coders:
        if coder.method not in _STEPS:
            name = coder.method.hex()
            return _UNREAD.get(name, f"method {name}")
    return "" if folder.chain else "coders that make no chain"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The plain bytes of a folder, or a part of them."""

    folder: Folder
    start: int = 0
    size: int = unpack.TO_THE_END

    @property
    def packed(self) -> int:
        return self.folder.packed

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        skip = self.start
        for chunk in unpack.limited(_through(self.folder, stream), self.start + min(self.size, self.folder.size)):
            yield chunk[skip:]
            skip = max(0, skip - len(chunk))


def _through(folder: Folder, stream: BinaryIO) -> Iterator[bytes]:
    plain = unpack.pieces(stream, folder.position, folder.packed)
    for coder in folder.chain or ():
        plain = _step(coder, plain)
    return unpack.guarded(plain)


def _step(coder: Coder, packed: Iterator[bytes]) -> Iterator[bytes]:
    return unpack.limited(_STEPS[coder.method](coder.properties, packed), coder.size)
