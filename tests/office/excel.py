# ruff: noqa: E501 - tokens stand as they are
"""Writes workbooks of BIFF 8 ([MS-XLS]) and of binary parts ([MS-XLSB]), a token in every hiding place."""

import hashlib
import struct

from tests import cfb
from tests.office import beside


def record(kind: int, data: bytes = b"") -> bytes:
    assert len(data) <= 8224
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str, count: str = "<H") -> bytes:
    return struct.pack(count, len(text)) + b"\1" + text.encode("utf-16-le")


def narrow(text: str, count: str = "<H") -> bytes:
    return struct.pack(count, len(text)) + b"\0" + text.encode("latin-1")


def substream(kind: int, *records: bytes) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0)) + b"".join(records) + record(0x0A)


def cell(kind: int, row: int, column: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, 0) + data)


def letters(column: int) -> str:
    """The name of a column counted from 0."""
    return (letters(column // 26 - 1) if column > 25 else "") + chr(65 + column % 26)


def _rc4(key: bytes, size: int) -> bytes:
    box, at = list(range(256)), 0
    for index in range(256):
        at = (at + box[index] + key[index % len(key)]) % 256
        box[index], box[at] = box[at], box[index]
    out, left, right = bytearray(), 0, 0
    for _ in range(size):
        left = (left + 1) % 256
        right = (right + box[left]) % 256
        box[left], box[right] = box[right], box[left]
        out.append(box[(box[left] + box[right]) % 256])
    return bytes(out)


def protected(stream: bytes, password: str) -> bytes:
    """A workbook encrypted as Excel 97 does ([MS-OFFCRYPTO] 2.3.6.2, [MS-XLS] 2.2.10), with a salt of zeros."""
    salt = bytes(16)
    short = hashlib.md5((hashlib.md5(password.encode("utf-16-le")).digest()[:5] + salt) * 16).digest()[:5]  # noqa: S324 - the format's own

    def block(number: int, size: int) -> bytes:
        return _rc4(hashlib.md5(short + struct.pack("<I", number)).digest(), size)  # noqa: S324 - the format's own

    def mixed(data: bytes, key: bytes) -> bytes:
        return bytes(left ^ right for left, right in zip(data, key, strict=False))

    verifier = bytes(range(16))
    both = mixed(verifier + hashlib.md5(verifier).digest(), block(0, 32))  # noqa: S324 - the format's own
    filepass = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + both)
    first = 4 + 16  # behind the first record
    moved = bytearray(stream[:first] + filepass + stream[first:])
    key = b"".join(block(number, 1024) for number in range(len(moved) // 1024 + 1))
    at = 0
    while at + 4 <= len(moved):
        kind, size = struct.unpack_from("<HH", moved, at)
        start, end = at + 4, at + 4 + size
        if kind == 0x85:
            (place,) = struct.unpack_from("<I", moved, start)
            struct.pack_into("<I", moved, start, place + len(filepass))
            start += 4
        if kind not in (0x809, 0x2F):
            moved[start:end] = mixed(moved[start:end], key[start:end])
        at = end
    return bytes(moved)


def rk(value: int) -> int:
    return (value << 2 | 2) & 0xFFFFFFFF


STRINGS = (
    "sharedcell",
    "공유문자열",
    "richtext",
    "splitstring이어진문자열",
    "unusedstring",
    "hiddenrow",
    "hiddencolumn",
    "숨은시트",
    "veryhidden",
)


def shared() -> bytes:
    """The fourth string goes on in a CONTINUE record, where its characters change from narrow to wide."""
    first = narrow(STRINGS[0]) + wide(STRINGS[1])
    first += struct.pack("<HBH", len(STRINGS[2]), 8, 1) + STRINGS[2].encode() + bytes(4)
    first += struct.pack("<HB", len(STRINGS[3]), 0) + b"splits"
    second = b"\0tring"
    third = b"\1" + STRINGS[3][11:].encode("utf-16-le") + b"".join(map(wide, STRINGS[4:]))
    head = struct.pack("<II", len(STRINGS), len(STRINGS))
    return record(0xFC, head + first) + record(0x3C, second) + record(0x3C, third)


def formula(row: int, column: int, result: bytes, token: str) -> bytes:
    tokens = b"\x17" + wide(token, "<B")
    return cell(6, row, column, result + struct.pack("<HIH", 0, 0, len(tokens)) + tokens)


def note(row: int, column: int, number: int) -> bytes:
    return record(0x1C, struct.pack("<HHHH", row, column, 0, number) + wide("메모작성자") + b"\0")


def box(number: int, text: str) -> bytes:
    """An object and its text, which goes on in a second record."""
    drawn = record(0x5D, struct.pack("<HHHH", 0x15, 18, 0x19, number) + bytes(14) + bytes(4))
    half = len(text) // 2
    return (
        drawn
        + record(0x1B6, struct.pack("<HH6xHH", 0, 0, len(text), 16) + bytes(4))
        + record(0x3C, b"\1" + text[:half].encode("utf-16-le"))
        + record(0x3C, b"\1" + text[half:].encode("utf-16-le"))
        + record(0x3C, bytes(16))
    )


def workbook(*, filepass: bool = False, more: bytes = b"") -> bytes:
    sheets = [
        substream(
            0x10,
            record(0x7D, struct.pack("<HHHHHH", 4, 4, 2000, 0, 1, 0)),
            record(0x208, struct.pack("<HHHHHHHH", 2, 0, 5, 0, 0, 0, 0x20, 0)),
            record(0x14, wide("&L머리글토큰")),
            record(0x15, narrow("&Cfootertoken")),
            cell(0xFD, 0, 0, struct.pack("<I", 0)),
            cell(0xFD, 0, 1, struct.pack("<I", 1)),
            cell(0xFD, 0, 2, struct.pack("<I", 2)),
            cell(0x203, 1, 0, struct.pack("<d", 9913011234567)),
            cell(0x27E, 1, 1, struct.pack("<I", rk(881234567 & 0x1FFFFFFF))),
            record(0x203, struct.pack("<HHHd", 1, 8, 1, 101012234567)),
            record(
                0xBD,
                struct.pack("<HH", 1, 2) + struct.pack("<HIHI", 0, rk(120120), 0, rk(120121)) + struct.pack("<H", 3),
            ),
            cell(0xFD, 2, 1, struct.pack("<I", 5)),
            cell(0xFD, 3, 4, struct.pack("<I", 6)),
            cell(0xFD, 4, 0, struct.pack("<I", 3)),
            cell(0x204, 5, 0, wide("직접문자열")),
            formula(6, 0, b"\0\0\0\0\0\0\xff\xff", "formulastring"),
            record(0x207, wide("수식결과")),
            formula(7, 0, struct.pack("<d", 9913012234567), "숨은수식"),
            box(1, "메모본문토큰 of a comment"),
            note(4, 1, 1),
            box(2, "글상자토큰 in a text box"),
            record(
                0x1B8,
                struct.pack("<HHHH", 0, 0, 0, 0)
                + bytes(16)
                + "http://linktarget.example/경로".encode("utf-16-le")
                + b"\0\0",
            ),
            record(0x1BE, struct.pack("<I", 3) + wide("검증제목토큰") + narrow("validationtext")),
            substream(
                0x20, record(0x100D, b"\0\0" + wide("차트제목토큰", "<B")), cell(0x204, 0, 0, narrow("chartcache"))
            ),
            more,
        ),
        substream(0x10, cell(0xFD, 0, 0, struct.pack("<I", 7))),
        substream(0x10, cell(0xFD, 0, 0, struct.pack("<I", 8))),
    ]
    name = record(
        0x18,
        struct.pack("<HBBHHHBBBB", 0, 0, 11, 0, 0, 0, 0, 0, 0, 0)
        + b"\0definedname"
        + b"\x17"
        + wide("이름값토큰", "<B"),
    )
    states = (("고객", 0), ("숨김", 1), ("더숨김", 2))
    inner = [
        *((record(0x2F, bytes(6)),) if filepass else ()),
        record(0x5C, wide("마지막사용자").ljust(112, b" ")),
        record(0x42, struct.pack("<H", 1200)),
        record(0x41E, struct.pack("<H", 164) + narrow(r"000000\-0000000;@")),
        record(0xE0, struct.pack("<HH", 0, 0) + bytes(16)),
        record(0xE0, struct.pack("<HH", 0, 164) + bytes(16)),
        name,
        shared(),
    ]
    lengths = sum(len(record(0x85, struct.pack("<IBB", 0, 0, 0) + wide(title, "<B"))) for title, _ in states)
    at = len(substream(5, *inner)) + lengths
    for (title, state), sheet in zip(states, sheets, strict=True):
        inner.append(record(0x85, struct.pack("<IBB", at, state, 0) + wide(title, "<B")))
        at += len(sheet)
    return substream(5, *inner) + b"".join(sheets)


XLS_TOKENS = [
    *STRINGS, "9913011234567", "9913012234567", "120120\t120121", "직접문자열", "수식결과", "formulastring", "숨은수식", "메모작성자",
    "메모본문토큰 of a comment", "글상자토큰 in a text box", "머리글토큰", "footertoken", "http://linktarget.example/경로", "검증제목토큰",
    "validationtext", "차트제목토큰", "chartcache", "definedname", "이름값토큰", "마지막사용자", "더숨김", "pivottoken",
    "9913013234567",
    "010101-2234567", "패키지토큰",
    "cellleft", *beside.TOKENS,
]  # fmt: skip


def xls(package: bytes = b"", **options) -> bytes:
    """`package` is a document of another program embedded in it."""
    streams = {
        "Workbook": workbook(**options),
        "_SX_DB_CUR/0001": record(0xCD, wide("pivottoken")) + record(0xC9, struct.pack("<d", 9913013234567)),
        "MBD00000001/\x01Ole10Native": cfb.packaged("a.txt", "패키지토큰".encode("cp949")),
        **beside.streams("_VBA_PROJECT_CUR/"),
    }
    if package:
        streams["MBD00000002/Package"] = package
    return cfb.compound(streams)


# --- binary parts -----------------------------------------------------------------------------------------------------


def part_record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, out = len(data), b""
    while True:
        out += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + out + data


def long(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def part_cell(kind: int, column: int, data: bytes) -> bytes:
    return part_record(kind, struct.pack("<II", column, 0) + data)


def row(number: int, flags: int = 0) -> bytes:
    return part_record(0, struct.pack("<IIHBB", number, 0, 300, 0, flags) + bytes(5))


XLSB_TOKENS = (
    "sharedcell 공유문자열 unusedstring 9913011234567 9913012234567 120120 직접문자열 수식결과 formulastring hiddenrow hiddencolumn 숨은시트 "
    "veryhidden 메모토큰 메모작성자 머리글토큰 이름값토큰 linktarget coretitle 더숨김 macrotoken 매크로토큰 phonetic토큰 010101-2234567"
).split()


def xlsb_parts() -> dict[str, bytes]:
    first = (
        part_record(60, struct.pack("<IIIIH", 4, 4, 2000, 0, 1))
        + part_record(145)
        + row(0)
        + part_cell(7, 0, struct.pack("<I", 0))
        + part_cell(7, 1, struct.pack("<I", 1))
        + row(1)
        + part_cell(5, 0, struct.pack("<d", 9913011234567))
        + part_cell(2, 1, struct.pack("<I", rk(120120)))
        + part_record(5, struct.pack("<IId", 2, 1, 101012234567))
        + row(2, 0x10)
        + part_cell(6, 1, long("hiddenrow"))
        + row(3)
        + part_cell(6, 4, long("hiddencolumn"))
        + row(4)
        + part_cell(62, 0, b"\0" + long("직접문자열"))
        + row(5)
        + part_cell(
            8, 0, long("수식결과") + struct.pack("<HI", 0, 30) + b"\x17\x0d\0" + "formulastring".encode("utf-16-le")
        )
        + part_cell(9, 1, struct.pack("<dHI", 9913012234567, 0, 0))
        + part_record(146)
        + part_record(479, struct.pack("<H", 0) + long("&L머리글토큰"))
    )
    book = b"".join(
        part_record(156, struct.pack("<II", state, state + 1) + long(f"rId{state + 1}") + long(title))
        for state, title in enumerate(("고객", "숨김", "더숨김"))
    )
    book += part_record(39, bytes(9) + long("definedname") + long("이름값토큰"))
    strings = part_record(159, struct.pack("<II", 3, 3))
    strings += part_record(19, b"\0" + long("sharedcell"))
    strings += part_record(19, b"\2" + long("공유문자열") + long("phonetic토큰") + bytes(4))
    strings += part_record(19, b"\0" + long("unusedstring"))
    return {
        "xl/worksheets/sheet1.bin": first,
        "xl/worksheets/sheet2.bin": row(0) + part_cell(6, 0, long("숨은시트")),
        "xl/worksheets/sheet3.bin": row(0) + part_cell(6, 0, long("veryhidden")),
        "xl/workbook.bin": book,
        "xl/styles.bin": part_record(44, struct.pack("<H", 164) + long("000000-0000000"))
        + part_record(47, struct.pack("<HH", 0, 0) + bytes(12))
        + part_record(617, bytes(4))
        + part_record(47, struct.pack("<HH", 0, 0) + bytes(12))
        + part_record(47, struct.pack("<HH", 0, 164) + bytes(12)),
        "xl/sharedStrings.bin": strings,
        "xl/comments1.bin": part_record(632, long("메모작성자")) + part_record(637, b"\0" + long("메모토큰")),
        "xl/vbaProject.bin": cfb.compound({key: value for key, value in beside.streams().items() if "\x05" not in key}),
    }
