"""Turns texts with names into examples for the fast lane's model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

import numpy as np
from numpy.typing import NDArray

from recognizers.names import features
from recognizers.names.training.corpus import Corpus
from recognizers.names.training.logistic import Examples
from recognizers.names.training.silver import Sentence

_Rows = tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]
_ROOM = features.BLOCK - 1000


def examples(corpus: Corpus) -> Examples:
    """All candidates of all texts, each text set among others as lines of one document."""
    groups = (
        (corpus.news, 0.6, False),
        (corpus.swapped, 0.8, False),
        (corpus.finance, 1.0, False),
        (corpus.more, 1.0, False),
        (tuple((line, ()) for text in corpus.negatives for line in text.splitlines() if line), 1.0, True),
    )
    parts = [
        _rows(block, spans, count, foreign)
        for texts, count, foreign in groups
        for block, spans in _blocks(texts, not foreign)
    ]
    places, names, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Examples(places, names, counts)


def _blocks(texts: Iterable[Sentence], shuffled: bool) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    ordered = list(texts)
    if shuffled:
        Random(5).shuffle(ordered)
    lines: list[str] = []
    spans: set[tuple[int, int]] = set()
    length = 0
    for text, names in ordered:
        if length + len(text) > _ROOM and lines:
            yield "\n".join(lines), spans
            lines, spans, length = [], set(), 0
        if len(text) > _ROOM:
            continue
        spans.update((start + length, end + length) for start, end in names)
        lines.append(text)
        length += len(text) + 1
    yield "\n".join(lines), spans


def _rows(text: str, spans: set[tuple[int, int]], count: float, foreign: bool) -> _Rows:
    found = features.candidates(text)
    names = np.array(
        [span in spans for span in zip(found.start.tolist(), found.end.tolist(), strict=True)], dtype=np.float64
    )
    places = found.features.T.astype(np.int32)
    # What in a translated document has no known surname may well be a foreigner's name, which nobody has marked.
    kept = (found.surname > 0) if foreign else np.ones(len(names), dtype=np.bool_)
    return places[kept], names[kept], np.full(int(kept.sum()), count)
