"""Text made to cost much: the time grows with its length and no faster, and what is given up is said.

Times are CPU seconds of this process, for a text and for one twice as long.
"""

import base64
import time
import tracemalloc
from random import Random

import pytest

from dlp import Scanner
from dlp.types import Action, Coverage, IssueCode

KB, MB = 1 << 10, 1 << 20
LINEAR = 8  # for four times as much: 4 is linear, 16 quadratic, and machines are noisy
NOISE = 0.012  # seconds below which a ratio says nothing
NOISE_BYTES = Random("noise").randbytes(MB)


@pytest.fixture(scope="module")
def scanner():
    scanner = Scanner()
    for make in CASES.values():
        scanner.scan_text(make(2 * KB))  # what is imported and compiled on first use is not part of the time
    return scanner


def repeated(unit):
    raw = unit if isinstance(unit, bytes) else unit.encode()
    return lambda size: raw * (size // len(raw))


def nested(size):
    text = b"0" * 64
    while len(text) < size:
        text = base64.b64encode(text)
    return text[:size]


def table(head, row):
    return lambda size: head.encode() + row.encode() * (size // len(row.encode()))


def wide_table(size):
    """Ten thousand columns, of which every row's cells are digits."""
    return b"\n".join([b",".join(b"c%d" % n for n in range(10_000)), *[b",".join([b"1"] * 10_000)] * (size // 20_000)])


CASES = {
    "digits": repeated("1234567890"),
    "zeros": repeated("0"),
    "blanks": repeated(" "),
    "line ends": repeated("\n"),
    "digits and line ends": repeated("1\n"),
    "digits and blanks": repeated("1 "),
    "groups of digits": repeated("1234-"),
    "fractions": repeated("1."),
    "commas": repeated(","),
    "quotes": repeated('"'),
    "quotes and commas": repeated('",'),
    "base64": lambda size: base64.b64encode(NOISE_BYTES)[:size],
    "base64 in lines": lambda size: base64.encodebytes(NOISE_BYTES)[:size],
    "base64 of digits": lambda size: base64.b64encode(b"12-34 " * (size // 8)),
    "base64 in base64": nested,
    "padding": repeated("AAAAAAAA= "),
    "open JSON in base64": repeated("eyJa."),
    "hex": lambda size: NOISE_BYTES.hex().encode()[:size],
    "hex of digits": repeated("3132"),
    "hex pairs": repeated("31 "),
    "percent of percent": lambda size: b"%" + b"25" * (size // 2),
    "percent": repeated("%31"),
    "quoted-printable": repeated("=31"),
    "soft line ends": repeated("=\n"),
    "entities": repeated("&#49;"),
    "open entities": repeated("&#"),
    "JSON escapes": repeated("\\u0031"),
    "backslashes": repeated("\\"),
    "encoded words": repeated("=?utf-8?B?MDEw?= "),
    "open encoded words": repeated("=?utf-8?B?"),
    "open objects": repeated('{"'),
    "tags": repeated("1<b>"),
    "open tags": repeated("1<b "),
    "open comments": repeated("1<!--"),
    "labels": repeated("계좌"),
    "labels and blanks": repeated("주민번호 "),
    "banks": repeated("국민은행 12"),
    "full-width": repeated("１"),
    "Arabic digits": repeated("٣"),
    "circled": repeated("①"),
    "zero-width": repeated("1\u200b"),
    "only zero-width": repeated("\u200b"),
    "jamo": repeated("\u1112\u1161\u11ab1"),
    "numerals": repeated("공일이삼"),
    "letters for digits": repeated("O0"),
    "masked names": repeated("홍*동"),
    "masked numbers": repeated("12-**-"),
    "mailboxes": repeated("a@a."),
    "long mailboxes": repeated("a" * 64 + "@"),
    "MRZ": repeated("1KOR"),
    "NUL": repeated(b"\0"),
    "not UTF-8": repeated(b"\xff"),
    "resident numbers": repeated("000101-1000000 "),
    "cards": repeated("4111-1111-1111-1111\n"),
    "accounts": repeated("계좌 110-234-567890\n"),
    "account column": table("이름,계좌\n", "홍판서,110-234-567890\n"),
    "many columns": wide_table,
}
LARGE = {"overlong": repeated(b"\xc0\xb1")}  # a short text of these is not taken for UTF-8 and not undone
LABEL_IN_EVERY_ROW = {
    "rows with labels": repeated("이름,계좌,1\n"),
    "rows with a bank": table("이름,은행,금액\n", "홍판서,우리은행,1200000\n"),
}


def seconds(scanner, data):
    began = time.process_time()
    scanner.scan_text(data)
    return time.process_time() - began


def assert_linear(scanner, make, size, attempts=6):
    """The best of a few runs of each, as many as it takes: a busy machine makes single runs slow, never fast."""
    short, long = make(size), make(4 * size)
    best_short = best_long = float("inf")
    for _ in range(attempts):
        best_short, best_long = min(best_short, seconds(scanner, short)), min(best_long, seconds(scanner, long))
        if best_long <= LINEAR * max(best_short, NOISE):
            return
    raise AssertionError(f"{size >> 10} KiB take {best_short:.3f} s, four times as much {best_long:.3f} s")


@pytest.mark.parametrize("name", CASES)
def test_time_is_linear(scanner, name):
    assert_linear(scanner, CASES[name], 32 * KB)


@pytest.mark.parametrize("name", LARGE)
def test_time_is_linear_from_a_size_on(scanner, name):
    assert_linear(scanner, LARGE[name], 64 * KB)


@pytest.mark.parametrize("name", LABEL_IN_EVERY_ROW)
def test_time_is_linear_in_a_table_of_labels(scanner, name):
    assert_linear(scanner, LABEL_IN_EVERY_ROW[name], 8 * KB, attempts=2)


WORD_IN_BASE64 = base64.b64encode("주민 000101-1000000".encode())


def test_time_is_linear_in_runs_that_hold_values(scanner):
    assert_linear(scanner, repeated(WORD_IN_BASE64 + b'","'), 8 * KB, attempts=3)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_time_is_linear_in_large_texts(scanner, name):
    assert_linear(scanner, CASES[name], MB)


def test_a_line_of_four_megabytes(scanner):
    result = scanner.scan_bytes(b"," * (4 * MB), name="a.csv")
    assert result.coverage is Coverage.FULL
    assert not result.findings


def test_memory_follows_the_block_not_the_text(scanner):
    """Findings are counted beyond the ones that are kept."""

    def peak(megabytes):
        data = "주민번호 없음, 자료 폴더 참고\n".encode() * (megabytes * MB // 41)
        tracemalloc.start()
        scanner.scan_text(data)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(12) < 1.5 * peak(6)


# --- what is given up is said -----------------------------------------------------------------------------------------


def layers(text, depth):
    for _ in range(depth):
        text = base64.b64encode(text)
    return text


@pytest.mark.parametrize("name", ["base64", "percent"])
def test_deeper_than_the_limit_is_never_clean(scanner, name):
    value = "주민번호 000101-1000000".encode()
    bombs = {"base64": layers(value, 9), "percent": b"%" + b"25" * 9 + b"30"}
    result = scanner.scan_text(bombs[name])
    assert [issue.code for issue in result.issues] == [IssueCode.DECODE_LIMIT]
    assert result.coverage is Coverage.PARTIAL
    assert result.verdict.action >= Action.HOLD


@pytest.mark.parametrize("depth", range(1, 5))
def test_up_to_the_limit_all_is_read(scanner, depth):
    result = scanner.scan_text(layers("주민번호 000101-1000000".encode(), depth))
    assert [finding.entity for finding in result.findings] == ["KR_RRN"]
    assert result.coverage is Coverage.FULL


def test_many_shallow_runs_are_not_deep(scanner):
    result = scanner.scan_text(b"\n".join([WORD_IN_BASE64] * 12))
    assert len(result.findings) == 12
    assert not result.issues


def test_more_than_may_be_decoded_is_never_clean(tmp_path):
    config = tmp_path / "dlp.toml"
    config.write_text("[limits]\ndecoded_bytes = 10000\n", "utf-8")
    result = Scanner(config).scan_text("１２３４ 가나다라마바사 " * 4000)
    assert [issue.code for issue in result.issues] == [IssueCode.DECODE_LIMIT]
    assert result.coverage is Coverage.PARTIAL


def test_every_finding_is_counted_and_only_the_first_are_kept(scanner):
    count = 100_000
    result = scanner.scan_text("홍*동 " * count)
    assert sum(result.assessment.counts.values()) == count
    kept = scanner.config.scan.max_findings
    assert len(result.findings) == kept
    assert result.assessment.omitted == count - kept
    assert [finding.start for finding in result.findings[:3]] == [0, 4, 8]


@pytest.mark.parametrize("noise", [b"\0", b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80", b"\x80"])
def test_bytes_that_are_no_text_hide_nothing(scanner, noise):
    """A value among them is found, or the text is not called clean."""
    for text in (
        noise + b" 000101-1000000 ",
        b"000101-1000000 " + noise * 40,
        noise * 9 + b"000101-1000000" + noise * 9,
    ):
        result = scanner.scan_text(text)
        assert result.findings or result.coverage < Coverage.FULL


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_false_byte_order_mark_hides_nothing(scanner, mark):
    result = scanner.scan_text(mark + "주민번호 000101-1000000 ".encode() * 8)
    assert result.findings or result.coverage < Coverage.FULL


def test_a_value_among_zero_bytes_is_found(scanner):
    assert scanner.scan_text(b"a\0b 000101-1000000 c\0d").findings
