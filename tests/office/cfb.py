"""Writes compound files ([MS-CFB] version 3) with mini stream and red-black-free trees: enough for the tests' documents."""

import struct
from collections.abc import Mapping

END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF


class _Sectors:
    def __init__(self, size: int) -> None:
        self.size, self.data, self.table = size, b"", []

    def add(self, content: bytes) -> int:
        count = -(-len(content) // self.size)
        if not count:
            return END
        start = len(self.table)
        self.table += [*range(start + 1, start + count), END]
        self.data += content + bytes(-len(content) % self.size)
        return start


def write(streams: Mapping[str, bytes]) -> bytes:
    """`streams` by path, "ObjectPool/_1/Package"."""
    entries = [["Root Entry", 5, -1, b""]]
    numbers = {"": 0}
    for path, data in streams.items():
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            key = "/".join(parts[:depth])
            if key not in numbers:
                numbers[key] = len(entries)
                entries.append(
                    [parts[depth - 1], 2 if depth == len(parts) else 1, numbers["/".join(parts[: depth - 1])], data]
                )
    big, small = _Sectors(512), _Sectors(64)
    starts = {
        number: (small if len(data) < 4096 else big).add(data)
        for number, (_, kind, _, data) in enumerate(entries)
        if kind == 2
    }
    root_start = big.add(small.data)
    small_start = big.add(struct.pack(f"<{len(small.table)}I", *small.table))
    directory = b""
    for number, (name, kind, above, data) in enumerate(entries):
        siblings = [at for at, entry in enumerate(entries) if entry[2] == above and at]
        right = next((at for at in siblings if at > number), NONE) if number else NONE
        child = next((at for at, entry in enumerate(entries) if entry[2] == number), NONE)
        start, size = (
            (root_start, len(small.data)) if kind == 5 else (starts.get(number, 0), len(data) if kind == 2 else 0)
        )
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(raw) + 2, kind, 1, NONE, right, child, start, size
        )
    directory_start = big.add(directory)
    fat_start, fat_count = len(big.table), 1
    while fat_count * 128 < len(big.table) + fat_count:
        fat_count += 1
    table = big.table + [0xFFFFFFFD] * fat_count
    table += [FREE] * (fat_count * 128 - len(table))
    assert fat_count <= 109
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16xHHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, directory_start, 0, 4096,
        small_start, -(-len(small.table) // 128), END, 0,
    )  # fmt: skip
    located = [*range(fat_start, fat_start + fat_count), *[FREE] * (109 - fat_count)]
    return header + struct.pack("<109I", *located) + big.data + struct.pack(f"<{len(table)}I", *table)


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


def native(name: str, data: bytes) -> bytes:
    """The stream \\1Ole10Native: a file put in as a package."""
    label = name.encode("cp949") + b"\0"
    body = b"\x02\0" + label + label + struct.pack("<HHI", 0, 3, len(label)) + label
    body += struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


def beside(prefix: str = "") -> dict[str, bytes]:
    """What every kind of Office file may have beside its main stream."""
    return {
        "\x05SummaryInformation": property_set(SUMMARY, {2: "propertytitle", 4: "작성자토큰", 6: "propertycomment"}),
        "\x05DocumentSummaryInformation": property_set(DOCUMENT, {14: "propertymanager", 15: "회사토큰"}),
        f"{prefix}VBA/Module1": macro_module("' macrotoken 매크로토큰"),
        f"{prefix}VBA/dir": b"\x01\x02\xb0\0ab",
        f"{prefix}PROJECT": b'Name="projecttoken"\r\n',
    }


BESIDE_TOKENS = (
    "propertytitle 작성자토큰 propertycomment propertymanager 회사토큰 macrotoken 매크로토큰 projecttoken".split()
)
