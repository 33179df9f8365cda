"""An ICAP client that says exactly what it is told to, and a server process to say it to."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass

from tests.surfaces.cli.program import ENGLISH


@dataclass(frozen=True)
class Answer:
    """An ICAP answer: status, fields in lower case, the encapsulated parts with the body put together."""

    status: int
    fields: dict
    head: bytes
    body: bytes
    part: str


class Client:
    """One connection."""

    def __init__(self, address, wrap=lambda sock: sock):
        self.sock = wrap(socket.create_connection(address, timeout=20))
        self.file = self.sock.makefile("rb")

    def send(self, data):
        self.sock.sendall(data)

    def line(self):
        return self.file.readline().rstrip(b"\r\n").decode("latin-1")

    def status(self):
        said = re.fullmatch(r"ICAP/1\.0 (\d{3}) .+", self.line())
        assert said, "no ICAP status line"
        return int(said[1])

    def answer(self):
        status, fields = self.status(), {}
        while line := self.line():
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        parts = [entry.split("=") for entry in fields.get("encapsulated", "null-body=0").replace(" ", "").split(",")]
        head = self.file.read(int(parts[-1][1]))
        body = b"" if parts[-1][0] == "null-body" else b"".join(iter(self.chunk, b""))
        return Answer(status, fields, head, body, parts[-1][0])

    def chunk(self):
        size = int(self.line().split(";")[0], 16)
        data = self.file.read(size)
        assert self.line() == ""
        return data

    def ask(self, *pieces):
        for piece in pieces:
            self.send(piece)
        return self.answer()

    def is_closed(self):
        return self.file.read(1) == b""

    def close(self):
        self.file.close()
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def reqmod(http, *fields, preview=None, service="reqmod", method="REQMOD"):
    """A whole HTTP request as a REQMOD without the body's end: what is to be sent first, and the rest."""
    end = http.index(b"\r\n\r\n") + 4
    head, body = http[:end], http[end:]
    part = "req-body" if body else "null-body"
    lines = [f"{method} icap://127.0.0.1/{service} ICAP/1.0", "Host: 127.0.0.1", *fields]
    lines.append(f"Encapsulated: req-hdr=0, {part}={len(head)}")
    if preview is not None and body:
        lines.append(f"Preview: {preview}")
    start = "\r\n".join([*lines, "", ""]).encode() + head
    if not body:
        return start, b""
    if preview is None:
        return start + chunks(body) + b"0\r\n\r\n", b""
    first, rest = body[:preview], body[preview:]
    if not rest:
        return start + chunks(first) + b"0; ieof\r\n\r\n", b""
    return start + chunks(first) + b"0\r\n\r\n", chunks(rest) + b"0\r\n\r\n"


def chunks(data, size=7000):
    return b"".join(
        b"%x\r\n%b\r\n" % (len(data[at : at + size]), data[at : at + size]) for at in range(0, len(data), size)
    )


def exchange(client, http, *fields, **how):
    """The answer to a request, the rest of a body sent when it is asked for."""
    first, rest = reqmod(http, *fields, **how)
    client.send(first)
    if rest:
        assert client.status() == 100
        assert client.line() == ""
        client.send(rest)
    return client.answer()


SERVICES = """
[services.slack]
evaluation_id = "1"
evaluated_on = 2026-05-04
evaluation_expires = 2099-05-03
approval_ref = "1"
approved_on = 2026-05-20
approval_expires = 2099-05-19
"""


@contextmanager
def serving(folder, config=""):
    """A server in a process of its own: its address and the process."""
    file = folder / "dlp.toml"
    journal = f"[journal]\ndirectory = '{folder}/journal'\n"
    file.write_text(f"{journal}[icap]\nport = {free_port()}\n{config}\n{SERVICES}", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "dlp", "icap", "--config", str(file)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **ENGLISH},
    )
    try:
        said = process.stderr.readline()
        found = re.search(r"icaps?://([\d.]+):(\d+)/", said)
        assert found, said + process.stderr.read()
        yield (found[1], int(found[2])), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        process.stderr.close()


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
