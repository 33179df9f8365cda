"""Word documents of 1997 to 2003: body, tables, notes, headers, comments, text boxes, fields, deletions, embedded objects."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from dlp.extract import compound, embeds, ooxml
from dlp.extract.base import Budget, Item, held
from dlp.extract.pictures import split
from dlp.extract.properties import narrow
from dlp.extract.word import fib
from dlp.extract.word.formatting import Stretches, stretches
from dlp.extract.word.render import Run, rendered
from dlp.extract.words import words
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

NAME = "doc"
MEDIA_TYPES = ("application/msword",)
ISOLATED = True
LIBRARIES = ("lxml.etree",)
ENCRYPTION = "The flag fEncrypted of the file information block."
LIMITATIONS = (
    "Documents of Word 6 and 95 are read for their text only, and never as whole.",
    "Text hidden by a style and not by its own formatting is not marked as hidden.",
    "Names of bookmarks, styles, authors and document variables are read for words of three letters or more.",
)

_TABLES = (("0Table",), ("1Table",))


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    file = yield from embeds.opened(blob, locus, budget)
    if file is None:
        return
    done: set[tuple[str, ...]] = set()
    entry = file.find("WordDocument")
    main = file.read(entry) if entry else b""
    if entry:
        done.add(entry.path)
    try:
        head = fib.head(main)
    except (struct.error, ValueError):
        yield Issue(IssueCode.CORRUPT, locus, "no head of a Word file")
        yield from embeds.swept(main, locus)
        head = None
    if head and head.encrypted:
        done |= {*_TABLES, ("Data",)}
        yield Issue(IssueCode.ENCRYPTED, locus)
    elif head and head.old:
        yield from _old(main, head, locus)
    elif head:
        yield from _text(file, main, head, locus, budget)
        yield from _table(file, head.table, locus, budget, done)
        yield from split(main, locus, budget)[0]
        found, beside = split(file.named("Data"), locus, budget)
        done.add(("Data",))
        yield from found
        yield from embeds.swept(beside, Locus(locus.container, "Data"))
    yield from embeds.rest(file, locus, budget, done)


def _old(main: bytes, head: fib.Head, locus: Locus) -> Iterator[Item]:
    """Word 6 and 95: all parts follow each other in one code page, unless the file was saved in a hurry."""
    text = narrow(main[head.first : max(head.first, head.last)], 949)
    yield from rendered([Run(text, 0, len(text))], locus)
    yield Issue(IssueCode.UNSUPPORTED, locus, "Word 6 or 95, read for its text only")


def _text(file: compound.Compound, main: bytes, head: fib.Head, locus: Locus, budget: Budget) -> Iterator[Item]:
    table = file.named(head.table)
    runs: list[Run] = []
    # Sound pieces share no text: no document has more of it than twice its size.
    left = 2 * len(main)
    try:
        for run in _runs(main, table, head, budget):
            runs.append(run)
            left -= run.length
            if left < 0:
                yield Issue(IssueCode.SUSPICIOUS, locus, "pieces of text that are used again and again")
                break
    except (ValueError, struct.error):
        yield Issue(IssueCode.CORRUPT, locus, "no table of the pieces of text")
        text = "\n".join(words(main))
        yield Segment(locus, text.encode("utf-8", "replace"))
        return
    missing = sum(head.lengths) - sum(run.length for run in runs)
    if missing > 0:
        yield Issue(IssueCode.CORRUPT, locus, "text that breaks off")
    for name, part in _parts(runs, head.lengths):
        yield from rendered(part, Locus(locus.container, name))


def _table(
    file: compound.Compound, name: str, locus: Locus, budget: Budget, done: set[tuple[str, ...]]
) -> Iterator[Item]:
    """Names of all kinds in the table stream, and the package of the theme that Word puts there."""
    data = file.named(name)
    done |= {(name,)} if data else set()
    start = data.find(b"PK\x03\x04")
    end = data.find(b"PK\x05\x06", start) + 22 if start >= 0 else -1
    if end > start:
        theme = ooxml.read_package(held("theme", data[start:end]), Locus(locus.container, "theme"), budget)
        yield from (replace(item, hidden=True) if isinstance(item, Segment) else item for item in theme)
        data = data[:start] + data[end:]
    yield from embeds.swept(data, Locus(locus.container, name))


def _runs(main: bytes, table: bytes, head: fib.Head, budget: Budget) -> Iterator[Run]:
    """The text of all pieces in order, in runs of the same marks."""
    hidden = stretches(main, table, head.runs, budget, paragraphs=False)
    layout = stretches(main, table, head.paragraphs, budget, paragraphs=True)
    for piece in fib.pieces(table, head.pieces):
        end = min(piece.start + piece.length * piece.width, len(main))
        budget.unpack(max(0, end - piece.start))
        yield from _piece(main, piece, end, hidden, layout)


def _piece(main: bytes, piece: fib.Piece, end: int, hidden: Stretches, layout: Stretches) -> Iterator[Run]:
    for start, stop, marks in layout.cut(piece.start, end):
        for low, high, more in hidden.cut(start, stop):
            yield Run(fib.text_of(main[low:high], piece.width), marks | more, (high - low) // piece.width)


def _parts(runs: list[Run], lengths: tuple[int, ...]) -> Iterator[tuple[str, list[Run]]]:
    """Runs by the parts of the document; what goes beyond them belongs to the last."""
    index, left = 0, lengths[0]
    part: list[Run] = []
    for run in runs:
        rest = run
        while rest.length > left and index < len(lengths) - 1:
            before, rest = _split(rest, left)
            part.append(before)
            yield fib.PARTS[index], part
            index, part = index + 1, []
            left = lengths[index]
        part.append(rest)
        left -= rest.length
    yield fib.PARTS[index], part


def _split(run: Run, at: int) -> tuple[Run, Run]:
    """A run in two after `at` units: half as many bytes of UTF-16, or bytes of a code page."""
    if run.length == len(run.text):
        texts = run.text[:at], run.text[at:]
    else:
        wide = any(char > "\uffff" for char in run.text)
        name, unit = ("utf-16-le", 2) if wide else ("cp949", 1)
        data = run.text.encode(name, "replace")
        texts = data[: at * unit].decode(name, "replace"), data[at * unit :].decode(name, "replace")
    return Run(texts[0], run.marks, at), Run(texts[1], run.marks, run.length - at)
