"""Objects of other programs inside documents, and macros on their own: compound files that no other reader knows."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import charset, embeds
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.signatures import OLE
from dlp.extract.storages import apart
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "ole"
MEDIA_TYPES = (OLE,)
ISOLATED = True
LIBRARIES = ()
ENCRYPTION = ""
LIMITATIONS = (
    "Packages, files, properties and the source of macros are read. Streams of other programs are searched for words.",
)

# What OLE itself keeps beside an object: links, formats, previews ([MS-OLEDS] 2.3).
_OWN = ("\x01", "\x02", "\x03", "\x05")
_MACROS = ("macros", "_vba_project_cur")
_WHOLE = ("package", "contents")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    file = yield from embeds.opened(blob, locus, budget)
    if file is None:
        return
    names = "\n".join(entry.name for entry in file.entries)
    yield Segment(Locus(locus.container, "names"), names.encode("utf-8", "replace"), hidden=True)
    macros = any(storage.name.lower() == "vba" for storage in file.storages())
    inside: set[tuple[str, ...]] = set()
    for storage in () if macros else file.storages():
        name = storage.name.lower()
        if storage.linked and name not in _MACROS and not name.startswith("mbd"):
            inside |= {entry.path for entry in file.streams(storage.name)}
            yield Child(held(storage.name, apart(file, storage)))
    for entry in () if macros else file.streams():
        name = entry.name.lower()
        known = name in _WHOLE or name.startswith(_OWN) or entry.path[0].lower() in _MACROS
        if len(entry.path) == 1 and not known and charset.is_binary(file.read(entry)[:4096]):
            yield Issue(IssueCode.UNSUPPORTED, locus, "a stream of a program that is not known, searched for words")
            break
    yield from embeds.rest(file, locus, budget, inside)
