"""The command line: one file per command, each a few lines around `dlp.app`."""

from __future__ import annotations

from typing import Annotated

import typer

from dlp.surfaces.cli.config import config
from dlp.surfaces.cli.doctor import doctor
from dlp.surfaces.cli.icap import icap
from dlp.surfaces.cli.journal import journal
from dlp.surfaces.cli.policy import policy
from dlp.surfaces.cli.rules import rules
from dlp.surfaces.cli.scan import scan

# Plain help and errors: loading rich for them would cost every start. Tracebacks are none of the user's business.
command = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True)
command.command()(scan)
command.add_typer(rules)
command.add_typer(policy)
command.add_typer(config)
command.command()(icap)
command.command()(doctor)
command.add_typer(journal)


def _show_version(wanted: bool) -> None:
    from importlib.metadata import version

    if wanted:
        typer.echo(f"dlp {version('dlp')}")
        raise typer.Exit


@command.callback()
def main(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="판 번호 / the version")
    ] = False,
) -> None:
    """SaaS로 나가는 문서를 검사합니다 / Inspects documents headed to SaaS."""
