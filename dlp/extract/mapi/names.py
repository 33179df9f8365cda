"""The names of MAPI properties ([MS-OXPROPS]) that people write into; a number stands for all others.

A name is the label of its value when identifiers are looked for, so it is spelled in words.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

# What other modules ask for by name.
MESSAGE_CLASS, HEADERS, BODY, RTF, HTML = 0x001A, 0x007D, 0x1000, 0x1009, 0x1013
INTERNET_PAGE, MESSAGE_PAGE = 0x3FDE, 0x3FFD
DATA, METHOD, RENDERING, SHORT_NAME, LONG_NAME, SHOWN_NAME = 0x3701, 0x3705, 0x3709, 0x3704, 0x3707, 0x3001
MIME_TYPE, CONTENT_ID, RECIPIENT_KIND, HIDDEN = 0x370E, 0x3712, 0x0C15, 0x7FFE

FIXED: Mapping[int, str] = {
    0x001A: "message class", 0x0037: "subject", 0x0039: "sent", 0x0040: "received by", 0x0042: "sent representing",
    0x0044: "received representing", 0x0049: "original subject", 0x004D: "original author", 0x0050: "reply recipients",
    0x005A: "original sender", 0x0065: "sent representing email", 0x0070: "conversation topic", 0x0072: "original bcc",
    0x0073: "original cc", 0x0074: "original to", 0x0076: "received by email", 0x0078: "received representing email",
    0x007D: "transport headers", 0x0C1A: "sender", 0x0C1F: "sender email", 0x0E02: "bcc", 0x0E03: "cc", 0x0E04: "to",
    0x0E1D: "subject", 0x1000: "body", 0x1035: "message id", 0x1039: "references", 0x1042: "in reply to",
    0x3001: "name", 0x3002: "address type", 0x3003: "email", 0x3004: "comment", 0x3703: "extension",
    0x3704: "file name", 0x3707: "file name", 0x3708: "path", 0x370D: "path", 0x370E: "content type",
    0x3712: "content id", 0x39FE: "email", 0x39FF: "name", 0x3A00: "account", 0x3A02: "callback 전화 phone",
    0x3A05: "generation", 0x3A06: "given name", 0x3A07: "government id", 0x3A08: "business 전화 phone",
    0x3A09: "home 전화 phone", 0x3A0A: "initials", 0x3A0B: "keyword", 0x3A0C: "language", 0x3A0D: "location",
    0x3A10: "organizational id", 0x3A11: "surname", 0x3A13: "original name", 0x3A15: "주소 address",
    0x3A16: "company", 0x3A17: "title", 0x3A18: "department", 0x3A19: "office", 0x3A1A: "primary 전화 phone",
    0x3A1B: "business 전화 phone", 0x3A1C: "mobile 전화 phone", 0x3A1D: "radio phone", 0x3A1E: "car phone",
    0x3A1F: "other 전화 phone", 0x3A21: "pager", 0x3A22: "user certificate", 0x3A23: "primary fax",
    0x3A24: "business fax", 0x3A25: "home fax", 0x3A26: "country", 0x3A27: "locality", 0x3A28: "state",
    0x3A29: "street", 0x3A2A: "postal code", 0x3A2B: "post office box", 0x3A2C: "telex", 0x3A2E: "assistant 전화 phone",
    0x3A2F: "home 전화 phone", 0x3A30: "assistant", 0x3A40: "rich text", 0x3A41: "wedding anniversary",
    0x3A42: "생년월일 birthday", 0x3A43: "hobbies", 0x3A44: "middle name", 0x3A45: "prefix", 0x3A46: "profession",
    0x3A47: "referred by", 0x3A48: "spouse", 0x3A49: "computer", 0x3A4A: "customer id", 0x3A4B: "TTY",
    0x3A4C: "FTP", 0x3A4E: "manager", 0x3A4F: "nickname", 0x3A50: "home page", 0x3A51: "business page",
    0x3A57: "company 전화 phone", 0x3A58: "children", 0x3A59: "home city", 0x3A5A: "home country",
    0x3A5B: "home postal code", 0x3A5C: "home state", 0x3A5D: "home street", 0x3A5F: "other city",
    0x3A60: "other country", 0x3A61: "other postal code", 0x3A62: "other state", 0x3A63: "other street",
    0x3FF8: "creator", 0x3FFA: "last modifier", 0x4022: "creator email", 0x4023: "last modifier email",
    0x4030: "sender", 0x4031: "sent representing", 0x4038: "creator", 0x4039: "last modifier",
    0x5D01: "sender email", 0x5D02: "sent representing email", 0x5D07: "received by email",
    0x5FF6: "name", 0x8000: "named",
}  # fmt: skip

# Long IDs of calendar, contact, task, journal and common items; the sets share one range of numbers.
LONG_IDS: Mapping[int, str] = {
    0x8005: "file under", 0x801A: "home 주소 address", 0x801B: "work 주소 address", 0x801C: "other 주소 address",
    0x802B: "web page", 0x8045: "work street", 0x8046: "work city", 0x8047: "work state", 0x8048: "work postal code",
    0x8049: "work country", 0x804A: "work post office box", 0x804F: "contact user field 1",
    0x8050: "contact user field 2", 0x8051: "contact user field 3", 0x8052: "contact user field 4",
    0x8062: "messenger", 0x8080: "email 1 name", 0x8083: "email 1", 0x8084: "email 1 original", 0x8090: "email 2 name",
    0x8093: "email 2", 0x8094: "email 2 original", 0x80A0: "email 3 name", 0x80A3: "email 3",
    0x80A4: "email 3 original", 0x80B2: "fax 1", 0x80C2: "fax 2", 0x80D2: "fax 3", 0x811F: "task owner",
    0x8121: "task assigner", 0x8208: "location", 0x820D: "start", 0x820E: "end", 0x8234: "time zone",
    0x8238: "attendees", 0x823B: "to attendees", 0x823C: "cc attendees", 0x8240: "conferencing", 0x8502: "common start",
    0x8539: "companies", 0x853A: "contacts", 0x8580: "account", 0x8584: "billing", 0x8535: "billing",
    0x8530: "flag", 0x8534: "mileage", 0x8700: "log type", 0x8712: "log type description",
}  # fmt: skip


def named(property_id: int, custom: Mapping[int, str]) -> str:
    """What a property is called; `custom` has the file's own names for those from 0x8000 on."""
    return custom.get(property_id) or FIXED.get(property_id) or f"property {property_id:04X}"


_SHOWN = 512  # bytes of a name in front of its value; longer ones are no names, and `spelled` has them whole


def spelled(strings: bytes) -> str:
    """All names of a message file, those no value goes by included, line by line."""
    lines, at = list[str](), 0
    while at + 4 <= len(strings):
        length = struct.unpack_from("<I", strings, at)[0]
        lines.append(strings[at + 4 : at + 4 + length].decode("utf-16-le", "replace"))
        at += 4 + length + -length % 4
    return "\n".join(lines)


def read_names(entries: bytes, strings: bytes) -> dict[int, str]:
    """The named properties of a message file ([MS-OXMSG] 2.2.3): property number -> name."""
    found: dict[int, str] = {}
    for at in range(0, min(len(entries) - 7, 8 * 0x8000), 8):
        value, kind, index = struct.unpack_from("<IHH", entries, at)
        if kind & 1:
            length = struct.unpack_from("<I", strings, value)[0] if value + 4 <= len(strings) else 0
            name = strings[value + 4 : value + 4 + min(length, _SHOWN)].decode("utf-16-le", "replace").strip("\0")
        else:
            name = LONG_IDS.get(value, f"property {value:04X}")
        found.setdefault(0x8000 + index, name)
    return found
