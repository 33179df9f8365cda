"""What holds for every document, whatever its bytes: the claims that the fuzzer tries to break."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator

from dlp.extract.base import Budget, Child, Format, Item, ReadStopped, held
from dlp.extract.formats import readers
from dlp.extract.identify import EMPTY
from dlp.extract.walk import Node, walk
from dlp.runtime import wire
from dlp.types import Blob, Issue, IssueCode, Limits, Locus, Segment
from tests.reading import whole

LIMITS = Limits(depth=6, entries=500, unpacked_bytes=32 << 20, part_bytes=8 << 20, seconds=20)
SLOWEST = 10.0  # seconds of CPU for an input of a few kilobytes, under instrumentation
MOST = 384  # MB that one input may add to what the process ever held
READERS = {reader.NAME: reader for reader in readers()}
# What the golden documents hold and an error must not quote: numbers of people, addresses, and words in Hangul.
_QUOTED = re.compile(r"\d{6}-\d{7}|\d{13}|[가-힣]{2}|[\w.]+@[\w.]+")
_NUMBER = re.compile(r"\d{6}-?\d{7}")


class BrokenClaimError(AssertionError):
    """A document for which something does not hold that holds for every document."""


def examine(kind: str, data: bytes) -> None:
    """Read `data` as a scan would, and with the reader called `kind` whatever it looks like. Raises what went wrong."""
    began, held_before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    failures: list[Exception] = []

    def run(reader: Format, blob: Blob, locus: Locus, budget: Budget) -> Iterator[Item]:
        try:
            for item in reader.extract(blob, locus, budget):
                _check(item, isolated=reader.ISOLATED)
                yield item
        except ReadStopped:
            raise
        except Exception as error:
            failures.append(error)
            raise

    reader = READERS[kind]
    blob = held(f"a.{kind}", data)
    found = whole(walk(blob, Budget(LIMITS, time.monotonic), run))
    if data and not any(isinstance(item, Node) and item.media_type in reader.MEDIA_TYPES for item in found):
        try:
            found += [
                item
                for item in run(reader, blob, Locus(), Budget(LIMITS, time.monotonic))
                if not isinstance(item, Child)
            ]
        except ReadStopped as stop:
            found.append(Issue(stop.code, Locus(), stop.detail))
    if failures:
        raise failures[0]
    _check_all(found)
    if (took := time.process_time() - began) > SLOWEST:
        raise BrokenClaimError(f"{len(data)} bytes took {took:.1f} s")
    if (grown := (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held_before) >> 10) > MOST:
        raise BrokenClaimError(f"{len(data)} bytes took {grown} MB")


def _check_all(found: list[Node | Segment | Issue]) -> None:
    if not any(isinstance(item, Segment | Issue) or item.media_type == EMPTY for item in found):
        raise BrokenClaimError("neither text nor a reason why there is none")
    for item in found:
        if isinstance(item, Issue) and item.code is IssueCode.WORKER_DIED:
            raise BrokenClaimError(f"a reader failed: {item.detail}")
        if isinstance(item, Issue) and item.code is IssueCode.TIMED_OUT:
            raise BrokenClaimError("a small document took all of its time")


def _check(item: Item, *, isolated: bool) -> None:
    """What one item must be, and that it leaves a worker process as it was."""
    match item:
        case Segment():
            item.data.decode("utf-8")
            item.header.decode("utf-8")
            if item.before + item.after > len(item.data):
                raise BrokenClaimError("more context than text")
            places = str(item.locate(item.before)) + str(item.locate(max(0, len(item.data) - 1)))
            if isolated and wire.segment_of(wire.of_segment(item), item.header + item.data) != item:
                raise BrokenClaimError("a segment that does not survive its way")
        case Issue():
            places = str(item.locus)
            if _QUOTED.search(item.detail):
                raise BrokenClaimError("an error that quotes the document")
            if isolated and wire.issue_of(wire.of_issue(item)) != item:
                raise BrokenClaimError("an issue that does not survive its way")
        case Child():
            places = repr(item).replace(f"size={item.blob.size}", "")
            wire.child_of(wire.of_child(item.blob.name, item.blob.declared_type, hidden=item.hidden))
    if _NUMBER.search(places):
        raise BrokenClaimError("a place that shows a number")
