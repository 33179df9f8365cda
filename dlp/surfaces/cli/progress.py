"""The progress bar on a terminal: files and bytes, on standard error, out of the way of what is written beside it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from dlp.surfaces.cli.files import Found, Skipped

_INTERVAL = 0.1  # seconds between two drawings
_SMALL = 4 << 20  # bytes: a single smaller file is done before a bar could be seen


class Bar:
    """Drawn when there is time, never by a thread of its own."""

    def __init__(self, files: int, size: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

        count = TextColumn("{task.fields[done]:,}/{task.fields[files]:,}")
        self._progress = Progress(
            count, BarColumn(), DownloadColumn(), console=Console(stderr=True), transient=True, auto_refresh=False,
            redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self._progress.add_task("", total=size, done=0, files=files)
        self._done = 0
        self._drawn = 0.0

    def advance(self, size: int) -> None:
        self._done += 1
        self._progress.update(self._task, advance=size, done=self._done)
        if time.monotonic() - self._drawn > _INTERVAL:
            self.draw()

    def draw(self) -> None:
        self._progress.start()
        self._progress.refresh()
        self._drawn = time.monotonic()

    def clear(self) -> None:
        self._progress.stop()


def bar(files: Iterable[Found | Skipped]) -> Bar | None:
    """A bar over `files` where somebody watches and there is something to wait for. Walks them once, for the sums."""
    if not sys.stderr.isatty():
        return None
    sizes = [item.size for item in files if isinstance(item, Found)]
    return Bar(len(sizes), sum(sizes)) if len(sizes) > 1 or sum(sizes) > _SMALL else None
