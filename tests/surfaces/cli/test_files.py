import os
import sys
from pathlib import Path

import pytest

from dlp.surfaces.cli.files import Found, Skipped, walk


def found(*named):
    return [(str(item.path), str(item.relative)) for item in walk(map(Path, named)) if isinstance(item, Found)]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a/2.txt", "a/10.txt", "a/b/x.txt", "a/Z.txt", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_order_and_relative_names():
    assert found("c.txt", "a") == [
        ("c.txt", "c.txt"),
        ("a/10.txt", "a/10.txt"),
        ("a/2.txt", "a/2.txt"),
        ("a/Z.txt", "a/Z.txt"),
        ("a/b/x.txt", "a/b/x.txt"),
    ]


@pytest.mark.parametrize("name", [".", "..", "a/..", "a/b/../..", "/"])
def test_relative_names_never_lead_out(here, name):
    relative = next(item.relative for item in walk([Path(name)]) if isinstance(item, Found))
    assert not relative.is_absolute()
    assert ".." not in relative.parts


def test_links_to_files_are_read_and_links_to_directories_are_not(here):
    (here / "a" / "link.txt").symlink_to("../c.txt")
    (here / "a" / "loop").symlink_to("..")
    (here / "a" / "gone").symlink_to("nowhere")
    (here / "a" / "self").symlink_to("self")
    os.mkfifo(here / "a" / "pipe")
    read = [path for path, _ in found("a")]
    assert {"a/link.txt", "a/gone", "a/self"} <= set(read)
    skipped = [(str(item.path), item.why.en) for item in walk([Path("a")]) if isinstance(item, Skipped)]
    assert [path for path, _ in skipped] == ["a/loop", "a/pipe"]


def test_what_is_named_is_read_whatever_it_is(here):
    (here / "dir").symlink_to("a")
    os.mkfifo(here / "pipe")
    assert found("dir")[0] == ("dir/10.txt", "dir/10.txt")
    assert found("pipe", "nowhere") == [("pipe", "pipe"), ("nowhere", "nowhere")]


def test_deeper_than_the_stack(here):
    path = Path("deep")
    path.mkdir()
    for _ in range(400):
        path /= "d"
        path.mkdir()
    (path / "f").write_text("x")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        assert found("deep") == [(str(path / "f"), str(path / "f"))]
    finally:
        sys.setrecursionlimit(limit)
