"""Names given inside a document, as a place may show them."""

from __future__ import annotations

import re

from dlp.types import Locus

# Nine digits of any script with up to three characters between them that are neither letters nor digits, zero-width
# ones included: "010101-1234567", "010 1234 5678", "010101_1234567".
SPACED = re.compile(r"\d(?:[\W_]{0,3}\d){8,}")
PASSPORT = re.compile(r"[A-Za-z](?:\d{3}[A-Za-z]\d{4}|\d{8})")  # M123A4567 since December 2021, M12345678 before
_MAILBOX = re.compile(r"[^\s/\\@<>:]{1,64}(?=@)")
_DIGIT = re.compile(r"\d")


def starred(name: str) -> str:
    """Without what could be a number of somebody or a mail address; the rest of the name stays."""
    return _MAILBOX.sub(lambda found: "*" * len(found[0]), hide(PASSPORT, hide(SPACED, name)))


def hide(pattern: re.Pattern[str], text: str) -> str:
    """The text with the digits of what the pattern finds starred."""
    return pattern.sub(lambda found: _DIGIT.sub("*", found[0]), text)


def place(locus: Locus, name: str) -> Locus:
    """Where a document called `name` is, inside the one at `locus`."""
    return locus.inside(starred(name) or "(unnamed)")
