"""The ICAP server: connections, deadlines, overload and a quiet end. Scans run in threads, never on the loop."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeAlias

from dlp.app import Inspector
from dlp.config import IcapTable
from dlp.protocols.fields import ProtocolError
from dlp.protocols.icap import (
    Connection,
    Data,
    EndOfMessage,
    EndOfPreview,
    Event,
    Head,
    Limits,
    Request,
)
from dlp.surfaces.icap import answers
from dlp.surfaces.icap.exchange import Exchange, decide, unread
from dlp.types import Issue, IssueCode

_READ = 256 << 10
_WAITING = 32  # scans in line for each thread; beyond that clients are told to come back
_DRAIN = 30.0  # seconds that requests under way may take to end

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter


class Server:
    """Serves until `stop`. One per process; several processes may share the port."""

    def __init__(self, inspector: Inspector, table: IcapTable, threads: int = 0) -> None:
        self._table = table
        self._threads = threads or (os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(self._threads, "scan")
        self._under_way = 0
        self._clients: set[asyncio.Task[None]] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._stopping = False
        self.use(inspector)

    def use(self, inspector: Inspector) -> None:
        """From the next request on: another policy, other rules. Requests under way end as they began."""
        scanner = inspector.scanner
        self._inspector = inspector
        self._tag = answers.istag(scanner.policy_digest, scanner.rules_digest)

    async def start(self) -> tuple[str, int]:
        """Listen. Returns the address in use."""
        table = self._table
        self._server = await asyncio.start_server(
            self._client,
            table.host,
            table.port,
            limit=_READ,
            reuse_port=True,
            ssl=_tls(table),
            backlog=table.connections,
        )
        host, port = self._server.sockets[0].getsockname()[:2]
        return str(host), int(port)

    async def stop(self) -> None:
        """No new connections; requests under way are answered, idle connections closed."""
        if self._server is None:
            return
        self._stopping = True
        self._server.close()
        for task in self._clients - self._busy:
            task.cancel()
        if self._clients:
            _done, left = await asyncio.wait(self._clients, timeout=_DRAIN)
            for task in left:
                task.cancel()
        await asyncio.to_thread(self._pool.shutdown)

    async def _client(self, reader: Reader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a handler always runs in a task
        self._clients.add(task)
        try:
            if len(self._clients) > self._table.connections:
                writer.write(answers.error(503, self._tag))
            else:
                await self._requests(reader, writer, task)
        except ProtocolError as error:
            writer.write(answers.error(error.status, self._tag))
        except TimeoutError:
            writer.write(answers.error(408, self._tag))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._clients.discard(task)
            self._busy.discard(task)
            with suppress(ConnectionError, TimeoutError):
                writer.close()
                await asyncio.wait_for(writer.wait_closed(), 5)

    async def _requests(self, reader: Reader, writer: Writer, task: asyncio.Task[None]) -> None:
        """One request after another, until the client or the server has had enough."""
        limits = Limits(body=self._table.body_bytes)
        peer = str((writer.get_extra_info("peername") or ("",))[0])
        connection = Connection(limits)
        while not self._stopping:
            async with asyncio.timeout(self._table.idle_seconds):
                event = await _next(connection, reader)
            if event is None:
                return
            assert isinstance(event, Request)  # noqa: S101 - a message begins with its head
            self._busy.add(task)
            exchange = Exchange(event, peer, time.time())
            try:
                await self._answer(connection, reader, writer, exchange)
            finally:
                exchange.close()
            self._busy.discard(task)
            if event.closes:
                return
            connection.start_next()

    async def _answer(self, connection: Connection, reader: Reader, writer: Writer, exchange: Exchange) -> None:
        async with asyncio.timeout(self._table.receive_seconds):
            await self._collect(connection, reader, writer, exchange)
        request = exchange.request
        if request.service.lower() != answers.SERVICE:
            raise ProtocolError("no such service", 404)
        if request.method == "OPTIONS":
            writer.write(answers.options(self._table, self._tag))
        elif request.method != "REQMOD":
            raise ProtocolError("not a method of this service", 405)
        elif self._under_way >= self._threads * (1 + _WAITING):
            raise ProtocolError("overloaded", 503)
        else:
            await self._inspect(writer, exchange)
        await writer.drain()

    async def _collect(self, connection: Connection, reader: Reader, writer: Writer, exchange: Exchange) -> None:
        """The whole message. The rest after a preview is always asked for: no verdict rests on a beginning."""
        while True:
            match await _next(connection, reader):
                case Head(part="req-hdr", data=data):
                    exchange.begin(data)
                case Data(data=data):
                    exchange.add(data)
                case EndOfPreview():
                    exchange.continued = True
                    writer.write(connection.go_on())
                    await writer.drain()
                case EndOfMessage():
                    return
                case _:
                    raise ConnectionResetError

    async def _inspect(self, writer: Writer, exchange: Exchange) -> None:
        loop = asyncio.get_running_loop()
        self._under_way += 1
        work = loop.run_in_executor(self._pool, decide, exchange, self._inspector, self._table, self._tag)
        work.add_done_callback(self._ended)
        try:
            answer = await asyncio.wait_for(asyncio.shield(work), self._table.scan_seconds)
        except TimeoutError:
            issue = Issue(IssueCode.TIMED_OUT, detail=f"over {self._table.scan_seconds:g} s")
            writer.write(await asyncio.to_thread(unread, exchange, self._inspector, self._table, self._tag, issue))
            await asyncio.wait([work])  # what it reads must not be taken away under it
            return
        await _send(writer, iter(answer))

    def _ended(self, _work: object) -> None:
        self._under_way -= 1


async def _next(connection: Connection, reader: Reader) -> Event | None:
    """The next event, None where the client has gone between two requests."""
    while (event := connection.next_event()) is None:
        data = await reader.read(_READ)
        if not data:
            if connection.is_idle:
                return None
            raise ConnectionResetError
        connection.feed(data)
    return event


async def _send(writer: Writer, answer: Iterator[bytes]) -> None:
    for piece in answer:
        writer.write(piece)
        await writer.drain()


def _tls(table: IcapTable) -> ssl.SSLContext | None:
    if not table.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(table.certificate, table.key)
    if table.client_ca:
        context.load_verify_locations(table.client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context
