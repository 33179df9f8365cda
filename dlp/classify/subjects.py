"""How many people: identifiers that stand together belong to one person until a kind of identifier repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dlp.classify.records import record_of
from dlp.match.resolve import Match
from dlp.types import Segment

# The identifier that names a group, best first.
_BEST = ("KR_RRN", "KR_FRN", "KR_PASSPORT", "KR_DRIVER_LICENSE", "KR_CI", "KR_DI", "KR_CUSTOMER_NO")


def subjects(
    segment: Segment, matches: Iterable[Match], fingerprint: Callable[[Match], str]
) -> list[tuple[str, list[Match]]]:
    """The people among identifying matches (in order): a fingerprint for each, and the matches that are theirs."""
    groups: list[list[Match]] = []
    reach = -1
    for match in matches:
        start, end = record_of(segment, match.start, match.end)
        repeated = groups and any(match.entity == other.entity for other in groups[-1])
        if not groups or repeated or start >= reach:
            groups.append([])
        groups[-1].append(match)
        reach = end
    return [(fingerprint(min(group, key=_rank)), group) for group in groups]


def _rank(match: Match) -> int:
    return _BEST.index(match.entity) if match.entity in _BEST else len(_BEST)
