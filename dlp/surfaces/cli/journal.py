"""`dlp journal`: whether the evidence is what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dlp import app
from dlp.render.messages import Words
from dlp.surfaces.cli.exits import Exit
from dlp.surfaces.cli.options import ConfigFile, Language, language
from dlp.types import printable

journal = typer.Typer(name="journal", help="증적 기록 / the journal of decisions", no_args_is_help=True)


@journal.callback()
def group() -> None:
    """증적 기록 / The journal of decisions."""


@journal.command("verify")
def verify(
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="기록 파일 (기본: 설정의 것) / default: the configured one")
    ] = None,
    config: ConfigFile = None,
    lang: Language = None,
) -> None:
    """고침·삭제·잘림이 없는지 확인 / Find any edit, deletion or truncation. Exit code 1 where there is one."""
    said = language(lang)
    report = app.verify_journal(path, config)
    for problem in report.problems:
        place = (
            Words("기록 {:,} ({:,}번째 줄)", "record {:,} (line {:,})").say(said).format(problem.record, problem.line)
        )
        detail = f": {printable(problem.detail)}" if problem.detail else ""
        typer.echo(f"{place}: {Words(problem.fault.ko, problem.fault.en).say(said)}{detail}")
    if hidden := report.problem_count - len(report.problems):
        typer.echo(Words("… 그 밖에 {:,}건", "… and {:,} more").say(said).format(hidden))
    sums = Words("기록 {:,}건, 이상 {:,}건. 마지막 기록 {:,} {}", "{:,} records, {:,} problems; last record {:,} {}")
    typer.echo(sums.say(said).format(report.records, report.problem_count, report.last.sequence, report.last.hash))
    raise typer.Exit(Exit.CLEAN if report.sound else Exit.FINDINGS)
