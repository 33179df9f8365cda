"""Content codings of HTTP (RFC 9110 section 8.4.1), and what Amazon's clients wrap around an upload, undone within bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from dlp.extract.base import Budget, ReadStopped
from dlp.extract.compressed import GZIP, ZSTANDARD, Compressed
from dlp.extract.unpack import STEP, Feed, Source, guarded, packed_blob, pieces
from dlp.types import Blob, IssueCode

MOST = 8  # codings, one around the other
_LINE = 4096  # bytes of a chunk's line or of a trailer
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})(?:[ \t]*;[\x20-\x7e]*)?")


@dataclass(frozen=True, slots=True)
class _Deflated:
    """`deflate`: zlib's format by the RFC, raw deflate by what some clients send."""

    packed: int

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        return guarded(_inflated(pieces(stream)))


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    feed = Feed(packed)
    head = feed.peek(2)
    wrapped = len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
    decoder = zlib.decompressobj(15 if wrapped else -15)
    while not decoder.eof:
        pending = feed.more()
        if not pending:
            raise EOFError
        while pending and not decoder.eof:
            yield decoder.decompress(pending, STEP)
            pending = decoder.unconsumed_tail
    if decoder.unused_data or feed.peek(1):
        raise ReadStopped(IssueCode.SUSPICIOUS, "bytes after the compressed data")


@dataclass(frozen=True, slots=True)
class _Brotli:
    """`br` (RFC 7932)."""

    packed: int

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        import brotli

        decoder, feed = brotli.Decompressor(), Feed(pieces(stream))
        try:
            while not decoder.is_finished():
                data = feed.more() if decoder.can_accept_more_data() else b""
                chunk = decoder.process(data, output_buffer_limit=STEP)
                if not (data or chunk) and decoder.can_accept_more_data():
                    raise ReadStopped(IssueCode.CORRUPT, "compressed data: cut short")
                yield chunk
        except brotli.error:
            raise ReadStopped(IssueCode.CORRUPT, "compressed data: brotli") from None
        if feed.peek(1):
            raise ReadStopped(IssueCode.SUSPICIOUS, "bytes after the compressed data")


@dataclass(frozen=True, slots=True)
class _AwsChunked:
    """`aws-chunked`: chunks with sizes, signatures and trailers inside the body, as boto3 and others send by default."""

    packed: int

    def chunks(self, stream: BinaryIO) -> Iterator[bytes]:
        feed = Feed(pieces(stream))
        while left := _chunk_size(feed):
            while left:
                data = feed.more()
                if not data:
                    raise ReadStopped(IssueCode.CORRUPT, "a chunk that breaks off")
                yield data[:left]
                feed.push(data[left:])
                left -= min(left, len(data))
            if feed.take(2) != b"\r\n":
                raise ReadStopped(IssueCode.CORRUPT, "a chunk longer than its size")
        while _line(feed):  # trailers: checksums and signatures
            pass
        if feed.peek(1):
            raise ReadStopped(IssueCode.SUSPICIOUS, "bytes after the last chunk")


def _chunk_size(feed: Feed) -> int:
    found = _SIZE.fullmatch(_line(feed))
    if found is None:
        raise ReadStopped(IssueCode.CORRUPT, "a chunk without its size")
    return int(found[1], 16)


def _line(feed: Feed) -> bytes:
    ahead = feed.peek(_LINE)
    end = ahead.find(b"\r\n")
    if end < 0 and ahead:
        raise ReadStopped(IssueCode.CORRUPT, "a line that does not end")
    return feed.take(end + 2)[:-2]


_SOURCES: Mapping[str, Callable[[int], Source]] = {
    "gzip": lambda packed: Compressed(GZIP, packed),
    "x-gzip": lambda packed: Compressed(GZIP, packed),
    "deflate": _Deflated,
    "br": _Brotli,
    "zstd": lambda packed: Compressed(ZSTANDARD, packed),
    "aws-chunked": _AwsChunked,
}


def undo(blob: Blob, codings: Sequence[str], budget: Budget) -> tuple[Blob, str]:
    """The content without its codings, which are given as applied, and the first one that nobody here can undo, or ""."""
    if len(codings) > MOST:
        return blob, f"over {MOST} content codings"
    packed = blob.size  # as it came: codings around codings are where bombs hide
    for coding in reversed(codings):
        name = coding.strip().lower()
        if name in ("", "identity"):
            continue
        if name not in _SOURCES:
            return blob, "an unknown content coding"
        inner = packed_blob(blob, blob.name, 0, _SOURCES[name](packed), budget)
        blob = replace(inner, declared_type=blob.declared_type)
    return blob, ""
