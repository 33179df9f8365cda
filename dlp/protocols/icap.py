"""The server's side of ICAP (RFC 3507): feed what arrived, take events, send what the functions below write.

    Request  Head*  Data*  (EndOfPreview  [100 Continue]  Data*)?  EndOfMessage

One Connection lasts as long as its socket. It holds back requests that were sent ahead until the current one is answered
(`start_next`), and it never reads further than a head, a chunk's line or what it was fed.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from dlp.protocols.fields import Fields, ProtocolError, number, parse_head

VERSION = b"ICAP/1.0"
METHODS = ("OPTIONS", "REQMOD", "RESPMOD")
LAST_CHUNK = b"0\r\n\r\n"
CONTINUE = b"ICAP/1.0 100 Continue\r\n\r\n"

_LINE = 1024  # bytes of a chunk's line or of one trailer
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;[\t\x20-\x7e\x80-\xff]*)?")
_IEOF = re.compile(rb";[ \t]*ieof[ \t]*(?:;|$)", re.IGNORECASE)
_START = re.compile(
    rb"([A-Z]{1,32}) icaps?://([^\s/?#]{1,255})([^\s?#]{0,1024})(?:\?[^\s#]{0,4096})? (ICAP/[0-9]\.[0-9])"
)
# Which parts may be encapsulated in a request, in this order; the last is the body (RFC 3507 section 4.4.1).
_PARTS = {
    "OPTIONS": re.compile(r"(?:null-body|opt-body)"),
    "REQMOD": re.compile(r"(?:req-hdr,)?(?:req-body|null-body)"),
    "RESPMOD": re.compile(r"(?:req-hdr,)?(?:res-hdr,)?(?:res-body|null-body)"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the ICAP head and of each encapsulated head, number of fields, bytes of a body."""

    head: int = 64 << 10
    fields: int = 200
    body: int = 8 << 30


@dataclass(frozen=True, slots=True)
class Request:
    """An ICAP request's own head. `preview` is None where the client offers none."""

    method: str = field(repr=False)
    service: str = field(repr=False)
    fields: Fields
    preview: int | None = None
    has_body: bool = False

    @property
    def allows_no_content(self) -> bool:
        """The client can be told 204 after its preview too: it kept a copy."""
        return "204" in self.fields.tokens("allow")

    @property
    def closes(self) -> bool:
        return "close" in self.fields.tokens("connection")


@dataclass(frozen=True, slots=True)
class Head:
    """An encapsulated HTTP head as it came, with the empty line at its end; `part` is req-hdr or res-hdr."""

    part: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of the body."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EndOfPreview:
    """The client waits: answer, or `go_on()` for the rest."""


@dataclass(frozen=True, slots=True)
class EndOfMessage:
    """The whole message has arrived."""


Event = Request | Head | Data | EndOfPreview | EndOfMessage


class _State(enum.Enum):
    START = enum.auto()
    HEADS = enum.auto()
    CHUNK = enum.auto()  # the line before a chunk
    DATA = enum.auto()
    AFTER_DATA = enum.auto()  # the line break behind a chunk
    TRAILERS = enum.auto()
    PREVIEWED = enum.auto()
    DONE = enum.auto()


class Connection:
    """What one client sends, as events. After a ProtocolError the connection is to be closed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._buffer = bytearray()
        self._state = _State.START
        self._heads: list[tuple[str, int]] = []
        self._has_body = False
        self._left = 0  # of the chunk
        self._body = 0  # bytes so far
        self._preview: int | None = None
        self._whole = False
        self._trailers = 0
        self._searched = 0  # bytes of the buffer known to hold no end of a head

    def feed(self, data: bytes) -> None:
        """Take what arrived. Do not feed while `is_waiting`: what a client sends ahead is its own to keep."""
        self._buffer += data

    @property
    def is_waiting(self) -> bool:
        """Nothing more is read before an answer."""
        return self._state in (_State.PREVIEWED, _State.DONE)

    @property
    def is_idle(self) -> bool:
        """Between two requests, with nothing of the next."""
        return self._state is _State.START and not self._buffer

    def next_event(self) -> Event | None:
        """The next event; None where more must arrive or an answer is waited for. Raises ProtocolError."""
        while (step := self._step()) is not None:
            if not isinstance(step, _State):
                return step
        return None

    def go_on(self) -> bytes:
        """What asks for the rest after a preview."""
        self._expect(_State.PREVIEWED)
        self._state = _State.CHUNK
        self._preview = None
        return CONTINUE

    def start_next(self) -> None:
        """The answer was sent: turn to the next request."""
        self._expect(_State.PREVIEWED, _State.DONE)
        self._state = _State.START

    def _expect(self, *states: _State) -> None:
        if self._state not in states:
            raise RuntimeError(f"not while {self._state.name}")

    def _step(self) -> Event | _State | None:
        """One event, or the state gone over to, or None for want of bytes."""
        match self._state:
            case _State.START:
                return self._start()
            case _State.HEADS:
                return self._head()
            case _State.CHUNK:
                return self._chunk()
            case _State.DATA:
                return self._data()
            case _State.AFTER_DATA:
                return self._after_data()
            case _State.TRAILERS:
                return self._trailer()
            case _State.PREVIEWED | _State.DONE:
                return None

    def _enter(self, state: _State) -> _State:
        self._state = state
        return state

    def _start(self) -> Request | None:
        while self._buffer.startswith(b"\r\n"):  # RFC 9112 section 2.2: empty lines before a request are passed over
            del self._buffer[:2]
        end = self._buffer.find(b"\r\n\r\n", self._searched)
        if end > self._limits.head or (end < 0 and len(self._buffer) > self._limits.head):
            raise ProtocolError("an ICAP head that is too long", 431)
        if end < 0:
            self._searched = max(0, len(self._buffer) - 3)
            return None
        self._searched = 0
        line, fields = parse_head(self._take(end + 4), self._limits.fields)
        method, service = _request_line(line)
        self._heads, self._has_body = _encapsulated(method, fields)
        if any(size > self._limits.head for _, size in self._heads):
            raise ProtocolError("an encapsulated head that is too long", 431)
        preview = number(fields.one("preview"), "preview", 1 << 30) if "preview" in fields else None
        self._preview = preview if self._has_body else None
        self._body, self._trailers, self._whole = 0, 0, False
        self._state = _State.HEADS
        return Request(method, service, fields, self._preview, self._has_body)

    def _head(self) -> Event | _State | None:
        if not self._heads:
            if self._has_body:
                return self._enter(_State.CHUNK)
            self._state = _State.DONE
            return EndOfMessage()
        part, size = self._heads[0]
        if len(self._buffer) < size:
            return None
        del self._heads[0]
        return Head(part, self._take(size))

    def _chunk(self) -> _State | None:
        line = self._line()
        if line is None:
            return None
        found = _CHUNK.fullmatch(line)
        if found is None:
            raise ProtocolError("a chunk without its size")
        self._left = int(found[1], 16)
        self._body += self._left
        if self._body > self._limits.body:
            raise ProtocolError(f"a body of over {self._limits.body} bytes", 413)
        if self._preview is not None and self._body > self._preview:
            raise ProtocolError("a preview longer than announced")
        if self._left:
            return self._enter(_State.DATA)
        self._whole = self._preview is None or bool(_IEOF.search(found[2] or b""))
        return self._enter(_State.TRAILERS)

    def _data(self) -> Data | None:
        if not self._buffer:
            return None
        piece = self._take(min(self._left, len(self._buffer)))
        self._left -= len(piece)
        if not self._left:
            self._state = _State.AFTER_DATA
        return Data(piece)

    def _after_data(self) -> _State | None:
        if len(self._buffer) < 2:
            return None
        if self._take(2) != b"\r\n":
            raise ProtocolError("a chunk longer than its size")
        return self._enter(_State.CHUNK)

    def _trailer(self) -> Event | _State | None:
        line = self._line()
        if line is None:
            return None
        if line:
            self._trailers += 1
            if self._trailers > self._limits.fields:
                raise ProtocolError("more trailers than fields are allowed", 431)
            return self._state
        self._state = _State.DONE if self._whole else _State.PREVIEWED
        return EndOfMessage() if self._whole else EndOfPreview()

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\r\n", 0, _LINE + 2)
        if end < 0:
            if len(self._buffer) > _LINE:
                raise ProtocolError("a line that is too long")
            return None
        line = self._take(end + 2)[:-2]
        if b"\n" in line or b"\r" in line:
            raise ProtocolError("a line break within a line")
        return line

    def _take(self, size: int) -> bytes:
        piece = bytes(self._buffer[:size])
        del self._buffer[:size]
        return piece


def _request_line(line: bytes) -> tuple[str, str]:
    found = _START.fullmatch(line)
    if found is None:
        raise ProtocolError("not an ICAP request")
    method, _host, path, version = found.groups()
    if version != VERSION:
        raise ProtocolError("an ICAP version that is not spoken", 505)
    if method.decode() not in METHODS:
        raise ProtocolError("a method that is not known", 501)
    return method.decode(), path.decode("latin-1").strip("/")


def _encapsulated(method: str, fields: Fields) -> tuple[list[tuple[str, int]], bool]:
    """The encapsulated heads with their sizes, and whether a body follows (RFC 3507 section 4.4.1)."""
    said = fields.one("encapsulated")
    if not said and method == "OPTIONS":
        return [], False
    parts: list[str] = []
    offsets: list[int] = []
    for entry in said.split(","):
        name, _, offset = entry.strip().partition("=")
        parts.append(name.strip().lower())
        offsets.append(number(offset.strip(), "encapsulated", 1 << 30))
    if not _PARTS[method].fullmatch(",".join(parts)):
        raise ProtocolError("encapsulated: not what the method may carry")
    sizes = [after - before for before, after in pairwise(offsets)]
    if offsets[0] != 0 or any(size <= 0 for size in sizes):
        raise ProtocolError("encapsulated: offsets out of order")
    return list(zip(parts, sizes, strict=False)), parts[-1] != "null-body"


# --- what a server sends ----------------------------------------------------------------------------------------------

# RFC 3507 section 4.3.3 has phrases of its own for some codes of HTTP.
_PHRASES = {
    200: "OK",
    204: "No Modifications",
    400: "Bad Request",
    404: "ICAP Service not found",
    405: "Method not allowed for service",
    408: "Request timeout",
    413: "Content Too Large",
    431: "Header Fields Too Large",
    500: "Server error",
    501: "Method not implemented",
    503: "Service overloaded",
    505: "ICAP version not supported",
}
_NO_CONTENT = 204


def response(status: int, fields: Iterable[tuple[str, str]], heads: Iterable[Head] = (), *, body: str = "") -> bytes:
    """An ICAP head with the encapsulated heads. `body` is the part (res-body, req-body) whose chunks the caller sends next."""
    parts, blocks, offset = [], [], 0
    for head in heads:
        parts.append(f"{head.part}={offset}")
        blocks.append(head.data)
        offset += len(head.data)
    parts.append(f"{body or 'null-body'}={offset}")
    lines = [f"ICAP/1.0 {status} {_PHRASES[status]}", *(f"{name}: {_plain(value)}" for name, value in fields)]
    if status != _NO_CONTENT:
        lines.append(f"Encapsulated: {', '.join(parts)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + b"".join(blocks)


def chunk(data: bytes) -> bytes:
    """One chunk of a body; b"" for no data, since an empty chunk would end it."""
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""


def _plain(value: str) -> str:
    """A value that cannot end its line."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", value)
