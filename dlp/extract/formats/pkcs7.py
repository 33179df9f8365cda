"""S/MIME (PKCS #7, CMS): signed content is read, encrypted content is named as encrypted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from dlp.extract.base import Budget, BudgetSpent, Child, Item, ReadStopped, held
from dlp.extract.cms import COMPRESSED, DATA, SIGNED, end_of, read_envelope
from dlp.extract.gather import Gather
from dlp.extract.signatures import MAIL
from dlp.types import Blob, Issue, IssueCode, Layout, Locus

NAME = "pkcs7"
MEDIA_TYPES = ("application/pkcs7-mime",)
ISOLATED = True
LIBRARIES = ()
ENCRYPTION = "The content type of the envelope."
LIMITATIONS = (
    "What is encrypted is named and not read. Signatures are not verified; of certificates only the names are read.",
)

_STEP = 1 << 20
_HARMLESS = 8 << 20  # so little may come from any number of bytes


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    limit = budget.limits.part_bytes * 4
    if blob.size > limit:
        raise ReadStopped(IssueCode.TOO_LARGE, f"an envelope of over {limit} bytes")
    with blob.open() as stream:
        data = stream.read(limit + 1)
    end = end_of(data, budget)
    envelope = read_envelope(data[:end], budget)
    if envelope.kind not in (SIGNED, COMPRESSED, DATA):
        yield Issue(IssueCode.ENCRYPTED, locus, "S/MIME")
    elif not envelope.whole:
        yield Issue(IssueCode.CORRUPT, locus, "an envelope that breaks off")
    names = Gather(Locus(locus.container, "certificates"), Layout.KEY_VALUE, hidden=True)
    for name in envelope.names:
        names.add(f"{name}\n")
    if segment := names.take():
        yield segment
    if envelope.kind == COMPRESSED:
        content, whole = _inflate(envelope.content, budget)
        if not whole:
            yield Issue(IssueCode.CORRUPT, locus, "compressed content that breaks off")
    else:
        content = envelope.content
    if content:
        yield Child(held("content", content, MAIL))
    if behind := data[end:].strip(b"\0\r\n"):
        yield Child(held("behind the envelope", behind), hidden=True)


def _inflate(data: bytes, budget: Budget) -> tuple[bytes, bool]:
    decoder = zlib.decompressobj()
    pieces: list[bytes] = []
    pending, produced = data, 0
    try:
        while pending and not decoder.eof:
            piece = decoder.decompress(pending, _STEP)
            budget.unpack(len(piece))
            pieces.append(piece)
            produced += len(piece)
            if produced > max(_HARMLESS, len(data) * budget.limits.ratio):
                raise BudgetSpent(IssueCode.RATIO, f"unpacks to over {budget.limits.ratio} times its size")
            pending = decoder.unconsumed_tail
    except zlib.error:
        pass
    return b"".join(pieces), decoder.eof
