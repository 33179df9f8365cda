"""Rich Text Format: body, tables, headers, notes, comments, hidden and deleted text, fields, properties, objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dlp.extract import ooxml
from dlp.extract.base import Budget, Item, held
from dlp.extract.gather import Gather, unquoted
from dlp.extract.markup import TAKE
from dlp.extract.rtf.parse import Parser
from dlp.extract.stream import text_segments
from dlp.extract.word.render import rendered
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "rtf"
MEDIA_TYPES = ("application/rtf",)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = ""
LIMITATIONS = (
    "The copy of a picture that is kept for older programs (nonshppict) is left out where there is the picture itself.",
    "Beyond 5,000 groups inside each other the text is read as that of the group around them.",
)

_HELD = 4  # times limits.part_bytes


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    most = budget.limits.part_bytes * _HELD
    if blob.size > most:
        yield Issue(IssueCode.TOO_LARGE, locus, f"RTF of over {most} bytes, read as it stands")
        yield from text_segments(blob, locus, budget)
        return
    with blob.open() as stream:
        data = stream.read(most)
    parser = Parser(data, budget)
    parser.run()
    for part in parser.parts.values():
        yield from rendered(part.runs, Locus(locus.container, part.name))
    yield from _values(parser, locus)
    for name, package in parser.packages:
        at = Locus(locus.container, name)
        for item in ooxml.read_package(held(name, package), at, budget):
            yield replace(item, hidden=True) if isinstance(item, Segment) else item
    yield from parser.children
    if not parser.balanced:
        yield Issue(IssueCode.CORRUPT, locus, "braces that do not match")


def _values(parser: Parser, locus: Locus) -> Iterator[Item]:
    gather = Gather(Locus(locus.container, "properties and names"), Layout.KEY_VALUE, hidden=True)
    for name, text in parser.values:
        gather.add(f"{name}: {text}\n", unquoted(name))
        if gather.size > TAKE and (segment := gather.take()):
            yield segment
    if segment := gather.take():
        yield segment
