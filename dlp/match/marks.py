"""Control characters and strokes before a digit, which hide a number from a plain pattern.

One byte, or two as in U+0300..036F, is too short a literal for the engine of all patterns: there this sign would slow
down logs by a tenth. Whether a text has such a byte at all costs next to nothing to tell, and hardly any has.
"""

from __future__ import annotations

from dlp.match import glyphs
from dlp.match.engine import DatabaseCache, Pattern, compile_patterns
from dlp.match.triggers import BEFORE_DIGIT, SHORT_MARKS

_LEADS = sorted({mark[0] for mark in SHORT_MARKS})
# Tells, once, that the signs are worth looking for.
ANY = Pattern((b"[" + b"".join(b"\\x%02x" % lead for lead in _LEADS) + b"]",), once=True)
_SIGN = Pattern((glyphs.any_of(SHORT_MARKS) + BEFORE_DIGIT,))


class Marks:
    """Finds these signs. Thread-safe as engines are."""

    def __init__(self, library: str = "", cache: DatabaseCache | None = None) -> None:
        self._engine = compile_patterns([_SIGN], library, cache)

    def ends(self, data: bytes) -> list[int]:
        """Where they end, in order."""
        return self._engine.scan(data).get(0, [])
