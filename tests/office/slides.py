# ruff: noqa: E501 - tokens stand as they are
"""Writes presentations of PowerPoint 97 ([MS-PPT]), a token in every hiding place."""

import struct
import zlib

from tests import cfb
from tests.office import beside


def atom(kind: int, data: bytes, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(data)) + data


def container(kind: int, *inside: bytes, instance: int = 0) -> bytes:
    body = b"".join(inside)
    return struct.pack("<HHI", instance << 4 | 0xF, kind, len(body)) + body


def chars(text: str) -> bytes:
    return atom(4000, text.encode("utf-16-le"))


def string(text: str, instance: int = 0) -> bytes:
    return atom(4026, text.encode("utf-16-le"), instance)


def shape(*inside: bytes) -> bytes:
    return container(0xF002, container(0xF003, container(0xF004, *inside)))


def slide(kind: int, *inside: bytes, hidden: bool = False) -> bytes:
    show = atom(1017, struct.pack("<IIBBHB3x", 0, 0, 0, 0, 4 if hidden else 0, 0))
    return container(kind, show, *inside)


PPT_TOKENS = [
    "slidetext", "슬라이드글", "010101-1234567", "outlinetext", "개요글", "notestext", "마스터글", "숨은슬라이드", "코멘트토큰", "commentauthor",
    "linktarget", "footertoken", "대체텍스트", "이전판본", "objecttoken", "cellleft", "afterpadding", *beside.TOKENS,
]  # fmt: skip


def records(package: bytes) -> tuple[bytes, int]:
    """The main stream and the offset of its last edit."""
    comment = container(12000, string("commentauthor", 0), string("코멘트토큰", 1), atom(12001, bytes(28)))
    tags = container(5000, container(5002, string("___PPT10"), struct.pack("<HHI", 0, 5003, len(comment)) + comment))
    embedded = cfb.compound({"\x01Ole10Native": cfb.packaged("a.txt", b"objecttoken"), "Package": package})
    macros = cfb.compound({key: value for key, value in beside.streams().items() if "\x05" not in key})
    parts = {
        1: container(
            1000,
            container(4080, atom(1011, struct.pack("<IIiII", 3, 0, 0, 256, 0)), chars("outlinetext 개요글"),
                      atom(1011, struct.pack("<IIiII", 4, 0, 0, 257, 0))),
            container(4080, atom(1011, struct.pack("<IIiII", 2, 0, 0, 0, 0)), instance=1),
            container(4080, atom(1011, struct.pack("<IIiII", 5, 0, 0, 256, 0)), instance=2),
            container(1033, container(4055, atom(4051, bytes(4)), string("link"), string("http://linktarget.example"))),
            container(4057, string("footertoken")),
        ),
        2: slide(1016, shape(container(0xF00D, atom(3999, bytes(4)), chars("마스터글")))),
        3: slide(
            1006,
            shape(atom(0xF00B, struct.pack("<HI", 0x8381, 12) + "대체텍스트".encode("utf-16-le") + b"\0\0", 1),
                  container(0xF00D, chars("slidetext 슬라이드글\r010101"), )),
            shape(container(0xF00D, atom(4008, b"010101-1234567"))),
            tags,
        ),
        4: slide(1006, shape(container(0xF00D, chars("숨은슬라이드"))), hidden=True),
        5: slide(1008, shape(container(0xF00D, atom(4008, b"notestext")))),
        6: atom(4113, struct.pack("<I", len(embedded)) + zlib.compress(embedded), 1),
        7: atom(4113, macros),
    }  # fmt: skip
    out, places = b"", {}
    old = slide(1006, shape(container(0xF00D, chars("이전판본"))))
    for number, part in parts.items():
        places[number] = len(out)
        out += part
        if number == 3:
            out += old
    first_edit = len(out)
    directory = struct.pack("<I", 1 | 7 << 20) + struct.pack("<7I", *(places[number] for number in range(1, 8)))
    out += atom(6002, directory)
    out += atom(4085, struct.pack("<IIIIIII", 256, 0, 0, first_edit, 1, 8, 0))
    user = len(out) - 36
    # The second save comes after unused space that is no whole number of headers.
    out += bytes(13)
    places[8] = len(out)
    out += slide(1008, shape(container(0xF00D, chars("afterpadding"))))
    second = len(out)
    out += atom(6002, struct.pack("<II", 8 | 1 << 20, places[8]))
    last = len(out)
    out += atom(4085, struct.pack("<IIIIIII", 256, 0, user, second, 1, 9, 0))
    return out, last


def ppt(package: bytes, *, encrypted: bool = False, cut: int = 0, more: bytes = b"") -> bytes:
    data, last = records(package)
    data += more
    token = 0xF3D1C4DF if encrypted else 0xE391C05F
    user = struct.pack("<HHIIII", 0, 4086, 16, 20, token, last)
    streams = {"Current User": user, "PowerPoint Document": data[: len(data) - cut]}
    return cfb.compound({**streams, **{key: value for key, value in beside.streams().items() if "\x05" in key}})
