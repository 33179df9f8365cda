"""A second look at what the first reading of the pages passes over: glyphs under other text, and forms no page draws.

PDFium gives the replacement (ActualText) in place of the glyphs it replaces, and reads neither the appearances of
annotations and fields nor forms that are there unused. Both are put on pages of a document made for that.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dlp.extract.base import Budget
from dlp.extract.pdf.content import Contents
from dlp.extract.pdf.opened import errors
from dlp.types import IssueCode

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

MOST_FORMS = 2000


def unmask(things: Iterable[Object]) -> None:
    """Take the replacements out of content streams and lists of properties."""
    from pikepdf import Stream

    for thing in things:
        if isinstance(thing, Stream):
            thing.write(bytes(thing.read_bytes()).replace(b"/ActualText", b"/NoneText"))
        elif "/ActualText" in thing:
            del thing["/ActualText"]


def second_document(pdf: Pdf, pages: Sequence[Object], forms: Sequence[Object], budget: Budget) -> bytes:
    """A document with `pages` as they are now and then one page for each form; b"" where none can be made."""
    import pikepdf

    made = pikepdf.new()
    try:
        for page in pages:
            _copy_page(pdf, made, page)
        for form in forms[:MOST_FORMS]:
            budget.check_time()
            page = made.add_blank_page(page_size=(1000, 1000)).obj
            page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=made.copy_foreign(form)))
            page["/Contents"] = made.make_stream(b"/X Do")
        out = io.BytesIO()
        made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except errors():
        return b""
    return out.getvalue()


def _copy_page(pdf: Pdf, made: Pdf, page: Object) -> None:
    """Only what is drawn: annotations lead to half of the document."""
    import pikepdf

    fresh = made.add_blank_page(page_size=(1000, 1000)).obj
    for key in ("/MediaBox", "/CropBox", "/Resources"):
        if key in page:
            fresh[key] = made.copy_foreign(pdf.make_indirect(page[key]))
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    copied = [made.copy_foreign(stream) for stream in streams if isinstance(stream, pikepdf.Stream)]
    fresh["/Contents"] = pikepdf.Array(copied)


def readable_pages(pages: Iterable[Object], budget: Budget) -> set[int]:
    """The numbers of the pages that are not too large to be read."""
    measured = Contents(budget).pages(pages)
    return {page.number for page in measured if not page.trouble or page.trouble.code is not IssueCode.TOO_LARGE}
