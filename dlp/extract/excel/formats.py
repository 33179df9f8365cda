"""Number formats that give a number its dashes and leading zeros (000000-0000000 for resident numbers and alike), and
those that make a date of it (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

# Digits with literal signs between them: escaped, quoted or standing for themselves.
_SECTION = re.compile(r'(?:[0#?]|\\.|"[^"]{0,20}"|[-/ ()+])+(?=;|$)')
_PIECE = re.compile(r'([0#?])|\\(.)|"([^"]*)"|(.)')
_PLACES = 4  # a pattern of fewer digits is for months and the like
_LONGEST = 200
_CONDITION = re.compile(r"\[<(=?)(\d{1,15})\]")  # [<=9999999]###-####;(0##) ###-####
_SEPARATORS = frozenset("-/ ()+.")  # what people write between the digits of one number
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE = re.compile(r"[ymdhseabgpw/ .,:;@-]*[yd][ymdhseabgpw/ .,:;@-]*", re.IGNORECASE)
# Dates among the formats that need not be written out, for Korean as well; the others are for time alone.
_DATE_NUMBERS = frozenset((*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)))
_EPOCH, _LAST_DAY = datetime(1899, 12, 30), 2_958_465  # noqa: DTZ001 - a day in a table has no zone; 9999-12-31
_FROM_1904 = 1462  # days between the two date systems
_LEAP_DAY = 60  # 1900-02-29, which never was


class Pattern(NamedTuple):
    """Places for digits ("0" is filled up with a zero) and signs between them, from left to right."""

    pieces: tuple[tuple[str, bool], ...]  # and whether it is a place

    def __repr__(self) -> str:
        return type(self).__name__

    @property
    def keeps(self) -> bool:
        """Does what is shown still read as the number?"""
        return all(is_place or _SEPARATORS.issuperset(piece) for piece, is_place in self.pieces)

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


class Split(NamedTuple):
    """One pattern up to a number, another above."""

    most: int
    low: Pattern
    high: Pattern

    @property
    def keeps(self) -> bool:
        return self.low.keeps and self.high.keeps

    def shown(self, text: str) -> str:
        if not text.isdecimal() or len(text) > 15:
            return text
        return (self.low if int(text) <= self.most else self.high).shown(text)


class Dates(NamedTuple):
    """Days since the end of 1899, or of 1903, as a date; a moment with its time and the number itself."""

    days: int = 0

    @property
    def keeps(self) -> bool:
        """A day is its date; of a moment the number is shown as well, whose digits might be anything."""
        return True

    def shown(self, text: str) -> str:
        """An ISO date; text that is no number of a day as it is."""
        try:
            day = float(text[:32]) + self.days
        except ValueError:
            return text
        if not 1 <= day <= _LAST_DAY + 1:
            return text
        moment = _EPOCH + timedelta(days=day + (day < _LEAP_DAY), milliseconds=500)
        return moment.date().isoformat() if text.isdecimal() else f"{moment.isoformat(' ', 'minutes')} {text}"


Format: TypeAlias = Pattern | Split | Dates


def number_format(code: str, *, since_1904: bool = False) -> Format | None:
    """What a format makes of numbers, None where that is nothing that matters."""
    code = code[:_LONGEST]
    if condition := _CONDITION.match(code):
        first, _, second = code[condition.end() :].partition(";")
        low, high = pattern(first), pattern(second)
        return Split(int(condition[2]) - (not condition[1]), low, high) if low and high else None
    is_date = _DATE.fullmatch(_NO_DATE.sub("", code))
    return Dates(_FROM_1904 if since_1904 else 0) if is_date else pattern(code)


def built_in(number: int, *, since_1904: bool = False) -> Format | None:
    """The same for a format that is known by its number alone."""
    return Dates(_FROM_1904 if since_1904 else 0) if number in _DATE_NUMBERS else None
