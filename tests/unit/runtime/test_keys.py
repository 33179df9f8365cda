import os
import stat

import pytest

from dlp.errors import ConfigError
from dlp.runtime.keys import load, load_or_create
from tests.unit.runtime.support import finish, fork


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "state" / "site.key"
    key = load_or_create(path)

    assert len(key) == 32
    assert load_or_create(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["site.key"]
    assert load_or_create(tmp_path / "other.key") != key


def test_processes_that_make_it_at_once_get_the_same(tmp_path):
    makers = [fork(lambda write: write(load_or_create(tmp_path / "site.key"))) for _ in range(8)]
    assert {finish(*maker) for maker in makers} == {load_or_create(tmp_path / "site.key")}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused_with_what_to_do(tmp_path, mode):
    path = tmp_path / "site.key"
    key = load_or_create(path)
    path.chmod(mode)
    with pytest.raises(ConfigError, match=f"chmod 600 {path}") as caught:
        load_or_create(path)
    assert key.hex() not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"0" * 63, b"0" * 65, b"0" * 64 + b"\n\n", b"g" * 64, bytes(32)])
def test_what_is_no_key_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "site.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match="is not a key"):
        load_or_create(path)
    assert path.read_bytes() == content


def test_what_is_no_file_is_no_key(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(ConfigError, match="is not a regular file"):
            load_or_create(path)


def test_a_key_that_must_be_there_is_not_made(tmp_path):
    with pytest.raises(ConfigError, match="check path"):
        load(tmp_path / "site.key")
    assert not (tmp_path / "site.key").exists()
    assert load_or_create(tmp_path / "site.key") == load(tmp_path / "site.key")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError, match=r"site\.key"):
        load_or_create(tmp_path / "site.key")


def test_a_parent_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"site\.key"):
        load_or_create(tmp_path / "file" / "site.key")
