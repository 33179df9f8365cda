"""Logistic regression over hashed features, trained in a fixed order with fixed steps: the same data, the same weights."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizers.names import features

_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Examples:
    """One row per candidate: places in the table of weights, whether it is a name, how much it counts."""

    places: NDArray[np.int32]
    names: NDArray[np.float64]
    counts: NDArray[np.float64]


def fit(
    examples: Examples, epochs: int = 4, rate: float = 0.15, decay: float = 2e-6, seed: int = 7
) -> NDArray[np.float64]:
    """Weights by AdaGrad. `decay` pulls weights of features that are seldom of use towards zero."""
    size = 1 << features.BITS
    weights = np.zeros(size)
    squares = np.full(size, 1e-4)
    order = np.random.default_rng(seed)
    rows = len(examples.names)
    for _ in range(epochs):
        shuffled = order.permutation(rows)
        for first in range(0, rows, _BATCH):
            chosen = shuffled[first : first + _BATCH]
            places = examples.places[chosen]
            scores = weights[places].sum(axis=1)
            slopes = (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - examples.names[chosen]) * examples.counts[chosen]
            gradient = np.bincount(places.ravel(), np.repeat(slopes, places.shape[1]), minlength=size) / _BATCH**0.5
            touched = np.flatnonzero(gradient)
            squares[touched] += gradient[touched] ** 2
            step = rate * gradient[touched] / np.sqrt(squares[touched])
            moved = weights[touched] - step
            pull = decay * _BATCH * rate / np.sqrt(squares[touched])
            weights[touched] = np.sign(moved) * np.maximum(np.abs(moved) - pull * 1e-2, 0)
    return weights


def stored(weights: NDArray[np.float64]) -> bytes:
    """The weights in one byte each, compressed: the same weights, the same bytes."""
    steps = np.clip(np.rint(weights / features.STEP), -127, 127).astype(np.int8)
    return zlib.compress(steps.tobytes(), 9)
