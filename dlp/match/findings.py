"""From matches, which hold plain values, to findings, which never do."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from dlp.match.resolve import Match
from dlp.types import Evidence, EvidenceKind, Finding, Segment

_CONTINUATION = bytes(range(0x80, 0xC0))


def findings_of(segment: Segment, matches: Sequence[Match], key: bytes) -> list[Finding]:
    """The findings of matches in order of position, with character offsets in the document's text."""
    position, char = segment.before, segment.first_char
    findings: list[Finding] = []
    for match in matches:
        char += characters(segment.data[position : match.start])
        position = match.start
        stop = char + characters(segment.data[match.start : match.end])
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
    message = f"{match.entity}\0{match.digits}".encode("utf-8", "replace")
    return hmac.digest(key, message, "sha256").hex()[:32]


def characters(text: bytes) -> int:
    """How many characters UTF-8 bytes hold."""
    return len(text) if text.isascii() else len(text.translate(None, _CONTINUATION))
