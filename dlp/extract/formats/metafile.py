"""Windows metafiles (EMF, EMF+, WMF): the text that is drawn as text, and the pictures in them."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.identify import signature_type
from dlp.extract.previews import preview_side
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "metafile"
MEDIA_TYPES = ("image/emf", "image/wmf")
ISOLATED = True
LIBRARIES = ("dlp.extract.picture.metafile",)
ENCRYPTION = ""
LIMITATIONS = (
    "Letters that are drawn as curves are not read: a drawing with curves and no text is partial.",
    "Text given as numbers of a font's shapes (ETO_GLYPH_INDEX) is named as not read.",
    "Pictures in EMF+ that are not files of their own are named as not read.",
)
_MOST_PICTURES = 500


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.picture.metafile import read_emf, read_wmf

    if blob.size > budget.limits.part_bytes:
        raise ReadStopped(IssueCode.TOO_LARGE, f"over {budget.limits.part_bytes} bytes")
    with blob.open() as stream:
        data = stream.read()
    drawing = (read_emf if signature_type(data[:64]) == "image/emf" else read_wmf)(data, budget)
    if lines := drawing.lines():
        text = "\n".join(lines).encode("utf-8", "replace")
        budget.unpack(len(text))
        # The preview of a document shows once more what stands in it.
        preview = preview_side(blob.name) > 0
        yield Segment(Locus(locus.container, "drawn text"), text, Layout.TABLE, hidden=preview, derived=preview)
    for number, picture in enumerate(drawing.pictures[:_MOST_PICTURES], 1):
        budget.unpack(len(picture))
        yield Child(held(f"picture {number}", picture))
    if len(drawing.pictures) > _MOST_PICTURES:
        yield Issue(IssueCode.TOO_MANY, locus, f"over {_MOST_PICTURES} pictures")
    if drawing.broken:
        yield Issue(IssueCode.CORRUPT, locus, "a drawing that does not end where it should")
    if drawing.behind.strip(b"\0"):
        yield Issue(IssueCode.SUSPICIOUS, locus, "bytes behind the end of a drawing")
        yield Child(held("behind the end", drawing.behind))
    if drawing.glyphs:
        yield Issue(IssueCode.UNSUPPORTED, locus, f"{drawing.glyphs} texts given as shapes of a font")
    elif not lines and not drawing.pictures:
        curves = drawing.curves > 0
        detail = "curves that may be letters" if curves else "nothing drawn that could be text"
        yield Issue(IssueCode.UNSUPPORTED if curves else IssueCode.PICTURE_PASSED, locus, detail)
