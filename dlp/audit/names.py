"""Names as evidence keeps them: legible, bounded, and with no number in them that could be a person's."""

from __future__ import annotations

import re

from dlp.extract.names import PASSPORT, SPACED, hide, starred
from dlp.types import printable

LONGEST = 300

_RUN = re.compile(r"\d{6,}")
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?")


def document_name(name: str) -> str:
    """A file name, container path or position. Six digits together are masked: they may be a birth date."""
    return bounded(starred(hide(_RUN, hide(SPACED, name[: 2 * LONGEST]))))


def identity(text: str) -> str:
    """A user, device or host. Shorter numbers stay, or employees could not be told apart; nine digits are masked.

    An IPv4 address stays whole: no identifier is written in four groups of up to three digits.
    """
    if _ADDRESS.fullmatch(text):
        return text
    return bounded(hide(PASSPORT, hide(SPACED, text[: 2 * LONGEST])))


def bounded(text: str) -> str:
    """Text that this program made itself: printable and not too long."""
    shown = printable(text[: LONGEST + 1])
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
