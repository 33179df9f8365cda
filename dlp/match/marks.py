"""Control characters and strokes before a digit, which hide a number from a plain pattern.

One byte, or two as in U+0300..036F, is too short a literal for the engine of all patterns: there this sign would slow
down logs by a tenth. Alone the bytes cost next to nothing to look for, and hardly any text has one.
"""

from __future__ import annotations

from dlp.match import glyphs
from dlp.match.engine import DatabaseCache, Pattern, compile_patterns
from dlp.match.triggers import BEFORE_DIGIT

_SHORT = glyphs.any_of(mark for mark in glyphs.MARKS if len(mark) < 3)
_ANY = Pattern((_SHORT,), once=True)
_SIGN = Pattern((_SHORT + BEFORE_DIGIT,))


class Marks:
    """Finds these signs. Thread-safe as engines are."""

    def __init__(self, library: str = "", cache: DatabaseCache | None = None) -> None:
        self._any = compile_patterns([_ANY], library, cache)
        self._sign = compile_patterns([_SIGN], library, cache)

    def ends(self, data: bytes) -> list[int]:
        """Where they end, in order."""
        return [end for _, end in self._sign.scan(data)] if self._any.scan(data) else []
