"""Worker processes that read documents of binary formats, one document at a time each, killed when they misbehave.

A worker that dies, hangs or sends nonsense costs the document at hand an Issue and nothing else: the next document gets
a fresh one. Children of a document are kept until its worker is free, so one document never holds two workers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dlp.errors import SandboxError
from dlp.extract.base import Budget, Child, Format, Item, ReadStopped
from dlp.extract.formats import readers
from dlp.extract.identify import identify
from dlp.runtime.process import Worker
from dlp.runtime.spool import Spool
from dlp.runtime.wire import Task, WireError
from dlp.types import Blob, Issue, IssueCode, Limits, Locus, Pictures

TASKS = 5000  # documents after which a worker is replaced: a new one costs as much as hundreds of small documents
RESIDENT = 300 << 10  # KiB a worker may have put on since it started to be used again
_STALE = 0.25  # of a document's time: what was begun longer ago is begun again, with all of its time
# Of extras, hundreds of megabytes: loaded when there is something to read with them.
_HEAVY = frozenset(("dlp.extract.picture.ocr", "pyarrow.parquet", "pyarrow.ipc"))


@dataclass(slots=True)
class Pool:
    """Runs readers in workers; `run` is what the walker asks for. Thread-safe. Use `close` when done."""

    size: int
    memory: int
    required: bool = False
    pictures: Pictures = field(default_factory=Pictures)
    tasks: int = TASKS
    _idle: list[Worker] = field(default_factory=list)
    _libraries: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _free: threading.Semaphore = field(init=False)
    _spare: threading.Semaphore = field(init=False)
    _mine: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self._free = threading.Semaphore(self.size)
        # Beside the places of documents at hand, so that what is read ahead never stands in their way.
        self._spare = threading.Semaphore(self.ahead + 1)

    @property
    def ahead(self) -> int:
        """How many documents should be begun before it is their turn."""
        return max(1, self.size - 1)

    def run(self, reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
        """What `reader` makes of `blob`, read in a worker unless the reader may run here."""
        if reader.ISOLATED:
            return self._in_turn(reader, blob, locus, budget, None)
        return reader.extract(blob, locus, budget)

    def begin(self, blob: Blob, limits: Limits) -> Ahead:
        """Have `blob` read before it is its turn, where a worker can be spared. Never waits, never raises on content."""
        return Ahead(self, blob, limits, self._begin(blob, limits))

    def take_up(self, worker: Worker, reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
        """`run`, with the worker that has begun."""
        self._spare.release()
        return self._in_turn(reader, blob, locus, budget, worker)

    def drop(self, worker: Worker) -> None:
        """Nobody wants what it has begun."""
        self._spare.release()
        self._give_back(worker)

    def missing(self) -> tuple[str, ...]:
        """What the kernel does not give to workers, asked of one. Raises SandboxError where it is required."""
        with self._turn():
            worker = self._take(())
            self._sealed(worker)
            self._give_back(worker)
            return worker.missing

    def close(self) -> None:
        """Ends the idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()

    def _in_turn(
        self, reader: Format, blob: Blob, locus: Locus, budget: Budget, worker: Worker | None
    ) -> Iterator[Item]:
        spool, children = Spool(), list[Child]()
        try:
            with self._turn():
                for item in self._read(reader, blob, locus, budget, spool, worker):
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

    def _read(
        self, reader: Format, blob: Blob, locus: Locus, budget: Budget, spool: Spool, worker: Worker | None
    ) -> Iterator[Item]:
        worker = worker or self._take(reader.LIBRARIES)
        try:
            self._sealed(worker)
            if worker.missing:
                yield Issue(IssueCode.UNSANDBOXED, locus, ", ".join(worker.missing))
            if not worker.busy:
                worker.hand_over(self._task(reader, blob, locus, budget), blob)
            yield from worker.told(budget, spool)
        except (WireError, OSError) as error:
            raise ReadStopped(IssueCode.WORKER_DIED, type(error).__name__) from None
        finally:
            self._give_back(worker)

    def _task(self, reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Task:
        seconds = budget.deadline - budget.clock()
        return Task(
            reader.NAME,
            blob.name,
            blob.declared_type,
            blob.size,
            locus,
            budget.limits,
            seconds,
            budget.unpacked,
            self.pictures,
        )

    def _begin(self, blob: Blob, limits: Limits) -> Worker | None:
        """A worker that reads `blob`, or will when it has started. Its trouble is left for the document's turn."""
        try:
            reader = identify(blob).format
        except (ReadStopped, OSError):
            return None
        if blob.size > limits.file_bytes or reader is None or not reader.ISOLATED:
            return None
        if not self._spare.acquire(blocking=False):
            return None
        worker = self._take(reader.LIBRARIES)
        try:
            if worker.is_ready:
                worker.hand_over(self._task(reader, blob, Locus(), Budget(limits, time.monotonic)), blob)
        except (ReadStopped, OSError):
            self.drop(worker)
            return None
        return worker

    def _take(self, libraries: Collection[str]) -> Worker:
        """An idle worker that has these libraries, or one that starts with all that were ever asked for."""
        with self._lock:
            able = [worker for worker in self._idle if worker.libraries.issuperset(libraries)]
            if able:
                chosen = max(able, key=lambda worker: worker.is_ready)
                self._idle.remove(chosen)
                return chosen
            wanted = sorted(self._wanted(libraries))
            surplus = self._idle.pop(0) if len(self._idle) >= self.size else None
        if surplus:
            surplus.kill()
        return Worker.begin(wanted, self.memory)

    def _wanted(self, libraries: Collection[str]) -> set[str]:
        """All that were ever asked for; from the second kind of document on those of all kinds, for more will come."""
        known = self._libraries
        if known and not known.issuperset(libraries):
            known.update(
                name for reader in readers() if reader.ISOLATED for name in reader.LIBRARIES if name not in _HEAVY
            )
        known.update(libraries)
        return known

    def _sealed(self, worker: Worker) -> None:
        """Waits until a worker has given up what it can. Raises SandboxError where more is required."""
        worker.ready()
        if self.required and worker.missing:
            worker.kill()
            raise SandboxError(
                f"문서를 읽는 프로세스를 다 가둘 수 없습니다 / workers cannot be sealed: {', '.join(worker.missing)} "
                "(workers.sandbox)"
            )

    def _give_back(self, worker: Worker) -> None:
        """For the next document, unless this one is not at its end: then the worker would go on telling."""
        put_on = worker.resident - worker.weighed
        if not worker.alive or worker.busy or worker.tasks >= self.tasks or put_on > RESIDENT:
            worker.kill()
            return
        with self._lock:
            self._idle.append(worker)


class Ahead:
    """A document whose reading may have begun: `run` takes that up. Close it when the document is done, or not wanted."""

    def __init__(self, pool: Pool, blob: Blob, limits: Limits, worker: Worker | None) -> None:
        self._pool, self._blob, self._worker = pool, blob, worker
        self._stale = time.monotonic() + _STALE * limits.seconds

    def run(self, reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
        """What the walker asks for, as of the pool."""
        worker = self._worker
        if worker is not None and worker.busy and time.monotonic() > self._stale:
            self.close()
        if self._worker is None or blob is not self._blob:
            return self._pool.run(reader, blob, locus, budget)
        worker, self._worker = self._worker, None
        return self._pool.take_up(worker, reader, blob, locus, budget)

    def close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            self._pool.drop(worker)
