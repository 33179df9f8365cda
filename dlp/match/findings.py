"""From matches, which hold plain values, to findings, which never do."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from dlp.match.resolve import Match
from dlp.types import Evidence, EvidenceKind, Finding, Segment

_CONTINUATION = bytes(range(0x80, 0xC0))
_LARGE = 64 << 10  # bytes of a segment: below, importing NumPy costs more than it saves
_FAR = 2 << 10  # bytes from one finding to the next


def findings_of(segment: Segment, matches: Sequence[Match], key: bytes) -> list[Finding]:
    """The findings of matches in order of position, with character offsets in the document's text."""
    position, char = segment.before, segment.first_char
    findings: list[Finding] = []
    for match in matches:
        char += _characters(segment.data, position, match.start)
        position = match.start
        stop = char + _characters(segment.data, match.start, match.end)
        findings.append(_finding(segment, match, (char, stop), key))
    return findings


def _finding(segment: Segment, match: Match, place: tuple[int, int], key: bytes) -> Finding:
    encoded = tuple(Evidence(EvidenceKind.ENCODING, name) for name in match.undone)
    return Finding(
        rule=match.rule.id,
        entity=match.entity,
        data_class=match.judgement.data_class or match.rule.data_class,
        confidence=match.judgement.confidence,
        start=place[0],
        end=place[1],
        masked=match.rule.mask(match.digits),
        fingerprint=fingerprint(match, key),
        locus=segment.locate(match.start),
        evidence=match.judgement.evidence + encoded,
        hidden=segment.hidden,
    )


def fingerprint(match: Match, key: bytes) -> str:
    """Keyed, because thirteen digits can be tried one by one; 128 bits in hex."""
    return fingerprint_of(match.entity, match.digits, key)


def fingerprint_of(entity: str, value: str, key: bytes) -> str:
    """That of any plain value: a name, a number in a column."""
    message = f"{entity}\0{value}".encode("utf-8", "replace")
    return hmac.digest(key, message, "sha256").hex()[:32]


def _characters(data: bytes, start: int, end: int) -> int:
    """How many characters of UTF-8 begin in data[start:end]."""
    if len(data) < _LARGE or end - start < _FAR:
        piece = data[start:end]
        return len(piece) if piece.isascii() else len(piece.translate(None, _CONTINUATION))
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(data, np.int8, end - start, start) >= -64))
