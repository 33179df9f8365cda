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
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from dlp.extract.base import Budget, Child, Format, Item, ReadStopped
from dlp.extract.formats import readers
from dlp.runtime import sandbox, wire
from dlp.runtime.spool import Slice
from dlp.runtime.wire import Kind, Task
from dlp.types import Blob, Issue, IssueCode, Segment

_LATEST = 10.0  # seconds beyond a document's own limit
_SMALL = 8 << 20  # bytes of a document that is kept in memory as a whole


def main(arguments: Sequence[str]) -> None:
    own_end, memory, *libraries = arguments
    channel = socket.socket(fileno=int(own_end))
    known = {reader.NAME: reader for reader in readers()}
    _load(libraries)
    given = sandbox.seal(int(memory))
    _send(channel, Kind.READY, wire.encode({"missing": list(given.missing), "resident": _resident()}))
    # What is loaded by now stays: the collector need not look at it again.
    gc.freeze()
    while (task := _receive(channel)) is not None:
        request, descriptor = task
        with os.fdopen(descriptor, "rb", buffering=0) as content:
            # Should nobody be left to stop a reader that hangs, the kernel does.
            signal.setitimer(signal.ITIMER_REAL, request.seconds + _LATEST)
            _serve(channel, known[request.reader], request, content)
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


def _serve(channel: socket.socket, reader: Format, task: Task, content: BinaryIO) -> None:
    budget = Budget(replace(task.limits, seconds=task.seconds), time.monotonic, task.pictures)
    budget.unpacked = task.unpacked
    trouble: tuple[IssueCode, str] | None = None
    try:
        for item in reader.extract(_blob(task, content), task.locus, budget):
            _give(channel, item)
    except ReadStopped as stop:
        trouble = stop.code, stop.detail
    except MemoryError:
        trouble = IssueCode.TOO_LARGE, "over the memory of a worker"
    except BaseException as error:
        if isinstance(error, BrokenPipeError | ConnectionResetError | SystemExit | KeyboardInterrupt):
            raise
        trouble = IssueCode.WORKER_DIED, f"reader failed: {type(error).__name__}"
    end = wire.End(budget.unpacked - task.unpacked, _resident(), *(trouble or (None, "")))
    _send(channel, Kind.END, wire.of_end(end))


def _resident() -> int:
    """The most memory this process has used so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _give(channel: socket.socket, item: Item) -> None:
    match item:
        case Segment():
            _send(channel, Kind.SEGMENT, wire.of_segment(item), item.header + item.data)
        case Issue():
            _send(channel, Kind.ISSUE, wire.of_issue(item))
        case Child():
            blob = item.blob
            _send(channel, Kind.CHILD, wire.of_child(blob.name, blob.declared_type, hidden=item.hidden))
            with blob.open() as stream:
                while piece := stream.read(wire.PIECE):
                    _send(channel, Kind.PIECE, b"", piece)
            _send(channel, Kind.PIECE, b"")


def _send(channel: socket.socket, kind: Kind, meta: bytes, body: bytes = b"") -> None:
    channel.sendall(wire.head(kind, meta, len(body)) + meta)
    if body:
        channel.sendall(body)


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
