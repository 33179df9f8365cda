"""One multi-pattern pass over a buffer: which patterns end where. Three engines, one contract.

Every engine reports, for each pattern, at least one end inside every maximal region that the pattern matches; what a
hit is worth is decided afterwards on a small window with one and the same regular expression, so all engines give the
same candidates (tests/properties proves it).
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Protocol

# Index of a pattern -> byte offsets of the ends of its matches, ascending.
Hits = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Byte regular expressions without look-around, any of which may match; `^` and `$` mean the ends of the buffer.

    Several expressions rather than one alternation, because Hyperscan searches a thousand short literals faster than
    one automaton that stays awake on every Hangul syllable. With `once` only the first match of each is reported, after
    which the pattern costs nothing more.
    """

    expressions: tuple[bytes, ...]
    ignore_case: bool = False
    once: bool = False


class Engine(Protocol):
    """Compiled patterns. `scan` is thread-safe."""

    name: str

    def scan(self, data: bytes) -> Hits: ...


class DatabaseCache(Protocol):
    """Keeps compiled databases between processes: compiling takes a second, loading milliseconds."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, database: bytes) -> None: ...


class Hyperscan:
    """Vectorscan through the `hyperscan` wheel: hundreds of patterns at the speed of memory."""

    name = "hyperscan"

    def __init__(self, patterns: Sequence[Pattern], cache: DatabaseCache | None = None) -> None:
        import hyperscan

        expanded = [
            (
                expression,
                index,
                (hyperscan.HS_FLAG_CASELESS if pattern.ignore_case else 0)
                | (hyperscan.HS_FLAG_SINGLEMATCH if pattern.once else 0),
            )
            for index, pattern in enumerate(patterns)
            for expression in pattern.expressions
        ]
        expressions, indexes, flags = zip(*expanded, strict=True)
        self._indexes: tuple[int, ...] = indexes
        key = _database_key(expressions, flags)
        stored = cache.get(key) if cache else None
        if stored is None:
            self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            # Every expression has an id of its own: sharing one makes compilation twenty times slower.
            self._database.compile(
                expressions=expressions, ids=tuple(range(len(expressions))), elements=len(expressions), flags=flags
            )
            if cache:
                cache.put(key, hyperscan.dumpb(self._database))
        else:
            self._database = hyperscan.loadb(stored, hyperscan.HS_MODE_BLOCK)
        self._new_scratch = lambda: hyperscan.Scratch(self._database)
        # A scratch serves one scan at a time. list.pop and list.append are atomic, so a list is pool enough.
        self._idle = [self._new_scratch()]

    def scan(self, data: bytes) -> Hits:
        hits: Hits = {}
        indexes = self._indexes

        def note(expression: int, _start: int, end: int, _flags: int, _context: object) -> None:
            index = indexes[expression]
            if index in hits:
                hits[index].append(end)
            else:
                hits[index] = [end]

        try:
            scratch = self._idle.pop()
        except IndexError:
            scratch = self._new_scratch()
        try:
            self._database.scan(data, match_event_handler=note, scratch=scratch)
        finally:
            self._idle.append(scratch)
        return hits


def _database_key(expressions: Sequence[bytes], flags: Sequence[int]) -> str:
    """Names a compiled database by what went into it: engine, machine and patterns."""
    sha = hashlib.sha256(f"{version('hyperscan')} {platform.machine()} {sys.byteorder}".encode())
    for expression, flag in zip(expressions, flags, strict=True):
        sha.update(b"%d:%d:%s" % (flag, len(expression), expression))
    return sha.hexdigest()


class Linear:
    """The same work with `google-re2` or, failing that, `regex`, one pass per pattern: where no wheel exists."""

    def __init__(self, patterns: Sequence[Pattern], *, library: str) -> None:
        self.name = library
        self._compiled = [_compile(pattern, library) for pattern in patterns]

    def scan(self, data: bytes) -> Hits:
        return {index: sorted(ends) for index, compiled in enumerate(self._compiled) if (ends := _ends(compiled, data))}


class _Compiled(Protocol):
    def search(self, text: bytes, pos: int = ..., endpos: int = ...) -> re.Match[bytes] | None: ...


def _compile(pattern: Pattern, library: str) -> _Compiled:
    if library == "re2":
        import re2

        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1
        options.never_nl = False
        options.log_errors = False
        options.case_sensitive = not pattern.ignore_case
        compiled: _Compiled = re2.compile(b"|".join(pattern.expressions), options)
        return compiled
    import regex

    flags = regex.IGNORECASE if pattern.ignore_case else 0
    by_regex: _Compiled = regex.compile(b"|".join(pattern.expressions), flags)
    return by_regex


def _ends(compiled: _Compiled, data: bytes) -> list[int]:
    """Ends of all matches, each search starting one byte after the previous start so that neighbours sharing a
    boundary character are both seen."""
    ends: list[int] = []
    position = 0
    while (found := compiled.search(data, position)) is not None:
        ends.append(found.end())
        position = found.start() + 1
        if position > len(data):
            break
    return ends


def compile_patterns(patterns: Sequence[Pattern], library: str = "", cache: DatabaseCache | None = None) -> Engine:
    """The fastest engine installed, or the one named: "hyperscan", "re2" or "regex"."""
    if library == "hyperscan":
        return Hyperscan(patterns, cache)
    if library:
        return Linear(patterns, library=library)
    for wanted in ("hyperscan", "re2"):
        try:
            return compile_patterns(patterns, wanted, cache)
        except ImportError:
            continue
    return Linear(patterns, library="regex")
