"""Several rules may read the same bytes: the surest reading wins, and each value is reported once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from dlp.rules import Judgement, Rule


@dataclass(frozen=True, slots=True)
class Match:
    """A judged candidate, placed in the segment (bytes). Holds the plain value; never leaves the scan."""

    start: int
    end: int
    rule: Rule
    judgement: Judgement
    digits: str = field(repr=False)
    labelled: bool = False
    undone: tuple[str, ...] = ()

    @property
    def entity(self) -> str:
        return self.judgement.entity or self.rule.entity


def _rank(match: Match) -> tuple[int, bool, int, int, int, int, str]:
    return (
        -match.judgement.confidence,
        not match.labelled,
        -match.rule.priority,
        match.start - match.end,
        len(match.undone),
        match.start,
        match.rule.id,
    )


def resolve(matches: Iterable[Match]) -> list[Match]:
    """Non-overlapping matches in order of position; of overlapping ones the better ranked."""
    ranked = sorted(matches, key=_rank)
    if len(ranked) < 2:
        return ranked
    starts: list[int] = []
    kept: list[Match] = []
    for match in ranked:
        index = bisect_left(starts, match.end)
        if index and kept[index - 1].end > match.start:
            continue
        starts.insert(index, match.start)
        kept.insert(index, match)
    return kept
