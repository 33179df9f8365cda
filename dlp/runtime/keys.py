"""The site key: 32 random bytes in a file of their own, as 64 hexadecimal digits, for nobody else to read.

Fingerprints and the journal's seals come from it. A new key makes old journals unverifiable, so it is made once and
kept in the backup.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from dlp.errors import ConfigError

_BYTES = 32
_TEXT = re.compile(rb"([0-9a-f]{64})\n?")


def load_or_create(path: Path) -> bytes:
    """The site key in `path`, made there if there is none. Raises ConfigError, saying what to do."""
    try:
        try:
            return _read(path)
        except FileNotFoundError:
            _create(path)
            return _read(path)
    except OSError as error:
        raise _unusable(path, error) from error


def load(path: Path) -> bytes:
    """The site key in `path`, which must be there: what was sealed is verified with the key that sealed it."""
    try:
        return _read(path)
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> ConfigError:
    message = f"열쇠 파일을 쓸 수 없습니다. 경로와 권한을 확인하십시오 / {error.strerror}: check path and permissions"
    return ConfigError(message, key="journal.key_file", source=str(path))


def _read(path: Path) -> bytes:
    # Not to wait for a writer where the path names a pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _require_private(os.fstat(descriptor), path)
        match = _TEXT.fullmatch(os.read(descriptor, 4 * _BYTES))
    finally:
        os.close(descriptor)
    if match is None:
        message = (
            "열쇠가 아닙니다. 백업에서 되살리십시오 / is not a key (64 hexadecimal digits): restore it from the backup"
        )
        raise ConfigError(message, key="journal.key_file", source=str(path))
    return bytes.fromhex(match[1].decode())


def _require_private(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        message = "보통 파일이 아닙니다 / is not a regular file"
    elif status.st_mode & 0o077:
        message = (
            f"다른 사용자가 읽을 수 있습니다. 'chmod 600 {path}'를 실행하고, 읽혔을 수 있으면 열쇠를 바꾸십시오 / "
            f"others can read it: run 'chmod 600 {path}', and replace the key if somebody may have read it"
        )
    elif status.st_uid not in (os.geteuid(), 0):
        message = "다른 사용자의 파일입니다 / belongs to another user"
    else:
        return
    raise ConfigError(message, key="journal.key_file", source=str(path))


def _create(path: Path) -> None:
    """A complete file appears under the name, or none: of several processes that create at once one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_BYTES).hex().encode() + b"\n")
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(draft, path)  # unlike rename, refuses to replace
        except FileExistsError:
            return
    finally:
        draft.unlink()
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Puts names that were just made in `directory` on disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
