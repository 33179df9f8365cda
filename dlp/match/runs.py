"""Bare numbers: runs of digits of a shape's width, told apart by the thousand.

A log holds a number in every column. Finding them all with the engine would wake it at each; here their lengths are
measured at once, and each shape's screen drops the bulk before anything looks at a single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dlp.match.confirm import Place
from dlp.match.ruleset import CompiledShape

_DIGIT_OR_NOT = bytes(48 if byte in b"0123456789" else 32 for byte in range(256))
_SMALL = 64 << 10  # below this, importing NumPy costs more than it saves


def places(data: bytes, shapes: Sequence[CompiledShape]) -> list[tuple[CompiledShape, list[Place]]]:
    """Every maximal run of digits that has a shape's width and matches it, by shape."""
    found: dict[CompiledShape, list[Place]] = {compiled: [] for compiled in shapes}
    alike = {
        width: [compiled for compiled in shapes if compiled.shape.width == width]
        for width in {compiled.shape.width for compiled in shapes}
    }
    for compiled, start in _few(data, alike) if len(data) < _SMALL else _many(data, alike):
        end = start + compiled.shape.width
        if compiled.regex.match(data, start, end + 1):
            found[compiled].append((start, end))
    return sorted(found.items(), key=lambda each: -each[0].priority)


def _few(data: bytes, alike: Mapping[int, Sequence[CompiledShape]]) -> Iterator[tuple[CompiledShape, int]]:
    told = b" " + data.translate(_DIGIT_OR_NOT) + b" "
    for width, shapes in alike.items():
        run = b" " + b"0" * width + b" "
        start = told.find(run)
        while start >= 0:
            for compiled in shapes:
                yield compiled, start
            start = told.find(run, start + width)


def _many(data: bytes, alike: Mapping[int, Sequence[CompiledShape]]) -> Iterator[tuple[CompiledShape, int]]:
    import numpy as np

    codes = np.frombuffer(data, np.uint8)
    digit = np.empty(len(codes) + 2, np.bool_)
    digit[0] = digit[-1] = False
    np.less(codes - np.uint8(48), 10, out=digit[1:-1])
    edges = np.flatnonzero(digit[1:] != digit[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    for width, shapes in alike.items():
        own = starts[lengths == width]
        rows = np.lib.stride_tricks.sliding_window_view(codes, width)[own]
        for compiled in shapes:
            worth = own if compiled.shape.screen is None else own[compiled.shape.screen(rows)]
            for start in worth.tolist():
                yield compiled, start
