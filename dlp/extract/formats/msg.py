"""Outlook items (.msg): mail, appointments, contacts, tasks; what is attached to them, and messages inside messages."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dlp.extract import embeds
from dlp.extract.base import Budget, Child, Item, held
from dlp.extract.compound import Compound, Entry, opened
from dlp.extract.mapi import names
from dlp.extract.mapi.content import Content, attachment_name
from dlp.extract.mapi.values import BINARY, MULTIPLE, OBJECT, STRING8, UNICODE, WIDTHS, Property, text_of
from dlp.extract.storages import apart
from dlp.extract.words import words
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NAME = "msg"
MEDIA_TYPES = ("application/vnd.ms-outlook",)
ISOLATED = True
LIBRARIES = ("email.parser", "email.policy")
ENCRYPTION = "Classes and attachments of S/MIME and of rights-managed messages."
LIMITATIONS = (
    "Mail that is encrypted or under rights management is named as encrypted and not read.",
    "Deleted content, in sectors that no stream of the file uses, is searched for words.",
    "Attachments that are only links are not fetched; their addresses are scanned.",
)

_PROPERTIES, _NAMED = "__properties_version1.0", "__nameid_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_STREAM = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-([0-9A-F]{8}))?", re.IGNORECASE)
_OBJECT = "__substg1.0_3701000D"
_LONG_NUMBERS = frozenset((5, 6, 0x14))  # types that an identifier fits into
_CONTROL = frozenset((names.INTERNET_PAGE, names.MESSAGE_PAGE, names.METHOD, names.HIDDEN))


@dataclass(frozen=True, slots=True, repr=False)
class _Message:
    """A message to be read: its storage, where it stands, and what its attachments' names begin with."""

    storage: Entry
    locus: Locus
    within: str
    level: int
    page: int


@dataclass(slots=True, repr=False)
class _File:
    compound: Compound
    budget: Budget
    custom: Mapping[int, str]


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    compound = opened(blob, budget)
    custom, spelled = _custom_names(compound)
    if spelled.strip():
        text = spelled.encode("utf-8", "replace")
        yield Segment(Locus(locus.container, "names of properties"), text, Layout.PROSE, hidden=True)
    file = _File(compound, budget, custom)
    waiting = [_Message(compound.root, locus, "", len(locus.container), 949)]
    while waiting:
        message = waiting.pop()
        if message.level > len(locus.container):
            budget.enter(message.level)
        inner: list[_Message] = []
        yield from _message(file, message, inner)
        waiting += reversed(inner)
    lost = [entry for entry in compound.streams() if not entry.linked]
    yield from (Child(held(entry.name, compound.read(entry)), hidden=True) for entry in lost)
    yield from embeds.remains(compound, locus, budget)
    yield from (Issue(IssueCode.CORRUPT, locus, trouble) for trouble in compound.troubles)


def _message(file: _File, message: _Message, inner: list[_Message]) -> Iterator[Item]:
    entries = file.compound.children(message.storage)
    properties, missing = _properties(file, entries)
    if not properties:
        yield Issue(IssueCode.CORRUPT, message.locus, "a message without properties")
    if missing:
        yield Issue(IssueCode.CORRUPT, message.locus, "values that are named and not there")
    content = Content(message.locus, file.budget, message.page)
    yield from content.message(properties)
    attached = 0
    for entry in entries:
        if entry.is_storage and entry.name.startswith(_RECIPIENT):
            inside = file.compound.children(entry)
            yield from content.say(_properties(file, inside)[0], "recipients")
            yield from (_stray(file, message, each) for each in inside if not _known(each))
        elif entry.is_storage and entry.name.startswith(_ATTACHMENT):
            attached += 1
            yield from _attachment(file, message, content, entry, inner)
        elif not _known(entry) and entry.name != _NAMED:
            yield _stray(file, message, entry)
    kinds = [text_of(item, content.page).upper() for item in properties if item.number == names.MESSAGE_CLASS]
    if not attached and any("SMIME" in kind for kind in kinds):
        yield Issue(IssueCode.ENCRYPTED, message.locus, "S/MIME")


def _attachment(
    file: _File, message: _Message, content: Content, storage: Entry, inner: list[_Message]
) -> Iterator[Item]:
    entries = file.compound.children(storage)
    properties, missing = _properties(file, entries)
    data = b"".join(item.value for item in properties if item.number == names.DATA and item.kind == BINARY)
    if missing and not data:
        yield Issue(IssueCode.CORRUPT, message.locus, "an attachment that is named and not there")
    name = attachment_name(properties, content.page)
    for item in content.attachment(properties, data):
        yield _renamed(item, message.within)
    for entry in entries:
        if entry.name.upper() == _OBJECT.upper() and entry.is_storage:
            if any(child.name == _PROPERTIES for child in file.compound.children(entry)):
                level, within = message.level + 1, f"{message.within}{name}!"
                inner.append(_Message(entry, message.locus.inside(name), within, level, content.page))
            else:
                yield Child(held(message.within + name, apart(file.compound, entry)))
        elif not _known(entry):
            yield _stray(file, message, entry)


def _renamed(item: Item, within: str) -> Item:
    """A child of a message inside this file: the walker knows only the file."""
    if not isinstance(item, Child) or not within:
        return item
    blob = item.blob
    return Child(Blob(within + blob.name, blob.size, blob.open, blob.declared_type), item.hidden)


def _known(entry: Entry) -> bool:
    """Is it the table of properties, or the value of one."""
    return not entry.is_storage and (entry.name == _PROPERTIES or _STREAM.fullmatch(entry.name) is not None)


def _stray(file: _File, message: _Message, entry: Entry) -> Child:
    """What does not belong into a message file: nobody would see it there."""
    data = apart(file.compound, entry) if entry.is_storage else file.compound.read(entry)
    return Child(held(message.within + entry.name, data), hidden=True)


def _custom_names(compound: Compound) -> tuple[dict[int, str], str]:
    """Names of the properties from 0x8000 on, and all that is written where these are kept."""
    for entry in compound.children(compound.root):
        if entry.name == _NAMED:
            streams = {each.name[-8:].upper(): compound.read(each) for each in compound.children(entry)}
            entries, strings = streams.pop("00030102", b""), streams.pop("00040102", b"")
            others = "\n".join(run for data in streams.values() for run in words(data))
            return names.read_names(entries, strings), f"{names.spelled(strings)}\n{others}"
    return {}, ""


def _properties(file: _File, entries: Sequence[Entry]) -> tuple[list[Property], bool]:
    """All properties of a storage, and whether any is announced whose value is not there."""
    found: list[Property] = []
    there: set[int] = set()
    announced: Mapping[int, int] = {}
    for entry in entries:
        file.budget.check_time()
        if entry.name == _PROPERTIES and not entry.is_storage:
            table = file.compound.read(entry)
            found += _fixed(file, table)
            announced = dict(_variable(table))
        elif match := _STREAM.fullmatch(entry.name):
            there.add(int(match[1] + match[2], 16))
            if not entry.is_storage:
                found += _values(file, int(match[1], 16), int(match[2], 16), bool(match[3]), entry)
    lost = any(size > 2 and tag not in there for tag, size in announced.items())
    return sorted(found, key=lambda item: item.number), lost


def _values(file: _File, number: int, kind: int, one_of_many: bool, entry: Entry) -> Iterator[Property]:
    """The value or values in one stream. Of several strings this stream has only the lengths."""
    single = kind & ~MULTIPLE
    name = names.named(number, file.custom)
    if not kind & MULTIPLE or one_of_many:
        yield Property(number, single, name, file.compound.read(entry))
    elif width := WIDTHS.get(single, 0):
        data = file.compound.read(entry)
        yield from (Property(number, single, name, data[at : at + width]) for at in range(0, len(data), width))


def _rows(table: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each entry; headers have 8, 24 or 32 bytes ([MS-OXMSG] 2.4)."""
    # Of 24 and 32 bytes only the first leaves a remainder that 8 leaves as well: the entries tell.
    start = 32 if len(table) % 16 == 0 else 24
    if start == 24 and (len(table) < 24 or struct.unpack_from("<H", table, 8)[0] in _TYPES):
        start = 8
    for at in range(start, len(table) - 15, 16):
        yield struct.unpack_from("<I", table, at)[0], table[at + 8 : at + 16]


_TYPES = frozenset((*WIDTHS, STRING8, UNICODE, BINARY, OBJECT)) - {0x0000}


def _fixed(file: _File, table: bytes) -> Iterator[Property]:
    for tag, value in _rows(table):
        number, kind = tag >> 16, tag & 0xFFFF
        spoken = number >= 0x8000 or number in names.FIXED or number in _CONTROL or kind in _LONG_NUMBERS
        if kind in WIDTHS and spoken:
            yield Property(number, kind, names.named(number, file.custom), value)


def _variable(table: bytes) -> Iterator[tuple[int, int]]:
    """Tag and length of the values that have streams of their own."""
    for tag, value in _rows(table):
        if tag & 0xFFFF in (STRING8, UNICODE, BINARY):
            yield tag, struct.unpack_from("<I", value)[0]
