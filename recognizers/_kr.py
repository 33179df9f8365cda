"""Arithmetic that Korean identifiers share: calendar, weighted check digits, masks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import mul

from dlp.rules import Candidate, Mask
from dlp.types import Check, Confidence

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HEX_LEFT, _HEX_RIGHT = re.compile(r"[0-9A-Fa-f-]*\Z"), re.compile("[0-9A-Fa-f-]*")
_HASH_AROUND = 16  # characters that an MD5 or UUID has at least beside a number in it
_RESIDENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
# Seventh digit of a resident or foreigner number -> century of birth.
_CENTURIES = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
# No birth later than this is taken for one: a number cannot belong to somebody not yet born.
_LAST_YEAR = 2040
# Numbers assigned since 2020-10-05 end in six random digits, without a check digit.
RANDOM_SINCE = (2020, 10, 5)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the date exists in the Gregorian calendar."""
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    return (month, day) != (2, 29) or year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)


def birth(digits: str) -> tuple[int, int, int] | None:
    """Birth date of a 13-digit number, or None where there is no such day."""
    year = _CENTURIES[digits[6]] + int(digits[:2])
    month, day = int(digits[2:4]), int(digits[4:6])
    return (year, month, day) if year <= _LAST_YEAR and is_day(year, month, day) else None


def weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(map(mul, map(int, digits), weights))


def resident_check(digits: str, base: int, born: tuple[int, int, int]) -> Check:
    """The check digit of 13 digits: base 11 for residents, 13 for foreigners. Says nothing of births since 2020-10-05."""
    if (base - weighted(digits[:12], _RESIDENT_WEIGHTS) % 11) % 10 == int(digits[12]):
        return Check.VALID
    return Check.UNKNOWN if born >= RANDOM_SINCE else Check.INVALID


def corporate_check(digits: str) -> bool:
    """Corporate registration number: weights 1 and 2 in turn, sums not reduced (rule 3 of the registration rules)."""
    return (10 - weighted(digits[:12], (1, 2) * 6) % 10) % 10 == int(digits[12])


def ean_check(digits: str) -> bool:
    """EAN-13 and ISBN-13 (GS1 General Specifications 7.9)."""
    return (10 - weighted(digits[:12], (1, 3) * 6) % 10) % 10 == int(digits[12])


def in_hash(candidate: Candidate) -> bool:
    """Whether so much of hex stands around the value that it is a piece of a hash; a few letters may be glued to it."""
    found = _HEX_LEFT.search(candidate.left), _HEX_RIGHT.match(candidate.right)
    return candidate.in_hex and sum(len(match[0]) for match in found if match) >= _HASH_AROUND


def unless_hex(candidate: Candidate, confidence: Confidence | None) -> Confidence | None:
    """What a number without a check digit is worth: beside hex nothing, or a doubt where a label stands by it."""
    if not candidate.in_hex or confidence is None:
        return confidence
    return Confidence.POSSIBLE if candidate.labelled and not in_hash(candidate) else None


def keep(head: int, tail: int = 0) -> Mask:
    """A mask that shows the first and last characters and stars the rest."""

    def mask(value: str) -> str:
        hidden = max(0, len(value) - head - tail)
        return value[:head] + "*" * hidden + (value[len(value) - tail :] if tail and hidden else "")

    return mask


def mask_resident(digits: str) -> str:
    """Birth date and sex only, as Korean forms show it."""
    digits = re.sub("[^0-9]", "", digits)  # an odd grouping leaves its marks in
    return f"{digits[:6]}-{digits[6]}******"
