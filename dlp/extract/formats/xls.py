"""Excel workbooks of 1993 to 2003: cells, hidden sheets, comments, text boxes, formulas, names, macros, embedded objects."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from dlp.extract import embeds
from dlp.extract.base import Budget, Item
from dlp.extract.excel.biff import Strings, records
from dlp.extract.excel.book import Book, PasswordNeeded
from dlp.extract.excel.numbers import shown
from dlp.extract.gather import Gather
from dlp.extract.words import words
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "xls"
MEDIA_TYPES = ("application/vnd.ms-excel",)
ISOLATED = True
LIBRARIES = ()
LIMITATIONS = (
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Dates are read as the serial numbers they are stored as; of formulas the result and the strings in them are read.",
    "Headers, footers, names, links and validations are read for words of three letters or more.",
)

_STREAMS = ("Workbook", "Book")


# What a pivot table remembers of the table it was made from, which may be gone ([MS-XLS] 2.4.318, 2.4.314, 2.4.312).
_CACHED: dict[int, Callable[[bytes], str]] = {
    0xCD: lambda data: Strings(wide=True, codepage=949).text(data, 0),
    0xC9: lambda data: shown(struct.unpack_from("<d", data)[0]),
    0xCC: lambda data: str(struct.unpack_from("<h", data)[0]),
}


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    file = yield from embeds.opened(blob, locus, budget)
    if file is None:
        return
    done: set[tuple[str, ...]] = set()
    for name in _STREAMS:
        entry = file.find(name)
        if entry is None:
            continue
        # A file for Excel 5 and 97 holds the same book twice.
        again = bool(done)
        done.add(entry.path)
        try:
            for item in Book(file.read(entry), locus, budget).items():
                yield replace(item, derived=True) if again and isinstance(item, Segment) else item
        except PasswordNeeded:
            yield Issue(IssueCode.ENCRYPTED, locus)
        except ValueError as error:
            yield Issue(IssueCode.CORRUPT, locus, str(error))
    for cache in list(file.streams("_SX_DB_CUR")):
        done.add(cache.path)
        yield from _pivot_cache(file.read(cache), Locus(locus.container, "pivot cache"))
    if not any(name for name, *more in done if not more):
        yield Issue(IssueCode.CORRUPT, locus, "no workbook in it")
    yield from embeds.rest(file, locus, budget, done)


def _pivot_cache(data: bytes, locus: Locus) -> Iterator[Item]:
    gather = Gather(locus, hidden=True)
    try:
        for record in records(data):
            cached = _CACHED.get(record.kind)
            for text in (cached(record.data),) if cached else words(record.data):
                gather.add(text + "\n")
    except (ValueError, struct.error):
        yield Issue(IssueCode.CORRUPT, locus, "a pivot cache that breaks off")
    if segment := gather.take():
        yield segment
