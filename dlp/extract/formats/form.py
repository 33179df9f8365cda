"""Forms of HTTP (application/x-www-form-urlencoded): the fields with their encoding undone."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.charset import to_utf8
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import HEAD, signature_type
from dlp.extract.signatures import FORM
from dlp.extract.stream import text_segments
from dlp.types import Blob, Layout, Locus

NAME = "form"
MEDIA_TYPES = (FORM,)
ISOLATED = False
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "Forms of over 4 MiB or of over 10,000 fields are read as text, with their encoding undone around numbers only.",
)

_MOST_BYTES = 4 << 20
_MOST_FIELDS = 10_000
_INLINE = 4096  # a longer value may be a document


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    if blob.size > _MOST_BYTES:
        yield from text_segments(blob, locus, budget)
        return
    with blob.open() as stream:
        data = stream.read(_MOST_BYTES)
    fields = [field.partition(b"=") for field in data.replace(b"+", b" ").split(b"&")]
    if len(fields) > _MOST_FIELDS:
        yield from text_segments(blob, locus, budget)
        return
    gather = Gather(locus, Layout.KEY_VALUE)
    for key, _, coded in fields:
        value = unquote_to_bytes(coded)
        budget.unpack(len(value))
        name = unquote_to_bytes(key).decode("utf-8", "replace")
        if len(value) > _INLINE or value[:1] in (b"{", b"[") or signature_type(value[:HEAD]):
            gather.add(f"{name}\n", unquoted(name))
            yield Child(held(name, value))
        else:
            gather.add(f"{name}: {to_utf8(value).data.decode('utf-8', 'replace')}\n", unquoted(name))
    if segment := gather.take():
        yield segment
