"""Number formats that give a number its dashes and leading zeros: 000000-0000000 for resident numbers and alike."""

from __future__ import annotations

import re
from typing import NamedTuple

# Digits with literal signs between them: escaped, quoted or standing for themselves (ECMA-376 part 1, 18.8.31).
_SECTION = re.compile(r'(?:[0#?]|\\.|"[^"]{0,20}"|[-/ ()+])+(?=;|$)')
_PIECE = re.compile(r'([0#?])|\\(.)|"([^"]*)"|(.)')
_PLACES = 4  # a pattern of fewer digits is for months and the like
_LONGEST = 200


class Pattern(NamedTuple):
    """Places for digits ("0" is filled up with a zero) and signs between them, from left to right."""

    pieces: tuple[tuple[str, bool], ...]  # and whether it is a place

    def __repr__(self) -> str:
        return type(self).__name__

    def shown(self, text: str) -> str:
        """A whole number as it is shown; any other text as it is."""
        if not text.isdecimal():
            return text
        digits = list(text)
        out: list[str] = []
        for piece, is_place in reversed(self.pieces):
            if not is_place:
                out.append(piece)
            elif digits:
                out.append(digits.pop())
            elif piece == "0":
                out.append("0")
        return "".join(digits) + "".join(reversed(out))


def pattern(code: str) -> Pattern | None:
    """The first section of a format, None where it does more than place digits and signs."""
    section = _SECTION.match(code[:_LONGEST])
    if section is None:
        return None
    pieces = tuple(
        (place or escaped or quoted or sign, bool(place)) for place, escaped, quoted, sign in _PIECE.findall(section[0])
    )
    places = sum(is_place for _, is_place in pieces)
    return Pattern(pieces) if places >= _PLACES else None
