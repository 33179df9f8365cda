from __future__ import annotations

import os
import resource
import subprocess
import sys
import time

import pytest

from dlp.extract import stream
from dlp.extract.base import Budget, held
from dlp.extract.stream import text_segments
from dlp.types import Issue, Layout, Limits, Locus

TEXTS = ("가나다라 abc 123,마바\n" * 3000, "가나다라마바😀" * 4000, "홍길동,1,2\r\n" * 2000)


def _read(data, name="a"):
    return list(text_segments(held(name, data), Locus(), Budget(Limits(), time.monotonic)))


def _own(segment):
    return segment.data[segment.before : len(segment.data) - segment.after]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-be", "utf-32-be"])
@pytest.mark.parametrize("block", [4999, 5000, 70_001])
def test_blocks_put_together_are_the_text(monkeypatch, encoding, block):
    monkeypatch.setattr(stream, "BLOCK", block)
    monkeypatch.setattr(stream, "CONTEXT", 100)
    monkeypatch.setattr(stream, "_CUT_WITHIN", 300)
    for text in TEXTS:
        if encoding == "cp949" and "😀" in text:
            continue
        so_far = ""
        for segment in _read(text.encode(encoding)):
            assert segment.first_char == len(so_far)
            assert segment.positions(segment.before) == f"line {so_far.count(chr(10)) + 1}"
            segment.data.decode()  # the context splits no character either
            so_far += _own(segment).decode()
        assert so_far == text


def test_a_table_continues_under_its_header(monkeypatch):
    monkeypatch.setattr(stream, "BLOCK", 5000)
    segments = _read("이름,번호\n".encode() + "가,1\n".encode() * 3000)
    assert {segment.layout for segment in segments} == {Layout.TABLE}
    assert [segment.header.decode() for segment in segments][:2] == ["", "이름,번호"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("a\tb\n1\t2\n3\t4\n", True),
        ("제목\n\n이름;번호\n가;1\n나;2\n", True),
        ('"a,b",c\n"1,2",3\nx,y\n', True),
        ("한 줄, 쉼표 하나\n둘째 줄에는 없음\n셋째\n", False),
        ("a,b\n1,2,3\n1\n", False),
    ],
)
def test_what_is_a_table(text, table):
    assert (_read(text.encode())[0].layout is Layout.TABLE) is table


def test_a_hard_cut_in_one_endless_line(monkeypatch):
    monkeypatch.setattr(stream, "BLOCK", 5000)
    data = "가".encode() * 10_000
    assert b"".join(_own(segment) for segment in _read(data)) == data


def test_bad_bytes_are_told_once_and_read_twice(monkeypatch):
    monkeypatch.setattr(stream, "BLOCK", 5000)
    found = _read(("가나다라\n" * 2000).encode() + b"\xff\xff\xb0\n")
    assert [item.locus.position for item in found if isinstance(item, Issue)]
    assert sum(item.derived for item in found if not isinstance(item, Issue)) == 1


@pytest.mark.bench
def test_clean_text_passes_faster_than_it_decodes():
    data = ("한국의 금융회사는 2026년 4월 20일부터 SaaS를 이용할 수 있다. abc 123\n" * 200_000).encode()
    _read(data)

    def best(function):
        times = []
        for _ in range(3):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(data.decode) / best(lambda: _read(data)) > 1.5


MEASURE = """
import resource, sys, time
from pathlib import Path
import numpy
from dlp.extract.base import Budget
from dlp.extract.walk import walk
from dlp.types import Blob, Limits
path = Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
blob = Blob(path.name, path.stat().st_size, lambda: path.open("rb"))
for _ in walk(blob, Budget(Limits(seconds=600), time.monotonic)):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize("line", ["고객 이름과 번호가 있는 기록 한 줄\n", "끝없는 한 줄 "])
def test_a_gigabyte_streams_in_bounded_memory(tmp_path, line):
    path = tmp_path / "a.log"
    block = line.encode() * (1 << 16)
    with path.open("wb") as file:
        while file.tell() < 1 << 30:
            file.write(block)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert int(run.stdout) < 60 << 10, resource.getrusage(resource.RUSAGE_SELF)
