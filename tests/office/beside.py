"""What every kind of Office file may have beside its main stream: properties and macros."""

import struct
from collections.abc import Mapping


def property_set(kind: str, values: Mapping[int, str], codepage: int = 949) -> bytes:
    """[MS-OLEPS]: one section, narrow strings in a code page."""
    body, places = b"", []
    for number, value in ((1, None), *values.items()):
        places.append((number, 8 + 8 * (len(values) + 1) + len(body)))
        if value is None:
            body += struct.pack("<IHH", 2, codepage, 0)
        else:
            raw = value.encode("cp949") + b"\0"
            body += struct.pack("<II", 30, len(raw)) + raw + bytes(-len(raw) % 4)
    section = struct.pack("<II", 8 + 8 * len(places) + len(body), len(places))
    section += b"".join(struct.pack("<II", *place) for place in places) + body
    return struct.pack("<HHI16xI16sI", 0xFFFE, 0, 0, 1, bytes.fromhex(kind), 48) + section


SUMMARY = "e0859ff2f94f6810ab9108002b27b3d9"
DOCUMENT = "02d5cdd59c2e1b10939708002b2cf9ae"


def macro_module(source: str) -> bytes:
    """A module stream: a cache in front, then the source in a container of literals ([MS-OVBA] 2.4.1)."""
    raw = f'Attribute VB_Name = "Module1"\r\n{source}\r\n'.encode("cp949")
    out = b"\x01"
    for at in range(0, len(raw), 3000):
        piece = raw[at : at + 3000]
        chunk = b"".join(b"\0" + piece[index : index + 8] for index in range(0, len(piece), 8))
        out += struct.pack("<H", len(chunk) - 1 | 0xB000) + chunk
    return b"\x01\x16\x03\0cache" + out


def streams(prefix: str = "") -> dict[str, bytes]:
    """Streams by path."""
    return {
        "\x05SummaryInformation": property_set(SUMMARY, {2: "propertytitle", 4: "작성자토큰", 6: "propertycomment"}),
        "\x05DocumentSummaryInformation": property_set(DOCUMENT, {14: "propertymanager", 15: "회사토큰"}),
        f"{prefix}VBA/Module1": macro_module("' macrotoken 매크로토큰"),
        f"{prefix}VBA/dir": b"\x01\x02\xb0\0ab",
        f"{prefix}PROJECT": b'Name="projecttoken"\r\n',
    }


TOKENS = "propertytitle 작성자토큰 propertycomment propertymanager 회사토큰 macrotoken 매크로토큰 projecttoken".split()
