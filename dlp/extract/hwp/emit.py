"""Strings of a stream on their way out: as lines that no page shows, and XML among them as documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dlp.extract.base import Child, Item, held
from dlp.extract.gather import Gather
from dlp.extract.hwp.text import strings
from dlp.types import Layout, Locus

_XML = re.compile(r"<[\w?!]")
_RUN = re.compile(r"</?(?:TEXT|CHAR)\b[^<>]*>")


def lines(locus: Locus, found: Iterable[str]) -> Iterator[Item]:
    """Each string once, hidden."""
    gather = Gather(locus, Layout.KEY_VALUE, hidden=True)
    for line in dict.fromkeys(found):
        gather.add(line + "\n")
    if segment := gather.take():
        yield segment


def texts(locus: Locus, data: bytes, layout: Layout) -> Iterator[Item]:
    """Strings of 16-bit characters, one after the other; XML among them as documents too."""
    gather = Gather(locus, layout, hidden=True)
    for number, text in enumerate(strings(data), 1):
        if start := _XML.search(text[:256]):
            document = text[start.start() :].encode("utf-8", "replace")
            yield Child(held(f"{locus.part}-{number}.xml", document), hidden=True)
        # The runs of HWPML are inline, which the reader of XML does not know.
        gather.add((_RUN.sub("", text) if start else text) + "\n")
    if segment := gather.take():
        yield segment
