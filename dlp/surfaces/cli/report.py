"""Results become output as they come; only sums are kept. Notes for the user stand beside the report."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from io import UnsupportedOperation
from pathlib import Path
from typing import TextIO

from dlp.render import Entry, Lang, Renderer, Totals
from dlp.render.messages import Words
from dlp.surfaces.cli.baseline import Accepted
from dlp.surfaces.cli.files import Found, Skipped
from dlp.surfaces.cli.gate import Gate
from dlp.surfaces.cli.options import tell
from dlp.surfaces.cli.progress import Bar
from dlp.types import ScanResult, printable

_EXPIRED = Words("기준선의 기한이 지나 다시 셉니다", "expired in the baseline, counts again")


class Report:
    def __init__(
        self,
        out: TextIO,
        renderer: Renderer,
        gate: Gate,
        bar: Bar | None,
        lang: Lang,
        shown: Callable[[Path], str],
    ) -> None:
        """`shown` gives the name of a path as it may be shown."""
        self._out = out
        self._renderer = renderer
        self._gate = gate
        self._bar = bar
        self._lang = lang
        self._shown = shown
        self._totals = Totals()
        self._started = time.monotonic()
        self._write(renderer.begin())

    def watched(self, items: Iterable[Found | Skipped]) -> Iterator[Found]:
        """The files to read, with progress shown behind each; what is not read is noted."""
        own = _file_of(self._out)
        for item in items:
            if isinstance(item, Skipped):
                self.note(self._shown(item.path), item.why)
            elif not (own and item.is_file(own)):  # the report may stand where it is written about
                yield item
                if self._bar:
                    self._bar.advance(item.size)

    def show(self, result: ScanResult) -> Entry:
        entry = self._gate.entry(result)
        self._totals.add(entry)
        self._write(self._renderer.entry(entry))
        return entry

    def expired(self, accepted: Iterable[Accepted]) -> None:
        for item in accepted:
            self._tell(f"{_EXPIRED.say(self._lang)}: {item.entity} {item.fingerprint} ({item.expires})")

    def note(self, name: str, *words: Words) -> None:
        self._tell(": ".join((printable(name), *(piece.say(self._lang) for piece in words))))

    def finish(self) -> Totals:
        if self._bar:
            self._bar.clear()
        self._totals.seconds = time.monotonic() - self._started
        self._write(self._renderer.end(self._totals))
        return self._totals

    def _tell(self, message: str) -> None:
        if self._bar:
            self._bar.clear()
        tell(message)

    def _write(self, text: str) -> None:
        if self._bar and self._out.isatty():
            self._bar.clear()
        self._out.write(text)
        self._out.flush()


def _file_of(out: TextIO) -> os.stat_result | None:
    try:
        status = os.fstat(out.fileno())
    except UnsupportedOperation:  # standard output replaced by something in memory
        return None
    return status if stat.S_ISREG(status.st_mode) else None
