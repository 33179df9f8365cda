"""Names as evidence keeps them: legible, bounded, and with no number in them that could be a person's."""

from __future__ import annotations

import re

from dlp.types import printable

LONGEST = 300

# Digits of any script with up to three characters between them that are neither letters nor digits, zero-width ones
# included: "010101-1234567", "010 1234 5678", "010101_1234567".
_SPACED = re.compile(r"\d(?:[\W_]{0,3}\d){8,}")
_RUN = re.compile(r"\d{6,}")
_PASSPORT = re.compile(r"[A-Za-z]\d{3}[A-Za-z]\d{4}")  # M123A4567, issued since December 2021
_DIGIT = re.compile(r"\d")


_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?")


def document_name(name: str) -> str:
    """A file name, container path or position. Six digits together are masked: they may be a birth date."""
    text = _SPACED.sub(_hide, name[: 2 * LONGEST])
    return bounded(_PASSPORT.sub(_hide, _RUN.sub(_hide, text)))


def identity(text: str) -> str:
    """A user, device or host. Shorter numbers stay, or employees could not be told apart; nine digits are masked.

    An IPv4 address stays whole: no identifier is written in four groups of up to three digits.
    """
    if _ADDRESS.fullmatch(text):
        return text
    return bounded(_PASSPORT.sub(_hide, _SPACED.sub(_hide, text[: 2 * LONGEST])))


def bounded(text: str) -> str:
    """Text that this program made itself: printable and not too long."""
    shown = printable(text[: LONGEST + 1])
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def _hide(match: re.Match[str]) -> str:
    return _DIGIT.sub("*", match.group())
