"""Documents of Hangul 3 written by hand (Hancom, file formats 3.0, revision 1.2), one token in every hiding place."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

SIGNATURE = b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05"
FULL_WIDTH = {ord("０") + digit: 0x3400 + 2 * 0x60 + 0x10 + digit for digit in range(10)}


def code(char: str) -> int:
    """A character in the two-byte code of the program."""
    if ord(char) < 0x80:
        return ord(char)
    if ord(char) in FULL_WIDTH:
        return FULL_WIDTH[ord(char)]
    if "一" <= char <= "\u9fff":
        row, cell = char.encode("euc_kr")
        return 0x4000 + (row - 0xCA) * 94 + cell - 0xA1
    return struct.unpack(">H", char.encode("johab"))[0]


def wide(text: str, size: int = 0) -> bytes:
    """Two bytes a character; with a size, a field of so many characters filled with zeros."""
    return struct.pack(f"<{len(text)}H", *map(code, text)).ljust(2 * size, b"\0")


def control(number: int, body: bytes = b"") -> tuple[int, bytes]:
    """A control of four characters: how many it counts as, and its bytes."""
    return 4, struct.pack("<HIH", number, 0, number) + body


def block(number: int, content: bytes) -> tuple[int, bytes]:
    return 4, struct.pack("<HIH", number, len(content), number) + content


def fixed(number: int, units: int, content: bytes = b"") -> tuple[int, bytes]:
    return units, struct.pack("<H", number) + content.ljust(2 * units - 4, b"\0") + struct.pack("<H", number)


Piece = str | tuple[int, bytes]


def paragraph(*pieces: Piece, reused: bool = False, shapes: bool = False) -> bytes:
    """Text and controls; with `shapes` every other character says how it looks."""
    count, data = 1, b""
    for piece in pieces:
        units, own = (len(piece), wide(piece)) if isinstance(piece, str) else piece
        count += units
        data += own
    head = struct.pack("<BHHB", reused, count, 1, shapes) + bytes(37)
    looks = b"".join(b"\0" + bytes(31) if number % 2 else b"\1" for number in range(count)) if shapes else b""
    return head + (b"" if reused else bytes(187)) + bytes(14) + looks + data + struct.pack("<H", 13)


EMPTY = bytes(43)


def listed(*paragraphs: bytes) -> bytes:
    return b"".join(paragraphs) + EMPTY


def box(cells: Sequence[tuple[int, int, bytes]], caption: bytes = EMPTY, kind: int = 0) -> tuple[int, bytes]:
    """A table (kind 0), text box (1), equation (2) or button (3); cells by position on paper."""
    places = b"".join(struct.pack("<HHHH", 0, 0, x, y).ljust(27, b"\0") for x, y, _ in cells)
    head = bytes(78) + struct.pack("<HHH", kind, len(cells), 0)
    return control(10, head + places + b"".join(words for _, _, words in cells) + caption)


def picture(path: bytes, drawing: bytes, caption: bytes) -> tuple[int, bytes]:
    head = struct.pack("<I", len(drawing)) + bytes(79) + path.ljust(256, b"\0") + bytes(9)
    return control(11, head + drawing + caption)


def field(text: str) -> tuple[int, bytes]:
    data = wide(text)
    return block(5, bytes(30) + struct.pack("<4I", len(data), 0, 0, 0) + data)


TOKENS = (
    "bodytext 010101-1234567 한글본문 大韓 １２３ cellleft\tcellright secondrow nestedcell tablecaption textboxtext equationtext "
    "headertext footertext footnotetext endnotetext hiddencomment fieldcommand bookmarkname referencename mergefield dateformat "
    "indexkeyword picturepath drawingtext picturecaption one\ttwo composed summarytitle summaryauthor summarykeyword annotated "
    "linkedfile fontname stylename embeddedtext linktarget linkbookmark linkmacro cellfieldname previewtext infoblock"
).split(" ")


def paragraphs() -> bytes:
    nested = paragraph("in ", box([(0, 0, listed(paragraph("nestedcell")))]))
    table = box(
        [
            (100, 100, listed(paragraph("cellleft"))),
            (500, 100, listed(paragraph("cellright"))),
            (500, 300, listed(paragraph("secondrow"), nested)),
        ],
        caption=listed(paragraph("tablecaption")),
    )
    links = [paragraph("bodytext 한글본문 大韓 １２３", shapes=True), paragraph("010101", "-1234567", reused=True)]
    for number, size, words in (
        (16, 10, "headertext"),
        (16, 10, "footertext"),
        (17, 14, "footnotetext"),
        (17, 14, "endnotetext"),
    ):
        links.append(paragraph("x", control(number, bytes(size) + listed(paragraph(words))), "y"))
    return listed(
        *links,
        paragraph(table, "behind"),
        paragraph(box([(0, 0, listed(paragraph("textboxtext")))], kind=1)),
        paragraph(box([(0, 0, listed(paragraph("equationtext")))], kind=2)),
        paragraph(control(15, bytes(8) + listed(paragraph("hiddencomment")))),
        paragraph(field("fieldcommand"), block(6, wide("bookmarkname", 16) + bytes(2)), block(29, wide("referencename"))),
        paragraph(fixed(22, 12, b"mergefield"), fixed(7, 42, wide("dateformat")), fixed(26, 123, wide("indexkeyword"))),
        paragraph(picture(b"C:\\picturepath.bmp", bytes(40) + wide("drawingtext") + bytes(9), listed(paragraph("picturecaption")))),
        paragraph("one", fixed(9, 4), "two", control(14, bytes(84)), fixed(18, 4), "comp", fixed(23, 5, wide("ose")), "d"),
    )  # fmt: skip


def names() -> bytes:
    fonts = b"".join(struct.pack("<H", 1) + b"fontname".ljust(40, b"\0") for _ in range(7))
    return fonts + struct.pack("<H", 1) + b"stylename".ljust(20 + 31 + 187, b"\0")


def tagged(kind: int, content: bytes) -> bytes:
    return struct.pack("<II", kind, len(content)) + content


def document(body: bytes | None = None, *, compressed: bool = True, protected: bool = False) -> bytes:
    from tests.ooxml import docx

    info = bytearray(128)
    info[32:42] = b"linkedfile"
    info[72:81] = b"annotated"
    info[96] = protected
    info[124] = compressed
    blocks = tagged(1, wide("infoblock"))
    struct.pack_into("<H", info, 126, len(blocks))
    fields = ("summarytitle", "", "summaryauthor", "", "summarykeyword", "", "", "", "")
    link = b"linktarget".ljust(256, b"\0") + wide("linkbookmark", 16) + b"linkmacro".ljust(329, b"\0")
    embedded = (
        tagged(1, b"HWP1".ljust(32, b"\0") + docx([["embedded", "text"]]))
        + tagged(3, link)
        + tagged(0x100, wide("cellfieldname"))
        + bytes(8)
    )
    plain = names() + (paragraphs() if body is None else body) + embedded
    stored = plain
    if compressed:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        stored = deflate.compress(plain) + deflate.flush() + struct.pack("<II", zlib.crc32(plain), len(plain))
        stored += tagged(0x80000002, wide("previewtext")) + tagged(0x80000000, bytes(4))
    return SIGNATURE + bytes(info) + b"".join(wide(text, 56) for text in fields) + blocks + stored
