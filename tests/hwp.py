"""Writes HWP 5 documents for tests, with something in every place where text may stand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.cfb import compound

COMPRESSED, PASSWORD, DISTRIBUTION, DRM, PERSONAL, TRACKED = 1, 2, 4, 16, 1 << 13, 1 << 14
PLACEHOLDER = "이 문서는 상위 버전의 배포용 문서입니다. 문서를 읽으려면 최신 버전의 글 또는 글 전용 뷰어가 필요합니다."


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def counted(text: str) -> bytes:
    """A string with its length in WCHARs before it."""
    return struct.pack("<H", len(wide(text)) // 2) + wide(text)


def record(tag: int, level: int, payload: bytes = b"") -> bytes:
    size = min(len(payload), 0xFFF)
    header = struct.pack("<I", tag | level << 10 | size << 20)
    return header + (struct.pack("<I", len(payload)) if size == 0xFFF else b"") + payload


class Control(NamedTuple):
    """A control in a paragraph: its code, its identifier, the rest of its header, and the records inside it."""

    code: int
    identifier: bytes
    body: bytes = b""
    inside: Callable[[int], bytes] = lambda _level: b""


def unit(code: int, identifier: bytes = b"\0\0\0\0") -> bytes:
    """Eight WCHARs of a control in the text."""
    return struct.pack("<H", code) + identifier[::-1] + bytes(8) + struct.pack("<H", code)


TAB = unit(9)
FIELD_END = unit(4)


def paragraph(*pieces: str | bytes | Control, level: int = 0, ranges: bytes = b"") -> bytes:
    """A paragraph; every character but the last has another character shape."""
    units = {Control: lambda piece: unit(piece.code, piece.identifier), str: wide, bytes: bytes}
    text = b"".join(units[type(piece)](piece) for piece in pieces) + wide("\r")
    controls = [piece for piece in pieces if isinstance(piece, Control)]
    out = record(66, level, struct.pack("<IIHBBHHHI2x", len(text) // 2, 0, 0, 0, 0, 1, 0, 1, 0))
    out += record(67, level + 1, text)
    out += record(68, level + 1, b"".join(struct.pack("<II", at, at % 3) for at in range(len(text) // 2 - 1)))
    out += record(69, level + 1, bytes(36))
    if ranges:
        out += record(70, level + 1, ranges)
    headers = (record(71, level + 1, each.identifier[::-1] + each.body) + each.inside(level + 2) for each in controls)
    return out + b"".join(headers)


def listed(*paragraphs: str | tuple[str | bytes | Control, ...], tail: bytes = bytes(8)) -> Callable[[int], bytes]:
    """A list header and paragraphs on one level."""

    def inside(level: int) -> bytes:
        lines = [line if isinstance(line, tuple) else (line,) for line in paragraphs]
        header = record(72, level, struct.pack("<II", len(lines), 0) + tail)
        return header + b"".join(paragraph(*line, level=level) for line in lines)

    return inside


def parameter(text: str) -> bytes:
    """A parameter set with one string."""
    return struct.pack("<HHHHH", 0x021B, 1, 0, 0x4000, 1) + counted(text)


def cell(row: int, column: int, *content: str | bytes | Control, name: str = "") -> Callable[[int], bytes]:
    tail = struct.pack("<HHHH", column, row, 1, 1) + bytes(22)
    return listed(content, tail=tail + (b"\xff" + parameter(name) if name else bytes(9)))


def table(*cells: Callable[[int], bytes], caption: str = "") -> Control:
    def inside(level: int) -> bytes:
        before = listed(caption, tail=bytes(22))(level) if caption else b""
        return before + record(77, level, bytes(24)) + b"".join(each(level) for each in cells)

    return Control(11, b"tbl ", bytes(40) + counted("표설명"), inside)


def shape(text: str, description: str = "") -> Control:
    def inside(level: int) -> bytes:
        drawn = record(76, level, bytes(196)) + listed(text, tail=bytes(25))(level + 1)
        return drawn + record(79, level + 1, bytes(33))

    return Control(11, b"gso ", bytes(40) + counted(description), inside)


def field(identifier: bytes, command: str, name: str = "") -> Control:
    return Control(
        3,
        identifier,
        bytes(5) + counted(command) + bytes(4),
        lambda level: record(87, level, parameter(name)) if name else b"",
    )


def bookmark(name: str) -> Control:
    return Control(22, b"bokm", b"", lambda level: record(87, level, parameter(name)))


def note(identifier: bytes, text: str) -> Control:
    number = Control(18, b"atno", struct.pack("<IHHHH", 0, 1, 0, 0, 0))
    return Control(17, identifier, bytes(8), listed((number, f" {text}")))


def apart(code: int, identifier: bytes, text: str) -> Control:
    """A header, a footer, a hidden comment."""
    return Control(code, identifier, bytes(8), listed(text))


def memo(text: str) -> bytes:
    return record(93, 1, bytes(4)) + listed(text)(2)


# --- streams ----------------------------------------------------------------------------------------------------------


def packed(data: bytes) -> bytes:
    """Raw deflate with the checksum and length behind it."""
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush() + struct.pack("<II", zlib.crc32(data), len(data))


def file_header(flags: int) -> bytes:
    return (b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000500, flags)).ljust(256, b"\0")


def doc_info(*strings: str, sections: int = 1) -> bytes:
    return record(16, 0, struct.pack("<H24x", sections)) + b"".join(
        record(26, 1, counted(text) + counted("") + bytes(10)) for text in strings
    )


def property_set(values: dict[int, str]) -> bytes:
    placed, content = [], b""
    for key, text in values.items():
        placed.append((key, 8 + 8 * len(values) + len(content)))
        data = struct.pack("<II", 31, len(wide(text)) // 2 + 1) + wide(text) + b"\0\0"
        content += data + bytes(-len(data) % 4)
    section = struct.pack("<II", 8 + 8 * len(values) + len(content), len(values))
    section += b"".join(struct.pack("<II", *place) for place in placed) + content
    return struct.pack("<HHI16xI", 0xFFFE, 0, 0, 1) + bytes(16) + struct.pack("<I", 48) + section


def version_log(writer: str, description: str, difference: str) -> bytes:
    return (
        record(0x10, 0, bytes(8))
        + record(0x20, 0, bytes(4))
        + record(0x22, 0, wide(writer))
        + record(0x23, 0, wide(description))
        + record(0x30, 0, wide(difference))
        + record(0x11, 0)
    )


def long_strings(*texts: str) -> bytes:
    """Strings with their length in 32 bits, as scripts and templates have them."""
    return b"".join(struct.pack("<I", len(wide(text)) // 2) + wide(text) for text in texts) + b"\xff" * 4


def distributed(stream: bytes, seed: int) -> bytes:
    """A stream as distribution documents hold it: the record with the key, then everything encrypted."""
    plain = bytearray(Random(seed).randbytes(256))
    plain[:4] = struct.pack("<I", seed)
    key = bytes(plain[4 + (seed & 15) :][:16])
    state, masks = seed, []
    while len(masks) < 256:
        drawn = []
        for _ in range(2):
            state = (state * 214013 + 2531011) % 2**32
            drawn.append(state // 65536 % 32768)
        masks += [drawn[0] % 256] * (drawn[1] % 16 + 1)
    hidden = bytes(plain[:4]) + bytes(value ^ mask for value, mask in zip(plain[4:], masks[4:], strict=False))
    engine = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 the format's own
    return record(28, 0, hidden) + engine.update(stream + bytes(-len(stream) % 16)) + engine.finalize()


def hwp(
    *sections: bytes,
    flags: int = COMPRESSED,
    preview: str = "",
    streams: dict[str, bytes] | None = None,
    orphans: dict[str, bytes] | None = None,
    info: bytes = b"",
) -> bytes:
    """A document. Under DISTRIBUTION the sections go encrypted into ViewText and the placeholder into BodyText."""
    pack = packed if flags & COMPRESSED else bytes
    parts = {"FileHeader": file_header(flags), "DocInfo": pack(info or doc_info("바탕글", sections=len(sections)))}
    if flags & DISTRIBUTION:
        parts["BodyText/Section0"] = pack(paragraph(PLACEHOLDER))
        for number, section in enumerate(sections):
            parts[f"ViewText/Section{number}"] = distributed(pack(section), 0x5EED0000 + number * 7)
    else:
        parts |= {f"BodyText/Section{number}": pack(section) for number, section in enumerate(sections)}
    parts["PrvText"] = wide(preview)
    return compound(parts | (streams or {}), orphans)
