"""From what the user named to results: a file, standard input, or the messages in a file of JSON lines."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dlp.app import Begun, Inspector
from dlp.surfaces.cli.files import Found, Skipped
from dlp.types import ScanResult

STDIN = Path("-")
_LINE = 16 << 20  # bytes; what holds a longer line is no file of messages


@dataclass(slots=True)
class Source:
    """How to inspect: as if headed to `destination`, and line by line where `field` names the text of a message."""

    inspector: Inspector
    destination: str | None
    field: str | None
    _begun: Begun | None = None  # of the file whose turn it is

    def ahead(self, items: Iterable[Found | Skipped]) -> Iterator[Found | Skipped]:
        """The same in the same order, while workers read what comes next."""
        waiting = deque[tuple[Found | Skipped, Begun | None]]()
        try:
            for item in items:
                waiting.append((item, self._begin(item)))
                if len(waiting) > self.inspector.ahead:
                    yield from self._turn(*waiting.popleft())
            while waiting:
                yield from self._turn(*waiting.popleft())
        finally:
            for _, begun in waiting:
                if begun:
                    begun.close()

    def _begin(self, item: Found | Skipped) -> Begun | None:
        inspectable = isinstance(item, Found) and item.path != STDIN and self.field is None
        return self.inspector.begin(item.path) if inspectable else None

    def _turn(self, item: Found | Skipped, begun: Begun | None) -> Iterator[Found | Skipped]:
        self._begun = begun
        try:
            yield item
        finally:
            self._begun = None
            if begun:
                begun.close()

    def results(self, path: Path) -> Iterator[ScanResult]:
        if path == STDIN:
            yield from self._stream(sys.stdin.buffer, "-")
        elif self.field is None:
            yield self.inspector.inspect_path(path, destination=self.destination, begun=self._begun)
        else:
            yield from self._messages(path)

    def _messages(self, path: Path) -> Iterator[ScanResult]:
        try:
            file = path.open("rb")
        except OSError:
            yield self.inspector.inspect_path(path, destination=self.destination)
            return
        with file:
            yield from self._stream(file, str(path))

    def _stream(self, file: BinaryIO, name: str) -> Iterator[ScanResult]:
        if self.field is None:
            yield self._inspect(file.read(), name)
            return
        number = 0
        while line := file.readline(_LINE):
            number += 1
            if len(line) == _LINE and not line.endswith(b"\n"):
                line += file.read()  # all that is left as one document: no value may be cut in two
            if line.strip():
                yield self._inspect(message(line, self.field), f"{name}:{number}")

    def _inspect(self, data: bytes, name: str) -> ScanResult:
        return self.inspector.inspect_bytes(data, name=name, destination=self.destination)


def message(line: bytes, field: str) -> bytes:
    """The text in a field of a JSON line; the whole line where there is none, so that nothing escapes inspection."""
    try:
        value = json.loads(line)[field]
    except (ValueError, KeyError, TypeError, RecursionError):
        return line
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")
