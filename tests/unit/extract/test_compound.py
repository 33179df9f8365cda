"""Compound files: what is sound is read as another reader reads it, what is not is told and the rest read."""

from __future__ import annotations

import io
import struct
import time
from pathlib import Path
from random import Random

import olefile
import pytest

from dlp.extract.base import Budget, BudgetSpent, ReadStopped, held
from dlp.extract.compound import MAGIC, Compound
from dlp.extract.compound import opened as whole
from dlp.extract.storages import apart
from dlp.types import IssueCode, Limits
from tests.cfb import SECTOR, compound

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
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
    return {"/".join(stream.path): file.read(stream, limit) for stream in file.streams()}


def theirs(data):
    file = olefile.OleFileIO(io.BytesIO(data))
    assert not file.parsing_issues
    return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def walked(file):
    """Streams by path, from storage to storage."""
    found, waiting = {}, [((), file.root)]
    while waiting:
        path, storage = waiting.pop()
        for entry in file.children(storage):
            if entry.is_storage:
                waiting.append(((*path, entry.name), entry))
            else:
                found["/".join((*path, entry.name))] = file.read(entry)
    return found


def test_every_stream_is_read():
    file = opened(DATA)
    assert contents(file) == walked(file) == STREAMS
    assert not file.troubles


def test_the_files_these_tests_write_are_what_others_read():
    assert theirs(DATA) == STREAMS


def test_real_files_are_read_alike():
    paths = [path for path in sorted(CORPUS.rglob("*")) if path.is_file()] if CORPUS.exists() else []
    files = [data for path in paths if (data := path.read_bytes()).startswith(MAGIC)]
    if not files:
        pytest.skip("no ../shared/corpus here")
    for data in files:
        file = olefile.OleFileIO(io.BytesIO(data))
        other = {"/".join(path): file.openstream(path).read() for path in file.listdir()}
        assert walked(opened(data)).items() >= other.items()  # of a damaged file we may read more


@pytest.mark.parametrize("storage", ["storage", "many", "bulk"])
def test_a_storage_alone_has_its_streams_and_no_other_names(storage):
    streams = {**STREAMS, "bulk/large": RNG.randbytes(8 << 20), "bulk/last": b"end"}
    file = opened(compound(streams))
    alone = apart(file, next(entry for entry in file.storages() if entry.name == storage))
    inside = {path.partition("/")[2]: data for path, data in streams.items() if path.startswith(f"{storage}/")}
    assert contents(opened(alone)) == theirs(alone) == inside
    assert not opened(alone).troubles
    assert "at the border".encode("utf-16-le") not in alone


def test_storages_of_one_name_are_kept_apart():
    data = compound({"a1": {"x": b"first"}, "a2": {"y": b"second"}})
    file = opened(data.replace("a2".encode("utf-16-le"), "a1".encode("utf-16-le")))
    storages = file.children(file.root)
    assert [entry.name for entry in storages] == ["a1", "a1"]
    assert [[file.read(entry) for entry in file.children(each)] for each in storages] == [[b"first"], [b"second"]]


def test_a_chain_that_ends_too_soon_goes_on_behind_it():
    """Programs write streams in one piece where they can."""
    data = compound({"large": STREAMS["large"]})
    start = struct.unpack_from("<I", data, _entries(data)["large"] + 116)[0]
    file = opened(_patched(data, _fat(data) + (start + 9) * 4, 0xFFFFFFFE))
    assert contents(file) == {"large": STREAMS["large"]}
    assert file.troubles


def test_streams_that_share_their_sectors_are_refused():
    data = bytearray(compound({f"s{number:03}": b"x" * (100_000 if not number else 5000) for number in range(300)}))
    places = _entries(data)
    for name, at in places.items():
        if name.startswith("s"):
            data[at + 116 : at + 124] = data[places["s000"] + 116 : places["s000"] + 124]
    with pytest.raises(ReadStopped) as stop:
        contents(opened(bytes(data)))
    assert stop.value.code is IssueCode.SUSPICIOUS


def test_an_entry_of_no_kind_is_read_where_a_storage_names_it():
    data = bytearray(compound({"a": b"text"}))
    data[_entries(data)["a"] + 66] = 0
    file = opened(bytes(data))
    assert contents(file) == {"a": b"text"}
    assert file.troubles


def test_a_storage_that_holds_its_parent_ends():
    data = compound({"a": {"b": {"c": b"x"}}})
    file = opened(_patched(data, _entries(data)["b"] + 76, 1))
    assert walked(file) == {}
    assert contents(file) == {"c": b"x"}
    assert file.troubles


@pytest.mark.parametrize(
    "data", [b"", MAGIC, MAGIC + bytes(504), MAGIC + b"\xff" * 504, DATA[:512], b"PK" + bytes(600)]
)
def test_what_has_no_directory_is_refused_as_a_whole(data):
    with pytest.raises(ReadStopped) as stop:
        whole(held("a", data), Budget(Limits(), time.monotonic))
    assert stop.value.code is IssueCode.CORRUPT


def _entries(data):
    """Where the entries of the directory stand, by name."""
    found = {}
    for at in range(512, len(data), 128):
        length = struct.unpack_from("<H", data, at + 64)[0]
        if 2 < length <= 64 and data[at + 66] in (1, 2, 5):
            found[bytes(data[at : at + length - 2]).decode("utf-16-le", "replace")] = at
    return found


def test_a_table_of_more_sectors_than_the_header_holds():
    data = compound({"large": RNG.randbytes(8 << 20), "last": b"end"})
    assert contents(opened(data))["last"] == b"end"
    assert not opened(data).troubles


def test_streams_outside_the_tree_are_read_and_told():
    file = opened(compound({"a": b"1"}, orphans={"lost": b"found"}))
    assert contents(file) == {"a": b"1", "lost": b"found"}
    assert [stream.linked for stream in file.streams()] == [True, False]
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
