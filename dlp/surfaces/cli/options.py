"""Options that several commands share, and the way all of them speak to the user."""

from __future__ import annotations

import enum
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from dlp.render import Format, Lang, Style
from dlp.render.columns import aligned


class FailOn(enum.StrEnum):
    """The actions as words of the command line."""

    ALLOW = "allow"
    FLAG = "flag"
    HOLD = "hold"
    BLOCK = "block"


ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="설정 파일 dlp.toml / configuration file")
]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="말 / language (기본: 시스템 언어 / default: from the locale)")
]
Paths = Annotated[
    list[Path],
    # What cannot be read gets a result that says so, and the rest is scanned: not for typer to refuse.
    typer.Argument(metavar="PATH...|-", readable=False, help="파일, 폴더, 표준 입력(-) / what to scan"),
]
Form = Annotated[Format, typer.Option("--format", help="출력 형식 / output format")]
Target = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="결과를 쓸 파일 / write the report here")]
Explain = Annotated[bool, typer.Option("--explain", help="근거를 모두 표시 / show the evidence of every finding")]
From = Annotated[FailOn, typer.Option("--fail-on", help="이 판정부터 종료 코드 1 / exit code 1 from this action up")]
Accepted = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="인정한 검출 목록 / accepted findings (TOML)")
]
DraftFile = Annotated[
    Path | None, typer.Option("--write-baseline", metavar="FILE", help="인정 목록의 초안 / draft a baseline to fill in")
]
Copies = Annotated[
    Path | None, typer.Option("--redact", metavar="DIR", help="가린 사본을 둘 폴더 / masked copies of text files")
]
Field = Annotated[
    str | None,
    typer.Option("--jsonl-field", metavar="NAME", help="JSONL의 각 줄이 메시지 / each JSON line is a message"),
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
