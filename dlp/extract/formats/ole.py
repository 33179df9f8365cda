"""Objects of other programs inside documents, and macros on their own: compound files that no other reader knows."""

from __future__ import annotations

from collections.abc import Iterator

from dlp.extract import compound, embeds
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.signatures import OLE
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "ole"
MEDIA_TYPES = (OLE,)
LIMITATIONS = (
    "Packages, files, properties and the source of macros are read; all else is searched for words, and named as "
    "not supported where it belongs to a program that is not known.",
)

# What OLE itself keeps beside an object: links, formats, previews ([MS-OLEDS] 2.3).
_OWN = ("\x01", "\x02", "\x03", "\x05")
_MACROS = ("vba", "project", "projectwm", "projectlk")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    file = compound.opened(blob, budget)
    for storage in file.storages():
        if storage.linked and not _of_macros(storage.path) and not storage.name.lower().startswith("mbd"):
            yield Child(held(storage.name, compound.apart(file, storage)))
    inside = {entry.path for entry in file.streams() if len(entry.path) > 1 and not _of_macros(entry.path)}
    for entry in file.streams():
        name = entry.name.lower()
        whole = name in ("package", "contents") or _of_macros(entry.path)
        if entry.path not in inside and not whole and not name.startswith(_OWN):
            yield Issue(IssueCode.UNSUPPORTED, locus, "a stream of a program that is not known, searched for words")
            break
    yield from embeds.rest(file, locus, budget, inside)


def _of_macros(path: tuple[str, ...]) -> bool:
    """A VBA project stands at the top, or in a storage "Macros" or "_VBA_PROJECT_CUR"."""
    return path[0].lower() in (*_MACROS, "macros", "_vba_project_cur")
