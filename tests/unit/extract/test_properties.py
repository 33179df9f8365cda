"""Property sets: every kind of text, names that users gave, and damage."""

from __future__ import annotations

import struct

import pytest

from dlp.extract.properties import properties

USER = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
DOCUMENT_SUMMARY = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
CODE_PAGE = struct.pack("<IHxx", 2, 949)


def aligned(data):
    return data + bytes(-len(data) % 4)


def lpstr(text, codec="cp949"):
    data = text.encode(codec) + b"\0"
    return aligned(struct.pack("<II", 30, len(data)) + data)


def lpwstr(text):
    data = text.encode("utf-16-le") + b"\0\0"
    return aligned(struct.pack("<II", 31, len(data) // 2) + data)


def dictionary(names):
    entries = b"".join(
        struct.pack("<II", key, len(name.encode("cp949")) + 1) + name.encode("cp949") + b"\0"
        for key, name in names.items()
    )
    return struct.pack("<I", len(names)) + entries


def section(values):
    places, content = b"", b""
    for key, value in values.items():
        places += struct.pack("<II", key, 8 + 8 * len(values) + len(content))
        content += aligned(value)
    return struct.pack("<II", 8 + len(places) + len(content), len(values)) + places + content


def property_set(*sections):
    head = struct.pack("<HHI16xI", 0xFFFE, 0, 0, len(sections))
    at, heads, bodies = len(head) + 20 * len(sections), b"", b""
    for identifier, data in sections:
        heads += identifier + struct.pack("<I", at + len(bodies))
        bodies += data
    return head + heads + bodies


SUMMARY = bytes(16)
VECTOR = struct.pack("<II", 0x101E, 2) + b"".join(
    struct.pack("<I", len(text)) + text for text in ("가나다".encode("cp949") + b"\0", b"two\0")
)
CASES = {
    "wide text": ((SUMMARY, section({2: lpwstr("제목")})), [("title", "제목")]),
    "text of a code page": ((SUMMARY, section({1: CODE_PAGE, 4: lpstr("홍길동")})), [("author", "홍길동")]),
    "text in UTF-8": (
        (SUMMARY, section({1: struct.pack("<IHxx", 2, 65001), 4: lpstr("홍길동", "utf-8")})),
        [("author", "홍길동")],
    ),
    "no code page": ((SUMMARY, section({4: lpstr("홍길동")})), [("author", "홍길동")]),
    "the other summary": ((DOCUMENT_SUMMARY, section({15: lpstr("회사")})), [("company", "회사")]),
    "names of the user's own": (
        (SUMMARY, section({0: dictionary({5: "고객번호"}), 5: lpstr("값")})),
        [("name", "고객번호"), ("고객번호", "값")],
    ),
    "several texts": ((SUMMARY, section({13: VECTOR})), [("property 13", "가나다"), ("property 13", "two")]),
    "a long number": ((SUMMARY, section({5: struct.pack("<Id", 5, 1234567890123.0)})), [("keywords", "1234567890123")]),
    "a count": ((SUMMARY, section({14: struct.pack("<Ii", 3, 12)})), []),
    "a number that is none": ((SUMMARY, section({14: struct.pack("<Id", 5, float("nan"))})), []),
    "a number that has no end": ((SUMMARY, section({14: struct.pack("<Id", 5, float("inf"))})), []),
    "a number of 64 bits": (
        (SUMMARY, section({14: struct.pack("<Iq", 20, 1234567890123)})),
        [("property 14", "1234567890123")],
    ),
    "text behind a NUL": ((SUMMARY, section({2: lpwstr("제목\0숨김")})), [("title", "제목\n숨김")]),
    "a code page that is not the text's": (
        (SUMMARY, section({1: struct.pack("<IHxx", 2, 65001), 4: lpstr("홍길동")})),
        [("author", "홍길동")],
    ),
    "words in a blob": (
        (SUMMARY, section({40: struct.pack("<II", 65, 16) + "고객정보목록명단".encode("utf-16-le")})),
        [("property 40", "고객정보목록명단")],
    ),
    "what a user added has no names but its own": ((USER, section({2: lpwstr("값")})), [("property 2", "값")]),
    "a vector of several kinds": (
        (
            SUMMARY,
            section({12: struct.pack("<II", 0x100C, 3) + lpstr("다섯자로") + struct.pack("<Ii", 3, 7) + lpstr("끝")}),
        ),
        [("property 12", "다섯자로"), ("property 12", "끝")],
    ),
    "a date": ((SUMMARY, section({12: struct.pack("<IQ", 64, 1 << 56)})), []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_is_read(case):
    given, expected = CASES[case]
    found, sound = properties(property_set(given))
    assert sound
    assert [tuple(each) for each in found] == expected


def test_all_sets_are_read():
    data = property_set((SUMMARY, section({2: lpwstr("제목")})), (DOCUMENT_SUMMARY, section({15: lpwstr("회사")})))
    assert [each.text for each in properties(data)[0]] == ["제목", "회사"]


@pytest.mark.parametrize("end", range(0, 200, 3))
def test_what_is_cut_off_is_not_sound(end):
    data = property_set((SUMMARY, section({1: CODE_PAGE, 4: lpstr("홍길동" * 20), 6: lpwstr("설명" * 20)})))
    assert len(data) > 200
    assert not properties(data[:end])[1]


@pytest.mark.parametrize("count", [1001, 0xFFFFFFFF])
def test_counts_are_not_believed(count):
    data = bytearray(property_set((SUMMARY, section({2: lpwstr("제목")}))))
    struct.pack_into("<I", data, 52, count)
    assert not properties(bytes(data))[1]


def test_behind_a_value_that_breaks_off_the_others_are_read():
    data = property_set((SUMMARY, section({2: struct.pack("<II", 30, 1 << 30), 4: lpstr("홍길동")})))
    found, sound = properties(data)
    assert ("author", "홍길동") in found
    assert not sound


def test_another_mark_is_not_sound_and_read():
    data = property_set((SUMMARY, section({2: lpwstr("제목")})))
    assert properties(b"\0\0" + data[2:]) == ([("title", "제목")], False)


@pytest.mark.parametrize(("place", "value"), [(24, 9), (24, 0xFFFFFFFF)])
def test_more_sets_than_are_read_are_not_sound(place, value):
    data = bytearray(property_set(*[(SUMMARY, section({2: lpwstr("제목")}))] * 9))
    struct.pack_into("<I", data, place, value)
    found, sound = properties(bytes(data))
    assert len(found) == 8
    assert not sound
