"""Unpacking within bounds: decoders that produce a little at a time, and packed content as streams under the budget."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast

from dlp.extract.base import Budget, BudgetSpent, ReadStopped
from dlp.types import Blob, IssueCode

STEP = 256 << 10
# Memory that a decoder may ask for: the largest preset of xz needs 65 MiB, that of 7-Zip 64 MiB of dictionary and some.
DECODER_MEMORY = 288 << 20
TO_THE_END = 1 << 62
# Below this size nothing can hurt, whatever its ratio: blank sheets and zero-filled logs compress a thousandfold.
_HARMLESS = 8 << 20
_KEPT = 256 << 10  # produced bytes kept for stepping back


class Source(Protocol):
    """What is packed somewhere in a stream. `packed` is its size there, -1 where that is not known."""

    @property
    def packed(self) -> int: ...

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        """The plain bytes in pieces of about STEP. Raises ReadStopped where the data is damaged or goes too far."""
        ...


class Decoder(Protocol):
    """What bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def pieces(stream: BinaryIO, position: int = 0, size: int = TO_THE_END) -> Iterator[bytes]:
    """`size` bytes from `position` on, or as many as there are. Others may move the stream meanwhile."""
    while size > 0 and position < TO_THE_END:  # what no stream could seek to is not there
        stream.seek(position)
        data = stream.read(min(STEP, size))
        if not data:
            return
        position += len(data)
        size -= len(data)
        yield data


def inflate(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Raw deflate (RFC 1951)."""
    decoder = zlib.decompressobj(-15)
    for data in packed:
        pending = data
        while pending and not decoder.eof:
            yield decoder.decompress(pending, STEP)
            pending = decoder.unconsumed_tail
        if decoder.eof:
            return
    yield decoder.flush()
    if not decoder.eof:
        raise EOFError


def decompress(packed: Iterator[bytes], decoder: Decoder) -> Iterator[bytes]:
    """One stream to its end mark. What is missing where there is none shows in the checksum: LZMA may well lack one."""
    for data in packed:
        pending = data
        while not decoder.eof and (pending or not decoder.needs_input):
            yield decoder.decompress(pending, STEP)
            pending = b""
        if decoder.eof:
            return


def bunzip2(packed: Iterator[bytes]) -> Iterator[bytes]:
    return decompress(packed, bz2.BZ2Decompressor())


def unxz(packed: Iterator[bytes]) -> Iterator[bytes]:
    return decompress(packed, lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DECODER_MEMORY))


def lzma1(properties: bytes, packed: Iterator[bytes]) -> Iterator[bytes]:
    """LZMA by its five bytes of properties, as ZIP and EGG keep it: like .lzma, with the size left out."""
    decoder = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=DECODER_MEMORY)
    yield decoder.decompress(properties + b"\xff" * 8, 0)
    yield from decompress(packed, decoder)


def prepend(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def limited(chunks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """At most `size` bytes: what a decoder without an end mark makes beyond that is noise."""
    for chunk in chunks:
        yield chunk[:size]
        size -= len(chunk)
        if size <= 0:
            return


def guarded(
    chunks: Iterator[bytes], crc: int | None = None, size: int | None = None, most: int = TO_THE_END
) -> Iterator[bytes]:
    """What a decoder gives, its errors as ReadStopped, and its CRC-32 and size compared at the end."""
    found = produced = 0
    try:
        for chunk in chunks:
            yield chunk
            found = zlib.crc32(chunk, found) if crc is not None else 0
            produced += len(chunk)
            if produced > most:
                raise ReadStopped(IssueCode.TOO_LARGE, f"over {most} bytes")
    except lzma.LZMAError as error:
        if "emory" in str(error):
            raise ReadStopped(IssueCode.TOO_LARGE, f"unpacking needs over {DECODER_MEMORY} bytes") from None
        raise ReadStopped(IssueCode.CORRUPT, "compressed data: LZMAError") from None
    except (zlib.error, EOFError, OSError, ValueError) as error:
        raise ReadStopped(IssueCode.CORRUPT, f"compressed data: {type(error).__name__}") from None
    if crc is not None and found != crc:
        raise ReadStopped(IssueCode.CORRUPT, "checksum does not hold")
    if size is not None and produced != size:
        raise ReadStopped(IssueCode.CORRUPT, "another size than told")


class Feed:
    """Pieces of a stream to be taken in any size, and to be put back."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def more(self) -> bytes:
        """Some bytes, b"" at the end."""
        data, self._held = self._held or next(self._chunks, b""), b""
        return data

    def push(self, data: bytes) -> None:
        self._held = data + self._held

    def take(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        while len(self._held) < size and (data := next(self._chunks, b"")):
            self._held += data
        data, self._held = self._held[:size], self._held[size:]
        return data

    def peek(self, size: int) -> bytes:
        data = self.take(size)
        self.push(data)
        return data

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.more, b"")


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes that stand in their parent as they are, with their CRC-32 where it is known."""

    position: int
    packed: int
    crc: int | None = None

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        got = 0
        for data in guarded(pieces(stream, self.position, self.packed), self.crc):
            got += len(data)
            yield data
        if got < self.packed:
            raise ReadStopped(IssueCode.CORRUPT, "cut short")


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens packed content. Its parent is opened afresh, so that it can be read at any time and anywhere."""

    parent: Blob
    source: Source
    budget: Budget

    def __call__(self) -> BinaryIO:
        return cast("BinaryIO", Unpacked(self.parent.open(), self.source, self.budget))


def size_of(blob: Blob, stream: BinaryIO) -> int:
    """The size of a blob that is open: what is unpacked on the way does not know its own."""
    return blob.size or stream.seek(0, io.SEEK_END)


def packed_blob(parent: Blob, name: str, size: int, source: Source, budget: Budget) -> Blob:
    """Packed content as a document of its own. `size` is the plain size as far as it is known."""
    return Blob(name, max(0, size), Opening(parent, source, budget))


class Unpacked(io.BufferedIOBase):
    """Packed content as a stream. Charges the budget for what it produces and watches the ratio.

    Stepping back a little is served from what was produced last; further back it starts over.
    """

    def __init__(self, parent: BinaryIO, source: Source, budget: Budget) -> None:
        self._parent, self._packed, self._budget = parent, source, budget
        self._charged = 0
        self._restart()

    def _restart(self) -> None:
        self._source = self._packed.chunks(self._parent)
        self._buffer, self._start, self._position = b"", 0, 0  # _buffer holds the bytes from _start on
        self._stopped: ReadStopped | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        self._parent.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            while self._more():
                pass
            offset += self._start + len(self._buffer)
        elif whence == io.SEEK_CUR:
            offset += self._position
        if offset < self._start:
            self._restart()
        self._position = max(0, offset)
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        left = TO_THE_END if size is None or size < 0 else size
        out: list[bytes] = []
        while left > 0 and (piece := self.read1(left)):
            out.append(piece)
            left -= len(piece)
        return b"".join(out)

    def read1(self, size: int = -1) -> bytes:
        """What is at hand, b"" at the end: whoever reads like this has all that came before the damage."""
        while (at := self._position - self._start) >= len(self._buffer):
            if not self._more():
                return b""
        piece = self._buffer[at : at + size] if size >= 0 else self._buffer[at:]
        self._position += len(piece)
        return piece

    def _more(self) -> bool:
        """Produce the next chunk, keeping the end of what came before."""
        if self._stopped:
            raise self._stopped
        try:
            chunk = next(self._source, None)
            if chunk is None:
                return False
            self._charge(self._start + len(self._buffer) + len(chunk))
        except ReadStopped as stop:
            self._stopped = stop  # a generator that has raised would end quietly the next time
            raise
        kept = self._buffer[-_KEPT:]
        self._start += len(self._buffer) - len(kept)
        self._buffer = kept + chunk
        return True

    def _charge(self, produced: int) -> None:
        if produced > self._charged:
            self._budget.unpack(produced - self._charged)
            self._charged = produced
        else:
            self._budget.check_time()
        packed = self._packed.packed
        if packed >= 0 and produced > _HARMLESS and produced > packed * self._budget.limits.ratio:
            raise BudgetSpent(IssueCode.RATIO, f"unpacks to over {self._budget.limits.ratio} times its size")


def find(stream: BinaryIO, magic: bytes, position: int, budget: Budget) -> int:
    """Where `magic` stands next at or after `position`, -1 where it does not."""
    while True:
        budget.check_time()
        stream.seek(position)
        block = stream.read(STEP)
        at = block.find(magic)
        if at >= 0:
            return position + at
        if len(block) < STEP:
            return -1
        position += len(block) - len(magic) + 1
