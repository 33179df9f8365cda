"""Results become output as they come; only sums are kept."""

from __future__ import annotations

import time
from typing import TextIO

from dlp.render import Entry, Renderer, Totals
from dlp.surfaces.cli.gate import Gate
from dlp.surfaces.cli.options import tell
from dlp.surfaces.cli.progress import Bar
from dlp.types import ScanResult


class Report:
    def __init__(self, out: TextIO, renderer: Renderer, gate: Gate, bar: Bar | None) -> None:
        self._out = out
        self._renderer = renderer
        self._gate = gate
        self._bar = bar
        self._totals = Totals()
        self._started = time.monotonic()
        self._write(renderer.begin())

    def show(self, result: ScanResult) -> Entry:
        entry = self._gate.entry(result)
        self._totals.add(entry)
        self._write(self._renderer.entry(entry))
        return entry

    def advance(self, size: int) -> None:
        if self._bar:
            self._bar.advance(size)

    def note(self, message: str) -> None:
        """A line beside the report."""
        if self._bar:
            self._bar.clear()
        tell(message)

    def finish(self) -> Totals:
        if self._bar:
            self._bar.clear()
        self._totals.seconds = time.monotonic() - self._started
        self._write(self._renderer.end(self._totals))
        return self._totals

    def _write(self, text: str) -> None:
        if self._bar and self._out.isatty():
            self._bar.clear()
        self._out.write(text)
        self._out.flush()
