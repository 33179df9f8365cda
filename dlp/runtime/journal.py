"""The journal on disk: one chain of records in one file that several processes append to.

    journal.jsonl   the records, appended only
    journal.head    the newest record known to be on disk, replaced as a whole after each sync
    journal.lock    held while a record is added
    journal.torn    what a crash left of a line that was being written, kept as it was found

A record that is durable is on disk when `append` returns. The others are in the kernel's hands, so they survive the
death of the process, and reach the disk with the next sync: after BATCH records, with the first record that is added
INTERVAL seconds after the last sync, or on `sync` and `close`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NoReturn, Self

from dlp.audit.record import Draft, JournalKey, Record, seal
from dlp.audit.verify import Entry, Fault, Head, Problem, Verification
from dlp.audit.verify import verify as verify_lines
from dlp.errors import JournalError
from dlp.runtime.keys import sync_directory

BATCH = 64
INTERVAL = 1.0
LONGEST_LINE = 1 << 20

_ADVICE = {
    errno.ENOSPC: "디스크가 가득 찼습니다. 공간을 확보하십시오 / the disk is full: make room",
    errno.EDQUOT: "할당량을 다 썼습니다. 공간을 확보하십시오 / the quota is used up: make room",
    errno.EROFS: "읽기 전용입니다. 쓸 수 있게 마운트하십시오 / the file system is read-only: mount it writable",
    errno.EACCES: "권한이 없습니다. 디렉터리의 소유자와 권한을 확인하십시오 / no permission: check owner and mode",
    errno.EPERM: "권한이 없습니다. 디렉터리의 소유자와 권한을 확인하십시오 / no permission: check owner and mode",
}
_KEEP = (
    "'dlp journal verify'로 확인하고, 파일들을 그대로 보관한 채 새 디렉터리를 쓰십시오 / "
    "run 'dlp journal verify', keep the files as they are and use a new directory"
)


class Journal:
    """An open journal. Safe to use from several threads and, each with its own, from several processes."""

    def __init__(self, directory: Path, key: JournalKey) -> None:
        """Opens or creates the journal in `directory`. Raises JournalError where the evidence is not whole."""
        self.directory = directory
        self.torn: tuple[int, ...] = ()  # sizes in bytes of the torn lines that were moved aside
        self._key = key
        self._last = Head()
        self._end = 0  # of the records known here, in bytes
        self._pending = 0
        self._synced = time.monotonic()
        self._failed = ""
        self._process = os.getpid()
        self._thread = threading.Lock()
        self._files: list[int] = []
        try:
            self._open()
        except (OSError, JournalError) as error:
            self._release()
            if isinstance(error, OSError):
                self._fail(_advice(error), error)
            raise

    def append(self, draft: Draft) -> Record:
        """Adds a record; a durable one is on disk afterwards. Raises JournalError: then nothing may be released."""
        with self._locked():
            self._catch_up()
            record = seal(draft, self._last.hash, self._last.sequence + 1, self._key)
            self._write(record.line)
            self._last = Head(record.sequence, record.hash)
            self._end += len(record.line)
            self._pending += 1
            if draft.durable or self._pending >= BATCH or time.monotonic() - self._synced > INTERVAL:
                self._sync()
        return record

    def sync(self) -> Head:
        """Puts every record on disk; the head says up to which."""
        with self._locked():
            self._catch_up()
            if self._pending:
                self._sync()
            return self._last

    def close(self) -> None:
        try:
            self.sync()
        finally:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.directory.stat().st_mode & 0o022:
            self._fail(f"다른 사용자가 쓸 수 있는 곳입니다 / others can write here: run 'chmod 700 {self.directory}'")
        self._lock = self._descriptor("journal.lock", os.O_RDWR)
        with self._locked():
            head = self._head_at_start()
            self._file = self._descriptor("journal.jsonl", os.O_RDWR | os.O_APPEND)
            self._catch_up()
            if self._last.sequence > head.sequence:
                self._sync()
            elif self._last != head:
                self._fail(f"기록의 끝이 머리와 다릅니다 / the records do not end where the head says. {_KEEP}")
            self._pending = 0

    def _head_at_start(self) -> Head:
        """The head is there before the first record is, so records without one have been tampered with."""
        head, exists = _read_head(self.directory, self._key), self._records.exists()
        if exists and head is not None:
            return head
        if exists or (head is not None and head.sequence):
            self._fail(f"{Fault.HEAD.ko}, 또는 기록이 없습니다 / {Fault.HEAD.en}, or the records are missing. {_KEEP}")
        self._write_head(Head())
        self._descriptor("journal.jsonl", os.O_RDWR)
        sync_directory(self.directory)
        return Head()

    def _descriptor(self, name: str, flags: int) -> int:
        descriptor = os.open(self.directory / name, flags | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._files.append(descriptor)
        return descriptor

    def _release(self) -> None:
        while self._files:
            os.close(self._files.pop())

    @property
    def _records(self) -> Path:
        return self.directory / "journal.jsonl"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._process != os.getpid():
            # What crosses a fork shares its lock with the parent, and so excludes nobody.
            self._fail("fork 뒤에는 새로 여십시오 / was opened before a fork: open one in each process")
        with self._thread:
            if self._failed:
                self._fail(self._failed)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX)
                try:
                    yield
                finally:
                    fcntl.flock(self._lock, fcntl.LOCK_UN)
            except OSError as error:
                self._fail(_advice(error), error)

    def _catch_up(self) -> None:
        """Learns what other processes have added, and moves aside what one of them left unfinished."""
        status = os.fstat(self._file)
        if status.st_nlink == 0 or status.st_size < self._end:
            self._fail(f"쓰는 동안 지워지거나 잘렸습니다 / was deleted or cut while in use. {_KEEP}")
        if status.st_size == self._end:
            return
        start, line = self._last_line(status.st_size)
        if not line.endswith(b"\n"):
            self._set_aside(start, line)
            self._catch_up()
            return
        self._last, self._end = self._read_entry(line), start + len(line)
        self._pending += 1

    def _read_entry(self, line: bytes) -> Head:
        entry = Entry.parse(line)
        if entry is None or entry.fault(self._key):
            self._fail(f"마지막 기록이 올바르지 않습니다 / the last record is not genuine. {_KEEP}")
        return Head(entry.sequence, entry.hash)

    def _last_line(self, size: int) -> tuple[int, bytes]:
        """Where the last line of the first `size` bytes begins, and the line."""
        start = max(self._end, size - LONGEST_LINE)
        tail = os.pread(self._file, size - start, start)
        cut = tail.rfind(b"\n", 0, len(tail) - 1) + 1
        if cut == 0 and start > self._end:
            self._fail(f"마지막 기록이 올바르지 않습니다 / the last record is not genuine. {_KEEP}")
        return start + cut, tail[cut:]

    def _set_aside(self, start: int, torn: bytes) -> None:
        path = self.directory / "journal.torn"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(torn + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.ftruncate(self._file, start)
        self.torn += (len(torn),)

    def _write(self, line: bytes) -> None:
        written = 0
        try:
            written = os.write(self._file, line)
        finally:
            if written < len(line):
                with suppress(OSError):
                    os.ftruncate(self._file, self._end)
        if written < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _sync(self) -> None:
        try:
            os.fsync(self._file)
        except OSError as error:
            # After a failed fsync the kernel may have dropped the pages: nothing more can be promised here.
            self._failed = _advice(error)
            raise
        self._write_head(self._last)
        self._pending = 0
        self._synced = time.monotonic()

    def _write_head(self, head: Head) -> None:
        draft = self.directory / "journal.head.new"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(head.encode(self._key))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.directory / "journal.head")

    def _fail(self, message: str, cause: OSError | None = None) -> NoReturn:
        raise JournalError(f"{self._records}: {message}") from cause


def verify(directory: Path, key: JournalKey | None, expected: Iterable[Head] = ()) -> Verification:
    """Reads the journal in `directory` as it stands now against its head, and `expected` heads kept elsewhere.

    Bounded memory; may run while others append. Raises JournalError where the files cannot be read.
    """
    records = directory / "journal.jsonl"
    try:
        with records.open("rb") as file:
            size, head = _standing(directory, file.fileno(), key)
            heads = (*expected, *([head] if head else []))
            outcome = verify_lines(_lines(file, size), key, heads)
    except OSError as error:
        raise JournalError(f"{error.filename or records}: {_advice(error)}") from error
    if head is not None:
        return outcome
    problem = Problem(Fault.HEAD, outcome.last.sequence, outcome.records)
    return replace(outcome, problems=(*outcome.problems, problem), problem_count=outcome.problem_count + 1)


def _standing(directory: Path, records: int, key: JournalKey | None) -> tuple[int, Head | None]:
    """Size and head of one moment, when no record is being written. A copied journal has no lock, and no writer."""
    with suppress(FileNotFoundError), (directory / "journal.lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        return os.fstat(records).st_size, _genuine_head(directory, key)
    return os.fstat(records).st_size, _genuine_head(directory, key)


def _genuine_head(directory: Path, key: JournalKey | None) -> Head | None:
    try:
        return _read_head(directory, key)
    except JournalError:
        return None


def _read_head(directory: Path, key: JournalKey | None) -> Head | None:
    path = directory / "journal.head"
    try:
        with path.open("rb") as file:
            return Head.decode(file.read(4096), key)
    except FileNotFoundError:
        return None
    except ValueError:
        raise JournalError(f"{path}: {Fault.HEAD.ko} / {Fault.HEAD.en}. {_KEEP}") from None


def _lines(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (line := file.readline(min(size, LONGEST_LINE))):
        size -= len(line)
        yield line


def _advice(error: OSError) -> str:
    return _ADVICE.get(error.errno or 0, error.strerror or str(error))
