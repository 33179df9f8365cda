"""PDF: the text of every page, hidden text too, tables as rows, and every string of the file's objects."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Item, held
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "pdf"
MEDIA_TYPES = ("application/pdf",)
ISOLATED = True
LIBRARIES = (
    "dlp.extract.pdf.version",
    "pypdfium2",
    "pypdfium2.raw",
    "pikepdf",
    "PIL.Image",
    "PIL.ImageChops",
    "PIL.ImageCms",
    "PIL.ImageFile",
    "PIL.ImageMode",
    "PIL.ImageOps",
    "PIL.ImagePalette",
    "PIL.ImageSequence",
    "PIL.JpegImagePlugin",
    "PIL.Jpeg2KImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.TiffImagePlugin",
)
ENCRYPTION = (
    "The Encrypt dictionary, where the empty password does not open it. Files with an owner's password alone are read."
)
LIMITATIONS = (
    "Text in pictures and drawings is not read here. Pages without text are named; pictures are documents of their own.",
    "Pictures in JBIG2 are named as not inspected; those of fewer than 1,500 pixels are left out.",
    "Text whose font does not say which characters its glyphs are is reported as undecodable.",
    "Text of size zero is not read; white or covered text is read and not marked as hidden.",
    "Scripts are scanned as text, not run; a signature's certificates are searched for words in ASCII only.",
    "Of earlier revisions kept in the file the last ten are read, as far as their text differs.",
    "Pages whose content unpacks to over 64 MiB, and all but the first 10,000 pages, are named and not read.",
)

_MOST_REVISIONS = 10
_BLANK = b"\0\t\n\r\f \xef\xbb\xbf\xfe\xff"


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.pdf.opened import frame_of
    from dlp.extract.pdf.version import Seen, Version

    limit = 4 * budget.limits.part_bytes
    if blob.size > limit:
        yield Issue(IssueCode.TOO_LARGE, locus, f"a document of over {limit} bytes")
        return
    with blob.open() as stream:
        data = stream.read(limit + 1)
    seen = Seen()
    frame = frame_of(data)
    yield from Version(data, locus, budget, seen).read()
    for name, rest in (("before the document", frame.before), ("after the document", frame.after)):
        if rest.strip(_BLANK):
            yield Child(held(name, rest.lstrip(_BLANK)), hidden=True)
    # The newest first: each tells only what no later one has told.
    for number, end in reversed(tuple(enumerate(frame.revisions, 1))[-_MOST_REVISIONS:]):
        revision = Version(data[:end], Locus(locus.container, f"revision {number}"), budget, seen, earlier=True)
        yield from revision.read()
    if len(frame.revisions) > _MOST_REVISIONS:
        left = len(frame.revisions) - _MOST_REVISIONS
        yield Issue(IssueCode.TOO_MANY, locus, f"{left} of {len(frame.revisions)} earlier revisions are not read")
