"""Files carried in text as base64, hex or uuencode, and text that says itself that it is encrypted.

Where a file begins is all that is told here, from the one pass over the text that is made anyway; the walker decodes it
and reads it as a document. What stands too deep for that, in a view, becomes an issue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from dlp.match import signs
from dlp.match.windows import joined
from dlp.types import Coding, Encoded, Issue, IssueCode, Segment

_BEFORE, _BEHIND = 400, 400  # bytes around the end of a sign that hold it whole

_TOO_DEEP = (IssueCode.UNSUPPORTED, "a file encoded in the text, twice or in pieces")

Span = Callable[[int, int], tuple[int, int]]


@dataclass(slots=True)
class Carried:
    """What the text of one segment carries: filled from the segment itself first, then from views of it."""

    _encoded: dict[int, Encoded] = field(default_factory=dict)
    _unread: dict[int, tuple[IssueCode, str]] = field(default_factory=dict, repr=False)

    def note(self, data: bytes, span: Span, files: Sequence[int], sealed: Sequence[int], *, view: bool) -> None:
        """Takes the places where signs end in `data`; `span` leads from there to the segment."""
        for item in _files(data, files):
            start, _ = span(item.start, item.start + 1)
            if not view:
                self._encoded[start] = item
            elif start not in self._encoded:
                self._unread.setdefault(start, _TOO_DEEP)
        for low, high in _around(data, sealed):
            for pattern, code, detail in (
                (signs.ENCRYPTED, IssueCode.ENCRYPTED, "encrypted text"),
                (signs.YENC, IssueCode.UNSUPPORTED, "a file encoded in the text as yEnc"),
            ):
                for found in pattern.finditer(data, low, high):
                    self._unread.setdefault(span(found.start(), found.end())[0], (code, detail))

    def own(self, segment: Segment) -> tuple[Encoded, ...]:
        """The files that begin in the segment's own bytes, in order; none where its source is read for them."""
        if segment.sourced or not self._encoded:
            return ()
        return tuple(item for start, item in sorted(self._encoded.items()) if _is_own(segment, start))

    def issues(self, segment: Segment) -> Iterator[Issue]:
        """What is not read, one issue of each kind."""
        told: dict[tuple[IssueCode, str], int] = {}
        for start, kind in sorted(self._unread.items()):
            if _is_own(segment, start):
                told.setdefault(kind, start)
        for (code, detail), start in told.items():
            yield Issue(code, segment.locate(start), detail)


def _is_own(segment: Segment, start: int) -> bool:
    return segment.before <= start < len(segment.data) - segment.after


def _files(data: bytes, ends: Sequence[int]) -> Iterator[Encoded]:
    for low, high in _around(data, ends):
        for found in signs.FILE.finditer(data, low, high):
            name = found.lastgroup or ""
            yield Encoded(found.start(name), signs.CODINGS.get(name, Coding.BASE64))


def _around(data: bytes, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    return joined((max(0, end - _BEFORE), min(len(data), end + _BEHIND)) for end in ends)
