"""From where the engine saw something to the exact bytes that match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dlp.match.engine import Hits
from dlp.match.ruleset import CompiledShape

# Where a value starts and ends.
Place = tuple[int, int]


def by_weight(groups: Sequence[Sequence[CompiledShape]], hits: Hits) -> list[tuple[CompiledShape, list[int]]]:
    """The shapes that hits (which number the groups) point at, with the ends.

    Those of the weightiest rules come first, and of a rule's those that its own words lead: what is settled there is
    settled for the rest.
    """
    found = [(compiled, hits[number]) for number in sorted(hits) if number < len(groups) for compiled in groups[number]]
    found.sort(key=lambda each: (-each[0].priority, not each[0].shape.lead))
    return found


def windows(compiled: CompiledShape, ends: Iterable[int], size: int) -> Iterator[Place]:
    """Stretches of a buffer that hold the matches seen to end at `ends` (ascending), joined where they overlap."""
    before, behind = compiled.reach + 2, compiled.behind
    low = high = -1
    for end in ends:
        begin = end - before
        if begin > high:
            if high >= 0:
                yield low, high
            low = max(0, begin)
        high = end + behind
    if high >= 0:
        yield low, min(size, high)
