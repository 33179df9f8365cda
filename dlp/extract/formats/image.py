"""Pictures: what is written beside the pixels always, the text in the picture where the extra `ocr` is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dlp.extract.base import Budget, Item, ReadStopped
from dlp.extract.identify import signature_type
from dlp.extract.previews import preview_side
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

if TYPE_CHECKING:
    from dlp.extract.picture.ocr import Reading
    from dlp.extract.picture.rapid import Pixels

NAME = "image"
MEDIA_TYPES = (
    "image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/webp", "image/heic", "image/avif",
    "image/x-icon", "image/jp2", "image/vnd.adobe.photoshop",
)  # fmt: skip
ISOLATED = True
LIBRARIES = ("dlp.extract.picture.metadata", "dlp.extract.picture.pixels", "dlp.extract.picture.ocr")
ENCRYPTION = ""
LIMITATIONS = (
    "Without the extra `ocr` (`pip install 'dlp[ocr]'`) text in a picture is not read and the document is held.",
    (
        "With it digits and Latin letters are read; Hangul where Tesseract is installed with its Korean data "
        "(`apt install tesseract-ocr-kor`), else it is seen and reported as not read."
    ),
    "Text smaller than about 8 pixels, and handwriting, may be missed altogether. One picture gets 20 seconds (`[pictures]`).",
    "Pictures too small or plain for text, and small previews of a first page, are passed over and named (`[pictures]`).",
    (
        "HEIC is decoded with the extra `heic` (`pip install 'dlp[heic]'`); without it EXIF and XMP are read. JBIG2, JPEG XR "
        "and JPEG XL are not decoded. The preview inside EXIF is left out."
    ),
    "Of Photoshop files the picture as it shows, its notes and the words of text layers are read.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.picture import pixels
    from dlp.extract.picture.metadata import read_metadata

    if blob.size > budget.limits.part_bytes:
        raise ReadStopped(IssueCode.TOO_LARGE, f"over {budget.limits.part_bytes} bytes")
    with blob.open() as stream:
        data = stream.read()
    media_type = signature_type(data[:1024])
    yield from read_metadata(media_type, data, locus, budget)
    if media_type == "image/heic" and not pixels.HEIC:
        yield Issue(IssueCode.UNSUPPORTED, locus, f"{media_type}: the text in the picture is not read")
    else:
        yield from _pixels(data, locus, budget, preview_side(blob.name))


def _pixels(data: bytes, locus: Locus, budget: Budget, preview: int) -> Iterator[Item]:
    from dlp.extract.picture import ocr, pixels

    pictures = budget.pictures
    width, height = pixels.size_of(data)
    if min(width, height) < pictures.least_side or max(width, height) < pictures.least_length:
        yield Issue(IssueCode.PICTURE_PASSED, locus, f"too small for text: {width} x {height}")
        return
    if max(width, height) <= min(preview, pictures.preview_side):
        yield Issue(IssueCode.PICTURE_PASSED, locus, f"a preview: {width} x {height}")
        return
    plain, unread, late, lines = True, 0, 0, 0
    for frame in pixels.frames(data, budget):
        if pixels.is_plain(frame, pictures):
            continue
        plain = False
        if ocr.ENGINE is None or not pictures.ocr:
            yield Issue(IssueCode.UNSUPPORTED, locus, "the text in the picture is not read: pip install 'dlp[ocr]'")
            return
        reading = _read(frame, budget)
        unread, late = unread + reading.unread, late + reading.late
        lines += len(reading.lines)
        if reading.lines:
            text = "\n".join(reading.lines).encode("utf-8", "replace")
            budget.unpack(len(text))
            yield Segment(Locus(locus.container, "text in the picture"), text, Layout.PROSE)
    if late:
        yield Issue(IssueCode.TIMED_OUT, locus, f"no time for {late} pieces of text in the picture")
    if unread:
        yield Issue(IssueCode.UNSUPPORTED, locus, f"{unread} pieces of text in the picture were seen but not read")
    elif plain:
        yield Issue(IssueCode.PICTURE_PASSED, locus, f"too plain for text: {width} x {height}")
    elif not lines and not late:
        yield Issue(IssueCode.PICTURE_PASSED, locus, "no text was seen in the picture")


def _read(frame: Pixels, budget: Budget) -> Reading:
    """The text of one frame, in no more time than one picture may take. Raises ReadStopped."""
    from dlp.extract.picture import ocr

    end = min(budget.deadline, budget.clock() + budget.pictures.seconds)
    try:
        return ocr.read_text(frame, lambda: end - budget.clock(), hangul=budget.pictures.tesseract)
    except (MemoryError, ImportError):
        raise
    except Exception as error:  # noqa: BLE001 - the models' runtime raises its own, for want of memory above all
        raise ReadStopped(IssueCode.TOO_LARGE, f"the text in the picture is not read: {type(error).__name__}") from None
