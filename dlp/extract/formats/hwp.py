"""HWP 5 documents: the body with tables, notes, fields and hidden places, distribution documents decrypted."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.compound import Compound
from dlp.types import Blob, Locus

NAME = "hwp"
MEDIA_TYPES = ("application/x-hwp",)
ISOLATED = True
LIBRARIES = ("cryptography.hazmat.primitives.ciphers", "dlp.extract.hwp.document")
ENCRYPTION = (
    "Flags of the file header (password, DRM, certificate). Distribution documents carry their key and are read."
)
LIMITATIONS = (
    "Documents with a password, DRM or a certificate are named as encrypted; distribution documents are decrypted and read.",
    "Personal information that a password hides inside a document is named as encrypted.",
    "For pictures, the preview of the first page among them, see `image`.",
    "Text deleted under change tracking is read with the text around it, and a second time without each marked range.",
    "Numbers of outlines and lists, which the program counts when it shows them, are not read.",
    "Deleted content, in sectors of the compound file that belong to no stream, is searched for words.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.hwp.document import Document

    with blob.open() as file:
        yield from Document(Compound(file, blob.size, budget), locus, budget).read()
