import base64
import random

import pytest

from dlp.match import decode, readable

TEXT = "주민번호 000101-1000000 확인"
PLAIN = base64.b64encode(TEXT.encode())
URL_SAFE = base64.urlsafe_b64encode("고객?>번호~~ 12".encode())


@pytest.mark.parametrize("encoded", [PLAIN, PLAIN.rstrip(b"="), URL_SAFE, URL_SAFE.rstrip(b"=")])
@pytest.mark.parametrize("before", [b"", b"x: ", b'"', b"data,", b"=", b"\n"])
@pytest.mark.parametrize("after", [b"", b'"', b" ", b"\n", b"&"])
def test_a_run_is_found_from_any_place_in_it(encoded, before, after):
    source = before + encoded + after
    letters = len(before) + len(encoded.rstrip(b"="))
    for at in (len(before) + 1, len(before) + 9, letters):
        start, end = decode.base64_run(source, at)
        assert source[start:end] == encoded.rstrip(b"=")
    assert decode.decode_base64(source, len(before), letters).text.decode() in (TEXT, "고객?>번호~~ 12")


def test_a_run_longer_than_a_step():
    source = b" " + b"A" * 20_000 + b" "
    assert decode.base64_run(source, 12_000) == (1, 20_001)


@pytest.mark.parametrize("prefix", [b"token/", b"name-", b"id_"])
def test_what_a_run_is_joined_to_by_its_own_letters(prefix):
    source = prefix + PLAIN
    decoded = decode.decode_base64(source, 0, len(source.rstrip(b"=")))
    assert decoded.text.decode() == TEXT
    assert decoded.start == len(prefix)


@pytest.mark.parametrize(
    "source", [b"AAAAAAAAAAAA", b"short", b"", b"A", base64.b64encode(bytes(range(200, 250))), b"ZZZZZZZZZZZZZZZZ"]
)
def test_what_is_no_text_is_not_decoded(source):
    assert decode.decode_base64(source, 0, len(source)) is None


@pytest.mark.parametrize("offset", range(len(TEXT.encode())))
def test_a_span_covers_the_letters_of_its_bytes(offset):
    source = b"<<" + PLAIN
    decoded = decode.decode_base64(source, 2, len(source.rstrip(b"=")))
    start, end = decoded.span(offset, offset + 1)
    first = (start - 2) // 4 * 3
    group = base64.b64decode(source[2 + first // 3 * 4 : 2 + first // 3 * 4 + 8].ljust(8, b"="))
    assert decoded.text[offset : offset + 1] in group
    assert 1 <= end - start <= 3


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (TEXT.encode().hex().encode(), TEXT),
        (TEXT.encode().hex().upper().encode(), TEXT),
        (b"a" + b"010-1234".hex().encode(), "010-1234"),  # a digit that belongs to no pair
        (b"010-1234".hex(" ").encode(), "010-1234"),
        (b"010-1234".hex(":").encode(), "010-1234"),
    ],
)
def test_hex(source, text):
    start, end = decode.hex_run(source, len(source) // 2)
    assert (start, end) == (0, len(source))
    decoded = decode.decode_hex(source, start, end)
    assert decoded.text.decode() == text
    first, last = decoded.span(0, len(decoded.text))
    assert (
        source[first:last].replace(b" ", b"").replace(b":", b"").lower()
        in source.replace(b" ", b"").replace(b":", b"").lower()
    )


def test_hex_that_is_no_text():
    assert decode.decode_hex(b"deadbeef00ff", 0, 12) is None


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        (b"", False),
        (b"abc", True),
        (b"a\tb\r\n", True),
        (b"a\0b", True),
        (b"\x019\x010\x01", True),
        (b"\0\0\0\0a", False),
        (bytes(range(32)), False),
        ("가나".encode()[2:], True),  # and at the beginning
        ("가나".encode(), True),
        ("가나".encode()[:-1], True),  # a character cut at the end
        ("가나다라".encode("cp949"), True),
        (b"\xff\xfe\xff\xfe", False),
        (bytes(range(128, 256)), False),
    ],
)
def test_is_text(data, is_text):
    assert readable.is_text(data) is is_text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["주민번호 000101-1000000", "call 010-1234", "가나다라"])
def test_wide_text(text, encoding):
    assert readable.encoding_of(text.encode(encoding)) == encoding
    assert readable.narrowed(text.encode(encoding), encoding).text.decode() == text


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed):
    assert not readable.as_text(random.Random(seed).randbytes(48))


LETTER = ("자료는 공유 폴더에 있습니다. " * 9 + TEXT + " 감사합니다. " * 9).encode()
BREAKS = ["\n", "\r\n", "\n> ", " \n  ", "\\n", "\\r\\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp949"])
@pytest.mark.parametrize("line_end", BREAKS)
@pytest.mark.parametrize("width", [8, 19, 60, 76])
def test_lines_are_read_as_one(width, line_end, encoding):
    """From whichever line, and back to where each byte stood."""
    text = LETTER.decode()
    letters = base64.b64encode(text.encode(encoding)).decode()
    lines = [letters[at : at + width] for at in range(0, len(letters), width)]
    source = ("첨부:\n" + line_end.join(lines) + "\n\n끝").encode()
    for line in (lines[0], lines[len(lines) // 2]):
        start, end = decode.base64_run(source, source.index(line.encode()) + 4)
        decoded = decode.decode_base64_lines(source, start, end, 0, 999)
        assert (decoded.text.decode("cp949") if encoding == "cp949" else decoded.text.decode()) == text
    at = decoded.text.index(b"000101")
    start, end = decoded.span(at, at + 14)
    stood = source[start:end].decode()
    for mark in ("\\r", "\\n", "\r", "\n", ">", " "):
        stood = stood.replace(mark, "")
    where = letters.index(stood)
    assert "000101-1000000" in base64.b64decode(letters[where // 4 * 4 : where + len(stood) + 7 & ~3]).decode(
        encoding, "ignore"
    ) or encoding.startswith("utf-16")


@pytest.mark.parametrize("above", ["-" * 64, "CERTIFICATE-----", "가나다", "name: x", ""])
def test_what_stands_above_is_no_line(above):
    letters = base64.b64encode(LETTER).decode()
    source = "\n".join([above, *(letters[at : at + 64] for at in range(0, len(letters), 64))]).encode()
    start, end = decode.base64_run(source, len(above.encode()) + 6)
    assert decode.decode_base64_lines(source, start, end, 0, 999).text == LETTER


@pytest.mark.parametrize("source", [b"abc", PLAIN, PLAIN + b"\n", PLAIN + b"\n\nabc"])
def test_one_line_is_none(source):
    start, end = decode.base64_run(source, 2)
    assert decode.decode_base64_lines(source, start, end, 0, 999) is None
