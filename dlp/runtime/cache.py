"""Compiled pattern databases kept between processes, so that a cold start does not compile for a second.

A database decides what is found, so a file counts only if it is this user's own, nobody else can write it, and its
HMAC under the site key holds; anything else is compiled anew.
"""

from __future__ import annotations

import hmac
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_MAC = 32
KEPT = 16  # databases, the ones used last: a set of rules has five
_ABANDONED = 3600.0  # seconds after which nobody is still writing a file


@dataclass(frozen=True, slots=True)
class FileCache:
    """One file per database below `directory`, authenticated with `key`."""

    directory: Path
    key: bytes = field(repr=False)

    def get(self, key: str) -> bytes | None:
        try:
            descriptor = os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
            data = file.read()
            with suppress(OSError):
                os.utime(descriptor)  # used now
        return data[_MAC:] if hmac.compare_digest(data[:_MAC], self._mac(key, data[_MAC:])) else None

    def put(self, key: str, database: bytes) -> None:
        """Best effort: a full or read-only disk only costs time."""
        scratch = self.directory / f".{key}.{os.getpid()}"
        with suppress(OSError):
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._mac(key, database) + database)
            scratch.replace(self._path(key))
            self._drop_old()

    def _drop_old(self) -> None:
        """Rules and engines change; what was compiled for earlier ones, or left half written, is not kept for ever."""
        files = sorted(((path.lstat().st_mtime, path) for path in self.directory.iterdir()), reverse=True)
        kept = [path for _, path in files if path.suffix == ".hs"][:KEPT]
        for changed, path in files:
            half = path.name.startswith(".") and time.time() - changed > _ABANDONED
            if half or (path.suffix == ".hs" and path not in kept):
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.directory / f"{key}.hs"

    def _mac(self, key: str, database: bytes) -> bytes:
        return hmac.digest(self.key, b"dlp pattern database\0" + key.encode() + b"\0" + database, "sha256")
