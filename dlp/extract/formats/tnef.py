"""winmail.dat (TNEF, [MS-OXTNEF]): what Outlook puts a message and its attachments into for other Outlooks."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.mapi import names
from dlp.extract.mapi.content import Content, code_page
from dlp.extract.mapi.stream import message_properties, recipient_rows
from dlp.extract.mapi.values import BINARY, OBJECT, STRING8, Property
from dlp.types import Blob, Issue, IssueCode, Locus

NAME = "tnef"
MEDIA_TYPES = ("application/vnd.ms-tnef",)
MAGIC = (b"\x78\x9f\x3e\x22",)
ISOLATED = True
LIBRARIES = ()
ENCRYPTION = "As in Outlook items (`msg`)."
LIMITATIONS = (
    "Mail that is encrypted or under rights management is named as encrypted and not read.",
    "OLE objects are read where they are compound files, and reported where they are not.",
)

_MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES, _RECIPIENTS, _PAGE = 0x69003, 0x69005, 0x69004, 0x69007
_NEW_ATTACHMENT, _ATTACHED = 0x69002, 0x6800F
# Attributes older than MAPI -> the property that says the same
_AS_PROPERTY = {
    0x18004: 0x0037, 0x2800C: names.BODY, 0x78008: names.MESSAGE_CLASS, 0x18010: names.SHORT_NAME,
    0x69001: names.LONG_NAME, 0x18009: 0x1035, 0x1800B: 0x1039, 0x18006: 0x1042,
}  # fmt: skip
_OF_ATTACHMENTS = frozenset((_ATTACHED, _ATTACHMENT_PROPERTIES, 0x18010, 0x69001))
_BLIND = frozenset(
    (_NEW_ATTACHMENT, 0x68011, 0x89006, 0x68013, 0x69008)
)  # a picture of the attachment, version numbers, and times
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True, repr=False)
class _Level:
    """The message or one attachment: its properties, what legacy attributes said, and the data attached."""

    properties: list[Property] = field(default_factory=list)
    data: bytes = b""
    objects: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    message: _Level = field(default_factory=_Level)
    attachments: list[_Level] = field(default_factory=list)
    sound: bool = True

    def attribute(self, identifier: int, value: bytes, budget: Budget) -> None:
        if identifier == _NEW_ATTACHMENT or (identifier in _OF_ATTACHMENTS and not self.attachments):
            self.attachments.append(_Level())
        if identifier == _ATTACHED:
            self.attachments[-1].data = value
        elif identifier == _ATTACHMENT_PROPERTIES:
            self._properties(self.attachments[-1], value, budget)
        elif identifier == _MESSAGE_PROPERTIES:
            self._properties(self.message, value, budget)
        elif identifier not in _BLIND:
            number = _AS_PROPERTY.get(identifier, 0)
            name = names.named(number, {}) if number else f"attribute {identifier:05X}"
            level = self.attachments[-1] if identifier in _OF_ATTACHMENTS else self.message
            level.properties.append(Property(number, STRING8 if number else BINARY, name, value))

    def _properties(self, level: _Level, value: bytes, budget: Budget) -> None:
        found, right = message_properties(value, budget)
        self.sound = self.sound and right
        for item in found:
            if item.number == names.DATA and item.kind == OBJECT:
                level.objects.append(item.value[16:])  # behind the identifier of its interface
            elif item.number == names.DATA:
                level.data = level.data or item.value
            else:
                level.properties.append(item)


def extract(blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    limit = budget.limits.part_bytes * 4
    if blob.size > limit:
        raise ReadStopped(IssueCode.TOO_LARGE, f"a message of over {limit} bytes")
    with blob.open() as stream:
        data = stream.read(limit + 1)
    content = Content(locus, budget)
    reading = _Reading()
    for identifier, value, whole in _attributes(data, budget):
        reading.sound = reading.sound and whole
        if identifier == _PAGE and len(value) >= 4:
            content.page = struct.unpack_from("<I", value)[0] or content.page
        elif identifier == _RECIPIENTS:
            for row, right in recipient_rows(value, budget):
                reading.sound = reading.sound and right
                yield from content.say(row, "recipients")
        else:
            reading.attribute(identifier, value, budget)
    if not reading.sound:
        yield Issue(IssueCode.CORRUPT, locus, "attributes that break off")
    yield from content.message(reading.message.properties)
    for attachment in reading.attachments:
        yield from _attachment(content, attachment)


def _attributes(data: bytes, budget: Budget) -> Iterator[tuple[int, bytes, bool]]:
    """Identifier, value, and whether length and checksum hold."""
    at = 6
    while at < len(data):
        budget.check_time()
        if at + 9 > len(data):
            yield 0, data[at:], False
            return
        identifier, length = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + length]
        checksum = data[at + 9 + length : at + 11 + length]
        right = len(value) == length and checksum == struct.pack("<H", sum(value) & 0xFFFF)
        yield identifier & 0xFFFFF, value, right
        at += 11 + length


def _attachment(content: Content, level: _Level) -> Iterator[Item]:
    content.page = code_page(level.properties, content.page)
    # An embedded message has a picture or nothing in the place of its data.
    embedded = [data for data in level.objects if data]
    yield from content.attachment(level.properties, None if embedded else level.data)
    for number, data in enumerate(embedded, 1):
        yield Child(held(f"embedded {number}" + (".ole" if data.startswith(_COMPOUND) else ""), data))
