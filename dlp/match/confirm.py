"""From a hit of the engine to exact candidates: which bytes match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dlp.match.engine import Hit
from dlp.match.ruleset import CompiledShape

# Where a value starts and ends.
Place = tuple[int, int]


def places(
    data: bytes, groups: Sequence[Sequence[CompiledShape]], hits: Iterable[Hit]
) -> list[tuple[CompiledShape, list[Place]]]:
    """Every match that the hits point at, by shape, those of the weightiest rules first. Hits number the groups."""
    ends: dict[int, list[int]] = {}
    for number, end in hits:
        ends.setdefault(number, []).append(end)
    found = [
        (
            compiled,
            [
                place
                for window in _windows(stops, compiled.reach, len(data))
                for place in _matches(data, compiled, *window)
            ],
        )
        for number, stops in ends.items()
        for compiled in groups[number]
    ]
    found.sort(key=lambda each: -each[0].priority)
    return found


def _windows(ends: Sequence[int], reach: int, size: int) -> Iterator[tuple[int, int]]:
    """Stretches of the buffer that hold the matches ending at `ends` (in order), joined where they overlap."""
    low = high = -1
    for end in ends:
        begin = max(0, end - reach - 2)
        if begin > high:
            if high >= 0:
                yield low, high
            low = begin
        high = min(size, end + reach)
    if high >= 0:
        yield low, high


def _matches(data: bytes, compiled: CompiledShape, low: int, high: int) -> Iterator[Place]:
    """Every match that starts in the window, overlapping ones too."""
    search = compiled.regex.search
    while (match := search(data, low, high)) is not None:
        yield match.span(1)
        low = match.start() + 1
