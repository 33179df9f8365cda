"""What every binary Office file has beside its main stream: properties, macros, embedded objects, streams of others."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Generator, Iterator

from dlp.extract import charset, compound, vba
from dlp.extract.base import Budget, Child, Item, ReadStopped, held
from dlp.extract.compound import Compound, Entry
from dlp.extract.gather import Gather, unquoted
from dlp.extract.identify import signature_type
from dlp.extract.properties import narrow, properties
from dlp.extract.signatures import OLE
from dlp.extract.storages import apart
from dlp.extract.words import words
from dlp.types import Blob, Issue, IssueCode, Layout, Locus, Segment

NATIVE = "\x01ole10native"
# Streams that hold a whole file of another program.
_WHOLE = ("package", "contents")
# The main streams of documents: beside another one's, as a second document in the same file.
_MAIN = ("workbook", "book", "worddocument", "powerpoint document")
_OBJECTS = 1000
_LARGE = 1 << 10
_TELLING = 8  # bytes: fewer hold no number


def opened(blob: Blob, locus: Locus, budget: Budget) -> Generator[Item, None, Compound | None]:
    """The compound file; where it is none any more its words, and None."""
    try:
        return compound.opened(blob, budget)
    except ReadStopped as stop:
        if stop.code is not IssueCode.CORRUPT:
            raise
        with blob.open() as stream:
            data = stream.read(budget.limits.part_bytes)
        yield from swept(data, locus)
        yield Issue(stop.code, locus, stop.detail)
        return None


def rest(file: Compound, locus: Locus, budget: Budget, done: set[tuple[str, ...]]) -> Iterator[Item]:
    """Every stream that is not in `done`, and every storage as the document it embeds."""
    inside: set[tuple[str, ...]] = set()
    for count, storage in enumerate(embedded(file)):
        if count >= _OBJECTS:
            yield Issue(IssueCode.TOO_MANY, locus, f"over {_OBJECTS} embedded objects")
            break
        inside.add(storage.path)
        yield Child(held(storage.name, apart(file, storage)))
    for entry in list(file.streams()):
        if entry.path not in done and not any(entry.path[: len(path)] == path for path in inside):
            yield from stream(file, entry, locus, budget)
    yield from remains(file, locus, budget)
    yield from (Issue(IssueCode.CORRUPT, locus, trouble) for trouble in file.troubles)


def remains(file: Compound, locus: Locus, budget: Budget) -> Iterator[Item]:
    """What no stream holds: the words of what was deleted, and what nobody should have put there as a document."""
    deleted, lost = file.remains(budget.limits.part_bytes)
    yield from swept(deleted, Locus(locus.container, "outside the streams"))
    if len(lost) >= _TELLING:
        yield Child(held("outside the streams", lost), hidden=True)


def embedded(file: Compound) -> Iterator[Entry]:
    """Storages that are objects of other programs: at the top, or one below in Word's ObjectPool."""
    for storage in file.storages():
        name = storage.name.lower()
        if name == "objectpool":
            yield from file.storages(storage.name)
        elif storage.linked and name.startswith("mbd"):
            yield storage


def stream(file: Compound, entry: Entry, locus: Locus, budget: Budget) -> Iterator[Item]:
    """One stream by what its name says that it is, else by its words."""
    name, data = entry.name.lower(), file.read(entry)
    at = Locus(locus.container, "/".join(unquoted(part) for part in entry.path))
    if name in _MAIN and len(entry.path) == 1:
        yield Issue(IssueCode.SUSPICIOUS, at, "a second document in the same file")
    if name.startswith("\x05") and "summaryinformation" in name:
        yield from summary(data, at)
    elif name == NATIVE:
        yield native(data)
    elif name in _WHOLE and signature_type(data[:4096]):
        yield Child(held(unquoted(entry.path[-2]) if len(entry.path) > 1 else entry.name, data))
    elif len(entry.path) > 1 and entry.path[-2].lower() == "vba" and not name.startswith(vba.CACHES):
        yield from macro(data, at, budget)
    elif len(entry.path) > 1 and entry.path[-2].lower() == "vba" and name == "dir":
        yield from swept(_plain(data, budget), at)
    elif signature_type(data[:4096]) not in ("", OLE) and not name.startswith(("\x01", "\x02", "\x03")):
        yield Child(held(entry.name, data))
    elif entry.path[0].lower().startswith("msodatastor") and not charset.is_binary(data[:4096]):
        yield Child(held(entry.name, data), hidden=True)
    else:
        yield from swept(data, at)
        if len(data) > _LARGE and name[:1] > "\x05" and _opaque(data) and "vba" not in "/".join(entry.path).lower():
            yield Issue(IssueCode.UNSUPPORTED, at, "a stream of a kind that is not known")


def _plain(data: bytes, budget: Budget) -> bytes:
    try:
        return vba.decompressed(data, budget)
    except ValueError:
        return data


def _opaque(data: bytes) -> bool:
    """Compressed or encrypted: nothing that a search for words would see through."""
    sample = data[: 64 << 10]
    return len(zlib.compress(sample, 1)) > len(sample) * 0.95


def summary(data: bytes, locus: Locus) -> Iterator[Item]:
    """A property set as "name: value" lines."""
    gather = Gather(locus, Layout.KEY_VALUE, hidden=True)
    found, sound = properties(data)
    for name, text in found:
        gather.add(f"{name}: {text}\n", unquoted(name))
    for text in () if sound else words(data):
        gather.add(f"{text}\n")
    if segment := gather.take():
        yield segment
    if not sound:
        yield Issue(IssueCode.CORRUPT, locus, "properties that break off")


def macro(data: bytes, locus: Locus, budget: Budget) -> Iterator[Item]:
    try:
        source = vba.module_source(data, budget)
    except ValueError:
        yield from swept(data, locus)
        yield Issue(IssueCode.UNSUPPORTED, locus, "macros")
        return
    yield Segment(locus, source.encode("utf-8", "replace"), Layout.CODE, hidden=True)


def swept(data: bytes, locus: Locus) -> Iterator[Segment]:
    """The words of a stream whose structure is not followed."""
    text = "\n".join(words(data))
    if text.strip():
        yield Segment(locus, text.encode("utf-8", "replace"), hidden=True)


def native(data: bytes) -> Child:
    """A file put in as a package ([MS-OLEDS] 2.3.6): label, path and command before it; all of it where they do not fit."""
    try:
        (size,) = struct.unpack_from("<I", data, 0)
        label, at = _string(data, 6)
        _path, at = _string(data, at)
        at += 4
        (length,) = struct.unpack_from("<I", data, at)
        at += 4 + length
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if data[4:6] == b"\x02\0" and size <= len(data) and 0 < length <= len(data) - at:
            return Child(held(label or "package", data[at : at + length]))
    except (struct.error, ValueError):
        pass
    return Child(held("package", data[4:]))


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at, at + 1024)
    return narrow(data[at:end], 949), end + 1
