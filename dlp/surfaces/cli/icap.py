"""`dlp icap`: the ICAP server, until it is told to stop."""

from __future__ import annotations

from contextlib import closing

import typer

from dlp import app
from dlp.surfaces.cli.options import ConfigFile


def icap(config: ConfigFile = None) -> None:
    """프록시가 넘겨주는 요청을 검사하는 ICAP 서버 / The ICAP server that inspects what a proxy hands over."""
    import asyncio

    with closing(app.open_inspector(config, "icap")) as inspector:
        asyncio.run(_serve(inspector))


async def _serve(inspector: app.Inspector) -> None:
    import asyncio
    import signal

    from dlp.surfaces.icap.server import Server

    server = Server(inspector, inspector.scanner.config.icap)
    try:
        host, port = await server.start()
    except OSError as error:
        table = inspector.scanner.config.icap
        message = f"{table.host}:{table.port}: 열 수 없습니다 / cannot listen: {error.strerror}"
        raise typer.BadParameter(message) from None
    typer.echo(f"icap://{host}:{port}/reqmod", err=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    await server.stop()
