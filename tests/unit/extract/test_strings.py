from __future__ import annotations

import random
import time

import pytest

from dlp.extract.base import Budget, held
from dlp.extract.strings import BLOCK, runs, string_segments
from dlp.types import Confidence, Coverage, IssueCode, Limits, Locus
from tests import identifiers

NUMBER = identifiers.rrn_of_nobody(random.Random(1))


def noise(size, seed=0):
    return random.Random(seed).randbytes(size)


def texts(data):
    return [run.text for run in runs(data)]


def joined(data):
    found = string_segments(held("a.bin", data), Locus(), Budget(Limits(), time.monotonic))
    return b"".join(segment.data for segment in found).decode()


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16-le"])
@pytest.mark.parametrize("at", [0, 1, 2, 3, 8191])
def test_text_is_found_in_every_encoding_wherever_it_begins(codec, at):
    data = bytes(at) + f"주민등록번호 {NUMBER} 홍길동".encode(codec) + bytes(8)
    assert f"주민등록번호 {NUMBER} 홍길동" in texts(data)


@pytest.mark.parametrize(
    ("before", "behind", "kept"),
    [
        (b"Customer\0\0\0", b"", True),
        ("홍길동".encode("cp949") + b"\0", b"", True),
        (b"", b"\0\x01Customer", True),
        (b"", b"", False),
        (b"Customer" + bytes(100), b"", False),
        ("뵑뿝".encode("utf-16-le") * 3 + b"\0\x01", b"", False),  # noise that happens to be syllables
        ("가각간갇갈감갑".encode("utf-16-le") + b"\0\x01", b"", False),  # a table of them
    ],
)
def test_a_bare_number_stands_only_where_words_are_near(before, behind, kept):
    found = texts(b"\x01\x02" + before + NUMBER.encode() + behind + b"\0")
    assert (NUMBER in found) is kept


@pytest.mark.parametrize("codec", ["cp949", "utf-16-le"])
def test_text_across_blocks_is_whole(codec):
    label = f"주민등록번호 {NUMBER}"
    for shift in range(0, 60, 7):
        at = BLOCK - shift
        data = b"\x02" * at + label.encode(codec) + b"\x02" * (BLOCK // 2)
        assert label in joined(data)


def test_a_run_longer_than_a_block_loses_nothing():
    text = "".join(f"name{n} value, " for n in range(200_000))
    assert len(text) > 2 * BLOCK
    found = joined(b"\0" + text.encode() + b"\0").replace("\n", "")
    assert all(f"name{n} value" in found for n in range(0, 200_000, 97))


@pytest.mark.parametrize("seed", range(4))
def test_noise_gives_no_finding(scanner, seed):
    result = scanner.scan_bytes(noise(4 << 20, seed), name="a.bin")
    assert result.findings == ()
    assert result.coverage is not Coverage.FULL


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16-le"])
def test_an_unknown_file_is_searched_and_still_not_clean(scanner, codec):
    data = noise(5000) + b"\0\0" + f"주민등록번호: {NUMBER}".encode(codec) + b"\0\0" + noise(5000, 1)
    result = scanner.scan_bytes(data, name="a.dat")
    assert {finding.rule for finding in result.findings} == {"kr_rrn"}
    assert result.findings[0].confidence >= Confidence.LIKELY
    assert result.findings[0].locus.position.startswith("byte ")
    assert result.coverage is Coverage.PARTIAL
    assert IssueCode.UNSUPPORTED in {issue.code for issue in result.issues}


@pytest.mark.parametrize(
    "head", [b"\x04\x22\x4d\x18", b"\xff\xfb\x90\0\0\0\0\0\1\2\3\4\5\6", b"wOFF\0\1\0\0\0\0\1\2\3\4"]
)
def test_what_is_packed_by_nature_is_not_searched(scanner, head):
    result = scanner.scan_bytes(head + b"\0" + f"주민등록번호: {NUMBER}".encode() + noise(500), name="a.dat")
    assert result.findings == ()
    assert IssueCode.UNSUPPORTED in {issue.code for issue in result.issues}
