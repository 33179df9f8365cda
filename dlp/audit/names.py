"""Names as evidence keeps them: legible, bounded, and with no number in them that could be a person's."""

from __future__ import annotations

import re

from dlp.types import printable

LONGEST = 300

# Digits of any script with up to three characters between them that are neither letters nor digits, zero-width ones
# included: "900101-1234567", "010 1234 5678", "900101_1234567".
_SPACED = re.compile(r"\d(?:[\W_]{0,3}\d){8,}")
_RUN = re.compile(r"\d{6,}")
_PASSPORT = re.compile(r"[A-Za-z]\d{3}[A-Za-z]\d{4}")  # M123A4567, issued since December 2021
_DIGIT = re.compile(r"\d")


def document_name(name: str) -> str:
    """A file name, container path or position. Six digits together are masked: they may be a birth date."""
    return _bounded(_PASSPORT.sub(_hide, _RUN.sub(_hide, _SPACED.sub(_hide, name))))


def identity(text: str) -> str:
    """A user, device or host. Shorter numbers stay, or employees could not be told apart; nine digits are masked."""
    return _bounded(_PASSPORT.sub(_hide, _SPACED.sub(_hide, text)))


def _hide(match: re.Match[str]) -> str:
    return _DIGIT.sub("*", match.group())


def _bounded(text: str) -> str:
    return printable(text if len(text) <= LONGEST else text[:LONGEST] + "…")
