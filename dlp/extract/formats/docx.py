"""Word documents: every part, tables as tables, runs of a paragraph joined."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import ooxml
from dlp.extract.base import Budget, Item
from dlp.extract.signatures import DOCX
from dlp.types import Blob, Locus

NAME = "docx"
MEDIA_TYPES = (DOCX,)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "A compound file with the stream EncryptedPackage stands in its place."
LIMITATIONS = ooxml.LIMITATIONS


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    return ooxml.read_package(blob, locus, budget)
