"""Where reports and copies are written: standard output, or a file that appears under its name only when complete."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import typer

from dlp.render import Format
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.options import tell


@contextmanager
def opened(path: Path | None, form: Format) -> Iterator[TextIO]:
    """For a report. What was written before an interruption stays beside `path` and is named to the user."""
    if path is None:
        if isinstance(sys.stdout, TextIOWrapper) and form is not Format.TABLE:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
        yield sys.stdout
        return
    # Spreadsheets take CSV for the legacy code page of the country unless it starts with a byte order mark.
    encoding = "utf-8-sig" if form is Format.CSV else "utf-8"
    path = path.resolve()  # a link stays a link
    if _is_special(path):
        with path.open("w", encoding=encoding, newline="") as file:
            yield file
        return
    partial = _beside(path)
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            yield file
    except BaseException:
        tell(f"중단됨, 여기까지의 결과 / interrupted, results so far: {partial}")
        raise
    partial.replace(path)


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C and a reader that has gone away end the program quietly; what is finished has been flushed."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # Python flushes standard output once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(Exit.INCOMPLETE) from None


def check(path: Path) -> None:
    """Complains before the work is done rather than after."""
    place = path if _is_special(path) else path.resolve().parent
    if path.is_dir() or not os.access(place, os.W_OK):
        raise typer.BadParameter(f"쓸 수 없습니다 / cannot be written: {path}")


def write(path: Path, data: bytes) -> None:
    """All of it or nothing. Raises OSError."""
    if _is_special(path):
        path.write_bytes(data)
        return
    partial = _beside(path)
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _is_special(path: Path) -> bool:
    """A device or a pipe, such as /dev/null: it is written to, and never replaced."""
    return path.exists() and not path.is_file()


def _beside(path: Path) -> Path:
    """A new file that only the user may read, in the same directory so that it can be renamed."""
    from tempfile import mkstemp

    handle, name = mkstemp(dir=path.parent, prefix=".dlp-")
    os.close(handle)
    return Path(name)
