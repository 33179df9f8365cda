"""Resident and foreigner registration numbers: one way of writing, two check digits (facts of both in their files)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from dlp.rules import Candidate, Judge, Judgement, Screen, Shape, checked, said
from dlp.types import Check, Confidence, Evidence, EvidenceKind
from recognizers._kr import birth, corporate_check, ean_check, in_hash, resident_check
from recognizers._words import BAR_CODES, COMPANY_NUMBERS, denies

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BIRTH = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# Kinds of legal person at digits 5 and 6 of a corporate number (table 3 of the corporate registration rules).
CORPORATE_KINDS = frozenset(
    ("11", "12", "13", "14", "15", "21", "22", "71", *map(str, range(31, 54)), *map(str, range(81, 87)))
)
# Grouped in any way, beside the number's name only: dots in the date, each digit apart, brackets and quotes around halves.
_LOOSE = r"(?:[0-9][^0-9A-Za-z\x80-\xff\n]{{0,3}}){{6}}[{sexes}](?:[^0-9A-Za-z\x80-\xff\n]{{0,3}}[0-9]){{6}}"
_NEAR = 24  # bytes between such a number and its name: with another number between them it is not about this one
_OLD = 1930
_BARCODE_PREFIXES = ("880", "978", "979")


# One pattern of the engine serves residents, foreigners and companies.
SEPARATED = (
    r"[0-9](?:[ \t]{1,3}|[ \t]{0,3}[-/_~.,:][ \t]{0,2}(?:\r?\n[ \t>]{0,4})?|[ \t]?\r?\n[ \t>]{0,4}-?[ \t]?)[0-9]{7}(?:[^0-9]|$)",
)


def shapes(sexes: str) -> tuple[Shape, ...]:
    """The ways of writing a number whose seventh digit is one of `sexes` (a character class without brackets)."""
    tail = f"[{sexes}][0-9]{{6}}"
    between = r"(?:[ \t]{0,2}[-/_~.,:][ \t]{0,2}(?:\r?\n[ \t>]{0,4})?|[ \t]{1,3}|[ \t]?\r?\n[ \t>]{0,4}-?[ \t]?)"
    return (
        Shape(name="separated", pattern=_BIRTH + between + tail, hints=SEPARATED),
        Shape(name="bare", pattern=_BIRTH + tail, width=13, screen=_days(sexes)),
        Shape(name="loose", pattern=_LOOSE.format(sexes=sexes), needs_label=True),
    )


def _days(sexes: str) -> Screen:
    """Which rows have a day of the calendar, whatever the year, and one of `sexes` behind it: a few in a thousand."""
    wanted = [digit for digit in range(10) if re.match(f"[{sexes}]", str(digit))]

    def screen(rows: NDArray[np.uint8]) -> NDArray[np.bool_]:
        import numpy as np

        digits = rows - 48
        month, day = digits[:, 2] * 10 + digits[:, 3], digits[:, 4] * 10 + digits[:, 5]
        short = (month == 4) | (month == 6) | (month == 9) | (month == 11)
        dated = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31 - short) & ((month != 2) | (day <= 29))
        possible: NDArray[np.bool_] = dated & np.isin(digits[:, 6], wanted)
        return possible

    return screen


def judge(base: int) -> Judge:
    """How sure a number of this shape is. The check digit only ever adds: changed and new numbers have none."""

    def judged(candidate: Candidate) -> Judgement | None:
        if candidate.shape == "loose":
            return _loose(candidate, base)
        born = birth(candidate.digits)
        if born is None:
            return None
        check = resident_check(candidate.digits, base, born)
        if _is_part_of_more(candidate) and not ("-" in candidate.text and check is Check.VALID):
            return None
        confidence = _confidence(candidate, check)
        if candidate.in_hex and not candidate.labelled:
            confidence = _in_hex(candidate, check, confidence)
        if confidence is None:
            return None
        evidence = (Evidence(EvidenceKind.CALENDAR), *checked(check), *said(candidate))
        return Judgement(confidence, evidence)

    return judged


def _in_hex(candidate: Candidate, check: Check, confidence: Confidence | None) -> Confidence | None:
    """No hash has a hyphen there. One in some ten thousand holds thirteen digits that are a date and a check digit."""
    if "-" in candidate.text and check is Check.VALID:
        return confidence
    if candidate.recast and in_hash(candidate):
        return None
    return confidence and Confidence.POSSIBLE if "-" in candidate.text or check is Check.VALID else None


def _loose(candidate: Candidate, base: int) -> Judgement | None:
    """Thirteen digits in no known grouping: only the check digit makes a number of them."""
    label = candidate.label
    if candidate.recast or label is None or label.distance > _NEAR or _is_part_of_more(candidate):
        return None
    digits = re.sub("[^0-9]", "", candidate.text)
    born = birth(digits)
    if born is None or resident_check(digits, base, born) is not Check.VALID:
        return None
    confidence = Confidence.LIKELY if candidate.labelled else Confidence.POSSIBLE
    return Judgement(confidence, (Evidence(EvidenceKind.CALENDAR), *checked(Check.VALID), *said(candidate)))


def holds(digits: str) -> bool:
    """Whether 13 digits are a resident's or foreigner's number by birth date and check digit."""
    born = birth(digits)
    return born is not None and resident_check(digits, 13 if digits[6] in "5678" else 11, born) is Check.VALID


def _is_part_of_more(candidate: Candidate) -> bool:
    """A piece of a longer dashed or decimal number."""
    left, right = candidate.left[-2:], candidate.right[:2]
    return (left[-1:] in ("-", ".") and left[:1].isdigit()) or (right[:1] in ("-", ".") and right[1:].isdigit())


def _confidence(candidate: Candidate, check: Check) -> Confidence | None:
    if candidate.recast:
        return _recast(candidate, check)
    if candidate.labelled:
        return Confidence.CONFIRMED if check is Check.VALID else Confidence.LIKELY
    if candidate.contested:
        return _contested(candidate, check)
    if _is_corporate(candidate.digits):
        return Confidence.POSSIBLE if check is Check.VALID or "-" in candidate.text else None
    return _UNLABELLED[_separator(candidate.text)](candidate.digits, check)


def _contested(candidate: Candidate, check: Check) -> Confidence | None:
    """Words speak for something else, but a number that holds the check digit is not to be let through by a word."""
    separated = candidate.shape == "separated"
    if _is_what_it_is_called(candidate):
        return None
    if check is Check.VALID:
        company = _is_corporate(candidate.digits)
        sure = separated and "-" in candidate.text and not denies(candidate.rival) and not company
        return Confidence.LIKELY if sure or candidate.label else Confidence.POSSIBLE
    return Confidence.POSSIBLE if candidate.label else None


def _is_what_it_is_called(candidate: Candidate) -> bool:
    """A company's number or a bar code, by its own check digit and by the word for it."""
    word = candidate.rival.word if candidate.rival else ""
    if _is_corporate(candidate.digits) and word in (*COMPANY_NUMBERS, "등기번호"):
        return True
    return candidate.shape == "bare" and word in BAR_CODES and ean_check(candidate.digits)


def _recast(candidate: Candidate, check: Check) -> Confidence | None:
    if candidate.contested:
        return None
    return Confidence.LIKELY if check is Check.VALID or candidate.labelled else None


def _separator(written: str) -> str:
    """What stands between the two halves: "-", a blank (or slash), a dot (or comma, colon, line end), or nothing."""
    between = written[6:-7].strip(" \t\r\n>")
    if between == "-":
        return "-"
    if between in (".", ",", ":") or "\n" in written:
        return "."
    return " " if len(written) > 13 else ""


def _is_corporate(digits: str) -> bool:
    return digits[4:6] in CORPORATE_KINDS and corporate_check(digits)


def _hyphen(digits: str, check: Check) -> Confidence:
    if check is Check.VALID:
        return Confidence.CONFIRMED
    # Hardly anybody so old has a changed number, and batch numbers look like one (260101-0001234).
    return Confidence.POSSIBLE if digits[6] in "90" or _is_old(digits) else Confidence.LIKELY


def _is_old(digits: str) -> bool:
    born = birth(digits)
    return born is not None and born[0] < _OLD


def _spaced(digits: str, check: Check) -> Confidence | None:
    if check is Check.VALID:
        return Confidence.LIKELY
    return None if digits[6] in "90" else Confidence.POSSIBLE


def _dotted(_digits: str, check: Check) -> Confidence | None:
    # 010101.1234567 is as often a measurement.
    return Confidence.LIKELY if check is Check.VALID else None


def _bare(digits: str, check: Check) -> Confidence | None:
    if ean_check(digits) and digits.startswith(_BARCODE_PREFIXES):
        return Confidence.POSSIBLE if check is Check.VALID else None
    if digits[6] in "90" or digits[0] == "1":  # 1... is also the time in milliseconds
        return Confidence.POSSIBLE if check is Check.VALID else None
    return Confidence.LIKELY if check is Check.VALID else Confidence.POSSIBLE


_UNLABELLED: dict[str, Callable[[str, Check], Confidence | None]] = {
    "-": _hyphen,
    " ": _spaced,
    ".": _dotted,
    "": _bare,
}
