"""What a format reader is: a module with NAME, MEDIA_TYPES, ENCRYPTION, LIMITATIONS and `extract()`, and the budget it works under.

Readers are pure: they turn a Blob into Segments, Children and Issues and never raise on content. Everything they
produce is charged to one Budget that all nodes of a document share.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from dlp.types import Blob, Issue, IssueCode, Limits, Locus, Pictures, Segment

_REFERENCE = 64  # bytes of a cell that shows a shared string, at most
_REPEATED = 2  # times limits.part_bytes: as much of texts told again is read


class ReadStopped(Exception):
    """Reading the node at hand cannot go on: a reader's stream is damaged or too large. The walker reports `code`."""

    def __init__(self, code: IssueCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class BudgetSpent(ReadStopped):
    """A limit was reached. Raised by Budget, caught by the walker, which reports `issue` for the node at hand."""


@dataclass(slots=True)
class Budget:
    """What is left of the Limits of one document. `clock` gives seconds, monotonic."""

    limits: Limits
    clock: Callable[[], float]
    pictures: Pictures = field(default_factory=Pictures)
    deadline: float = field(init=False)
    entries: int = field(init=False, default=0)
    unpacked: int = field(init=False, default=0)
    repeated: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.deadline = self.clock() + self.limits.seconds

    def check_time(self) -> None:
        if self.clock() > self.deadline:
            raise BudgetSpent(IssueCode.TIMED_OUT, f"over {self.limits.seconds:g} s")

    @property
    def spent(self) -> bool:
        """A limit that all nodes share is used up."""
        limits = self.limits
        return self.entries > limits.entries or self.unpacked > limits.unpacked_bytes or self.clock() > self.deadline

    def enter(self, depth: int) -> None:
        """Charge one node of the container tree."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise BudgetSpent(IssueCode.TOO_MANY, f"over {self.limits.entries} entries")
        if depth > self.limits.depth:
            raise BudgetSpent(IssueCode.TOO_DEEP, f"over {self.limits.depth} levels")
        self.check_time()

    def unpack(self, produced: int) -> None:
        """Charge bytes that came out of a decompressor or decoder, before they are kept."""
        self.unpacked += produced
        if self.unpacked > self.limits.unpacked_bytes:
            raise BudgetSpent(IssueCode.TOO_LARGE, f"over {self.limits.unpacked_bytes} bytes unpacked")
        self.check_time()

    def repeat(self, size: int) -> None:
        """Charge a text that is written once and told in many places, where it is longer than what refers to it.

        Raises BudgetSpent for the node at hand where that comes to far more than a part of a document may be.
        """
        if size <= _REFERENCE:
            return
        self.repeated += size
        if self.repeated > _REPEATED * self.limits.part_bytes:
            raise BudgetSpent(IssueCode.TOO_LARGE, "the same texts over and over")
        self.unpack(size)


def held(name: str, data: bytes, declared_type: str = "") -> Blob:
    """A Blob of bytes that are in memory already."""
    return Blob(name, len(data), lambda: io.BytesIO(data), declared_type)


@dataclass(frozen=True, slots=True)
class Child:
    """A document inside a document: read next, as a node of its own."""

    blob: Blob
    hidden: bool = False


Item = Segment | Issue | Child


@runtime_checkable
class Format(Protocol):
    """One file of `dlp/extract/formats`. LIMITATIONS names in plain words what is not read; empty means all is. ENCRYPTION
    says by what an encrypted file or member is told; empty where the format knows no encryption.

    A format whose media type `identify` does not know yet also has MAGIC, the byte strings its files begin with.

    An ISOLATED reader is run in a worker process without rights; LIBRARIES are the modules it imports when it reads, which
    the worker loads before it gives up opening files. Text is read where it is wanted.
    """

    NAME: str
    MEDIA_TYPES: tuple[str, ...]
    ENCRYPTION: str
    LIMITATIONS: tuple[str, ...]
    ISOLATED: bool
    LIBRARIES: tuple[str, ...]

    def extract(self, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]: ...
