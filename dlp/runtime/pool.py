"""Worker processes that read documents of binary formats, one document at a time each, killed when they misbehave.

A worker that dies, hangs or sends nonsense costs the document at hand an Issue and nothing else: the next document gets
a fresh one. Children of a document are kept until its worker is free, so one document never holds two workers.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from dlp.errors import SandboxError
from dlp.extract.base import Budget, Child, Format, Item, ReadStopped
from dlp.runtime import wire
from dlp.runtime.spool import IN_MEMORY, Spool
from dlp.runtime.wire import Kind, Task, WireError
from dlp.types import Blob, Issue, IssueCode, Locus, Pictures

TASKS = 200  # documents after which a worker is replaced
RESIDENT = 300 << 10  # KiB a worker may have put on since it started to be used again
_START_SECONDS = 60.0
_AT_ONCE = 256 << 10  # bytes taken from a worker at once
_GRACE = 1.0  # seconds beyond the document's own limit before a worker is killed


# Isolated from the environment and the current directory, the worker still has the modules that this process has.
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from dlp.runtime.worker import main; main(sys.argv[1:])"


def _path() -> str:
    return json.dumps([str(Path(entry).absolute()) for entry in sys.path if entry])


@dataclass(slots=True)
class Pool:
    """Runs readers in workers; `run` is what the walker asks for. Thread-safe. Use `close` when done."""

    size: int
    memory: int
    required: bool = False
    pictures: Pictures = field(default_factory=Pictures)
    _idle: list[_Worker] = field(default_factory=list)
    _libraries: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _free: threading.Semaphore = field(init=False)
    _mine: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self._free = threading.Semaphore(self.size)

    def run(self, reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
        """What `reader` makes of `blob`, read in a worker unless the reader may run here."""
        if not reader.ISOLATED:
            yield from reader.extract(blob, locus, budget)
            return
        spool, children = Spool(), list[Child]()
        try:
            with self._turn():
                for item in self._read(reader, blob, locus, budget, spool):
                    if isinstance(item, Child):
                        children.append(item)
                    else:
                        yield item
            yield from children  # the walker reads each before it asks for the next
        finally:
            spool.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Waits for a free place, unless this thread has one: what stands encoded in a document is read before its rest."""
        nested = getattr(self._mine, "places", 0)
        if not nested:
            self._free.acquire()
        self._mine.places = nested + 1
        try:
            yield
        finally:
            self._mine.places = nested
            if not nested:
                self._free.release()

    def missing(self) -> tuple[str, ...]:
        """What the kernel does not give to workers, asked of one. Raises SandboxError where it is required."""
        with self._turn():
            worker = self._take(())
            self._give_back(worker)
            return worker.missing

    def close(self) -> None:
        """Ends the idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()

    def _read(self, reader: Format, blob: Blob, locus: Locus, budget: Budget, spool: Spool) -> Iterator[Item]:
        worker = self._take(reader.LIBRARIES)
        sound = False
        try:
            if worker.missing:
                yield Issue(IssueCode.UNSANDBOXED, locus, ", ".join(worker.missing))
            yield from worker.read(reader.NAME, blob, locus, budget, spool, self.pictures)
            sound = True
        except ReadStopped:
            sound = worker.alive
            raise
        except (WireError, OSError) as error:
            raise ReadStopped(IssueCode.WORKER_DIED, type(error).__name__) from None
        finally:
            # Not sound either when the walker stops half-way: the worker would go on telling.
            if sound:
                self._give_back(worker)
            else:
                worker.kill()

    def _take(self, libraries: Collection[str]) -> _Worker:
        """An idle worker that has these libraries, or a new one with all that were ever asked for."""
        with self._lock:
            for index, worker in enumerate(self._idle):
                if worker.libraries.issuperset(libraries):
                    return self._idle.pop(index)
            self._libraries.update(libraries)
            wanted = sorted(self._libraries)
            surplus = self._idle.pop(0) if len(self._idle) >= self.size else None
        if surplus:
            surplus.kill()
        worker = _Worker.start(wanted, self.memory)
        if self.required and worker.missing:
            worker.kill()
            raise SandboxError(
                f"문서를 읽는 프로세스를 다 가둘 수 없습니다 / workers cannot be sealed: {', '.join(worker.missing)} "
                "(workers.sandbox)"
            )
        return worker

    def _give_back(self, worker: _Worker) -> None:
        if worker.tasks >= TASKS or worker.resident - worker.weighed > RESIDENT:
            worker.kill()
            return
        with self._lock:
            self._idle.append(worker)


@dataclass(slots=True)
class _Worker:
    """One process and the conversation with it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    libraries: frozenset[str]
    missing: tuple[str, ...] = ()
    tasks: int = 0
    weighed: int = 0  # KiB when it was ready
    resident: int = 0
    room: int = wire.LARGEST  # bytes it may still send
    alive: bool = True
    heard: bytearray = field(default_factory=bytearray, repr=False)  # and not yet understood

    @classmethod
    def start(cls, libraries: Collection[str], memory: int) -> _Worker:
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
        worker = cls(process, own, frozenset(libraries))
        try:
            kind, meta, _ = worker._receive(time.monotonic() + _START_SECONDS)
            if kind is not Kind.READY:
                raise WireError("not ready")
            ready = wire.decode(meta)
            worker.missing = tuple(str(name) for name in ready["missing"])
            worker.weighed = int(ready["resident"])
        except (WireError, OSError, KeyError, TypeError, ValueError):
            worker.kill()
            raise ReadStopped(IssueCode.WORKER_DIED, "a worker did not start") from None
        return worker

    def kill(self) -> None:
        self.alive = False
        self.channel.close()
        self.process.kill()
        self.process.wait()

    def read(
        self, reader: str, blob: Blob, locus: Locus, budget: Budget, spool: Spool, pictures: Pictures
    ) -> Iterator[Item]:
        """Have one document read. Raises ReadStopped as the reader would, and where the worker failed."""
        deadline = budget.deadline + _GRACE
        seconds = budget.deadline - budget.clock()
        task = Task(
            reader, blob.name, blob.declared_type, blob.size, locus, budget.limits, seconds, budget.unpacked, pictures
        )
        self.tasks += 1
        self.room = 2 * budget.limits.unpacked_bytes
        trouble = self._hand_over(task, blob)
        while True:
            kind, meta, body = self._receive(deadline)
            match kind:
                case Kind.SEGMENT:
                    yield wire.segment_of(meta, body)
                case Kind.ISSUE:
                    yield wire.issue_of(meta)
                case Kind.CHILD:
                    yield self._child(meta, spool, deadline)
                case Kind.END:
                    self._end(wire.end_of(meta), budget)
                    break
                case _:
                    raise WireError(kind.name)
        if trouble is not None:
            raise trouble

    def _hand_over(self, task: Task, blob: Blob) -> ReadStopped | None:
        """Send a task with its content; where the content itself breaks off, the trouble and as much as there is."""
        with blob.open() as stream, _content(stream, blob.size) as content:
            trouble = content.trouble
            meta = wire.of_task(replace(task, size=content.size))
            self.channel.settimeout(task.seconds + _GRACE)
            socket.send_fds(self.channel, [wire.head(Kind.TASK, meta, 0) + meta], [content.descriptor])
        return trouble

    def _child(self, meta: bytes, spool: Spool, deadline: float) -> Child:
        name, declared_type, hidden = wire.child_of(meta)
        while True:
            kind, _, piece = self._receive(deadline)
            if kind is not Kind.PIECE:
                raise WireError(kind.name)
            if not piece:
                return Child(spool.take(name, declared_type), hidden)
            spool.add(piece)

    def _end(self, end: wire.End, budget: Budget) -> None:
        self.resident = end.resident
        budget.unpack(end.unpacked)
        if end.code is not None:
            raise ReadStopped(end.code, end.detail)

    def _receive(self, deadline: float) -> tuple[Kind, bytes, bytes]:
        """The next message. Whoever is late is stopped for good."""
        kind, meta, body = wire.parse_head(self._exactly(wire.HEAD.size, deadline))
        self.room -= meta + body
        if self.room < 0:
            self.alive = False
            raise ReadStopped(IssueCode.TOO_LARGE, "a worker told more than a document may hold")
        return kind, self._exactly(meta, deadline), self._exactly(body, deadline)

    def _exactly(self, size: int, deadline: float) -> bytes:
        while len(self.heard) < size:
            self.channel.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                piece = self.channel.recv(max(_AT_ONCE, size - len(self.heard)))
            except TimeoutError:
                self.alive = False
                raise ReadStopped(IssueCode.TIMED_OUT, "the worker was stopped") from None
            if not piece:
                self.alive = False
                raise ReadStopped(IssueCode.WORKER_DIED, _cause(self.process))
            self.heard += piece
        data = bytes(memoryview(self.heard)[:size])
        del self.heard[:size]
        return data


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
