import os

import pytest

from dlp.match.ruleset import Ruleset
from dlp.runtime.cache import KEPT, FileCache
from recognizers import rules

KEY = b"k" * 32
NAME = "0" * 64


@pytest.fixture
def cache(tmp_path):
    made = FileCache(tmp_path / "cache", KEY)
    made.put(NAME, b"database")
    return made


def file(cache):
    (only,) = cache.directory.iterdir()
    return only


def test_what_was_put_is_got(cache):
    assert cache.get(NAME) == b"database"
    assert cache.get("1" * 64) is None


def test_it_is_its_owners_alone(cache):
    assert file(cache).stat().st_mode & 0o077 == 0
    assert cache.directory.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_may_write_is_refused(cache, mode):
    file(cache).chmod(mode)
    assert cache.get(NAME) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_another_owns_is_refused(cache):
    os.chown(file(cache), 12345, -1)
    assert cache.get(NAME) is None


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_what_was_changed_is_refused(cache, at):
    data = bytearray(file(cache).read_bytes())
    data[at] ^= 1
    file(cache).write_bytes(data)
    assert cache.get(NAME) is None


@pytest.mark.parametrize("size", [0, 10, 32, 39])
def test_what_was_cut_is_refused(cache, size):
    file(cache).write_bytes(file(cache).read_bytes()[:size])
    assert cache.get(NAME) is None


def test_another_key_and_another_name_are_refused(cache):
    assert FileCache(cache.directory, b"x" * 32).get(NAME) is None
    file(cache).rename(cache.directory / f"{'1' * 64}.hs")
    assert cache.get("1" * 64) is None


def test_a_link_is_refused(cache, tmp_path):
    file(cache).rename(tmp_path / "elsewhere")
    (cache.directory / f"{NAME}.hs").symlink_to(tmp_path / "elsewhere")
    assert cache.get(NAME) is None


def test_a_place_that_cannot_be_written_only_costs_time(tmp_path):
    (tmp_path / "file").write_text("x")
    unwritable = FileCache(tmp_path / "file" / "cache", KEY)
    unwritable.put(NAME, b"database")
    assert unwritable.get(NAME) is None


def test_only_the_databases_used_last_are_kept(cache):
    for number in range(KEPT - 1):
        cache.put(f"{number:064x}1", b"database")
        os.utime(cache.directory / f"{number:064x}1.hs", (1000 + number,) * 2)
    os.utime(cache.directory / f"{NAME}.hs", (1, 1))
    assert cache.get(NAME) == b"database"  # used now: not the oldest any more
    foreign, half, busy = (cache.directory / name for name in ("notes.txt", f".{NAME}.1", f".{NAME}.2"))
    for path, when in ((foreign, 1), (half, 1), (busy, None)):
        path.write_bytes(b"x")
        os.utime(path, when and (when, when))
    cache.put("f" * 64, b"newest")
    assert cache.get(NAME) == b"database"
    assert cache.get("f" * 64) == b"newest"
    assert cache.get(f"{0:064x}1") is None
    assert len(list(cache.directory.glob("*.hs"))) == KEPT
    assert (foreign.exists(), half.exists(), busy.exists()) == (True, False, True)


def test_the_key_is_not_shown(cache):
    assert "kkk" not in repr(cache)


def test_spoilt_databases_are_compiled_anew(tmp_path):
    pytest.importorskip("hyperscan")
    cache = FileCache(tmp_path, KEY)
    fresh = Ruleset(rules()[:1], cache=cache)
    text = b" 4111-1111-1111-1111 "
    for path in tmp_path.iterdir():
        path.write_bytes(b"spoilt")
    again = Ruleset(rules()[:1], cache=cache)
    kept = Ruleset(rules()[:1], cache=cache)
    assert fresh.engine.scan(text) == again.engine.scan(text) == kept.engine.scan(text) != {}
