"""Readable text in bytes of any kind: runs of UTF-8, CP949 and UTF-16LE, found a block at a time.

Machine content is full of bytes that could be text. A run counts where most of it is letters, digits and blanks; one
without a word in it (a column of numbers, a version) only where words stand near, as they do in a record of a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from dlp.extract.base import Budget
from dlp.extract.gather import Gather
from dlp.types import Blob, Locus, Segment

BLOCK = 1 << 20
_OVERLAP = 4 << 10  # a longer run across the end of a block is cut
_LONGEST_VALUE = 256
_NARROW = 6  # bytes of the shortest run: three syllables of CP949, or two of UTF-8
_WIDE = 4  # characters of the shortest run of UTF-16
_NEAR = 64  # bytes between a number and the word that speaks for it
_TAKE = 256 << 10  # text in one segment
_ALPHABET = 6  # syllables in order that no sentence has
_PLAIN = 0.7  # of a run that must be letters, digits and blanks

_Mask: TypeAlias = npt.NDArray[np.bool_]
_Bytes: TypeAlias = npt.NDArray[np.uint8]


class Run(NamedTuple):
    """Text and where its bytes begin and end. `telling`: it has a word in it."""

    start: int
    end: int
    text: str
    telling: bool

    def __repr__(self) -> str:
        return f"Run({self.start}-{self.end})"


def _classes() -> bytes:
    """A translation of bytes into the sets they belong to, a bit for each."""
    sets = (
        (_PRINTABLE, ((9, 9), (0x20, 0x7E))),
        (_UTF8_LEAD, ((0xEA, 0xED),)),  # of Hangul syllables
        (_TRAIL, ((0x80, 0xBF),)),
        (_CP949_LEAD, ((0xB0, 0xC8),)),  # of the 2,350 syllables of KS X 1001
        (_CP949_TRAIL, ((0xA1, 0xFE),)),
        (_UTF16_HIGH, ((0xAC, 0xD7),)),
        (_ZERO, ((0, 0),)),
    )
    table = bytearray(256)
    for bit, ranges in sets:
        for first, last in ranges:
            for byte in range(first, last + 1):
                table[byte] |= bit
    return bytes(table)


_PRINTABLE, _UTF8_LEAD, _TRAIL, _CP949_LEAD, _CP949_TRAIL, _UTF16_HIGH, _ZERO = (1 << bit for bit in range(7))
_CLASSES = _classes()
_WORD = re.compile("[A-Za-z]{4}|[가-힣]{2}")
_SYLLABLE = re.compile("[가-힣]")
_WRITTEN = frozenset(bytes((lead, trail)).decode("cp949") for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF))
_UNCOMMON = re.compile("[^ 0-9A-Za-z가-힣]")


def string_segments(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Segment]:
    """The readable text of a blob, a line for each run, as derived segments."""
    gather = Gather(locus, derived=True)
    with blob.open() as stream:
        start, kept = 0, b""
        while data := stream.read(BLOCK):
            budget.check_time()
            block = kept + data
            # What begins in the last bytes is read with the next block, and what is cut off there once more.
            done = len(block) - (_OVERLAP if len(data) == BLOCK else 0)
            for run in runs(block):
                if run.start < done:
                    gather.add(run.text + "\n", f"byte {start + run.start}")
                    done = max(done, min(run.end, len(block) - _LONGEST_VALUE))
            if gather.size > _TAKE:
                yield from _taken(gather, budget)
            kept = block[done:]
            start += done
    if kept:
        for run in runs(kept):
            gather.add(run.text + "\n", f"byte {start + run.start}")
    yield from _taken(gather, budget)


def _taken(gather: Gather, budget: Budget) -> Iterator[Segment]:
    budget.unpack(gather.size)
    if segment := gather.take():
        yield segment


def runs(data: bytes) -> list[Run]:
    """The runs of readable text, in order. What has no word in it stands only where words are near."""
    classes = np.frombuffer(data.translate(_CLASSES), np.uint8)
    if len(classes) < _NARROW:
        return []
    places = [*_narrow(classes), *_wide(classes)]
    found = [run for start, end, wide in sorted(places) if (run := _run(data, start, end, wide=wide))]
    return [run for index, run in enumerate(found) if run.telling or _has_word_near(found, index)]


def _run(data: bytes, start: int, end: int, *, wide: bool) -> Run | None:
    """The text at a place, if most of it is letters, digits and blanks."""
    raw = data[start:end]
    text = raw.decode("utf-16-le", "replace") if wide else _decoded(raw)
    if len(_UNCOMMON.findall(text)) > (1 - _PLAIN) * len(text) or _unwritten(text):
        return None
    return Run(start, end, text, _WORD.search(text) is not None)


def _unwritten(text: str) -> bool:
    """Syllables that nobody writes: in the order of the alphabet, as tables have them, or beyond those in use.

    Of the 11,172 of Unicode text needs the 2,350 of KS X 1001, which noise seldom hits.
    """
    syllables = _SYLLABLE.findall(text)
    if len(syllables) >= _ALPHABET and syllables == sorted(syllables):
        return True
    return sum(syllable in _WRITTEN for syllable in syllables) < 0.8 * len(syllables)


def _has_word_near(found: list[Run], index: int) -> bool:
    run = found[index]
    before = found[index - 1] if index else run
    after = found[index + 1] if index + 1 < len(found) else run
    return (before.telling and run.start - before.end <= _NEAR) or (after.telling and after.start - run.end <= _NEAR)


def _narrow(classes: _Bytes) -> Iterator[tuple[int, int, bool]]:
    """Runs of ASCII with Hangul of UTF-8 or CP949 among it."""
    mask = (classes & _PRINTABLE).view(np.bool_)
    first, second = classes[:-1], classes[1:]
    pairs = ((first & _CP949_LEAD) != 0) & ((second & _CP949_TRAIL) != 0)
    mask[:-1] |= pairs
    mask[1:] |= pairs
    trails = (second & _TRAIL) != 0
    triples = ((classes[:-2] & _UTF8_LEAD) != 0) & trails[:-1] & trails[1:]
    for place in range(3):
        mask[place : len(mask) - 2 + place] |= triples
    return _runs_of(mask, _NARROW, wide=False)


def _wide(classes: _Bytes) -> Iterator[tuple[int, int, bool]]:
    """Runs of UTF-16LE, whose characters may begin at even or at odd bytes."""
    low, high = classes[:-1], classes[1:]
    characters = (((low & _PRINTABLE) != 0) & ((high & _ZERO) != 0)) | ((high & _UTF16_HIGH) != 0)
    for phase in (0, 1):
        for start, end, wide in _runs_of(characters[phase::2], _WIDE, wide=True):
            yield phase + 2 * start, phase + 2 * end, wide


def _runs_of(mask: _Mask, shortest: int, *, wide: bool) -> Iterator[tuple[int, int, bool]]:
    """Where runs of at least `shortest` begin and end."""
    bounded = np.zeros(len(mask) + 2, np.bool_)
    bounded[1:-1] = mask
    edges = np.flatnonzero(bounded[1:] != bounded[:-1])
    starts, ends = edges[::2], edges[1::2]
    long = ends - starts >= shortest
    for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        yield start, end, wide


def _decoded(raw: bytes) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp949", "replace")
