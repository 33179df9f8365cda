"""Other readings of parts of a buffer: with look-alikes and escapes undone, guesses made, encodings decoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dlp.match import decode, fold
from dlp.match.triggers import LONG_RUN, Kind
from dlp.match.windows import around, character

# Offsets of a view -> offsets of the buffer it is a view of.
Span = Callable[[int, int], tuple[int, int]]

_REWRITES = (
    (Kind.FOLD, fold.fold),
    (Kind.QUOTED, fold.unquote),
    (Kind.RECAST, fold.recast),
    (Kind.READ_OUT, fold.read_out),
)
_DECODERS = (
    (Kind.BASE64, decode.base64_run, decode.decode_base64, decode.decode_base64_lines),
    (Kind.HEX, decode.hex_run, decode.decode_hex, decode.decode_hex_lines),
)
_GUESSES = frozenset((Kind.RECAST, Kind.READ_OUT))
_ENCODED = re.compile(rb"[A-Za-z0-9+/=_-]{12,}")
_LINES = 256  # that are read as one
_LEAD = 96  # bytes before an encoded run that are read with it, for the label


@dataclass(frozen=True, slots=True)
class View:
    """Text, where it comes from, and what was done to get it."""

    text: bytes = field(repr=False)
    span: Span
    kind: Kind

    @property
    def guessed(self) -> bool:
        return self.kind in _GUESSES


def views(data: bytes, ends: Mapping[Kind, Sequence[int]], *, guess: bool) -> Iterator[View]:
    """The views that triggers ask for, given the offsets they end at. Without `guess` none that is only a guess."""
    for kind, rewrite in _REWRITES:
        if kind in _GUESSES and not guess:
            continue
        for low, high in around(data, ends.get(kind, ())):
            overlay = rewrite(data, low, high)
            if overlay.text != data[low:high]:
                yield View(bytes(overlay.text), overlay.span, kind)
    for kind, run, undo, undo_lines in _DECODERS:
        done = tried = 0
        for end in _run_ends(data, kind, ends):
            if end <= done:
                continue
            floor, (start, done) = done, run(data, end)
            # Where many lines together are no text, two may be: each line is read a few times, never with all others.
            most = _LINES if start >= tried else 1
            decoded = undo_lines(data, start, done, floor, most)
            if decoded is None and most > 1:
                tried, most = start + _LINES * (done - start), 1
                decoded = undo_lines(data, start, done, floor, most)
            decoded = decoded or undo(data, start, done)
            if decoded is not None:
                done = max(floor + 1, decoded.done(most))
                yield _with_lead(data, decoded, kind)


def _run_ends(data: bytes, kind: Kind, ends: Mapping[Kind, Sequence[int]]) -> Sequence[int]:
    """Offsets in or behind encoded runs, in order."""
    found = ends.get(kind, ())
    if kind is Kind.BASE64 and Kind.LONG_BASE64 in ends:
        return sorted({*found, *(run.end() for run in LONG_RUN.finditer(data))})
    return found


def _with_lead(data: bytes, decoded: decode.Decoded, kind: Kind) -> View:
    """Decoded text behind the plain text that led up to it, so that a label outside the encoding is seen."""
    low = character(data, decoded.start - _LEAD, decoded.start)
    # Not what stands encoded itself: it would be decoded over and over.
    low = max((run.end() for run in _ENCODED.finditer(data, low, decoded.start)), default=low)
    lead = decoded.start - low

    def span(start: int, end: int) -> tuple[int, int]:
        first = low + start if start < lead else decoded.span(start - lead, start - lead + 1)[0]
        last = low + end if end <= lead else decoded.span(end - lead - 1, end - lead)[1]
        return first, last

    return View(data[low : decoded.start] + decoded.text, span, kind)
