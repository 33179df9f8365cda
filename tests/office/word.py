# ruff: noqa: E501 - tokens stand as they are
"""Writes documents of Word 97 ([MS-DOC]) and RTF, a token in every hiding place."""

import struct

from tests import cfb
from tests.office import beside

BODY = (
    "본문토큰 bodytext\rsplit 010101-1|234567 number\r왼쪽칸\x07오른쪽칸\x07\x07아래왼쪽\x07\x07\x07after the table\r"
    '앞 \x13 HYPERLINK "http://linktarget.example" \x14linkshown\x15 뒤\r지워진 010101-<deleted>2234567 줄\r<hiddentext>\r'
    "hard\x1ehyphen\r"
)
PARTS = (
    BODY,
    "\x02 각주토큰\r",
    "머리글토큰\rfootertoken\r",
    "",
    "\x05코멘트토큰\r",
    "\x02 미주토큰\r",
    "글상자토큰\r",
    "headerbox\r",
)
DOC_TOKENS = [
    "본문토큰 bodytext", "split 010101-1234567 number", "왼쪽칸\t오른쪽칸\n아래왼쪽\t\n", "linkshown", "http://linktarget.example",
    "010101-2234567", "hiddentext", "deleted", "hard-hyphen", "각주토큰", "머리글토큰", "footertoken", "코멘트토큰", "미주토큰", "글상자토큰",
    "headerbox", "bookmarkname", "검토자토큰", "narrowpiece", "조각토큰", "패키지토큰", "cellleft", *beside.TOKENS,
]  # fmt: skip


def page(runs: list[tuple[int, int, bytes]], *, paragraphs: bool) -> bytes:
    """A page of formatting: ranges, where their properties stand, the properties from the end."""
    places = [runs[0][0], *(end for _, end, _ in runs)]
    out = bytearray(512)
    struct.pack_into(f"<{len(places)}I", out, 0, *places)
    at = 510
    for index, (_, _, properties) in enumerate(runs):
        if properties:
            raw = (
                bytes([len(properties) // 2 + 2]) + b"\0\0" + properties
                if paragraphs
                else bytes([len(properties)]) + properties
            )
            at = (at - len(raw)) & ~1
            out[at : at + len(raw)] = raw
            out[len(places) * 4 + index * (13 if paragraphs else 1)] = at // 2
    out[511] = len(runs)
    return bytes(out)


def _stretches(text: str, start: int) -> tuple[str, list[tuple[int, int, bytes]], list[tuple[int, int, bytes]]]:
    """Takes the test's own marks out of a text: <hidden or deleted>. Row ends are the second of two cell marks."""
    plain, runs, paragraphs = "", [], []
    inside = False
    at = 0
    for char in text:
        if char in "<>":
            end = len(plain)
            deleted = plain[at:end].startswith("deleted")
            runs.append(
                (start + at * 2, start + end * 2, (b"\x00\x08\x01" if deleted else b"\x3c\x08\x01") if inside else b"")
            )
            inside, at = char == "<", end
        elif char != "|":
            plain += char
    runs.append((start + at * 2, start + len(plain) * 2, b""))
    runs = [run for run in runs if run[1] > run[0]]
    begin = 0
    row: list[int] = []
    for index, char in enumerate(plain):
        if char not in "\r\x07":
            continue
        properties = b""
        if char == "\x07":
            ends_row = len(row) == 2
            row = [] if ends_row else [*row, index]
            properties = b"\x16\x24\x01\x17\x24\x01" if ends_row else b"\x16\x24\x01"
        paragraphs.append((start + begin * 2, start + (index + 1) * 2, properties + bytes(len(properties) % 2)))
        begin = index + 1
    return plain, runs, paragraphs


def doc(
    package: bytes, *, flags: int = 0, version: int = 0xC1, parts: tuple[str, ...] = PARTS, repeat: int = 0
) -> bytes:
    """Three pieces: up to the bar in UTF-16, the rest of the body in UTF-16 elsewhere, then narrow and Korean ones."""
    start = 1024
    whole, runs, paragraphs = _stretches("".join(parts), start)
    cut = "".join(parts).replace("<", "").replace(">", "").index("|") if "|" in "".join(parts) else len(whole) // 2
    tails = [b"narrowpiece \r", "조각토큰 cp949 \r".encode("cp949")]
    text = whole.encode("utf-16-le")
    main = bytearray(start) + text
    tail_at = len(main)
    main += b"".join(tails)
    main += bytes(-len(main) % 512)
    pages = len(main) // 512
    main += page(runs, paragraphs=False) + page(paragraphs, paragraphs=True)
    places = [0, cut, len(whole), len(whole) + len(tails[0]), len(whole) + sum(map(len, tails))]
    descriptors = [start, start + cut * 2, tail_at * 2 | 1 << 30, (tail_at + len(tails[0])) * 2 | 1 << 30]
    for _ in range(repeat):  # the same text again and again
        places.append(places[-1] + 500_000)
        descriptors.append(0 | 1 << 30)
    main += bytes(500_000 if repeat else 0)
    plc = struct.pack(f"<{len(places)}I", *places) + b"".join(struct.pack("<HIH", 0, where, 0) for where in descriptors)
    clx = b"\x01\x02\0\0\0\x02" + struct.pack("<I", len(plc)) + plc
    table = [
        clx,
        struct.pack("<III", start, start + len(text), pages),
        struct.pack("<III", start, start + len(text), pages + 1),
    ]
    struct.pack_into("<HHHHH", main, 0, 0xA5EC, version, 0, 0x412, 0)
    struct.pack_into("<H12xII", main, 10, 0x200 | flags, start, start + len(text))
    lengths = [len(_stretches(part, 0)[0]) for part in parts]
    struct.pack_into("<HH", main, 32, 14, 0)
    struct.pack_into("<8I", main, 76, *lengths[:7], lengths[7] + sum(map(len, tails)))
    at = 0
    for number, content in ((33, table[0]), (12, table[1]), (13, table[2])):
        struct.pack_into("<II", main, 154 + number * 8, at, len(content))
        at += len(content)
    names = "bookmarkname".encode("utf-16-le") + b"\0\0" + "검토자토큰".encode("utf-16-le")
    streams = {
        "WordDocument": bytes(main),
        "1Table": b"".join(table) + names,
        "ObjectPool/_1000/\x01Ole10Native": cfb.packaged("a.txt", "패키지토큰".encode("cp949")),
        "ObjectPool/_1001/Package": package,
        **beside.streams("Macros/"),
    }
    return cfb.compound(streams)


def old_doc(text: str) -> bytes:
    """Word 6: one run of bytes in a code page."""
    raw = text.encode("cp949")
    main = bytearray(768) + raw
    struct.pack_into("<HH", main, 0, 0xA5DC, 101)
    struct.pack_into("<II", main, 24, 768, 768 + len(raw))
    return cfb.compound({"WordDocument": bytes(main)})


def hexed(text: str) -> str:
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("cp949"))


def rtf_object(name: str, data: bytes) -> str:
    def string(text: str) -> bytes:
        raw = text.encode("cp949") + b"\0"
        return struct.pack("<I", len(raw)) + raw

    raw = struct.pack("<II", 0x501, 2) + string(name) + string("") + string("") + struct.pack("<I", len(data)) + data
    return raw.hex()


RTF_TOKENS = [
    "본문토큰 bodytext", "한글유니코드", "split 010101-1234567 number", "왼쪽칸\t오른쪽칸\n", "linkshown", "http://linktarget.example",
    "010101-2234567", "hiddentext", "deleted", "머리글토큰", "footertoken", "각주토큰", "미주토큰", "코멘트토큰", "메모작성자", "글상자토큰",
    "대체텍스트", "제목토큰", "propertycomment", "사용자속성", "bookmarkname", "unknowndestination", "패키지토큰", "cellleft", "rawbytes한글",
    "\U00020bb7", "afterbin", "aftertheend",
]  # fmt: skip


def rtf(package: bytes) -> bytes:
    body = (
        r"{\rtf1\ansi\ansicpg949\deff0\uc1{\fonttbl{\f0\fcharset0 Times;}{\f1\fnil\fcharset129 "
        + hexed("바탕")
        + r";}{\f2\fcharset204 Cyr;}}"
        + r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}"
        + r"{\info{\title "
        + hexed("제목토큰")
        + r"}{\doccomm propertycomment}}{\*\userprops{\propname name}{\staticval "
        + hexed("사용자속성")
        + r"}}"
        + r"{\header\pard "
        + hexed("머리글토큰")
        + r"\par}{\footer footertoken\par}"
        + r"\pard\plain\f1 "
        + hexed("본문토큰 bodytext")
        + r"\par {\uc2 \u54620\'c7\'d1\u44544\'b1\'db}{\uc0\u50976}\u45768 ?\u53076 ?\u46300 ?\par"
        + r" split 010101-{\b 1}{\i\lang1042 23}4567 number\par "
        + r"\trowd\pard\intbl "
        + hexed("왼쪽칸")
        + r"\cell "
        + hexed("오른쪽칸")
        + r"\cell\row\pard after the table\par "
        + r'{\field{\*\fldinst HYPERLINK "http://linktarget.example"}{\fldrslt linkshown}}\par '
        + r"a 010101-{\deleted deleted}2234567\par{\v hiddentext}\par "
        + r"{\footnote\pard "
        + hexed("각주토큰")
        + r"}{\footnote\ftnalt "
        + hexed("미주토큰")
        + r"}{\*\atnid MM}{\*\atnauthor "
        + hexed("메모작성자")
        + r"}{\*\annotation "
        + hexed("코멘트토큰")
        + r"}{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv "
        + hexed("대체텍스트")
        + r"}}{\shptxt "
        + hexed("글상자토큰")
        + r"\par}}}"
        + r"{\*\bkmkstart bookmarkname}{\*\madeup unknowndestination}"
        + r"{\object\objemb{\*\objclass Package}{\*\objdata "
        + rtf_object("Package", cfb.packaged("a.txt", "패키지토큰".encode("cp949"))[4:])
        + r"}{\result result}}{\object\objemb{\*\objdata "
        + rtf_object("Excel.Sheet.12", package)
        + r"}}\u-10174?\u-8265?\par {\*\bin7 "
    )
    return (
        body.encode("ascii")
        + b"{{{}}}\\"
        + b"}afterbin\\par rawbytes"
        + "한글".encode("cp949")
        + b"\\par}\naftertheend"
    )
