"""Number formats that give a number its dashes and leading zeros: 000000-0000000 for resident numbers and alike."""

from __future__ import annotations

import re
from functools import lru_cache

# Digits with literal signs between them: escaped, quoted or standing for themselves (ECMA-376 part 1, 18.8.31).
_PATTERN = re.compile(r'(?:[0#?]|\\.|"[^"]{0,20}"|[-/ ()+])+')
_PIECE = re.compile(r'([0#?])|\\(.)|"([^"]*)"|(.)')
_PLACES = 4  # a pattern of fewer digits is for months and the like


@lru_cache(maxsize=256)
def pattern(code: str) -> tuple[str, ...] | None:
    """The first section of a format as digit places ("0" or "#") and literal signs, None where it is no such format."""
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code[:200], maxsplit=1)[0]
    if not _PATTERN.fullmatch(section):
        return None
    pieces = tuple(place or escaped or quoted or sign for place, escaped, quoted, sign in _PIECE.findall(section))
    kinds = ["0" if match[1] else "" for match in _PIECE.finditer(section)]
    places = sum(map(bool, kinds))
    if places < _PLACES or places == len(kinds):
        return pieces if places >= _PLACES and "0" in section and set(section) == {"0"} else None
    # What stands for itself is told from a place by a sign in front of it.
    return tuple(piece if kind else "\0" + piece for piece, kind in zip(pieces, kinds, strict=True))


def formatted(code: str, text: str) -> str:
    """A whole number as its format shows it; any other text as it is."""
    if not code or not text.isdecimal():
        return text
    places = pattern(code)
    if places is None:
        return text
    digits = list(text)
    out: list[str] = []
    for piece in reversed(places):
        if piece.startswith("\0"):
            out.append(piece[1:])
        elif digits:
            out.append(digits.pop())
        elif piece == "0":
            out.append("0")
    return "".join(digits) + "".join(reversed(out)).lstrip(" -" if "0" not in places else "")
