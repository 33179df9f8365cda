from __future__ import annotations

import random

import pytest

from dlp.extract.charset import to_utf8
from dlp.extract.utf8 import SMALL, survey

SAMPLES = (
    "고객명,주민등록번호,전화번호\n가나다,123,456\n",
    "안녕하세요",
    "가나다라마바사아자차카타파하",
    "漢字 표기 테스트\n",
    "똠방각하 펲시콜라",
    "hello world 123\n",
    "①㈜ ※ 주의\n",
    "번호: 12",
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", SAMPLES)
def test_round_trip(text, encoding):
    decoded = to_utf8(text.encode(encoding))
    assert (decoded.data.decode(), decoded.other) == (text, b"")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_random_korean(encoding):
    draw = random.Random(20260420)
    for _ in range(60):
        text = "".join(draw.choice("가각간갇한국금융보안 ,.\n0123456789abc") for _ in range(draw.randint(4, 300)))
        assert to_utf8(text.encode(encoding)).data.decode() == text


@pytest.mark.parametrize("before", ["번호 ", "주민번호는 ", "no. ", "id", "id:", "회의는 내일 오후에 "])
@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be"])
def test_wide_digits_in_a_narrow_text(before, wide):
    """Read as UTF-16 throughout, a first odd byte would take the first digit with it."""
    text = before + "0123456789".encode(wide).decode()
    assert to_utf8(text.encode()).data.decode() == text


@pytest.mark.parametrize("declared", ["iso-2022-kr", "ISO-2022-KR"])
def test_seven_bit_charsets_are_believed(declared):
    assert to_utf8("안녕하세요".encode("iso2022_kr"), declared).data.decode() == "안녕하세요"


def test_two_readings_where_none_fits():
    decoded = to_utf8("가나다라마바".encode() + b"\xff\xff" + "홍길동".encode("cp949") + b"\xff")
    readings = decoded.data.decode() + decoded.other.decode()
    assert "가나다라마바" in readings
    assert "홍길동" in readings


UNITS = [b"a", b"\n", "é".encode(), "가".encode(), "😀".encode()]


@pytest.mark.parametrize("spoil", [None, 0x80, 0xFF, 0xC3, 0xE0, 0xF0, 0x41])
def test_big_buffers_are_judged_as_small_ones(spoil):
    draw = random.Random(7)
    # Spoilt four-byte characters may become overlong ones, which pass in big buffers.
    units = UNITS if spoil is None else UNITS[:4]
    for _ in range(20):
        data = bytearray(b"".join(draw.choice(units) for _ in range(30)) * (SMALL // 30))
        if spoil is not None:
            data[draw.choice([0, 1, 2, 3, len(data) // 2, len(data) - 3, len(data) - 2, len(data) - 1])] = spoil
        counts = survey(bytes(data))
        try:
            text = bytes(data).decode()
        except UnicodeDecodeError:
            assert counts is None
        else:
            assert counts == (len(text), text.count("\n"))
