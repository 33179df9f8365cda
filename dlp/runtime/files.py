"""Blobs from memory and from the file system."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

from dlp.types import Blob


def memory_blob(data: bytes, name: str = "") -> Blob:
    """Bytes already in memory."""
    return Blob(name, len(data), lambda: io.BytesIO(data))


def file_blob(path: Path) -> Blob:
    """A regular file. Raises OSError where it is none or cannot be read; nothing but regular files is ever opened."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        os.scandir(path).close()  # raises where it may not be listed: then that is the trouble with it
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"{_KINDS.get(stat.S_IFMT(status.st_mode), 'special file')}: not a regular file")
    blob = Blob(str(path), status.st_size, lambda: _open(path))
    blob.open().close()
    return blob


def unreadable_blob(path: Path, cause: OSError) -> Blob:
    """What could not be opened: of unknown content, which is not the same as empty."""

    def refuse() -> BinaryIO:
        raise cause

    return Blob(str(path), 0, refuse)


_KINDS = {
    stat.S_IFDIR: "directory",
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def _open(path: Path) -> BinaryIO:
    """Never blocks: a file may have become a pipe since it was looked at."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("no longer a regular file")
    return os.fdopen(descriptor, "rb")
