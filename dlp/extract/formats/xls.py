"""Excel workbooks of 1993 to 2003: cells, hidden sheets, comments, text boxes, formulas, names, macros, embedded objects."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from dlp.extract import compound, embeds
from dlp.extract.base import Budget, Item
from dlp.extract.excel import password
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
# A workbook stream on its own, as some programs export it.
MAGIC = (b"\x09\x08\x10\0\0\x06", b"\x09\x08\x08\0\0\x05", b"\x09\x08\x10\0\0\x05")
ENCRYPTION = "The FILEPASS record."
LIMITATIONS = (
    "Workbooks of Excel 2 to 4 are not read. A password is needed for encrypted ones, save that of protected workbooks.",
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
    with blob.open() as stream:
        if not stream.read(8).startswith(compound.MAGIC):
            stream.seek(0)
            yield from _book(stream.read(budget.limits.part_bytes), locus, budget)
            return
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
        for item in _book(file.read(entry), locus, budget):
            yield replace(item, derived=True) if again and isinstance(item, Segment) else item
    if not done:
        yield Issue(IssueCode.CORRUPT, locus, "no workbook in it")
    for cache in list(file.streams("_SX_DB_CUR")):
        done.add(cache.path)
        yield from _pivot_cache(file.read(cache), Locus(locus.container, "pivot cache"))
    yield from embeds.rest(file, locus, budget, done)


def _book(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    """A workbook stream, if need be opened with the password that Excel uses where nobody has chosen one."""
    try:
        yield from Book(data, locus, budget).items()
    except PasswordNeeded:
        plain = password.opened(data, budget)
        if not plain:
            yield Issue(IssueCode.ENCRYPTED, locus)
            return
        yield from _plain(plain, locus, budget)
    except ValueError as error:
        yield Issue(IssueCode.CORRUPT, locus, str(error))


def _plain(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    try:
        yield from Book(data, locus, budget).items()
    except (PasswordNeeded, ValueError) as error:
        yield Issue(IssueCode.CORRUPT, locus, str(error) or "a workbook that stays encrypted")


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
