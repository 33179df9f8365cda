"""A rewritten piece of text that still knows where each of its bytes came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True)
class Overlay:
    """Text built from a source buffer by copying and rewriting. Offsets are bytes.

    Each piece starts at `starts[i]` in the text and at `sources[i]` in the source. With a stride n > 0 every byte of
    the piece stands for n source bytes (1 copied, 3 for %XX, 2 for hex); with stride 0 the whole piece stands for
    sources[i]..ends[i].
    """

    text: bytearray = field(default_factory=bytearray, repr=False)
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    strides: list[int] = field(default_factory=list)

    def add(self, piece: bytes, source: int, end: int, stride: int) -> None:
        """Append `piece`, which stands for source bytes `source`..`end`."""
        if not piece:
            return
        self.starts.append(len(self.text))
        self.sources.append(source)
        self.ends.append(end)
        self.strides.append(stride)
        self.text += piece

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source bytes that text[start:end] stands for."""
        return self._source(start)[0], self._source(end - 1)[1]

    def _source(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.starts, offset) - 1
        source, stride = self.sources[index], self.strides[index]
        if not stride:
            return source, self.ends[index]
        begin = source + (offset - self.starts[index]) * stride
        return begin, begin + stride
