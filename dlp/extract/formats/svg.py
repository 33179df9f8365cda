"""SVG drawings: each text in one piece however it is set, other words and attributes, and the source as it is."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract.base import Budget, Item
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE, DoctypeFound, local, parse_xml
from dlp.extract.stream import text_segments
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "svg"
MEDIA_TYPES = ("image/svg+xml",)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = ""
LIMITATIONS = (
    "Letters drawn as outlines are not read.",
    "A document type declaration stops the reading of the text view; the source is scanned, the result is partial.",
)

_TEXT = frozenset(("text", "flowRoot", "flowPara"))
_GEOMETRY = frozenset(
    ("d", "points", "transform", "x", "y", "dx", "dy", "width", "height", "viewBox", "rotate", "style")
)


class _Drawing:
    """Text elements are joined over their spans; a span begins a line where it is set lower than the last."""

    def __init__(self, locus: Locus) -> None:
        self._texts = Gather(locus, Layout.PROSE, sourced=True)
        self._words = Gather(locus, Layout.KEY_VALUE, sourced=True)
        self._inside = 0
        self._height = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name in _TEXT:
            self._inside += 1
        elif self._inside and self._begins_line(attributes):
            self._texts.add("\n")
        self._height = attributes.get("y", self._height)
        for key, value in attributes.items():
            if local(key) not in _GEOMETRY and not value.startswith("data:"):
                self._words.add(f"{local(key)}: {value}\n")

    def _begins_line(self, attributes: dict[str, str]) -> bool:
        lower = attributes.get("dy", "0").strip("0.empxt% ") != ""
        return lower or attributes.get("y", self._height) != self._height

    def end(self, tag: str) -> None:
        if local(tag) in _TEXT and self._inside:
            self._inside -= 1
            self._texts.add("\n")

    def data(self, text: str) -> None:
        if self._inside:
            self._texts.add(text.replace("\n", " "))
        elif not text.isspace():
            self._words.add(text + "\n")

    def take(self, *, last: bool = False) -> Iterator[Segment]:
        for gather in (self._texts, self._words):
            if (last or gather.size > TAKE) and (segment := gather.take()):
                yield segment


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    source = Locus(locus.container, "source")

    def pieces() -> Iterator[bytes]:
        for segment in text_segments(blob, source, budget, layout=Layout.CODE):
            if isinstance(segment, Segment) and not segment.derived:
                own = segment.data[segment.before : len(segment.data) - segment.after]
                yield own if segment.first_char else own.lstrip(b"\xef\xbb\xbf \t\r\n")

    try:
        yield from parse_xml(pieces(), _Drawing(locus), encoding="utf-8")
    except DoctypeFound:
        yield Issue(IssueCode.SUSPICIOUS, locus, "a document type declaration")
    except ValueError:
        yield Issue(IssueCode.CORRUPT, locus, "XML that is not well-formed")
    yield from text_segments(blob, source, budget, layout=Layout.CODE, derived=True)
