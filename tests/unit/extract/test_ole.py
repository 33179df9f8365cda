"""Compound files: what is sound is read byte for byte, what is not is told and the rest read."""

from __future__ import annotations

import io
import struct
import time
from random import Random

import olefile
import pytest

from dlp.extract.base import Budget, BudgetSpent, ReadStopped
from dlp.extract.ole import Compound
from dlp.types import IssueCode, Limits
from tests.cfb import SECTOR, compound

RNG = Random("ole")
STREAMS = {
    "small": b"x" * 100,
    "empty": b"",
    "large": RNG.randbytes(200_000),
    "at the border": RNG.randbytes(4096),
    "below it": RNG.randbytes(4095),
    "storage/inner": b"y" * 70,
    "storage/deeper/innermost": RNG.randbytes(9000),
    "한글 이름": "내용".encode(),
    **{f"many/{number}": RNG.randbytes(number) for number in range(60)},
}
DATA = compound(STREAMS)


def opened(data, **limits):
    return Compound(io.BytesIO(data), len(data), Budget(Limits(**limits), time.monotonic))


def contents(file, limit=1 << 26):
    return {stream.name: file.read(stream, limit) for stream in file.streams}


def test_every_stream_is_read():
    file = opened(DATA)
    assert contents(file) == STREAMS
    assert not file.troubles


def test_the_files_these_tests_write_are_what_others_read():
    other = olefile.OleFileIO(io.BytesIO(DATA))
    assert {"/".join(path): other.openstream(path).read() for path in other.listdir()} == STREAMS
    assert other.parsing_issues == []


def test_a_table_of_more_sectors_than_the_header_holds():
    data = compound({"large": RNG.randbytes(8 << 20), "last": b"end"})
    assert contents(opened(data))["last"] == b"end"
    assert not opened(data).troubles


def test_streams_outside_the_tree_are_read_and_told():
    file = opened(compound({"a": b"1"}, orphans={"lost": b"found"}))
    assert contents(file) == {"a": b"1", "lost": b"found"}
    assert [stream.attached for stream in file.streams] == [True, False]
    assert file.troubles


def test_a_limit_is_kept():
    assert len(contents(opened(DATA), limit=1000)["large"]) == 1000


def test_what_is_read_is_charged():
    file = opened(DATA, unpacked_bytes=100_000)
    with pytest.raises(BudgetSpent):
        contents(file)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04" + bytes(600)])
def test_other_files_are_refused(data):
    with pytest.raises(ReadStopped) as stop:
        opened(data)
    assert stop.value.code is IssueCode.CORRUPT


def _patched(data, at, *values):
    changed = bytearray(data)
    struct.pack_into(f"<{len(values)}I", changed, at, *values)
    return bytes(changed)


def _fat(data):
    return (struct.unpack_from("<I", data, 76)[0] + 1) * SECTOR


DAMAGE = {
    "a loop in a chain": _patched(DATA, _fat(DATA) + 40, 3),
    "a chain out of the file": _patched(DATA, _fat(DATA) + 40, 0x00FFFFFF),
    "no table": _patched(DATA, 76, 0xFFFFFFFF),
    "a table sector out of the file": _patched(DATA, 76, 0x00FFFFFF),
    "no directory": _patched(DATA, 48, 0x00FFFFFF),
    "half of the file": DATA[: len(DATA) // 2],
    "a sector size of nothing": _patched(DATA, 30, 0),
    "a loop in the table's own chain": _patched(DATA, 68, 2, 0xFFFFFFFF),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_told(case):
    file = opened(DAMAGE[case])
    contents(file)
    assert file.troubles


def test_behind_a_hole_the_next_sector_is_taken():
    """A table that was lost: streams stand in one piece, nearly always."""
    found = contents(opened(_patched(DATA, _fat(DATA) + 40, *[0xFFFFFFFF] * 100)))
    assert found["large"] == STREAMS["large"]


@pytest.mark.parametrize("number", range(200))
def test_noise_ends(number):
    rng = Random(number)
    data = bytearray(DATA)
    for _ in range(rng.randrange(1, 30)):
        at = rng.choice((rng.randrange(512), rng.randrange(len(data)), _fat(DATA) + rng.randrange(2000)))
        data[at] = rng.randrange(256)
    data[:8] = DATA[:8]
    contents(opened(bytes(data), seconds=5, unpacked_bytes=1 << 24))
