"""The fast lane: every surname in a window is a candidate, one small linear model says which is a name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dlp.rules import Mention
from dlp.types import Confidence, Evidence, EvidenceKind
from recognizers.names import features, places, written
from recognizers.names.places import Scored

_SURE = 0.7  # what is a name without a credit attribute beside it
_FAINT = 0.03  # what may be one beside another name
_LEAST = 0.25  # what is one where there is an attribute beside it


@cache
def _weights() -> NDArray[np.float32]:
    stored = files("recognizers.names").joinpath("data", "fast.weights").read_bytes()
    steps = np.frombuffer(zlib.decompress(stored), dtype=np.int8)
    return steps.astype(np.float32) * np.float32(features.STEP)


def scored(text: str, least: float = _LEAST) -> list[Scored]:
    """Korean names with their probability, best first where they overlap, in the order of the text."""
    found: list[Scored] = []
    for offset, block in pieces(text, features.BLOCK):
        found += (Scored(one.score, one.start + offset, one.end + offset) for one in _in_block(block, least))
    return found


def believed(text: str) -> dict[tuple[int, int], float]:
    """The probability of every candidate in the text, by its place; what is no candidate is missing."""
    found: dict[tuple[int, int], float] = {}
    for offset, block in pieces(text, features.BLOCK):
        candidates = features.candidates(block)
        chances = 1 / (1 + np.exp(-_weights()[candidates.features].sum(axis=0)))
        places = zip((candidates.start + offset).tolist(), (candidates.end + offset).tolist(), strict=True)
        found.update(zip(places, chances.tolist(), strict=True))
    return found


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    """Pieces of up to so many characters with their places, cut at an end of line or a blank where there is one."""
    place = 0
    while place < len(text):
        end = place + size
        if end < len(text):
            cut = max(text.rfind("\n", place, end), text.rfind(" ", place, end))
            end = cut + 1 if cut > place else end
        yield place, text[place:end]
        place = end


def _in_block(block: str, least: float) -> list[Scored]:
    candidates = features.candidates(block)
    sums = _weights()[candidates.features].sum(axis=0)
    floor = np.log(least / (1 - least))
    likely = np.flatnonzero(sums >= floor)
    believed = sorted(
        (
            Scored(1 / (1 + float(np.exp(-sums[row]))), int(candidates.start[row]), int(candidates.end[row]))
            for row in likely
        ),
        reverse=True,
    )
    taken: set[int] = set()
    kept: list[Scored] = []
    for one in believed:
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def tag(text: str) -> Sequence[Mention]:
    """Names in a window: by the model, by their place, and by how foreign names are written. A Tagger."""
    found = scored(text, _FAINT)
    sure = [one for one in found if one.score >= _LEAST]
    placed = [_placed(span) for span in places.by_title(text)]
    taken = {place for one in placed for place in range(one.start, one.end)}
    settled = places.settled(text, sure, [one for one in found if one.score < _LEAST])
    mentions = [_mention(one) for one in settled if taken.isdisjoint(range(one.start, one.end))]
    return written.merged([*mentions, *placed], written.foreign(text))


def _placed(span: tuple[int, int]) -> Mention:
    return Mention(*span, Confidence.LIKELY, (Evidence(EvidenceKind.SHAPE, "title"),))


def _mention(one: Scored) -> Mention:
    sure = Confidence.LIKELY if one.score >= _SURE else Confidence.POSSIBLE
    return Mention(one.start, one.end, sure, (Evidence(EvidenceKind.SHAPE, "name model"),))
