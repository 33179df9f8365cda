"""vCard 2.1, 3.0 and 4.0: people, their numbers and addresses, with the pictures, sounds and keys kept in them."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.cards import read_cards
from dlp.extract.signatures import VCARD
from dlp.types import Blob, Locus

NAME = "vcard"
MEDIA_TYPES = (VCARD,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = ("Pictures and keys that are only links are not fetched; their addresses are scanned.",)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    return read_cards(blob, locus, budget)
