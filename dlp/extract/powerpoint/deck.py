"""The text of a presentation by slide: shapes and outline, notes, masters, comments, links, and what earlier saves left."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from dlp.extract import ooxml
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather
from dlp.extract.markup import TAKE
from dlp.extract.powerpoint.records import Edits, Record, records
from dlp.extract.words import words
from dlp.types import Issue, IssueCode, Locus, Segment

_DOCUMENT, _SLIDE, _NOTES, _MASTER, _HANDOUT = 1000, 1006, 1008, 1016, 4041
_NAMES = {_DOCUMENT: "presentation", _SLIDE: "slide", _NOTES: "notes", _MASTER: "master", _HANDOUT: "handout"}
_LIST = 4080  # SlideListWithText, its instance: slides, masters, notes
_LISTS = {0: _SLIDE, 1: _MASTER, 2: _NOTES}
# Formatting and geometry that hold no words.
_LAYOUT = frozenset(
    (1001, 1007, 1009, 1010, 1012, 1035, 1049, 2025, 3009, 3998, 3999, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4010,
     4051, 4056, 4063, 4080, 4081, 4082, 4085, 4090, 4091, 4116, 6002, 61450, 61446, 61448, 61449, 61455, 61456, 61457,
     1052, 1053, 1055, 1058)
)  # fmt: skip
_TAKE_WORDS = 8
_PACKAGES = 200
_SIGNS = {0x0B: "\n", 0x0D: "\n", 0: None}


@dataclass(slots=True)
class _Block:
    """What belongs to one slide, master, page of notes, or to the presentation."""

    kind: int
    lines: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Deck:
    """Reads the stream "PowerPoint Document"."""

    data: bytes = field(repr=False)
    edits: Edits
    locus: Locus
    budget: Budget
    _blocks: dict[int, _Block] = field(default_factory=dict)  # by offset of the outermost record
    _listed: dict[int, _Block] = field(default_factory=dict)  # outline text, by number of the record it is for
    _order: dict[int, list[int]] = field(default_factory=dict)  # kind -> numbers of its records, as listed
    _current: int = 0  # number of the record that the outline text is for
    _list: int = 0  # instance of the list being read
    _objects: list[Item] = field(default_factory=list)
    _packages: dict[bytes, int] = field(default_factory=dict, repr=False)
    _seen: set[str] = field(default_factory=set)

    def items(self) -> Iterator[Item]:
        """Raises ValueError where the stream breaks off, after what could be read."""
        broken = False
        try:
            for number, record in enumerate(records(self.data, self.edits.places)):
                if not number & 0xFFF:
                    self.budget.check_time()
                self._record(record)
        except ValueError:
            broken = True
        yield from self._text()
        yield from self._parts()
        yield from self._objects
        if broken:
            raise ValueError("a presentation that breaks off")

    def _record(self, record: Record) -> None:
        if record.data is None:
            if record.kind == _LIST:
                self._list, self._current = record.instance, 0
            return
        block = self._block(record)
        reader = _READERS.get(record.kind)
        if reader is not None:
            reader(self, record, record.data, block)
        elif record.kind not in _LAYOUT and len(record.data) > _TAKE_WORDS:
            data, mark, package = record.data.partition(b"PK\x03\x04")
            if mark:
                self._package(mark + package)
            for text in words(data):
                if text not in self._seen and len(self._seen) < 100_000:
                    self._seen.add(text)
                    block.other.append(text)

    def _block(self, record: Record) -> _Block:
        kind = record.path[0] if record.path else record.kind
        if _LIST in record.path and self._current:
            return self._listed.setdefault(self._current, _Block(kind))
        return self._blocks.setdefault(record.top, _Block(kind))

    # --- atoms ---

    def on_wide(self, _record: Record, data: bytes, block: _Block) -> None:
        block.lines.append(data.decode("utf-16-le", "replace"))

    def on_narrow(self, _record: Record, data: bytes, block: _Block) -> None:
        block.lines.append(data.decode("latin-1"))

    def on_persist(self, record: Record, data: bytes, _block: _Block) -> None:
        """In a list of slides: what follows is the outline of this one (2.4.14.5)."""
        if _LIST in record.path:
            self._current = int.from_bytes(data[:4], "little")
            self._order.setdefault(_LISTS.get(self._list, _SLIDE), []).append(self._current)

    def on_show(self, _record: Record, data: bytes, block: _Block) -> None:
        """2.6.6: a slide that is not shown."""
        if len(data) >= 12 and data[10] & 4:
            block.hidden = True

    def on_object(self, record: Record, data: bytes, _block: _Block) -> None:
        """2.10.34: an embedded object or macros, deflated behind its size where the instance says so."""
        most = self.budget.limits.part_bytes
        if record.instance == 1:
            try:
                plain = zlib.decompressobj().decompress(data[4:], most + 1)
            except zlib.error:
                plain = data
            self.budget.unpack(len(plain))
            data = plain
        if len(data) > most:
            self._objects.append(Issue(IssueCode.TOO_LARGE, self.locus, f"an object of over {most} bytes"))
        else:
            self._objects.append(Child(held(f"object {len(self._objects) + 1}", data)))

    def on_sound(self, _record: Record, data: bytes, _block: _Block) -> None:
        self._objects.append(Child(held(f"sound {len(self._objects) + 1}", data)))

    def _package(self, data: bytes) -> None:
        """Parts of newer versions, kept for saving back: every slide repeats them."""
        if len(self._packages) < _PACKAGES:
            self._packages.setdefault(data, len(self._packages))

    # --- in the order of a reader ---

    def _text(self) -> Iterator[Item]:
        current = {self.edits.offsets.get(number) for number in self.edits.offsets}
        told: set[int] = set()
        for kind in (_SLIDE, _NOTES, _MASTER):
            for index, number in enumerate(dict.fromkeys(self._order.get(kind, ())), 1):
                offset = self.edits.offsets.get(number, -1)
                told.add(offset)
                blocks = [block for block in (self._blocks.get(offset), self._listed.pop(number, None)) if block]
                yield from self._shown(f"{_NAMES[kind]} {index}", blocks)
        for offset, block in self._blocks.items():
            if offset not in told:
                old = self.edits.sound and offset not in current and block.kind in _NAMES
                name = _NAMES.get(block.kind, "presentation")
                yield from self._shown(f"{name}, earlier version" if old else name, [block], hidden=old)
        for block in self._listed.values():
            yield from self._shown("outline", [block])

    def _shown(self, name: str, blocks: list[_Block], *, hidden: bool = False) -> Iterator[Segment]:
        hidden = hidden or any(block.hidden for block in blocks)
        at = Locus(self.locus.container, name)
        for gather, groups in (
            (Gather(at, hidden=hidden), [block.lines for block in blocks]),
            (Gather(at, hidden=True), [block.other for block in blocks]),
        ):
            for line in (line for lines in groups for line in lines):
                gather.add(line.translate(_SIGNS) + "\n")
                if gather.size > TAKE and (segment := gather.take()):
                    yield segment
            if segment := gather.take():
                yield segment

    def _parts(self) -> Iterator[Item]:
        """Each part once, by its bytes: the packages of all slides hold the same theme."""
        told: set[bytes] = set()
        for data, number in self._packages.items():
            at = Locus(self.locus.container, f"parts {number + 1}")
            package = ooxml.Package(held(at.part, data), at, self.budget)
            yield from package.open_issues()
            for member in package.parts():
                content = data[member.data : member.data + member.packed]
                if member.packed >= 0 and content in told:
                    continue
                told.add(content)
                for item in package.sweep(member, ooxml.plain_sweep):
                    yield replace(item, hidden=True) if isinstance(item, Segment) else item


_READERS: dict[int, Callable[[Deck, Record, bytes, _Block], None]] = {
    4000: Deck.on_wide,  # TextCharsAtom
    4008: Deck.on_narrow,  # TextBytesAtom
    4026: Deck.on_wide,  # CString
    1011: Deck.on_persist,  # SlidePersistAtom
    1017: Deck.on_show,  # SlideShowSlideInfoAtom
    4113: Deck.on_object,  # ExOleObjStg
    2023: Deck.on_sound,  # SoundDataBlob
}
