"""What is written where names stand: foreign names, and which of several findings stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dlp.rules import Mention
from dlp.types import Confidence, Evidence, EvidenceKind
from recognizers.names import latin, transliterated


def foreign(text: str) -> list[Mention]:
    """Names of foreigners in Hangul or Latin letters, Korean ones in Latin letters; in order, without overlaps."""
    spans = sorted({*transliterated.names(text), *latin.names(text)}, key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    evidence = (Evidence(EvidenceKind.SHAPE, "foreign name"),)
    return [Mention(start, end, Confidence.LIKELY, evidence) for start, end in kept]


def merged(mentions: Sequence[Mention], others: Iterable[Mention]) -> list[Mention]:
    """Both together, in order; where two overlap the longer one stays, and of equals the first."""
    kept: list[Mention] = []
    for one in sorted((*mentions, *others), key=lambda mention: (mention.start, mention.start - mention.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept
