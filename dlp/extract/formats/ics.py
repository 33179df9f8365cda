"""iCalendar: appointments, tasks and free/busy times with their attachments."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.cards import read_cards
from dlp.extract.signatures import CALENDAR
from dlp.types import Blob, Locus

NAME = "ics"
MEDIA_TYPES = (CALENDAR,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = ("Attachments that are only links are not fetched; their addresses are scanned.",)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    return read_cards(blob, locus, budget)
