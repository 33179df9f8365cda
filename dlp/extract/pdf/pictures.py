"""Pictures of pages as documents of their own, for a reader of images where there is one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.pdf.content import Ref
from dlp.extract.pdf.objects import Picture
from dlp.extract.pdf.opened import JBIG2, errors, filters_of
from dlp.types import Issue, IssueCode, Locus

_MOST = 500
_MOST_BYTES = 256 << 20
_MOST_PIXELS = 50_000_000
# A resident number in the smallest print that can still be read takes about this much: 13 digits of 5 by 7 pixels.
_LEAST_PIXELS = 1500
_LEAST_SIDE = 8


def tells(picture: Picture) -> bool:
    """The picture is large enough to show an identifier."""
    smaller = min(picture.width, picture.height)
    return smaller >= _LEAST_SIDE and picture.width * picture.height >= _LEAST_PIXELS


def children(pictures: Mapping[Ref, Picture], pages: Mapping[Ref, int], locus: Locus, budget: Budget) -> Iterator[Item]:
    """Every picture that can show something, by page; those left out are named."""
    given = size = 0
    worth = sorted((pages.get(ref, 1 << 30), ref) for ref, picture in pictures.items() if tells(picture))
    for number, (page, ref) in enumerate(worth):
        place = f"page {page}" if ref in pages else "not on a page"
        if given >= _MOST or size > _MOST_BYTES:
            yield Issue(IssueCode.TOO_MANY, locus, f"{len(worth) - number} of {len(worth)} pictures are left out")
            return
        budget.check_time()
        item = _child(pictures[ref], f"{place} picture {number + 1}", locus)
        if isinstance(item, Child):
            budget.unpack(item.blob.size)
            given, size = given + 1, size + item.blob.size
        yield item


def _child(picture: Picture, name: str, locus: Locus) -> Item:
    at = Locus(locus.container, name)
    if picture.width * picture.height > _MOST_PIXELS:
        return Issue(IssueCode.TOO_LARGE, at, f"a picture of over {_MOST_PIXELS} pixels")
    try:
        if JBIG2 in filters_of(picture.stream):
            return Issue(IssueCode.UNSUPPORTED, at, "a picture in JBIG2")
        data, ending = _encoded(picture)
    except errors() as error:
        return Issue(IssueCode.UNSUPPORTED, at, f"a picture that cannot be taken out: {type(error).__name__}")
    return Child(held(f"{name}{ending}", data))


def _encoded(picture: Picture) -> tuple[bytes, str]:
    """The picture as the file it was, where its filter is that of a file, else as PNG."""
    from pikepdf import PdfImage

    image = PdfImage(picture.stream)
    out = io.BytesIO()
    if set(image.filters) & {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode"}:
        return (out, image.extract_to(stream=out))[0].getvalue(), _ending(out.getvalue())
    image.as_pil_image().save(out, "PNG", compress_level=1)
    return out.getvalue(), ".png"


def _ending(data: bytes) -> str:
    starts = {b"\xff\xd8": ".jpg", b"\x89P": ".png", b"II": ".tif", b"MM": ".tif"}
    return starts.get(data[:2], ".jp2")
