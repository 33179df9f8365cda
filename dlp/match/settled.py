"""Where values stand that are beyond doubt: nothing inside them is judged any more."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Settled:
    """Places in order of their starts."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, start: int, end: int) -> None:
        index = bisect_right(self.starts, start)
        self.starts.insert(index, start)
        self.ends.insert(index, end)

    def past(self, start: int, end: int) -> int:
        """The end of the place that start..end lies in; 0 where it lies in none."""
        index = bisect_right(self.starts, start) - 1
        return self.ends[index] if index >= 0 and self.ends[index] >= end else 0

    def rest(self, data: bytes, low: int, high: int) -> bytes:
        """data[low:high] without what lies in a place."""
        index = max(0, bisect_right(self.starts, low) - 1)
        pieces: list[bytes] = []
        while index < len(self.starts) and self.starts[index] < high:
            pieces.append(data[low : max(low, self.starts[index])])
            low = max(low, self.ends[index])
            index += 1
        return b" ".join((*pieces, data[low : max(low, high)]))

    def outside(self, hits: Sequence[int]) -> Sequence[int]:
        """The ends of hits that are not inside a place. A hit may have read one byte further than its value."""
        if not self.starts:
            return hits
        starts, ends = self.starts, self.ends
        return [hit for hit in hits if not (index := bisect_left(starts, hit)) or ends[index - 1] + 1 < hit]
