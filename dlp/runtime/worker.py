"""The process that reads documents of binary formats: arguments are DESCRIPTOR MEMORY LIBRARY...

It loads the named libraries with all readers, gives up every right it does not need, and then reads one document after
another, each given as a descriptor. It knows no key, no policy and no path.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from dlp.extract.base import Budget, Child, Format, Item, ReadStopped
from dlp.extract.formats import readers
from dlp.extract.names import starred
from dlp.runtime import sandbox, wire
from dlp.runtime.spool import Slice
from dlp.runtime.wire import Kind, Task
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

_TOGETHER = 64 << 10  # bytes
_LATEST = 10.0  # seconds beyond a document's own limit
_SMALL = 8 << 20  # bytes of a document that is kept in memory as a whole


def main(arguments: Sequence[str]) -> None:
    own_end, memory, *libraries = arguments
    channel = socket.socket(fileno=int(own_end))
    known = {reader.NAME: reader for reader in readers()}
    _load(libraries)
    weigh = _scales()
    given = sandbox.seal(int(memory))
    outbox = _Outbox(channel)
    outbox.put(Kind.READY, wire.encode({"missing": list(given.missing), "resident": weigh()}))
    outbox.flush()
    # What is loaded by now stays: the collector need not look at it again.
    gc.freeze()
    while (task := _receive(channel)) is not None:
        request, descriptor = task
        with os.fdopen(descriptor, "rb", buffering=0) as content:
            # Should nobody be left to stop a reader that hangs, the kernel does.
            signal.setitimer(signal.ITIMER_REAL, request.seconds + _LATEST)
            _serve(outbox, known[request.reader], request, content, weigh)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _load(libraries: Iterable[str]) -> None:
    """Import all that readers would import later: once sealed, no file can be opened."""
    import encodings

    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem"):  # of another system
            importlib.import_module(f"encodings.{module.name}")
    for library in libraries:
        # One that belongs to an extra may be missing: its reader says so.
        with suppress(ModuleNotFoundError):
            importlib.import_module(library)


def _scales() -> Callable[[], int]:
    """Makes what tells how much memory is in use now, in KiB, without opening anything. 0 where the system does not say."""
    try:
        table = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return lambda: 0
    page = resource.getpagesize() >> 10
    # Not ru_maxrss: it begins at the size of the process that started this one.
    return lambda: int(os.pread(table, 128, 0).split()[1]) * page


def _serve(outbox: _Outbox, reader: Format, task: Task, content: BinaryIO, weigh: Callable[[], int]) -> None:
    budget = Budget(replace(task.limits, seconds=task.seconds), time.monotonic, task.pictures)
    budget.unpacked = task.unpacked
    trouble: tuple[IssueCode, str] | None = None
    try:
        for item in reader.extract(_blob(task, content), task.locus, budget):
            _give(outbox, item, task.locus)
    except ReadStopped as stop:
        trouble = stop.code, stop.detail
    except MemoryError:
        trouble = IssueCode.TOO_LARGE, "over the memory of a worker"
    except ImportError as error:  # a reader does not name all of its LIBRARIES
        trouble = IssueCode.WORKER_DIED, f"reader failed: {error.name} was not loaded"
    except BaseException as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError | SystemExit | KeyboardInterrupt):
            raise
        trouble = IssueCode.WORKER_DIED, f"reader failed: {type(error).__name__}"
    end = wire.End(budget.unpacked - task.unpacked, weigh(), *(trouble or (None, "")))
    outbox.put(Kind.END, wire.of_end(end))
    outbox.flush()


def _give(outbox: _Outbox, item: Item, locus: Locus) -> None:
    match item:
        case Segment():
            outbox.put(Kind.SEGMENT, wire.of_segment(item), item.header, item.data)
        case Issue():
            outbox.put(Kind.ISSUE, wire.of_issue(item))
        case Child():
            _give_child(outbox, item, locus)


def _give_child(outbox: _Outbox, child: Child, locus: Locus) -> None:
    """A document inside the document, as far as it can be read."""
    blob, trouble = child.blob, None
    outbox.put(Kind.CHILD, wire.of_child(blob.name, blob.declared_type, hidden=child.hidden))
    try:
        with blob.open() as stream:
            while piece := stream.read(wire.PIECE):
                outbox.put(Kind.PIECE, b"", piece)
    except ReadStopped as stop:
        trouble = stop
    outbox.put(Kind.PIECE, b"")
    if trouble is not None:
        name = starred(blob.name) or "(unnamed)"
        outbox.put(Kind.ISSUE, wire.of_issue(Issue(trouble.code, locus.inside(name), trouble.detail)))


@dataclass(slots=True)
class _Outbox:
    """Messages on their way to the parent, put together: a small document is told at one go."""

    channel: socket.socket
    waiting: list[bytes] = field(default_factory=list, repr=False)
    size: int = 0

    def put(self, kind: Kind, meta: bytes, *body: bytes) -> None:
        length = sum(map(len, body))
        self.waiting += (wire.head(kind, meta, length), meta, *body)
        self.size += len(meta) + length
        if self.size >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        self.channel.sendall(b"".join(self.waiting))
        self.waiting.clear()
        self.size = 0


def _receive(channel: socket.socket) -> tuple[Task, int] | None:
    """The next task and the descriptor of its content; None when the parent is gone."""
    data, descriptors, _flags, _address = socket.recv_fds(channel, wire.HEAD.size, 1)
    if not data or not descriptors:
        return None
    rest = wire.HEAD.size - len(data)
    _kind, meta, _body = wire.parse_head(data + _exactly(channel, rest))
    return wire.task_of(_exactly(channel, meta)), descriptors[0]


def _exactly(channel: socket.socket, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = channel.recv(size - len(pieces))
        if not piece:
            raise ConnectionResetError
        pieces += piece
    return bytes(pieces)


def _blob(task: Task, content: BinaryIO) -> Blob:
    if task.size <= _SMALL:
        data = os.pread(content.fileno(), task.size, 0)
        return Blob(task.name, len(data), lambda: io.BytesIO(data), task.declared_type)
    return Blob(task.name, task.size, lambda: io.BufferedReader(Slice(content, 0, task.size)), task.declared_type)


if __name__ == "__main__":
    main(sys.argv[1:])
