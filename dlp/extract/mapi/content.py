"""What a message, a recipient or an attachment says, from its MAPI properties, wherever these were stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dlp.extract import mime
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import signature_type
from dlp.extract.mapi import names
from dlp.extract.mapi.rtf import rtf_text, unpack
from dlp.extract.mapi.values import BINARY, OBJECT, UNICODE, Property, number, text_of
from dlp.extract.mapi.values import encoding as encoding_of
from dlp.extract.signatures import HTML, MAIL
from dlp.extract.stream import text_segments
from dlp.types import Issue, IssueCode, Layout, Locus

_BODIES = frozenset((names.BODY, names.HTML, names.RTF, names.HEADERS))
_NOTHING: frozenset[int] = frozenset()
_ATTACHED = frozenset((names.DATA,))
_CARRIED = 64  # bytes of a binary value that may be a file
_KOREAN = 949


@dataclass(slots=True, repr=False)
class Content:
    """One message being read. What was said once is not said again: Outlook keeps the subject in four properties."""

    locus: Locus
    budget: Budget
    page: int = _KOREAN
    _said: set[str] = field(default_factory=set)

    def message(self, properties: Sequence[Property]) -> Iterator[Item]:
        """Properties, transport headers and all bodies of a message."""
        self.page = code_page(properties, self.page)
        yield from self.say(properties, apart=_BODIES)
        plain = False
        for item in sorted((item for item in properties if item.number in _BODIES), key=lambda item: item.number):
            at = Locus(self.locus.container, names.FIXED.get(item.number, "body"))
            match item.number:
                case names.HEADERS:
                    yield from self._headers(item, at)
                case names.RTF if item.kind == BINARY:
                    yield from self._rich(item, at, derived=plain)
                case names.HTML if self.markup(item):
                    yield Child(held("body.html", self.markup(item), HTML))
                case _:
                    plain = plain or bool(item.value.strip(b"\0"))
                    yield from self._text(text_of(item, self.page), at)

    def say(
        self, properties: Iterable[Property], part: str = "properties", apart: frozenset[int] = _NOTHING
    ) -> Iterator[Item]:
        """All values as "name: value" lines but those read `apart`; what nobody sees, and files in values, are hidden."""
        at = Locus(self.locus.container, part)
        shown, unseen = Gather(at, Layout.KEY_VALUE), Gather(at, Layout.KEY_VALUE, hidden=True)
        carried: list[Child] = []
        # What is shown comes first: the same value in a key must not make it hidden.
        for item in sorted(properties, key=lambda item: item.kind in (BINARY, OBJECT)):
            self.budget.check_time()
            binary = item.kind in (BINARY, OBJECT)
            if item.number in apart and (binary or item.number != names.DATA):
                continue
            carries = binary and len(item.value) >= _CARRIED and item.number != names.RENDERING
            if carries and signature_type(item.value):
                carried.append(Child(held(item.name, item.value), hidden=True))
                continue
            text = text_of(item, self.page).strip()
            if text and text not in self._said:
                self._said.add(text)
                gather = unseen if binary else shown
                gather.add(f"{item.name}: {text}\n", unquoted(item.name))
        yield from (segment for gather in (shown, unseen) if (segment := gather.take()))
        yield from carried

    def attachment(self, properties: Sequence[Property], data: bytes | None) -> Iterator[Item]:
        """An attachment by value; `data` is None where there is none to be had."""
        by_number = {item.number: item for item in reversed(properties)}
        name = attachment_name(properties, self.page)
        yield from self.say(properties, f"attachment {unquoted(name)}", _ATTACHED)
        if name.lower().endswith(".rpmsg"):
            yield Issue(IssueCode.ENCRYPTED, self.locus.inside(name), "a rights-managed message")
        elif data:
            kind = text_of(by_number[names.MIME_TYPE], self.page) if names.MIME_TYPE in by_number else ""
            hidden = names.HIDDEN in by_number and bool(number(by_number[names.HIDDEN]) & 1)
            yield Child(held(name, data, MAIL if kind.startswith("multipart/") else kind), hidden)

    def _headers(self, item: Property, at: Locus) -> Iterator[Item]:
        """The header fields as they came over the Internet: they repeat sender, recipients and subject."""
        part = mime.parse_part(text_of(item, self.page).encode("utf-8", "replace"))
        gather = Gather(at, Layout.KEY_VALUE, derived=True)
        for name, value in part.fields:
            gather.add(f"{name}: {mime.header_text(value)}\n", unquoted(name))
        if segment := gather.take():
            yield segment
        if part.oversized or part.body.strip():
            yield from self._text((part.oversized + part.body).decode("utf-8", "replace"), at)

    def _rich(self, item: Property, at: Locus, *, derived: bool) -> Iterator[Item]:
        rtf, sound = unpack(item.value, self.budget)
        if not sound:
            yield Issue(IssueCode.CORRUPT, at, "compressed RTF that breaks off")
        text, objects = rtf_text(rtf, self.page, self.budget)
        yield from self._text(text, at, derived=derived)
        yield from (Child(held(f"object {count}", data)) for count, data in enumerate(objects, 1))

    def markup(self, item: Property) -> bytes:
        """An HTML body in an encoding that its reader will recognise."""
        if item.kind == UNICODE:
            return item.value.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
        return mime.readable(item.value, encoding_of(self.page))

    def _text(self, text: str, at: Locus, *, derived: bool = False) -> Iterator[Item]:
        if text.strip("\0 \t\r\n"):
            data = text.encode("utf-8", "replace")
            yield from text_segments(held("", data), at, self.budget, layout=Layout.MESSAGE, derived=derived)


def code_page(properties: Iterable[Property], otherwise: int) -> int:
    """The code page that a message names for its text, [MS-OXPROPS] PidTagMessageCodepage first."""
    pages = {
        item.number: number(item) for item in properties if item.number in (names.MESSAGE_PAGE, names.INTERNET_PAGE)
    }
    return pages.get(names.MESSAGE_PAGE) or pages.get(names.INTERNET_PAGE) or otherwise


def attachment_name(properties: Iterable[Property], page: int) -> str:
    """The long name of an attachment, or the best there is."""
    given = {item.number: item for item in properties}
    for wanted in (names.LONG_NAME, names.SHORT_NAME, names.SHOWN_NAME):
        if wanted in given and (name := text_of(given[wanted], page).strip()):
            return name
    return "attachment"
