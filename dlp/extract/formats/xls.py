"""Excel workbooks of 1993 to 2003: cells, hidden sheets, comments, text boxes, formulas, names, macros, embedded objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dlp.extract import compound, embeds
from dlp.extract.base import Budget, Item
from dlp.extract.excel.book import Book, PasswordNeeded
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "xls"
MEDIA_TYPES = ("application/vnd.ms-excel",)
LIMITATIONS = (
    "A row with a value in a hidden column is marked as hidden as a whole.",
    "Dates are read as the serial numbers they are stored as; of formulas the result and the strings in them are read.",
    "Headers, footers, names, links, validations and pivot caches are read for words of three letters or more.",
)

_STREAMS = ("Workbook", "Book")


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    file = compound.opened(blob, budget)
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
    if not done:
        yield Issue(IssueCode.CORRUPT, locus, "no workbook in it")
    yield from embeds.rest(file, locus, budget, done)
