"""A HWP 5 document: which of its streams holds what, each read in its own way, and what they say of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from dlp.extract import embeds
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.compound import MAGIC, Compound, Entry
from dlp.extract.gather import Gather, unquoted
from dlp.extract.hwp import carve, distribution, emit, records
from dlp.extract.hwp.header import FileHeader, file_header
from dlp.extract.hwp.inflate import inflate
from dlp.extract.hwp.section import ENOUGH, Section
from dlp.extract.identify import signature_type
from dlp.extract.words import wide
from dlp.types import Issue, IssueCode, Layout, Locus

_SECTION = re.compile(r"Section(\d+)")
_HISTORY_TEXT = frozenset((0x22, 0x23))  # who wrote a version, and what was said of it (section 4.4)
_HISTORY_END = 0x11
_PREFIX = 4  # an embedded OLE object has its length before it
# A preview numbers paragraphs, which the text does not: this much less is no loss.
_SLACK, _SHARE = 10, 0.9


@dataclass(slots=True, repr=False)
class Document:
    """One document being read."""

    compound: Compound
    locus: Locus
    budget: Budget
    header: FileHeader = field(default_factory=lambda: FileHeader(sound=False))
    letters: int = 0  # word characters in the body
    previewed: int = 0  # and in the preview
    sections: Counter[str] = field(default_factory=Counter)  # read, by storage
    promised: int = 0  # sections that DocInfo counts
    placeholder: bool = False
    protected: bool = False

    def read(self) -> Iterator[Item]:
        streams = list(self.compound.streams())
        for stream in streams:
            if stream.path == ("FileHeader",):
                data = self._raw(stream)
                self.header = file_header(data)
                yield from emit.lines(self.at(stream), wide(data[49:]))
        if not self.header.sound:
            yield Issue(IssueCode.CORRUPT, self.locus, "no file header")
        for protection in self.header.encrypted:
            yield Issue(IssueCode.ENCRYPTED, self.locus, protection)
        for stream in sorted(streams, key=_order):
            self.budget.check_time()
            if stream.path != ("FileHeader",):
                yield from self._stream(stream)
        if not self.sections.total() and not self.header.encrypted:
            yield from self._lost()
        yield from self._summing_up()

    def at(self, stream: Entry) -> Locus:
        return Locus(self.locus.container, "/".join(map(unquoted, stream.path)))

    def _stream(self, stream: Entry) -> Iterator[Item]:
        reader = _reader(stream)
        data = self._raw(stream)
        if len(data) < stream.size and len(data) >= self.budget.limits.part_bytes:
            yield Issue(IssueCode.TOO_LARGE, self.at(stream), f"over {self.budget.limits.part_bytes} bytes")
        if data.strip(b"\0"):
            yield from reader(self, stream, data)

    def _raw(self, stream: Entry) -> bytes:
        return self.compound.read(stream, self.budget.limits.part_bytes)

    def _plain(self, stream: Entry, data: bytes, first_tag: int | None = None) -> Iterator[Issue | bytes]:
        """A stream decrypted and unpacked; what is wrong with it first. Whether it was packed its content tells."""
        if distribution.is_encrypted(data):
            data = distribution.decrypt(data)
        elif self.header.encrypted and not _begins(data, first_tag):
            unpacked = inflate(data, self.budget)
            if unpacked.trouble is None and _begins(unpacked.data, first_tag):
                yield unpacked.data  # says that it is encrypted and is not
            return
        if _begins(data, first_tag):
            yield data
            return
        unpacked = inflate(data, self.budget)
        if unpacked.trouble is None or self.header.compressed:
            if unpacked.trouble is not None:
                yield Issue(unpacked.trouble, self.at(stream), "compressed data")
            data = unpacked.data
        yield data

    # --- streams ------------------------------------------------------------------------------------------------------

    def section(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """A part of the body, or of the body of a distribution document."""
        for content in self._plain(stream, data, records.PARA_HEADER):
            if isinstance(content, Issue):
                yield content
                continue
            whole = _begins(content, records.PARA_HEADER)
            self.sections[stream.path[0]] += whole
            if not (yield from self._body(content, self.at(stream))) or not whole:
                yield Issue(IssueCode.CORRUPT, self.at(stream), "records that do not fit")

    def _body(self, content: bytes, locus: Locus) -> Generator[Item, None, bool]:
        """The segments of a section's records; returns whether they fit."""
        section = Section(locus, self.budget, self.header.tracked)
        found = records.Records(content, records.NUMERIC)
        yield from section.read(found)
        self.letters += section.letters
        self.placeholder |= section.placeholder
        self.protected |= section.protected
        return section.sound and not found.broken

    def _lost(self) -> Iterator[Item]:
        """Sections that the directory does not name any more."""
        data = self.compound.whole(self.budget.limits.part_bytes)
        for content in carve.sections(data, self.budget):
            yield from self._body(content, Locus(self.locus.container, "lost section"))

    def doc_info(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """Names of styles, fonts, authors of changes, linked files: each once."""
        for content in self._plain(stream, data, records.DOCUMENT_PROPERTIES):
            if isinstance(content, Issue):
                yield content
                continue
            found = records.Records(content, records.NUMERIC)
            if _begins(content, records.DOCUMENT_PROPERTIES):
                self.promised = int.from_bytes(content[4:6], "little")
            seen: dict[str, None] = {}
            for number, record in enumerate(found):
                if not number % 4096:
                    self.budget.check_time()
                seen.update(dict.fromkeys(wide(record.payload, 2)))
            yield from emit.lines(self.at(stream), seen)
            if found.broken:
                yield Issue(IssueCode.CORRUPT, self.at(stream), "records that do not fit")

    def summary(self, stream: Entry, data: bytes) -> Iterator[Item]:
        return embeds.summary(data, self.at(stream))

    def preview(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """The text of the first page once more; in an encrypted document it may be all that can be read."""
        text = data.decode("utf-16-le", "replace").rstrip("\0")
        if distribution.is_placeholder(text):
            return
        self.previewed = sum(map(str.isalnum, text[:ENOUGH]))
        if self.header.encrypted and not self.sections.total() and "\ufffd" in text:
            return  # encrypted as well
        gather = Gather(self.at(stream), hidden=True, derived=self.letters > 0)
        gather.add(text)
        if segment := gather.take():
            yield segment

    def picture(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """The picture of the first page: whether it must be read is for the reader of pictures to say."""
        if data:
            yield Child(held(self.at(stream).part, data), hidden=True)

    def embedded(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """A picture or an OLE object, packed or not."""
        if not signature_type(data[:64]) and not _is_ole(data):
            unpacked = inflate(data, self.budget)
            if unpacked.trouble is None or (unpacked.data and self.header.compressed):
                data = unpacked.data
                if unpacked.trouble is not None:
                    yield Issue(unpacked.trouble, self.at(stream), "compressed data")
        if self.header.encrypted and not signature_type(data[:64]) and not _is_ole(data):
            return
        yield Child(held(self.at(stream).part, data[_PREFIX:] if _is_ole(data) else data))

    def script(self, stream: Entry, data: bytes) -> Iterator[Item]:
        for content in self._plain(stream, data):
            if isinstance(content, Issue):
                yield content
            else:
                yield from self._texts(stream, content, Layout.CODE)

    def history(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """An earlier version: its author, a description, and the text or the difference as XML."""
        for content in self._plain(stream, data):
            if isinstance(content, Issue):
                yield content
                continue
            found = records.Records(content)
            tags = set()
            pieces: list[Item] = []
            for number, record in enumerate(found):
                if not number % 4096:
                    self.budget.check_time()
                tags.add(record.tag)
                pieces += self._texts(stream, record.payload)
            if found.broken or not tags & (_HISTORY_TEXT | {_HISTORY_END}):
                pieces = list(self._texts(stream, content))
                yield Issue(IssueCode.CORRUPT, self.at(stream), "document history")
            yield from pieces

    def markup(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """Templates and bibliographies: XML, or strings with their lengths."""
        for content in self._plain(stream, data):
            if isinstance(content, Issue):
                yield content
            elif content.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
                yield Child(held(self.at(stream).part + ".xml", content), hidden=True)
            else:
                yield from self._texts(stream, content)

    def link(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """The path of a document that this one is linked to, and nothing else."""
        yield from self._texts(stream, data)

    def other(self, stream: Entry, data: bytes) -> Iterator[Item]:
        """A stream that the description does not know: a document of its own, whatever it is."""
        yield from emit.lines(self.at(stream), stream.path)
        yield from emit.lines(self.at(stream), wide(data))
        if not self.header.encrypted:
            yield Child(held(self.at(stream).part, data), hidden=True)

    # --- what comes out -----------------------------------------------------------------------------------------------

    def _texts(self, stream: Entry, data: bytes, layout: Layout = Layout.KEY_VALUE) -> Iterator[Item]:
        return emit.texts(self.at(stream), data, layout)

    def _summing_up(self) -> Iterator[Item]:
        """What shows only when all has been read."""
        yield from embeds.remains(self.compound, self.locus, self.budget)
        for trouble in self.compound.troubles:
            yield Issue(IssueCode.CORRUPT, self.locus, trouble)
        if self.protected or self.header.personal:
            yield Issue(IssueCode.ENCRYPTED, self.locus, "personal information behind a password")
        if self.header.encrypted:
            return
        count = max(self.sections.values(), default=0)
        if (self.placeholder or self.header.distribution) and not self.sections["ViewText"]:
            yield Issue(IssueCode.CORRUPT, self.locus, "a distribution document without its text")
        elif not count:
            yield Issue(IssueCode.CORRUPT, self.locus, "no body")
        elif count < self.promised:
            yield Issue(IssueCode.CORRUPT, self.locus, "a section is missing")
        elif self.letters < self.previewed * _SHARE - _SLACK:
            yield Issue(IssueCode.CORRUPT, self.locus, "less text than its preview shows")


def _begins(data: bytes, tag: int | None) -> bool:
    """Does a stream begin with a record of this tag at level 0?"""
    return tag is not None and len(data) >= 4 and int.from_bytes(data[:4], "little") & 0xFFFFF == tag


def _is_ole(data: bytes) -> bool:
    return data.startswith(MAGIC, _PREFIX)


_Reader = Callable[[Document, Entry, bytes], Iterator[Item]]
_BY_STORAGE: dict[str, _Reader] = {
    "BinData": Document.embedded,
    "Scripts": Document.script,
    "DocHistory": Document.history,
    "XMLTemplate": Document.markup,
    "Bibliography": Document.markup,
}
_BY_NAME: dict[str, _Reader] = {
    "DocInfo": Document.doc_info,
    "PrvText": Document.preview,
    "PrvImage": Document.picture,
    "_LinkDoc": Document.link,
    "\x05HwpSummaryInformation": Document.summary,
    "\x05SummaryInformation": Document.summary,
    "\x05DocumentSummaryInformation": Document.summary,
}


def _reader(stream: Entry) -> _Reader:
    if _SECTION.fullmatch(stream.path[-1]):
        return Document.section
    found = _BY_STORAGE.get(stream.path[0]) if len(stream.path) > 1 else None
    return found or _BY_NAME.get(stream.path[-1], Document.other)


def _order(stream: Entry) -> tuple[int, str, int, str]:
    """The body first, by number; the preview after it, since it is compared with it; then all else."""
    if match := _SECTION.fullmatch(stream.path[-1]):
        return 0, stream.path[0], int(match[1][:9]), ""
    return 1, "", 0, "/".join(stream.path)
