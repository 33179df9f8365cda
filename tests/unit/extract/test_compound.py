"""Compound files: what is read is what another reader of the format reads, and structures that lie end."""

import struct
import time
from pathlib import Path

import olefile
import pytest

from dlp.extract.base import Budget, ReadStopped
from dlp.extract.mapi.compound import MAGIC, Compound
from dlp.types import Limits
from tests.mail import compound

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
TREE = {
    "small": b"a" * 100,
    "exactly": b"b" * 4096,
    "large": bytes(range(256)) * 700,
    "empty": b"",
    "하위": {"inner": b"c" * 63, "deeper": {"다른": b"d" * 65, "again": b"e" * 9000}, "none": {}},
    **{f"many{number}": b"f" * number for number in range(1, 300)},
}


def opened(data):
    return Compound(data, Budget(Limits(), time.monotonic))


def ours(data):
    file = opened(data)
    found, waiting = {}, [((), file.root)]
    while waiting:
        path, storage = waiting.pop()
        for entry in file.children(storage):
            if entry.is_storage:
                waiting.append(((*path, entry.name), entry))
            else:
                found[(*path, entry.name)] = file.read(entry)
    return found


def theirs(data):
    file = olefile.OleFileIO(data)
    return {tuple(path): file.openstream(path).read() for path in file.listdir()}


def test_all_streams_are_read():
    data = compound(TREE)
    assert ours(data) == theirs(data)
    assert ours(data)["하위", "deeper", "again"] == b"e" * 9000


def test_real_files_are_read_alike():
    paths = [path for path in sorted(CORPUS.rglob("*")) if path.is_file()] if CORPUS.exists() else []
    files = [data for path in paths if (data := path.read_bytes()).startswith(MAGIC)]
    if not files:
        pytest.skip("no ../shared/corpus here")
    for data in files:
        assert ours(data).items() >= theirs(data).items()  # of a damaged file we may read more


def test_a_storage_alone_has_its_streams_and_no_other_names():
    data = compound(TREE)
    file = opened(data)
    alone = file.subtree(next(entry for entry in file.children(file.root) if entry.name == "하위"))
    assert ours(alone) == {path[1:]: content for path, content in ours(data).items() if path[0] == "하위"}
    assert ours(alone) == theirs(alone)
    assert "many7".encode("utf-16-le") not in alone


def _entries(data):
    """Where the entries of the directory stand, by name."""
    found = {}
    for at in range(512, len(data), 128):
        length = struct.unpack_from("<H", data, at + 64)[0]
        if 2 < length <= 64 and data[at + 66] in (1, 2, 5):
            found[data[at : at + length - 2].decode("utf-16-le", "replace")] = at
    return found


def test_a_chain_that_is_a_ring_ends():
    data = bytearray(compound({"large": b"x" * 20_000}))
    fat = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    start = struct.unpack_from("<I", data, _entries(data)["large"] + 116)[0]
    struct.pack_into("<I", data, fat + start * 4, start)
    assert set(ours(bytes(data))) == {("large",)}


def test_a_storage_that_holds_its_parent_ends():
    data = bytearray(compound({"a": {"b": {"c": b"x"}}}))
    at = _entries(data)
    struct.pack_into("<I", data, at["b"] + 76, 1)
    assert ours(bytes(data)) == {}


@pytest.mark.parametrize(
    "data",
    [b"", MAGIC, MAGIC + bytes(504), MAGIC + b"\xff" * 504, MAGIC + bytes(22) + b"\x09\0" + b"\xff" * 480],
)
def test_what_is_none_is_refused(data):
    with pytest.raises(ReadStopped):
        opened(data)
