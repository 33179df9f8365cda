"""XML: its text with inline elements joined, its attribute values, and the source as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, DoctypeFound, local, parse_xml
from dlp.extract.signatures import XML
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "xml"
MEDIA_TYPES = (XML, "text/xml")
ISOLATED = True
LIBRARIES = ("lxml.etree", "numpy")
ENCRYPTION = ""
LIMITATIONS = (
    "A document type declaration stops the reading of the text view; the source is scanned, the result is partial.",
)

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")


class _Text:
    """One line for each element that holds text; an element inside a sentence does not end the line."""

    def __init__(self, locus: Locus) -> None:
        self._gather = Gather(locus, Layout.KEY_VALUE, sourced=True)
        self._tail = False  # an element has just ended and no text has followed

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        if self._tail or attributes:
            self._gather.add("\n")
        for name, value in attributes.items():
            self._gather.add(f"{local(name)}: {value}\n")
        self._tail = False

    def end(self, _tag: str) -> None:
        self._tail = True

    def data(self, text: str) -> None:
        self._gather.add(text)
        if not text.isspace():
            self._tail = False

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        if last or self._gather.size > TAKE:
            segment = self._gather.take()
            if segment:
                yield segment


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    source = Locus(locus.container, "source")

    def pieces() -> Iterator[bytes]:
        first = True
        for segment in text_segments(blob, source, budget, layout=Layout.CODE):
            if isinstance(segment, Segment) and not segment.derived:
                own = segment.data[segment.before : len(segment.data) - segment.after]
                # The declaration may name the encoding this was in before it became UTF-8.
                yield _DECLARATION.sub(b"", own) if first else own
                first = False

    try:
        yield from parse_xml(pieces(), _Text(locus), encoding="utf-8")
    except DoctypeFound:
        yield Issue(IssueCode.SUSPICIOUS, locus, "a document type declaration")
    except ValueError:
        yield Issue(IssueCode.CORRUPT, locus, "XML that is not well-formed")
    yield from text_segments(blob, source, budget, layout=Layout.CODE, derived=True)
