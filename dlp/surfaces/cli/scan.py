"""`dlp scan`: inspect files and directories, show what was decided and why, and say it with the exit code."""

from __future__ import annotations

import enum
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from dlp import app
from dlp.render import Format, renderer
from dlp.surfaces.cli import baseline, output
from dlp.surfaces.cli.files import walk
from dlp.surfaces.cli.gate import Gate, exit_code
from dlp.surfaces.cli.options import ConfigFile, Language, Service, language, style
from dlp.surfaces.cli.progress import bar
from dlp.surfaces.cli.redact import NOT_COPIED, Redactor, prepare
from dlp.surfaces.cli.report import Report
from dlp.surfaces.cli.sources import STDIN, Source
from dlp.types import Action

_DRAFT = timedelta(days=90)  # how long a drafted entry of a baseline would hold


class FailOn(enum.StrEnum):
    ALLOW = "allow"
    FLAG = "flag"
    HOLD = "hold"
    BLOCK = "block"


def scan(
    paths: Annotated[
        list[Path],
        # What cannot be read gets a result that says so, and the rest is scanned: not for typer to refuse.
        typer.Argument(metavar="PATH...|-", readable=False, help="파일, 폴더, 표준 입력(-) / what to scan"),
    ],
    to: Service = None,
    config: ConfigFile = None,
    form: Annotated[Format, typer.Option("--format", help="출력 형식 / output format")] = Format.TABLE,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="결과를 쓸 파일 / write the report here")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="근거를 모두 표시 / show the evidence of every finding")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="이 판정부터 종료 코드 1 / exit code 1 from this action up")
    ] = FailOn.FLAG,
    accepted: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="인정한 검출 목록 / accepted findings (TOML)")
    ] = None,
    draft: Annotated[
        Path | None,
        typer.Option("--write-baseline", metavar="FILE", help="인정 목록의 초안 / draft a baseline to fill in"),
    ] = None,
    copies: Annotated[
        Path | None, typer.Option("--redact", metavar="DIR", help="가린 사본을 둘 폴더 / masked copies of text files")
    ] = None,
    field: Annotated[
        str | None,
        typer.Option("--jsonl-field", metavar="NAME", help="JSONL의 각 줄이 메시지 / each JSON line is a message"),
    ] = None,
    lang: Language = None,
) -> None:
    """문서를 검사해 허용·주의·보류·차단을 판정합니다 / Inspect documents and decide: allow, flag, hold or block."""
    said = language(lang)
    for file in filter(None, (target, draft)):
        output.check(file)
    if copies:
        _check_copies(copies, paths, field)
    accepts = baseline.load(accepted) if accepted else baseline.Baseline()
    gate = Gate(Action[fail_on.name], accepts.on(app.today()))
    drafted = baseline.Draft()
    with (
        output.stoppable(),
        closing(app.open_inspector(config, "cli")) as inspector,
        output.opened(target, form) as out,
    ):
        source = Source(inspector, to, field)
        redactor = Redactor(copies, inspector.scanner) if copies else None
        report = Report(
            out,
            renderer(form, style(out, said, explain=explain)),
            gate,
            bar(walk(paths)),
            said,
            inspector.shown_name,
        )
        report.expired(accepts.expired(app.today()))
        for found in report.watched(walk(paths)):
            for result in source.results(found.path):
                entry = report.show(result)
                if draft:
                    drafted.add(entry)
                if redactor and (refused := redactor.copy(found, result)):
                    report.note(result.name, NOT_COPIED, refused)
        totals = report.finish()
    if draft:
        output.write(draft, drafted.text(app.today() + _DRAFT).encode())
    raise typer.Exit(exit_code(totals))


def _check_copies(copies: Path, paths: list[Path], field: str | None) -> None:
    if field or STDIN in paths:
        raise typer.BadParameter("--redact: 파일과 폴더에만 씁니다 / works on files and directories only")
    prepare(copies, paths)
