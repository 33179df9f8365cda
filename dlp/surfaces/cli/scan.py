"""`dlp scan`: inspect files and directories, show what was decided and why, and say it with the exit code."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import typer

from dlp import app
from dlp.render import Format, renderer
from dlp.surfaces.cli import baseline, output
from dlp.surfaces.cli import options as opt
from dlp.surfaces.cli.files import walk
from dlp.surfaces.cli.gate import Gate, exit_code
from dlp.surfaces.cli.progress import bar
from dlp.surfaces.cli.redact import NOT_COPIED, Redactor, prepare
from dlp.surfaces.cli.report import Report
from dlp.surfaces.cli.sources import STDIN, Source
from dlp.types import Action

_DRAFT = timedelta(days=90)  # how long a drafted entry of a baseline would hold


def scan(
    paths: opt.Paths,
    to: opt.Service = None,
    config: opt.ConfigFile = None,
    form: opt.Form = Format.TABLE,
    target: opt.Target = None,
    explain: opt.Explain = False,
    fail_on: opt.From = opt.FailOn.FLAG,
    accepted: opt.Accepted = None,
    draft: opt.DraftFile = None,
    copies: opt.Copies = None,
    field: opt.Field = None,
    lang: opt.Language = None,
) -> None:
    """문서를 검사해 허용·주의·보류·차단을 판정합니다 / Inspect documents and decide: allow, flag, hold or block."""
    said = opt.language(lang)
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
            renderer(form, opt.style(out, said, explain=explain)),
            gate,
            bar(walk(paths)),
            said,
            inspector.shown_name,
        )
        report.expired(accepts.expired(app.today()))
        for found in report.watched(source.ahead(walk(paths))):
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
