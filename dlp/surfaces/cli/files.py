"""Which files a scan reads: those named, and everything below the directories named, always in the same order."""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlp.render.messages import Words


@dataclass(frozen=True, slots=True)
class Found:
    """Something to read. `relative` is its place below what the user named, that name included."""

    path: Path
    relative: Path

    @property
    def size(self) -> int:
        """Bytes, for the progress bar; 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def is_file(self, other: os.stat_result) -> bool:
        try:
            return os.path.samestat(self.path.stat(), other)
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something seen and deliberately not read."""

    path: Path
    why: Words


class _Kind(enum.Enum):
    FILE = enum.auto()
    DIRECTORY = enum.auto()
    LINK_TO_DIRECTORY = enum.auto()
    SPECIAL = enum.auto()


_NOT_READ = {
    _Kind.LINK_TO_DIRECTORY: Words("폴더를 가리키는 링크라 따라가지 않음", "a link to a directory: not followed"),
    _Kind.SPECIAL: Words("장치, 파이프 또는 소켓이라 읽지 않음", "a device, pipe or socket: not read"),
}


def walk(named: Iterable[Path]) -> Iterator[Found | Skipped]:
    """What is named is read whatever it is; links to directories and special files are skipped where they are found."""
    for root in named:
        found = Found(root, Path(Path(os.path.normpath(root.absolute())).name))  # "." and ".." have names too
        if _kind(root) in (_Kind.DIRECTORY, _Kind.LINK_TO_DIRECTORY):
            yield from _below(found)
        else:
            yield found


def _below(root: Found) -> Iterator[Found | Skipped]:
    waiting = _entries(root)  # a list, not recursion: a hostile tree may be deeper than the stack
    while waiting:
        item = waiting.pop()
        kind = _kind(item.path)
        if item is not root and (why := _NOT_READ.get(kind)):
            yield Skipped(item.path, why)
        elif kind is _Kind.FILE or (below := _entries(item)) == [item]:
            yield item
        else:
            waiting += below


def _entries(directory: Found) -> list[Found]:
    """What is in it, last name first. A directory that cannot be listed stands for itself: reading it will fail, and
    the result will say so."""
    try:
        names = sorted(os.listdir(directory.path), reverse=True)  # noqa: PTH208 (iterdir makes a Path only to be joined again)
    except OSError:
        return [directory]
    return [Found(directory.path / name, directory.relative / name) for name in names]


def _kind(path: Path) -> _Kind:
    """Links to files are files: what they point to is what would be sent. What cannot be looked at counts as a file,
    so that reading it is tried and the failure reported."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return _Kind.FILE
    if stat.S_ISDIR(mode):
        return _Kind.LINK_TO_DIRECTORY if path.is_symlink() else _Kind.DIRECTORY
    return _Kind.FILE if stat.S_ISREG(mode) else _Kind.SPECIAL
