"""What the pages are made of, before anything is asked to draw them: how much, which pictures, which forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from dlp.extract.base import Budget, BudgetSpent, ReadStopped
from dlp.extract.pdf.opened import MAX_STREAM, decoded, errors
from dlp.types import IssueCode

if TYPE_CHECKING:
    from pikepdf import Object

Ref = tuple[int, int]  # object and generation number

_DO = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_SHOWS_TEXT = re.compile(rb"[)>]\s*['\"]\s")
_PATH = re.compile(rb"[\d.]\s+[clvy]\s")
_INLINE = re.compile(rb"\bBI\s.{0,400}?\sID\s", re.DOTALL)
# PDFium reads no more of a string (the limit of Acrobat, ISO 32000-1, annex C); it stops at the next parenthesis, so it is linear.
_LONGEST = 32767
_LONG = re.compile(rb"\([^()]{32767}|<[0-9A-Fa-f\s]{65534}")
_STROKES = 24  # fewer lines and curves draw frames and rules; letters need more
_MAX_LEVELS = 50  # of the page tree
_MAX_PARTS = 10_000  # content streams of one page


class _Traits(NamedTuple):
    """What one content stream has in it."""

    size: int
    digest: int
    drawn: Counter[bytes]
    text: bool
    drawing: bool
    marked: bool
    replaced: bool
    long_string: bool

    def __repr__(self) -> str:
        return type(self).__name__


@dataclass(slots=True)
class Part:
    """One content stream: of a page, or a form that pages draw."""

    size: int = 0
    digest: int = 0
    forms: Counter[Ref] = field(default_factory=Counter)
    pictures: set[Ref] = field(default_factory=set)
    text: bool = False
    drawing: bool = False
    replaced: list[Object] = field(default_factory=list)  # streams and marks that give other text than they show
    trouble: ReadStopped | None = None
    # What it comes to with the forms it draws; -1 until it is known.
    total: int = -1


@dataclass(slots=True)
class PageContent:
    """A page with all that it draws. With `trouble` TOO_LARGE it must not be read."""

    number: int
    parts: list[Part]
    trouble: ReadStopped | None

    @property
    def digest(self) -> int:
        """The same for pages that draw the same."""
        return hash(tuple(sorted(part.digest for part in self.parts)))

    @property
    def pictures(self) -> set[Ref]:
        return {ref for part in self.parts for ref in part.pictures}

    @property
    def drawing(self) -> bool:
        return any(part.drawing for part in self.parts)

    @property
    def replaced(self) -> list[Object]:
        return [thing for part in self.parts for thing in part.replaced]


class Contents:
    """Measures pages. Forms are decoded once, however many pages draw them."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._objects: dict[Ref, Object] = {}
        self.forms: dict[Ref, Part] = {}
        self.streams: dict[Ref, _Traits | None] = {}  # None: cannot be decoded

    def pages(self, pages: Iterable[Object]) -> Iterator[PageContent]:
        for number, page in enumerate(pages, 1):
            self._budget.check_time()
            yield self._page(page, number)

    def _page(self, page: Object, number: int) -> PageContent:
        try:
            own = self._read(page, page)
        except errors():
            own = Part(trouble=ReadStopped(IssueCode.CORRUPT, "a page that cannot be read"))
        reached = self._reach(own, page)
        parts = [own, *(self.forms[ref] for ref in reached)]
        total = self._total(own)
        trouble = next((part.trouble for part in parts if part.trouble), None)
        too_large = next((p.trouble for p in parts if p.trouble and p.trouble.code is IssueCode.TOO_LARGE), None)
        if total > MAX_STREAM:
            too_large = ReadStopped(IssueCode.TOO_LARGE, f"a page of over {MAX_STREAM} bytes")
        elif too_large is None:
            # Forms drawn again and again are read again and again.
            self._budget.unpack(total - own.size)
        return PageContent(number, parts, too_large or trouble)

    def form(self, form: Object) -> Part:
        """A form by itself."""
        ref: Ref = form.objgen
        if ref not in self.forms:
            self._objects[ref] = form
            try:
                self.forms[ref] = self._read(form, form)
            except errors():
                self.forms[ref] = Part(trouble=ReadStopped(IssueCode.CORRUPT, "a form that cannot be read"))
        return self.forms[ref]

    def _reach(self, own: Part, page: Object) -> set[Ref]:
        """All forms that are drawn, directly or by other forms."""
        waiting, seen = list(own.forms), set(own.forms)
        while waiting:
            ref = waiting.pop()
            if ref not in self.forms:
                self.form_of(ref, page)
            fresh = self.forms[ref].forms.keys() - seen
            seen |= fresh
            waiting += fresh
        return seen

    def form_of(self, ref: Ref, page: Object) -> None:
        """Read a form; one without resources of its own draws with those of the page."""
        form = self._objects[ref]
        try:
            self.forms[ref] = self._read(form, form if "/Resources" in form else page)
        except errors():
            self.forms[ref] = Part(trouble=ReadStopped(IssueCode.CORRUPT, "a form that cannot be read"))

    def _read(self, holder: Object, resources: Object) -> Part:
        part = Part()
        drawn: Counter[bytes] = Counter()
        marked = False
        for traits in self._streams(holder, part):
            part.size += traits.size
            part.digest = hash((part.digest, traits.digest))
            part.text = part.text or traits.text
            part.drawing = part.drawing or traits.drawing
            marked = marked or traits.marked
            drawn += traits.drawn
            if traits.long_string:
                part.trouble = ReadStopped(IssueCode.SUSPICIOUS, "a string of over 32,767 bytes, which is cut off")
        if drawn or marked:
            self._resources(part, drawn, resources, marked=marked)
        return part

    def _streams(self, holder: Object, part: Part) -> Iterator[_Traits]:
        from pikepdf import Array, Stream

        contents = holder if isinstance(holder, Stream) else holder.get("/Contents")
        every = list(islice(contents, _MAX_PARTS)) if isinstance(contents, Array) else [contents]
        for stream in every:
            if not isinstance(stream, Stream):
                continue
            try:
                traits = self._traits_of(stream)
            except BudgetSpent:
                raise
            except ReadStopped as stop:
                part.trouble = stop
                continue
            if traits.replaced:
                part.replaced.append(stream)
            yield traits

    def _traits_of(self, stream: Object) -> _Traits:
        """A stream that many pages have is decoded once here, but drawn for each of them."""
        ref: Ref = stream.objgen
        known = self.streams.get(ref)
        if known is None:
            self.streams[ref] = None
            known = self.streams[ref] = _traits(decoded(stream, self._budget))
        else:
            self._budget.unpack(known.size)
        return known

    def _resources(self, part: Part, names: Mapping[bytes, int], holder: Object, *, marked: bool) -> None:
        from pikepdf import Dictionary, Stream

        resources = _inherited(holder)
        if not isinstance(resources, Dictionary):
            return
        drawn = resources.get("/XObject")
        for name, times in names.items():
            thing = drawn.get("/" + name.decode("latin-1")) if isinstance(drawn, Dictionary) else None
            if not isinstance(thing, Stream):
                continue
            if thing.get("/Subtype") == "/Image":
                part.pictures.add(thing.objgen)
            else:
                self._objects[thing.objgen] = thing
                part.forms[thing.objgen] += times
        lists = resources.get("/Properties")
        if marked and isinstance(lists, Dictionary):
            entries = (value for _, value in lists.items())
            part.replaced += [entry for entry in entries if isinstance(entry, Dictionary) and "/ActualText" in entry]

    def _total(self, own: Part) -> int:
        """Bytes read for a part with all it draws, each time it is drawn; a form inside itself is not drawn again."""
        stack: list[tuple[Part, bool]] = [(own, False)]
        open_parts: set[int] = set()
        while stack:
            part, done = stack.pop()
            if done:
                inner = sum(times * max(0, self.forms[ref].total) for ref, times in part.forms.items())
                part.total = min(part.size + inner, MAX_STREAM + 1)
                continue
            if part.total >= 0 or id(part) in open_parts:
                continue
            open_parts.add(id(part))
            stack.append((part, True))
            stack += [(self.forms[ref], False) for ref in part.forms]
        return own.total


def _inherited(holder: Object) -> object:
    """The resources of a page, or of the nodes of the page tree above it."""
    from pikepdf import Dictionary

    for _ in range(_MAX_LEVELS):
        if "/Resources" in holder:
            break
        above = holder.get("/Parent")
        if not isinstance(above, Dictionary):
            break
        holder = above
    return holder.get("/Resources")


def _traits(data: bytes) -> _Traits:
    text = b"Tj" in data or b"TJ" in data or bool(_SHOWS_TEXT.search(data))
    return _Traits(
        size=len(data),
        digest=hash(data),
        drawn=Counter(_DO.findall(data)) if b"Do" in data else Counter(),
        text=text,
        drawing=not text and _draws(data),
        marked=b"BDC" in data,
        replaced=b"/ActualText" in data,
        long_string=len(data) > _LONGEST and bool(_LONG.search(data)),
    )


def _draws(data: bytes) -> bool:
    strokes = sum(1 for _ in islice(_PATH.finditer(data), _STROKES))
    return strokes == _STROKES or bool(_INLINE.search(data))
