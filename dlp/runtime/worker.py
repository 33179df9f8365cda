"""The process that reads documents of binary formats: arguments are DESCRIPTOR MEMORY LIBRARY...

It loads the named libraries with all readers, gives up every right it does not need, and then reads one document after
another, each given as a descriptor or, where it is small, as bytes. It knows no key, no policy and no path.
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
from dataclasses import replace

from dlp.extract.base import Budget, Child, Format, Item, ReadStopped, held
from dlp.extract.formats import readers
from dlp.extract.names import starred
from dlp.runtime import sandbox, wire
from dlp.runtime.channel import Inbox, Outbox
from dlp.runtime.spool import Slice
from dlp.runtime.wire import Kind, Task
from dlp.types import Blob, Issue, IssueCode, Locus, Segment

_LATEST = 10.0  # seconds beyond a document's own limit
_SMALL = 8 << 20  # bytes of a document that is kept in memory as a whole


def main(arguments: Sequence[str]) -> None:
    own_end, memory, *libraries = arguments
    channel = socket.socket(fileno=int(own_end))
    known = {reader.NAME: reader for reader in readers()}
    _load(libraries)
    weigh = _scales()
    given = sandbox.seal(int(memory))
    outbox, inbox = Outbox(channel), Inbox(channel, welcome=True)
    outbox.put(Kind.READY, wire.encode({"missing": list(given.missing), "resident": weigh()}))
    outbox.flush()
    # What is loaded by now stays: the collector need not look at it again.
    gc.freeze()
    while (task := _receive(inbox)) is not None:
        request, content = task
        # Should nobody be left to stop a reader that hangs, the kernel does.
        signal.setitimer(signal.ITIMER_REAL, request.seconds + _LATEST)
        with content:
            _serve(outbox, known[request.reader], request, content.blob(request), weigh)
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


def _serve(outbox: Outbox, reader: Format, task: Task, blob: Blob, weigh: Callable[[], int]) -> None:
    budget = Budget(replace(task.limits, seconds=task.seconds), time.monotonic, task.pictures)
    budget.unpacked = task.unpacked
    trouble: tuple[IssueCode, str] | None = None
    try:
        for item in reader.extract(blob, task.locus, budget):
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


def _give(outbox: Outbox, item: Item, locus: Locus) -> None:
    match item:
        case Segment():
            outbox.put(Kind.SEGMENT, wire.of_segment(item), item.header, item.data)
        case Issue():
            outbox.put(Kind.ISSUE, wire.of_issue(item))
        case Child():
            _give_child(outbox, item, locus)


def _give_child(outbox: Outbox, child: Child, locus: Locus) -> None:
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


def _receive(inbox: Inbox) -> tuple[Task, _Content] | None:
    """The next task and its content; None when the parent is gone."""
    try:
        _kind, meta, body = inbox.head()
    except EOFError:
        return None
    task = wire.task_of(inbox.take(meta))
    content = _Content(inbox.take(body), inbox.descriptor)
    inbox.descriptor = None
    return task, content


class _Content:
    """The bytes of a document: all of them, or a descriptor of a file that holds them, which is closed at the end."""

    def __init__(self, data: bytes, descriptor: int | None) -> None:
        self._data = data
        self._file = None if descriptor is None else os.fdopen(descriptor, "rb", buffering=0)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def blob(self, task: Task) -> Blob:
        file = self._file
        if file is not None and task.size > _SMALL:
            return Blob(task.name, task.size, lambda: io.BufferedReader(Slice(file, 0, task.size)), task.declared_type)
        return held(
            task.name, self._data if file is None else os.pread(file.fileno(), task.size, 0), task.declared_type
        )


if __name__ == "__main__":
    main(sys.argv[1:])
