"""Pages, the annotations on them, and the form: what is reached from the catalogue, however damaged it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dlp.extract.pdf.content import Ref
from dlp.extract.pdf.opened import errors

if TYPE_CHECKING:
    from pikepdf import Object, Pdf


def pages_of(pdf: Pdf) -> tuple[list[Object], bool]:
    """The pages in order; where their tree is damaged, all that call themselves pages."""
    from pikepdf import Dictionary

    try:
        return [page.obj for page in pdf.pages], True
    except errors():
        objects = [thing for thing in pdf.objects if isinstance(thing, Dictionary)]
        return [thing for thing in objects if thing.get("/Type") == "/Page"], False


def places_of(pages: Sequence[Object]) -> dict[Ref, int]:
    """The number of the page that each annotation stands on."""
    from pikepdf import Array, Dictionary

    places: dict[Ref, int] = {}
    for number, page in enumerate(pages, 1):
        try:
            notes = page.get("/Annots")
            if isinstance(notes, Array):
                for note in list(notes):
                    if isinstance(note, Dictionary) and note.objgen != (0, 0):
                        places.setdefault(note.objgen, number)
        except errors():
            continue
    return places


def xfa_of(pdf: Pdf) -> Iterator[Object]:
    """The packets of an XFA form, in order: together they are one XML document (ISO 32000-1, 12.7.8)."""
    from pikepdf import Array, Dictionary, Stream

    try:
        form = pdf.Root.get("/AcroForm")
        packets = form.get("/XFA") if isinstance(form, Dictionary) else None
        every = list(packets) if isinstance(packets, Array) else [packets]
    except errors():
        return
    yield from (packet for packet in every if isinstance(packet, Stream))
