"""One pass over all objects of a file, whatever refers to them: their strings, and the streams that pages do not show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dlp.extract.base import Budget
from dlp.extract.gather import Gather
from dlp.extract.pdf.content import Ref
from dlp.extract.pdf.opened import errors
from dlp.extract.pdf.strings import strings
from dlp.types import Layout, Locus, Segment

if TYPE_CHECKING:
    from pikepdf import Object, Pdf, Stream

_TAKE = 1 << 20
_MOST_SEEN = 200_000
# What an object is, by what its dictionary has. The first that fits; a person sees those that are not hidden.
_KINDS = (
    (re.compile(rb"/S /(?:JavaScript|Rendition)\b|/JS\b"), "script", True),
    (re.compile(rb"/FT /|/Subtype /Widget\b|/TU\b"), "form field", False),
    (re.compile(rb"/Rect \[|/Subtype /(?:Text|FreeText|Link|Popup|Stamp)\b"), "annotation", False),
    (re.compile(rb"/Type /OCG\b"), "layer", False),
    (re.compile(rb"/Type /(?:Filespec|EmbeddedFile|F)\b|/EF\b"), "attachment", False),
    (re.compile(rb"/Type /(?:Collection|CollectionItem|CollectionSchema)\b"), "portfolio", False),
    (re.compile(rb"/Type /StructElem\b|/ActualText\b|/Alt\b"), "structure", True),
    (re.compile(rb"/S /(?:URI|Launch|GoToR|SubmitForm|ImportData)\b|/URI\b"), "action", False),
    (re.compile(rb"/(?:Author|Creator|Producer|Keywords|Subject)\b"), "document information", False),
    (re.compile(rb"/(?:Parent|Dest|Prev|Next|First|Count)\b.*/Title\b", re.DOTALL), "outline", False),
)
_FIRST = ("T", "TU", "TM", "UF", "F", "Title", "Name")  # names of things come before what they hold
_RICH = ("RC", "RV")  # text in XHTML
_TAG = re.compile(r"<(/?(?:p|br|div|li|tr)\b)?[^<>]*>")
_EF = re.compile(rb"/EF <<([^<>]*)>>")
_REF = re.compile(rb"(\d+) (\d+) R")
_WORDS_STREAM = re.compile(rb"/(JS|RC|RV|V|DV|DS|Contents) (\d+) (\d+) R")
_MASK = re.compile(rb"/(?:SMask|Mask) (\d+) (\d+) R")
_NUMBER = {key: re.compile(rb"/" + key + rb" (\d{1,9})\b") for key in (b"Width", b"Height")}
_NOT_TEXT = re.compile(rb"/Type /(?:3D|Sound|Movie)\b|/Subtype /(?:U3D|PRC)\b")
_FILTER = re.compile(rb"/(?:Flate|LZW|RunLength)Decode|/(?:Fl|LZW|RL)\b")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image object; sizes in pixels."""

    stream: Stream = field(repr=False)
    width: int
    height: int


@dataclass(slots=True, repr=False)
class Found:
    """What one pass has gathered. Streams are handles, read later."""

    segments: list[Segment] = field(default_factory=list)
    pictures: dict[Ref, Picture] = field(default_factory=dict)
    forms: dict[Ref, Object] = field(default_factory=dict)
    metadata: list[Object] = field(default_factory=list)
    words: list[tuple[str, Object]] = field(default_factory=list)
    embedded: dict[Ref, Object] = field(default_factory=dict)
    names: dict[Ref, str] = field(default_factory=dict)
    media: int = 0
    stacked: list[Object] = field(default_factory=list)
    plain: list[Object] = field(default_factory=list)
    damaged: int = 0


class Sweep:
    """The pass. `pages` tells on which page an annotation stands; `seen` are blocks of strings told already."""

    def __init__(self, locus: Locus, budget: Budget, pages: Mapping[Ref, int], seen: set[int]) -> None:
        self._budget, self._pages, self._seen = budget, pages, seen
        self._shown = Gather(locus, Layout.KEY_VALUE)
        self._hidden = Gather(locus, Layout.KEY_VALUE, hidden=True)
        self._source = Gather(locus, Layout.CODE, hidden=True, derived=True)
        self._masks: set[Ref] = set()
        self._wanted: dict[Ref, str] = {}
        self.found = Found()

    def run(self, pdf: Pdf) -> Found:
        from pikepdf import Object, Stream

        streams: dict[Ref, Object] = {}
        for number, thing in enumerate(_each(pdf)):
            if not number % 64:
                self._budget.check_time()
            if not isinstance(thing, Object):
                continue
            try:
                if isinstance(thing, Stream):
                    streams[thing.objgen] = thing
                    self._stream(thing, thing.stream_dict.unparse())
                else:
                    self._plain(thing.unparse(resolved=True), thing.objgen)
            except errors():
                self.found.damaged += 1
        self._finish(streams)
        return self.found

    def _finish(self, streams: Mapping[Ref, Object]) -> None:
        found = self.found
        found.pictures = {ref: picture for ref, picture in found.pictures.items() if ref not in self._masks}
        for ref in found.names:
            if ref in streams:
                found.embedded.setdefault(ref, streams[ref])
        found.words += [(kind, streams[ref]) for ref, kind in self._wanted.items() if ref in streams]
        for gather in (self._shown, self._hidden, self._source):
            self._take(gather)

    def _take(self, gather: Gather) -> None:
        if segment := gather.take():
            self.found.segments.append(segment)

    def _plain(self, source: bytes, ref: Ref) -> None:
        for match in _WORDS_STREAM.finditer(source):
            if match[1] != b"Contents" or b"/Type /Page" not in source:
                self._wanted[int(match[2]), int(match[3])] = match[1].decode()
        self._strings(source, ref)

    def _strings(self, source: bytes, ref: Ref) -> None:
        pairs = list(strings(source))
        if b"/EF" in source:
            self._attachments(source, dict(reversed(pairs)))
        if not pairs:
            return
        self._budget.unpack(len(source))
        known = hash(tuple(pairs))
        if known in self._seen:
            return
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(known)
        kind, hidden = next(((kind, hidden) for mark, kind, hidden in _KINDS if mark.search(source)), ("object", True))
        gather = self._hidden if hidden else self._shown
        place = f"{kind}, page {self._pages[ref]}" if ref in self._pages else kind
        gather.add("".join(_lines(pairs)), place)
        self._source.add("".join(f"{text}\n" for key, text in pairs if key in _RICH), place)
        if gather.size > _TAKE:
            self._take(gather)

    def _attachments(self, source: bytes, pairs: Mapping[str, str]) -> None:
        """Names of attached files by the streams that hold them."""
        name = pairs.get("UF") or pairs.get("F") or pairs.get("Desc") or ""
        for files in _EF.finditer(source):
            for number, generation in _REF.findall(files[1]):
                self.found.names.setdefault((int(number), int(generation)), name)

    def _stream(self, stream: Stream, source: bytes) -> None:
        self._strings(source, stream.objgen)
        found, ref = self.found, stream.objgen
        if b"/Subtype /Image" in source:
            found.pictures[ref] = Picture(stream, _size(source, b"Width"), _size(source, b"Height"))
            self._masks.update((int(number), int(generation)) for number, generation in _MASK.findall(source))
            return
        if b"/Subtype /Form" in source:
            found.forms[ref] = stream
        elif b"/Type /Metadata" in source or b"/Subtype /XML" in source:
            found.metadata.append(stream)
        elif b"/Type /EmbeddedFile" in source:
            found.embedded[ref] = stream
            return
        elif _NOT_TEXT.search(source):
            found.media += 1
        (found.stacked if len(_FILTER.findall(source)) > 1 else found.plain).append(stream)


def _each(pdf: Pdf) -> Iterator[object]:
    objects = pdf.objects
    for number in range(len(objects)):
        try:
            yield objects[number]
        except errors():
            continue
    yield pdf.trailer


def _size(source: bytes, key: bytes) -> int:
    found = _NUMBER[key].search(source)
    return int(found[1]) if found else 0


def _lines(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """`key: text`, one below the other; elements of an array after each other under its key."""
    order = {key: place for place, key in enumerate(_FIRST)}
    last = ""
    for key, text in sorted(pairs, key=lambda pair: order.get(pair[0], len(order))):
        told = html.unescape(_TAG.sub(lambda tag: "\n" if tag[1] else "", text)).strip() if key in _RICH else text
        yield f"{told}\n" if key == last and key else f"{key}: {told}\n" if key else f"{told}\n"
        last = key
    yield "\n"
