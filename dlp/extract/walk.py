"""The recursion engine: a document and everything inside it, node by node, without recursion and within one budget."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from dlp.extract.base import Budget, Child, Format, Item, ReadStopped, held
from dlp.extract.embedded import Unpacking
from dlp.extract.identify import EMPTY, UNKNOWN, identify
from dlp.extract.names import starred
from dlp.extract.signatures import TEXT
from dlp.extract.stream import text_segments
from dlp.types import Blob, Coverage, Encoded, Issue, IssueCode, Locus, Segment

# Spent by one node, spent for all: nothing after it can be read either.
_SHARED = frozenset((IssueCode.TIMED_OUT, IssueCode.TOO_MANY, IssueCode.TOO_LARGE))
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Node:
    """A document, or a document inside one, is about to be read. Segments and Issues name theirs by their locus."""

    locus: Locus
    media_type: str


# What reading gives, item by item. Where files stand encoded in a segment may be sent in answer to it: they come next.
Reading: TypeAlias = Generator[Node | Segment | Issue, Sequence[Encoded] | None, None]
# How a reader is run. The default runs it here; a pool may run it elsewhere.
Run = Callable[[Format, Blob, Locus, Budget], Iterator[Item]]


def run_here(reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
    return reader.extract(blob, locus, budget)


@dataclass(slots=True)
class _Frame:
    """A node being read."""

    locus: Locus
    items: Iterator[Node | Item]
    hidden: bool
    carried: Unpacking


def walk(blob: Blob, budget: Budget, run: Run = run_here) -> Reading:
    """Read `blob` and all it contains, depth first. Never raises on content."""
    return _walk(_begin(blob, Locus(), 0, budget, run), budget, run)


def walk_text(blob: Blob, budget: Budget, run: Run = run_here) -> Reading:
    """The same for text that is given as such, whatever it looks like."""
    return _walk(chain((Node(Locus(), TEXT),), text_segments(blob, Locus(), budget)), budget, run)


def _walk(first: Iterator[Node | Item], budget: Budget, run: Run) -> Reading:
    stack = [_Frame(Locus(), first, hidden=False, carried=Unpacking(Locus(), budget))]
    while stack:
        frame = stack[-1]
        item = _next(frame)
        match item:
            case None if frame.carried.waiting:
                frame.items = frame.carried.last()
            case None:
                stack.pop()
            case Child():
                locus = frame.locus.inside(starred(item.blob.name) or "(unnamed)")
                items = _begin(item.blob, locus, len(stack), budget, run)
                hidden = frame.hidden or item.hidden
                stack.append(_Frame(locus, items, hidden=hidden, carried=Unpacking(locus, budget)))
            case Segment():
                hidden = frame.hidden or item.hidden
                encoded = yield item if hidden == item.hidden else replace(item, hidden=hidden)
                if encoded or frame.carried.waiting:
                    # Before the rest of the frame, with the same place in the document.
                    files = frame.carried.take(item, encoded or ())
                    stack.append(_Frame(frame.locus, files, hidden=hidden, carried=Unpacking(frame.locus, budget)))
            case _:
                yield item
        if isinstance(item, Issue) and item.code in _SHARED and budget.spent:
            yield Issue(item.code, Locus(), "nothing after this was read")
            return


def _next(frame: _Frame) -> Node | Item | None:
    """The next item of a node, its trouble as an Issue, or None at its end."""
    try:
        return next(frame.items, None)
    except ReadStopped as stop:
        code, detail = stop.code, stop.detail
    except OSError as error:
        code, detail = IssueCode.UNREADABLE, type(error).__name__
    except Exception as error:  # noqa: BLE001 - the process boundary, until readers run in workers of their own
        # The message is left out: it may quote the document.
        code, detail = IssueCode.WORKER_DIED, f"reader failed: {type(error).__name__}"
    frame.items = iter(())
    return Issue(code, frame.locus, detail)


def _begin(blob: Blob, locus: Locus, depth: int, budget: Budget, run: Run) -> Iterator[Node | Item]:
    """One node: what it is, what is wrong with that, and what its reader gives."""
    trouble: ReadStopped | None = None
    if blob.size > budget.limits.file_bytes:
        yield Node(locus, UNKNOWN)
        raise ReadStopped(IssueCode.TOO_LARGE, f"over {budget.limits.file_bytes} bytes")
    if depth:
        blob, trouble = _hold(blob, budget)
    try:
        found = identify(blob)
    except (ReadStopped, OSError):
        yield Node(locus, UNKNOWN)
        raise
    yield Node(locus, found.media_type)
    budget.enter(depth)
    yield from (replace(issue, locus=locus) for issue in found.issues)
    told = any(issue.code.coverage < Coverage.FULL for issue in found.issues)
    silent = not told and trouble is None and found.media_type != EMPTY
    if found.format is not None:
        for item in run(found.format, blob, locus, budget):
            silent = False
            yield item
    if silent:
        yield Issue(IssueCode.EMPTY_TEXT, locus, found.media_type)
    if trouble is not None:
        raise trouble


def _hold(blob: Blob, budget: Budget) -> tuple[Blob, ReadStopped | None]:
    """A nested document in memory, as far as it can be read; larger ones stay streams, read as often as need be."""
    if blob.size > budget.limits.part_bytes:
        return blob, None
    pieces: list[bytes] = []
    size = 0
    trouble: ReadStopped | None = None
    try:
        with blob.open() as stream:
            # Unpacked content in the pieces it comes in, so that what stands before the damage is kept.
            read = getattr(stream, "read1", stream.read)
            while (data := read(_STEP)) and size <= budget.limits.part_bytes:
                pieces.append(data)
                size += len(data)
    except ReadStopped as stop:
        trouble = stop
    if size > budget.limits.part_bytes:  # its directory entry lied about its size
        return blob, trouble
    return held(blob.name, b"".join(pieces), blob.declared_type), trouble
