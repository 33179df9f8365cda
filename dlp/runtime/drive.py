"""Carry out what a session commands: read the blob, write the record, hand back the result."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from typing import BinaryIO

from dlp.errors import JournalError
from dlp.extract.base import Budget
from dlp.extract.walk import Reading, Run, run_here, walk, walk_text
from dlp.session import Session
from dlp.types import FILE_NAME, Blob, Encoded, Issue, Layout, Limits, Locus, ScanResult, Segment

# Writes the record of a result before anything is done about it; raises JournalError where it cannot.
Recorder = Callable[[ScanResult], None]
# How a blob is read.
Reader = Callable[[Blob, Limits, Run], Reading]
_STEP = 1 << 20


def drive(session: Session, reading: Reading, record: Recorder | None = None) -> ScanResult:
    """Run a session to its end over what reading its blob gives. With a recorder the content's SHA-256 is taken too."""
    blob = session.start().blob
    _receive(session, reading)
    write = session.finish(digest(blob) if record and not blob.sha256 else "")
    if record is None:
        return session.recorded().result
    try:
        record(write.result)
    except JournalError:
        return session.record_failed().result
    return session.recorded().result


def _receive(session: Session, reading: Reading) -> None:
    """Every item to the session, and what it answers back to the reading."""
    answer: Sequence[Encoded] | None = None
    while True:
        try:
            item = reading.send(answer)
        except StopIteration:
            return
        answer = session.receive(item)


def read_document(blob: Blob, limits: Limits, run: Run = run_here) -> Reading:
    """A document with its own name, and everything in it."""
    yield from read_name(blob, limits)
    yield from walk(blob, Budget(limits, time.monotonic), run)


def read_text(blob: Blob, limits: Limits, run: Run = run_here) -> Reading:
    """Text that is given as such, whatever it looks like, with its name."""
    yield from read_name(blob, limits)
    yield from walk_text(blob, Budget(limits, time.monotonic), run)


def read_name(blob: Blob, _limits: Limits, _run: Run = run_here) -> Reading:
    """The name alone, with the folders in it, as it was given."""
    name = blob.name
    if any(map(str.isdigit, name)) or "@" in name:  # nothing else can stand in a name that a rule looks for
        yield Segment(Locus(part=FILE_NAME), name.encode("utf-8", "replace"), Layout.KEY_VALUE)


def unreadable(issue: Issue) -> Reader:
    """How a blob is read that could not be opened: its name is all there is."""

    def read(blob: Blob, limits: Limits, _run: Run) -> Reading:
        yield from read_name(blob, limits)
        yield issue

    return read


def digest(blob: Blob) -> str:
    """SHA-256 of the content in hex, or "" where it cannot be read."""
    try:
        with blob.open() as stream:
            return _digest(stream)
    except OSError:
        return ""


def _digest(stream: BinaryIO) -> str:
    sha = hashlib.sha256()
    while block := stream.read(_STEP):
        sha.update(block)
    return sha.hexdigest()
