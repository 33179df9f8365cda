"""Documents of Hangul 3 and 97: text, tables, notes, hidden comments, fields, embedded pictures and objects."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.signatures import HWP3
from dlp.types import Blob, Locus

NAME = "hwp3"
MEDIA_TYPES = (HWP3,)
ISOLATED = True
LIBRARIES = ("dlp.extract.hwp3.document",)
ENCRYPTION = "The flag of the document's head."
LIMITATIONS = (
    "Documents with a password are not read, nor are those of versions before 3.00.",
    "Text in drawings, fields and references is searched for as strings.",
    "Hanja beyond KS X 1001, old Hangul and line-drawing characters are reported as undecodable.",
    "Pictures are named as not inspected.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.hwp3.document import read_document

    return read_document(blob, locus, budget)
