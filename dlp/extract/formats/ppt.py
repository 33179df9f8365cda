"""PowerPoint presentations of 1997 to 2003: slides, notes, masters, comments, links, earlier versions, embedded objects."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import embeds
from dlp.extract.base import Budget, Item
from dlp.extract.pictures import split
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "ppt"
MEDIA_TYPES = ("application/vnd.ms-powerpoint",)
ISOLATED = True
LIBRARIES = ("dlp.extract.powerpoint.deck", "lxml.etree")
ENCRYPTION = "The header token of the current user, or the encryption record of the document."
LIMITATIONS = (
    "Cells of a table are read as paragraphs, in order.",
    "Names of shapes, alternative text and fonts are read for words of three letters or more.",
)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    from dlp.extract.powerpoint.deck import Deck
    from dlp.extract.powerpoint.records import edits

    file = yield from embeds.opened(blob, locus, budget)
    if file is None:
        return
    done: set[tuple[str, ...]] = set()
    entry = file.find("PowerPoint Document")
    data = file.read(entry) if entry else b""
    if entry:
        done.add(entry.path)
    found = edits(data, file.named("Current User"))
    if found.encrypted:
        yield Issue(IssueCode.ENCRYPTED, locus)
        done.add(("Pictures",))
    else:
        try:
            yield from Deck(data, found, locus, budget).items()
        except ValueError as error:
            yield Issue(IssueCode.CORRUPT, locus, str(error))
        if not found.sound:
            yield Issue(IssueCode.CORRUPT, locus, "no list of the records in use")
        drawn = file.find("Pictures")
        if drawn is not None:
            done.add(drawn.path)
            yield from split(file.read(drawn), locus, budget)[0]
    yield from embeds.rest(file, locus, budget, done)
