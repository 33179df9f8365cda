"""Options that several commands share, and the way all of them speak to the user."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from dlp.render import Lang, Style
from dlp.render.columns import aligned

ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="설정 파일 dlp.toml / configuration file")
]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="말 / language (기본: 시스템 언어 / default: from the locale)")
]
Service = Annotated[str | None, typer.Option("--to", metavar="SERVICE", help="보낼 SaaS / the SaaS it is headed to")]


def language(chosen: Lang | None) -> Lang:
    """The language asked for, else that of the locale (POSIX: the first of these variables that is set)."""
    if chosen:
        return chosen
    locale = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Lang.KO if locale.startswith("ko") else Lang.EN


def tell(message: str) -> None:
    """A line for the user, beside the output of the command."""
    typer.echo(message, err=True)


def show(rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output: wrapped where a person reads it, one line per row where a program does."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    for line in aligned(rows, columns):
        typer.echo(line)


def style(out: TextIO, lang: Lang, *, explain: bool = False) -> Style:
    """How to write to `out`: in colour and to its width where it is a terminal. NO_COLOR: see no-color.org."""
    if not out.isatty():
        return Style(lang, explain=explain)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Style(lang, color=not plain, width=shutil.get_terminal_size().columns, explain=explain)
