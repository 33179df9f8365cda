"""Single files compressed: gzip, bzip2, xz, .lzma and Zstandard, with further streams put behind the first."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from dlp.extract.base import Budget, Child, ReadStopped
from dlp.extract.unpack import STEP, Decoder, Feed, guarded, packed_blob, pieces
from dlp.types import Blob, IssueCode

LIMITATION = "Bytes behind the last stream are reported, not read."

# Endings that stand for two.
_DOUBLE = {
    "tgz": "tar",
    "taz": "tar",
    "tbz": "tar",
    "tbz2": "tar",
    "tb2": "tar",
    "txz": "tar",
    "tlz": "tar",
    "tzst": "tar",
}
_DOUBLE |= {"svgz": "svg", "emz": "emf", "wmz": "wmf"}
_SINGLE = frozenset(("gz", "gzip", "z", "bz2", "bz", "xz", "lzma", "zst", "zstd"))


def base_name(name: str) -> str:
    return PurePath(name.replace("\\", "/")).name


def plain_name(name: str) -> str:
    """What the file inside is called: "a.csv.gz" -> "a.csv", "b.tgz" -> "b.tar"."""
    base = base_name(name)
    stem, dot, ending = base.rpartition(".")
    ending = ending.lower()
    if dot and stem and ending in _DOUBLE:
        return f"{stem}.{_DOUBLE[ending]}"
    return stem if dot and stem and ending in _SINGLE else base


# --- gzip (RFC 1952) --------------------------------------------------------------------------------------------------

GZIP = b"\x1f\x8b"
_FTEXT, _FHCRC, _FEXTRA, _FNAME, _FCOMMENT = 1, 2, 4, 8, 16
_LONGEST = 64 << 10


@dataclass(frozen=True, slots=True, repr=False)
class GzipHeader:
    """The fields of a header that may hold words, as bytes."""

    extra: bytes = b""
    name: bytes = b""
    comment: bytes = b""

    @property
    def words(self) -> tuple[bytes, ...]:
        return self.extra, self.name, self.comment


def gzip_header(feed: Feed) -> GzipHeader:
    """Take a header off the feed. Raises ReadStopped where it is none."""
    fixed = feed.take(10)
    if len(fixed) < 10 or fixed[:3] != GZIP + b"\x08":
        raise ReadStopped(IssueCode.CORRUPT, "no gzip header")
    flags = fixed[3]
    extra = feed.take(int.from_bytes(feed.take(2), "little")) if flags & _FEXTRA else b""
    name = _zero_ended(feed) if flags & _FNAME else b""
    comment = _zero_ended(feed) if flags & _FCOMMENT else b""
    if flags & _FHCRC:
        feed.take(2)
    return GzipHeader(extra, name, comment)


def _zero_ended(feed: Feed) -> bytes:
    data = feed.peek(_LONGEST)
    end = data.find(b"\0")
    if end < 0:
        raise ReadStopped(IssueCode.CORRUPT, "a gzip header without end")
    return feed.take(end + 1)[:-1]


def _gunzip(feed: Feed) -> Iterator[bytes]:
    """The checksum is compared apart from inflating, so that damage at the end does not take the text with it."""
    while True:
        gzip_header(feed)
        decoder, crc, size = zlib.decompressobj(-15), 0, 0
        while not decoder.eof:
            pending = feed.more()
            if not pending:
                raise EOFError
            while pending and not decoder.eof:
                chunk = decoder.decompress(pending, STEP)
                pending = decoder.unconsumed_tail
                crc, size = zlib.crc32(chunk, crc), size + len(chunk)
                yield chunk
        feed.push(decoder.unused_data)
        if feed.take(8) != crc.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little"):
            raise ReadStopped(IssueCode.CORRUPT, "checksum does not hold")
        if feed.peek(2) != GZIP:
            break
    _expect_nothing(feed)


def _expect_nothing(feed: Feed) -> None:
    """Zeros fill up the blocks of a tape; anything else does not belong there."""
    strange = sum(len(data) for data in feed if data.strip(b"\0"))
    if strange:
        raise ReadStopped(IssueCode.SUSPICIOUS, f"about {strange} bytes after the compressed data")


# --- bzip2, xz, .lzma, Zstandard --------------------------------------------------------------------------------------


def _bzip2() -> Decoder:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> Decoder:
    import lzma

    from dlp.extract.unpack import DECODER_MEMORY

    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=DECODER_MEMORY)


def _zstandard() -> Decoder:
    import sys

    if sys.version_info >= (3, 14):
        from compression.zstd import DecompressionParameter, ZstdDecompressor
    else:
        from backports.zstd import DecompressionParameter, ZstdDecompressor
    # A window of 128 MiB is what `zstd --long` makes; the format allows terabytes.
    decoder: Decoder = ZstdDecompressor(options={DecompressionParameter.window_log_max: 27})
    return decoder


_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # RFC 8878, 3.1.2


def _streams(feed: Feed, new: Callable[[], Decoder], magic: bytes) -> Iterator[bytes]:
    skipped = 0
    while True:
        while _SKIPPABLE.match(feed.peek(4)) and magic == ZSTANDARD:
            skipped += _skip_frame(feed)
        if skipped and not feed.peek(1):
            break
        decoder = new()
        while not decoder.eof:
            data = feed.more() if decoder.needs_input else b""
            if not data and decoder.needs_input:
                raise EOFError
            yield decoder.decompress(data, STEP)
        feed.push(decoder.unused_data)
        _skip_padding(feed)
        if not magic or not (feed.peek(len(magic)) == magic or (magic == ZSTANDARD and _SKIPPABLE.match(feed.peek(4)))):
            break
    _expect_nothing(feed)
    if skipped:
        raise ReadStopped(IssueCode.SUSPICIOUS, f"{skipped} bytes in frames that readers skip")


def _skip_frame(feed: Feed) -> int:
    size = left = int.from_bytes(feed.take(8)[4:], "little")
    while left > 0 and (data := feed.more()):
        feed.push(data[left:])
        left -= len(data)
    return size


def _skip_padding(feed: Feed) -> None:
    """Streams of xz may have zeros between them, by four."""
    while feed.peek(4) == bytes(4):
        feed.take(4)


BZIP2, XZ, LZMA, ZSTANDARD = b"BZh", b"\xfd7zXZ\0", b"", b"\x28\xb5\x2f\xfd"
_NEW: dict[bytes, Callable[[], Decoder]] = {BZIP2: _bzip2, XZ: _xz, LZMA: _xz, ZSTANDARD: _zstandard}


@dataclass(frozen=True, slots=True, repr=False)
class Compressed:
    """A whole file as one source; `magic` is what its streams begin with, b"" for .lzma, which has no signature."""

    magic: bytes
    packed: int

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        feed = Feed(pieces(stream))
        plain = _gunzip(feed) if self.magic == GZIP else _streams(feed, _NEW[self.magic], self.magic)
        return _no_zstd_errors(guarded(plain))


def zstandard(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Frames of Zstandard, one behind the other."""
    return _no_zstd_errors(_streams(Feed(packed), _zstandard, ZSTANDARD))


def _no_zstd_errors(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Zstandard's error class is known only where its library is; it is told by its name."""
    try:
        yield from chunks
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise ReadStopped(IssueCode.CORRUPT, "compressed data: ZstdError") from None


def child(blob: Blob, magic: bytes, budget: Budget, name: str = "") -> Child:
    """The file inside."""
    return Child(packed_blob(blob, name or plain_name(blob.name), 0, Compressed(magic, blob.size), budget))
