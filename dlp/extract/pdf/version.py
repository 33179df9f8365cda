"""One version of a document: the file as it is, or as it was before it was last saved."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlp.extract.base import Budget, BudgetSpent, Child, Item, ReadStopped, held
from dlp.extract.gather import Gather
from dlp.extract.pdf import pictures, second
from dlp.extract.pdf.content import Contents, PageContent, Ref
from dlp.extract.pdf.layout import blocks, columns_of_one, place, rows_across
from dlp.extract.pdf.objects import Found, Sweep
from dlp.extract.pdf.opened import damage, decoded, errors, open_pdf
from dlp.extract.pdf.pages import Line, Page, Reading, read_pages
from dlp.extract.pdf.tree import pages_of, places_of, xfa_of
from dlp.extract.stream import text_segments
from dlp.types import Issue, IssueCode, Layout, Locus, Segment

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_TAKE = 1 << 20
_HARMLESS = 512 << 10  # a file of this size cannot unpack to more than half a gigabyte (deflate gains 1032 at most)
_MOST_SEEN = 500_000
_ALL = range(1, 1 << 31)


@dataclass(slots=True)
class Seen:
    """What a later version, or an earlier part of this one, has told already, by hash."""

    lines: set[int] = field(default_factory=set)
    strings: set[int] = field(default_factory=set)
    streams: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)

    def fresh_line(self, line: Line) -> bool:
        known = hash("".join("".join(part.text.split()) for part in line.fragments))
        fresh = known not in self.lines
        if fresh and len(self.lines) < _MOST_SEEN:
            self.lines.add(known)
        return fresh

    def fresh_stream(self, data: bytes) -> bool:
        known = hash(data)
        fresh = known not in self.streams
        self.streams.add(known)
        return fresh


@dataclass(slots=True)
class Version:
    """`earlier` versions tell only what is not in `seen`, and no trouble that later ones have as well."""

    data: bytes = field(repr=False)
    locus: Locus
    budget: Budget
    seen: Seen
    earlier: bool = False

    def read(self) -> Iterator[Item]:
        try:
            pdf = open_pdf(self.data)
        except ReadStopped as stop:
            yield from self._without_objects(stop)
            return
        with pdf:
            yield from self._read(pdf)

    def _without_objects(self, stop: ReadStopped) -> Iterator[Item]:
        """What PDFium makes of a file that qpdf cannot open, where it is small enough to do no harm."""
        yield self._issue(stop.code, stop.detail)
        if stop.code is IssueCode.CORRUPT and len(self.data) <= _HARMLESS // 8:
            yield from self._text(read_pages(self.data, self.budget, _ALL))

    def _read(self, pdf: Pdf) -> Iterator[Item]:
        pages, sound = pages_of(pdf)
        found = Sweep(
            Locus(self.locus.container, self.locus.part), self.budget, places_of(pages), self.seen.strings
        ).run(pdf)
        contents = Contents(self.budget)
        measured = list(contents.pages(pages))
        too_large = self._too_large(found, contents.streams)
        readable = {page.number for page in measured if not _is_too_large(page) and self._is_new(page)}
        if too_large is None:
            reading = read_pages(self.data, self.budget, readable)
            yield from self._text(reading)
            if not self.earlier:
                yield from self._trouble(pdf, reading, len(pages) if sound else -1)
                yield from self._wordless(reading.pages, measured, found)
        else:
            yield too_large
        yield from self._page_trouble(measured)
        yield from self._swept(pdf, found)
        if too_large is None:
            yield from self._second(pdf, pages, measured, found, contents)
        if not self.earlier:
            on_pages = {ref: page.number for page in reversed(measured) for ref in page.pictures}
            yield from pictures.children(found.pictures, on_pages, self.locus, self.budget)

    def _issue(self, code: IssueCode, detail: str) -> Issue:
        return Issue(code, self.locus, detail)

    def _is_new(self, page: PageContent) -> bool:
        """Of an earlier version, a page that draws something else than all later ones."""
        known = page.digest in self.seen.pages
        self.seen.pages.add(page.digest)
        return not (known and self.earlier)

    # --- text ---------------------------------------------------------------------------------------------------------

    def _text(self, reading: Reading) -> Iterator[Item]:
        """Pages one after the other: prose and tables, then what nobody sees, then rows found by place alone."""
        prose, table = Gather(self.locus, hidden=self.earlier), Gather(self.locus, Layout.TABLE, hidden=self.earlier)
        hidden = Gather(self.locus, hidden=True)
        across = Gather(self.locus, Layout.TABLE, derived=True, hidden=self.earlier)
        downwards = Gather(self.locus, derived=True, hidden=self.earlier)
        for page in reading.pages:
            fresh = [line for line in page.lines if self.seen.fresh_line(line) or not self.earlier]
            shown = [line for line in fresh if line.shown]
            if not shown:  # the text that a scanner's software has put behind the picture of a page
                shown, fresh = fresh, []
            placed = place(shown)
            for block in blocks(placed):
                if block.table:
                    yield from _taken(prose)
                    _add(table, block.lines, page)
                    yield from _taken(table)
                else:
                    _add(prose, block.lines, page)
            prose.add("\n")
            _add(hidden, [_joined(line) for line in fresh if not line.shown], page)
            _add(downwards, list(columns_of_one(placed)), page)
            for block in filter(lambda block: block.table, rows_across(placed)):
                _add(across, block.lines, page)
                yield from _taken(across)
            if prose.size > _TAKE:
                yield from _taken(prose)
        yield from _taken(prose)
        yield from _taken(hidden)
        yield from _taken(downwards)
        yield from self._unmapped(reading.pages)
        if reading.stopped is not None:
            yield self._issue(reading.stopped.code, reading.stopped.detail)
            if self.budget.spent:
                raise reading.stopped

    def _unmapped(self, pages: Sequence[Page]) -> Iterator[Item]:
        numbers = [page.number for page in pages if any(line.unmapped for line in page.lines)]
        if numbers:
            detail = f"{_named(numbers)}: a font does not say which characters its glyphs are"
            yield self._issue(IssueCode.UNDECODABLE, detail)

    # --- what is wrong ------------------------------------------------------------------------------------------------

    def _trouble(self, pdf: Pdf, reading: Reading, pages: int) -> Iterator[Item]:
        if reading.count < 0:
            yield self._issue(IssueCode.CORRUPT, "its pages cannot be read")
        elif reading.count != pages:
            yield self._issue(IssueCode.CORRUPT, "its pages are not in order")
        unreadable = [page.number for page in reading.pages if not page.readable]
        if unreadable:
            yield self._issue(IssueCode.CORRUPT, f"{_named(unreadable)} cannot be read")
        yield from (self._issue(IssueCode.CORRUPT, detail) for detail in damage(pdf, self.data))

    def _page_trouble(self, measured: Sequence[PageContent]) -> Iterator[Item]:
        """Pages that were not read, or not in full, by what stood against it."""
        by_cause: dict[tuple[IssueCode, str], list[int]] = {}
        for page in measured:
            if page.trouble and not self.earlier:
                by_cause.setdefault((page.trouble.code, page.trouble.detail), []).append(page.number)
        for (code, detail), numbers in by_cause.items():
            yield self._issue(code, f"{_named(numbers)}: {detail}")

    def _wordless(self, pages: Sequence[Page], measured: Sequence[PageContent], found: Found) -> Iterator[Item]:
        """Pages that show something but have no text."""
        written = {page.number for page in pages if page.lines}
        telling = {ref for ref, picture in found.pictures.items() if pictures.tells(picture)}
        drawn = [p.number for p in measured if p.number not in written and (p.drawing or p.pictures & telling)]
        if drawn:
            detail = f"{_named(drawn)}: no text; text in pictures and drawings is not read"
            yield self._issue(IssueCode.EMPTY_TEXT, detail)

    def _too_large(self, found: Found, measured: Container[Ref]) -> Issue | None:
        """A stream that would take minutes to unpack, in a file that is large enough for it or has stacked filters."""
        suspects = found.stacked if len(self.data) <= _HARMLESS else [*found.stacked, *found.plain]
        for stream in suspects:
            if stream.objgen in measured:
                continue
            try:
                decoded(stream, self.budget)
            except BudgetSpent:
                raise
            except ReadStopped as stop:
                if stop.code is IssueCode.TOO_LARGE:
                    return self._issue(stop.code, f"{stop.detail}: the text of the pages is not read")
            except errors():
                continue
        return None

    # --- what pages do not show ---------------------------------------------------------------------------------------

    def _swept(self, pdf: Pdf, found: Found) -> Iterator[Item]:
        yield from found.segments
        if found.media and not self.earlier:
            yield self._issue(IssueCode.UNSUPPORTED, "sound, film or three-dimensional objects")
        if found.damaged and not self.earlier:
            yield self._issue(IssueCode.CORRUPT, "damaged objects")
        for stream in found.metadata:
            yield from self._words(stream, "metadata")
        for kind, stream in found.words:
            yield from self._words(stream, "script" if kind == "JS" else "form field")
        form = b"".join(self._plain(stream) for stream in xfa_of(pdf))
        if form.strip() and self.seen.fresh_stream(form):
            yield Child(held("XFA.xml", form, "application/xml"))
        for ref, stream in found.embedded.items():
            yield from self._attachment(stream, found.names.get(ref, ""))

    def _words(self, stream: Object, part: str) -> Iterator[Item]:
        data = self._plain(stream).strip()
        if data and self.seen.fresh_stream(data):
            at = Locus(self.locus.container, f"{self.locus.part} {part}".strip())
            yield from text_segments(held("", data), at, self.budget, layout=Layout.CODE)

    def _plain(self, stream: Object) -> bytes:
        try:
            return decoded(stream, self.budget)
        except errors():
            raise ReadStopped(IssueCode.CORRUPT, "a stream that cannot be decoded") from None

    def _attachment(self, stream: Object, name: str) -> Iterator[Item]:
        try:
            data = self._plain(stream)
        except BudgetSpent:
            raise
        except ReadStopped as stop:
            yield Issue(stop.code, self.locus.inside(name or "attachment"), stop.detail)
            return
        if self.seen.fresh_stream(data):
            yield Child(held(name or "attachment", data), hidden=self.earlier)

    def _second(
        self, pdf: Pdf, pages: Sequence[Object], measured: Sequence[PageContent], found: Found, contents: Contents
    ) -> Iterator[Item]:
        """Glyphs under other text, and forms that no page draws; whole pages of them where they tell anything new."""
        drawn = set(contents.forms)
        forms = [form for ref, form in found.forms.items() if ref not in drawn and contents.form(form).text]
        covered = [page.number for page in measured if page.replaced and not _is_too_large(page)]
        if not forms and not covered:
            return
        for page in measured:
            second.unmask(page.replaced)
        made = second.second_document(pdf, [pages[number - 1] for number in covered], forms, self.budget)
        if len(forms) > second.MOST_FORMS and not self.earlier:
            yield self._issue(IssueCode.TOO_MANY, f"over {second.MOST_FORMS} forms outside the pages")
        gather = Gather(self.locus, hidden=self.earlier, derived=True)
        for copy in _read_made(made, self.budget):
            fresh = [line for line in copy.lines if self.seen.fresh_line(line)]
            at = f"page {covered[copy.number - 1]}" if copy.number <= len(covered) else "appearance"
            for block in blocks(place(copy.lines if fresh else ())):
                gather.add("".join(f"{line}\n" for line in block.lines), at)
        yield from _taken(gather)


def _read_made(made: bytes, budget: Budget) -> Sequence[Page]:
    if not made:
        return ()
    with open_pdf(made) as pdf:
        readable = second.readable_pages([page.obj for page in pdf.pages], budget)
    reading = read_pages(made, budget, readable)
    if reading.stopped is not None:
        raise reading.stopped
    return reading.pages


def _is_too_large(page: PageContent) -> bool:
    return page.trouble is not None and page.trouble.code is IssueCode.TOO_LARGE


def _joined(line: Line) -> str:
    return "\t".join(fragment.text for fragment in line.fragments)


def _add(gather: Gather, lines: Sequence[str], page: Page) -> None:
    if lines:
        gather.add("".join(f"{line}\n" for line in lines), f"page {page.number}")


def _taken(gather: Gather) -> Iterator[Segment]:
    if segment := gather.take():
        yield segment


def _named(numbers: Sequence[int]) -> str:
    """page 1, 3-5"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans[:20])
    return f"page{'s' * (len(numbers) > 1)} {told}{', …' * (len(spans) > 20)}"
