"""`dlp icap`: the ICAP server, until it is told to stop."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dlp import app
from dlp.errors import ConfigError, JournalError, RuleError, SandboxError
from dlp.surfaces.cli.options import ConfigFile

if TYPE_CHECKING:
    from dlp.surfaces.icap.server import Server


def icap(config: ConfigFile = None) -> None:
    """프록시가 넘겨주는 요청을 검사하는 ICAP 서버. SIGHUP이면 설정을 다시 읽습니다 / The ICAP server that inspects what a
    proxy hands over. SIGHUP reads the configuration again."""
    import asyncio  # a scan should not pay for it

    with ExitStack() as opened:
        asyncio.run(_serve(config, opened))


async def _serve(config: Path | None, opened: ExitStack) -> None:
    """Until SIGTERM or SIGINT. `opened` keeps every inspector until the last request that uses it has ended."""
    import asyncio
    import signal

    from dlp.surfaces.icap.server import Server

    inspector = opened.enter_context(closing(app.open_inspector(config, "icap")))
    table = inspector.scanner.config.icap
    server = Server(inspector, table)
    try:
        host, port = await server.start()
    except OSError as error:
        place = f"{table.host}:{table.port}"
        raise typer.BadParameter(f"{place}: 열 수 없습니다 / cannot listen: {error.strerror}") from None
    typer.echo(f"{'icaps' if table.certificate else 'icap'}://{host}:{port}/reqmod", err=True)
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    reloads: set[asyncio.Task[None]] = set()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: reloads.add(loop.create_task(_reload(server, config, opened))))
    await stopped.wait()
    await server.stop()


async def _reload(server: Server, config: Path | None, opened: ExitStack) -> None:
    """The configuration as it is now; one that cannot be used changes nothing."""
    import asyncio

    try:
        inspector = await asyncio.to_thread(app.open_inspector, config, "icap")
    except (ConfigError, RuleError, JournalError, SandboxError) as error:
        typer.echo(f"설정을 바꾸지 않았습니다 / configuration not changed: {error}", err=True)
        return
    server.use(opened.enter_context(closing(inspector)))
    typer.echo(f"설정을 다시 읽었습니다 / configuration read again: {inspector.scanner.policy_digest[:12]}", err=True)
