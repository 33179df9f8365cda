"""One worker process, and the conversation with it from its start to its end."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from dlp.extract.base import Budget, Child, Item, ReadStopped
from dlp.runtime import wire
from dlp.runtime.channel import Inbox
from dlp.runtime.spool import IN_MEMORY, Spool
from dlp.runtime.wire import Kind, Task, WireError
from dlp.types import Blob, IssueCode

_START_SECONDS = 60.0
_BESIDE = 64 << 10  # bytes of a document that are sent with its task, without a descriptor
_GRACE = 1.0  # seconds beyond the document's own limit before a worker is killed

# Isolated from the environment and the current directory, the worker still has the modules that this process has.
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from dlp.runtime.worker import main; main(sys.argv[1:])"


def _path() -> str:
    return json.dumps([str(Path(entry).absolute()) for entry in sys.path if entry])


@dataclass(slots=True, eq=False)
class Worker:
    """`begin` starts it, `ready` waits until it is; then `hand_over` and `told` for one document after another."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    libraries: frozenset[str]
    missing: tuple[str, ...] = ()
    tasks: int = 0
    weighed: int = 0  # KiB when it was ready, 0 before
    resident: int = 0
    alive: bool = True
    busy: bool = False  # with a document it was given and has not ended
    is_ready: bool = False
    _inbox: Inbox = field(init=False, repr=False)
    _room: int = wire.LARGEST  # bytes it may still send
    _trouble: ReadStopped | None = None  # with the content of the document it has

    def __post_init__(self) -> None:
        self._inbox = Inbox(self.channel, deadline=time.monotonic() + _START_SECONDS)

    @classmethod
    def begin(cls, libraries: Collection[str], memory: int) -> Worker:
        """A process that loads these libraries and then gives up its rights, within `memory` bytes."""
        own, other = socket.socketpair()
        with other:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-c", _BOOT, _path(), str(other.fileno()), str(memory), *libraries],
                pass_fds=(other.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a library prints may quote the document
                env={
                    "PATH": os.defpath,
                    "LANG": "C.UTF-8",
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                    "MALLOC_ARENA_MAX": "2",  # each takes room from the address space that a worker may have
                },
                start_new_session=True,
            )
        return cls(process, own, frozenset(libraries))

    def ready(self) -> None:
        """Waits until it is sealed and says what is `missing`. Raises ReadStopped where it does not come to that."""
        if self.is_ready:
            return
        try:
            kind, meta, _ = self._receive()
            if kind is not Kind.READY:
                raise WireError("not ready")
            said = wire.decode(meta)
            self.missing = tuple(str(name) for name in said["missing"])
            self.weighed = int(said["resident"])
        except (ReadStopped, WireError, OSError, KeyError, TypeError, ValueError):
            self.kill()
            raise ReadStopped(IssueCode.WORKER_DIED, "a worker did not start") from None
        self.is_ready = True

    def kill(self) -> None:
        self.alive = False
        self.channel.close()
        self.process.kill()
        self.process.wait()

    def hand_over(self, task: Task, blob: Blob) -> None:
        """Gives it a document to read. Where the content itself breaks off it gets as much as there is."""
        self.tasks += 1
        self.busy = True
        self._room = 2 * task.limits.unpacked_bytes
        self._trouble = None
        self.channel.settimeout(task.seconds + _GRACE)
        with blob.open() as stream:
            if isinstance(stream, io.BytesIO) and blob.size <= _BESIDE:
                data = stream.read()
                meta = wire.of_task(replace(task, size=len(data)))
                self.channel.sendall(wire.head(Kind.TASK, meta, len(data)) + meta + data)
                return
            with _content(stream, blob.size) as content:
                self._trouble = content.trouble
                meta = wire.of_task(replace(task, size=content.size))
                socket.send_fds(self.channel, [wire.head(Kind.TASK, meta, 0) + meta], [content.descriptor])

    def told(self, budget: Budget, spool: Spool) -> Iterator[Item]:
        """What it tells of its document. Raises ReadStopped as the reader would, and where the worker failed."""
        self._inbox.deadline = budget.deadline + _GRACE
        while True:
            kind, meta, body = self._receive()
            match kind:
                case Kind.SEGMENT:
                    yield wire.segment_of(meta, body)
                case Kind.ISSUE:
                    yield wire.issue_of(meta)
                case Kind.CHILD:
                    yield self._child(meta, spool)
                case Kind.END:
                    self._end(wire.end_of(meta), budget)
                    break
                case _:
                    raise WireError(kind.name)
        if self._trouble is not None:
            raise self._trouble

    def _child(self, meta: bytes, spool: Spool) -> Child:
        name, declared_type, hidden = wire.child_of(meta)
        while True:
            kind, _, piece = self._receive()
            if kind is not Kind.PIECE:
                raise WireError(kind.name)
            if not piece:
                return Child(spool.take(name, declared_type), hidden)
            spool.add(piece)

    def _end(self, end: wire.End, budget: Budget) -> None:
        self.busy = False
        self.resident = end.resident
        budget.unpack(end.unpacked)
        if end.code is not None:
            raise ReadStopped(end.code, end.detail)

    def _receive(self) -> tuple[Kind, bytes, bytes]:
        """The next message. Whoever is late is stopped for good."""
        try:
            kind, meta, body = self._inbox.head()
            self._room -= meta + body
            if self._room < 0:
                raise ReadStopped(IssueCode.TOO_LARGE, "a worker told more than a document may hold")
            return kind, self._inbox.take(meta), self._inbox.take(body)
        except ReadStopped:
            self.alive = False
            raise
        except TimeoutError:
            self.alive = False
            raise ReadStopped(IssueCode.TIMED_OUT, "the worker was stopped") from None
        except EOFError:
            self.alive = False
            raise ReadStopped(IssueCode.WORKER_DIED, _cause(self.process)) from None


def _cause(process: subprocess.Popen[bytes]) -> str:
    """How a process ended, in words: a signal's name or an exit status."""
    try:
        status = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "the worker closed its channel"
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


@dataclass(frozen=True, slots=True)
class _Content:
    """A document's bytes as a descriptor; `trouble` where they break off."""

    descriptor: int
    size: int
    trouble: ReadStopped | None = None


@contextmanager
def _content(stream: BinaryIO, size: int) -> Iterator[_Content]:
    """The file itself where there is one, else a copy: in memory, or in a file without a name where it is large."""
    try:
        descriptor = stream.fileno()
    except (OSError, AttributeError):
        pass
    else:
        yield _Content(descriptor, size)
        return
    with _anonymous(size) as copy:
        trouble, copied = _copy(stream, copy)
        yield _Content(copy.fileno(), copied, trouble)


def _anonymous(size: int) -> BinaryIO:
    if size <= IN_MEMORY and sys.platform == "linux":
        return os.fdopen(os.memfd_create("dlp"), "w+b", buffering=0)
    return tempfile.TemporaryFile("w+b", buffering=0)


def _copy(stream: BinaryIO, copy: BinaryIO) -> tuple[ReadStopped | None, int]:
    copied = 0
    try:
        while piece := stream.read(wire.PIECE):
            copy.write(piece)
            copied += len(piece)
    except ReadStopped as stop:
        return stop, copied
    return None, copied
