"""Mail as programs other than ours write it: Outlook messages, TNEF, CMS. For tests alone.

Written from [MS-OXMSG], [MS-OXTNEF], [MS-OXRTFCP] and RFC 5652, and from nothing in `dlp`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.cfb import Tree, compound

Value = str | bytes | int | float | Sequence[str]


# --- MAPI properties --------------------------------------------------------------------------------------------------

SUBJECT, SENDER, SENDER_EMAIL, HEADERS, BODY, RTF, HTML = 0x0037, 0x0C1A, 0x0C1F, 0x007D, 0x1000, 0x1009, 0x1013
MESSAGE_CLASS, PAGE, NAME, EMAIL, SMTP = 0x001A, 0x3FFD, 0x3001, 0x3003, 0x39FE
DATA, METHOD, LONG_NAME, MIME_TYPE, PATH = 0x3701, 0x3705, 0x3707, 0x370E, 0x370D
STRING8, UNICODE, BINARY, LONG, DOUBLE, OBJECT, SEVERAL = 0x1E, 0x1F, 0x102, 3, 5, 0xD, 0x1000
Properties = Mapping[int, Value]


def storage(properties: Properties, header: int, page: str = "") -> dict[str, bytes]:
    """The streams of one storage; text is Unicode, or in a code page where one is named."""
    table, streams = bytearray(header), {}
    for number, value in properties.items():
        kind, pieces = _typed(value, page)
        if isinstance(pieces, bytes):
            table += struct.pack("<HHI", kind, number, 6) + pieces.ljust(8, b"\0")
            continue
        name = f"__substg1.0_{number:04X}{kind:04X}"
        if kind & SEVERAL:
            streams[name] = b"".join(struct.pack("<I", len(piece)) for piece in pieces)
            streams |= {f"{name}-{count:08X}": piece for count, piece in enumerate(pieces)}
        else:
            streams[name] = pieces[0]
        extra = {UNICODE: 2, STRING8: 1}.get(kind, 0)
        table += struct.pack("<HHIII", kind, number, 6, len(streams[name]) + extra, 0)
    return {"__properties_version1.0": bytes(table), **streams}


def _typed(value: Value, page: str) -> tuple[int, bytes | list[bytes]]:
    match value:
        case str():
            return (STRING8, [value.encode(page)]) if page else (UNICODE, [value.encode("utf-16-le")])
        case bytes():
            return BINARY, [value]
        case int():
            return LONG, struct.pack("<i", value)
        case float():
            return DOUBLE, struct.pack("<d", value)
        case _:
            return UNICODE | SEVERAL, [each.encode("utf-16-le") + b"\0\0" for each in value]


@dataclass
class Attached:
    """An attachment: by value, another message, or a storage of any kind."""

    properties: Properties
    content: Message | Tree | None = None


@dataclass
class Message:
    """`named` gives properties from 0x8000 on by name or long ID, with their values; `more` are storages and streams beside."""

    properties: Properties
    recipients: Sequence[Properties] = ()
    attached: Sequence[Attached] = ()
    named: Sequence[tuple[str | int, Value]] = ()
    page: str = ""
    more: Tree = field(default_factory=dict)

    def tree(self, header: int = 32) -> dict[str, bytes | Tree]:
        named = {0x8000 + index: value for index, (_, value) in enumerate(self.named)}
        tree: dict[str, bytes | Tree] = dict(storage({**self.properties, **named}, header, self.page))
        if header == 32:
            tree["__nameid_version1.0"] = self._names()
        for number, properties in enumerate(self.recipients):
            tree[f"__recip_version1.0_#{number:08X}"] = storage(properties, 8, self.page)
        for number, attached in enumerate(self.attached):
            inside: dict[str, bytes | Tree] = dict(storage(attached.properties, 8, self.page))
            if attached.content is not None:
                content = attached.content
                inside["__substg1.0_3701000D"] = content.tree(24) if isinstance(content, Message) else content
            tree[f"__attach_version1.0_#{number:08X}"] = inside
        return {**tree, **self.more}

    def _names(self) -> dict[str, bytes]:
        entries, strings = b"", b""
        for index, (name, _) in enumerate(self.named):
            if isinstance(name, str):
                entries += struct.pack("<IHH", len(strings), 5, index)
                raw = name.encode("utf-16-le")
                strings += struct.pack("<I", len(raw)) + raw + bytes(-len(raw) % 4)
            else:
                entries += struct.pack("<IHH", name, 6, index)
        return {"__substg1.0_00020102": b"", "__substg1.0_00030102": entries, "__substg1.0_00040102": strings}

    def file(self) -> bytes:
        return compound(self.tree())


def compressed_rtf(text: bytes) -> bytes:
    """Compressed RTF without references but the one that ends it."""
    body, at = b"", 0
    for at in range(0, len(text) - len(text) % 8, 8):
        body += b"\0" + text[at : at + 8]
    rest = text[len(text) - len(text) % 8 :]
    end = (207 + len(text)) % 4096 << 4
    body += bytes((1 << len(rest),)) + rest + struct.pack(">H", end)
    return struct.pack("<IIII", len(body) + 12, len(text), 0x75465A4C, zlib.crc32(body)) + body


# --- TNEF -------------------------------------------------------------------------------------------------------------


def tnef(attributes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Level (1 message, 2 attachment), identifier and value of each attribute."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    for level, identifier, value in attributes:
        out += struct.pack("<BII", level, identifier, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return out


def row(
    properties: Properties, named: Sequence[tuple[str | int, Value]] = (), objects: Mapping[int, bytes] | None = None
) -> bytes:
    """Properties as one list."""
    pieces = [_tnef_value(number, b"", value) for number, value in properties.items()]
    for index, (name, value) in enumerate(named):
        raw = name.encode("utf-16-le") + b"\0\0" if isinstance(name, str) else b""
        padded = struct.pack("<II", 1, len(raw)) + raw + bytes(-len(raw) % 4)
        known = padded if isinstance(name, str) else struct.pack("<II", 0, name)
        pieces.append(_tnef_value(0x8000 + index, bytes(16) + known, value))
    for number, data in (objects or {}).items():
        pieces.append(struct.pack("<HH", OBJECT, number) + _counted([bytes(16) + data]))
    return struct.pack("<I", len(pieces)) + b"".join(pieces)


def _tnef_value(number: int, name: bytes, value: Value) -> bytes:
    kind, pieces = _typed(value, "")
    tag = struct.pack("<HH", kind, number) + name
    return tag + (pieces if isinstance(pieces, bytes) else _counted(pieces))


def _counted(pieces: Sequence[bytes]) -> bytes:
    out = struct.pack("<I", len(pieces))
    return out + b"".join(struct.pack("<I", len(piece)) + piece + bytes(-len(piece) % 4) for piece in pieces)


# --- CMS --------------------------------------------------------------------------------------------------------------

PKCS7, SMIME = bytes.fromhex("06092a864886f70d0107"), bytes.fromhex("060b2a864886f70d01091001")


def der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    size = len(body)
    octets = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes((tag,)) + (bytes((size,)) if size < 128 else bytes((0x80 | len(octets),)) + octets) + body


def signed(content: bytes, signer: str, *, indefinite: bool = False) -> bytes:
    """Signed data with its content inside, in one piece or, of indefinite length, in several."""
    signers = der(0xA0, der(0x30, der(0x0C, signer.encode())))
    start = der(0x02, b"\x01") + der(0x31, der(0x30, der(0x06, bytes.fromhex("608648016503040201"))))
    if not indefinite:
        inner = der(0x30, PKCS7 + b"\x01", der(0xA0, der(0x04, content)))
        return der(0x30, PKCS7 + b"\x02", der(0xA0, der(0x30, start, inner, signers, der(0x31))))
    pieces = b"".join(der(0x04, content[at : at + 7]) for at in range(0, len(content), 7))
    inner = b"\x30\x80" + PKCS7 + b"\x01\xa0\x80\x24\x80" + pieces + bytes(6)
    return b"\x30\x80" + PKCS7 + b"\x02\xa0\x80\x30\x80" + start + inner + signers + der(0x31) + bytes(6)


def enveloped() -> bytes:
    algorithm = der(0x30, der(0x06, bytes.fromhex("60864801650304012a")))
    content = der(0x30, PKCS7 + b"\x01", algorithm, der(0x80, b"\x5a" * 64))
    return der(0x30, PKCS7 + b"\x03", der(0xA0, der(0x30, der(0x02, b"\0"), der(0x31), content)))


def compressed(content: bytes) -> bytes:
    algorithm = der(0x30, SMIME[:-1] + b"\x03\x08")
    inner = der(0x30, PKCS7 + b"\x01", der(0xA0, der(0x04, zlib.compress(content))))
    return der(0x30, SMIME + b"\x09", der(0xA0, der(0x30, der(0x02, b"\0"), algorithm, inner)))
